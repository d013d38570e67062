import type { IDataObject } from 'n8n-workflow';
import type { Cursor, Position, RateLimit, Relationship } from '../base/vocabulary';
import { accountKey, limitKey, limitKeyOfPerson } from '../limits/keys';
import type { LimitSubject, RateLimitInfo } from '../limits/limits';
import {
	isOnce,
	type Input,
	type OnceRecord,
	type OperationInputs,
	type OperationRecord,
	type ReportOf,
} from '../operations/operation';
import type { ListedRow, Page } from '../operations/pages';
import { isRefusedNote } from '../operations/refusals';
import {
	failedWith,
	mapResult,
	type Failed,
	type Result,
	type WithAccount,
} from '../operations/result';
import type { Options } from '../parameters/options';
import { personKey } from '../people/profile';
import type { Endpoint } from '../provider/ask';
import { callImplementation, toReport } from '../provider/implement';
import type { OpenProvider } from '../provider/open';
import {
	isIn,
	type ByRequest,
	type FieldParameter,
	type Implementation,
	type NodeList,
	type NodeRead,
	type NodeRun,
	type NodeWrite,
	type Provider,
	type Recipient,
} from '../provider/provider';
import type { SendSubject } from '../sends/send-memory';

/** What a node prepares of an operation before its items run. */
export interface Plan {
	readonly open: OpenProvider;
	/** The name in `rateLimit.operation`. */
	readonly operation: string;
	/** The provider's name for the quota the operation uses. */
	readonly limit: string;
	readonly inputs: OperationInputs;
	readonly run: NodeRun<unknown>;
	/** Whether the rows are made from the response's body, even without *Include Provider Response*. */
	readonly showsBody?: boolean;
	/** The operation's own parameters. */
	readonly fields?: readonly FieldParameter[];
	/** @throws InvalidInput */
	check?(input: Input, itemIndex: number): void;
	/** The output on Success, one object per row. */
	toRows(success: Success, input: Input, options: Options, itemIndex: number): IDataObject[];
}

/** A success, before conversion into the node's output. */
export interface Success {
	/** For a list: its rows. */
	readonly report: unknown;
	readonly accountId: string | null;
	readonly body: unknown;
	readonly rateLimit: RateLimit | null;
}

/** The result of a task. */
export type TaskResult = Result<WithAccount<unknown>>;

/** An item's task, or the failure that prevented it. */
export type Prepared = Task | Failed;

export type Task = ReadTask | WriteTask | ListTask | OnceTask;
/** Changes nothing. */
export type ReadTask = CallTask<'read'>;
/** Changes something, and can be repeated without harm. */
export type WriteTask = CallTask<'write'>;

/** What the tasks of one operation and account share. */
export class TaskScope {
	readonly subject: LimitSubject;
	/** The prefix of each key of the account's limits. */
	readonly accountKey: string;
	/** The limit that the operation counts against. */
	readonly limitKey: string;

	constructor(
		readonly plan: Plan,
		readonly accountId: string | null,
	) {
		const { id } = plan.open.provider;
		this.subject = { provider: id, operation: plan.operation, accountId };
		this.accountKey = accountKey(id, plan.open, accountId);
		this.limitKey = limitKey(this.accountKey, plan.limit);
	}

	/** The limit that a response reports: it may be that of sends, even if the call counts against another. */
	limitKeyOf({ action }: RateLimitInfo, calledKey: string): string {
		const name = action?.toLowerCase();
		const ofSends = this.sendLimits().find((limit) => limit.toLowerCase() === name);
		return ofSends === undefined ? calledKey : limitKey(this.accountKey, ofSends);
	}

	/** The limit on sends in the response to another operation. */
	sendLimitKeyOf(info: RateLimitInfo): string {
		const [first = this.plan.limit] = this.sendLimits();
		return this.limitKeyOf(info, limitKey(this.accountKey, first));
	}

	private sendLimits(): string[] {
		const { operations } = this.plan.open.provider;
		return operations.flatMap(({ record, limit }) => (isOnce(record) ? [limit] : []));
	}
}

/**
 * One item's work. A run has all of its tasks in memory, up to a hundred thousand, so a task stores only what is
 * specific to its item, and derives the rest on demand.
 */
abstract class BaseTask {
	readonly kind = 'task';

	constructor(
		readonly scope: TaskScope,
		readonly itemIndex: number,
		readonly input: Input,
		readonly options: Options,
	) {}

