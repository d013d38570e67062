import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import { failedWith, type Answer, type Failed } from '../../nodes/outreach/operations/result';
import { forgetCounts } from '../../nodes/outreach/limits/caps';
import { LimitedCalls } from '../../nodes/outreach/limits/limited-calls';
import { NO_RATE_LIMIT_INFO, processLimits } from '../../nodes/outreach/limits/limits';
import type { WithAccount, Relationship } from '../../nodes/outreach/provider/provider';
import { notInvited } from '../../nodes/outreach/operations/reports';
import { ExecutionMemory } from '../../nodes/outreach/tasks/execution-memory';
import type { SendTask } from '../../nodes/outreach/tasks/task';
import { forgetAftercare } from '../../nodes/outreach/sends/aftercare';
import { forgetSentDates } from '../../nodes/outreach/sends/sent-dates';
import { performSend } from '../../nodes/outreach/sends/sends';
import type { SendReport } from '../../nodes/outreach/base/vocabulary';
import { at } from './fakes';
import { claimed, FakeStore, makeSend, memoryOn } from './stores';
import { answered, executionOf, sendTask as anySendTask } from './tasks';

/** Time passes only in a wait. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		jest.advanceTimersByTime(ms);
	},
}));

const NOW = at('2024-01-15T10:30:00.000Z');
const SINCE = '2024-01-15T10:30:00.000Z';
const ADA = 'connectSafely|ada';
const KEY = `invitation ${ADA}`;
const BUCKET = 'connectSafely|key|acc_1|connect';

/** An account of each test's own: when it last sent is known for as long as the process lives. */
let accountKey = '';
const sendTask = (given: Partial<SendTask> = {}, options: IDataObject = {}) =>
	anySendTask({ accountKey, ...given }, options);

let tests = 0;
let store: FakeStore;
let staticData: IDataObject;
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	accountKey = `connectSafely|key|acc_${++tests}`;
	store = new FakeStore();
	staticData = {};
	processLimits.forget();
	forgetCounts();
	forgetSentDates();
	forgetAftercare();
});
afterEach(() => jest.useRealTimers());

type Sent = Answer<WithAccount<SendReport>>;
type BeforeRequest = () => Promise<boolean>;

const SENT_REPORT = { ...notInvited('sent', null), invited: true, noteSent: false, sentAt: SINCE };
const SENT: Sent = answered(
	{ accountId: 'acc_1', report: SENT_REPORT },
	{ ...NO_RATE_LIMIT_INFO, used: 4 },
);
const REFUSED: Failed = {
	...failedWith({ source: 'provider', message: 'No such person', description: 'Look.' }),
	status: 422,
};
const UNREACHED = failedWith({ source: 'provider', message: 'Not reached', description: 'Wait.' });
const CUT_OFF: Failed = {
	...failedWith({ source: 'provider', message: 'It was cut off', description: 'Wait.' }),
	accepted: 'unknown',
};
const LIMITED: Sent = {
	kind: 'limited',
	status: 429,
	reading: { ...NO_RATE_LIMIT_INFO, scope: 'minute', retryAfterSeconds: 30 },
};

/** One execution, or one of its tries: of the same `stored` context. */
function execution({
	stored = {} as IDataObject,
	run = 0,
	signal = undefined as AbortSignal | undefined,
} = {}) {
	const remembered = new ExecutionMemory({
		getExecutionId: () => '1',
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
	} as unknown as IExecuteFunctions);
	const context = executionOf({ staticData, signal });
	const memory = memoryOn(store, staticData);
	const deps = { context, execution: remembered, memory, calls: new LimitedCalls(context) };
	return async (task: SendTask) => await performSend(deps, task);
}

/** A provider that answers invitations so, one after the other, and says how people stand. */
function provider(...answers: Sent[]) {
	const entriesAtPost: string[][] = [];
	const post = async (beforeRequest: BeforeRequest): Promise<Sent> => {
		if (!(await beforeRequest())) return UNREACHED;
		entriesAtPost.push([...store.entries]);
		return answers[entriesAtPost.length - 1] ?? SENT;
	};
	return {
		posts: () => entriesAtPost.length,
		entriesAtPost,
		post,
	};
}

