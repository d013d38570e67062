import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { pause } from '../http/transport';
import { readInput } from '../node/input';
import { readOptions, type Options } from '../node/options';
import type { Input } from '../provider';
import type { Pace } from '../sessions';
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
	for (const itemIndex of items.keys()) {
		prepared.push(await prepare(itemIndex).catch((thrown) => failureOf(thrown)));
	}
	const run = new Run(context, items, goesOn(context), progress, asTool);
	const result = await run.all(prepared);
	if (!Array.isArray(result)) {
		throw toNodeError(
			context.getNode(),
			asTool ? forModel(result.failure) : result.failure,
			result.itemIndex,
		);
	}
	// Older versions of n8n have no place for hints; an agent does not see them.
	if (!asTool) context.addExecutionHints?.(...hintsOf(prepared, result));
	return leave(items, result, asTool, hasErrorOutput(context));
}

/** The pace is one for the run, as its first item has it; a value that cannot be used fails the items that have it. */
function readPace(context: IExecuteFunctions): number | undefined {
	try {
		return readOptions(context.getNodeParameter('options', 0, {})).requestsPerMinute;
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
	const accounts = new Map<string | null, PlannedAccount>();
	const accountOf = (accountId: string | null) => {
		const known = accounts.get(accountId) ?? new PlannedAccount(plan, accountId);
		accounts.set(accountId, known);
		return known;
	};
	const { provider, opened } = plan;
	return (itemIndex) => {
		try {
			const options = readOptions(context.getNodeParameter('options', itemIndex, {}));
			const input = readInput(context, itemIndex, { ...plan, session: opened.session, options });
			if (input.accountId !== null) provider.checkAccountId?.(input.accountId);
			plan.check?.(input);
			return toTask(context, accountOf(input.accountId), itemIndex, input, options);
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
): Task {
	const { call, provider, opened } = account.plan;
	const own = [account, itemIndex, input, options] as const;
	if (call.effect === 'read') return new PlannedRead(...own, call.call);
	if (call.effect === 'change') return new PlannedChange(...own, call.call);
	if (call.effect === 'list') {
		const size = call.isPaged ? readLimit(context, itemIndex) : null;
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
	return new PlannedSend(...own, person, sendConnection);
}
