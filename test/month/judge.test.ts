import { complaintsAbout, pairOf, type LogEntry, type Month } from './judge';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday, and the Wednesday a month later. */
const FROM = Date.parse('2027-02-01T00:00:00Z');
const UNTIL = FROM + 30 * DAY;
const TEN = 10 * HOUR;

const [ASKS, TELLS] = ['asks', 'tells-nothing'];
const WELCOME = 'Thank you for connecting!';
const FOLLOW_UP = 'I would still like to hear from you.';

const own = (account: string, person: string, text: string, at: number) => ({
	account,
	person,
	isOwn: true,
	text,
	at,
});

const row = (person: string, status: string, account: string, acceptedAt?: number): LogEntry => ({
	person: `in:${person}`,
	action: 'invitation',
	status,
	account,
	acceptedAt: acceptedAt ?? null,
});

/** Ada accepts and does not reply, Bela replies, Chidi does not accept, Dana is SendPilot's, and Eve's invitation is in doubt. */
function consistent() {
	const monday = FROM + TEN;
	const sequence = { provider: 'connectSafely', workflowId: '1' } as const;
	const accepted = monday + DAY;
	const welcome = accepted + HOUR;
	return {
		from: FROM,
		until: UNTIL,
		sequences: [
			{ ...sequence, account: ASKS, names: ['ada', 'bela', 'chidi'], asks: true },
			{ ...sequence, account: TELLS, names: ['dana', 'eve'], asks: false },
		],
		invitations: [
			{ account: ASKS, person: 'ada', at: monday },
			{ account: ASKS, person: 'bela', at: monday },
			{ account: ASKS, person: 'chidi', at: monday },
			{ account: TELLS, person: 'dana', at: monday },
		],
		messages: [
			own(ASKS, 'ada', WELCOME, welcome),
			own(ASKS, 'bela', WELCOME, welcome),
			{ account: ASKS, person: 'bela', isOwn: false, text: 'Gladly', at: welcome + DAY },
			own(TELLS, 'dana', WELCOME, welcome),
			own(ASKS, 'ada', FOLLOW_UP, welcome + 6 * DAY),
		],
		acceptedAt: new Map([
			[pairOf(ASKS, 'ada'), accepted],
			[pairOf(ASKS, 'bela'), accepted],
			[pairOf(TELLS, 'dana'), accepted],
		]),
		withdrawnAt: new Map([[pairOf(ASKS, 'chidi'), monday + 21 * DAY]]),
		log: [
			row('ada', 'accepted', ASKS, accepted),
			row('bela', 'accepted', ASKS, accepted),
			row('chidi', 'withdrawn', ASKS),
			row('dana', 'accepted', TELLS, accepted),
			row('eve', 'open', TELLS),
		],
		runs: [{ what: 'Invite in execution 1', got: 5, gave: 5 }],
		checks: [
			{ prospect: 1, at: monday, outcome: 'not_connected' },
			{ prospect: 1, at: monday + 2 * DAY, outcome: 'connected' },
		],
		connectedAt: new Map([[1, monday + DAY]]),
		interruptedAt: [],
		brokenOff: 1,
		leaks: [],
	} satisfies Month;
}

type Consistent = ReturnType<typeof consistent>;

/** Invitations of this many others, each at its time. */
const more = (count: number, at: (index: number) => number) =>
	Array.from({ length: count }, (_, index) => ({
		account: ASKS,
		person: `more-${index}`,
		at: at(index),
	}));

