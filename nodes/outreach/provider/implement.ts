import { onlyAbout, type Naming } from '../operations/about';
import type { Input, OperationInputs, OperationRecord, ReportOf } from '../operations/operation';
import { refusedAs, type Failed, type Result, type WithAccount } from '../operations/result';
import type { Show } from '../base/text';
import type { Ask, Endpoint } from './ask';
import type {
	ApiVersion,
	ByFunction,
	ByRequest,
	FieldParameter,
	Implementation,
	RecipientRules,
} from './provider';

/** The fields of every implementation. */
interface ImplementationRules {
	readonly limit: string;
	readonly inputs?: Partial<OperationInputs>;
	readonly versions?: readonly string[];
	readonly fields?: readonly FieldParameter[];
	check?(input: Input, version: ApiVersion, show: Show): void;
}

export interface RequestRules<Api, Response, Report> extends ImplementationRules {
	readonly recipient?: RecipientRules<Api>;
	endpoint(input: Input, api: Api, recipientId: string): Endpoint<Response>;
	/** `now` in ms since 1970. */
	report(response: Response, input: Input, now: number): WithAccount<Report>;
	readonly about?: Naming;
}

/**
 * Implements an operation by one request. `once` operations can only be implemented this way, so that the runner
 * can limit them to one request.
 */
export function implement<Api, Response, R extends OperationRecord>(
	record: R,
	rules: RequestRules<Api, Response, ReportOf<R>>,
): ByRequest<Api> {
	const { limit, inputs, versions, fields, check, recipient, about } = rules;
	return {
		kind: 'request',
		record,
		limit,
		inputs: { ...record.inputs, ...inputs },
		versions,
		fields,
		check,
		recipient,
		about,
		endpoint: (input, api, recipientId) => {
			const { response, ...request } = rules.endpoint(input, api, recipientId);
			const report = response.transform((body) => rules.report(body, input, Date.now()));
			return { ...request, response: report };
		},
	};
}

/** Implements a read or a repeatable write by a function that may make several requests. */
export function implementBy<Api, R extends OperationRecord & { effect: 'read' | 'write' }>(
	record: R,
	rules: ImplementationRules & {
		call(api: Api, input: Input): Promise<Result<WithAccount<ReportOf<R>>>>;
	},
): ByFunction<Api> {
	const { limit, inputs, versions, call } = rules;
	return {
		kind: 'function',
		record,
		limit,
		inputs: { ...record.inputs, ...inputs },
		versions,
		call,
	};
}

/** Runs a read, a write, or any other repeatable operation. */
export async function callImplementation<Api>(
	run: Implementation<Api>,
	{
		ask,
		api,
		providerName,
	}: { readonly ask: Ask; readonly api: Api; readonly providerName: string },
	input: Input,
): Promise<Result<WithAccount<unknown>>> {
	if (run.kind === 'function') return await run.call(api, input);
	return toReport(run, providerName, input, await ask(run.endpoint(input, api, '')));
}

/** Reads the response to an implementation's one request: the report, the report of a refusal, or a failure. */
export function toReport<Api>(
	{ record, about }: ByRequest<Api>,
	providerName: string,
	input: Input,
	result: Result<WithAccount<unknown>>,
): Result<WithAccount<unknown>> {
	return orRefusal(record, input, about ? onlyAbout(result, providerName, input, about) : result);
}

/** An operation record, or the part of it that reads refusals. */
interface Refusable<R> {
	readonly id?: string;
	readRefusal?(failed: Failed, input: Input): R | null;
}

/** Turns a refusal that is an outcome into the operation's report. */
export function orRefusal<T, R>(
	{ readRefusal }: Refusable<R>,
	input: Input,
	result: Result<WithAccount<T>>,
): Result<WithAccount<T | R>> {
	if (result.kind !== 'failed') return result;
	const report = readRefusal?.(result, input) ?? null;
	return report === null ? result : refusedAs(result, { accountId: null, report });
}
