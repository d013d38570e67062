import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import type { Show } from '../base/text';
import type { Position, Relationship } from '../base/vocabulary';
import type { RateLimitInfo } from '../limits/limits';
import type { Naming } from '../operations/about';
import type { AccountReport } from '../operations/get-account-status';
import type { Input, OperationInputs, OperationRecord } from '../operations/operation';
import type {
	Conversation,
	ConversationMessage,
	MessagesRequest,
} from '../operations/conversations';
import type { ListedPerson, ListedRow, Page } from '../operations/pages';
import type { Result, WithAccount } from '../operations/result';
import type { Profile } from '../people/profile';
import type { Ask, AnswerRules, Endpoint } from './ask';

/**
 * What a vendor's folder exports: everything about the provider, as data and as functions from inputs to requests
 * and from responses to reports. `Api` is what its reads need at run time, created once per execution by `open`;
 * `Credential` is its parsed credential.
 */
export interface ProviderManifest<Api, Credential> extends AnswerRules {
	/** The value of the parameter 'Provider'. */
	readonly id: string;
	readonly credential: CredentialRules<Credential>;
	/** All generations of its API; the first one is the default. */
	readonly versions: readonly [ApiVersion, ...ApiVersion[]];
	open(ask: Ask, credential: Credential): Api;
	/** Its operations of the shared vocabulary. */
	readonly operations: ReadonlyArray<Implementation<Api>>;
	/** The parameter 'Account'. */
	readonly account: AccountParameter;
	/** Checks the form of an account ID, if the provider's IDs have one. @throws InvalidInput */
	checkAccountId?(accountId: string, show: Show): void;
	/** For providers that identify people by their own IDs. */
	readonly ownId?: OwnIdParameter;
	/** Reads the relationship, to resolve a send in doubt; absent if the provider cannot report it. */
	readonly relationship?: {
		readonly limit: string;
		read(api: Api, input: Input): Promise<Result<Relationship>>;
	};
	/**
	 * Reads what remains of an account's limit on a send, before the first one of a run; null if the provider does
	 * not report it. Absent if it has no such endpoint.
	 */
	readQuota?(api: Api, accountId: string, limit: string): Promise<RateLimitInfo | null>;
	/** All accounts of the key, with their state; absent if the provider lists none. */
	readonly accounts?: {
		readonly limit: string;
		/** The API versions that list them; absent: all. */
		readonly versions?: readonly string[];
		list(api: Api): Promise<Result<ReadonlyArray<WithAccount<AccountReport>>>>;
	};
	/** What the LinkedIn Outreach Trigger can watch; absent: nothing. */
	readonly polls?: PollRules<Api>;
	/** The provider's own node. */
	readonly node: ProviderNode<Api>;
}

/** One generation of an API. */
export interface ApiVersion {
	/** The version's name in the credential; any word if there is only one. */
	readonly id: string;
	/** The name in messages: the provider's name, with the version if it has several. */
	readonly name: string;
	/** Whether a call must name an account. `ignored`: the credential belongs to one account. */
	readonly account: 'optional' | 'required' | 'ignored';
}

export interface CredentialRules<Credential> {
	/** The credential type's internal name. */
	readonly type: string;
	readonly schema: z.ZodType<Credential, z.ZodTypeDef, unknown>;
	/** The labels of its fields, for messages. */
	readonly labels: Readonly<Record<string, string>>;
	/** What requests need from a parsed credential. */
	connection(credential: Credential): Connection;
}

export interface Connection {
	/** As entered; checked before any call. */
	readonly baseUrl: string;
	/** The version in `versions` that it is for; absent: the first. */
	readonly version?: string;
	/** Secrets to remove from everything received. */
	readonly secrets: readonly string[];
	/** What identifies the provider's user; nothing that changes when the same user logs in again. */
	readonly identity: readonly string[];
	/** Whether the credential belongs to one LinkedIn account, rather than being a key to several. */
	readonly isOneAccount?: boolean;
}

export interface AccountParameter {
	/** Whether the provider lists its accounts. */
	readonly fromList: boolean;
	/** Without a full stop. */
	readonly description: string;
	/** What happens without an account, for operations that do not require one; without a full stop. */
	readonly whenEmpty?: string;
	readonly placeholder: string;
}

