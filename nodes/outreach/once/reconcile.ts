import { isCancelled } from '../base/cancellation';
import type { Relationship } from '../base/vocabulary';
import type { CutOff } from '../operations/operation';
import type { Result } from '../operations/result';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask, TaskResult } from '../tasks/task';
import { reported } from './send';

export const EARLIER_TRY = 'An earlier attempt ended before the response arrived';

/** The request was cut off, so its end is unknown: reads back what the provider shows. */
export async function reconcile(
	run: Runtime,
	task: OnceTask,
	happened: string,
	attemptedAt: number | null,
): Promise<TaskResult> {
	const cutOff = cutOffOf(task, happened, attemptedAt);
	const evidence = await evidenceOf(run, task, cutOff);
	const { reports, stateAfter } = task.record.once;
	const report = evidence && reports.reconciled(evidence.value, cutOff);
	if (!report) return unconfirmed(cutOff, task);
	const isSent = stateAfter(report) === 'sent';
	await run.memory.resolveAsSent(task.sendSubject, isSent ? cutOff.now : null);
	return reported(task, report);
}

/** It is unknown whether the request was accepted. Never reported as a failure, which would invite another try. */
export function unconfirmed(cutOff: CutOff, task: OnceTask): TaskResult {
	return reported(task, task.record.once.reports.unconfirmed(cutOff));
}

/** `attemptedAt` is in ms since 1970; null if it is no longer known. */
export function cutOffOf(
	{ input, providerName }: OnceTask,
	happened: string,
	attemptedAt: number | null,
): CutOff {
	return { input, providerName, happened, attemptedAt, now: Date.now() };
}

/** Reads the evidence of how a send ended, within the limits on reads; null if the provider cannot be asked. */
export async function readBack(
	run: Runtime,
	task: OnceTask,
	cutOff: CutOff,
): Promise<Result<unknown> | null> {
	return await task.record.once.readBack(
		{
			relationship: async () => await readRelationship(run, task),
			report: async (record, input) => {
				const read = task.reportOf(record, input);
				return read && (await run.limits.call(task, read.limitKey, null, read.read));
			},
		},
		cutOff,
	);
}

/** The same; also null if the response is unusable. */
export async function evidenceOf(
	run: Runtime,
	task: OnceTask,
	cutOff: CutOff,
): Promise<{ readonly value: unknown } | null> {
	if (isCancelled(run.context)) return null;
	const result = await readBack(run, task, cutOff);
	return result?.kind === 'answered' ? result : null;
}

/** Reads the relationship of account and person, within the limit on reads; null if the provider cannot report it. */
export async function readRelationship(
	{ limits }: Runtime,
	task: OnceTask,
): Promise<Result<Relationship> | null> {
	const { relationship } = task;
	return relationship && (await limits.call(task, relationship.limitKey, null, relationship.read));
}
