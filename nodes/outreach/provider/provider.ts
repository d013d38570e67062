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
 * What a vendor's folder exports: everything there is to say of the provider, as data and as functions from inputs to
 * requests and from responses to reports. `Api` is what its reads need at run time, as `open` makes it once for an
 * execution; `Credential` is its credential, parsed.
 */
export interface ProviderManifest<Api, Credential> extends AnswerRules {
	/** The value of the parameter 'Provider'. */
	readonly id: string;
	readonly credential: CredentialRules<Credential>;
	/** Every generation of its API, the first one the default. */
	readonly versions: readonly [ApiVersion, ...ApiVersion[]];
	open(ask: Ask, credential: Credential): Api;
	/** What it has of the one vocabulary. */
	readonly operations: ReadonlyArray<Implementation<Api>>;
	/** The parameter 'Account'. */
	readonly account: AccountParameter;
	/** Checks the form of an account's ID, where the provider's have one. @throws InvalidInput */
	checkAccountId?(accountId: string, show: Show): void;
	/** Where the provider knows people by its own IDs. */
	readonly ownId?: OwnIdParameter;
	/** How account and person are related, to find out what came of a send in doubt; absent where the provider cannot say. */
	readonly relationship?: {
		readonly limit: string;
		read(api: Api, input: Input): Promise<Result<Relationship>>;
	};
	/**
	 * What remains of an account's limit on a send, asked before the first one of a run; null where the provider does not
	 * say. Absent where it has no such endpoint.
	 */
	readQuota?(api: Api, accountId: string, limit: string): Promise<RateLimitInfo | null>;
	/** All accounts of the key, with their state; absent where the provider lists none. */
	readonly accounts?: {
		readonly limit: string;
		/** The API versions that list them; absent: all. */
		readonly versions?: readonly string[];
		list(api: Api): Promise<Result<ReadonlyArray<WithAccount<AccountReport>>>>;
	};
	/** What LinkedIn Outreach Trigger can watch; absent: nothing. */
	readonly polls?: PollRules<Api>;
	/** The provider's own node. */
	readonly node: ProviderNode<Api>;
}

/** One generation of an API. */
export interface ApiVersion {
	/** As the credential names it; of an only one, any word. */
	readonly id: string;
	/** As messages name it: the provider's name, with the version where it has several. */
	readonly name: string;
	/** Whether a call must name an account. `ignored`: the credential is one account. */
	readonly account: 'optional' | 'required' | 'ignored';
}

export interface CredentialRules<Credential> {
	/** The credential type's internal name. */
	readonly type: string;
	readonly schema: z.ZodType<Credential, z.ZodTypeDef, unknown>;
	/** The labels of its fields, for messages. */
	readonly labels: Readonly<Record<string, string>>;
	/** What a parsed credential means for requests. */
	connection(credential: Credential): Connection;
}

export interface Connection {
	/** As it was typed; it is checked before any call. */
	readonly baseUrl: string;
	/** The version of `versions` that it is for; absent: the first. */
	readonly version?: string;
	/** What must never be seen in anything that is received. */
	readonly secrets: readonly string[];
	/** What the provider tells its users apart by; nothing that is renewed for the same user. */
	readonly identity: readonly string[];
	/** Whether the credential is one LinkedIn account, rather than a key to several. */
	readonly isOneAccount?: boolean;
}

export interface AccountParameter {
	/** Whether the provider lists its accounts. */
	readonly fromList: boolean;
	/** Without a full stop. */
	readonly description: string;
	/** What happens without an account, for operations that can do without; without a full stop. */
	readonly whenEmpty?: string;
	readonly placeholder: string;
}

/** A parameter with the provider's own ID of a person. */
export interface OwnIdParameter {
	readonly name: string;
	readonly label: string;
	readonly placeholder: string;
	readonly description: string;
	/** The ID in one spelling. @throws InvalidInput */
	read(text: string, show: Show): string;
}

/** A parameter that an operation has for itself; where it is shown follows from the operation. */
export type FieldParameter = Omit<INodeProperties, 'displayOptions'>;

/** How a provider does an operation: by one request, or (of a read or a write) by a function. */
export type Implementation<Api> = ByRequest<Api> | ByFunction<Api>;

interface Implemented {
	readonly record: OperationRecord;
	/** The provider's name for what it uses up. Operations of one name share a limit. */
	readonly limit: string;
	readonly inputs: OperationInputs;
	/** The API versions that have it; absent: all. */
	readonly versions?: readonly string[];
	/** Parameters of its own, shown for this provider alone; `Input.fields` has what an item gives for them. */
	readonly fields?: readonly FieldParameter[];
	/** Checks what an item gives before anything is called. @throws InvalidInput */
	check?(input: Input, version: ApiVersion, show: Show): void;
}

/** What a send has to know of the person first. */
export interface Recipient {
	/** As the request names the person. */
	readonly id: string;
	readonly relationship: Relationship;
}