/** A parameter with the provider's own ID of a person. */
export interface OwnIdParameter {
	readonly name: string;
	readonly label: string;
	readonly placeholder: string;
	readonly description: string;
	/** The ID in its canonical spelling. @throws InvalidInput */
	read(text: string, show: Show): string;
}

/** An operation's own parameter; the operation decides where it is shown. */
export type FieldParameter = Omit<INodeProperties, 'displayOptions'>;

/** How a provider performs an operation: by one request, or (a read or a write) by a function. */
export type Implementation<Api> = ByRequest<Api> | ByFunction<Api>;

interface Implemented {
	readonly record: OperationRecord;
	/** The provider's name for the quota it uses. Operations with the same name share a limit. */
	readonly limit: string;
	readonly inputs: OperationInputs;
	/** The API versions that have it; absent: all. */
	readonly versions?: readonly string[];
	/** Its own parameters, shown only for this provider. `Input.fields` has an item's values for them. */
	readonly fields?: readonly FieldParameter[];
	/** Checks an item's input before anything is called. @throws InvalidInput */
	check?(input: Input, version: ApiVersion, show: Show): void;
}

/** What a send must know about the person first. */
export interface Recipient {
	/** The person's ID for the request. */
	readonly id: string;
	readonly relationship: Relationship;
}

/** Reads it, which counts against its own limit. */
export interface RecipientRules<Api> {
	readonly limit: string;
	read(api: Api, input: Input): Promise<Result<Recipient>>;
	/** The person's ID, if it is known without a read; used only if the relationship does not matter. */
	knownId?(api: Api, input: Input): string | null;
}

/** At most one request, by construction; its response becomes the report. */
export interface ByRequest<Api> extends Implemented {
	readonly kind: 'request';
	/** For a send whose request needs data from a read; the relationship then decides whether to send. */
	readonly recipient?: RecipientRules<Api>;
	/** `recipientId` is the result of that read; empty if there is none. */
	endpoint(input: Input, api: Api, recipientId: string): Endpoint<WithAccount<unknown>>;
	/** Where the response names the person it is about. */
	readonly about?: Naming;
}

export interface ByFunction<Api> extends Implemented {
	readonly kind: 'function';
	call(api: Api, input: Input): Promise<Result<WithAccount<unknown>>>;
}

/** What polling can find. */
export const POLLED_EVENTS = [
	'account_needs_attention',
	'connection_accepted',
	'invitation_not_accepted',
	'invitation_received',
	'reply_received',
] as const;
export type PolledEvent = (typeof POLLED_EVENTS)[number];
/** The events found as a new row in a list of people. */
export type PolledListEvent = 'connection_accepted' | 'invitation_received';

export interface PollRules<Api> {
	/** What the trigger watches if 'Account' is empty; without a full stop. */
	readonly whenEmpty: string;
	readonly lists?: Readonly<Partial<Record<PolledListEvent, PolledList<Api>>>>;
	/** The account's unanswered invitations, for `invitation_not_accepted`. */
	readonly pending?: PolledList<Api, PendingInvitation>;
	/** For `reply_received`. */
	readonly conversations?: PolledConversations<Api>;
	/** How many pages without news end a poll, if pages cost something; absent: the usual number. */
	readonly quietPages?: number;
	/**
	 * For providers that ask for their lists to be read a few times a day and not at fixed times: the time between
	 * two polls is random, within these hours.
	 */
	readonly atRandom?: {
		readonly fromHours: number;
		readonly toHours: number;
		readonly why: string;
	};
	/** What a poll of a list costs, if anything; in `costs`, for events whose polls cost something else. */
	readonly cost?: string;
	readonly costs?: Readonly<Partial<Record<PolledEvent, string>>>;
	/** The only API version that can be watched, if not all can, and how to get it. */
	readonly version?: { readonly id: string; readonly advice: string };
}

export interface PolledList<Api, Row extends ListedRow = ListedPerson> {
	readonly limit: string;
	/** A page, newest first if the provider supports that order. `at` is 0, or the last page's `next`. */
	page(api: Api, accountId: string | null, at: Position): Promise<Result<Page<Row>>>;
}

