import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from './answer';
import { toErrorJson } from './errors';
import type { RateLimit } from './vocabulary';

/** How one input item leaves the node. */
export type Leaving =
	| { readonly kind: 'success'; readonly rows: IDataObject[] }
	| { readonly kind: 'limited'; readonly rateLimit: RateLimit }
	| { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Turns each input item's leaving into the node's outputs: Success and Rate Limited, in input order, each item paired
 * with the one it came from. Every input item leaves here, and nowhere else.
 *
 * An AI tool has one output, so there a limited item leaves on it too.
 */
export function leave(
	items: readonly INodeExecutionData[],
	leavings: readonly Leaving[],
	asTool: boolean,
): INodeExecutionData[][] {
	const success: INodeExecutionData[] = [];
	const rateLimited: INodeExecutionData[] = [];
	for (const [index, item] of items.entries()) {
		const leaving = leavings[index];
		const pairedItem = { item: index };
		if (leaving?.kind === 'success') {
			for (const json of leaving.rows) success.push({ json, pairedItem });
		} else if (leaving?.kind === 'limited') {
			const { rateLimit } = leaving;
			if (asTool) success.push({ json: toolAnswer(rateLimit), pairedItem });
			else rateLimited.push({ ...item, json: { ...item.json, rateLimit }, pairedItem });
		} else if (leaving?.kind === 'failed') {
			success.push({ json: toErrorJson(leaving.failure, index), pairedItem });
		}
	}
	return asTool ? [success] : [success, rateLimited];
}

/** What a model can act on: a tool has no second output. */
function toolAnswer(rateLimit: RateLimit): IDataObject {
	const { provider, operation, accountId, retryAt, message } = rateLimit;
	return {
		provider,
		operation,
		outcome: 'rate_limited',
		accountId,
		message: `${message} Do not try again before ${retryAt}.`,
		rateLimit,
	};
}

/** Fields for a success. A top-level `error` would make n8n take the item for a failed one. */
export function withoutError(fields: IDataObject | undefined): IDataObject {
	return Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => name !== 'error'));
}
