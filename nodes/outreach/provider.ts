import type { Answer } from './answer';
import type { Transport } from './http/transport';
import type { LimitReading } from './limits/limits';
import type { ListedPerson, Page } from './pages';
import type { Profile } from './profile';
import type { Show } from './text';
import type {
	AccountReport,
	ConnectionReport,
	InvitationReport,
	Operation,
	ProviderId,
	SendReport,
	WithdrawReport,
} from './vocabulary';

/** What one item asks for, read from its parameters and checked. */
export interface Input {
	/** The provider's id of the LinkedIn account to use; null: the provider's default. */
	readonly accountId: string | null;
	readonly profile: Profile | null;
	/** Seleqt's id of a prospect, in digits. */
	readonly prospectId: string | null;
	readonly invitationId: string | null;
	/** At most 300 characters. */
	readonly note: string | null;
	/** What is given for an operation's own parameters, by their names. */
	readonly fields: Readonly<Record<string, string>>;
}

/** Which parameters an operation reads. */
export interface Needs {
	readonly person: 'profile' | 'prospect' | 'profileOrInvitation' | 'none';
	/** `optional`: where the provider allows that; `filter`: it narrows what is returned, and is never needed. */
	readonly account: 'optional' | 'required' | 'filter' | 'none';
	readonly note?: boolean;
	/** The API generation that has the operation, where not all have. */
	readonly onlyIn?: string;
}

/** A report, and the account that the provider says it used (null where it says none). */
export interface Attributed<T> {
	readonly accountId: string | null;
	readonly report: T;
}

/** How the account and the person stand to each other. */
export type Standing = 'connected' | 'pending_sent' | 'pending_received' | 'none' | 'unknown';

type ListPage = (accountId: string | null, at: number) => Promise<Answer<Page<ListedPerson>>>;

type Call<T> = (input: Input) => Promise<Answer<Attributed<T>>>;

/**
 * A provider as one credential opens it, in the one vocabulary. An operation that is absent is one that the provider,
 * or this version of its API, does not have. None of them throws.
 */
export interface OutreachSession {
	readonly getAccountStatus?: Call<AccountReport>;
	readonly getConnectionStatus?: Call<ConnectionReport>;
	readonly getInvitationStatus?: Call<InvitationReport>;
	/** Exactly one request: it runs in a session whose transport makes no more. */
	readonly sendConnection?: Call<SendReport>;
	readonly withdrawInvitation?: Call<WithdrawReport>;
	/** Asks how account and person stand, to settle what a send left open; absent where the provider cannot say. */
	readonly findStanding?: (input: Input) => Promise<Answer<Standing>>;
	/**
	 * What remains of an account's invitations, asked before the first send of a run; null where the provider does not
	 * answer. Absent where it has no such endpoint.
	 */
	readonly readQuota?: (accountId: string) => Promise<LimitReading | null>;
	/** All accounts of the key, with their state, for *From List* too; absent where the provider lists none. */
	readonly accountReports?: () => Promise<Answer<Array<Attributed<AccountReport>>>>;
	/**
	 * The account's connections, newest first where the provider can be asked for that order; `at` is 0, or the last page's
	 * `next`. Absent where the provider lists none.
	 */
	readonly connections?: ListPage;
	/** The invitations to connect that the account has received and not answered; absent where the provider lists none. */
	readonly receivedInvitations?: ListPage;
	/** Whether a call must name an account. */
	readonly accountRequired: boolean;
	/** Whether an account that is given has no meaning, since the credential is one. */
	readonly accountIgnored?: boolean;
	/** The API generation, for messages, where a provider has several: "LinkupAPI v1". */
	readonly apiName: string;
}

/** Gives the one transport a provider's base URL and what must stay hidden. */
export type Connect = (options: {
	baseUrl: string;
	secrets: readonly string[];
	/** What the provider tells its users apart by; nothing that is renewed for the same user. */
	identity: readonly string[];
	/** Whether the credential is one LinkedIn account, rather than a key to several. */
	isOneAccount?: boolean;
}) => Transport;

/** What a provider plugs in. */
export interface Provider<S extends OutreachSession = OutreachSession> {
	readonly id: ProviderId;
	/** As the provider writes itself. */
	readonly name: string;
	readonly credentialType: string;
	/** The unified operations it has in any version of its API, and what each reads. */
	readonly operations: Readonly<Partial<Record<Operation, Needs>>>;
	/**
	 * The provider's own name for what an operation uses up. Operations of one name share a limit; a limit on one name
	 * does not hold back another.
	 */
	limitName(operation: Operation): string;
	/** The documented limit of requests a minute for a key; absent where none is documented. */
	readonly requestsPerMinute?: number;
	/** Checks the form of an account's ID, where the provider's have one. @throws InvalidInput */
	checkAccountId?(accountId: string, show: Show): void;
	/**
	 * Parses the credential with zod and opens a session.
	 * @throws InvalidInput naming the credential's field
	 */
	open(credential: unknown, connect: Connect): S;
}
