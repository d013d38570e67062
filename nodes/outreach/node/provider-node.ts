import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput, type Answer } from '../answer';
import { toDataObject } from '../objects';
import { pageSchema, type ListedRow, type Page } from '../pages';
import type { Attributed, Input, Needs, OutreachSession, Provider } from '../provider';
import { taskBuilder, type Prepare } from '../run/execute';
import { inputFields, remainingOf } from '../run/items';
import { readSwitch } from '../run/paging';
import type { Plan, PlannedCall } from '../run/planned';
import type { Prepared } from '../run/settled';
import type { Presentable } from '../run/task';
import { openSession, type OpenSession, type Pace } from '../sessions';
import { show, shower, type Show } from '../text';
import { rateLimitSchema, reportSchemas } from '../vocabulary';
import { ItemParameters } from './item-parameters';
import type { AccountParameter, FieldParameter } from './parameters';

/** One operation of a provider's own node, as data. */
export interface NodeOperation<S extends OutreachSession> {
	readonly resource: string;
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly needs: Needs;
	/** Parameters of its own beside those that are shared; `Input.fields` holds what an item gives for them. */
	readonly fields?: readonly FieldParameter[];
	/** Looks at what an item gives before anything is called. @throws InvalidInput */
	readonly check?: (input: Input, show: Show) => void;
	/** The provider's name for what is limited: the same as the unified operation of its kind uses. */
	readonly limitName: string;
	/** What leaves on Success, for the editor's preview; of a list, a row. */
	readonly output: z.AnyZodObject;
	/**
	 * A `send` goes through the session's `sendConnection`, so that it is held to at most once as in the unified node;
	 * a `change` through the session too, for its outcome. Of a `read` the answer's body leaves the node, of a `list` an
	 * item for each row.
	 */
	readonly run:
		| { readonly effect: 'send' }
		| {
				readonly effect: 'change';
				readonly call: (session: S, input: Input) => Promise<Answer<Attributed<unknown>>>;
		  }
		| {
				readonly effect: 'read';
				readonly call: (session: S, input: Input) => Promise<Answer<unknown>>;
		  }
		| NodeList<S>;
}

/** A list of a provider's. */
export interface NodeList<S extends OutreachSession> {
	readonly effect: 'list';
	/** One page from `at` on: 0, or the last page's `next`. `size` is the *Limit*, or null for all rows. */
	readonly page: (
		session: S,
		input: Input,
		at: number,
		size: number | null,
	) => Promise<Answer<Page<ListedRow>>>;
	/** False: the list is short, and always returned whole. */
	readonly isPaged?: false;
	/** What *Simplify* leaves of a row that has more than ten fields. */
	readonly simplify?: (fields: IDataObject) => IDataObject;
}

export interface ProviderNode<S extends OutreachSession> {
	readonly provider: Provider<S>;
	readonly resources: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	readonly operations: ReadonlyArray<NodeOperation<S>>;
	readonly account: AccountParameter;
	/** The fields of an answer's body that a person wants, without the envelope. */
	fieldsOf(body: unknown): IDataObject;
}

/** An answer's fields: none where nobody was asked, and `success` is false where the provider refused. */
function perhapsAnswered(answer: z.AnyZodObject): z.AnyZodObject {
	const { success }: z.ZodRawShape = answer.shape;
	const refusable =
		success instanceof z.ZodLiteral ? answer.extend({ success: z.boolean() }) : answer;
	return refusable.partial();
}

/** What a provider's own node adds to an answer's fields, so that a refusal reads as the outcome that it is. */
export function sendOutput(answer: z.AnyZodObject): z.AnyZodObject {
	return perhapsAnswered(answer)
		.merge(
			reportSchemas.sendConnection.pick({
				outcome: true,
				invited: true,
				noteSent: true,
				message: true,
			}),
		)
		.extend({
			remaining: z.number().nullable(),
			rateLimit: rateLimitSchema.nullable().optional(),
		});
}

export function changeOutput(
	answer: z.AnyZodObject,
	outcomes: readonly [string, ...string[]] = reportSchemas.withdrawInvitation.shape.outcome.options,
): z.AnyZodObject {
	return perhapsAnswered(answer).extend({
		outcome: z.enum(outcomes),
		message: z.string().nullable(),
	});
}

