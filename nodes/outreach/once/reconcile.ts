import { isCancelled } from '../base/cancellation';
import type { Relationship } from '../base/vocabulary';
import type { CutOff } from '../operations/operation';
import type { Result } from '../operations/result';
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

/** Asks how account and person are related, within the limit on asking; null where the provider cannot say. */
export async function readRelationship(
	{ limits }: Runtime,
	task: OnceTask,
): Promise<Result<Relationship> | null> {
	const { relationship } = task;
	return relationship && (await limits.call(task, relationship.limitKey, null, relationship.read));
}

/** `unknown` where the provider cannot be asked. */
export async function askRelationship(run: Runtime, task: OnceTask): Promise<Relationship> {
	if (isCancelled(run.context)) return 'unknown';
	const result = await readRelationship(run, task);
	return result?.kind === 'answered' ? result.value : 'unknown';
}