function standing(answer: Relationship | Answer<Relationship>) {
	const run = jest.fn(async () => (typeof answer === 'string' ? answered(answer) : answer));
	return { bucket: 'connectSafely|key|acc_1|relationship', run };
}

const known = async (person = ADA) => await memoryOn(store).lookUp(`invitation ${person}`);
const report = (outcome: string, more: object = {}) => ({
	kind: 'answered',
	value: { accountId: null, report: expect.objectContaining({ outcome, ...more }) as unknown },
	body: null,
	status: 0,
	reading: null,
});

describe('an invitation', () => {
	test('goes out once, and is known before it leaves and after', async () => {
		const { post, posts, entriesAtPost } = provider();
		expect(await execution()(sendTask({ send: post }))).toEqual(SENT);
		expect(entriesAtPost).toEqual([
			expect.arrayContaining([`claim 1 ${KEY}`, `sent 2 ${KEY}`, `doubt 2 ${KEY}`]),
		]);
		expect(await known()).toBe('sent');
		const later = execution();
		const skipped = { invited: false, message: `Invited by this node on ${SINCE}.` };
		expect(await later(sendTask({ send: post }))).toEqual(report('skipped', skipped));
		expect(await later(sendTask({ send: post, itemIndex: 1 }))).toEqual(report('duplicate'));
		expect(posts()).toBe(1);
	});

	test('whose date is lost is known without', async () => {
		await execution()(sendTask({ send: provider().post }));
		staticData = {};
		forgetSentDates();
		const message = 'Invited by this node in an earlier execution.';
		expect(await execution()(sendTask())).toEqual(report('skipped', { message }));
	});

	test('is told again in another try as it was, and to another item as a duplicate', async () => {
		const stored: IDataObject = {};
		const { post, posts } = provider({ ...SENT, body: { success: true } } as Sent);
		const first = await execution({ stored })(sendTask({ send: post, itemIndex: 3 }));
		const again = execution({ stored });
		expect(await again(sendTask({ send: post, itemIndex: 3 }))).toEqual(first);
		expect(await again(sendTask({ send: post, itemIndex: 4 }))).toEqual(report('duplicate'));
		const nextRound = execution({ stored, run: 1 });
		expect(await nextRound(sendTask({ send: post, itemIndex: 3 }))).toEqual(report('duplicate'));
		expect(posts()).toBe(1);
	});

	test.each(['already_connected', 'already_pending'] as const)(
		'that is answered with %s is none of this node’s',
		async (outcome) => {
			const { post } = provider(
				answered({ accountId: 'acc_1', report: notInvited(outcome, null) }),
				SENT,
			);
			const options = { dailyCap: 1 };
			const run = execution();
			expect(await run(sendTask({ send: post }, options))).toMatchObject({
				value: { report: { outcome } },
			});
			expect(await known()).toBe('none');
			// The place under the cap is free again.
			const other = sendTask({ send: post, personKey: 'connectSafely|ben', itemIndex: 1 }, options);
			expect(await run(other)).toEqual(SENT);
		},
	);

	test('that the provider leaves unconfirmed stays open, and takes its place', async () => {
		const unconfirmed = notInvited('unconfirmed', null);
		const { post } = provider(answered({ accountId: 'acc_1', report: unconfirmed }));
		const run = execution();
		expect(await run(sendTask({ send: post }, { dailyCap: 1 }))).toMatchObject({
			value: { report: { outcome: 'unconfirmed' } },
		});
		expect(await known()).toBe('inDoubt');
		const ben = sendTask({ send: post, personKey: 'connectSafely|ben' }, { dailyCap: 1 });
		expect(await run(ben)).toMatchObject({ kind: 'limited', hold: { scope: 'cap' }, tried: null });
	});
});

describe('a dry run', () => {
	test('sends nothing, and keeps nothing beyond the execution', async () => {
		const run = execution();
		const options = { dryRun: true };
		expect(await run(sendTask({}, options))).toEqual(report('dry_run', { invited: false }));
		expect(await run(sendTask({ itemIndex: 1 }, options))).toEqual(report('duplicate'));
		expect(store.entries).toEqual([]);
	});
});

