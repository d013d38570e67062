import { activeLimitOf, NO_RATE_LIMIT_INFO, type RateLimitInfo } from '../limits/limits';
import type { Doubt, Failed, RateLimited } from '../operations/result';
import type { Claim } from '../sends/send-memory';
import type { Runtime } from '../tasks/runtime';
import type { TaskResult } from '../tasks/task';
import { cutOffOf, evidenceOf, unconfirmed } from './reconcile';
import { reported, type Send } from './send';

/**
 * The provider's refusal does not show whether it acted, so the evidence is read back. If it cannot be read, the
 * send stays in doubt.
 */
export async function resolveDoubt(
	run: Runtime,
	send: Send,
	claim: Claim,
	refusal: Failed,
	doubt: Doubt,
): Promise<TaskResult> {
	const { task } = send;
	const { failure, response } = refusal;
	const { provesNotSent, reports, stateAfter } = task.record.once;
	const cutOff = cutOffOf(task, failure.message, send.attemptedAt);
	const evidence = await evidenceOf(run, task, cutOff);
	const found = evidence && reports.refused(evidence.value, cutOff);
	if (found && stateAfter(found) === 'sent') {
		await claim.markSent(cutOff.now);
		return reported(task, found);
	}
	if (!found && !(evidence && provesNotSent(evidence.value, cutOff, true))) {
		await claim.leaveInDoubt();
		return unconfirmed(cutOff, task);
	}
	send.mayBeAccepted = false;
	await claim.rollBack();
	if (found) return reported(task, found);
	const stands: Failed = { ...refusal, accepted: 'no' };
	// Evidence that proves the send by itself would contradict any outcome of the refusal's words.
	const isProvenByWords = evidence !== null && !provesNotSent(evidence.value, cutOff, false);
	const read = doubt.kind === 'refusal' && isProvenByWords ? task.toReport(stands) : stands;
	if (read.kind === 'answered') return read;
	run.execution.clear(task.key);
	if (doubt.kind === 'limit') {
		const { accountSeconds, personSeconds } = doubt;
		// If a limit is met again by the same person after it ended, the account is not the cause.
		const isOfPerson =
			accountSeconds === null || (await run.memory.noteThrottled(task.sendSubject));
		return limitedBy(refusal, isOfPerson ? personSeconds : accountSeconds, isOfPerson);
	}
	if (response !== null) run.execution.refuse(task.itemIndex, failure);
	return stands;
}

function limitedBy(
	{ failure, response }: Failed,
	seconds: number,
	isOfPerson: boolean,
): RateLimited {
	const info: RateLimitInfo = {
		...NO_RATE_LIMIT_INFO,
		scope: isOfPerson ? 'unknown' : 'day',
		retryAfterSeconds: seconds,
		message: isOfPerson ? `${failure.message} This applies only to this person.` : failure.message,
	};
	const limit = activeLimitOf(info, Date.now());
	return { kind: 'rateLimited', limit, httpStatus: response?.status ?? null, isOfPerson };
}
