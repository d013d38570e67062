import { isSleptBy } from '../../harness/sleep';
import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import {
	activeLimitOf,
	limitBook,
	NO_RATE_LIMIT_INFO,
	type ActiveLimit,
	type RateLimitInfo,
} from '../../../nodes/outreach/limits/limits';
import type { Result } from '../../../nodes/outreach/operations/result';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import {
	answered,
	executionOf,
	FAILED,
	giftTask,
	limitedBy,
	openAcme,
	readTask,
	sendGiftViaAcme,
} from '../acme';
import { at } from '../fakes';

const slept: number[] = [];
/** Time only passes in a wait. */
isSleptBy(async (ms) => {
	slept.push(ms);
	const until = Date.now() + ms;
	// Others may start to wait at the same time.
	await Promise.resolve();
	jest.setSystemTime(Math.max(Date.now(), until));
});

const NOW = at('2024-01-15T10:30:00.000Z');
const VIEWS = 'acme|account site acc_1|views';
const GIFTS = 'acme|account site acc_1|gifts';
const WAIT = { onRateLimit: 'wait', maxWaitSeconds: 120 };

beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	processState.reset();
	slept.length = 0;
});
afterEach(() => jest.useRealTimers());

const info = (given: Partial<RateLimitInfo>): RateLimitInfo => ({
	...NO_RATE_LIMIT_INFO,
	...given,
});
/** A 429 whose limit starts with the response. */
const limitedFor = (retryAfterSeconds: number) => () =>
	limitedBy({ scope: 'minute', retryAfterSeconds });
const limitFor = (ms: number, now = NOW): ActiveLimit =>
	activeLimitOf(info({ holdUntil: now + ms }), now);

/** A call with these responses in order. */
function calling(...answers: Array<Result<string> | (() => Result<string>)>) {
	const at: number[] = [];
	const call = async () => {
		at.push(Date.now() - NOW);
		const answer = answers[at.length - 1] ?? answered('at last');
		return typeof answer === 'function' ? answer() : answer;
	};
	return { call, at };
}

const read = (options: IDataObject = {}, account = 'acc_1') =>
	readTask(undefined, {
		options,
		account,
		open: openAcme({ operations: [sendGiftViaAcme] }),
	});
/** On the static data of the node, not of the workflow. */
const limitsOn = (staticData: IDataObject = {}) => {
	const getWorkflowStaticData = (of: string) => (of === 'node' ? staticData : {});
	return new RunLimits(executionOf({ more: { getWorkflowStaticData } }));
};
/** Makes the call under the limit of views. */
const calls = async (
	limits: RunLimits,
	call: () => Promise<Result<string>>,
	options: IDataObject = {},
) => await limits.call(read(options), VIEWS, null, call);

describe('Calls', () => {
	test('A call is made if no limit is known, and its answer is returned', async () => {
		const { call, at } = calling(answered('yes'));
		expect(await calls(limitsOn(), call)).toEqual(answered('yes'));
		expect(at).toEqual([0]);
	});

	test('A call under an active limit is not made, and its result has no HTTP status', async () => {
		const limit = limitFor(1_000);
		limitBook().enterLimit(VIEWS, limit);
		const { call, at } = calling();
		expect(await calls(limitsOn(), call)).toEqual({
			kind: 'rateLimited',
			limit,
			httpStatus: null,
		});
		expect(at).toEqual([]);
	});

	test('A rate-limited call holds back the next ones, and only its own result has the HTTP status', async () => {
		const limits = limitsOn();
		const { call, at } = calling(limitedFor(30));
		const { limit } = limitedFor(30)();
		const limited = { kind: 'rateLimited', limit };
		expect(await calls(limits, call)).toEqual({ ...limited, httpStatus: 429 });
		expect(await calls(limits, call)).toEqual({ ...limited, httpStatus: null });
		expect(at).toEqual([0]);
	});

	test('A failed call is not repeated', async () => {
		const { call, at } = calling(FAILED);
		expect(await calls(limitsOn(), call, WAIT)).toBe(FAILED);
		expect(at).toEqual([0]);
	});
});