	get subject(): LimitSubject {
		return this.scope.subject;
	}
	get providerName(): string {
		return this.scope.plan.open.provider.name;
	}
	get accountKey(): string {
		return this.scope.accountKey;
	}
	get limitKey(): string {
		return this.scope.limitKey;
	}
	/** Provider and person, identical for two spellings of one name; null if the call has no person. */
	get personKey(): string | null {
		return personKeyOf(this.scope.plan.open.provider, this.input);
	}
	/** Whether the output needs the response's body. */
	get needsBody(): boolean {
		return this.options.includeProviderResponse || this.scope.plan.showsBody === true;
	}

	/** Removes the credential's secrets from a text. */
	hide(text: string): string {
		return this.scope.plan.open.hide(text);
	}

	toRows(success: Success): IDataObject[] {
		return this.scope.plan.toRows(success, this.input, this.options, this.itemIndex);
	}
}

export function personKeyOf({ id }: Provider, { profile, ownId }: Input): string | null {
	const person = profile ? personKey(profile) : ownId;
	return person === null ? null : `${id}|${person}`;
}

type OneCall = Implementation<unknown> | NodeRead<unknown> | NodeWrite<unknown>;

async function callOnce(run: OneCall, open: OpenProvider, input: Input): Promise<TaskResult> {
	const { api, ask, provider } = open;
	switch (run.kind) {
		case 'read':
			// The rows are made from the body; the report would only repeat it.
			return mapResult(await run.call(api, input), () => ({ accountId: null, report: null }));
		case 'write':
			return await run.call(api, input);
		default:
			return await callImplementation(run, { ask, api, providerName: provider.name }, input);
	}
}

/** Calls once, or again after a limit: a read, or a repeatable write. */
export class CallTask<Effect extends 'read' | 'write'> extends BaseTask {
	constructor(
		readonly effect: Effect,
		scope: TaskScope,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly run: OneCall,
	) {
		super(scope, itemIndex, input, options);
	}

	/** Two reads of a run with the same key share one request. */
	get readKey(): string {
		const { invitationId, limit, fields } = this.input;
		const own = [this.personKey, invitationId, limit, ...Object.values(fields)];
		return JSON.stringify([this.accountKey, this.subject.operation, ...own]);
	}

	async call(): Promise<TaskResult> {
		return await callOnce(this.run, this.scope.plan.open, this.input);
	}
}

/** Reads a list page by page; each of its rows becomes an item. */
export class ListTask extends BaseTask {
	readonly effect = 'list';

	constructor(
		scope: TaskScope,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly list: NodeList<unknown>,
		/** Total number of rows wanted; null for all. */
		private readonly size: number | null,
		readonly cursor: Cursor,
	) {
		super(scope, itemIndex, input, options);
	}

	/** Two tasks of a run with the same key read the same list, and share its pages. */
	get readKey(): string {
		const { operation } = this.subject;
		const own = [this.personKey, this.input.fields, this.size];
		return JSON.stringify([this.accountKey, operation, ...own]);
	}

	async page(at: Position): Promise<Result<WithAccount<Page<ListedRow>>>> {
		const { accountId, plan } = this.scope;
		const page = await this.list.page(plan.open.api, this.input, at, this.size);
		return mapResult(page, (report) => ({ accountId, report }));
	}
}

/** May reach the provider once at most. */
export class OnceTask extends BaseTask {
	readonly effect = 'once';

	constructor(
		scope: TaskScope,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly run: ByRequest<unknown>,
		readonly record: OnceRecord,
		private readonly person: string,
	) {
		super(scope, itemIndex, input, options);
	}

	override get personKey(): string {
		return this.person;
	}
	/** The send's key in memory: what is sent, and to whom. */
	get key(): string {
		return this.record.once.idempotencyKey(this.person, this.input);
	}

	/** The ID of the Data Table that remembers it; null for the node itself. */
	get logTable(): string | null {
		const { memory, logTable } = this.options;
		return memory === 'dataTable' ? (logTable ?? null) : null;
	}

	/** The send, in memory's form. */
	get sendSubject(): SendSubject {
		const { input, options, record, scope } = this;
		const { profile, ownId } = input;
		const { provider } = this.subject;
		return {
			key: this.key,
			action: record.once.noun.one,
			fingerprint: record.once.fingerprint?.(input) ?? '',
			person: profile ? personKey(profile) : `${provider}:${ownId}`,
			profileUrl: profile?.url ?? '',
			provider,
			accountId: scope.accountId,
			logTable: this.logTable,
			isSpaced: options.delayMinSeconds > 0 || options.delayMaxSeconds > 0,
		};
	}

