/** Why an item has no answer, for the workflow's author. */
export interface Failure {
	/** Whether the cause is the workflow's input, what a provider answered, or n8n's own database. */
	readonly source: 'workflow' | 'provider' | 'database';
	/** What happened, naming provider and parameter. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	readonly httpStatus?: number;
	/** The provider's own code for it. */
	readonly code?: string;
}

/** The workflow gave something that no provider can be asked with. Thrown before any call. */
export class InvalidInput extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'InvalidInput';
	}
}

/** Longer database messages are cut: some drivers add the whole statement. */
const LONGEST_MESSAGE = 300;

/** Cut before the last blank: half of a secret would not be recognised as one. */
const inShort = (message: string) =>
	message.length > LONGEST_MESSAGE
		? `${message.slice(0, LONGEST_MESSAGE).replace(/\S+$/, '')}…`
		: message;

/**
 * What remembers sends cannot be read or written at the moment, so nothing may be sent: what cannot be looked up is not
 * new.
 */
export abstract class MemoryUnavailable extends Error {
	/** What to do about it. */
	abstract readonly description: string;
}

/** n8n's own database does not answer as it should. */
export class DatabaseUnavailable extends MemoryUnavailable {
	readonly description = "Check n8n's database (n8n's log has details), then run the item again.";

	/** `cause`: the database's own message. */
	constructor(cause: string) {
		super(`n8n's database cannot be used to tell whether this was sent before: ${inShort(cause)}`);
		this.name = 'DatabaseUnavailable';
	}
}

/** The log, a Data Table of n8n's, cannot be used. */
export class LogUnavailable extends MemoryUnavailable {
	/** `cause` continues the sentence. */
	constructor(
		cause: string,
		readonly description: string,
	) {
		super(`The log of sends cannot be used: ${inShort(cause)}`);
		this.name = 'LogUnavailable';
	}
}

export type Attempt<T> =
	| { readonly kind: 'returned'; readonly value: T }
	| { readonly kind: 'threw'; readonly thrown: unknown };

/** Calls, and returns what is thrown instead of throwing it. */
export function attempt<T>(call: () => T): Attempt<T> {
	try {
		return { kind: 'returned', value: call() };
	} catch (thrown) {
		return { kind: 'threw', thrown };
	}
}