describe('Rate limit info in replies', () => {
	const SPENT = info({ remaining: 0, resetAt: NOW + 3_600_000 });
	const answer = async (
		given: Result<string> | (() => Result<string>),
		staticData: IDataObject = {},
	) => await calls(limitsOn(staticData), calling(given).call);

	test('Rate limit info counts for the limit of the call', async () => {
		await answer(answered('yes', { rateLimit: SPENT }));
		expect(limitBook().find(VIEWS, 0, NOW)?.retryAt).toBe(NOW + 3_600_000);
		expect(limitBook().find(GIFTS, 0, NOW)).toBeNull();
	});

	test.each(['gifts', 'Gifts', 'GIFTS'])(
		'Rate limit info for the action %s counts for the sends of the account, whatever was called',
		async (action) => {
			await answer(answered('yes', { rateLimit: { ...SPENT, action } }));
			expect(limitBook().find(GIFTS, 0, NOW)?.retryAt).toBe(NOW + 3_600_000);
			expect(limitBook().find(VIEWS, 0, NOW)).toBeNull();
		},
	);

	test('Rate limit info of a failed call counts too', async () => {
		const response = { status: 400, body: null, rateLimit: SPENT };
		await answer({ ...FAILED, response });
		expect(limitBook().find(VIEWS, 0, NOW)).not.toBeNull();
	});

	test('Rate limit info is kept for the next process only if none remain', async () => {
		const staticData: IDataObject = {};
		await answer(answered('yes', { rateLimit: { ...SPENT, remaining: 1 } }), staticData);
		expect(staticData).toEqual({});
		await answer(answered('yes', { rateLimit: SPENT }), staticData);
		expect(Object.keys(staticData.limits as IDataObject)).toEqual([VIEWS]);
	});

	test('A send limit that another call reports counts for sends, in this process only', async () => {
		const staticData: IDataObject = {};
		await answer(answered('yes', { sendLimit: { ...SPENT, action: 'gifts' } }), staticData);
		expect(limitBook().find(GIFTS, 0, NOW)).not.toBeNull();
		expect(limitBook().find(VIEWS, 0, NOW)).toBeNull();
		expect(staticData).toEqual({});
	});

	test('A limit that was met is kept for the next process if it lasts a minute', async () => {
		const staticData: IDataObject = {};
		await answer(limitedFor(59), staticData);
		expect(staticData).toEqual({});
		processState.reset();
		await answer(limitedFor(60), staticData);
		expect(Object.keys(staticData.limits as IDataObject)).toEqual([VIEWS]);
	});
});

describe('Waits', () => {
	test.each([
		['A call that waits is made when the limit has ended', 30, [0, 30_000, 70_000]],
		['A wait to the end of the run’s maxWaitSeconds is begun', 80, [0, 80_000, 120_000]],
	])('%s', async (_title, first, times) => {
		const { call, at } = calling(limitedFor(first), limitedFor(40));
		expect(await calls(limitsOn(), call, WAIT)).toEqual(answered('at last'));
		expect(at).toEqual(times);
	});

	test('A wait beyond the run’s maxWaitSeconds is not begun', async () => {
		const { call, at } = calling(limitedFor(80), limitedFor(41));
		expect(await calls(limitsOn(), call, WAIT)).toMatchObject({
			kind: 'rateLimited',
			httpStatus: 429,
		});
		expect(at).toEqual([0, 80_000]);
		expect(slept).toEqual([80_000]);
	});

	test('Simultaneous waits count once towards the run’s maxWaitSeconds', async () => {
		const limits = limitsOn();
		const task = read(WAIT);
		const waits = [limitFor(100_000), limitFor(90_000), limitFor(110_000)].map(
			async (limit) => await limits.waitOut(task, limit),
		);
		expect(await Promise.all(waits)).toEqual([true, true, true]);
		expect(await limits.waitOut(task, limitFor(10_000, Date.now()))).toBe(true);
		expect(await limits.waitOut(task, limitFor(1, Date.now()))).toBe(false);
	});

	test('A call does not wait if onRateLimit is output', async () => {
		expect(await limitsOn().waitOut(read({ maxWaitSeconds: 120 }), limitFor(10))).toBe(false);
		expect(slept).toEqual([]);
	});

	test('A limit that ends within 50 ms is waited out in any case', async () => {
		limitBook().enterLimit(VIEWS, limitFor(50));
		const early = calling();
		expect(await calls(limitsOn(), early.call)).toEqual(answered('at last'));
		expect(early.at).toEqual([50]);
		limitBook().enterLimit(VIEWS, limitFor(51, Date.now()));
		expect(await calls(limitsOn(), calling().call)).toMatchObject({ kind: 'rateLimited' });
	});

	test('A limit that has ended needs no wait', async () => {
		expect(await limitsOn().waitOut(read(), { ...limitFor(1), retryAt: NOW })).toBe(true);
		expect(slept).toEqual([0]);
	});

	test('A cancelled execution waits no longer', async () => {
		const limits = new RunLimits(executionOf({ signal: AbortSignal.abort() }));
		const { call, at } = calling(limitedFor(1));
		expect(await calls(limits, call, WAIT)).toMatchObject({ kind: 'rateLimited' });
		expect(at).toEqual([0]);
	});
});

