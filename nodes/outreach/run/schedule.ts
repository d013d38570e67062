import type { ListTask, ReadTask, Task } from './task';

/**
 * As many at once as the options say. The first of each bucket goes alone: when the limit is met already, or the key is
 * wrong, that is one request and not several.
 */
export async function runReads(
	tasks: Array<ReadTask | ListTask>,
	settle: (task: Task) => Promise<void>,
): Promise<void> {
	const first = new Map<string, Promise<void>>();
	let next = 0;
	const worker = async () => {
		for (let task = tasks[next++]; task; task = tasks[next++]) {
			const { bucket } = task.effect === 'list' ? task : task.call;
			const probe = first.get(bucket);
			if (probe) await probe;
			const settled = settle(task);
			if (!probe) first.set(bucket, settled);
			await settled;
		}
	};
	const workers = tasks[0]?.options.maxConcurrentRequests ?? 0;
	await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, worker));
}

/** In item order within an account, and within a person over all accounts; else side by side. */
export async function runChanges(
	tasks: Task[],
	settle: (task: Task) => Promise<void>,
): Promise<void> {
	const tails = new Map<string, Promise<void>>();
	const all = tasks.map(async (task) => {
		const queues = [`account ${task.accountKey}`, `person ${task.personKey ?? task.itemIndex}`];
		const ahead = queues.map(async (queue) => await tails.get(queue));
		const settled = Promise.all(ahead).then(async () => await settle(task));
		for (const queue of queues) tails.set(queue, settled);
		await settled;
	});
	await Promise.all(all);
}
