import { z } from 'zod';
import { setActive } from '../base/bounded-map';
import { processState } from '../base/process-state';
import { hourOn, minuteOn, nextUtcDay, nextUtcMonday, toIso } from '../base/time';
import { LIMIT_SCOPES, nullableNumber, type LimitScope, type RateLimit } from '../base/vocabulary';

/**
 * What one response reports about a limit. Points in time are ms since 1970. Does not mean that the limit is
 * reached: some providers report it in every response.
 */
export const rateLimitInfoSchema = z.object({
	/** The provider's name for what is limited, or null. */
	action: z.string().nullable(),
	scope: z.enum(LIMIT_SCOPES),
	limit: nullableNumber,
	used: nullableNumber,
	remaining: nullableNumber,
	resetAt: nullableNumber,
	holdUntil: nullableNumber,
	retryAfterSeconds: nullableNumber,
	message: z.string().nullable(),
});
export type RateLimitInfo = Readonly<z.infer<typeof rateLimitInfoSchema>>;

/** For a response that reports no limit. */
export const NO_RATE_LIMIT_INFO: RateLimitInfo = {
	action: null,
	scope: 'unknown',
	limit: null,
	used: null,
	remaining: null,
	resetAt: null,
	holdUntil: null,
	retryAfterSeconds: null,
	message: null,
};

/** Why an account's further items are not tried, and until when (ms since 1970). */
export interface ActiveLimit {
	readonly info: RateLimitInfo;
	readonly scope: LimitScope;
	readonly retryAt: number;
	readonly message: string;
}

/** A reset that passed less than this ago (ms) is a difference between clocks, not an old one. */
const CLOCK_SKEW_MS = 5 * 60_000;

const WHERE_NOTHING_IS_KNOWN: Readonly<Record<LimitScope, (now: number) => number>> = {
	minute: minuteOn,
	day: nextUtcDay,
	week: nextUtcMonday,
	reserve: hourOn,
	cap: nextUtcDay,
	hours: hourOn,
	unknown: hourOn,
};

/**
 * When to try again after a limit was met (ms since 1970): the latest of the hold's end, the reset, and now plus
 * Retry-After. If none of them is in the future, it follows from the scope. Never in the past.
 */
export function retryAtOf(info: RateLimitInfo, now: number): number {
	const { holdUntil, resetAt, retryAfterSeconds, remaining } = info;
	const usedUp = remaining === null || remaining <= 0;
	const latest = Math.max(
		holdUntil ?? 0,
		usedUp ? (resetAt ?? 0) : 0,
		// Treat Retry-After: 0 as missing, so that we never retry at once.
		retryAfterSeconds !== null && retryAfterSeconds > 0 ? now + retryAfterSeconds * 1000 : 0,
	);
	if (latest > now) return latest;
	if (latest > now - CLOCK_SKEW_MS) return minuteOn(now);
	return WHERE_NOTHING_IS_KNOWN[info.scope](now);
}

/** The limit that a response reports as reached. */
export function activeLimitOf(info: RateLimitInfo, now: number): ActiveLimit {
	return {
		info,
		scope: info.scope,
		retryAt: retryAtOf(info, now),
		message: info.message ?? 'The provider reported that its rate limit is reached.',
	};
}

/** The limit on sends if no more than `keepInReserve` remain, or null if more do. */
function reserveLimit(info: RateLimitInfo, keepInReserve: number, now: number): ActiveLimit | null {
	const { remaining } = info;
	if (remaining === null || remaining > keepInReserve) return null;
	return {
		info,
		scope: remaining > 0 ? 'reserve' : info.scope,
		retryAt: retryAtOf({ ...info, remaining: 0 }, now),
		message:
			remaining > 0
				? `Held back: ${remaining} remain, and ${keepInReserve} are kept in reserve.`
				: 'Held back: none remain until the limit resets.',
	};
}

/** The limit on sends if none remain, or null if some do. */
export function usedUpLimit(info: RateLimitInfo, now: number): ActiveLimit | null {
	return reserveLimit(info, 0, now);
}

export interface LimitSubject {
	readonly provider: string;
	readonly operation: string;
	readonly accountId: string | null;
}

