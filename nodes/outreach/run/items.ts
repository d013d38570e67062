import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../answer';
import { toIso } from '../moments';
import type { RateLimit } from '../vocabulary';
import { toErrorJson } from './errors';

/** An item's binary data. */
type Files = INodeExecutionData['binary'];

/** How one input item leaves the node. */
export type Leaving =
	| { readonly kind: 'success'; readonly rows: IDataObject[]; readonly binary?: Files }
	/** A list that a limit broke off: the rows so far, and where the rest begins. */
	| {
			readonly kind: 'partly';
			readonly rows: IDataObject[];
			readonly rateLimit: RateLimit;
			readonly binary?: Files;
	  }
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
	hasErrorOutput = false,
): INodeExecutionData[][] {
	const success: INodeExecutionData[] = [];
	const rateLimited: INodeExecutionData[] = [];
	const now = Date.now();
	for (const [index, item] of items.entries()) {
		const leaving = leavings[index];
		if (!leaving) continue;
		const pairedItem = { item: index };
		if (leaving.kind === 'success' || leaving.kind === 'partly') {
			// A top-level `error` would make n8n take the item for a failed one.
			const files = leaving.binary ? { binary: leaving.binary } : {};
			for (const row of leaving.rows)
				success.push({ json: without('error', row), ...files, pairedItem });
		}
		if (leaving.kind === 'limited' || leaving.kind === 'partly') {
			const rateLimit = notPast(leaving.rateLimit, now);
			if (asTool) success.push({ json: toolAnswer(rateLimit), pairedItem });
			else
				rateLimited.push({
					// n8n moves an item with an earlier node's error to the error output, whichever output it is on.
					...without('error', item),
					json: { ...item.json, rateLimit },
					pairedItem,
				});
		}
		if (leaving.kind === 'failed') {
			success.push({ json: toErrorJson(leaving.failure, index, hasErrorOutput), pairedItem });
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

/** A long run may end after the moment that its first items were given. */
function notPast(rateLimit: RateLimit, now: number): RateLimit {
	return Date.parse(rateLimit.retryAt) < now ? { ...rateLimit, retryAt: toIso(now) } : rateLimit;
}

/** The input's fields for *Include Input Fields*; a limit that an earlier round met is over. */
export function inputFields(fields: IDataObject | undefined): IDataObject {
	return without('rateLimit', fields ?? {});
}

/**
 * How many the provider says are left of what a call used up, or null: an answer may speak of another limit, as reads of
 * ConnectSafely do of invitations.
 */
export function remainingOf(
	{ rateLimit }: { readonly rateLimit: RateLimit | null },
	limitName: string,
): number | null {
	const action = rateLimit?.action ?? limitName;
	return action.toLowerCase() === limitName.toLowerCase() ? (rateLimit?.remaining ?? null) : null;
}

function without<V>(name: string, fields: Readonly<Record<string, V>>): Record<string, V> {
	return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}
