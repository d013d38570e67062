import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { mapAnswer, type Answer, type Failure } from '../answer';
import { failureOf, goesOn, hasErrorOutput, toNodeError } from './errors';
import { hintsOf } from './hints';
import { leave } from './items';
import { readInput } from '../node/input';
import { readOptions, type Options } from '../node/options';
import { personKey } from '../profile';
import type { Attributed, Input, Needs, OutreachSession, Provider } from '../provider';
import { Run } from './run';
import type { Prepared } from './settled';
import { Progress } from './progress';
import type { OpenSession, Pace } from '../sessions';
import { placeToGoOn, readLimit } from './paging';
import type { ListedRow, Page } from '../pages';
import type { FieldParameter } from '../node/parameters';
import type { ListTask, Presentable, Task } from './task';
import { pause } from '../http/transport';

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

/** A model is shown the message alone, so what to do has to stand in it. */
function forModel(failure: Failure): Failure {
	return { ...failure, message: `${failure.message}. ${failure.description}` };
}

/** What a node makes of an item before it can be run. */
export interface Plan {
	readonly itemIndex: number;
	readonly provider: Provider;
	readonly opened: OpenSession<OutreachSession>;
	/** As `rateLimit.operation` names it. */
	readonly operation: string;
	/** The provider's name for what the operation uses up. */
	readonly limitName: string;
	readonly needs: Needs;
	/** The operation's own parameters. */
	readonly fields?: readonly FieldParameter[];
	/** @throws InvalidInput */
	readonly check?: (input: Input) => void;
	readonly present: (result: Presentable, input: Input, options: Options) => IDataObject[];
}

export type PlannedCall =
	| { readonly effect: 'send' }
	| {
			readonly effect: 'list';
			/** Whether *Return All* and *Limit* apply; else all rows leave. */
			readonly isPaged: boolean;
			/** `size` is the *Limit*, or null for all. */
			readonly page: (
				input: Input,
				at: number,
				size: number | null,
			) => Promise<Answer<Page<ListedRow>>>;
	  }
	| {
			readonly effect: 'read' | 'change';
			readonly call: (input: Input) => Promise<Answer<Attributed<unknown>>>;
	  };

/** Builds an item's task from its plan: reads the parameters, and names the limit, the account and the person. */
export function buildTask(context: IExecuteFunctions, plan: Plan, planned: PlannedCall): Prepared {
	const { itemIndex, provider, opened } = plan;
	try {
		const options = readOptions(context.getNodeParameter('options', itemIndex, {}));
		const input = readInput(context, itemIndex, { ...plan, session: opened.session, options });
		if (input.accountId !== null) provider.checkAccountId?.(input.accountId);
		plan.check?.(input);
		if (planned.effect !== 'list') return toTask(plan, planned, options, input);
		const size = planned.isPaged ? readLimit(context, itemIndex) : null;
		const item = context.getInputData()[itemIndex]?.json;
		return toListTask(plan, planned, options, input, size, item);
	} catch (thrown) {
		return failureOf(thrown, provider.name);
	}
}

function baseOf(plan: Plan, options: Options, input: Input) {
	const { itemIndex, provider, opened, operation } = plan;
	const { accountId, profile, prospectId } = input;
	const keyPrefix = `${provider.id}|${opened.keyId}|`;
	const accountKey = `${keyPrefix}${accountId ?? 'default'}`;
	const person = profile ? personKey(profile) : prospectId;
	return {
		itemIndex,
		subject: { provider: provider.id, operation, accountId },
		providerName: provider.name,
		keyPrefix,
		accountKey,
		sendLimitName: provider.limitName('sendConnection'),
		personKey: person === null ? null : `${provider.id}|${person}`,
		options,
		present: (result: Presentable) => plan.present(result, input, options),
	};
}

function toListTask(
	plan: Plan,
	planned: Extract<PlannedCall, { effect: 'list' }>,
	options: Options,
	input: Input,
	size: number | null,
	item: IDataObject | undefined,
): ListTask {
	const base = baseOf(plan, options, input);
	const { accountKey, subject } = base;
	const { fields, accountId } = input;
	return {
		...base,
		effect: 'list',
		bucket: `${accountKey}|${plan.limitName}`,
		readKey: JSON.stringify([accountKey, subject.operation, fields, size]),
		place: placeToGoOn(item, subject, fields) ?? { start: 0, remaining: size, fields },
		page: async (at) =>
			mapAnswer(await planned.page(input, at, size), (report) => ({ accountId, report })),
	};
}

function toTask(
	plan: Plan,
	planned: Exclude<PlannedCall, { effect: 'list' }>,
	options: Options,
	input: Input,
): Task {
	const base = baseOf(plan, options, input);
	const { accountKey, personKey: person } = base;
	const { provider } = plan;
	const { session } = plan.opened;
	const { accountId } = input;
	const bucket = `${accountKey}|${plan.limitName}`;
	if (planned.effect === 'read') {
		const { invitationId, fields } = input;
		const readKey = JSON.stringify([
			accountKey,
			plan.operation,
			person,
			invitationId,
			...Object.values(fields),
		]);
		return { ...base, effect: 'read', readKey, call: { bucket, run: () => planned.call(input) } };
	}
	if (planned.effect === 'change') {
		return { ...base, effect: 'change', call: { bucket, run: () => planned.call(input) } };
	}
	const { sendConnection, findStanding, readQuota } = session;
	if (!sendConnection || person === null) {
		// `needs` and `effect` are written side by side in one table; this says where they disagree.
		throw new TypeError(`${provider.name} cannot send: the operation table is wrong`);
	}
	return {
		...base,
		personKey: person,
		effect: 'send',
		hasNote: input.note !== null,
		bucket,
		send: (beforeLeaving) => sendConnection(input, beforeLeaving),
		standing: findStanding
			? {
					bucket: `${accountKey}|${provider.limitName('getConnectionStatus')}`,
					run: () => findStanding(input),
				}
			: null,
		quota: readQuota && accountId !== null ? () => readQuota(accountId) : null,
	};
}
