import type { IDataObject } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import type { NoReply, Reply } from '../../../nodes/outreach/http/transport';
import { capKey } from '../../../nodes/outreach/limits/keys';
import { limitBook, NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import type { OnceReport } from '../../../nodes/outreach/operations/operation';
import type { Result } from '../../../nodes/outreach/operations/result';
import type { Provider } from '../../../nodes/outreach/provider/provider';
import { onceLayers } from '../../../nodes/outreach/once/layers';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import type { OnceTask } from '../../../nodes/outreach/tasks/task';
import {
	answered,
	executionOf,
	FAILED,
	FAILURE,
	giftTask,
	limitedBy,
	memoryOf,
	openAcme,
	sendGift,
	sendGiftViaAcme,
	type Given,
} from '../acme';
import { at, reply } from '../fakes';
import { claimed, FakeStore, makeSend, chosenOn, memoryOn } from '../sends/stores';

/** Time only passes in a wait. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		jest.advanceTimersByTime(ms);
	},
}));

const NOW = at('2024-01-15T10:30:00.000Z');
const SINCE = '2024-01-15T10:30:00.000Z';
const KEY = 'gift acme|in:ada-1';
const BEN = { person: 'ben-2', itemIndex: 1 };
const CLEO = { person: 'cleo-3', itemIndex: 2 };
const DAN = { person: 'dan-4', itemIndex: 3 };

let store: FakeStore;
let staticData: IDataObject;
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	processState.reset();
	store = new FakeStore();
	staticData = {};
});
afterEach(() => jest.useRealTimers());

const GIVEN = reply(200, { outcome: 'given', accountId: 'acc_1' });
const REFUSED = reply(422, { error: 'No such person' });
const LIMITED = reply(429, { error: 'Slow down' }, { 'retry-after': '30' });
const noReply = (delivered: NoReply['delivered']): NoReply => ({
	kind: 'no-reply',
	delivered,
	cancelled: false,
	reason: 'it was cut off',
});
const [UNREACHED, CUT_OFF] = [noReply('no'), noReply('unknown')];

type Related = Relationship | Result<Relationship> | null;

/** Acme with these responses and relationships. Records what memory has at each request. */
function provider(
	related: Related,
	replies: ReadonlyArray<Reply | NoReply>,
	more: Partial<Provider> = {},
) {
	const read = jest.fn(async () =>
		typeof related === 'string' ? answered(related) : (related ?? FAILED),
	);
	const relationship = related === null ? undefined : { limit: 'views', read };
	const opened = openAcme({ relationship, ...more }, ...replies);
	const held: string[][] = [];
	const open = {
		...opened,
		askNow: ((endpoint) => {
			held.push([...store.entries]);
			return opened.askNow(endpoint);
		}) satisfies typeof opened.askNow,
	};
	return { open, read, held, requests: () => opened.requests.length };
}

/** One execution, or one of its tries with the same `stored` context. */
function execution({
	stored = {} as IDataObject,
	run = 0,
	signal = undefined as AbortSignal | undefined,
	memory = chosenOn(store, staticData),
} = {}) {
	const given = { stored, staticData, run, signal };
	const context = executionOf(given);
	const limits = new RunLimits(context);
	return onceLayers({ context, execution: memoryOf(stored, given), memory, limits });
}

/** An execution of one item. */
const run = async (task: OnceTask) => await execution()(task);
const task = ({ open }: ReturnType<typeof provider>, given: Given = {}) =>
	giftTask({ open, ...given });
const known = async () => await memoryOn(store).lookUp(KEY);
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

describe('A send', () => {
	test('A send is requested once, and is in memory as in doubt before its request', async () => {
		const acme = provider(null, [GIVEN]);
		expect(await run(task(acme))).toEqual(given);
		expect(acme.held).toEqual([
			expect.arrayContaining([`claim 1 ${KEY}`, `sent 2 ${KEY}`, `doubt 2 ${KEY}`]),
		]);
		expect(await known()).toBe('sent');
		const later = execution();
		expect(await later(task(acme))).toEqual(reported('known', { message: SINCE }));
		expect(await later(task(acme, { itemIndex: 1 }))).toEqual(reported('repeated'));
		expect(acme.requests()).toBe(1);
	});

	test('A send is remembered with the account that the provider names', async () => {
		const memory = chosenOn(store, staticData);
		const claim = memory.claim.bind(memory);
		const entered: unknown[] = [];
		jest.spyOn(memory, 'claim').mockImplementation(async (...send) => {
			const made = await claim(...send);
			if (made === null || typeof made === 'string') return made;
			const markSent = async (...sent: unknown[]) => void entered.push(sent);
			return { ...made, noteRequest: () => undefined, confirm: async () => undefined, markSent };
		});
		await execution({ memory })(task(provider(null, [GIVEN]), { account: null }));
		expect(entered).toEqual([[NOW, 'acc_1']]);
	});

	test('A send whose date is lost is known without it', async () => {
		await run(task(provider(null, [GIVEN])));
		staticData = {};
		processState.reset();
		expect(await run(giftTask())).toEqual(reported('known', { message: null }));
	});

	test('A send has the same result in another try of its item, and is a repeat for any other item or round', async () => {
		const stored: IDataObject = {};
		const acme = provider(null, [GIVEN]);
		const first = await execution({ stored })(task(acme, { itemIndex: 3 }));
		const again = execution({ stored });
		expect(await again(task(acme, { itemIndex: 3 }))).toEqual({
			...first,
			response: { status: 200, body: null, rateLimit: null },
		});
		expect(await again(task(acme, { itemIndex: 4 }))).toEqual(reported('repeated'));
		const nextRound = execution({ stored, run: 1 });
		expect(await nextRound(task(acme, { itemIndex: 3 }))).toEqual(reported('repeated'));
		expect(acme.requests()).toBe(1);
	});

	test.each([
		['an earlier one that was sent', [GIVEN], {}, 'repeated', 1],
		[
			'an earlier one that was no send',
			[reply(200, { outcome: 'needless' }), GIVEN],
			{},
			'given',
			2,
		],
		[
			'an earlier one with unknown result',
			[],
			{ sends: { [KEY]: { run: 0, item: 0, sent: null } } },
			'repeated',
			0,
		],
	] as const)(
		'A send is a repeat of an earlier one unless its record does not count that: %s',
		async (_ended, replies, stored, outcome, requests) => {
			const isEarlier = (report: OnceReport) => report.outcome === 'given';
			const record = { ...sendGift, once: { ...sendGift.once, isEarlier } };
			const via = { ...sendGiftViaAcme, record };
			const acme = provider('pending_sent', replies);
			const one = execution({ stored });
			if (requests > 0) await one(task(acme, { via }));
			expect(await one(task(acme, { via, itemIndex: 1 }))).toMatchObject({
				value: { report: { outcome } },
			});
			expect([acme.requests(), acme.read.mock.calls.length]).toEqual([requests, 0]);
		},
	);

	test('A send on which the provider did not act is not remembered, and frees its slot', async () => {
		const acme = provider(null, [reply(200, { outcome: 'needless' }), GIVEN]);
		const options = { dailyCap: 1 };
		const one = execution();
		expect(await one(task(acme, { options }))).toMatchObject({
			value: { report: { outcome: 'needless' } },
		});
		expect(await known()).toBe('none');
		expect(await one(task(acme, { ...BEN, options }))).toEqual(given);
	});

	test('A send that the provider leaves unconfirmed stays in doubt, and keeps its slot under the cap of its noun', async () => {
		const acme = provider(null, [reply(200, { outcome: 'lost' })]);
		const options = { dailyCap: 1 };
		const one = execution();
		await one(task(acme, { options }));
		expect(await known()).toBe('inDoubt');
		expect(await one(task(acme, { ...BEN, options }))).toMatchObject({
			kind: 'rateLimited',
			httpStatus: null,
			limit: {
				scope: 'cap',
				message: 'Held back: your cap of 1 gift a day for this account is reached.',
			},
		});
		const day = capKey('acme|account site acc_1', 'gift', 'day', at('2024-01-16T00:00:00.000Z'));
		expect(store.entries).toContain(`slot 1 ${day}`);
	});

	test('A send with an unreadable response is in doubt', async () => {
		const acme = provider(null, [reply(200, { status: 'ok' })]);
		expect(await run(task(acme))).toEqual(reported('lost'));
		expect(await known()).toBe('inDoubt');
	});

	test('A send whose response names another person is in doubt', async () => {
		const other = { outcome: 'given', profile: 'linkedin.com/in/somebody-else' };
		const acme = provider(null, [reply(200, other)]);
		const named = { ...sendGiftViaAcme, about: { person: ['profile'] } };
		expect(await run(task(acme, { via: named }))).toEqual(reported('lost'));
		expect(await known()).toBe('inDoubt');
	});

	test('A send whose request throws is in doubt, since it is unknown how far it got', async () => {
		const acme = provider(null, []);
		const open = {
			...acme.open,
			askNow: async () => await Promise.reject(new TypeError('x is no function')),
		};
		expect(await run(giftTask({ open }))).toEqual(
			reported('lost', { message: expect.stringContaining('x is no function') as unknown }),
		);
		expect(await known()).toBe('inDoubt');
	});

	test('A send is not made in a dry run, which stores nothing beyond the execution', async () => {
		const acme = provider('none', [GIVEN]);
		const options = { dryRun: true };
		const one = execution();
		expect(await one(task(acme, { options }))).toEqual(reported('rehearsed'));
		expect(await one(task(acme, { options, itemIndex: 1 }))).toEqual(reported('repeated'));
		expect([acme.requests(), store.entries]).toEqual([0, []]);
	});
});

describe('A refusal', () => {
	test('A refusal frees the person and the slot for another item', async () => {
		const acme = provider(null, [REFUSED, GIVEN]);
		const options = { weeklyCap: 1 };
		const one = execution();
		expect(await one(task(acme, { options }))).toEqual(failed);
		expect(await known()).toBe('none');
		expect(await one(task(acme, { options, itemIndex: 1 }))).toEqual(given);
		expect(acme.requests()).toBe(2);
	});

	test.each([
		['the refusal of a provider is returned without a request', REFUSED, 1],
		['the request to a provider that was not reached is made again', UNREACHED, 2],
	])('In another try %s', async (_case, first, requests) => {
		const stored: IDataObject = {};
		const acme = provider(null, [first, GIVEN]);
		const tries = [
			await execution({ stored })(task(acme)),
			await execution({ stored })(task(acme)),
		];
		expect(tries[0]).toMatchObject({ kind: 'failed' });
		if (requests === 2) expect(tries[1]).toEqual(given);
		else expect(tries[1]).toEqual(failed);
		expect(acme.requests()).toBe(requests);
	});

	test('A refusal does not change the state of a person who was sent to before', async () => {
		await run(task(provider(null, [GIVEN])));
		const options = { skipAlreadyInvited: false };
		expect(await run(task(provider(null, [REFUSED]), { options }))).toEqual(failed);
		expect(await known()).toBe('sent');
	});
});

describe('A send that was cut off', () => {
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
		async (related, outcome, after) => {
			const acme = provider(related, [CUT_OFF, GIVEN]);
			const stored: IDataObject = {};
			const ended = await execution({ stored })(task(acme));
			const happened = 'Acme could not be reached: it was cut off';
			expect(ended).toEqual(reported(outcome, { message: happened }));
			expect(await known()).toBe(after);
			expect(memoryOn(store, staticData).sentAt(KEY)).toBe(outcome === 'given' ? SINCE : null);
			expect(await execution({ stored })(task(acme))).toEqual(ended);
			expect([acme.requests(), acme.read.mock.calls.length]).toEqual([1, related === null ? 0 : 1]);
		},
	);

	test.each([FAILED, limitedBy()])(
		'A send that was cut off is not resolved by a read that fails (%j)',
		async (related) => {
			const reports = {
				...sendGift.once.reports,
				reconciled: () => sendGift.once.reports.dryRun(),
			};
			const record = { ...sendGift, once: { ...sendGift.once, reports } };
			const via = { ...sendGiftViaAcme, record };
			expect(await run(task(provider(related, [CUT_OFF]), { via }))).toEqual(reported('lost'));
		},
	);

	test('A send that was cut off is unconfirmed if a limit holds the read back', async () => {
		const acme = provider(limitedBy(), [CUT_OFF]);
		expect(await run(task(acme))).toEqual(reported('lost'));
	});

	test('A send that was cut off keeps its slot under a cap', async () => {
		const acme = provider(null, [CUT_OFF, GIVEN]);
		const options = { dailyCap: 1 };
		const one = execution();
		await one(task(acme, { options }));
		expect(await one(task(acme, { ...BEN, options }))).toMatchObject({ kind: 'rateLimited' });
	});

	test('A send that was cut off together with its process is checked in the next try, and not sent again', async () => {
		const stored: IDataObject = { sends: { [KEY]: { run: 0, item: 0, sent: null } } };
		const acme = provider('pending_sent', [GIVEN]);
		const message = 'An earlier attempt ended before the response arrived';
		expect(await execution({ stored })(task(acme))).toEqual(reported('given', { message }));
		expect(acme.requests()).toBe(0);
	});

	test('A send that was cut off by a cancellation makes no further request', async () => {
		const cancel = new AbortController();
		const acme = provider('pending_sent', [CUT_OFF]);
		const askNow: typeof acme.open.askNow = async (endpoint) => {
			const answer = await acme.open.askNow(endpoint);
			cancel.abort();
			return answer;
		};
		const open = { ...acme.open, askNow };
		expect(await execution({ signal: cancel.signal })(giftTask({ open }))).toEqual(
			reported('lost'),
		);
		expect(acme.read).not.toHaveBeenCalled();
	});
});