	endpoint(recipientId: string): Endpoint<WithAccount<unknown>> {
		return this.run.endpoint(this.input, this.scope.plan.open.api, recipientId);
	}

	/** The limit that applies only to this person. */
	get personLimitKey(): string {
		return limitKeyOfPerson(this.limitKey, this.person);
	}

	/** The same send without its note. */
	withoutNote(): OnceTask {
		const { scope, itemIndex, input, options, run, record, person } = this;
		return new OnceTask(scope, itemIndex, { ...input, note: null }, options, run, record, person);
	}

	/** Whether the provider refused the send because of its note. */
	isOfNote(failed: Failed): boolean {
		const { errors } = this.scope.plan.open.provider;
		return isRefusedNote(failed, errors.noteCodes);
	}

	/** Reads what the request needs to know about the person, and the limit of that read; null if it needs nothing. */
	get recipient(): {
		limitKey: string;
		read(): Promise<Result<Recipient>>;
		knownId(): string | null;
	} | null {
		const { recipient } = this.run;
		if (!recipient) return null;
		const { api } = this.scope.plan.open;
		return {
			limitKey: limitKey(this.accountKey, recipient.limit),
			read: async () => await recipient.read(api, this.input),
			knownId: () => recipient.knownId?.(api, this.input) ?? null,
		};
	}

	toReport(result: TaskResult): TaskResult {
		return toReport(this.run, this.providerName, this.input, result);
	}

	/** Reads another operation's report on the same account and person; null if the provider cannot be asked. */
	reportOf<R extends OperationRecord>(
		record: R,
		changes: Partial<Input>,
	): { limitKey: string; read(): Promise<Result<ReportOf<R>>> } | null {
		const { api, ask, provider, version } = this.scope.plan.open;
		const run = provider.operations.find(
			(one) => one.record.id === record.id && isIn(one, version),
		);
		if (!run) return null;
		const input = { ...this.input, ...changes };
		return {
			limitKey: limitKey(this.accountKey, run.limit),
			read: async () => {
				const from = { api, ask, providerName: provider.name };
				const result = await callImplementation(run, from, input);
				const report = mapResult(result, (value) => record.report.safeParse(value.report));
				if (report.kind !== 'answered') return report;
				return report.value.success ? { ...report, value: report.value.data } : UNREADABLE;
			},
		};
	}

	/**
	 * Reads the relationship of account and person, and the limit of that read; null if the provider cannot report it.
	 */
	get relationship(): { limitKey: string; read(): Promise<Result<Relationship>> } | null {
		const { provider, api } = this.scope.plan.open;
		const { relationship } = provider;
		if (!relationship) return null;
		return {
			limitKey: limitKey(this.accountKey, relationship.limit),
			read: async () => await relationship.read(api, this.input),
		};
	}

	/** Reads what remains of the account's sends; null if that is not available. */
	get readQuota(): (() => Promise<RateLimitInfo | null>) | null {
		const { accountId, plan } = this.scope;
		const { provider, api } = plan.open;
		return provider.readQuota && accountId !== null
			? async () => (await provider.readQuota?.(api, accountId, plan.limit)) ?? null
			: null;
	}
}

/** A report that does not match its record: a defect of the implementation. */
const UNREADABLE = failedWith({
	source: 'provider',
	message: 'The report of another operation cannot be read',
	description: 'Look for a newer version of this node.',
});

/** The task of one item. `list` has the input used only by lists. */
export function makeTask(
	scope: TaskScope,
	itemIndex: number,
	input: Input,
	options: Options,
	list: { readonly size: number | null; readonly cursor: Cursor } | null,
): Task {
	const { plan } = scope;
	const { run } = plan;
	const own = [scope, itemIndex, input, options] as const;
	if (run.kind === 'list') {
		const { size, cursor } = list ?? { size: null, cursor: FROM_START };
		return new ListTask(...own, run, size, cursor);
	}
	if (run.kind === 'read') return new CallTask('read', ...own, run);
	if (run.kind === 'write') return new CallTask('write', ...own, run);
	const { record } = run;
	if (isOnce(record)) {
		const person = personKeyOf(plan.open.provider, input);
		if (run.kind !== 'request' || person === null) {
			throw new TypeError(
				`${plan.open.provider.name}: ${record.id} needs a person and one request`,
			);
		}
		return new OnceTask(...own, run, record, person);
	}
	return record.effect === 'read'
		? new CallTask('read', ...own, run)
		: new CallTask('write', ...own, run);
}

const FROM_START: Cursor = { start: 0, remaining: null, fields: {} };
