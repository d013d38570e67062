import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure } from '../base/errors';
import { toIso } from '../base/time';
import type { RateLimit } from '../base/vocabulary';
import { describeActiveLimit, describeRateLimitInfo } from '../limits/limits';
import { answeredWith, type Result } from '../operations/result';
import { toErrorJson } from '../tasks/errors';
import type { ExecutionMemory } from '../tasks/execution-memory';
import { TIMER_SLACK_MS } from '../tasks/run-limits';
import type { ListTask, Prepared, Task, TaskResult } from '../tasks/task';
import type { ListPart } from './lists';

/** An item's binary data. */
type Files = INodeExecutionData['binary'];

/** An input item's results on Success and, for a list interrupted by a limit, on Rate Limited. */
export interface ItemRows {
	readonly rows: IDataObject[];
	readonly binary?: Files;
	/** Where to continue the list, and when. */
	readonly rest?: RateLimit;
}

/** The result of an input item. */
export type ItemResult = Result<ItemRows>;

/** The part of an item's `rateLimit` that identifies its node and item. */
const givenSchema = z.object({
	provider: z.string(),
	operation: z.string(),
	accountId: z.string().nullable(),
	retryAt: z.string(),
});

/** Turns results of tasks into results of items, and stores what a later round of a loop needs. */
export class ItemResults {
	constructor(
		private readonly memory: ExecutionMemory,
		private readonly items: readonly INodeExecutionData[],
		/** An agent may ask again at once; it gets the same waiting time again. */
		private readonly asTool: boolean,
	) {}

	of(task: Task, result: TaskResult): ItemResult {
		if (result.kind === 'rateLimited') this.memory.rememberLimited(loopKey(task));
		if (result.kind !== 'answered') return result;
		const { value, response } = result;
		const accountId = value.accountId ?? task.subject.accountId;
		const rateLimit =
			response?.rateLimit &&
			describeRateLimitInfo(
				{ ...task.subject, accountId },
				response.rateLimit,
				response.status,
				Date.now(),
			);
		const rows = task.toRows({
			report: value.report,
			accountId,
			body: response?.body ?? null,
			rateLimit: rateLimit ?? null,
		});
		return answeredWith({ rows, ...this.filesOf(task) });
	}

	ofList(task: ListTask, result: Result<ListPart>): ItemResult {
		if (result.kind !== 'answered') return result;
		const { rows, rest } = result.value;
		const shown = task.toRows({
			report: rows,
			accountId: task.subject.accountId,
			body: null,
			rateLimit: null,
		});
		const answered = { rows: shown, ...this.filesOf(task) };
		if (!rest) return answeredWith(answered);
		this.memory.rememberLimited(loopKey(task));
		const { limit, httpStatus, cursor } = rest;
		const rateLimit = {
			...describeActiveLimit(task.subject, limit, httpStatus, Date.now()),
			continueFrom: cursor,
		};
		return answeredWith({ ...answered, rest: rateLimit });
	}

	/** The input item's files, if its fields are included. */
	private filesOf({ itemIndex, options }: Task) {
		const binary = options.includeInputFields ? this.items[itemIndex]?.binary : undefined;
		return binary ? { binary } : {};
	}

	/**
	 * A limited item looped back too early would loop until memory runs out. It is recognised by the `rateLimit`
	 * from this node; another item for the same person, as in a list with repeats, has none.
	 */
	failureOfLoop(task: Task): Failure | null {
		if (this.asTool || !this.memory.wasLimitedBefore(loopKey(task))) return null;
		const { data: given } = givenSchema.safeParse(this.items[task.itemIndex]?.json.rateLimit);
		const { provider, operation, accountId } = task.subject;
		const isOurs =
			given?.provider === provider &&
			given.operation === operation &&
			given.accountId === accountId;
		if (!given || !isOurs) return null;
		const { retryAt } = given;
		if (!(Date.parse(retryAt) > Date.now() + TIMER_SLACK_MS)) return null;
		return {
			source: 'workflow',
			message: `The item was looped back before ${retryAt}, when its rate limit ends: the loop has no Wait node, or one that is too short`,
			description:
				"Put a Wait node between the 'Rate Limited' output and this node, with 'Resume' set to 'At Specified Time' and the time {{ $json.rateLimit.retryAt }}.",
		};
	}
}

function loopKey(task: Task): string {
	const what = task.effect === 'list' ? task.readKey : task.personKey;
	return [task.accountKey, task.subject.operation, what].join('|');
}

/**
 * Turns the results of the input items into the node's outputs: Success and Rate Limited, in input order, each
 * item paired with its input. The only place where items are put on outputs. An AI tool has one output, which
 * limited items then use too.
 */
export function toOutputs(
	items: readonly INodeExecutionData[],
	prepared: readonly Prepared[],
	results: readonly ItemResult[],
	asTool: boolean,
	hasErrorOutput = false,
): INodeExecutionData[][] {
	const success: INodeExecutionData[] = [];
	const rateLimited: INodeExecutionData[] = [];
	const now = Date.now();
	for (const [index, item] of items.entries()) {
		const [task, result] = [prepared[index], results[index]];
		if (!task || !result) continue;
		const pairedItem = { item: index };
		const addLimited = (rateLimit: RateLimit) => {
			if (asTool) success.push({ json: toolAnswer(rateLimit), pairedItem });
			else
				rateLimited.push({
					// n8n moves an item with an earlier node's error to the error output, whichever output it is on.
					...without('error', item),
					json: { ...item.json, rateLimit },
					pairedItem,
				});
		};
		if (result.kind === 'answered') {
			const { rows, binary, rest } = result.value;
			const files = binary ? { binary } : {};
			// With a top-level `error`, n8n would treat the item as failed.
			for (const row of rows) success.push({ json: without('error', row), ...files, pairedItem });
			if (rest) addLimited(notPast(rest, now));
		} else if (result.kind === 'rateLimited' && task.kind === 'task') {
			addLimited(describeActiveLimit(task.subject, result.limit, result.httpStatus, now));
		} else if (result.kind === 'failed') {
			success.push({ json: toErrorJson(result.failure, index, hasErrorOutput), pairedItem });
		}
	}
	return asTool ? [success] : [success, rateLimited];
}

/** A result a model can act on, since a tool has no second output. */
export function toolAnswer(rateLimit: RateLimit): IDataObject {
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

/** A long run may end after the retry time of its first items. */
function notPast(rateLimit: RateLimit, now: number): RateLimit {
	return Date.parse(rateLimit.retryAt) < now ? { ...rateLimit, retryAt: toIso(now) } : rateLimit;
}

/** The input's fields for *Include Input Fields*, without the limit of an earlier round. */
export function inputFields(fields: IDataObject | undefined): IDataObject {
	return without('rateLimit', fields ?? {});
}

/**
 * The remaining quota of what a call used, or null: a response may report another limit, as reads may report that
 * of invitations.
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