describe('A send that an earlier execution left in doubt', () => {
	beforeEach(async () => {
		await run(task(provider(null, [CUT_OFF])));
		expect(await known()).toBe('inDoubt');
	});

	test.each([
		['pending_sent', 'underway', 'sent'],
		['connected', 'needless', 'sent'],
		['unknown', 'lost', 'inDoubt'],
		[null, 'lost', 'inDoubt'],
		[FAILED, 'lost', 'inDoubt'],
	] as const)(
		'A send in doubt is not made again with the relationship %j',
		async (related, outcome, after) => {
			const acme = provider(related, [GIVEN]);
			const one = execution();
			expect(await one(task(acme))).toEqual(reported(outcome));
			expect(await one(task(acme, { itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests(), await known()]).toEqual([0, after]);
		},
	);

	test('A send in doubt stays so while an invitation from the other side is pending, and is made once that is gone', async () => {
		const acme = provider('pending_received', [GIVEN]);
		expect(await run(task(acme))).toEqual(reported('skipped'));
		expect([acme.requests(), await known()]).toEqual([0, 'inDoubt']);
		expect(await run(task(provider('none', [GIVEN])))).toEqual(given);
	});

	test('A send in doubt is made again if the provider shows that nothing was sent', async () => {
		const acme = provider('none', [GIVEN]);
		expect(await run(task(acme))).toEqual(given);
		expect([acme.requests(), await known()]).toEqual([1, 'sent']);
	});

	test('A send in doubt of another account is not checked', async () => {
		const acme = provider('none', [GIVEN]);
		expect(await run(task(acme, { account: 'acc_2' }))).toMatchObject({
			value: {
				report: {
					outcome: 'lost',
					message: expect.stringContaining('from another account') as string,
				},
			},
		});
		expect([acme.requests(), acme.read.mock.calls.length]).toEqual([0, 0]);
	});

	test('A send in doubt is made again if the evidence proves without a refusal that nothing was sent', async () => {
		const provesNotSent = (_now: Relationship, _cutOff: unknown, isRefused: boolean) => !isRefused;
		const record = { ...sendGift, once: { ...sendGift.once, provesNotSent } };
		const via = { ...sendGiftViaAcme, record };
		expect(await run(task(provider('connected', [GIVEN]), { via }))).toEqual(given);
	});

	test('A send in doubt that is refused when made again stays in doubt', async () => {
		await run(task(provider('none', [REFUSED])));
		expect(await known()).toBe('inDoubt');
	});

	test('A send in doubt is held back if the read about it is', async () => {
		const acme = provider(limitedBy(), [GIVEN]);
		expect(await run(task(acme))).toMatchObject({ kind: 'rateLimited', httpStatus: 429 });
		expect(acme.requests()).toBe(0);
	});
});

describe('Skip if Related', () => {
	const options = { skipIfRelated: true };

	test.each([
		['connected', 'needless'],
		['pending_sent', 'underway'],
		['pending_received', 'skipped'],
		['unknown', 'skipped'],
	] as const)(
		'Skip if Related sends nothing to a person who is %s, and remembers nothing',
		async (related, outcome) => {
			const acme = provider(related, [GIVEN]);
			const one = execution();
			expect(await one(task(acme, { options }))).toEqual(reported(outcome));
			expect(await one(task(acme, { options, itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests(), await known()]).toEqual([0, 'none']);
		},
	);

	test.each([['none'], [null]] as const)(
		'Skip if Related does not stop a send with the relationship %j',
		async (related) => {
			expect(await run(task(provider(related, [GIVEN]), { options }))).toEqual(given);
		},
	);

	test('Skip if Related fails the item if the read fails, and the item may be tried again', async () => {
		const one = execution();
		expect(await one(task(provider(FAILED, [GIVEN]), { options }))).toMatchObject({
			failure: FAILURE,
		});
		const again = task(provider('none', [GIVEN]), { options, itemIndex: 1 });
		expect(await one(again)).toEqual(given);
	});

	test('Skip if Related holds the item back if the read is held back', async () => {
		const acme = provider(limitedBy(), [GIVEN]);
		expect(await run(task(acme, { options }))).toMatchObject({
			kind: 'rateLimited',
			httpStatus: 429,
		});
		expect(acme.requests()).toBe(0);
	});

	test('Skip if Related that is off causes reads only for people to be sent to again', async () => {
		const first = provider('connected', [GIVEN]);
		expect(await run(task(first))).toEqual(given);
		expect(first.read).not.toHaveBeenCalled();
		const again = provider('pending_sent', [GIVEN]);
		const resent = task(again, { options: { skipAlreadyInvited: false } });
		expect(await run(resent)).toEqual(reported('underway'));
	});
});

describe('A limit', () => {
	const info = (remaining: number) => ({ ...NO_RATE_LIMIT_INFO, remaining, resetAt: NOW + 60_000 });

	test('A known limit holds the send back before any request, and nothing is recorded', async () => {
		const acme = provider('none', [GIVEN]);
		const options = { keepInReserve: 2, skipIfRelated: true };
		const one = task(acme, { options });
		limitBook().enterInfo(one.limitKey, info(2), NOW);
		expect(await run(one)).toMatchObject({
			kind: 'rateLimited',
			limit: { scope: 'reserve' },
			httpStatus: null,
		});
		expect([acme.requests(), acme.read.mock.calls.length, store.entries]).toEqual([0, 0, []]);
	});

	test('A limit that the provider reports beforehand holds the send back', async () => {
		const acme = provider(null, [GIVEN], { readQuota: async () => info(0) });
		expect(await run(task(acme))).toMatchObject({ kind: 'rateLimited', httpStatus: null });
		expect(acme.requests()).toBe(0);
	});

	test('A met limit frees the person and the slot for later', async () => {
		const acme = provider(null, [LIMITED, GIVEN]);
		const options = { dailyCap: 1 };
		const one = execution();
		expect(await one(task(acme, { options }))).toMatchObject({
			kind: 'rateLimited',
			httpStatus: 429,
		});
		expect(await known()).toBe('none');
		jest.setSystemTime(NOW + 30_000);
		expect(await one(task(acme, { options, itemIndex: 1 }))).toEqual(given);
		expect(acme.requests()).toBe(2);
	});

	test.each([
		['ends sent', GIVEN, 'sent'],
		['ends refused', REFUSED, 'none'],
	] as const)(
		'A limit is waited for if the options say so, and the send then %s',
		async (_case, last, after) => {
			const acme = provider(null, [LIMITED, last]);
			await run(task(acme, { options: { onRateLimit: 'wait', dailyCap: 1 } }));
			expect([acme.requests(), await known()]).toEqual([2, after]);
		},
	);

	test.each([
		['cap', { dailyCap: 1 }, '2024-01-15T23:59:30.000Z', '2024-01-16T00:00:00.000Z'],
		['days', { sendOn: [2] }, '2024-01-15T23:59:30.000Z', '2024-01-16T00:00:00.000Z'],
		[
			'sending hours',
			{ sendFrom: '23:00' },
			'2024-01-15T22:59:30.000Z',
			'2024-01-15T23:00:00.000Z',
		],
	])(
		'The author’s own limit of %s is waited for if that is not too long',
		async (_what, own, now, ends) => {
			jest.setSystemTime(at(now));
			const one = execution();
			const options = { ...own, onRateLimit: 'wait', maxWaitSeconds: 30 };
			const acme = provider(null, [GIVEN]);
			await one(task(acme, { options }));
			expect(await one(task(acme, { ...BEN, options }))).toEqual(given);
			expect(Date.now()).toBe(at(ends));
		},
	);

	test('A cap that another process has reached is waited out too', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:30.000Z'));
		const day = capKey('acme|account site acc_1', 'gift', 'day', at('2024-01-16T00:00:00.000Z'));
		store.entries.push(`slot 1 ${day}`);
		const options = { dailyCap: 1, onRateLimit: 'wait', maxWaitSeconds: 30 };
		expect(await run(task(provider(null, [GIVEN]), { options }))).toEqual(given);
		expect(Date.now()).toBe(at('2024-01-16T00:00:00.000Z'));
	});

	test('Sending hours that end during the pause of a send hold it back, unclaimed', async () => {
		jest.setSystemTime(at('2024-01-15T10:59:58.000Z'));
		const acme = provider(null, [GIVEN]);
		const options = { sendUntil: '11:00', delayMinSeconds: 5, delayMaxSeconds: 5, dailyCap: 2 };
		const one = execution();
		expect(await one(task(acme, { options }))).toEqual(given);
		const entries = [...store.entries];
		expect(await one(task(acme, { ...BEN, options }))).toMatchObject({
			kind: 'rateLimited',
			limit: { scope: 'hours' },
		});
		expect([acme.requests(), store.entries]).toEqual([1, entries]);
	});

	test('A send counts under the cap of the day on which it is made, even if its pause began the day before', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:58.000Z'));
		const acme = provider(null, [GIVEN]);
		const options = { delayMinSeconds: 5, delayMaxSeconds: 5, dailyCap: 2 };
		const one = execution();
		for (const person of [{}, BEN, CLEO]) {
			expect(await one(task(acme, { ...person, options }))).toEqual(given);
		}
		expect(Date.now()).toBe(at('2024-01-16T00:00:08.000Z'));
		expect(await one(task(acme, { ...DAN, options }))).toMatchObject({
			kind: 'rateLimited',
			limit: { scope: 'cap', retryAt: at('2024-01-17T00:00:00.000Z') },
		});
		expect(acme.requests()).toBe(3);
	});

	test('A send is held back if its pause leads into a day whose cap is reached', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:58.000Z'));
		const day = capKey('acme|account site acc_1', 'gift', 'day', at('2024-01-17T00:00:00.000Z'));
		store.entries.push(`slot 1 ${day}`, `slot 2 ${day}`);
		const acme = provider(null, [GIVEN]);
		const options = { delayMinSeconds: 5, delayMaxSeconds: 5, dailyCap: 2 };
		const one = execution();
		expect(await one(task(acme, { options }))).toEqual(given);
		expect(await one(task(acme, { ...BEN, options }))).toMatchObject({
			kind: 'rateLimited',
			limit: { scope: 'cap' },
		});
		expect(acme.requests()).toBe(1);
	});
});

describe('A send of another worker', () => {
	/** Acme, with another worker that sends before this one's turn. */
	const overtaken = (related: Related, then: () => Promise<unknown>) => {
		const acme = provider(related, [GIVEN]);
		const turn = async () => {
			await then();
			return true;
		};
		return { ...acme, open: { ...acme.open, turn } };
	};

	test('A send that another worker has made is skipped, and frees its slot', async () => {
		const acme = overtaken(null, async () => await makeSend(memoryOn(store, staticData), KEY, NOW));
		const options = { dailyCap: 1 };
		const one = execution();
		expect(await one(task(acme, { options }))).toEqual(reported('known', { message: SINCE }));
		expect([acme.requests(), await known()]).toEqual([0, 'sent']);
		expect(await one(task(provider(null, [GIVEN]), { ...BEN, options }))).toEqual(given);
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
		async (related, outcome, message) => {
			const acme = overtaken(related, async () => await claimed(memoryOn(store), KEY));
			const one = execution();
			expect(await one(task(acme))).toEqual(reported(outcome, { message }));
			expect(await one(task(acme, { itemIndex: 1 }))).toEqual(reported('repeated'));
			expect([acme.requests(), await known()]).toEqual([0, 'inDoubt']);
		},
	);
});

test('Memory waits for other workers until the execution is cancelled', async () => {
	const waited: boolean[] = [];
	for (const signal of [undefined, AbortSignal.abort()]) {
		const memory = chosenOn(store, staticData);
		const lookUp = memory.lookUp.bind(memory);
		jest.spyOn(memory, 'lookUp').mockImplementation(async (send, wait) => {
			waited.push(await wait(1));
			return await lookUp(send, wait);
		});
		await execution({ signal, memory })(task(provider(null, [REFUSED])));
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
		const acme = provider(null, [GIVEN]);
		const one = execution({ signal: AbortSignal.abort() });
		expect(await one(task(acme, { options: { dailyCap: 1 } }))).toEqual(cancelled);
		expect([acme.requests(), store.entries]).toEqual([0, []]);
	});

	test('An execution cancelled while its claim waits for other workers sends nothing', async () => {
		const memory = chosenOn(store, staticData);
		jest.spyOn(memory, 'claim').mockResolvedValue(null);
		const acme = provider(null, [GIVEN]);
		expect(await execution({ memory })(task(acme))).toEqual(cancelled);
		expect(acme.requests()).toBe(0);
	});

	test.each(['turn', 'claim'])('An execution cancelled at its %s sends nothing', async (when) => {
		const cancel = new AbortController();
		const acme = provider(null, [GIVEN]);
		const turn = async () => {
			if (when === 'turn') cancel.abort();
			return when !== 'turn';
		};
		const add = store.checkProcessedAndRecord.bind(store);
		jest.spyOn(store, 'checkProcessedAndRecord').mockImplementation(async (values, ...how) => {
			if (values.includes(`doubt 2 ${KEY}`)) cancel.abort();
			return await add(values, ...how);
		});
		const one = execution({ signal: cancel.signal });
		const open = { ...acme.open, turn };
		expect(await one(giftTask({ open, options: { dailyCap: 1 } }))).toEqual(cancelled);
		expect([acme.requests(), store.entries]).toEqual([0, []]);
	});
});

test('A database that fails at the claim throws, so that nothing is sent and the slot is free again', async () => {
	const acme = provider(null, [GIVEN]);
	const add = store.checkProcessedAndRecord.bind(store);
	const spy = jest
		.spyOn(store, 'checkProcessedAndRecord')
		.mockImplementation(async (values, ...how) => {
			if (values.includes(`claim 1 ${KEY}`)) throw new Error('SQLITE_FULL');
			return await add(values, ...how);
		});
	await expect(run(task(acme, { options: { dailyCap: 1 } }))).rejects.toThrow('SQLITE_FULL');
	expect([acme.requests(), store.entries]).toEqual([0, []]);
	spy.mockRestore();
	expect(await run(task(acme, { ...BEN, options: { dailyCap: 1 } }))).toEqual(given);
});

describe('The pause between two sends', () => {
	test.each([
		['was accepted', GIVEN],
		['was refused', REFUSED],
	])('The pause between two sends starts at a response that %s', async (_case, answer) => {
		const options = { delayMinSeconds: 5, delayMaxSeconds: 5 };
		const acme = provider(null, [answer]);
		const one = execution();
		await one(task(acme, { options }));
		const before = performance.now();
		await one(task(acme, { ...BEN, options }));
		expect(Math.round(performance.now() - before)).toBe(5_000);
	});
});

describe('Sends of two executions', () => {
	/** A send whose response arrives on demand. */
	function held(given: Given) {
		const acme = provider(null, [GIVEN]);
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
		const both = [run(first.task), run(second.task)];
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
		const going = run(first.task);
		const cancelled = execution({ signal: cancel.signal })(second.task);
		await turns();
		cancel.abort();
		expect(await cancelled).toMatchObject({ kind: 'failed' });
		expect(second.isBegun()).toBe(false);
		first.finish();
		await going;
	});
});
