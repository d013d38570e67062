import { pause } from '../base/cancellation';
import type { Gate } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask, TaskResult } from '../tasks/task';
import { cutOffOf, EARLIER_TRY, readBack, unconfirmed } from './reconcile';
import { reported, type Send } from './send';

const OTHERS_TRY =
	'An earlier attempt from another account ended before the response arrived, and this account cannot check it';

/**
 * Answers from what all executions know. Comes before limits, because a person already in memory does not count
 * against them.
 * @throws MemoryUnavailable
 */
export function answerFromMemory(run: Runtime): Gate<Send> {
	return async (send) => {
		const { task } = send;
		send.before = await run.memory.lookUp(
			task.sendSubject,
			async (ms) => await pause(run.context, ms),
		);
		if (send.before === 'sent' && task.options[task.record.once.skipOption])
			return skipped(run, task);
		return send.before === 'inDoubt' ? await reconcileEarlier(run, task) : null;
	};
}

export function skipped({ memory }: Runtime, task: OnceTask): TaskResult {
	return reported(task, task.record.once.reports.skipped(memory.earlier(task.sendSubject)));
}

/**
 * An earlier execution requested this, and its end is unknown. It may be requested again only if the provider
 * shows that nothing was sent.
 */
async function reconcileEarlier(run: Runtime, task: OnceTask): Promise<TaskResult | null> {
	if (!run.memory.isOwnDoubt(task.sendSubject)) {
		return unconfirmed(cutOffOf(task, OTHERS_TRY, null), task);
	}
	const cutOff = cutOffOf(task, EARLIER_TRY, run.memory.attemptedAt(task.sendSubject));
	const now = await readBack(run, task, cutOff);
	if (now?.kind === 'rateLimited') return now;
	if (now?.kind !== 'answered') return unconfirmed(cutOff, task);
	const { provesNotSent, reports } = task.record.once;
	if (provesNotSent(now.value, cutOff, false)) return null;
	const earlier = reports.earlier(now.value, cutOff);
	if (!earlier) return unconfirmed(cutOff, task);
	// If the evidence does not show that ours was made, such as an invitation from the other side, the send stays
	// in doubt.
	if (reports.reconciled(now.value, cutOff)) await run.memory.resolveAsSent(task.sendSubject, null);
	return reported(task, earlier);
}