/** Reads an item of a provider's own node into a task; what leaves is in the provider's own words. */
export function prepareProviderNode<S extends OutreachSession>(
	context: IExecuteFunctions,
	node: ProviderNode<S>,
	pace: Pace,
): Prepare {
	const { provider } = node;
	let opening: Promise<OpenSession<S>> | null = null;
	const builders = new Map<NodeOperation<S>, (itemIndex: number) => Prepared>();
	return async (itemIndex) => {
		const chosen = findOperation(
			node,
			context.getNodeParameter('resource', itemIndex),
			context.getNodeParameter('operation', itemIndex),
		);
		opening ??= openSession(context, provider, pace);
		const builder =
			builders.get(chosen) ?? taskBuilder(context, planOf(context, node, chosen, await opening));
		builders.set(chosen, builder);
		return builder(itemIndex);
	};
}

function planOf<S extends OutreachSession>(
	context: IExecuteFunctions,
	node: ProviderNode<S>,
	chosen: NodeOperation<S>,
	opened: OpenSession<S>,
): Plan {
	const { run } = chosen;
	const parameters = new ItemParameters(context, shower(opened.hide));
	const simplifierOf = (itemIndex: number) =>
		run.effect === 'list' && run.simplify !== undefined && isSimple(parameters, itemIndex)
			? run.simplify
			: (fields: IDataObject) => fields;
	return {
		provider: node.provider,
		opened,
		operation: `${chosen.resource}.${chosen.operation}`,
		limitName: chosen.limitName,
		needs: chosen.needs,
		call: plannedCall(run, opened.session),
		presentsBody: true,
		fields: chosen.fields,
		check: (input, itemIndex) => {
			chosen.check?.(input, parameters.show);
			simplifierOf(itemIndex);
		},
		present: (result, _input, options, itemIndex) => {
			const item = context.getInputData()[itemIndex]?.json;
			const beneath = options.includeInputFields ? inputFields(item) : {};
			if (run.effect === 'list') {
				const simplify = simplifierOf(itemIndex);
				return rowsSchema.parse(result.report).map(({ fields }) => ({
					...beneath,
					...simplify(fields),
					...(options.includeProviderResponse ? { providerResponse: fields } : {}),
				}));
			}
			const own = run.effect === 'read' ? node.fieldsOf(result.body) : outcomeFields(node, result);
			return [
				{
					...beneath,
					...own,
					...(run.effect === 'send' ? { remaining: remainingOf(result, chosen.limitName) } : {}),
					...(options.includeRateLimit ? { rateLimit: result.rateLimit } : {}),
					...(options.includeProviderResponse
						? { providerResponse: toDataObject(result.body ?? {}) }
						: {}),
				},
			];
		},
	};
}

const rowsSchema = pageSchema.shape.rows;

const isSimple = (parameters: ItemParameters, itemIndex: number) =>
	readSwitch(parameters, 'simplify', 'Simplify', itemIndex, true);

/** Beside the provider's fields, what became of the invitation: the provider may have answered nothing, or a refusal. */
function outcomeFields<S extends OutreachSession>(
	node: ProviderNode<S>,
	result: Presentable,
): IDataObject {
	const report = toDataObject(result.report);
	// A refusal's text would make n8n take the item for a failed one; it stands in `message`.
	const own = result.body === null ? {} : node.fieldsOf(result.body);
	const names = ['outcome', 'invited', 'noteSent'].filter((key) => key in report);
	return {
		...own,
		...Object.fromEntries(names.map((key) => [key, report[key]])),
		message: own.message ?? report.message,
	};
}

function plannedCall<S extends OutreachSession>(
	run: NodeOperation<S>['run'],
	session: S,
): PlannedCall {
	if (run.effect === 'send') return run;
	if (run.effect === 'list') {
		return {
			effect: 'list',
			isPaged: run.isPaged !== false,
			page: async (input, at, size) => await run.page(session, input, at, size),
		};
	}
	if (run.effect === 'change')
		return { effect: 'change', call: (input) => run.call(session, input) };
	return { effect: 'read', call: async (input) => attribute(await run.call(session, input)) };
}

/** The output is made of the body: the report would only repeat it. */
function attribute(answer: Answer<unknown>): Answer<Attributed<unknown>> {
	return answer.kind === 'answered'
		? { ...answer, value: { accountId: null, report: null } }
		: answer;
}

function findOperation<S extends OutreachSession>(
	{ operations, provider }: ProviderNode<S>,
	resource: unknown,
	operation: unknown,
): NodeOperation<S> {
	const found = operations.find((one) => one.resource === resource && one.operation === operation);
	if (found) return found;
	const known = operations.map((one) => `${one.resource} / ${one.operation}`).join(', ');
	throw new InvalidInput(
		`${provider.name} does not have the operation ${show(operation)} for the resource ${show(resource)}`,
		`Choose one of ${known}.`,
	);
}
