import { NodeApiError, type IHookFunctions } from 'n8n-workflow';
import type { Answer, Failure } from '../outreach/answer';
import { limitReached } from '../outreach/refusals';

/** Why a call was not answered. */
export function whyUnanswered(answer: Answer<unknown>): Failure {
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
export function apiError(context: IHookFunctions, { message, ...failure }: Failure): NodeApiError {
	const description = failure.description
		.replace('run the item again', 'activate the workflow again')
		.replace("the item's parameters", "the node's parameters");
	const { httpStatus } = failure;
	const error = new NodeApiError(
		context.getNode(),
		{ message, description },
		{ message, description, ...(httpStatus === undefined ? {} : { httpCode: String(httpStatus) }) },
	);
	// n8n replaces a message in which it finds a Node error code by a stock text.
	error.message = message;
	error.description = description;
	return error;
}