/** A month in which one thing is not as it should be, and what is said of it. */
const FLAWS: ReadonlyArray<[string, (month: Consistent) => Partial<Month>, RegExp]> = [
	[
		'somebody is invited twice, by different accounts',
		({ invitations }) => ({
			invitations: [...invitations, { account: TELLS, person: 'ada', at: FROM + 8 * DAY }],
		}),
		/^ada was invited 2 times/,
	],
	[
		'a message is sent twice',
		({ messages }) => ({
			messages: [...messages, own(ASKS, 'ada', FOLLOW_UP, FROM + 20 * DAY + TEN)],
		}),
		/^Written 2 times to asks ada/,
	],
	[
		'a daily cap is passed',
		({ invitations }) => ({
			invitations: [...invitations, ...more(18, (index) => FROM + TEN + index)],
		}),
		/^21 invitations in a day through asks/,
	],
	[
		'a weekly cap is passed',
		({ invitations }) => ({
			invitations: [...invitations, ...more(78, (index) => FROM + (index % 6) * DAY + TEN + HOUR)],
		}),
		/^81 invitations in a week through asks/,
	],
	[
		'somebody is written to before they accepted',
		({ messages }) => ({ messages: [own(ASKS, 'chidi', WELCOME, FROM + TEN), ...messages] }),
		/^asks chidi was written to before they accepted/,
	],
	[
		'a welcome is sent at night',
		({ messages }) => ({
			messages: messages.map((one, index) =>
				index === 1 ? { ...one, at: one.at + 9 * HOUR } : one,
			),
		}),
		/^asks bela was welcomed out of hours/,
	],
	[
		'a follow-up is sent too early',
		({ messages }) => ({
			messages: messages.map((one) =>
				one.text === FOLLOW_UP ? { ...one, at: one.at - 3 * DAY } : one,
			),
		}),
		/^asks ada was followed up 72 hours after the welcome/,
	],
	[
		'a follow-up is sent after a reply',
		({ messages }) => ({
			messages: [...messages, own(ASKS, 'bela', FOLLOW_UP, FROM + 9 * DAY + TEN)],
		}),
		/^asks bela was followed up at .* after a reply/,
	],
	[
		'the log lacks somebody who was invited',
		({ log }) => ({ log: log.slice(1) }),
		/^in:ada was invited and is not in the log/,
	],
	[
		'the log says of somebody that they were invited, who was not',
		({ log }) => ({
			log: log.map((one) => (one.status === 'open' ? { ...one, status: 'sent' } : one)),
		}),
		/^in:eve is "sent" in the log and was not invited/,
	],
	[
		'the log has a person twice',
		({ log }) => ({ log: [...log, row('chidi', 'sent', ASKS)] }),
		/^in:chidi has 2 rows/,
	],
	[
		'the log names another account',
		({ log }) => ({ log: log.map((one) => ({ ...one, account: ASKS })) }),
		/^in:dana was invited by tells-nothing, not asks/,
	],
	[
		'the log has an acceptance that never was',
		({ log }) => ({ log: log.map((one) => ({ ...one, status: 'accepted', acceptedAt: FROM })) }),
		/^in:chidi accepted at no time/,
	],
	[
		'somebody is never invited',
		({ log }) => ({ log: log.filter(({ status }) => status !== 'open') }),
		/^tells-nothing has not invited 1 who were due of eve/,
	],
	[
		'somebody who accepted is not welcomed',
		({ messages }) => ({ messages: messages.filter(({ person }) => person !== 'dana') }),
		/^tells-nothing dana accepted at .* and was not welcomed/,
	],
	[
		'somebody who does not reply is not followed up',
		({ messages }) => ({ messages: messages.filter(({ text }) => text !== FOLLOW_UP) }),
		/^asks ada, welcomed at .*, was not followed up/,
	],
	[
		'an invitation is never withdrawn',
		() => ({ withdrawnAt: new Map() }),
		/^asks chidi, invited at .*, was not withdrawn/,
	],
	[
		'an item is lost',
		() => ({ runs: [{ what: 'Invite in execution 1', got: 5, gave: 4 }] }),
		/^Invite in execution 1 got 5 items and gave 4/,
	],
	[
		'a prospect is said to be connected too early',
		({ checks }) => ({ checks: checks.map((one) => ({ ...one, outcome: 'connected' })) }),
		/^Prospect 1 was said to be connected at/,
	],
	[
		'a send is in doubt for no reason',
		() => ({ brokenOff: 0 }),
		/^1 sends are in doubt, and 0 were broken off/,
	],
	['a key is in a file', () => ({ leaks: ['n8n.log'] }), /^A key is in n8n\.log/],
];

describe('Judge of a month', () => {
	it('The judge has no complaint about a consistent month', () => {
		expect(complaintsAbout(consistent())).toEqual([]);
	});

	it.each(FLAWS)('The judge notices when %s', (_, flaw, complaint) => {
		const month = consistent();
		const complaints = complaintsAbout({ ...month, ...flaw(month) });
		expect(complaints).toContainEqual(expect.stringMatching(complaint));
	});
});
