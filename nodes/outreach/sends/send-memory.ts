import type { Wait } from '../base/cancellation';
import type { SlotStore } from '../limits/caps';
import type { EarlierSend, SendState } from '../operations/operation';

/** One send: what tells it from all others, and what a log shows of it. */
export interface SendSubject {
	/** Names it in a node's own memory: what is sent, through which provider, and to whom. */
	readonly key: string;
	/** What is sent: `invitation` or `message`. */
	readonly action: string;
	/** Of a message's text; empty where nobody is sent more than one of its kind. */
	readonly fingerprint: string;
	/** The same for two spellings of one name, and over all providers. */
	readonly person: string;
	/** Empty where the person is known by a provider's own ID alone. */
	readonly profileUrl: string;
	readonly provider: string;
	readonly accountId: string | null;
	/** The ID of the Data Table that remembers it; null: the node itself does. */
	readonly logTable: string | null;
	/** Whether a pause is wanted between two sends. */
	readonly isSpaced: boolean;
}

/**
 * Remembers sends over executions, so that none is made twice.
 * All but `lookUp` and `claim` log trouble with the store and continue, since what they do not complete errs on the safe
 * side; these two throw `MemoryUnavailable`, and nothing may be sent then.
 */
export interface SendStore {
	/** The same for two executions that would make the same send, where they share a memory. */
	nameOf(send: SendSubject): string;
	/**
	 * Adds nothing that counts as a send, even where a crash cuts it off. Another worker's request that may be under way is
	 * waited for by `wait`.
	 * @throws MemoryUnavailable
	 */
	lookUp(send: SendSubject, wait: Wait): Promise<SendState>;
	/**
	 * Claims a send for this worker; from its resolution until the claim is ended, a crash leaves the send in doubt. So it
	 * is called when nothing stands between the request and the network any more. `before` is what `lookUp` found. Resolves
	 * to the state instead where another worker has made the send meanwhile, to null where the execution was cancelled.
	 * @throws MemoryUnavailable
	 */
	claim(
		send: SendSubject,
		before: SendState,
		wait: Wait,
	): Promise<Claim | 'sent' | 'inDoubt' | null>;
	/** A send that was in doubt was made; `at` is when, in ms since 1970, or null where that is unknown. */
	resolveAsSent(send: SendSubject, at: number | null): Promise<void>;
	/** Whether the provider can be asked what came of a send in doubt: it was requested from this account. */
	isOwnDoubt(send: SendSubject): boolean;
	/** What is known of a send that `lookUp` or `claim` found made. */
	earlier(send: SendSubject): EarlierSend;
	/** When a send that is in doubt was requested, where that is still known (ms since 1970). */
	attemptedAt(send: SendSubject): number | null;
	/** The run is over: makes sure that what it wrote has stayed as it was written. */
	close(): Promise<void>;
}

/** What the layers see: each send is remembered where its options say. */
export interface SendMemory extends SendStore, SlotStore {
	/** Whether n8n has no store at all for this workflow, so that nothing outlasts the execution. Known after a look-up. */
	readonly isAbsent: boolean;
	/** The provider held this send back for a limit; whether it did so before, so that the limit may be the person's. */
	noteThrottled(send: SendSubject): Promise<boolean>;
}

/** A send that this worker alone may make. One of the last three ends it. */
export interface Claim {
	/** The request is made now (ms since 1970). */
	noteRequest(at: number): void;
	/** While the request is under way: makes sure that no other worker's write took the claim away. */
	confirm(answered: AbortSignal): Promise<void>;
	/** The request was accepted, at `at` (ms since 1970), from the account, where the provider names it. */
	markSent(at: number, accountId?: string | null): Promise<void>;
	/** Nothing was accepted: the state before the claim is restored. */
	rollBack(): Promise<void>;
	/** Nobody knows whether the request was accepted. */
	leaveInDoubt(): Promise<void>;
}
