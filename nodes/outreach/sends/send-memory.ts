import type { Wait } from '../base/cancellation';
import type { SlotStore } from '../limits/caps';
import type { EarlierSend, SendState } from '../operations/operation';

/** One send: its identity, and what a log shows about it. */
export interface SendSubject {
	/** Its key in a node's own memory: what is sent, through which provider, and to whom. */
	readonly key: string;
	/** What is sent: `invitation` or `message`. */
	readonly action: string;
	/** Of a message's text; empty if nobody receives more than one of its kind. */
	readonly fingerprint: string;
	/** Identical for two spellings of one name, and for all providers. */
	readonly person: string;
	/** Empty if the person is known only by a provider's own ID. */
	readonly profileUrl: string;
	readonly provider: string;
	readonly accountId: string | null;
	/** The ID of the Data Table that remembers it; null for the node itself. */
	readonly logTable: string | null;
	/** Whether there is a pause between two sends. */
	readonly isSpaced: boolean;
}

/**
 * Remembers sends across executions, so that none is made twice. All methods but `lookUp` and `claim` log store
 * failures and continue, since unfinished work errs on the safe side. These two throw `MemoryUnavailable`, and
 * nothing may be sent then.
 */
export interface SendStore {
	/** Identical for two executions that would make the same send and share a memory. */
	nameOf(send: SendSubject): string;
	/**
	 * Adds nothing that counts as a send, even if interrupted by a crash. Uses `wait` to wait for another worker's
	 * request that may be in progress.
	 * @throws MemoryUnavailable
	 */
	lookUp(send: SendSubject, wait: Wait): Promise<SendState>;
	/**
	 * Claims a send for this worker. From its resolution until the claim is ended, a crash leaves the send in
	 * doubt, so call it when nothing remains to be done before the request. `before` is the result of `lookUp`.
	 * Resolves to the state instead if another worker has made the send meanwhile, and to null if the execution
	 * was cancelled.
	 * @throws MemoryUnavailable
	 */
	claim(
		send: SendSubject,
		before: SendState,
		wait: Wait,
	): Promise<Claim | 'sent' | 'inDoubt' | null>;
	/** Records that a send in doubt was made, at `at` (ms since 1970; null if unknown). */
	resolveAsSent(send: SendSubject, at: number | null): Promise<void>;
	/** Whether the provider can resolve a send in doubt: it was requested from this account. */
	isOwnDoubt(send: SendSubject): boolean;
	/** What is known about a send that `lookUp` or `claim` found made. */
	earlier(send: SendSubject): EarlierSend;
	/** When a send in doubt was requested, if still known (ms since 1970). */
	attemptedAt(send: SendSubject): number | null;
	/** At the end of a run: makes sure that its writes are still as written. */
	close(): Promise<void>;
}

/** What the layers see: each send is remembered where its options say. */
export interface SendMemory extends SendStore, SlotStore {
	/**
	 * Whether n8n has no store for this workflow at all, so that nothing outlasts the execution. Known after a lookup.
	 */
	readonly isAbsent: boolean;
	/**
	 * Records that the provider held this send back for a limit. Returns whether it did so before, so that the
	 * limit may be the person's.
	 */
	noteThrottled(send: SendSubject): Promise<boolean>;
}

/** A send that only this worker may make. One of the last three methods ends it. */
export interface Claim {
	/** Records that the request is made now (ms since 1970). */
	noteRequest(at: number): void;
	/** During the request: makes sure that no other worker's write removed the claim. */
	confirm(answered: AbortSignal): Promise<void>;
	/** Records that the request was accepted, at `at` (ms since 1970), from the account if the provider names it. */
	markSent(at: number, accountId?: string | null): Promise<void>;
	/** Records that nothing was accepted, and restores the state before the claim. */
	rollBack(): Promise<void>;
	/** Records that it is unknown whether the request was accepted. */
	leaveInDoubt(): Promise<void>;
}
