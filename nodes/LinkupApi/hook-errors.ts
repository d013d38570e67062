import type { IHookFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../outreach/base/errors';
import { limitReached } from '../outreach/operations/refusals';
import type { Failed, RateLimited } from '../outreach/operations/result';
import { toNodeError } from '../outreach/tasks/errors';

/** Why a call was not answered. */
export function whyUnanswered(answer: Failed | RateLimited): Failure {
	if (answer.kind === 'failed') return answer.failure;
	return limitReached('LinkupAPI', 'Activate the workflow again in a minute.');
}

/** LinkupAPI refuses addresses that it cannot reach, as a parameter that is wrong. */
export function explained(failure: Failure, url: string): Failure {
	if (failure.httpStatus !== 400 && failure.httpStatus !== 422) return failure;
	const origin = URL.canParse(url) ? new URL(url).origin : 'unknown';
	return {
		...failure,
		description: `LinkupAPI posts to public https addresses only, and this n8n gives its own as ${origin}. If that is not one, set n8n's WEBHOOK_URL. Else check 'Account'.`,
	};
}

/** The failures are worded for items; here a workflow is activated. */
export function apiError(
	context: IHookFunctions,
	failure: Failure,
): NodeApiError | NodeOperationError {
	const description = failure.description
		.replace('run the item again', 'activate the workflow again')
		.replace("the item's parameters", "the node's parameters");
	const worded = { ...failure, source: 'provider', description } as const;
	return toNodeError(context.getNode(), worded);
}
