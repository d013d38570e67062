import { skipWaits } from '../../harness/sleep';
import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { NoReply } from '../../../nodes/outreach/http/transport';
import { capKey } from '../../../nodes/outreach/limits/keys';
import { limitBook, NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import {
	FAILED,
	FAILURE,
	giftTask,
	limitedBy,
	sendGift,
	sendGiftViaAcme,
	type Given,
} from '../acme';
import { at, reply } from '../fakes';
import { claimed, makeSend, chosenOn, memoryOn } from '../sends/stores';
import {
	afterAnswer,
	BEN,
	Executions,
	GIVEN,
	KEY,
	limited,
	NOW,
	outcome,
	provider,
	RELATED_REPORTS,
	viaRules,
	type Related,
} from './executions';

const SINCE = '2024-01-15T10:30:00.000Z';
const CLEO = { person: 'cleo-3', itemIndex: 2 };
const DAN = { person: 'dan-4', itemIndex: 3 };
/** Data of an execution that ended during a send. */
const UNFINISHED = { sends: { [KEY]: { run: 0, item: 0, sent: null } } };
const PAUSE = { delayMinSeconds: 5, delayMaxSeconds: 5 };
/** The entry of a slot under the daily cap of gifts. */
const slot = (number: number, ends: string) =>
	`slot ${number} ${capKey('acme|account site acc_1', 'gift', 'day', at(ends))}`;

skipWaits();
const n8n = Executions.inEachTest();
/** Acme, which accepts every send. */
let acme: ReturnType<typeof provider>;
/** An execution. */
let one: ReturnType<typeof n8n.execution>;
beforeEach(() => {
	acme = provider([GIVEN]);
	one = n8n.execution();
});

const REFUSED = reply(422, { error: 'No such person' });
const LIMITED = reply(429, { error: 'Slow down' }, { 'retry-after': '30' });
const noReply = (delivered: NoReply['delivered']): NoReply => ({
	kind: 'no-reply',
	delivered,
	cancelled: false,
	reason: 'it was cut off',
});
const [UNREACHED, CUT_OFF] = [noReply('no'), noReply('unknown')];

const reported = (outcome: string, more: object = {}) => ({
	kind: 'answered',
	value: { accountId: 'acc_1', report: expect.objectContaining({ outcome, ...more }) as unknown },
	response: null,
});
const given = expect.objectContaining({
	kind: 'answered',
	value: { accountId: 'acc_1', report: { outcome: 'given', message: null } },
}) as unknown;
const failed = expect.objectContaining({
	kind: 'failed',
	failure: expect.objectContaining({ message: 'Acme answered: No such person' }) as unknown,
}) as unknown;

test('A send is requested once, and is in memory as in doubt before its request', async () => {
	let entries: string[] = [];
	const askNow: typeof acme.open.askNow = async (endpoint) => {
		entries = [...n8n.store.entries];
		return await acme.open.askNow(endpoint);
	};
	expect(await n8n.run(acme.task({ open: { ...acme.open, askNow } }))).toEqual(given);
	expect(entries).toEqual(
		expect.arrayContaining([`claim 1 ${KEY}`, `sent 2 ${KEY}`, `doubt 2 ${KEY}`]),
	);
	expect(await n8n.known()).toBe('sent');
	const later = n8n.execution();
	expect(await later(acme.task())).toEqual(reported('known', { message: SINCE }));
	expect(await later(acme.task({ itemIndex: 1 }))).toEqual(reported('repeated'));
	expect(acme.requests).toHaveLength(1);
});

test('A send is remembered with the account that the provider names', async () => {
	const memory = chosenOn(n8n.store, n8n.staticData);
	const claim = memory.claim.bind(memory);
	const entered: unknown[] = [];
	jest.spyOn(memory, 'claim').mockImplementation(async (...send) => {
		const made = await claim(...send);
		if (made === null || typeof made === 'string') return made;
		const markSent = async (...sent: unknown[]) => void entered.push(sent);
		return { ...made, noteRequest: () => undefined, confirm: async () => undefined, markSent };
	});
	await n8n.run(provider([GIVEN]).task({ account: null }), { memory });
	expect(entered).toEqual([[NOW, 'acc_1']]);
});

test('A send whose date is lost is known without it', async () => {
	await n8n.run(provider([GIVEN]).task());
	n8n.staticData = {};
	processState.reset();
	expect(await n8n.run(giftTask())).toEqual(reported('known', { message: null }));
});

test('A send has the same result in another try of its item, and is a repeat for any other item or round', async () => {
	const stored: IDataObject = {};
	const first = await n8n.run(acme.task({ itemIndex: 3 }), { stored });
	const again = n8n.execution({ stored });
	expect(await again(acme.task({ itemIndex: 3 }))).toEqual({
		...first,
		response: { status: 200, body: null, rateLimit: null },
	});
	expect(await again(acme.task({ itemIndex: 4 }))).toEqual(reported('repeated'));
	const nextRound = n8n.execution({ stored, run: 1 });
	expect(await nextRound(acme.task({ itemIndex: 3 }))).toEqual(reported('repeated'));
	expect(acme.requests).toHaveLength(1);
});

test.each([
	['an earlier one that was sent', [GIVEN], {}, 'repeated', 1],
	['an earlier one that was no send', [reply(200, { outcome: 'needless' }), GIVEN], {}, 'given', 2],
	['an earlier one with unknown result', [], UNFINISHED, 'repeated', 0],
] as const)(
	'A send is a repeat of an earlier one unless its record does not count that: %s',
	async (_ended, replies, stored, word, requests) => {
		const via = viaRules({ isEarlier: (report) => report.outcome === 'given' });
		const acme = provider(replies, 'pending_sent');
		const one = n8n.execution({ stored });
		if (requests > 0) await one(acme.task({ via }));
		expect(await one(acme.task({ via, itemIndex: 1 }))).toMatchObject(outcome(word));
		expect(acme.counts()).toEqual([requests, 0]);
	},
);

test('A send on which the provider did not act is not remembered, and frees its slot', async () => {
	const acme = provider([reply(200, { outcome: 'needless' }), GIVEN]);
	const options = { dailyCap: 1 };
	expect(await one(acme.task({ options }))).toMatchObject(outcome('needless'));
	expect(await n8n.known()).toBe('none');
	expect(await one(acme.task({ ...BEN, options }))).toEqual(given);
});

test.each([
	['with an unconfirmed result', reply(200, { outcome: 'lost' }), null],
	['that was cut off', CUT_OFF, expect.stringContaining('it was cut off')],
	['with an unreadable response', reply(200, { status: 'ok' }), expect.stringContaining('Acme')],
	[
		'whose response names another person',
		reply(200, { outcome: 'given', profile: 'linkedin.com/in/somebody-else' }),
		expect.stringContaining('Acme'),
	],
])('A send %s stays in doubt, and keeps its slot', async (_case, answer, message) => {
	const acme = provider([answer, GIVEN]);
	const via = { ...sendGiftViaAcme, about: { person: ['profile'] } };
	const options = { dailyCap: 1 };
	expect(await one(acme.task({ via, options }))).toMatchObject(outcome('lost', message));
	expect(await n8n.known()).toBe('inDoubt');
	const held = 'Held back: your cap of 1 gift a day for this account is reached.';
	expect(await one(acme.task({ ...BEN, options }))).toMatchObject(
		limited(null, { scope: 'cap', message: held }),
	);
	expect(n8n.store.entries).toContain(slot(1, '2024-01-16T00:00:00.000Z'));
});

test('A send whose request throws is in doubt, since it is unknown how far it got', async () => {
	const open = afterAnswer(provider([GIVEN]).open, () => {
		throw new TypeError('x is no function');
	});
	expect(await n8n.run(giftTask({ open }))).toEqual(
		reported('lost', { message: expect.stringContaining('x is no function') as unknown }),
	);
	expect(await n8n.known()).toBe('inDoubt');
});

test('A send is not made in a dry run, which stores nothing beyond the execution', async () => {
	const acme = provider([GIVEN], 'none');
	const options = { dryRun: true };
	expect(await one(acme.task({ options }))).toEqual(reported('rehearsed'));
	expect(await one(acme.task({ options, itemIndex: 1 }))).toEqual(reported('repeated'));
	expect([acme.requests.length, n8n.store.entries]).toEqual([0, []]);
});

test('A refusal frees the person and the slot for another item', async () => {
	const acme = provider([REFUSED, GIVEN]);
	const options = { weeklyCap: 1 };
	expect(await one(acme.task({ options }))).toEqual(failed);
	expect(await n8n.known()).toBe('none');
	expect(await one(acme.task({ options, itemIndex: 1 }))).toEqual(given);
	expect(acme.requests).toHaveLength(2);
});

test.each([
	['the refusal of a provider is returned without a request', REFUSED, failed, 1],
	['the request to a provider that was not reached is made again', UNREACHED, given, 2],
])('In another try %s', async (_case, first, expected, requests) => {
	const stored: IDataObject = {};
	const acme = provider([first, GIVEN]);
	expect(await n8n.run(acme.task(), { stored })).toMatchObject({ kind: 'failed' });
	expect(await n8n.run(acme.task(), { stored })).toEqual(expected);
	expect(acme.requests).toHaveLength(requests);
});

test('A refusal does not change the state of a person who was sent to before', async () => {
	await n8n.run(provider([GIVEN]).task());
	const options = { skipAlreadyInvited: false };
	expect(await n8n.run(provider([REFUSED]).task({ options }))).toEqual(failed);
	expect(await n8n.known()).toBe('sent');
});

test.each([
	['pending_sent', 'given', 'sent'],
	['connected', 'needless', 'sent'],
	['none', 'lost', 'inDoubt'],
	['pending_received', 'lost', 'inDoubt'],
	['unknown', 'lost', 'inDoubt'],
	[null, 'lost', 'inDoubt'],
	[FAILED, 'lost', 'inDoubt'],
] as const)(
	'A send that was cut off is resolved by reading the relationship (%j)',
	async (related, word, after) => {
		const acme = provider([CUT_OFF, GIVEN], related);
		const stored: IDataObject = {};
		const ended = await n8n.run(acme.task(), { stored });
		const happened = 'Acme could not be reached: it was cut off';
		expect(ended).toEqual(reported(word, { message: happened }));
		expect(await n8n.known()).toBe(after);
		expect(memoryOn(n8n.store, n8n.staticData).sentAt(KEY)).toBe(word === 'given' ? SINCE : null);
		expect(await n8n.run(acme.task(), { stored })).toEqual(ended);
		expect(acme.counts()).toEqual([1, related === null ? 0 : 1]);
	},
);

test.each([FAILED, limitedBy()])(
	'A send that was cut off is not resolved by a read that fails (%j)',
	async (related) => {
		const via = viaRules({}, { reconciled: () => sendGift.once.reports.dryRun() });
		const acme = provider([CUT_OFF], related);
		expect(await n8n.run(acme.task({ via }))).toEqual(reported('lost'));
	},
);

test('A send that was cut off together with its process is checked in the next try, and not sent again', async () => {
	const stored = UNFINISHED;
	const acme = provider([GIVEN], 'pending_sent');
	const message = 'An earlier attempt ended before the response arrived';
	expect(await n8n.run(acme.task(), { stored })).toEqual(reported('given', { message }));
	expect(acme.requests).toHaveLength(0);
});

test('A send that was cut off by a cancellation makes no further request', async () => {
	const cancel = new AbortController();
	const acme = provider([CUT_OFF], 'pending_sent');
	const task = acme.task({ open: afterAnswer(acme.open, () => cancel.abort()) });
	expect(await n8n.run(task, { signal: cancel.signal })).toEqual(reported('lost'));
	expect(acme.read).not.toHaveBeenCalled();
});

describe('A send that an earlier execution left in doubt', () => {
	beforeEach(async () => {
		await n8n.run(provider([CUT_OFF]).task());
		expect(await n8n.known()).toBe('inDoubt');
	});

	test.each([
		['pending_sent', 'underway', 'sent'],
		['connected', 'needless', 'sent'],
		['unknown', 'lost', 'inDoubt'],
		[null, 'lost', 'inDoubt'],
		[FAILED, 'lost', 'inDoubt'],
	] as const)(
		'A send in doubt is not made again with the relationship %j',
		async (related, word, after) => {
			const acme = provider([GIVEN], related);
			expect(await one(acme.task())).toEqual(reported(word));
			expect(await one(acme.task({ itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests.length, await n8n.known()]).toEqual([0, after]);
		},
	);

	test('A send in doubt stays so while an invitation from the other side is pending, and is made once that is gone', async () => {
		const acme = provider([GIVEN], 'pending_received');
		expect(await n8n.run(acme.task())).toEqual(reported('skipped'));
		expect([acme.requests.length, await n8n.known()]).toEqual([0, 'inDoubt']);
		expect(await n8n.run(provider([GIVEN], 'none').task())).toEqual(given);
		expect(await n8n.known()).toBe('sent');
	});

	test('A send in doubt of another account is not checked', async () => {
		const acme = provider([GIVEN], 'none');
		expect(await n8n.run(acme.task({ account: 'acc_2' }))).toMatchObject(
			outcome('lost', expect.stringContaining('from another account')),
		);
		expect(acme.counts()).toEqual([0, 0]);
	});

	test('A send in doubt is made again if the evidence proves without a refusal that nothing was sent', async () => {
		const via = viaRules({ provesNotSent: (_now, _cutOff, isRefused) => !isRefused });
		expect(await n8n.run(provider([GIVEN], 'connected').task({ via }))).toEqual(given);
	});

	test('A send in doubt that is refused when made again stays in doubt', async () => {
		await n8n.run(provider([REFUSED], 'none').task());
		expect(await n8n.known()).toBe('inDoubt');
	});

	test('A send in doubt is held back if the read about it is', async () => {
		const acme = provider([GIVEN], limitedBy());
		expect(await n8n.run(acme.task())).toMatchObject(limited(429));
		expect(acme.requests).toHaveLength(0);
	});
});

describe('Skip if Related', () => {
	const options = { skipIfRelated: true };

	test.each(RELATED_REPORTS)(
		'Skip if Related sends nothing to a person who is %s, and remembers nothing',
		async (related, word) => {
			const acme = provider([GIVEN], related);
			expect(await one(acme.task({ options }))).toEqual(reported(word));
			expect(await one(acme.task({ options, itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests.length, await n8n.known()]).toEqual([0, 'none']);
		},
	);

	test.each([['none'], [null]] as const)(
		'Skip if Related does not stop a send with the relationship %j',
		async (related) => {
			expect(await n8n.run(provider([GIVEN], related).task({ options }))).toEqual(given);
		},
	);

	test('Skip if Related fails the item if the read fails, and the item may be tried again', async () => {
		expect(await one(provider([GIVEN], FAILED).task({ options }))).toMatchObject({
			failure: FAILURE,
		});
		const again = provider([GIVEN], 'none').task({ options, itemIndex: 1 });
		expect(await one(again)).toEqual(given);
	});

	test('Skip if Related holds the item back if the read is held back', async () => {
		const acme = provider([GIVEN], limitedBy());
		expect(await n8n.run(acme.task({ options }))).toMatchObject(limited(429));
		expect(acme.requests).toHaveLength(0);
	});

	test('Skip if Related that is off causes reads only for people to be sent to again', async () => {
		const first = provider([GIVEN], 'connected');
		expect(await n8n.run(first.task())).toEqual(given);
		expect(first.read).not.toHaveBeenCalled();
		const again = provider([GIVEN], 'pending_sent');
		const resent = again.task({ options: { skipAlreadyInvited: false } });
		expect(await n8n.run(resent)).toEqual(reported('underway'));
	});
});

describe('A limit', () => {
	const info = (remaining: number) => ({ ...NO_RATE_LIMIT_INFO, remaining, resetAt: NOW + 60_000 });

	test('A known limit holds the send back before any request, and nothing is recorded', async () => {
		const acme = provider([GIVEN], 'none');
		const options = { keepInReserve: 2, skipIfRelated: true };
		const one = acme.task({ options });
		limitBook().enterInfo(one.limitKey, info(2), NOW);
		expect(await n8n.run(one)).toMatchObject(limited(null, { scope: 'reserve' }));
		expect([...acme.counts(), n8n.store.entries]).toEqual([0, 0, []]);
	});

	test('A limit that the provider reports beforehand holds the send back', async () => {
		const acme = provider([GIVEN], null, { readQuota: async () => info(0) });
		expect(await n8n.run(acme.task())).toMatchObject(limited(null));
		expect(acme.requests).toHaveLength(0);
	});

	test('A met limit frees the person and the slot for later', async () => {
		const acme = provider([LIMITED, GIVEN]);
		const options = { dailyCap: 1 };
		expect(await one(acme.task({ options }))).toMatchObject(limited(429));
		expect(await n8n.known()).toBe('none');
		jest.setSystemTime(NOW + 30_000);
		expect(await one(acme.task({ options, itemIndex: 1 }))).toEqual(given);
		expect(acme.requests).toHaveLength(2);
	});

	test.each([
		['ends sent', GIVEN, 'sent'],
		['ends refused', REFUSED, 'none'],
	] as const)(
		'A limit is waited for if the options say so, and the send then %s',
		async (_case, last, after) => {
			const acme = provider([LIMITED, last]);
			await n8n.run(acme.task({ options: { onRateLimit: 'wait', dailyCap: 1 } }));
			expect([acme.requests.length, await n8n.known()]).toEqual([2, after]);
		},
	);

	test.each([
		['cap', { dailyCap: 1 }, '2024-01-15T23:59:30.000Z', '2024-01-16T00:00:00.000Z'],
		['days', { sendOn: [2] }, '2024-01-15T23:59:30.000Z', '2024-01-16T00:00:00.000Z'],
		['hours', { sendFrom: '23:00' }, '2024-01-15T22:59:30.000Z', '2024-01-15T23:00:00.000Z'],
	])(
		'The author’s own limit of %s is waited for if it ends soon enough',
		async (_what, own, now, ends) => {
			jest.setSystemTime(at(now));
			const options = { ...own, onRateLimit: 'wait', maxWaitSeconds: 30 };
			await one(acme.task({ options }));
			expect(await one(acme.task({ ...BEN, options }))).toEqual(given);
			expect(Date.now()).toBe(at(ends));
		},
	);

	test('A cap that another process has reached is waited out too', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:30.000Z'));
		n8n.store.entries.push(slot(1, '2024-01-16T00:00:00.000Z'));
		const options = { dailyCap: 1, onRateLimit: 'wait', maxWaitSeconds: 30 };
		expect(await n8n.run(provider([GIVEN]).task({ options }))).toEqual(given);
		expect(Date.now()).toBe(at('2024-01-16T00:00:00.000Z'));
	});

	test('Sending hours that end during the pause of a send hold it back, unclaimed', async () => {
		jest.setSystemTime(at('2024-01-15T10:59:58.000Z'));
		const options = { sendUntil: '11:00', ...PAUSE, dailyCap: 2 };
		expect(await one(acme.task({ options }))).toEqual(given);
		const entries = [...n8n.store.entries];
		expect(await one(acme.task({ ...BEN, options }))).toMatchObject(
			limited(null, { scope: 'hours' }),
		);
		expect([acme.requests.length, n8n.store.entries]).toEqual([1, entries]);
	});

	test('A send counts under the cap of the day on which it is made, even if its pause began the day before', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:55.000Z'));
		const options = { ...PAUSE, dailyCap: 2 };
		const removed = jest.spyOn(n8n.store, 'removeProcessed');
		one = n8n.execution();
		for (const person of [{}, BEN, CLEO]) {
			expect(await one(acme.task({ ...person, options }))).toEqual(given);
		}
		const freed = removed.mock.calls.flat(2).filter((entry) => String(entry).startsWith('slot'));
		expect(freed).toEqual([slot(2, '2024-01-16T00:00:00.000Z')]);
		expect(Date.now()).toBe(at('2024-01-16T00:00:05.000Z'));
		expect(await one(acme.task({ ...DAN, options }))).toMatchObject(
			limited(null, { scope: 'cap', retryAt: at('2024-01-17T00:00:00.000Z') }),
		);
		expect(acme.requests).toHaveLength(3);
	});

	test('A send is held back if its pause leads into a day whose cap is reached', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:58.000Z'));
		const tomorrow = '2024-01-17T00:00:00.000Z';
		n8n.store.entries.push(slot(1, tomorrow), slot(2, tomorrow));
		const options = { ...PAUSE, dailyCap: 2 };
		expect(await one(acme.task({ options }))).toEqual(given);
		expect(await one(acme.task({ ...BEN, options }))).toMatchObject(
			limited(null, { scope: 'cap' }),
		);
		expect(acme.requests).toHaveLength(1);
	});
});

describe('A send of another worker', () => {
	/** Acme, with another worker that sends before this one's turn. */
	const overtaken = (related: Related | null, then: () => Promise<unknown>) => {
		const acme = provider([GIVEN], related);
		const turn = async () => {
			await then();
			return true;
		};
		const open = { ...acme.open, turn };
		return { ...acme, task: (given: Given = {}) => acme.task({ open, ...given }) };
	};

	test('A send that another worker has made is skipped, and frees its slot', async () => {
		const acme = overtaken(
			null,
			async () => await makeSend(memoryOn(n8n.store, n8n.staticData), KEY, NOW),
		);
		const options = { dailyCap: 1 };
		expect(await one(acme.task({ options }))).toEqual(reported('known', { message: SINCE }));
		expect([acme.requests.length, await n8n.known()]).toEqual([0, 'sent']);
		expect(await one(provider([GIVEN]).task({ ...BEN, options }))).toEqual(given);
	});

	test.each([
		['pending_sent', 'underway', null],
		['connected', 'needless', null],
		['none', 'lost', 'Somebody else is wrapping it'],
		['pending_received', 'lost', 'Somebody else is wrapping it'],
		['unknown', 'lost', 'Somebody else is wrapping it'],
		[null, 'lost', 'Somebody else is wrapping it'],
	] as const)(
		'A send that another worker is making is checked with the provider, which shows %j',
		async (related, word, message) => {
			const acme = overtaken(related, async () => await claimed(memoryOn(n8n.store), KEY));
			expect(await one(acme.task())).toEqual(reported(word, { message }));
			expect(await one(acme.task({ itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests.length, await n8n.known()]).toEqual([0, 'inDoubt']);
		},
	);
});

test('Memory waits for other workers until the execution is cancelled', async () => {
	const waited: boolean[] = [];
	for (const signal of [undefined, AbortSignal.abort()]) {
		const memory = chosenOn(n8n.store, n8n.staticData);
		const lookUp = memory.lookUp.bind(memory);
		jest.spyOn(memory, 'lookUp').mockImplementation(async (send, wait) => {
			waited.push(await wait(1));
			return await lookUp(send, wait);
		});
		await n8n.run(provider([REFUSED]).task(), { signal, memory });
	}
	expect(waited).toEqual([true, false]);
});

describe('A cancelled execution', () => {
	const cancelled = expect.objectContaining({
		kind: 'failed',
		failure: {
			source: 'workflow',
			message: 'The execution was cancelled before the gift was sent through Acme',
			description: 'No gift was sent for this item.',
		},
	}) as unknown;

	test('A cancelled execution sends nothing, and stores neither an entry nor a slot', async () => {
		const one = n8n.execution({ signal: AbortSignal.abort() });
		expect(await one(acme.task({ options: { dailyCap: 1 } }))).toEqual(cancelled);
		expect([acme.requests.length, n8n.store.entries]).toEqual([0, []]);
	});

	test('An execution cancelled while its claim waits for other workers sends nothing', async () => {
		const memory = chosenOn(n8n.store, n8n.staticData);
		jest.spyOn(memory, 'claim').mockResolvedValue(null);
		expect(await n8n.run(acme.task(), { memory })).toEqual(cancelled);
		expect(acme.requests).toHaveLength(0);
	});

	test.each(['turn', 'claim'])('An execution cancelled at its %s sends nothing', async (when) => {
		const cancel = new AbortController();
		const turn = async () => {
			if (when === 'turn') cancel.abort();
			return when !== 'turn';
		};
		n8n.store.beforeWrite = (entries) => {
			if (entries.includes(`doubt 2 ${KEY}`)) cancel.abort();
		};
		const one = n8n.execution({ signal: cancel.signal });
		const open = { ...acme.open, turn };
		expect(await one(giftTask({ open, options: { dailyCap: 1 } }))).toEqual(cancelled);
		expect([acme.requests.length, n8n.store.entries]).toEqual([0, []]);
	});
});

test('A database that fails at the claim throws, so that nothing is sent and the slot is free again', async () => {
	let isFull = true;
	n8n.store.beforeWrite = (entries) => {
		if (isFull && entries.includes(`claim 1 ${KEY}`)) throw new Error('SQLITE_FULL');
	};
	await expect(n8n.run(acme.task({ options: { dailyCap: 1 } }))).rejects.toThrow('SQLITE_FULL');
	expect([acme.requests.length, n8n.store.entries]).toEqual([0, []]);
	isFull = false;
	expect(await n8n.run(acme.task({ ...BEN, options: { dailyCap: 1 } }))).toEqual(given);
});

test.each([
	['was accepted', GIVEN],
	['was refused', REFUSED],
])('The pause between two sends starts at a response that %s', async (_case, answer) => {
	const acme = provider([answer]);
	await one(acme.task({ options: PAUSE }));
	const before = performance.now();
	await one(acme.task({ ...BEN, options: PAUSE }));
	expect(Math.round(performance.now() - before)).toBe(5_000);
});

describe('Sends of two executions', () => {
	/** A send whose response arrives on demand. */
	function held(given: Given) {
		const acme = provider([GIVEN]);
		let finish = () => {};
		const told = new Promise<void>((resolve) => (finish = resolve));
		let isBegun = false;
		const askNow: typeof acme.open.askNow = async (endpoint) => {
			isBegun = true;
			await told;
			return await acme.open.askNow(endpoint);
		};
		const one = giftTask({ open: { ...acme.open, askNow }, ...given });
		return { task: one, isBegun: () => isBegun, finish };
	}
	const turns = async () => {
		for (let turn = 0; turn < 500; turn++) await Promise.resolve();
	};

	test.each([
		['an account', { account: 'acc_1', person: 'ben-2' }, false],
		['a person', { account: 'acc_2', person: 'ada-1' }, false],
		['neither', { account: 'acc_2', person: 'ben-2' }, true],
	])('Sends of two executions that share %s run in parallel: %j', async (_what, other, atOnce) => {
		const [first, second] = [held({}), held(other)];
		const both = [n8n.run(first.task), n8n.run(second.task)];
		await turns();
		expect([first.isBegun(), second.isBegun()]).toEqual([true, atOnce]);
		first.finish();
		second.finish();
		expect(await Promise.all(both)).toEqual([
			given,
			other.person === 'ada-1' ? expect.anything() : given,
		]);
	});

	test('A cancelled send does not hold up that of another execution', async () => {
		const cancel = new AbortController();
		const [first, second] = [held({}), held(BEN)];
		const going = n8n.run(first.task);
		const cancelled = n8n.run(second.task, { signal: cancel.signal });
		await turns();
		cancel.abort();
		expect(await cancelled).toMatchObject({ kind: 'failed' });
		expect(second.isBegun()).toBe(false);
		first.finish();
		await going;
	});
});
