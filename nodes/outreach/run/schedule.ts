import type { ListTask, OnceTask, ReadTask, WriteTask } from '../tasks/task';

/**
 * Runs as many at once as the options say. The first under each limit runs alone: if the limit is already reached,
 * or the key is wrong, that costs one request instead of several.
 */
export async function runSideBySide(
	tasks: ReadonlyArray<ReadTask | ListTask>,
	run: (task: ReadTask | ListTask) => Promise<void>,
): Promise<void> {
	const first = new Map<string, Promise<void>>();
	let next = 0;
	const worker = async () => {
		for (let task = tasks[next++]; task; task = tasks[next++]) {
			const { limitKey } = task;
			const probe = first.get(limitKey);
			if (probe) await probe;
			const running = run(task);
			if (!probe) first.set(limitKey, running);
			await running;
		}
	};
	const workers = tasks[0]?.options.maxConcurrentRequests ?? 0;
	await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, worker));
}

/**
 * In item order for each account, and for each person across accounts; otherwise in parallel. `ahead` must be awaited.
 */
export function startInOrder(
	tasks: ReadonlyArray<WriteTask | OnceTask>,
	run: (task: WriteTask | OnceTask, ahead: Promise<unknown>) => Promise<void>,
): Array<Promise<void>> {
	const tails = new Map<string, Promise<void>>();
	return tasks.map((task) => {
		const queues = [`account ${task.accountKey}`, `person ${task.personKey ?? task.itemIndex}`];
		const running = run(task, Promise.all(queues.map((queue) => tails.get(queue))));
		for (const queue of queues) tails.set(queue, running);
		return running;
	});
}
