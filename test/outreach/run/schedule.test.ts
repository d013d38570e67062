import { runSideBySide, startInOrder } from '../../../nodes/outreach/run/schedule';
import type { Task } from '../../../nodes/outreach/tasks/task';
import { giftTask, listTask, readTask, settled, writeTask } from '../acme';

type Settle = (task: Pick<Task, 'itemIndex'>, ahead?: Promise<unknown>) => Promise<void>;

/** Ends items in this order. Returns which begin at first, and which after each end; all is over with the last. */
async function courseOf(start: (settle: Settle) => Promise<unknown>, ends: readonly number[]) {
	const course: number[][] = [[]];
	const finish = new Map<number, () => void>();
	let isOver = false;
	void start(async ({ itemIndex }, ahead) => {
		await ahead;
		course.at(-1)?.push(itemIndex);
		await new Promise<void>((resolve) => finish.set(itemIndex, resolve));
	}).then(() => (isOver = true));
	await settled();
	for (const itemIndex of ends) {
		expect(isOver).toBe(false);
		course.push([]);
		finish.get(itemIndex)?.();
		await settled();
	}
	expect(isOver).toBe(true);
	return course;
}

const read = (itemIndex: number, limit = 'views', options = {}) =>
	readTask(undefined, { itemIndex, limit, options });
const list = (itemIndex: number) => listTask(undefined, { itemIndex });
const THREE = { maxConcurrentRequests: 3 };

test.each<[string, Parameters<typeof runSideBySide>[0], number[], number[][]]>([
	[
		'The first read of a limit runs alone, then as many in parallel as the options say',
		[0, 1, 2, 3, 4].map((index) => read(index, 'views', THREE)),
		[0, 2, 1, 3, 4],
		[[0], [1, 2, 3], [4], [], [], []],
	],
	[
		'Reads of two limits each have a first one that runs alone',
		[read(0), list(1), read(2), list(3)],
		[1, 0, 2, 3],
		[[0, 1], [3], [2], [], []],
	],
	[
		'Of three reads under two limits, the first under each limit runs alone',
		[read(0, 'one'), read(1, 'one'), read(2, 'other')],
		[0, 2, 1],
		[[0, 2], [1], [], []],
	],
	['No more reads are started than there are', [read(0)], [0], [[0], []]],
	['No read is started if there is none', [], [], [[]]],
])('%s', async (_title, tasks, ends, begun) => {
	const start = async (settle: Settle) => await runSideBySide(tasks, settle);
	expect(await courseOf(start, ends)).toEqual(begun);
});

const send = (itemIndex: number, account: string, person: string) =>
	giftTask({ itemIndex, account, person });
const change = (itemIndex: number, account: string) => writeTask(undefined, { itemIndex, account });

test.each<[string, Parameters<typeof startInOrder>[0], number[][]]>([
	[
		'Changes run in item order within an account, and in parallel across accounts',
		[send(0, 'one', 'ada'), send(1, 'one', 'ben'), send(2, 'other', 'cat')],
		[[0, 2], [1], [], []],
	],
	[
		'Changes run in item order for a person, across all accounts',
		[send(0, 'one', 'ada'), send(1, 'other', 'ada')],
		[[0], [1], []],
	],
	[
		'An account and a person with the same name are different',
		[send(0, 'ada', 'ben'), send(1, 'cat', 'ada')],
		[[0, 1], [], []],
	],
	[
		'Changes without a person do not wait for each other',
		[change(0, 'one'), change(1, 'other')],
		[[0, 1], [], []],
	],
])('%s', async (_title, tasks, begun) => {
	const start = async (settle: Settle) => await Promise.all(startInOrder(tasks, settle));
	const inOrder = tasks.map(({ itemIndex }) => itemIndex);
	expect(await courseOf(start, inOrder)).toEqual(begun);
});
