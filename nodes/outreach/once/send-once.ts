import { isCancelled, pause } from '../base/cancellation';
import { onceReportSchema, type SendState } from '../operations/operation';
import { failedWith } from '../operations/result';
import type { Claim } from '../sends/send-memory';
import { failureOf } from '../tasks/errors';
import { firstAnswer, type Gate, type Perform } from '../tasks/layers';
import type { Runtime } from '../tasks/runtime';
import type { OnceTask, TaskResult } from '../tasks/task';
import { skipped } from './answer-from-memory';
import { cutOffOf, evidenceOf, reconcile, unconfirmed } from './reconcile';
import { reported, type Send } from './send';
import { resolveDoubt } from './resolve-doubt';
import { cancelled, noteSend } from './space-sends';

/**
 * Makes the one request: waits, claims the send in memory right before it, and records how it ended. `waits` come
 * before the claim, because after the claim a crash leaves the send in doubt.
 * @throws MemoryUnavailable if nothing was requested
 */
export function sendOnce(run: Runtime, waits: ReadonlyArray<Gate<Send>>): Perform<Send> {
	return async (send) => {
		const { task } = send;
		// It only throws before anything is claimed.
		const endpoint = task.endpoint(send.recipientId);
		const stopped = await firstAnswer(waits, send);
		if (stopped) return stopped;
		const claim = await run.memory.claim(
			task.sendSubject,
			send.before,
			async (ms) => await pause(run.context, ms),
		);
		if (claim === null) return cancelled(task);
		if (claim === 'sent' || claim === 'inDoubt') return await reportOther(run, task, claim);
		if (isCancelled(run.context)) {
			await claim.rollBack();
			return cancelled(task);
		}
		send.mayBeAccepted = true;
		send.attemptedAt = Date.now();
		claim.noteRequest(send.attemptedAt);
		run.execution.intend(task.key, task.itemIndex, send.attemptedAt);
		const answered = new AbortController();
		const confirming = claim.confirm(answered.signal);
		// Anything thrown from here on is a defect, and does not show what the provider did.
		const { askNow } = task.scope.plan.open;
		const result = await askNow(endpoint)
			.then((answer) => task.toReport(answer))
			.catch((thrown: unknown) => failedWith(failureOf(thrown, task.providerName), 'unknown'));
		answered.abort();
		await confirming;
		noteSend(task);
		return await endClaim(run, send, claim, result);
	};
}

async function endClaim(
	run: Runtime,
	send: Send,
	claim: Claim,
	result: TaskResult,
): Promise<TaskResult> {
	const { task } = send;
	if (result.kind === 'failed' && result.accepted === 'unknown') {
		await claim.leaveInDoubt();
		run.limits.enterResponse(task, task.limitKey, result);
		return await reconcile(run, task, result.failure.message, send.attemptedAt);
	}
	if (result.kind === 'failed' && result.doubt) {
		run.limits.enterResponse(task, task.limitKey, result);
		return await resolveDoubt(run, send, claim, result, result.doubt);
	}
	const state = result.kind === 'answered' ? stateAfter(task, result.value.report) : 'none';
	if (state === 'sent') await claim.markSent(Date.now(), accountIn(result));
	else if (state === 'inDoubt') await claim.leaveInDoubt();
	else {
		send.mayBeAccepted = false;
		await claim.rollBack();
	}
	if (result.kind === 'answered') return result;
	run.execution.clear(task.key);
	if (result.kind === 'failed' && result.response !== null) {
		run.execution.refuse(task.itemIndex, result.failure);
	}
	return result;
}

const accountIn = (result: TaskResult) =>
	result.kind === 'answered' ? result.value.accountId : null;

/** A report that cannot be read leaves the send in doubt. */
function stateAfter({ record }: OnceTask, report: unknown): SendState {
	const { data } = onceReportSchema.safeParse(report);
	return data ? record.once.stateAfter(data) : 'inDoubt';
}

/** Another worker has made the send since the lookup, or is making it. */
async function reportOther(
	run: Runtime,
	task: OnceTask,
	state: 'sent' | 'inDoubt',
): Promise<TaskResult> {
	if (state === 'sent') return skipped(run, task);
	const { byOtherWorker, reports } = task.record.once;
	const cutOff = cutOffOf(task, byOtherWorker, null);
	const evidence = await evidenceOf(run, task, cutOff);
	const earlier = evidence && reports.earlier(evidence.value, cutOff);
	const isPlain = earlier !== null && earlier.outcome !== 'skipped';
	return isPlain ? reported(task, earlier) : unconfirmed(cutOff, task);
}