describe('Limits of an earlier process', () => {
	const stored = async () => {
		const staticData: IDataObject = {};
		await calls(limitsOn(staticData), calling(limitedFor(600)).call);
		processState.reset();
		return staticData;
	};
	const find = () => limitBook().find(VIEWS, null, Date.now())?.retryAt;

	test('A limit of an earlier process is active until its end', async () => {
		const staticData = await stored();
		jest.setSystemTime(NOW + 1_000);
		limitsOn(staticData).recall([read()]);
		expect(find()).toBe(NOW + 600_000);
	});

	test('A limit of an earlier process, and one of this process, are forgotten if an item says so', async () => {
		const staticData = await stored();
		limitBook().enterLimit(VIEWS, limitFor(700_000));
		const [other, forgetting] = [read({}, 'acc_2'), read({ forgetLimits: true })];
		limitsOn(staticData).recall([FAILED, other, forgetting]);
		expect(find()).toBeUndefined();
		expect(staticData).toEqual({ limits: {} });
	});

	test('A limit is not forgotten by an item of another account', async () => {
		const staticData = await stored();
		limitsOn(staticData).recall([read({ forgetLimits: true }, 'acc_2'), read()]);
		expect(find()).toBe(NOW + 600_000);
	});
});

describe('Quota before the first send', () => {
	const SPENT = info({ remaining: 2, resetAt: NOW + 3_600_000 });
	const giftOf = (
		readQuota: () => Promise<RateLimitInfo | null>,
		account: string | null = 'acc_1',
	) => giftTask({ account, open: openAcme({ readQuota }) });

	test('The provider is asked for the remaining quota once per account and run', async () => {
		const quota = jest.fn(async () => SPENT);
		const limits = limitsOn();
		for (let item = 0; item < 2; item++) await limits.readQuota(giftOf(quota));
		expect(quota).toHaveBeenCalledTimes(1);
		expect(limitBook().find(GIFTS, 2, NOW)?.scope).toBe('reserve');
		await limits.readQuota(giftOf(quota, 'acc_2'));
		expect(quota.mock.calls).toEqual([
			[null, 'acc_1', 'gifts'],
			[null, 'acc_2', 'gifts'],
		]);
	});

	test('No quota is requested for the default account, or if the provider reports none', async () => {
		const quota = jest.fn(async () => SPENT);
		await limitsOn().readQuota(giftOf(quota, null));
		await limitsOn().readQuota(giftTask());
		expect(quota).not.toHaveBeenCalled();
		expect(limitBook().find(GIFTS, 2, NOW)).toBeNull();
	});

	test('No quota is requested under an active limit, until it has ended', async () => {
		const quota = jest.fn(async () => null);
		const limits = limitsOn();
		limitBook().enterLimit(GIFTS, limitFor(1_000));
		await limits.readQuota(giftOf(quota));
		expect(quota).not.toHaveBeenCalled();
		jest.setSystemTime(NOW + 1_000);
		await limits.readQuota(giftOf(quota));
		expect(quota).toHaveBeenCalledTimes(1);
		expect(limitBook().find(GIFTS, 99, Date.now())).toBeNull();
	});
});

describe('Limits of one person', () => {
	const ofPerson = (httpStatus: number | null = 422) => ({
		...limitedFor(300)(),
		httpStatus,
		isOfPerson: true,
	});
	const gift = (person: string) => giftTask({ person, open: openAcme(), options: WAIT });
	const made = async (limits: RunLimits, person: string, call: () => Promise<Result<string>>) =>
		await limits.call(gift(person), GIFTS, 0, call);

	test.each([422, null])(
		'A limit of one person holds back that person only, is stored, and is not waited out (%j)',
		async (status) => {
			const staticData: IDataObject = {};
			const { call, at } = calling(ofPerson(status));
			expect(await made(limitsOn(staticData), 'ada-1', call)).toEqual(ofPerson(status));
			expect([at, slept]).toEqual([[0], []]);
			const key = gift('ada-1').personLimitKey;
			expect(key).toBe(`${GIFTS}|acme|in:ada-1`);
			expect(limitBook().find(key, null, NOW)).toEqual(ofPerson().limit);
			expect(limitBook().find(GIFTS, 0, NOW)).toBeNull();
			expect(Object.keys(staticData.personLimits as object)).toEqual([key]);
			expect(staticData.limits).toBeUndefined();
			expect(await made(limitsOn(staticData), 'ben-2', call)).toEqual(answered('at last'));
		},
	);

	test('A limit of one person is not recorded for a call without a recipient', async () => {
		const staticData: IDataObject = {};
		const { call } = calling(ofPerson());
		expect(await calls(limitsOn(staticData), call)).toEqual(ofPerson());
		expect(limitBook().find(VIEWS, null, NOW)).toBeNull();
		expect(staticData).toEqual({});
	});
});

test('A limit of the author’s own is not recorded for other items', async () => {
	const own = (): Result<string> => ({ ...limitedFor(30)(), httpStatus: null });
	const { call, at } = calling(own, own);
	expect(await calls(limitsOn(), call)).toMatchObject({ kind: 'rateLimited', httpStatus: null });
	expect(limitBook().find(VIEWS, null, NOW)).toBeNull();
	expect(await calls(limitsOn(), call, WAIT)).toEqual(answered('at last'));
	expect(at).toEqual([0, 0, 30_000]);
});
