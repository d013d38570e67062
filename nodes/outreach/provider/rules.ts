import { valueAt } from '../base/objects';
import { looseText, sentenceOf } from '../base/schemas';
import { LONGEST_NAME, shortened } from '../base/text';
import { readCount, readMoment, readReset, readRetryAfter } from '../base/time';
import type { LimitScope } from '../base/vocabulary';
import type { ProviderRequest, Reply } from '../http/transport';
import type { RateLimitInfo } from '../limits/limits';
import type { Doubt } from '../operations/result';
import type { Meaning } from '../operations/sentences';

/** How a provider reports limits, as data. */
export interface LimitRules {
	/** The documented limit of requests per minute for a key; absent if none is documented. */
	readonly requestsPerMinute?: number;
	/** Which limit it is. */
	readonly scope: LimitScope | ((signs: ScopeSigns) => LimitScope);
	/** Response headers, in lower case. If given, every response may report a limit. */
	readonly headers?: Partial<Record<'limit' | 'used' | 'remaining' | 'reset' | 'action', string>>;
	/** Fields with points in time in a 429's body. */
	readonly body?: Partial<Record<'holdUntil' | 'reset', string>>;
	/** Refusals under statuses other than 429 that are also limits. */
	readonly also?: { readonly code: string; readonly sentence: RegExp };
	/** Seconds until the next try, if Retry-After is missing or unreliable. */
	retryAfter?(signs: ScopeSigns): number | null;
}

/** What distinguishes a provider's limits. */
export interface ScopeSigns {
	readonly path: string;
	readonly action: string | null;
	/** The provider's error code. */
	readonly code: string | null;
	readonly retryAfterSeconds: number | null;
	/** Whether the body has one of the fields of `LimitRules.body`. */
	readonly isInBody: boolean;
}

/** How a provider reports errors, as data. */
export interface ErrorRules {
	/** Whether a body is a refusal although its HTTP status is not. */
	isRefusal(body: unknown): boolean;
	/** Where the provider's sentence may be: paths into the body, the most specific first. */
	readonly sentence: readonly string[] | ((body: unknown) => readonly string[]);
	/** Where its code is: a path into the body. */
	readonly code?: string;
	/** Texts for the author; the first matching rule counts. */
	readonly table: readonly ErrorRule[];
	/** What a refusal means, if its code says more than status and words; null if those decide. */
	meaning?(error: ProviderError): Meaning | null;
	/** The doubt, for a refusal that leaves open whether something was sent; null for all others. */
	doubt?(error: ProviderError): Doubt | null;
	/** Codes of invitations refused because of the note. */
	readonly noteCodes?: readonly string[];
}

export interface ErrorRule {
	readonly status?: number | readonly number[];
	/** Null matches only if the provider gave no code. */
	readonly code?: string | null;
	readonly sentence?: RegExp;
	/** The sentence must not match this. */
	readonly unless?: RegExp;
	/** What happened; the provider's sentence follows. `$1` is what the first group of `sentence` matched. */
	readonly what?: string;
	/** What to do about it. */
	readonly description: string;
}

/** A provider's own text for a failure. */
export interface ProviderError {
	readonly status: number;
	readonly sentence: string;
	readonly code?: string;
}

/** The provider's error, or null if the response is a success. */
export function readError(rules: ErrorRules, { status, body }: Reply): ProviderError | null {
	if (status < 400 && !rules.isRefusal(body)) return null;
	const code = rules.code === undefined ? null : codeAt(body, rules.code);
	return {
		status,
		sentence: sentenceIn(rules, body) ?? '',
		...(code === null ? {} : { code }),
	};
}

function sentenceIn({ sentence }: ErrorRules, body: unknown): string | null {
	return sentenceOf(body, typeof sentence === 'function' ? sentence(body) : sentence);
}

/** Codes are words; a number is only a status. */
const codeAt = (body: unknown, path: string) => looseText.parse(valueAt(body, path));