/** An invitation from the account that was neither answered nor withdrawn. */
export interface PendingInvitation extends ListedRow {
	readonly profile: Profile | null;
	/** ms since 1970. For a rough date, the latest time its words allow; null if not reported. */
	readonly sentAtLatest: number | null;
}

export interface PolledConversations<Api> extends PolledList<Api, Conversation> {
	/** A page of a conversation's messages, newest first. */
	messages(api: Api, request: MessagesRequest): Promise<Result<Page<ConversationMessage>>>;
}

/** Whether a provider's polls can find such an event. */
export function canPoll(
	{ accounts, polls }: Pick<Provider, 'accounts' | 'polls'>,
	event: PolledEvent,
): boolean {
	return event === 'account_needs_attention'
		? polls !== undefined && accounts !== undefined
		: polledList(polls, event) !== undefined;
}

/** The list that shows an event. */
export function polledList(polls: PollRules<unknown> | undefined, event: PolledEvent) {
	switch (event) {
		case 'account_needs_attention':
			return undefined;
		case 'invitation_not_accepted':
			return polls?.pending;
		case 'reply_received':
			return polls?.conversations;
		default:
			return polls?.lists?.[event];
	}
}

export interface ProviderNode<Api> {
	readonly resources: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	readonly operations: ReadonlyArray<NodeOperation<Api>>;
	/** The useful fields of a response's body, without the envelope. */
	fieldsOf(body: unknown): IDataObject;
}

/** One operation of a provider's own node, as data. */
export interface NodeOperation<Api> {
	readonly resource: string;
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly inputs: OperationInputs;
	/** Its own parameters, in addition to the shared ones. `Input.fields` has an item's values for them. */
	readonly fields?: readonly FieldParameter[];
	/** Checks an item's input before anything is called. @throws InvalidInput */
	check?(input: Input, show: Show): void;
	/** The provider's name for the limited quota: the same as in the unified operation of its kind. */
	readonly limit: string;
	/** The fields on Success, for the editor's preview; for a list, of a row. */
	readonly output: z.AnyZodObject;
	readonly run: NodeRun<Api>;
}

/**
 * How it is performed. A `read` returns the body of its response, a `list` an item for each row. A `write`, and an
 * operation of the shared vocabulary, returns the body with an outcome.
 */
export type NodeRun<Api> = Implementation<Api> | NodeRead<Api> | NodeWrite<Api> | NodeList<Api>;

export interface NodeRead<Api> {
	readonly kind: 'read';
	call(api: Api, input: Input): Promise<Result<unknown>>;
}

export interface NodeWrite<Api> {
	readonly kind: 'write';
	call(api: Api, input: Input): Promise<Result<WithAccount<unknown>>>;
}

export interface NodeList<Api> {
	readonly kind: 'list';
	/** One page starting at `at`: 0, or the last page's `next`. `size` is the *Limit*, or null for all rows. */
	page(api: Api, input: Input, at: Position, size: number | null): Promise<Result<Page<ListedRow>>>;
	/** False: the list is short and always returned completely. */
	readonly isPaged?: false;
	/** The fields that *Simplify* keeps of a row with more than ten. */
	simplify?(fields: IDataObject): IDataObject;
}

/** Whether a version of the API has something limited to some versions, or to none. */
export function isIn(
	{ versions }: { readonly versions?: readonly string[] },
	{ id }: ApiVersion,
): boolean {
	return versions === undefined || versions.includes(id);
}

/** Whether an operation of a provider's node is an implementation of one of the common vocabulary. */
export const isImplementation = <Api>(run: NodeRun<Api>): run is Implementation<Api> =>
	run.kind === 'request' || run.kind === 'function';

/** A node operation's own parameters, and those of the implementation behind it. */
export function fieldsOf<Api>({ fields = [], run }: NodeOperation<Api>): FieldParameter[] {
	return [...fields, ...((isImplementation(run) ? run.fields : undefined) ?? [])];
}

/** What a node operation does to the world. */
export function effectOf<Api>({ run }: Pick<NodeOperation<Api>, 'run'>) {
	return isImplementation(run) ? run.record.effect : run.kind;
}

/** Any provider. Only its own folder knows its `Api`. */
export type Provider = ProviderManifest<unknown, unknown>;