/** The `rateLimit` of an item held back by a limit. `httpStatus` is null if nothing was called. */
export function describeActiveLimit(
	subject: LimitSubject,
	limit: ActiveLimit,
	httpStatus: number | null,
	now: number,
): RateLimit {
	const { retryAfterSeconds } = limit.info;
	return describe(subject, limit.info, {
		message: limit.message,
		retryAt: toIso(Math.max(limit.retryAt, now)),
		scope: limit.scope,
		// Retry-After counts from its response, which for an item held back later is in the past.
		retryAfterSeconds:
			httpStatus === null && retryAfterSeconds !== null
				? Math.max(0, Math.ceil((limit.retryAt - now) / 1000))
				: retryAfterSeconds,
		attempted: httpStatus !== null,
		httpStatus,
	});
}

/** The `rateLimit` of a success: the limits reported with the response. */
export function describeRateLimitInfo(
	subject: LimitSubject,
	info: RateLimitInfo,
	httpStatus: number,
	now: number,
): RateLimit {
	const usedUp = usedUpLimit(info, now);
	return describe(subject, info, {
		message: info.message ?? remainingSentence(info),
		retryAt: toIso(usedUp?.retryAt ?? now),
		scope: info.scope,
		retryAfterSeconds: info.retryAfterSeconds,
		attempted: true,
		httpStatus,
	});
}

function remainingSentence({ remaining, limit }: RateLimitInfo): string {
	if (remaining === null) return 'The provider did not say how many remain.';
	return limit === null ? `${remaining} remain.` : `${remaining} of ${limit} remain.`;
}

type Own = 'message' | 'retryAt' | 'scope' | 'retryAfterSeconds' | 'attempted' | 'httpStatus';

/** In the order of `rateLimitSchema`, which is the order in n8n's table. */
function describe(
	{ provider, operation, accountId }: LimitSubject,
	info: RateLimitInfo,
	own: Pick<RateLimit, Own>,
): RateLimit {
	return {
		message: own.message,
		retryAt: own.retryAt,
		scope: own.scope,
		remaining: info.remaining,
		limit: info.limit,
		used: info.used,
		provider,
		accountId,
		operation,
		action: info.action,
		resetAt: toIso(info.resetAt),
		holdUntil: toIso(info.holdUntil),
		retryAfterSeconds: own.retryAfterSeconds,
		attempted: own.attempted,
		httpStatus: own.httpStatus,
	};
}

/** Maximum number of known limits. Account IDs come from items, so there can be any number of them. */
const MOST_LIMITS = 10_000;

/**
 * Known limits, by key (`keys.ts`). Shared by all executions of one n8n process, so that a weekly limit met in one
 * is respected by the next.
 */
export class LimitBook {
	private readonly limits = new Map<string, ActiveLimit>();
	private readonly infos = new Map<string, { info: RateLimitInfo; until: number }>();

	/** Records what a response says remains. The newest one counts. */
	enterInfo(key: string, info: RateLimitInfo, now: number): void {
		const until = retryAtOf({ ...info, remaining: 0 }, now);
		setActive(this.infos, MOST_LIMITS, [key, { info, until }], (known) => known.until > now);
	}

	/** Records a limit that was met, now or by an earlier process. Of two, the longer one counts. */
	enterLimit(key: string, limit: ActiveLimit): void {
		const known = this.limits.get(key);
		if (known && known.retryAt >= limit.retryAt) return;
		const now = Date.now();
		setActive(this.limits, MOST_LIMITS, [key, limit], ({ retryAt }) => retryAt > now);
	}

	/**
	 * Why a call with the key must not be made now, or null. `keepInReserve` is given for calls that use the limit
	 * up; null checks only limits that were met.
	 */
	find(key: string, keepInReserve: number | null, now: number): ActiveLimit | null {
		const limit = this.limits.get(key);
		if (limit && limit.retryAt > now) return limit;
		this.limits.delete(key);
		const known = this.infos.get(key);
		if (!known || keepInReserve === null) return null;
		if (known.until > now) return reserveLimit(known.info, keepInReserve, now);
		this.infos.delete(key);
		return null;
	}

	/** Forgets everything, or everything under the keys with these prefixes. */
	forget(keyPrefix = ''): void {
		for (const known of [this.limits, this.infos]) {
			for (const key of known.keys()) if (key.startsWith(keyPrefix)) known.delete(key);
		}
	}
}

/** The book of this n8n process. */
export const limitBook = processState.add(() => new LimitBook());
