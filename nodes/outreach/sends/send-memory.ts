import type { Wait } from '../base/cancellation';
import type { SlotStore } from '../limits/caps';
import type { SendState } from '../operations/operation';

/**
 * Remembers sends over executions, so that none is made twice. A `key` names one send: for an invitation, the person.
 * All but `lookUp`, `claim` and `reserveSlot` log trouble with the store and continue, since what they do not complete errs on
 * the safe side; these three throw `DatabaseUnavailable`, and nothing may be sent then.
 */
export interface SendMemory extends SlotStore {
	/** The same for two nodes, or executions, that share a memory. */
	readonly name: string;
	/** Whether n8n has no store at all for this workflow, so that nothing outlasts the execution. Known after a look-up. */
	readonly isAbsent: boolean;
	/** Whether nothing at all is remembered. */
	isEmpty(): Promise<boolean>;
	/** Adds nothing that counts as a send, even where a crash cuts it off. @throws DatabaseUnavailable */
	lookUp(key: string): Promise<SendState>;
	/**
	 * Claims a send for this worker; from its resolution until the claim is ended, a crash leaves the send in doubt. So it
	 * is called when nothing stands between the request and the network any more. `before` is what `lookUp` found. Resolves
	 * to the state instead where another worker has made the send meanwhile, to null where the execution was cancelled.
	 * @throws DatabaseUnavailable
	 */
	claim(key: string, before: SendState, wait: Wait): Promise<Claim | 'sent' | 'inDoubt' | null>;
	/** A send that was in doubt was made; `at` is when, in ms since 1970, or null where that is unknown. */
	resolveAsSent(key: string, at: number | null): Promise<void>;
	/** The provider held this send back for a limit; whether it did so before, so that the limit may be the person's. */
	noteThrottled(key: string): Promise<boolean>;
	/** When the send was made, where that is still known (ISO 8601 UTC). */
	sentAt(key: string): string | null;
	/** When a send that is in doubt was requested, where that is still known (ms since 1970). */
	attemptedAt(key: string): number | null;
	/** The run is over: makes sure that what it wrote has stayed as it was written. */
	close(): Promise<void>;
}

/** A send that this worker alone may make. One of the last three ends it. */
export interface Claim {
	/** The request is made now (ms since 1970). */
	noteRequest(at: number): void;
	/** While the request is under way: makes sure that no other worker's write took the claim away. */
	confirm(answered: AbortSignal): Promise<void>;
	/** The request was accepted, at `at` (ms since 1970). */
	markSent(at: number): Promise<void>;
	/** Nothing was accepted: the state before the claim is restored. */
	rollBack(): Promise<void>;
	/** Nobody knows whether the request was accepted. */
	leaveInDoubt(): Promise<void>;
}
