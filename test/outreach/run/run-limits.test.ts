import type { IDataObject } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import { failedWith, type Answer } from '../../../nodes/outreach/operations/result';
import { LimitedCalls } from '../../../nodes/outreach/limits/limited-calls';
import {
	activeLimitOf,
	NO_RATE_LIMIT_INFO,
	processLimits,
	type ActiveLimit,
	type RateLimitInfo,
} from '../../../nodes/outreach/limits/limits';
import { failureOf } from '../../../nodes/outreach/tasks/errors';
import { at } from '../fakes';
import { answered, executionOf, readTask, sendTask } from '../tasks';

const slept: number[] = [];
/** Time passes only in a wait. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(ms);
		const until = Date.now() + ms;
		// Others may begin to wait in the same moment.
		await Promise.resolve();
		jest.setSystemTime(Math.max(Date.now(), until));
	},
}));

const NOW = at('2024-01-15T10:30:00.000Z');
const BUCKET = 'connectSafely|key|acc_1|views';
const SENDS = 'connectSafely|key|acc_1|connect';
const WAIT = { onRateLimit: 'wait', maxWaitSeconds: 120 };

beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	processLimits.forget();
	slept.length = 0;
});
afterEach(() => jest.useRealTimers());

const reading = (given: Partial<RateLimitInfo>): RateLimitInfo => ({
	...NO_RATE_LIMIT_INFO,
	...given,
});
const limitedFor = (seconds: number): Answer<string> => ({
	kind: 'limited',
	status: 429,
	reading: reading({ scope: 'minute', retryAfterSeconds: seconds }),
});
const holdFor = (ms: number, now = NOW): ActiveLimit =>
	activeLimitOf(reading({ holdUntil: now + ms }), now);

/** A call that is answered so, one after the other. */
function calling(...answers: Array<Answer<string>>) {
	const at: number[] = [];
	const run = async () => {
		at.push(Date.now() - NOW);
		return answers[at.length - 1] ?? answered('at last');
	};
	return { call: { bucket: BUCKET, run }, at };
}

const callsOn = (staticData: IDataObject = {}) => new LimitedCalls(executionOf({ staticData }));

describe('a call', () => {
	test('is made where no limit is known, and its answer comes back', async () => {
		const { call, at } = calling(answered('yes'));
		expect(await callsOn().call(readTask(), call, null)).toEqual(answered('yes'));
		expect(at).toEqual([0]);
	});

	test('is not made within a hold, and says that nothing was tried', async () => {
		const hold = holdFor(1_000);
		processLimits.enterLimit(BUCKET, hold);
		const { call, at } = calling();
		expect(await callsOn().call(readTask(), call, null)).toEqual({
			kind: 'held',
			hold,
			tried: null,
		});
		expect(at).toEqual([]);
	});

	test('that is refused holds the next ones back, and says with what', async () => {
		const calls = callsOn();
		const { call, at } = calling(limitedFor(30));
		const hold = activeLimitOf(reading({ scope: 'minute', retryAfterSeconds: 30 }), NOW);
		expect(await calls.call(readTask(), call, null)).toEqual({
			kind: 'held',
			hold,
			tried: { httpStatus: 429 },
		});
		expect(await calls.call(readTask(), call, null)).toEqual({ kind: 'held', hold, tried: null });
		expect(at).toEqual([0]);
	});

	test('that failed is not made again', async () => {
		const failed = failedWith(failureOf(new Error('No')));
		const { call, at } = calling(failed);
		expect(await callsOn().call(readTask({}, WAIT), call, null)).toEqual(failed);
		expect(at).toEqual([0]);
	});
});

describe('what a reply says', () => {
	const SPENT = reading({ remaining: 0, resetAt: NOW + 3_600_000 });
	const answer = async (given: Answer<string>, staticData: IDataObject = {}) =>
		await callsOn(staticData).call(readTask(), calling(given).call, null);

	test('counts for the bucket of the call', async () => {
		await answer(answered('yes', SPENT));
		expect(processLimits.find(BUCKET, 0, NOW)?.retryAt).toBe(NOW + 3_600_000);
		expect(processLimits.find(SENDS, 0, NOW)).toBeNull();
	});

	test.each(['connect', 'Connect', 'CONNECT'])(
		'of %s counts for the sends of the account, whatever was called',
		async (action) => {
			await answer(answered('yes', { ...SPENT, action }));
			expect(processLimits.find(SENDS, 0, NOW)?.retryAt).toBe(NOW + 3_600_000);
			expect(processLimits.find(BUCKET, 0, NOW)).toBeNull();
		},
	);

	test('on the way to a failure counts too', async () => {
		const failed = failedWith(failureOf(new Error('No')));
		await answer({ ...failed, reading: SPENT });
		expect(processLimits.find(BUCKET, 0, NOW)).not.toBeNull();
	});

	test('of none remaining is kept for the next process, of some it is not', async () => {
		const staticData: IDataObject = {};
		await answer(answered('yes', { ...SPENT, remaining: 1 }), staticData);
		expect(staticData).toEqual({});
		await answer(answered('yes', SPENT), staticData);
		expect(Object.keys(staticData.holds as IDataObject)).toEqual([BUCKET]);
	});

	test('in passing of the sends’ limit counts for them, in this process alone', async () => {
		const staticData: IDataObject = {};
		await answer({ ...answered('yes'), sendLimit: SPENT }, staticData);
		expect(processLimits.find(SENDS, 0, NOW)).not.toBeNull();
		expect(processLimits.find(BUCKET, 0, NOW)).toBeNull();
		expect(staticData).toEqual({});
	});

	test('when it refuses is kept for the next process where it lasts a minute', async () => {
		const staticData: IDataObject = {};
		await answer(limitedFor(59), staticData);
		expect(staticData).toEqual({});
		processLimits.forget();
		await answer(limitedFor(60), staticData);
		expect(Object.keys(staticData.holds as IDataObject)).toEqual([BUCKET]);
	});
});