describe('a refusal', () => {
	test('frees the person and the place, for another item', async () => {
		const { post, posts } = provider(REFUSED);
		const run = execution();
		const options = { weeklyCap: 1 };
		expect(await run(sendTask({ send: post }, options))).toEqual({
			kind: 'failed',
			failure: REFUSED.failure,
		});
		expect(await known()).toBe('none');
		expect(await run(sendTask({ send: post, itemIndex: 1 }, options))).toEqual(SENT);
		expect(posts()).toBe(2);
	});

	test('is told again in another try, without a request', async () => {
		const stored: IDataObject = {};
		const { post, posts } = provider(REFUSED);
		await execution({ stored })(sendTask({ send: post }));
		expect(await execution({ stored })(sendTask({ send: post }))).toEqual({
			kind: 'failed',
			failure: REFUSED.failure,
		});
		expect(posts()).toBe(1);
	});

	test('that came before the request left is tried again in another try', async () => {
		const stored: IDataObject = {};
		const early = jest.fn(async (): Promise<Sent> => REFUSED);
		await execution({ stored })(sendTask({ send: early }));
		await execution({ stored })(sendTask({ send: early }));
		expect(early).toHaveBeenCalledTimes(2);
		expect(store.entries).toEqual([]);
	});

	test('of an account that cannot be reached is tried again in another try', async () => {
		const stored: IDataObject = {};
		const { post, posts } = provider(UNREACHED);
		expect(await execution({ stored })(sendTask({ send: post }))).toMatchObject({ kind: 'failed' });
		expect(await execution({ stored })(sendTask({ send: post }))).toEqual(SENT);
		expect(posts()).toBe(2);
	});

	test('of a person invited before leaves them invited', async () => {
		await execution()(sendTask({ send: provider().post }));
		const options = { skipAlreadyInvited: false };
		expect(await execution()(sendTask({ send: provider(REFUSED).post }, options))).toMatchObject({
			kind: 'failed',
		});
		expect(await known()).toBe('sent');
	});
});

describe('a send that was cut off', () => {
	test.each([
		['pending_sent', 'sent', true, 'sent'],
		['connected', 'already_connected', false, 'sent'],
		['none', 'unconfirmed', null, 'inDoubt'],
		['pending_received', 'unconfirmed', null, 'inDoubt'],
		['unknown', 'unconfirmed', null, 'inDoubt'],
	] as const)('is settled by asking: %s', async (found, outcome, invited, after) => {
		const { post, posts } = provider(CUT_OFF);
		const asked = standing(found);
		const stored: IDataObject = {};
		const ended = await execution({ stored })(sendTask({ send: post, standing: asked }));
		const sentAt = outcome === 'sent' ? SINCE : null;
		expect(ended).toEqual(report(outcome, { invited, noteSent: false, sentAt }));
		expect(ended).toMatchObject({
			value: { report: { message: expect.stringMatching(/^It was cut off\. /) as unknown } },
		});
		expect(await known()).toBe(after);
		expect(await execution({ stored })(sendTask({ send: post, standing: asked }))).toEqual(ended);
		expect([posts(), asked.run.mock.calls.length]).toEqual([1, 1]);
	});

	test.each([
		['cannot say', null],
		['does not answer', standing(failedWith(UNREACHED.failure))],
		['is at its limit', standing({ ...LIMITED } as Answer<never>)],
	])('is unconfirmed where the provider %s', async (_case, asked) => {
		const { post } = provider(CUT_OFF);
		expect(await execution()(sendTask({ send: post, standing: asked }))).toEqual(
			report('unconfirmed', { invited: null, noteSent: false }),
		);
	});

	test.each(['pending_sent', 'none'] as const)(
		'with a note: nothing is known of that (%s)',
		async (found) => {
			const { post } = provider(CUT_OFF);
			const task = sendTask({ send: post, standing: standing(found), hasNote: true });
			expect(await execution()(task)).toMatchObject({ value: { report: { noteSent: null } } });
		},
	);

	test('keeps its place under a cap', async () => {
		const { post } = provider(CUT_OFF);
		const run = execution();
		await run(sendTask({ send: post }, { dailyCap: 1 }));
		const ben = sendTask({ send: post, personKey: 'connectSafely|ben' }, { dailyCap: 1 });
		expect(await run(ben)).toMatchObject({ kind: 'limited' });
	});

	test('before it left is a failure', async () => {
		const task = sendTask({ send: async () => CUT_OFF, standing: standing('pending_sent') });
		expect(await execution()(task)).toEqual({ kind: 'failed', failure: CUT_OFF.failure });
		expect(await known()).toBe('none');
	});

	test('with the process is asked for in the next try, and not sent again', async () => {
		const stored: IDataObject = { sends: { [KEY]: { run: 0, item: 0, sent: null } } };
		const { post, posts } = provider();
		const task = sendTask({ send: post, standing: standing('pending_sent') });
		const message =
			'An earlier try ended before its answer was in. ConnectSafely now shows the invitation as pending.';
		expect(await execution({ stored })(task)).toEqual(report('sent', { message }));
		expect(posts()).toBe(0);
	});

	test('by cancelling the execution asks nothing more', async () => {
		const cancel = new AbortController();
		const asked = standing('pending_sent');
		const { post } = provider(CUT_OFF);
		const send = async (beforeRequest: BeforeRequest) => {
			const answer = await post(beforeRequest);
			cancel.abort();
			return answer;
		};
		const run = execution({ signal: cancel.signal });
		expect(await run(sendTask({ send, standing: asked }))).toEqual(report('unconfirmed'));
		expect(asked.run).not.toHaveBeenCalled();
	});
});

