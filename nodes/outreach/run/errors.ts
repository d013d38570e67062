import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { DatabaseUnavailable, InvalidInput, type Failure } from '../answer';
import { NotAPerson } from '../profile';

/**
 * The failure that a thrown input check means; its message names the provider, where one is known. Anything else thrown
 * is a defect, and says so.
 */
export function failureOf(thrown: unknown, providerName = ''): Failure {
	if (thrown instanceof InvalidInput || thrown instanceof NotAPerson) {
		const { message, description } = thrown;
		const named = message.includes(providerName) ? message : `${providerName}: ${message}`;
		return { source: 'workflow', message: named, description };
	}
	if (thrown instanceof DatabaseUnavailable) {
		const { message, description } = thrown;
		return { source: 'database', message, description };
	}
	if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) {
		return {
			source: 'workflow',
			message: thrown.message,
			description: thrown.description ?? "Check the node's parameters and credential.",
		};
	}
	const cause = thrown instanceof Error ? thrown.message : 'unknown cause';
	return {
		source: 'workflow',
		message: `The item could not be processed: ${cause}`,
		description: "Check the item's parameters.",
	};
}

/** The error that stops the workflow. Made fresh, so that it holds no request and so no key. */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const { message, description, httpStatus } = failure;
	const error =
		failure.source !== 'provider'
			? new NodeOperationError(node, message, { description, itemIndex })
			: new NodeApiError(
					node,
					{ message, description },
					{
						message,
						description,
						itemIndex,
						...(httpStatus === undefined ? {} : { httpCode: String(httpStatus) }),
					},
				);
	// n8n replaces a message in which it finds a Node error code by a stock text; a provider's sentence may hold one.
	error.message = message;
	error.description = description;
	return error;
}

/**
 * The json of an item that failed while the workflow goes on. No other keys may stand beside these: n8n then recognises
 * the item and moves it to the error output, where one is wanted. Before 2.34 it recognises it without `details` only,
 * so that there they stand behind the message.
 */
export function toErrorJson(failure: Failure, itemIndex: number, forErrorOutput: boolean) {
	const { message: error, description: message, httpStatus, code } = failure;
	if (forErrorOutput) {
		const status = httpStatus === undefined ? [] : [`HTTP status ${httpStatus}`];
		const told = [`item ${itemIndex}`, ...status, ...(code === undefined ? [] : [code])];
		return { error, message: `${message} [${told.join(', ')}]` };
	}
	return {
		error,
		message,
		details: {
			itemIndex,
			...(httpStatus === undefined ? {} : { httpStatus }),
			...(code === undefined ? {} : { code }),
		},
	};
}

/** Whether a failed item leaves as an item instead of stopping the workflow. */
export function goesOn(context: IExecuteFunctions): boolean {
	return context.continueOnFail();
}

/** Whether n8n moves failed items to its own error output. */
export function hasErrorOutput(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}
