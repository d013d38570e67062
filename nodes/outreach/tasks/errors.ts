import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';
import { InvalidInput, MemoryUnavailable, type Failure } from '../base/errors';
import { LONGEST_NAME, shortened } from '../base/text';
import { NotAPerson } from '../people/profile';

/** The most characters of an error's message and description together; it may quote a part of an item or an answer. */
export const LONGEST_TOLD = 1_000;
const LONGEST_DESCRIPTION = 450;

/** A failure as it is shown and kept, however long the texts that it was made of. */
export function bounded({ message, description, code, ...rest }: Failure): Failure {
	const shown = shortened(description, LONGEST_DESCRIPTION);
	return {
		...rest,
		message: shortened(message, LONGEST_TOLD - shown.length),
		description: shown,
		...(code === undefined ? {} : { code: shortened(code, LONGEST_NAME) }),
	};
}

/** A model sees the message alone, so it has to say what to do. */
export function forModel(failure: Failure): Failure {
	const { message, description, ...rest } = bounded(failure);
	const room = LONGEST_TOLD - 2 * description.length - '. '.length;
	return { ...rest, message: `${shortened(message, room)}. ${description}`, description };
}

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
 * The error that stops the workflow. Made anew, so that it contains no request and so no key; n8n saves it with the
 * execution, so that its text is in it once: not in what n8n takes for an answer, nor in the stack.
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

/** n8n replaces a message in which it finds a Node error code by a stock text; a provider's sentence may hold one. */
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
 * The json of an item that failed while the workflow goes on. No other keys are allowed beside these: n8n then recognises
 * the item and moves it to the error output, where one is wanted. Before 2.34 it recognises it without `details` only,
 * so that there they are appended to the message.
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
