import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { InvalidInput, MemoryUnavailable, type Failure } from '../base/errors';
import { LONGEST_NAME, shortened } from '../base/text';
import { NotAPerson } from '../people/profile';

/** Maximum characters of an error's message and description together; they may quote an item or a response. */
export const LONGEST_TOLD = 1_000;
const LONGEST_DESCRIPTION = 450;

/** A failure, shortened for showing and storing. */
export function bounded({ message, description, code, ...rest }: Failure): Failure {
	const shown = shortened(description, LONGEST_DESCRIPTION);
	return {
		...rest,
		message: shortened(message, LONGEST_TOLD - shown.length),
		description: shown,
		...(code === undefined ? {} : { code: shortened(code, LONGEST_NAME) }),
	};
}

/** A model sees only the message, so it must say what to do. */
export function forModel(failure: Failure): Failure {
	const { message, description, ...rest } = bounded(failure);
	const room = LONGEST_TOLD - 2 * description.length - '. '.length;
	return { ...rest, message: `${shortened(message, room)}. ${description}`, description };
}

/**
 * The failure for an error thrown by an input check. Its message names the provider, if known. Any other error is
 * a defect, and is reported as such.
 */
export function failureOf(thrown: unknown, providerName = ''): Failure {
	if (thrown instanceof InvalidInput || thrown instanceof NotAPerson) {
		const { message, description } = thrown;
		const named = message.includes(providerName) ? message : `${providerName}: ${message}`;
		return { source: 'workflow', message: named, description };
	}
	if (thrown instanceof MemoryUnavailable) {
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

/**
 * The error that stops the workflow. A new object, so that it contains no request and thus no key. n8n saves it
 * with the execution, so its text occurs in it only once: not in the response as n8n sees it, nor in the stack.
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const { source, httpStatus, ...texts } = bounded(failure);
	const { message, description } = texts;
	const error =
		source !== 'provider'
			? new NodeOperationError(node, {}, { message, description, itemIndex })
			: new NodeApiError(
					node,
					{},
					{
						message,
						description,
						itemIndex,
						...(httpStatus === undefined ? {} : { httpCode: String(httpStatus) }),
					},
				);
	return withText(error, message, description);
}

/** n8n replaces a message containing a Node error code by a stock text, and a provider's sentence may contain one. */
function withText<E extends NodeApiError | NodeOperationError>(
	error: E,
	message: string,
	description: string,
): E {
	error.message = message;
	error.description = description;
	error.messages = [];
	error.stack = error.stack?.replace(message, '');
	return error;
}

/**
 * The json of a failed item if the workflow continues. It must have no other keys: n8n then recognises the item
 * and moves it to the error output, if there is one. Before 2.34 it recognises it only without `details`, which
 * are then appended to the message.
 */
export function toErrorJson(failure: Failure, itemIndex: number, forErrorOutput: boolean) {
	const { message: error, description: message, httpStatus, code } = bounded(failure);
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

/** Whether a failed item is returned as an item instead of stopping the workflow. */
export function goesOn(context: IExecuteFunctions): boolean {
	return context.continueOnFail();
}

/** Whether n8n moves failed items to its own error output. */
export function hasErrorOutput(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}