describe('who was left open by an earlier execution', () => {
	beforeEach(async () => {
		await execution()(sendTask({ send: provider(CUT_OFF).post }));
		expect(await known()).toBe('inDoubt');
	});

	test.each([
		['pending_sent', 'already_pending', 'sent'],
		['connected', 'already_connected', 'sent'],
		['unknown', 'unconfirmed', 'inDoubt'],
	] as const)('and stands as %s now is not asked for again', async (found, outcome, after) => {
		const { post, posts } = provider();
		const run = execution();
		const task = { send: post, standing: standing(found) };
		expect(await run(sendTask(task))).toEqual(report(outcome));
		expect(await run(sendTask({ ...task, itemIndex: 1 }))).toEqual(report('duplicate'));
		expect(await known()).toBe(after);
		expect(posts()).toBe(0);
	});

	test('and has invited the account since is not said to be invited', async () => {
		const { post, posts } = provider();
		const task = { send: post, standing: standing('pending_received') };
		expect(await execution()(sendTask(task))).toEqual(report('skipped'));
		expect(posts()).toBe(0);
		expect(await known()).toBe('inDoubt');
		// That invitation was declined meanwhile: nothing ever came of this node's own.
		expect(await execution()(sendTask({ send: post, standing: standing('none') }))).toEqual(SENT);
	});

	test('is asked for again where nothing came of it', async () => {
		const { post, posts } = provider();
		expect(await execution()(sendTask({ send: post, standing: standing('none') }))).toEqual(SENT);
		expect([posts(), await known()]).toEqual([1, 'sent']);
	});

	test('and is refused then stays open', async () => {
		const { post } = provider(REFUSED);
		await execution()(sendTask({ send: post, standing: standing('none') }));
		expect(await known()).toBe('inDoubt');
	});

	test.each([
		['cannot say', null],
		['does not answer', standing(failedWith(UNREACHED.failure))],
	])('is unconfirmed where the provider %s', async (_case, asked) => {
		const { post, posts } = provider();
		expect(await execution()(sendTask({ send: post, standing: asked }))).toEqual(
			report('unconfirmed', { invited: null, noteSent: false }),
		);
		expect([posts(), await known()]).toEqual([0, 'inDoubt']);
	});

	test('waits with a provider that is at its limit', async () => {
		const { post, posts } = provider();
		const asked = standing(LIMITED as Answer<never>);
		expect(await execution()(sendTask({ send: post, standing: asked }))).toMatchObject({
			kind: 'limited',
			tried: { httpStatus: 429 },
		});
		expect(posts()).toBe(0);
	});
});

