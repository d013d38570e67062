import type { Failure } from '../base/errors';
import type { ActiveLimit, RateLimitInfo } from '../limits/limits';

/**
 * What came of a call, of an item's task, or of an item: an answer, a limit that held it back, or a failure. `T` is what
 * the answer has: a parsed response, a report, the rows of a list.
 */
export type Result<T> = Answered<T> | RateLimited | Failed;

/** What a provider's response has beside its answer. */
export interface ResponseInfo {
	readonly status: number;
	/** The provider's body, secrets taken out. */
	readonly body: unknown;
	/** What it says of the limit that the call counts against. */
	readonly rateLimit: RateLimitInfo | null;
	/** What it says of the account's limit on sends, where that was not its subject. */
	readonly sendLimit?: RateLimitInfo | null;
}

export interface Answered<T> {
	readonly kind: 'answered';
	readonly value: T;
	/** Null where no provider was asked, as for a person whom memory knows. */
	readonly response: ResponseInfo | null;
}

export interface RateLimited {
	readonly kind: 'rateLimited';
	readonly limit: ActiveLimit;
	/** The provider's answer, as a rule 429; null where it was not called. */
	readonly httpStatus: number | null;
	/** True: it holds for this person, and other items go on. */
	readonly isOfPerson?: boolean;
}

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
	/** Whether the provider can have acted on the request all the same; `doubtful`: it says no, which leaves that open. */
	readonly accepted: 'no' | 'doubtful' | 'unknown';
	/** Of a doubtful one: what it is where nothing came of the request. */
	readonly doubt?: Doubt;
	/** The provider's own sentence, where it gave one. */
	readonly sentence: string | null;
	/** Null where no response was received. */
	readonly response: ResponseInfo | null;
}

/**
 * What a provider's "no" to a send is, once it is known that nothing was sent: a refusal, or a limit that holds for the
 * account or for this person alone.
 */
export type Doubt =
	| { readonly kind: 'refusal' }
	| {
			readonly kind: 'limit';
			/** For how long the account is held back; null: it is the person's limit. */
			readonly accountSeconds: number | null;
			/** For how long the person is, also where the account's limit turns out to be theirs. */
			readonly personSeconds: number;
	  };

/** A report, and the account that the provider says it used (null where it does not say). */
export interface WithAccount<T> {
	readonly accountId: string | null;
	readonly report: T;
}

/** Maps the value of an answer; a limited or failed result stays as it is. */
export function mapResult<T, U>(result: Result<T>, map: (value: T) => U): Result<U> {
	return result.kind === 'answered' ? { ...result, value: map(result.value) } : result;
}

/** An answer that no provider was asked for. */
export function answeredWith<T>(value: T): Answered<T> {
	return { kind: 'answered', value, response: null };
}

/** A refusal that is an outcome of its own, such as *already connected*. */
export function refusedAs<T>({ response }: Failed, value: T): Answered<T> {
	return { kind: 'answered', value, response };
}

/** A failure without a response: nothing was asked, or nothing that was answered serves. */
export function failedWith(failure: Failure, accepted: Failed['accepted'] = 'no'): Failed {
	return { kind: 'failed', failure, accepted, sentence: null, response: null };
}

/** Lets many items share one list: it is requested once, and again only if it was not answered. */
export function askedOnce<T>(ask: () => Promise<Result<T>>): () => Promise<Result<T>> {
	let asked: Promise<Result<T>> | null = null;
	return async () => {
		asked ??= ask();
		const result = await asked;
		if (result.kind !== 'answered') asked = null;
		return result;
	};
}
