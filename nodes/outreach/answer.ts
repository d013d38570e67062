import type { LimitReading } from './limits/limits';

/** What a workflow author is told when an item does not get its answer. */
export interface Failure {
	/** Whether the workflow's input is at fault, what a provider answered, or n8n's own database. */
	readonly source: 'workflow' | 'provider' | 'database';
	/** What happened, naming provider and parameter. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	readonly httpStatus?: number;
	/** The provider's own word for it. */
	readonly code?: string;
}

/**
 * What came of one call. `T` is the provider's own answer, parsed, or what was read out of it.
 * `accepted` tells, of a failed call, whether the provider can have acted on it all the same.
 */
export type Answer<T> = Answered<T> | Limited | Failed;

export interface Answered<T> {
	readonly kind: 'answered';
	readonly value: T;
	/** The provider's body, secrets taken out. */
	readonly body: unknown;
	readonly status: number;
	readonly reading: LimitReading | null;
	/** What the answer lets on about the account's limit on sends, where it was not about that. */
	readonly sendLimit?: LimitReading | null;
}

export interface Limited {
	readonly kind: 'limited';
	readonly status: number;
	readonly reading: LimitReading;
}

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
	readonly accepted: 'no' | 'unknown';
	/** The provider's own sentence, where it said one. */
	readonly sentence: string | null;
	readonly status: number | null;
	readonly body: unknown;
	readonly reading: LimitReading | null;
}

/** Reads something else out of an answered call; a limited or failed one stays as it is. */
export function mapAnswer<T, U>(answer: Answer<T>, read: (value: T) => U): Answer<U> {
	return answer.kind === 'answered' ? { ...answer, value: read(answer.value) } : answer;
}

/** A refusal that is an outcome of its own, such as *already connected*. */
export function asAnswered<T>(failed: Failed, value: T): Answered<T> {
	return {
		kind: 'answered',
		value,
		body: failed.body,
		status: failed.status ?? 0,
		reading: failed.reading,
	};
}

/** A failure that no answer of the provider tells: nothing was asked, or nothing that was answered serves. */
export function failedWith(failure: Failure): Failed {
	return {
		kind: 'failed',
		failure,
		accepted: 'no',
		sentence: null,
		status: null,
		body: null,
		reading: null,
	};
}

/** Lets a list that serves many items be asked for once; what was not answered is asked again. */
export function askedOnce<T>(ask: () => Promise<Answer<T>>): () => Promise<Answer<T>> {
	let asked: Promise<Answer<T>> | null = null;
	return async () => {
		asked ??= ask();
		const answer = await asked;
		if (answer.kind !== 'answered') asked = null;
		return answer;
	};
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

/** Longer words of a database are cut: some drivers add the whole statement. */
const LONGEST_WORDS = 300;

/** What is cut in two goes: half of a secret would not be known for one. */
const inShort = (words: string) =>
	words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS).replace(/\S+$/, '')}…` : words;

/** n8n's own database cannot be read or written at the moment, so nothing may be sent: what cannot be looked up is not new. */
export class DatabaseUnavailable extends Error {
	readonly description =
		"Nothing was sent for this item. See to n8n's database (n8n's log says more), then run the item again.";

	/** `words`: the database's own. */
	constructor(words: string) {
		super(`n8n's database cannot be used to tell whether this was sent before: ${inShort(words)}`);
		this.name = 'DatabaseUnavailable';
	}
}
