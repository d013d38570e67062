import { ProcessedData } from '../../../nodes/outreach/sends/processed-data';
import { DatabaseUnavailable } from '../../../nodes/outreach/base/errors';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { IExecuteFunctions } from 'n8n-workflow';

/** How long each operation of the store takes (ms). */
let takes = 0;
beforeEach(() => {
	processState.reset();
	let now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => (now += takes));
});
afterEach(() => jest.restoreAllMocks());

const dataOf = (id: string) =>
	new ProcessedData({
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({ id }),
		helpers: { getProcessedDataCount: async () => 1 },
	} as unknown as IExecuteFunctions);
const data = dataOf('n');

/** After this many operations of this duration. */
async function after(...operations: Array<[count: number, ms: number]>) {
	for (const [count, ms] of operations) {
		takes = ms;
		for (let done = 0; done < count; done++) await data.count();
	}
	return data.othersNeed();
}

test.each([
	['twelve times the duration of own operations', 5, 60],
	['half a second at most', 100, 500],
	['four milliseconds at least', 1 / 3, 4],
	['none if nobody else can write', 0.28, 0],
])('The wait for other workers’ writes is %s', async (_case, ms, waits) => {
	expect(await after([60, ms])).toBe(waits);
});

test('The wait for other workers’ writes is three times the slowest of the last fifty operations', async () => {
	expect(await after([60, 5], [1, 100], [48, 5])).toBe(300);
	expect(await after([50, 5])).toBe(60);
	const other = dataOf('other');
	expect([await after([1, 100], [49, 5]), other.othersNeed()]).toEqual([300, 300]);
	expect([await after([1, 5]), other.othersNeed()]).toEqual([60, 60]);
});

test('The wait for other workers’ writes depends only on the operations of the same memory', async () => {
	takes = 40;
	const large = dataOf('large');
	for (let done = 0; done < 50; done++) await large.count();
	// Until it has operations of its own.
	expect(data.othersNeed()).toBe(480);
	expect(await after([12, 1])).toBe(12);
	expect(large.othersNeed()).toBe(480);
});

test('The wait for other workers’ writes is longer after few operations', async () => {
	expect(await after([3, 5])).toBe(200);
	expect(await after([8, 5])).toBe(200);
	expect(await after([1, 5])).toBe(60);
	processState.reset();
	expect(await after([3, 0])).toBe(0);
});

describe('A store that n8n does not have', () => {
	/** The count fails with this error, after so many times that it worked. */
	const failing = (thrown: unknown, worked = 0) => {
		let calls = 0;
		return new ProcessedData({
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id: 'n' }),
			helpers: {
				getProcessedDataCount: async () => (calls++ < worked ? 1 : await Promise.reject(thrown)),
			},
		} as unknown as IExecuteFunctions);
	};
	const assertion = (message: string) =>
		Object.assign(new Error(message), { code: 'ERR_ASSERTION' });
	const NO_STORE = 'Data deduplication service is not initialized before use';

	test.each([NO_STORE, "The 'workflow.id' is missing"])(
		'n8n’s own assertion "%s" says that it has no store',
		async (message) => {
			const none = failing(assertion(message));
			expect([await none.count(), none.isAbsent]).toEqual([0, true]);
		},
	);

	test.each<[string, unknown, number]>([
		['another assertion', assertion('a number was expected'), 0],
		['the same words of something else', new Error(NO_STORE), 0],
		['the same assertion after it has worked', assertion(NO_STORE), 1],
	])('A store that fails with %s is there', async (_what, thrown, worked) => {
		const there = failing(thrown, worked);
		for (let times = 0; times < worked; times++) await there.count();
		await expect(there.count()).rejects.toThrow(DatabaseUnavailable);
		expect(there.isAbsent).toBe(false);
	});
});
