import type { Failure } from '../base/errors';
import type { ActiveLimit, RateLimitInfo } from '../limits/limits';

/**
 * The result of a call, a task or an item: an answer, a limit that held it back, or a failure. `T` is the answer's
 * value: a parsed response, a report, the rows of a list.
 */
export type Result<T> = Answered<T> | RateLimited | Failed;

/** The rest of a provider's response. */
export interface ResponseInfo {
	readonly status: number;
	/** The provider's body, without secrets. */
	readonly body: unknown;
	/** What it reports about the limit the call counts against. */
	readonly rateLimit: RateLimitInfo | null;
	/** What it reports about the account's limit on sends, if the call counts against another limit. */
	readonly sendLimit?: RateLimitInfo | null;
}

export interface Answered<T> {
	readonly kind: 'answered';
	readonly value: T;
	/** Null if no provider was called, as for a person found in memory. */
	readonly response: ResponseInfo | null;
}

export interface RateLimited {
	readonly kind: 'rateLimited';
	readonly limit: ActiveLimit;
	/** The HTTP status, usually 429; null if nothing was called. */
	readonly httpStatus: number | null;
	/** True: it applies to this person, and other items continue. */
	readonly isOfPerson?: boolean;
}

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
	/** Whether the provider may still have acted on the request. `doubtful`: its refusal leaves that open. */
	readonly accepted: 'no' | 'doubtful' | 'unknown';
	/** For a doubtful one: what it is if the request had no effect. */
	readonly doubt?: Doubt;
	/** The provider's own sentence, if it gave one. */
	readonly sentence: string | null;
	/** Null where no response was received. */
	readonly response: ResponseInfo | null;
}

/**
 * What a refused send is, once it is known that nothing was sent: a refusal, or a limit of the account or of this person.
 */
export type Doubt =
	| { readonly kind: 'refusal' }
	| {
			readonly kind: 'limit';
			/** How long the account is held back; null if the limit is the person's. */
			readonly accountSeconds: number | null;
			/** How long the person is held back, also if the account's limit turns out to be the person's. */
			readonly personSeconds: number;
	  };

/** A report, and the account that the provider reports it used (null if not reported). */
export interface WithAccount<T> {
	readonly accountId: string | null;
	readonly report: T;
}

/** Maps the value of an answer; returns other results unchanged. */
export function mapResult<T, U>(result: Result<T>, map: (value: T) => U): Result<U> {
	return result.kind === 'answered' ? { ...result, value: map(result.value) } : result;
}

/** An answer given without calling a provider. */
export function answeredWith<T>(value: T): Answered<T> {
	return { kind: 'answered', value, response: null };
}

/** A refusal that is an outcome, such as *already connected*. */
export function refusedAs<T>({ response }: Failed, value: T): Answered<T> {
	return { kind: 'answered', value, response };
}

/** A failure without a response: nothing was requested, or the response is unusable. */
export function failedWith(failure: Failure, accepted: Failed['accepted'] = 'no'): Failed {
	return { kind: 'failed', failure, accepted, sentence: null, response: null };
}

/** Lets many items share one list: it is requested once, and again only if the request failed. */
export function askedOnce<T>(ask: () => Promise<Result<T>>): () => Promise<Result<T>> {
	let asked: Promise<Result<T>> | null = null;
	return async () => {
		asked ??= ask();
		const result = await asked;
		if (result.kind !== 'answered') asked = null;
		return result;
	};
}
