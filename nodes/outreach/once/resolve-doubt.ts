import { activeLimitOf, NO_RATE_LIMIT_INFO, type RateLimitInfo } from '../limits/limits';
import type { Doubt, Failed, RateLimited } from '../operations/result';
import type { Claim } from '../sends/send-memory';
import type { Runtime } from '../tasks/runtime';
import type { TaskResult } from '../tasks/task';
import { askRelationship, unconfirmed } from './reconcile';
import { reported, type Send } from './send';

/**
 * The provider says no, which does not tell what came of the request: how account and person are related now does.
 * Where that cannot be read, the send stays in doubt.
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
	const { reports } = task.record.once;
	const relationship = await askRelationship(run, task);
	const related = reports.related(relationship);
	if (relationship === 'unknown') {
		await claim.leaveInDoubt();
		return unconfirmed(task, failure.message);
	}
	send.mayBeAccepted = false;
	await claim.rollBack();
	if (related) return reported(task, related);
	run.execution.clear(task.key);
	if (doubt.kind === 'limit') {
		const { accountSeconds, personSeconds } = doubt;
		// Of a limit that comes back to the same person, once it was over, the account is not the cause.
		const isOfPerson = accountSeconds === null || (await run.memory.noteThrottled(task.key));
		return limitedBy(refusal, isOfPerson ? personSeconds : accountSeconds, isOfPerson);
	}
	if (response !== null) run.execution.refuse(task.itemIndex, failure);
	return { ...refusal, accepted: 'no' };
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
		message: isOfPerson ? `${failure.message} This holds for this person alone.` : failure.message,
	};
	const limit = activeLimitOf(info, Date.now());
	return { kind: 'rateLimited', limit, httpStatus: response?.status ?? null, isOfPerson };
}
