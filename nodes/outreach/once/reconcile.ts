import { isCancelled } from '../base/cancellation';
import type { Relationship } from '../base/vocabulary';
import type { CutOff } from '../operations/operation';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask, TaskResult } from '../tasks/task';
import { reported } from './send';

export const EARLIER_TRY = 'An earlier try ended before its answer was in';

/** A request was cut off, so its end is unknown: asks the provider how account and person are related now. */
export async function reconcile(
	run: Runtime,
	task: OnceTask,
	happened: string,
): Promise<TaskResult> {
	const relationship = await askRelationship(run, task);
	const cutOff = cutOffOf(task, happened);
	const report = task.record.once.reports.reconciled(relationship, cutOff);
	if (!report) return unconfirmed(task, happened);
	const isSent = task.record.once.stateAfter(report) === 'sent';
	await run.memory.resolveAsSent(task.key, isSent ? cutOff.now : null);
	return reported(task, report);
}

/** Nobody knows whether the request was accepted. Never a failure, which would invite another try. */
export function unconfirmed(task: OnceTask, happened: string): TaskResult {
	return reported(task, task.record.once.reports.unconfirmed(cutOffOf(task, happened)));
}

export function cutOffOf({ input, providerName }: OnceTask, happened: string): CutOff {
	return { input, providerName, happened, now: Date.now() };
}

/** `unknown` where the provider cannot be asked. */
export async function askRelationship(run: Runtime, task: OnceTask): Promise<Relationship> {
	const { relationship } = task;
	if (!relationship || isCancelled(run.context)) return 'unknown';
	const { limitKey, read } = relationship;
	const result = await run.limits.call(task, limitKey, null, read);
	return result.kind === 'answered' ? result.value : 'unknown';
}
