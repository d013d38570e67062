import type { IExecuteFunctions } from 'n8n-workflow';
import { failedWith, type Failed } from '../answer';
import { isCancelled, pause } from '../http/transport';
import { keep } from '../objects';
import type { Task } from '../run/task';

/** When each account last sent, over all executions of this process (ms of a clock that cannot be set back). */
const lastSends = new Map<string, number>();
const MOST_ACCOUNTS = 10_000;

/** The pause between two sends of an account. Resolves to false when the execution was cancelled meanwhile. */
export async function spaceSends(context: IExecuteFunctions, task: Task): Promise<boolean> {
	const { delayMinSeconds, delayMaxSeconds } = task.options;
	const spread = Math.max(0, delayMaxSeconds - delayMinSeconds);
	const gap = (delayMinSeconds + Math.random() * spread) * 1000;
	const last = lastSends.get(task.accountKey) ?? -Infinity;
	const rest = last + gap - performance.now();
	return rest > 0 ? await pause(context, rest) : !isCancelled(context);
}

/** The pause counts from when the last send was answered. */
export function markSent(task: Task): void {
	keep(lastSends, MOST_ACCOUNTS, task.accountKey, performance.now());
}

/** For tests: when this process sent. */
export function forgetSpacing(): void {
	lastSends.clear();
}

export function cancelled({ providerName }: Pick<Task, 'providerName'>): Failed {
	return failedWith({
		source: 'workflow',
		message: `The execution was cancelled before the invitation was sent through ${providerName}`,
		description: 'No invitation was sent for this item.',
	});
}
