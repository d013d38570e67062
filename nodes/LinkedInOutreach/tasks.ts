import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../outreach/answer';
import { toDataObject } from '../outreach/objects';
import type { Needs, OutreachSession, Provider } from '../outreach/provider';
import { taskBuilder, type Prepare } from '../outreach/run/execute';
import { inputFields, remainingOf } from '../outreach/run/items';
import type { Plan, PlannedCall } from '../outreach/run/planned';
import type { Prepared } from '../outreach/run/settled';
import { Sessions, type OpenSession, type Pace } from '../outreach/sessions';
import { show } from '../outreach/text';
import { OPERATION_NAMES, OPERATIONS, type Operation } from '../outreach/vocabulary';
import { readProvider } from './provider-choice';
import { PROVIDERS } from './registry';

/** Reads an item of LinkedIn Outreach into a task in the one vocabulary. */
export function prepareOutreach(context: IExecuteFunctions, pace: Pace): Prepare {
	const sessions = new Sessions(context, pace);
	const builders = new Map<string, (itemIndex: number) => Prepared>();
	return async (itemIndex) => {
		const provider = PROVIDERS[readProvider(context.getNodeParameter('provider', itemIndex))];
		const operation = readOperation(provider, evaluated(context, 'operation', itemIndex));
		const needs = provider.operations[operation];
		if (!needs) throw lacks(provider.name, operation);
		const name = `${provider.id} ${operation}`;
		const builder =
			builders.get(name) ??
			taskBuilder(
				context,
				planOf(context, provider, operation, needs, await sessions.open(provider)),
			);
		builders.set(name, builder);
		return builder(itemIndex);
	};
}

/** @throws InvalidInput where the provider, or this version of its API, lacks the operation */
function planOf(
	context: IExecuteFunctions,
	provider: Provider,
	operation: Operation,
	needs: Needs,
	opened: OpenSession<OutreachSession>,
): Plan {
	const call = callOf(opened.session, operation);
	if (!call) throw lacks(opened.session.apiName, operation);
	const limitName = provider.limitName(operation);
	return {
		provider,
		opened,
		operation,
		limitName,
		needs,
		call,
		present: (result, input, options, itemIndex) => {
			const item = context.getInputData()[itemIndex]?.json;
			const { outcome, ...fields } = toDataObject(result.report);
			return [
				{
					...(options.includeInputFields ? inputFields(item) : {}),
					provider: provider.id,
					operation,
					outcome,
					accountId: result.accountId,
					profile: input.profile && { ...input.profile },
					...fields,
					remaining: remainingOf(result, limitName),
					...(options.includeRateLimit ? { rateLimit: result.rateLimit } : {}),
					...(options.includeProviderResponse
						? { providerResponse: result.body === null ? null : toResponse(result.body) }
						: {}),
				},
			];
		},
	};
}

function callOf(session: OutreachSession, operation: Operation): PlannedCall | null {
	if (operation === 'sendConnection') return session.sendConnection ? { effect: 'send' } : null;
	const call = session[operation];
	if (!call) return null;
	return { effect: operation === 'withdrawInvitation' ? 'change' : 'read', call };
}

/** n8n hands an expression over as it is written where a parameter is not made for one. */
function evaluated(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const given = context.getNodeParameter(name, itemIndex);
	const isExpression = typeof given === 'string' && given.includes('{{');
	return isExpression ? context.evaluateExpression(given, itemIndex) : given;
}

function readOperation(provider: Provider, given: unknown): Operation {
	const operation = OPERATIONS.find((known) => known === given);
	if (operation) return operation;
	throw new InvalidInput(
		`The parameter 'Operation' is ${show(given)}, which ${provider.name} does not have`,
		`Pick one under 'Operation', or let the expression give one of ${Object.keys(provider.operations).join(', ')}.`,
	);
}

function lacks(apiName: string, operation: Operation): InvalidInput {
	const having = Object.values(PROVIDERS).flatMap(({ name, operations }) => {
		const needs = operations[operation];
		return needs ? [needs.onlyIn ?? name] : [];
	});
	return new InvalidInput(
		`${apiName} does not have the operation '${OPERATION_NAMES[operation]}'. These do: ${having.join(', ')}`,
		"Choose another 'Operation', or another 'Provider'.",
	);
}

function toResponse(body: unknown): IDataObject | IDataObject[] {
	return Array.isArray(body) ? body.map(toDataObject) : toDataObject(body);
}
