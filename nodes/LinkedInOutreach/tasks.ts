import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../outreach/base/errors';
import { toDataObject } from '../outreach/base/objects';
import { show, shower } from '../outreach/base/text';
import { OPERATIONS } from '../outreach/operations';
import type { OperationRecord } from '../outreach/operations/operation';
import { OpenProviders, type OpenProvider, type Pace } from '../outreach/provider/open';
import { isIn, type Implementation, type Provider } from '../outreach/provider/provider';
import { tasksOf, type TaskFactory } from '../outreach/run/execute';
import { inputFields, remainingOf } from '../outreach/run/items';
import type { Plan, Prepared } from '../outreach/tasks/task';
import { readProvider } from './provider-choice';
import { PROVIDERS } from './registry';

/** Makes a task in the shared vocabulary from an item of LinkedIn Outreach. */
export function outreachTasks(context: IExecuteFunctions, pace: Pace): TaskFactory {
	const providers = new OpenProviders(context, pace);
	const factories = new Map<string, (itemIndex: number) => Prepared>();
	return async (itemIndex) => {
		const provider = readProvider(context.getNodeParameter('provider', itemIndex));
		const record = readOperation(provider, evaluated(context, 'operation', itemIndex));
		const implementation = provider.operations.find((one) => one.record.id === record.id);
		if (!implementation) throw lacks(provider.name, record);
		const name = `${provider.id} ${record.id}`;
		const factory =
			factories.get(name) ??
			tasksOf(context, planOf(context, implementation, await providers.open(provider)));
		factories.set(name, factory);
		return factory(itemIndex);
	};
}

/** @throws InvalidInput if this version of the provider's API lacks the operation */
function planOf(
	context: IExecuteFunctions,
	run: Implementation<unknown>,
	open: OpenProvider,
): Plan {
	const { record, limit, inputs, fields, check } = run;
	const shown = shower(open.hide);
	if (!isIn(run, open.version)) throw lacks(open.version.name, record);
	return {
		open,
		operation: record.id,
		limit,
		inputs,
		run,
		fields,
		check: (input) => check?.(input, open.version, shown),
		toRows: (success, input, options, itemIndex) => {
			const item = context.getInputData()[itemIndex]?.json;
			const { outcome, ...fields } = toDataObject(success.report);
			return [
				{
					...(options.includeInputFields ? inputFields(item) : {}),
					provider: open.provider.id,
					operation: record.id,
					outcome,
					accountId: success.accountId,
					profile: input.profile && { ...input.profile },
					...fields,
					remaining: remainingOf(success, limit),
					...(options.includeRateLimit ? { rateLimit: success.rateLimit } : {}),
					...(options.includeProviderResponse
						? { providerResponse: success.body === null ? null : toResponse(success.body) }
						: {}),
				},
			];
		},
	};
}

/** n8n passes an expression unevaluated if the parameter is not made for expressions. */
function evaluated(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const given = context.getNodeParameter(name, itemIndex);
	const isExpression = typeof given === 'string' && given.includes('{{');
	return isExpression ? context.evaluateExpression(given, itemIndex) : given;
}

function readOperation({ name, operations }: Provider, given: unknown): OperationRecord {
	const record = OPERATIONS.find(({ id }) => id === given);
	if (record) return record;
	const known = operations.map((one) => one.record.id).join(', ');
	throw new InvalidInput(
		`The parameter 'Operation' is ${show(given)}, which ${name} does not have`,
		`Pick one under 'Operation', or make the expression return one of ${known}.`,
	);
}

function lacks(apiName: string, record: OperationRecord): InvalidInput {
	const having = PROVIDERS.flatMap((provider) => namesWith(provider, record));
	return new InvalidInput(
		`${apiName} does not have the operation '${record.name}'. These do: ${having.join(', ')}`,
		"Choose another 'Operation', or another 'Provider'.",
	);
}

/** The provider, or the versions of its API, that have an operation. */
function namesWith({ name, operations, versions }: Provider, { id }: OperationRecord): string[] {
	const implementation = operations.find(({ record }) => record.id === id);
	if (!implementation) return [];
	if (!implementation.versions) return [name];
	return versions.filter((one) => isIn(implementation, one)).map((one) => one.name);
}

function toResponse(body: unknown): IDataObject | IDataObject[] {
	return Array.isArray(body) ? body.map(toDataObject) : toDataObject(body);
}
