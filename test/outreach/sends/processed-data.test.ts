import { ProcessedData } from '../../../nodes/outreach/sends/processed-data';
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
});

test('The wait for other workers’ writes depends only on the operations of the same memory', async () => {
	takes = 40;
	const large = dataOf('large');
	for (let done = 0; done < 50; done++) await large.count();
	expect(await after([12, 1])).toBe(12);
	expect(large.othersNeed()).toBe(480);
});

test('The wait for other workers’ writes is longer after few operations', async () => {
	expect(await after([3, 5])).toBe(200);
	expect(await after([9, 5])).toBe(60);
	processState.reset();
	expect(await after([3, 0])).toBe(0);
});
