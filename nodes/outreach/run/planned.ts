import type { IDataObject } from 'n8n-workflow';
import { mapAnswer, type Answer } from '../answer';
import type { RateLimitSubject } from '../limits/limits';
import type { Options } from '../node/options';
import type { FieldParameter } from '../node/parameters';
import type { ListedRow, Page } from '../pages';
import { personKey } from '../profile';
import type { Attributed, Input, Needs, OutreachSession, Provider } from '../provider';
import type { OpenSession } from '../sessions';
import type { Place } from '../vocabulary';
import type { ChangeTask, LimitedCall, ListTask, Presentable, ReadTask, SendTask } from './task';

type Call = (input: Input) => Promise<Answer<Attributed<unknown>>>;

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
	| { readonly effect: 'read' | 'change'; readonly call: Call };

/** What a node makes of an operation before its items can be run. */
export interface Plan {
	readonly provider: Provider;
	readonly opened: OpenSession<OutreachSession>;
	/** As `rateLimit.operation` names it. */
	readonly operation: string;
	/** The provider's name for what the operation uses up. */
	readonly limitName: string;
	readonly needs: Needs;
	readonly call: PlannedCall;
	/** The output is made of the answer's body, also without *Include Provider Response*. */
	readonly presentsBody?: boolean;
	/** The operation's own parameters. */
	readonly fields?: readonly FieldParameter[];
	/** @throws InvalidInput */
	readonly check?: (input: Input, itemIndex: number) => void;
	readonly present: (
		result: Presentable,
		input: Input,
		options: Options,
		itemIndex: number,
	) => IDataObject[];
}

/** What the tasks of one operation and account have in common. */
export class PlannedAccount {
	readonly subject: RateLimitSubject;
	readonly accountKey: string;
	readonly bucket: string;

	constructor(
		readonly plan: Plan,
		readonly accountId: string | null,
	) {
		const { provider, opened, operation, limitName } = plan;
		this.subject = { provider: provider.id, operation, accountId };
		const account =
			accountId === null
				? `default ${opened.defaultAccountId}`
				: `account ${opened.siteId} ${accountId}`;
		this.accountKey = `${provider.id}|${account}`;
		this.bucket = `${this.accountKey}|${limitName}`;
	}
}

/**
 * An item's task. A run holds all of its tasks at once, which can be a hundred thousand, so a task holds what is its
 * item's own, and works out the rest when it is asked for.
 */
class Planned {
	constructor(
		protected readonly account: PlannedAccount,
		readonly itemIndex: number,
		protected readonly input: Input,
		readonly options: Options,
	) {}

	get subject() {
		return this.account.subject;
	}
	get providerName() {
		return this.account.plan.provider.name;
	}
	get accountKey() {
		return this.account.accountKey;
	}
	get sendLimitName() {
		return this.account.plan.provider.limitName('sendConnection');
	}
	get personKey(): string | null {
		return personKeyOf(this.account.plan.provider, this.input);
	}

	get needsBody(): boolean {
		return this.options.includeProviderResponse || this.account.plan.presentsBody === true;
	}

	hide(text: string): string {
		return this.account.plan.opened.hide?.(text) ?? text;
	}

	present(result: Presentable): IDataObject[] {
		return this.account.plan.present(result, this.input, this.options, this.itemIndex);
	}
}

/** Provider and person, the same for two spellings of one name; null where the call has no person. */
export function personKeyOf({ id }: Provider, { profile, prospectId }: Input): string | null {
	const person = profile ? personKey(profile) : prospectId;
	return person === null ? null : `${id}|${person}`;
}

/** A task of one call. */
class PlannedOne extends Planned {
	constructor(
		account: PlannedAccount,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly ask: Call,
	) {
		super(account, itemIndex, input, options);
	}

	get call(): LimitedCall<Attributed<unknown>> {
		return { bucket: this.account.bucket, run: async () => await this.ask(this.input) };
	}
}

export class PlannedChange extends PlannedOne implements ChangeTask {
	readonly effect = 'change';
}

export class PlannedRead extends PlannedOne implements ReadTask {
	readonly effect = 'read';

	get readKey() {
		const { invitationId, fields } = this.input;
		const { operation } = this.subject;
		const own = [this.personKey, invitationId, ...Object.values(fields)];
		return JSON.stringify([this.accountKey, operation, ...own]);
	}
}

export class PlannedList extends Planned implements ListTask {
	readonly effect = 'list';

	constructor(
		account: PlannedAccount,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly list: Extract<PlannedCall, { effect: 'list' }>,
		private readonly size: number | null,
		readonly place: Place,
	) {
		super(account, itemIndex, input, options);
	}

	get bucket() {
		return this.account.bucket;
	}
	get readKey() {
		const { operation } = this.subject;
		return JSON.stringify([this.accountKey, operation, this.input.fields, this.size]);
	}

	async page(at: number) {
		const { accountId } = this.account;
		const answer = await this.list.page(this.input, at, this.size);
		return mapAnswer(answer, (report) => ({ accountId, report }));
	}
}

export class PlannedSend extends Planned implements SendTask {
	readonly effect = 'send';

	constructor(
		account: PlannedAccount,
		itemIndex: number,
		input: Input,
		options: Options,
		private readonly invitee: string,
	) {
		super(account, itemIndex, input, options);
	}

	override get personKey() {
		return this.invitee;
	}
	get key() {
		return `invitation ${this.invitee}`;
	}
	get hasNote() {
		return this.input.note !== null;
	}
	get bucket() {
		return this.account.bucket;
	}
	get standing() {
		const { provider, opened } = this.account.plan;
		const { findStanding } = opened.session;
		return findStanding
			? {
					bucket: `${this.accountKey}|${provider.limitName('getConnectionStatus')}`,
					run: async () => await findStanding(this.input),
				}
			: null;
	}
	get quota() {
		const { accountId } = this.account;
		const { readQuota } = this.account.plan.opened.session;
		return readQuota && accountId !== null ? async () => await readQuota(accountId) : null;
	}

	async send(beforeRequest: () => Promise<boolean>) {
		const { opened, provider } = this.account.plan;
		const { sendConnection } = opened.forOneRequest(beforeRequest);
		if (!sendConnection) throw new TypeError(`${provider.name} cannot send`);
		return await sendConnection(this.input);
	}
}
