import type { IHookFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../base/errors';
import { limitReached } from '../operations/refusals';
import type { Failed, RateLimited } from '../operations/result';
import { toNodeError } from '../tasks/errors';

/** Why a call got no answer. */
export function whyUnanswered(providerName: string, answer: Failed | RateLimited): Failure {
	if (answer.kind === 'failed') return answer.failure;
	return limitReached(providerName, 'Activate the workflow again in a minute.');
}

/** Providers refuse URLs that they cannot reach as an invalid parameter. */
export function explained(
	failure: Failure,
	url: string,
	whyRefused: (origin: string) => string,
): Failure {
	if (failure.httpStatus !== 400 && failure.httpStatus !== 422) return failure;
	const origin = URL.canParse(url) ? new URL(url).origin : 'unknown';
	return { ...failure, description: whyRefused(origin) };
}

/** Failure texts refer to items, but here a workflow is activated. */
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
