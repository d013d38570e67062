import type { ListTask, OnceTask, ReadTask, WriteTask } from '../tasks/task';

/**
 * As many at once as the options say. The first under each limit runs alone: when the limit is met already, or the key is
 * wrong, that is one request and not several.
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

/** In item order within an account, and within a person over all accounts; else side by side. `ahead` is to be awaited. */
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
