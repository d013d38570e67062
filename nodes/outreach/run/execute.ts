import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { pause } from '../base/cancellation';
import type { Failure } from '../base/errors';
import { isPlainObject } from '../base/objects';
import { shower } from '../base/text';
import { failedWith, type Failed } from '../operations/result';
import { isOnce, type Input } from '../operations/operation';
import { readInput } from '../parameters/input';
import { ItemParameters } from '../parameters/item-parameters';
import { checkMemory, optionsReader, optionsSchema } from '../parameters/options';
import { readLimit } from '../parameters/paging';
import type { Pace } from '../provider/open';
import type { Provider } from '../provider/provider';
import { failureOf, forModel, goesOn, hasErrorOutput, toNodeError } from '../tasks/errors';
import { makeTask, personKeyOf, TaskScope, type Plan, type Prepared } from '../tasks/task';
import { hintsOf } from './hints';
import { toOutputs } from './items';
import { cursorOf } from './lists';
import { Progress } from './progress';
import { Run, type Stopped } from './run';

/** Makes one item's task from its parameters, or a failure. What it throws also becomes the item's failure. */
export type TaskFactory = (itemIndex: number) => Promise<Prepared>;

/**
 * The `execute` of every action node: reads and checks all items first, then runs them, then puts the results on
 * the outputs. If the workflow stops at a failure, nothing is called once one item's input is invalid.
 */
export async function executeItems(
	context: IExecuteFunctions,
	factoryFor: (pace: Pace) => TaskFactory,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const asTool = isTool(context);
	const progress = new Progress(context, items.length);
	const taskOf = factoryFor({
		requestsPerMinute: readPace(context),
		wait: async (ms) => {
			progress.waiting(ms);
			return await pause(context, ms);
		},
	});
	const prepared: Prepared[] = [];
	// An unusable credential throws once, and is the same failure for all items.
	const failures = new Map<unknown, Failed>();
	for (const itemIndex of items.keys()) {
		prepared.push(
			await taskOf(itemIndex).catch((thrown) => {
				const failed = failures.get(thrown) ?? failedWith(failureOf(thrown));
				failures.set(thrown, failed);
				return failed;
			}),
		);
	}
	const run = new Run(context, items, goesOn(context), progress, asTool);
	const ended = await run.all(prepared);
	if (ended.kind === 'stopped') {
		const failure = amongOthers(ended, prepared);
		throw toNodeError(context.getNode(), asTool ? forModel(failure) : failure, ended.itemIndex);
	}
	const { results } = ended;
	// Older versions of n8n have no hints, and an agent does not see them.
	if (!asTool) context.addExecutionHints?.(...hintsOf(prepared, results));
	return toOutputs(items, prepared, results, asTool, hasErrorOutput(context));
}

/**
 * Says which item it was and how many others are invalid, so that all can be corrected at once. People count from
 * 1; n8n's own "[item 0]" counts from 0.
 */
function amongOthers({ failure, itemIndex }: Stopped, prepared: readonly Prepared[]): Failure {
	const failed = prepared.filter((one): one is Failed => one.kind === 'failed');
	const isOfThisItem = failed.filter((one) => one.failure === failure).length === 1;
	if (prepared.length === 1 || !isOfThisItem) return failure;
	const others = failed.length - 1;
	const more =
		others === 0
			? ''
			: `; ${others === 1 ? '1 more item has' : `${others} more items have`} unusable input`;
	const which = `item ${itemIndex + 1} of ${prepared.length}, counting from 1`;
	return { ...failure, message: `${failure.message} (${which}${more})` };
}

/**
 * A run has one pace, from its first item. An invalid value fails the items that have it, and the pace is then the
 * provider's documented one.
 */
function readPace(context: IExecuteFunctions): number | undefined {
	try {
		const given = context.getNodeParameter('options', 0, {});
		const pace = isPlainObject(given) ? given.requestsPerMinute : undefined;
		// Read separately, because another invalid option of the item must not loosen the pace.
		return optionsSchema.shape.requestsPerMinute.safeParse(pace).data;
	} catch {
		return undefined;
	}
}

/** An agent may or may not mark a tool run as such; the node's type shows it in either case. */
function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool') || context.isToolExecution?.() === true;
}

/** What identifies a list of an account: its person, and its other parameters. */
function listFieldsOf(provider: Provider, input: Input): Input['fields'] {
	const person = personKeyOf(provider, input);
	return person === null ? input.fields : { ...input.fields, person };
}

/** Makes the tasks of a plan: reads an item's parameters, and names the limit, the account and the person. */
export function tasksOf(context: IExecuteFunctions, plan: Plan): (itemIndex: number) => Prepared {
	const { open, inputs, run, fields } = plan;
	const { provider, version } = open;
	const isList = run.kind === 'list';
	const parameters = new ItemParameters(context, shower(open.hide));
	const optionsOf = optionsReader(parameters, { includeInputFields: !isList && !isTool(context) });
	const scopes = new Map<string | null, TaskScope>();
	const scopeOf = (accountId: string | null) => {
		const known = scopes.get(accountId) ?? new TaskScope(plan, accountId);
		scopes.set(accountId, known);
		return known;
	};
	return (itemIndex) => {
		try {
			const options = optionsOf(itemIndex);
			const wanted = { inputs, version, ownId: provider.ownId, options, fields };
			const input = readInput(parameters, itemIndex, wanted);
			if (run.kind === 'request' && isOnce(run.record)) checkMemory(options);
			if (input.accountId !== null) provider.checkAccountId?.(input.accountId, parameters.show);
			plan.check?.(input, itemIndex);
			const scope = scopeOf(input.accountId);
			if (!isList) return makeTask(scope, itemIndex, input, options, null);
			const size = run.isPaged === false ? null : readLimit(parameters, itemIndex);
			const item = context.getInputData()[itemIndex]?.json;
			const ofList = listFieldsOf(provider, input);
			const cursor = cursorOf(item, scope.subject, ofList) ?? {
				start: 0,
				remaining: size,
				fields: ofList,
			};
			return makeTask(scope, itemIndex, input, options, { size, cursor });
		} catch (thrown) {
			return failedWith(failureOf(thrown, provider.name));
		}
	};
}
