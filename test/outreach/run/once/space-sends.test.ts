import type * as Workflow from 'n8n-workflow';
import { markSent, spaceSends } from '../../../../nodes/outreach/sends/send-spacing';
import { executionOf, sendTask } from './tasks';

const slept: number[] = [];
/** Time passes only in a wait. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(Math.round(ms));
		jest.advanceTimersByTime(ms);
	},
}));

let account = 0;
beforeEach(() => {
	jest.useFakeTimers();
	// A process has run for a while when it sends.
	jest.advanceTimersByTime(60_000);
	slept.length = 0;
	account += 1;
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const task = (delayMinSeconds: number, delayMaxSeconds: number) =>
	sendTask({ accountKey: `acc_${account}` }, { delayMinSeconds, delayMaxSeconds });

test('the first send of an account waits for nobody', async () => {
	markSent(sendTask({ accountKey: 'another' }));
	expect(await spaceSends(executionOf(), task(30, 60))).toBe(true);
	expect(slept).toEqual([]);
});

test.each([
	['the least', 0, 3, 5, 3_000],
	['half-way', 0.5, 3, 5, 4_000],
	['nearly the most', 0.999, 3, 5, 4_998],
	['the same both times', 0.5, 3, 3, 3_000],
	['the least where the most is less', 0.5, 3, 1, 3_000],
])('the pause by chance: %s', async (_case, chance, least, most, ms) => {
	jest.spyOn(Math, 'random').mockReturnValue(chance);
	markSent(task(least, most));
	expect(await spaceSends(executionOf(), task(least, most))).toBe(true);
	expect(slept).toEqual([ms]);
});

test('what passed since the last send counts', async () => {
	markSent(task(3, 3));
	jest.advanceTimersByTime(2_000);
	await spaceSends(executionOf(), task(3, 3));
	expect(slept).toEqual([1_000]);
	await spaceSends(executionOf(), task(3, 3));
	expect(slept).toEqual([1_000]);
});

test.each([0, 3])('a cancelled execution sends no more, with a pause of %i s', async (seconds) => {
	markSent(task(seconds, seconds));
	const cancelled = executionOf({ signal: AbortSignal.abort() });
	expect(await spaceSends(cancelled, task(seconds, seconds))).toBe(false);
	expect(slept).toEqual([]);
});