/** The text for the author about an error; null for the general text. */
export function explain(
	{ table }: ErrorRules,
	error: ProviderError,
): Pick<ErrorRule, 'what' | 'description'> | null {
	for (const rule of table) {
		const found = rule.sentence?.exec(error.sentence);
		if (!matches(rule, error) || found === null) continue;
		const fill = (text: string) => text.replaceAll('$1', found?.[1] ?? '');
		return {
			description: fill(rule.description),
			...(rule.what === undefined ? {} : { what: fill(rule.what) }),
		};
	}
	return null;
}

function matches({ status, code, unless }: ErrorRule, error: ProviderError): boolean {
	const hasStatus = status === undefined || [status].flat().includes(error.status);
	const hasCode = code === undefined || code === (error.code ?? null);
	return hasStatus && hasCode && unless?.test(error.sentence) !== true;
}

export interface ReadRateLimit {
	/** Whether the response says that a limit is reached. */
	readonly isReached: boolean;
	/** What it says of the limit, or null. */
	readonly info: RateLimitInfo | null;
}

/** What a response reports about limits. `clock` is that of its sender (ms since 1970). */
export function parseRateLimit(
	rules: LimitRules,
	errors: ErrorRules,
	reply: Reply,
	{ path }: ProviderRequest,
	clock: () => number,
): ReadRateLimit {
	const isReached = reply.status === 429 || isAlsoLimit(rules, readError(errors, reply));
	const header = (name: keyof NonNullable<LimitRules['headers']>) => {
		const field = rules.headers?.[name];
		return field === undefined ? undefined : reply.headers[field];
	};
	const inBody = (name: keyof NonNullable<LimitRules['body']>) => {
		const field = rules.body?.[name];
		return isReached && field !== undefined ? valueAt(reply.body, field) : undefined;
	};
	const limit = readCount(header('limit'));
	const used = readCount(header('used'));
	const told = readCount(header('remaining'));
	const remaining = told ?? (limit !== null && used !== null ? Math.max(0, limit - used) : null);
	const resetAt = readReset(header('reset'), clock) ?? readMoment(inBody('reset'));
	if (!isReached && [limit, used, remaining, resetAt].every((value) => value === null)) {
		return { isReached, info: null };
	}
	const action = nameIn(header('action'));
	const toldSeconds = isReached ? readRetryAfter(reply.headers['retry-after'], clock()) : null;
	const isInBody = inBody('holdUntil') !== undefined || inBody('reset') !== undefined;
	const code = errors.code === undefined ? null : codeAt(reply.body, errors.code);
	const signs = { path, action, code, retryAfterSeconds: toldSeconds, isInBody };
	const retryAfterSeconds = isReached && rules.retryAfter ? rules.retryAfter(signs) : toldSeconds;
	const { scope } = rules;
	return {
		isReached,
		info: {
			action,
			scope: typeof scope === 'string' ? scope : scope(signs),
			limit,
			used,
			remaining,
			resetAt,
			holdUntil: readMoment(inBody('holdUntil')),
			retryAfterSeconds,
			message: isReached ? sentenceIn(errors, reply.body) : null,
		},
	};
}

function isAlsoLimit({ also }: LimitRules, error: ProviderError | null): boolean {
	if (!also || !error) return false;
	// With a 5xx, no sentence proves that nothing was accepted.
	return error.status < 500 && (error.code === also.code || also.sentence.test(error.sentence));
}

/** Takes the name if all values of a repeated header have the same one. */
function nameIn(header = ''): string | null {
	const [name = '', ...others] = header.split(',').map((part) => part.trim());
	const isOne = others.every((other) => other.toLowerCase() === name.toLowerCase());
	return shortened(isOne ? name : header.trim(), LONGEST_NAME) || null;
}

/** Whether a body says `success: false`. */
export const saysNoSuccess = (body: unknown): boolean => valueAt(body, 'success') === false;
