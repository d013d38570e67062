import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../answer';
import { pause } from '../http/transport';
import { readInput } from '../node/input';
import { ItemParameters } from '../node/item-parameters';
import { optionsReader, optionsSchema, type Options } from '../node/options';
import { isPlainObject } from '../objects';
import type { Input } from '../provider';
import type { Pace } from '../sessions';
import { shower } from '../text';
import { failureOf, forModel, goesOn, hasErrorOutput, toNodeError } from './errors';
import { hintsOf } from './hints';
import { leave } from './items';
import { placeToGoOn, readLimit } from './paging';
import {
	personKeyOf,
	PlannedAccount,
	PlannedChange,
	PlannedList,
	PlannedRead,
	PlannedSend,
	type Plan,
} from './planned';
import { Progress } from './progress';
import { Run } from './run';
import type { Prepared } from './settled';
import type { Task } from './task';

/** Reads one item's parameters into a task, or into why they are none. What it throws becomes the item's failure too. */
export type Prepare = (itemIndex: number) => Promise<Prepared>;

/**
 * What every action node's `execute` does: all items are read and checked first, then run, then leave. Where the workflow
 * stops at a failure, nothing is called once one item's input is found wrong.
 */
export async function executeItems(
	context: IExecuteFunctions,
	preparing: (pace: Pace) => Prepare,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const asTool = isTool(context);
	const progress = new Progress(context, items.length);
	const prepare = preparing({
		requestsPerMinute: readPace(context),
		wait: async (ms) => {
			progress.waiting(ms);
			return await pause(context, ms);
		},
	});
	const prepared: Prepared[] = [];
	// What keeps the credential from being used is thrown once, and is the same failure for all items.
	const failures = new Map<unknown, Failure>();
	for (const itemIndex of items.keys()) {
		prepared.push(
			await prepare(itemIndex).catch((thrown) => {
				const failure = failures.get(thrown) ?? failureOf(thrown);
				failures.set(thrown, failure);
				return failure;
			}),
		);
	}
	const run = new Run(context, items, goesOn(context), progress, asTool);
	const result = await run.all(prepared);
	if (!Array.isArray(result)) {
		const failure = amongOthers(result, prepared);
		throw toNodeError(context.getNode(), asTool ? forModel(failure) : failure, result.itemIndex);
	}
	// Older versions of n8n have no place for hints; an agent does not see them.
	if (!asTool) context.addExecutionHints?.(...hintsOf(prepared, result));
	return leave(items, result, asTool, hasErrorOutput(context));
}

/**
 * Says which item it was and how many more cannot be used, so that they can be corrected in one go. People count from 1;
 * n8n's own "[item 0]" beside it counts from 0.
 */
function amongOthers(
	{ failure, itemIndex }: { failure: Failure; itemIndex: number },
	prepared: readonly Prepared[],
): Failure {
	const isOfThisItem = prepared.filter((one) => one === failure).length === 1;
	if (prepared.length === 1 || !isOfThisItem) return failure;
	const others = prepared.filter((one) => !('effect' in one)).length - 1;
	const more =
		others === 0
			? ''
			: `; ${others === 1 ? '1 more item has' : `${others} more items have`} unusable input`;
	const which = `item ${itemIndex + 1} of ${prepared.length}, counting from 1`;
	return { ...failure, message: `${failure.message} (${which}${more})` };
}

/**
 * The pace is one for the run, as its first item has it. A value that cannot be used fails the items that have it, and the
 * pace is then the provider's documented one.
 */
function readPace(context: IExecuteFunctions): number | undefined {
	try {
		const given = context.getNodeParameter('options', 0, {});
		const pace = isPlainObject(given) ? given.requestsPerMinute : undefined;
		// Alone: another option of the item that cannot be used must not loosen the pace.
		return optionsSchema.shape.requestsPerMinute.safeParse(pace).data;
	} catch {
		return undefined;
	}
}

/** An agent runs a node as a tool with or without saying so; the type it gives the node tells in either case. */
function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool') || context.isToolExecution?.() === true;
}

/** Builds tasks from a plan: reads an item's parameters, and names the limit, the account and the person. */
export function taskBuilder(
	context: IExecuteFunctions,
	plan: Plan,
): (itemIndex: number) => Prepared {
	const { provider, opened, call } = plan;
	const parameters = new ItemParameters(context, shower(opened.hide));
	const optionsOf = optionsReader(parameters, {
		includeInputFields: call.effect !== 'list' && !isTool(context),
	});
	const accounts = new Map<string | null, PlannedAccount>();
	const accountOf = (accountId: string | null) => {
		const known = accounts.get(accountId) ?? new PlannedAccount(plan, accountId);
		accounts.set(accountId, known);
		return known;
	};
	return (itemIndex) => {
		try {
			const options = optionsOf(itemIndex);
			const input = readInput(parameters, itemIndex, { ...plan, session: opened.session, options });
			if (input.accountId !== null) provider.checkAccountId?.(input.accountId, parameters.show);
			plan.check?.(input, itemIndex);
			const size = call.effect === 'list' && call.isPaged ? readLimit(parameters, itemIndex) : null;
			return toTask(context, accountOf(input.accountId), itemIndex, input, options, size);
		} catch (thrown) {
			return failureOf(thrown, provider.name);
		}
	};
}

function toTask(
	context: IExecuteFunctions,
	account: PlannedAccount,
	itemIndex: number,
	input: Input,
	options: Options,
	/** Of a list: how many rows are wanted; null: all. */
	size: number | null,
): Task {
	const { call, provider, opened } = account.plan;
	const own = [account, itemIndex, input, options] as const;
	if (call.effect === 'read') return new PlannedRead(...own, call.call);
	if (call.effect === 'change') return new PlannedChange(...own, call.call);
	if (call.effect === 'list') {
		const item = context.getInputData()[itemIndex]?.json;
		const { fields } = input;
		const place = placeToGoOn(item, account.subject, fields);
		return new PlannedList(...own, call, size, place ?? { start: 0, remaining: size, fields });
	}
	const { sendConnection } = opened.session;
	const person = personKeyOf(provider, input);
	if (!sendConnection || person === null) {
		// `needs` and `effect` are written side by side in one table; this says where they disagree.
		throw new TypeError(`${provider.name} cannot send: the operation table is wrong`);
	}
	return new PlannedSend(...own, person);
}