describe('waiting', () => {
	test('goes on once the limit has ended', async () => {
		const { call, at } = calling(limitedFor(30), limitedFor(40));
		expect(await callsOn().call(readTask({}, WAIT), call, null)).toEqual(answered('at last'));
		expect(at).toEqual([0, 30_000, 70_000]);
	});

	test('that would go beyond the run’s budget is not begun', async () => {
		const { call, at } = calling(limitedFor(80), limitedFor(41));
		expect(await callsOn().call(readTask({}, WAIT), call, null)).toMatchObject({
			kind: 'held',
			tried: { httpStatus: 429 },
		});
		expect(at).toEqual([0, 80_000]);
		expect(slept).toEqual([80_000]);
	});

	test('to the end of the budget is begun', async () => {
		const { call, at } = calling(limitedFor(80), limitedFor(40));
		expect(await callsOn().call(readTask({}, WAIT), call, null)).toEqual(answered('at last'));
		expect(at).toEqual([0, 80_000, 120_000]);
	});

	test('of several at once spends the budget once', async () => {
		const calls = callsOn();
		const task = readTask({}, WAIT);
		const waits = [holdFor(100_000), holdFor(90_000), holdFor(110_000)].map(
			async (hold) => await calls.waitOut(task, hold),
		);
		expect(await Promise.all(waits)).toEqual([true, true, true]);
		expect(await calls.waitOut(task, holdFor(10_000, Date.now()))).toBe(true);
		expect(await calls.waitOut(task, holdFor(1, Date.now()))).toBe(false);
	});

	test('is not for who wants the item back', async () => {
		expect(await callsOn().waitOut(readTask({}, { maxWaitSeconds: 120 }), holdFor(10))).toBe(false);
		expect(slept).toEqual([]);
	});

	test('a moment that a timer may lack is waited for in any case', async () => {
		processLimits.enterLimit(BUCKET, holdFor(50));
		const early = calling();
		expect(await callsOn().call(readTask(), early.call, null)).toEqual(answered('at last'));
		expect(early.at).toEqual([50]);
		processLimits.enterLimit(BUCKET, holdFor(51, Date.now()));
		expect(await callsOn().call(readTask(), calling().call, null)).toMatchObject({ kind: 'held' });
	});

	test('a hold that has ended costs nothing', async () => {
		expect(await callsOn().waitOut(readTask(), { ...holdFor(1), retryAt: NOW })).toBe(true);
		expect(slept).toEqual([0]);
	});

	test('ends with the execution', async () => {
		const calls = new LimitedCalls(executionOf({ signal: AbortSignal.abort() }));
		const { call, at } = calling(limitedFor(1));
		expect(await calls.call(readTask({}, WAIT), call, null)).toMatchObject({ kind: 'held' });
		expect(at).toEqual([0]);
	});
});

describe('what an earlier process met', () => {
	const stored = async () => {
		const staticData: IDataObject = {};
		await callsOn(staticData).call(readTask(), calling(limitedFor(600)).call, null);
		processLimits.forget();
		return staticData;
	};
	const find = () => processLimits.find(BUCKET, null, Date.now())?.retryAt;

	test('holds until its end', async () => {
		const staticData = await stored();
		jest.setSystemTime(NOW + 1_000);
		callsOn(staticData).recallLimits([readTask()]);
		expect(find()).toBe(NOW + 600_000);
	});

	test('is forgotten, with what this process met, where an item says so', async () => {
		const staticData = await stored();
		processLimits.enterLimit(BUCKET, holdFor(700_000));
		const failure = failureOf(new Error('No'));
		const other = readTask({ accountKey: 'connectSafely|key|acc_2' });
		callsOn(staticData).recallLimits([failure, other, readTask({}, { forgetLimits: true })]);
		expect(find()).toBeUndefined();
		expect(staticData).toEqual({ holds: {} });
	});

	test('stays where the item that says so is for another account', async () => {
		const staticData = await stored();
		const other = readTask({ accountKey: 'connectSafely|key|acc_2' }, { forgetLimits: true });
		callsOn(staticData).recallLimits([other, readTask()]);
		expect(find()).toBe(NOW + 600_000);
	});
});

describe('before the first send of an account', () => {
	const SPENT = reading({ remaining: 2, resetAt: NOW + 3_600_000 });
	const asking = (said: RateLimitInfo | null) => jest.fn(async () => said);

	test('the provider is asked what remains, once for a run', async () => {
		const quota = asking(SPENT);
		const calls = callsOn();
		await calls.readQuota(sendTask({ quota }));
		await calls.readQuota(sendTask({ quota }));
		expect(quota).toHaveBeenCalledTimes(1);
		expect(processLimits.find(SENDS, 2, NOW)?.scope).toBe('reserve');
		await calls.readQuota(sendTask({ quota, accountKey: 'connectSafely|key|acc_2' }));
		expect(quota).toHaveBeenCalledTimes(2);
	});

	test('is not asked within a limit that was met, but once it has ended', async () => {
		const quota = asking(null);
		const calls = callsOn();
		processLimits.enterLimit(SENDS, holdFor(1_000));
		await calls.readQuota(sendTask({ quota }));
		expect(quota).not.toHaveBeenCalled();
		jest.setSystemTime(NOW + 1_000);
		await calls.readQuota(sendTask({ quota }));
		expect(quota).toHaveBeenCalledTimes(1);
		expect(processLimits.find(SENDS, 99, Date.now())).toBeNull();
	});
});
