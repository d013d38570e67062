import { setNewest } from '../base/bounded-map';
import { isCancelled, pause } from '../base/cancellation';
import { processState } from '../base/process-state';
import { failedWith, type Failed } from '../operations/result';
import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask } from '../tasks/task';
import type { Send } from './send';

/** When each account last sent, across all executions of this process (ms of a monotonic clock). */
const lastSends = processState.add(() => new Map<string, number>());
const MOST_ACCOUNTS = 10_000;

/** The random pause between two sends of an account. */
export function spaceSends({ context }: Runtime): Gate<Send> {
	return async ({ task }) => {
		const { delayMinSeconds, delayMaxSeconds } = task.options;
		const spread = Math.max(0, delayMaxSeconds - delayMinSeconds);
		const gap = (delayMinSeconds + Math.random() * spread) * 1000;
		const last = lastSends().get(task.accountKey) ?? -Infinity;
		const rest = last + gap - performance.now();
		const goesOn = rest > 0 ? await pause(context, rest) : !isCancelled(context);
		return goesOn ? null : cancelled(task);
	};
}

/** The pause counts from the response to the last send. */
export function noteSend({ accountKey }: OnceTask): void {
	setNewest(lastSends(), MOST_ACCOUNTS, accountKey, performance.now());
}

/** The key's requests per minute. */
export const paceRequests: Gate<Send> = async ({ task }) =>
	(await task.scope.plan.open.turn()) ? null : cancelled(task);

export function cancelled({ providerName, record }: OnceTask): Failed {
	const { one } = record.once.noun;
	return failedWith({
		source: 'workflow',
		message: `The execution was cancelled before the ${one} was sent through ${providerName}`,
		description: `No ${one} was sent for this item.`,
	});
}
