import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import { InvalidInput, type Answer } from './answer';
import { buildTask, type PlannedCall, type Prepare } from './execute';
import { inputFields } from './items';
import { toDataObject } from './objects';
import {
	accountParameter,
	invitationIdParameter,
	noteParameter,
	optionsParameter,
	profileParameter,
	prospectIdParameter,
	type AccountParameter,
} from './parameters';
import type { Attributed, Input, Needs, OutreachSession, Provider } from './provider';
import { openSession, type OpenSession, type Pace } from './sessions';
import type { Presentable } from './task';
import { rateLimitSchema, reportSchemas } from './vocabulary';

/** One operation of a provider's own node, as data. */
export interface NodeOperation<S extends OutreachSession> {
	readonly resource: string;
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly needs: Needs;
	/** The provider's name for what is limited: the same as the unified operation of its kind uses. */
	readonly limitName: string;
	/** What leaves on Success, for the editor's preview. */
	readonly output: z.AnyZodObject;
	/**
	 * A `send` goes through the session's `sendConnection`, so that it is held to at most once as in the unified node;
	 * a `change` through the session too, for its outcome. Of a read the answer's body leaves the node.
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
		  };
}

export interface ProviderNode<S extends OutreachSession> {
	readonly provider: Provider<S>;
	readonly resources: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	readonly operations: ReadonlyArray<NodeOperation<S>>;
	readonly account: AccountParameter;
	/** The fields of an answer's body that a person wants, without the envelope. */
	fieldsOf(body: unknown): IDataObject;
}

/** What a provider's own node adds to an answer's fields, so that a refusal reads as the outcome that it is. */
export function sendOutput(answer: z.AnyZodObject): z.AnyZodObject {
	return answer
		.merge(
			reportSchemas.sendConnection.pick({
				outcome: true,
				invited: true,
				noteSent: true,
				message: true,
			}),
		)
		.extend({ rateLimit: rateLimitSchema.optional() });
}

export function changeOutput(answer: z.AnyZodObject): z.AnyZodObject {
	return answer.merge(reportSchemas.withdrawInvitation.pick({ outcome: true, message: true }));
}

/** The parameters of a provider's own node: Resource, Operation, then what the operation needs. */
export function providerProperties<S extends OutreachSession>(
	node: ProviderNode<S>,
): INodeProperties[] {
	const { resources, operations, account } = node;
	const showing = (wanted: (needs: Needs) => boolean) =>
		resources.flatMap(({ value: resource }) => {
			const matching = operations.filter((one) => one.resource === resource && wanted(one.needs));
			if (matching.length === 0) return [];
			return [{ show: { resource: [resource], operation: matching.map((one) => one.operation) } }];
		});
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => ({ ...resource })),
			default: String(operations[0]?.resource),
		},
		...resources.map(({ value: resource }): INodeProperties => {
			const own = operations.filter((one) => one.resource === resource);
			return {
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: [resource] } },
				options: own.map(({ operation: value, name, action, description }) => ({
					name,
					value,
					action,
					description,
				})),
				default: String(own[0]?.operation),
			};
		}),
		...showing((needs) => needs.person === 'profile').map((show) => profileParameter(show)),
		...showing((needs) => needs.person === 'profileOrInvitation').flatMap((show) => [
			profileParameter(show),
			invitationIdParameter(show),
		]),
		...showing((needs) => needs.person === 'prospect').map(prospectIdParameter),
		...showing((needs) => needs.account !== 'none').map((displayOptions) =>
			accountParameter({ ...account, displayOptions }),
		),
		...showing((needs) => needs.note === true).map(noteParameter),
		optionsParameter(
			{ show: { '/operation': ['send'] } },
			{ hide: { '/operation': ['send', 'withdraw'] } },
		),
	];
}

/** "Invitation: Send", from the names a person sees. */
export function providerSubtitle<S extends OutreachSession>({
	operations,
}: ProviderNode<S>): string {
	const actions = operations.map(
		({ resource, operation, action }) => `'${resource} ${operation}': '${action}'`,
	);
	return `={{ ({ ${actions.join(', ')} })[$parameter.resource + ' ' + $parameter.operation] }}`;
}

/** Reads an item of a provider's own node into a task; what leaves is in the provider's own words. */
export function prepareProviderNode<S extends OutreachSession>(
	context: IExecuteFunctions,
	node: ProviderNode<S>,
	pace: Pace,
): Prepare {
	const { provider } = node;
	let opening: Promise<OpenSession<S>> | null = null;
	return async (itemIndex) => {
		const chosen = findOperation(
			node,
			context.getNodeParameter('resource', itemIndex),
			context.getNodeParameter('operation', itemIndex),
		);
		opening ??= openSession(context, provider, pace);
		const opened = await opening;
		const { run } = chosen;
		return buildTask(
			context,
			{
				itemIndex,
				provider,
				opened,
				operation: `${chosen.resource}.${chosen.operation}`,
				limitName: chosen.limitName,
				needs: chosen.needs,
				present: (result, _input, options) => {
					const own =
						run.effect === 'read' ? node.fieldsOf(result.body) : outcomeFields(node, result);
					const item = context.getInputData()[itemIndex]?.json;
					return [
						{
							...(options.includeInputFields ? inputFields(item) : {}),
							...own,
							...(result.rateLimit ? { rateLimit: result.rateLimit } : {}),
							...(options.includeProviderResponse
								? { providerResponse: toDataObject(result.body ?? {}) }
								: {}),
						},
					];
				},
			},
			plannedCall(run, opened.session),
		);
	};
}

/** Beside the provider's fields, what became of the invitation: the provider may have answered nothing, or a refusal. */
function outcomeFields<S extends OutreachSession>(
	node: ProviderNode<S>,
	result: Presentable,
): IDataObject {
	const report = toDataObject(result.report);
	// A refusal's text would make n8n take the item for a failed one; it stands in `message`.
	const own = result.body === null ? {} : node.fieldsOf(result.body);
	const said = ['outcome', 'invited', 'noteSent'].filter((key) => key in report);
	return {
		...own,
		...Object.fromEntries(said.map((key) => [key, report[key]])),
		message: own.message ?? report.message,
	};
}

function plannedCall<S extends OutreachSession>(
	run: NodeOperation<S>['run'],
	session: S,
): PlannedCall {
	if (run.effect === 'send') return run;
	if (run.effect === 'change')
		return { effect: 'change', call: (input) => run.call(session, input) };
	return { effect: 'read', call: async (input) => attribute(await run.call(session, input)) };
}

function attribute(answer: Answer<unknown>): Answer<Attributed<unknown>> {
	return answer.kind === 'answered'
		? { ...answer, value: { accountId: null, report: answer.value } }
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
		`${provider.name} does not have the operation '${String(operation).slice(0, 40)}' for the resource '${String(resource).slice(0, 40)}'`,
		`Choose one of ${known}.`,
	);
}