describe('skipIfRelated', () => {
	const options = { skipIfRelated: true };

	test.each([
		['connected', 'already_connected'],
		['pending_sent', 'already_pending'],
		['pending_received', 'skipped'],
		['unknown', 'skipped'],
	] as const)('%s: %s', async (found, outcome) => {
		const { post, posts } = provider();
		const run = execution();
		const task = { send: post, standing: standing(found) };
		expect(await run(sendTask(task, options))).toEqual(report(outcome, { invited: false }));
		expect(await run(sendTask({ ...task, itemIndex: 1 }, options))).toEqual(report('duplicate'));
		expect([posts(), await known()]).toEqual([0, 'none']);
	});

	test.each([
		['of nobody', standing('none')],
		['that cannot be asked for', null],
	])('a relation %s stands in no way', async (_case, asked) => {
		const { post } = provider();
		expect(await execution()(sendTask({ send: post, standing: asked }, options))).toEqual(SENT);
	});

	test('that fails is a failure, and may be tried again', async () => {
		const run = execution();
		const asked = standing(failedWith(UNREACHED.failure));
		expect(await run(sendTask({ send: provider().post, standing: asked }, options))).toEqual({
			kind: 'failed',
			failure: UNREACHED.failure,
		});
		expect(await run(sendTask({ send: provider().post, itemIndex: 1 }, options))).toEqual(SENT);
	});

	test('at the provider’s limit leaves the item for later', async () => {
		const asked = standing(LIMITED as Answer<never>);
		const task = sendTask({ send: provider().post, standing: asked }, options);
		expect(await execution()(task)).toMatchObject({
			kind: 'limited',
			tried: { httpStatus: 429 },
		});
	});

	test('off asks nothing of whom nobody invited', async () => {
		const asked = standing('connected');
		expect(await execution()(sendTask({ send: provider().post, standing: asked }))).toEqual(SENT);
		expect(asked.run).not.toHaveBeenCalled();
	});

	test('off, but skipAlreadyInvited too: who was invited before is asked about', async () => {
		await execution()(sendTask({ send: provider().post }));
		const asked = standing('pending_sent');
		const task = sendTask(
			{ send: provider().post, standing: asked },
			{ skipAlreadyInvited: false },
		);
		expect(await execution()(task)).toEqual(report('already_pending'));
	});
});

describe('a limit', () => {
	test('that is known holds the send back, and nothing is entered', async () => {
		processLimits.enterInfo(BUCKET, { ...NO_RATE_LIMIT_INFO, remaining: 2, resetAt: NOW + 60_000 }, NOW);
		const { post, posts } = provider();
		const asked = standing('none');
		const options = { keepInReserve: 2, skipIfRelated: true };
		const task = sendTask({ send: post, standing: asked }, options);
		expect(await execution()(task)).toMatchObject({
			kind: 'limited',
			hold: { scope: 'reserve' },
			tried: null,
		});
		// The provider is not asked either, and memory only whether it knows the person.
		expect([posts(), asked.run.mock.calls.length, store.entries]).toEqual([0, 0, []]);
	});

	test('that the provider tells beforehand does too', async () => {
		const quota = async () => ({ ...NO_RATE_LIMIT_INFO, remaining: 0, resetAt: NOW + 60_000 });
		const { post, posts } = provider();
		expect(await execution()(sendTask({ send: post, quota }))).toMatchObject({ kind: 'limited' });
		expect(posts()).toBe(0);
	});

	test('that is met frees the person and the place', async () => {
		const stored: IDataObject = {};
		const { post, posts } = provider(LIMITED);
		const options = { dailyCap: 1 };
		const run = execution({ stored });
		expect(await run(sendTask({ send: post }, options))).toMatchObject({
			kind: 'limited',
			tried: { httpStatus: 429 },
		});
		expect(await known()).toBe('none');
		jest.setSystemTime(NOW + 30_000);
		expect(await run(sendTask({ send: post, itemIndex: 1 }, options))).toEqual(SENT);
		expect(posts()).toBe(2);
	});

	test('that is waited out: the entry found is the send’s own', async () => {
		const { post, posts } = provider(LIMITED);
		const options = { onRateLimit: 'wait', dailyCap: 1 };
		expect(await execution()(sendTask({ send: post }, options))).toEqual(SENT);
		expect([posts(), await known()]).toEqual([2, 'sent']);
	});

	test('that is waited out, and then a refusal: nothing is left open', async () => {
		const { post } = provider(LIMITED, REFUSED);
		await execution()(sendTask({ send: post }, { onRateLimit: 'wait' }));
		expect(await known()).toBe('none');
	});

	test('of the author’s own is waited out where that is not too long', async () => {
		jest.setSystemTime(at('2024-01-15T23:59:30.000Z'));
		const run = execution();
		const options = { dailyCap: 1, onRateLimit: 'wait', maxWaitSeconds: 30 };
		const { post } = provider();
		await run(sendTask({ send: post }, options));
		const ben = sendTask({ send: post, personKey: 'connectSafely|ben', itemIndex: 1 }, options);
		expect(await run(ben)).toEqual(SENT);
		expect(Date.now()).toBe(at('2024-01-16T00:00:00.000Z'));
	});
});

