import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from '../base/errors';
import { toDataObject } from '../base/objects';
import { show, shower } from '../base/text';
import { rateLimitSchema } from '../base/vocabulary';
import type { OnceRecord } from '../operations/operation';
import { pageSchema } from '../operations/pages';
import { sendConnection } from '../operations/send-connection';
import { withdrawInvitation } from '../operations/withdraw-invitation';
import { ItemParameters } from '../parameters/item-parameters';
import { readSwitch } from '../parameters/paging';
import { openProvider, type OpenProvider, type Pace } from '../provider/open';
import {
	effectOf,
	fieldsOf,
	isImplementation,
	type NodeOperation,
	type Provider,
} from '../provider/provider';
import { tasksOf, type TaskFactory } from '../run/execute';
import { inputFields, remainingOf } from '../run/items';
import type { Plan, Prepared, Success } from '../tasks/task';

type Operation = NodeOperation<unknown>;

/** A response's fields: none if nothing was requested. `success` is false if the provider refused. */
function perhapsAnswered(answer: z.AnyZodObject): z.AnyZodObject {
	const { success }: z.ZodRawShape = answer.shape;
	const refusable =
		success instanceof z.ZodLiteral ? answer.extend({ success: z.boolean() }) : answer;
	return refusable.partial();
}

/** The fields of a report that a provider's own node adds to the provider's fields. */
const OWN_FIELDS = ['outcome', 'invited', 'noteSent', 'messaged'];

/** What a provider's own node adds to a response's fields, so that a refusal shows its outcome. */
export function sendOutput(
	answer: z.AnyZodObject,
	{ report }: OnceRecord = sendConnection,
): z.AnyZodObject {
	const shown = [...OWN_FIELDS, 'message'].filter((name) => name in report.shape);
	const mask = Object.fromEntries(shown.map((name) => [name, true as const]));
	return perhapsAnswered(answer).merge(report.pick(mask)).extend({
		remaining: z.number().nullable(),
		rateLimit: rateLimitSchema.nullable().optional(),
	});
}

export function changeOutput(
	answer: z.AnyZodObject,
	outcomes: readonly [string, ...string[]] = withdrawInvitation.report.shape.outcome.options,
): z.AnyZodObject {
	return perhapsAnswered(answer).extend({
		outcome: z.enum(outcomes),
		message: z.string().nullable(),
	});
}

/** Makes a task from an item of a provider's own node. Its output has the provider's own fields. */
export function providerNodeTasks(
	context: IExecuteFunctions,
	provider: Provider,
	pace: Pace,
): TaskFactory {
	let opening: Promise<OpenProvider> | null = null;
	const factories = new Map<Operation, (itemIndex: number) => Prepared>();
	return async (itemIndex) => {
		const chosen = findOperation(
			provider,
			context.getNodeParameter('resource', itemIndex),
			context.getNodeParameter('operation', itemIndex),
		);
		opening ??= openProvider(context, provider, pace);
		const factory =
			factories.get(chosen) ?? tasksOf(context, planOf(context, chosen, await opening));
		factories.set(chosen, factory);
		return factory(itemIndex);
	};
}

function planOf(context: IExecuteFunctions, chosen: Operation, open: OpenProvider): Plan {
	const { run } = chosen;
	const { provider } = open;
	const effect = effectOf(chosen);
	const parameters = new ItemParameters(context, shower(open.hide));
	const simplifierOf = (itemIndex: number) =>
		run.kind === 'list' && run.simplify !== undefined && isSimple(parameters, itemIndex)
			? run.simplify
			: (fields: IDataObject) => fields;
	return {
		open,
		operation: `${chosen.resource}.${chosen.operation}`,
		limit: chosen.limit,
		inputs: chosen.inputs,
		run,
		showsBody: true,
		fields: fieldsOf(chosen),
		check: (input, itemIndex) => {
			chosen.check?.(input, parameters.show);
			if (isImplementation(run)) {
				run.check?.(input, open.version, parameters.show);
			}
			simplifierOf(itemIndex);
		},
		toRows: (success, _input, options, itemIndex) => {
			const item = context.getInputData()[itemIndex]?.json;
			const beneath = options.includeInputFields ? inputFields(item) : {};
			if (effect === 'list') {
				const simplify = simplifierOf(itemIndex);
				return rowsSchema.parse(success.report).map(({ fields }) => ({
					...beneath,
					...simplify(fields),
					...(options.includeProviderResponse ? { providerResponse: fields } : {}),
				}));
			}
			const own =
				effect === 'read' ? provider.node.fieldsOf(success.body) : outcomeFields(provider, success);
			return [
				{
					...beneath,
					...own,
					...(effect === 'once' ? { remaining: remainingOf(success, chosen.limit) } : {}),
					...(options.includeRateLimit ? { rateLimit: success.rateLimit } : {}),
					...(options.includeProviderResponse
						? { providerResponse: toDataObject(success.body ?? {}) }
						: {}),
				},
			];
		},
	};
}

const rowsSchema = pageSchema.shape.rows;

const isSimple = (parameters: ItemParameters, itemIndex: number) =>
	readSwitch(parameters, 'simplify', 'Simplify', itemIndex, true);

/** The outcome, in addition to the provider's fields: there may be no response, or only a refusal. */
function outcomeFields({ node }: Provider, success: Success): IDataObject {
	const report = toDataObject(success.report);
	// With the refusal's text here, n8n would treat the item as failed. The text is in `message`.
	const own = success.body === null ? {} : node.fieldsOf(success.body);
	const names = OWN_FIELDS.filter((key) => key in report);
	return {
		...own,
		...Object.fromEntries(names.map((key) => [key, report[key]])),
		// For a message, the provider's own `message` may be the text sent.
		message: 'messaged' in report ? report.message : (own.message ?? report.message),
	};
}

function findOperation({ node, name }: Provider, resource: unknown, operation: unknown): Operation {
	const { operations } = node;
	const found = operations.find((one) => one.resource === resource && one.operation === operation);
	if (found) return found;
	const known = operations.map((one) => `${one.resource} / ${one.operation}`).join(', ');
	throw new InvalidInput(
		`${name} does not have the operation ${show(operation)} for the resource ${show(resource)}`,
		`Choose one of ${known}.`,
	);
}
