import type { TaskResult } from './task';

/** Does the rest of the work. */
export type Perform<T> = (task: T) => Promise<TaskResult>;

/** One job around everything that follows: before, after, repeating it, or answering in its place. */
export type Layer<T> = (next: Perform<T>) => Perform<T>;

/** One job before everything that follows: an answer in its place, or null to go on. */
export type Gate<T> = (task: T) => Promise<TaskResult | null>;

/** Combines layers into one, the outermost first. */
export function compose<T>(...layers: ReadonlyArray<Layer<T>>): Layer<T> {
	return (perform) => layers.reduceRight((next, layer) => layer(next), perform);
}

/** Combines gates into one layer, in order. */
export function gates<T>(...all: ReadonlyArray<Gate<T>>): Layer<T> {
	return (next) => async (task) => (await firstAnswer(all, task)) ?? (await next(task));
}

export async function firstAnswer<T>(
	all: ReadonlyArray<Gate<T>>,
	task: T,
): Promise<TaskResult | null> {
	for (const gate of all) {
		const answer = await gate(task);
		if (answer) return answer;
	}
	return null;
}