/** Reads it, which counts against a limit of its own. */
export interface RecipientRules<Api> {
	readonly limit: string;
	read(api: Api, input: Input): Promise<Result<Recipient>>;
	/** The person's ID, where it is known without a read; asked only where how the two are related decides nothing. */
	knownId?(api: Api, input: Input): string | null;
}

/** One request at most, by construction; its response is read as the report. */
export interface ByRequest<Api> extends Implemented {
	readonly kind: 'request';
	/** Of a send whose request needs what a read finds; how the two are related then decides whether it is made. */
	readonly recipient?: RecipientRules<Api>;
	/** `recipientId` is what that read found; empty where there is none. */
	endpoint(input: Input, api: Api, recipientId: string): Endpoint<WithAccount<unknown>>;
	/** Where the response names whom it is about. */
	readonly about?: Naming;
}

export interface ByFunction<Api> extends Implemented {
	readonly kind: 'function';
	call(api: Api, input: Input): Promise<Result<WithAccount<unknown>>>;
}

/** What can be learned by polling. */
export const POLLED_EVENTS = [
	'account_needs_attention',
	'connection_accepted',
	'invitation_not_accepted',
	'invitation_received',
	'reply_received',
] as const;
export type PolledEvent = (typeof POLLED_EVENTS)[number];
/** Those of them that are a new row of a list of people. */
export type PolledListEvent = 'connection_accepted' | 'invitation_received';

export interface PollRules<Api> {
	/** What the trigger watches where 'Account' is empty; without a full stop. */
	readonly whenEmpty: string;
	readonly lists?: Readonly<Partial<Record<PolledListEvent, PolledList<Api>>>>;
	/** The account's invitations that are not answered, for `invitation_not_accepted`. */
	readonly pending?: PolledList<Api, PendingInvitation>;
	/** For `reply_received`. */
	readonly conversations?: PolledConversations<Api>;
	/** So many pages without news end a poll, where pages cost; absent: as many as usual. */
	readonly quietPages?: number;
	/**
	 * Where the provider asks that its lists are read a few times a day, and not at fixed times: the gap between two polls is
	 * random, within these hours.
	 */
	readonly atRandom?: {
		readonly fromHours: number;
		readonly toHours: number;
		readonly why: string;
	};
	/** What a poll of a list costs, where it does; of an event whose polls cost something else, that. */
	readonly cost?: string;
	readonly costs?: Readonly<Partial<Record<PolledEvent, string>>>;
	/** The one API version that can be watched, where not all can, and what to do to have it. */
	readonly version?: { readonly id: string; readonly advice: string };
}

export interface PolledList<Api, Row extends ListedRow = ListedPerson> {
	readonly limit: string;
	/** A page, newest first where the provider can be asked for that order; `at` is 0, or the last page's `next`. */
	page(api: Api, accountId: string | null, at: Position): Promise<Result<Page<Row>>>;
}

/** An invitation that the account has sent, and that nobody has answered or withdrawn. */
export interface PendingInvitation extends ListedRow {
	readonly profile: Profile | null;
	/** ms since 1970. Of a rough date, the last moment that its words allow; null where nothing is said. */
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
	/** The fields of a response's body that a person wants, without the envelope. */
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
	/** Parameters of its own beside those that are shared; `Input.fields` has what an item gives for them. */
	readonly fields?: readonly FieldParameter[];
	/** Checks what an item gives before anything is called. @throws InvalidInput */
	check?(input: Input, show: Show): void;
	/** The provider's name for what is limited: the same as the unified operation of its kind uses. */
	readonly limit: string;
	/** What Success has, for the editor's preview; of a list, a row. */
	readonly output: z.AnyZodObject;
	readonly run: NodeRun<Api>;
}

/**
 * How it is done. A `read` returns the body of its response, a `list` an item for each row; a `write`, and what is of the
 * one vocabulary, returns the body with an outcome.
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
	/** One page from `at` on: 0, or the last page's `next`. `size` is the *Limit*, or null for all rows. */
	page(api: Api, input: Input, at: Position, size: number | null): Promise<Result<Page<ListedRow>>>;
	/** False: the list is short, and always returned whole. */
	readonly isPaged?: false;
	/** What *Simplify* keeps of a row that has more than ten fields. */
	simplify?(fields: IDataObject): IDataObject;
}

/** Whether a version of the API has what is limited to some versions, or to none. */
export function isIn(
	{ versions }: { readonly versions?: readonly string[] },
	{ id }: ApiVersion,
): boolean {
	return versions === undefined || versions.includes(id);
}

/** The parameters that a node operation has for itself, and those of the implementation behind it. */
export function fieldsOf<Api>({ fields = [], run }: NodeOperation<Api>): FieldParameter[] {
	const isImplementation = run.kind === 'request' || run.kind === 'function';
	return [...fields, ...((isImplementation ? run.fields : undefined) ?? [])];
}

/** What a node operation does to the world. */
export function effectOf<Api>({ run }: Pick<NodeOperation<Api>, 'run'>) {
	return run.kind === 'request' || run.kind === 'function' ? run.record.effect : run.kind;
}

/** Any provider. Its `Api` is known to its own folder alone. */
export type Provider = ProviderManifest<unknown, unknown>;