describe('another worker that enters the person meanwhile', () => {
	const overtaken = (then: () => Promise<void>) => {
		const { post, posts } = provider();
		const send = async (beforeRequest: BeforeRequest) => {
			await then();
			return await post(beforeRequest);
		};
		return { send, posts };
	};
	const entered = async () => void (await claimed(memoryOn(store), KEY));

	test('and has invited: skipped', async () => {
		const { send, posts } = overtaken(async () => {
			await makeSend(memoryOn(store, staticData), KEY, NOW);
		});
		const run = execution();
		expect(await run(sendTask({ send }, { dailyCap: 1 }))).toEqual(
			report('skipped', { message: `Invited by this node on ${SINCE}.` }),
		);
		expect([posts(), await known()]).toEqual([0, 'sent']);
		const ben = { send: provider().post, personKey: 'connectSafely|ben', itemIndex: 1 };
		expect(await run(sendTask(ben, { dailyCap: 1 }))).toEqual(SENT);
	});

	test.each([
		['pending_sent', 'already_pending'],
		['connected', 'already_connected'],
		['none', 'unconfirmed'],
		['pending_received', 'unconfirmed'],
		['unknown', 'unconfirmed'],
	] as const)('and is inviting: the provider says %s', async (found, outcome) => {
		const { send, posts } = overtaken(entered);
		const run = execution();
		const task = { send, standing: standing(found) };
		const ended = await run(sendTask(task));
		expect(ended).toEqual(report(outcome));
		const told = JSON.stringify(ended).includes('Another n8n worker is inviting this person');
		expect(told).toBe(outcome === 'unconfirmed');
		expect(await run(sendTask({ ...task, itemIndex: 1 }))).toEqual(report('duplicate'));
		expect([posts(), await known()]).toEqual([0, 'inDoubt']);
	});
});

test('another worker’s entry stays where a send fails before it would leave', async () => {
	const send = async () => {
		await claimed(memoryOn(store), KEY);
		return REFUSED;
	};
	expect(await execution()(sendTask({ send }))).toMatchObject({ kind: 'failed' });
	expect(await known()).toBe('inDoubt');
});

describe('a cancelled execution', () => {
	test('sends nothing, and leaves no entry and no place', async () => {
		const { post, posts } = provider();
		const run = execution({ signal: AbortSignal.abort() });
		expect(await run(sendTask({ send: post }, { dailyCap: 1 }))).toMatchObject({
			kind: 'failed',
			failure: { source: 'workflow', message: expect.stringMatching(/was cancelled/) as unknown },
		});
		expect([posts(), store.entries]).toEqual([0, []]);
	});
});

describe('the pause between two sends', () => {
	const options = { delayMinSeconds: 5, delayMaxSeconds: 5 };

	test.each([
		['was accepted', SENT],
		['was refused', REFUSED],
	])('counts from one that %s', async (_case, answer) => {
		const { post } = provider(answer);
		const run = execution();
		await run(sendTask({ send: post }, options));
		const before = performance.now();
		await run(sendTask({ send: post, personKey: 'connectSafely|ben', itemIndex: 1 }, options));
		expect(Math.round(performance.now() - before)).toBe(5_000);
	});

	test('does not count from one that did not leave', async () => {
		const run = execution();
		const task = { send: async () => REFUSED };
		await run(sendTask(task, options));
		const before = performance.now();
		await run(sendTask({ ...task, itemIndex: 1 }, options));
		expect(performance.now() - before).toBe(0);
	});
});
