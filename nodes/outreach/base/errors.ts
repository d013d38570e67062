/** Why an item has no answer, for the workflow's author. */
export interface Failure {
	/** The cause: the workflow's input, the provider's response, or n8n's own database. */
	readonly source: 'workflow' | 'provider' | 'database';
	/** What happened, with the names of provider and parameter. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	readonly httpStatus?: number;
	/** The provider's own code for it. */
	readonly code?: string;
}

/** The workflow's input cannot be used for any provider. Thrown before any call. */
export class InvalidInput extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'InvalidInput';
	}
}

/** Longer database messages are cut, because some drivers include the whole statement. */
const LONGEST_MESSAGE = 300;

/** Cut before the last space, because half of a secret would not be recognised as one. */
const inShort = (message: string) =>
	message.length > LONGEST_MESSAGE
		? `${message.slice(0, LONGEST_MESSAGE).replace(/\S+$/, '')}…`
		: message;

/**
 * The memory of sends cannot be read or written at the moment, so nothing may be sent: failing to look a person up
 * does not mean that they are new.
 */
export abstract class MemoryUnavailable extends Error {
	/** What to do about it. */
	abstract readonly description: string;
}

/** n8n's own database does not respond as expected. */
export class DatabaseUnavailable extends MemoryUnavailable {
	readonly description = "Check n8n's database (n8n's log has details), then run the item again.";

	/** `cause` is the database's own message. */
	constructor(cause: string) {
		super(`n8n's database cannot be used to tell whether this was sent before: ${inShort(cause)}`);
		this.name = 'DatabaseUnavailable';
	}
}

/** The log, an n8n Data Table, cannot be used. */
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

/** Calls the function, and returns what it throws instead of throwing it. */
export function attempt<T>(call: () => T): Attempt<T> {
	try {
		return { kind: 'returned', value: call() };
	} catch (thrown) {
		return { kind: 'threw', thrown };
	}
}
