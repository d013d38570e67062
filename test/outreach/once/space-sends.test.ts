import { skipWaits } from '../../harness/sleep';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Send } from '../../../nodes/outreach/once/send';
import { noteSend, paceRequests, spaceSends } from '../../../nodes/outreach/once/space-sends';
import type { OnceTask } from '../../../nodes/outreach/tasks/task';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import { executionOf, giftTask, memoryOf, openAcme } from '../acme';
import { FakeStore, chosenOn } from '../sends/stores';

const slept = skipWaits();
beforeEach(() => {
	jest.useFakeTimers();
	// A process has been running for a while when it sends.
	jest.advanceTimersByTime(60_000);
	slept.length = 0;
	processState.reset();
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

const task = (delayMinSeconds: number, delayMaxSeconds: number) =>
	giftTask({ options: { delayMinSeconds, delayMaxSeconds } });

const sendOf = (one: OnceTask): Send => ({
	task: one,
	recipientId: '',
	before: 'none',
	slots: null,
	attemptedAt: null,
	mayBeAccepted: false,
});

/** Whether the send continues. */
async function goesOn(one: OnceTask, signal?: AbortSignal): Promise<boolean> {
	const context = executionOf({ signal });
	const memory = chosenOn(new FakeStore());
	const run = { context, execution: memoryOf(), memory, limits: new RunLimits(context) };
	const result = await spaceSends(run)(sendOf(one));
	if (result !== null) expect(result).toMatchObject({ kind: 'failed', accepted: 'no' });
	return result === null;
}

test('The first send of an account does not wait', async () => {
	noteSend(giftTask({ account: 'another' }));
	expect(await goesOn(task(30, 60))).toBe(true);
	expect(slept).toEqual([]);
});

test.each([
	['the least', 0, 3, 5, 3_000],
	['half-way', 0.5, 3, 5, 4_000],
	['nearly the most', 0.999, 3, 5, 4_998],
	['the same both times', 0.5, 3, 3, 3_000],
	['the least where the most is less', 0.5, 3, 1, 3_000],
])('The random pause is within its bounds: %s', async (_case, chance, least, most, ms) => {
	jest.spyOn(Math, 'random').mockReturnValue(chance);
	noteSend(task(least, most));
	expect(await goesOn(task(least, most))).toBe(true);
	expect(slept).toEqual([ms]);
});

test('The time since the last send counts towards the pause', async () => {
	noteSend(task(3, 3));
	jest.advanceTimersByTime(2_000);
	await goesOn(task(3, 3));
	expect(slept).toEqual([1_000]);
	await goesOn(task(3, 3));
	expect(slept).toEqual([1_000]);
});

test.each([0, 3])('A cancelled execution sends no more, with a pause of %i s', async (seconds) => {
	noteSend(task(seconds, seconds));
	expect(await goesOn(task(seconds, seconds), AbortSignal.abort())).toBe(false);
	expect(slept).toEqual([]);
});

test('A send waits for its key’s turn, and fails if the execution is cancelled meanwhile', async () => {
	const at = (turn: boolean) =>
		sendOf(giftTask({ open: { ...openAcme(), turn: async () => turn } }));
	expect(await paceRequests(at(true))).toBeNull();
	expect(await paceRequests(at(false))).toMatchObject({ kind: 'failed', accepted: 'no' });
});
