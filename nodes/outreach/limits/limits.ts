import { z } from 'zod';
import { hourOn, minuteOn, nextUtcDay, nextUtcMonday, toIso } from '../base/time';
import { setActive } from '../base/bounded-map';
import { processState } from '../base/process-state';
import { LIMIT_SCOPES, nullableNumber, type LimitScope, type RateLimit } from '../base/vocabulary';

/**
 * What one reply of a provider says of a limit. Moments are ms since 1970. A reading alone does not mean that the
 * limit is reached: some providers add one to every answer.
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

/** Says nothing of a limit; who reads one adds what was said. */
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

/** A reset that passed this recently is a difference between clocks, not an old one. */
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
 * The moment to try again after a limit was met: the latest of the hold's end, the reset and now plus Retry-After.
 * Where none of them lies ahead it follows from the scope. Never in the past.
 */
export function retryAfterOf(reading: RateLimitInfo, now: number): number {
	const { holdUntil, resetAt, retryAfterSeconds, remaining } = reading;
	const usedUp = remaining === null || remaining <= 0;
	const latest = Math.max(
		holdUntil ?? 0,
		usedUp ? (resetAt ?? 0) : 0,
		// A Retry-After of 0 says nothing: taken as a moment, it would have us try again at once.
		retryAfterSeconds !== null && retryAfterSeconds > 0 ? now + retryAfterSeconds * 1000 : 0,
	);
	if (latest > now) return latest;
	if (latest > now - CLOCK_SKEW_MS) return minuteOn(now);
	return WHERE_NOTHING_IS_KNOWN[reading.scope](now);
}

/** The hold that a reply means which says that the limit is reached. */
export function activeLimitOf(reading: RateLimitInfo, now: number): ActiveLimit {
	return {
		info: reading,
		scope: reading.scope,
		retryAt: retryAfterOf(reading, now),
		message: reading.message ?? 'The provider reported that its rate limit is reached.',
	};
}

/** The hold on sends once no more than `keepInReserve` remain, or null while more do. */
function reserveLimit(
	reading: RateLimitInfo,
	keepInReserve: number,
	now: number,
): ActiveLimit | null {
	const { remaining } = reading;
	if (remaining === null || remaining > keepInReserve) return null;
	return {
		info: reading,
		scope: remaining > 0 ? 'reserve' : reading.scope,
		retryAt: retryAfterOf({ ...reading, remaining: 0 }, now),
		message:
			remaining > 0
				? `Held back: ${remaining} remain, and ${keepInReserve} are kept in reserve.`
				: 'Held back: none remain until the limit resets.',
	};
}

/** The hold on sends once none remain, or null while some do. */
export function usedUpLimit(reading: RateLimitInfo, now: number): ActiveLimit | null {
	return reserveLimit(reading, 0, now);
}

export interface LimitSubject {
	readonly provider: string;
	readonly operation: string;
	readonly accountId: string | null;
}

/** The `rateLimit` of an item that a limit held back. `httpStatus` is null where nothing was called. */
export function describeActiveLimit(
	subject: LimitSubject,
	hold: ActiveLimit,
	httpStatus: number | null,
	now: number,
): RateLimit {
	const { retryAfterSeconds } = hold.info;
	return describe(subject, hold.info, {
		message: hold.message,
		retryAt: toIso(Math.max(hold.retryAt, now)),
		scope: hold.scope,
		// Retry-After counts from the answer that carried it, which for an item held back later is not now.
		retryAfterSeconds:
			httpStatus === null && retryAfterSeconds !== null
				? Math.max(0, Math.ceil((hold.retryAt - now) / 1000))
				: retryAfterSeconds,
		attempted: httpStatus !== null,
		httpStatus,
	});
}

/** The `rateLimit` of a success: what the provider said of its limits on the way. */
export function describeRateLimitInfo(
	subject: LimitSubject,
	reading: RateLimitInfo,
	httpStatus: number,
	now: number,
): RateLimit {
	const spent = usedUpLimit(reading, now);
	return describe(subject, reading, {
		message: reading.message ?? remainingSentence(reading),
		retryAt: toIso(spent?.retryAt ?? now),
		scope: reading.scope,
		retryAfterSeconds: reading.retryAfterSeconds,
		attempted: true,
		httpStatus,
	});
}

function remainingSentence({ remaining, limit }: RateLimitInfo): string {
	if (remaining === null) return 'The provider did not say how many remain.';
	return limit === null ? `${remaining} remain.` : `${remaining} of ${limit} remain.`;
}

type Said = 'message' | 'retryAt' | 'scope' | 'retryAfterSeconds' | 'attempted' | 'httpStatus';

/** In the order of `rateLimitSchema`, in which n8n's table shows the fields. */
function describe(
	{ provider, operation, accountId }: LimitSubject,
	reading: RateLimitInfo,
	said: Pick<RateLimit, Said>,
): RateLimit {
	return {
		message: said.message,
		retryAt: said.retryAt,
		scope: said.scope,
		remaining: reading.remaining,
		limit: reading.limit,
		used: reading.used,
		provider,
		accountId,
		operation,
		action: reading.action,
		resetAt: toIso(reading.resetAt),
		holdUntil: toIso(reading.holdUntil),
		retryAfterSeconds: said.retryAfterSeconds,
		attempted: said.attempted,
		httpStatus: said.httpStatus,
	};
}

/** Accounts come from items, and so may be made up: so many buckets are known at a time. */
const MOST_BUCKETS = 10_000;

/**
 * What is known of limits, by bucket (key, account and action). Shared by all executions of one n8n process, so
 * that a weekly limit met in one is not run into again by the next.
 */
export class LimitBook {
	private readonly holds = new Map<string, ActiveLimit>();
	private readonly readings = new Map<string, { reading: RateLimitInfo; until: number }>();

	/** Enters what a reply said remains. Of two readings the newer one stays. */
	enterInfo(bucket: string, reading: RateLimitInfo, now: number): void {
		const until = retryAfterOf({ ...reading, remaining: 0 }, now);
		setActive(
			this.readings,
			MOST_BUCKETS,
			[bucket, { reading, until }],
			(known) => known.until > now,
		);
	}

	/** Enters a limit that was met, now or by an earlier process. Of two holds the longer one stays. */
	enterLimit(bucket: string, hold: ActiveLimit): void {
		const known = this.holds.get(bucket);
		if (known && known.retryAt >= hold.retryAt) return;
		const now = Date.now();
		setActive(this.holds, MOST_BUCKETS, [bucket, hold], ({ retryAt }) => retryAt > now);
	}

	/**
	 * Why a bucket is not to be called now, or null. `keepInReserve` is given for what uses the limit up;
	 * null asks only for limits that were met.
	 */
	find(bucket: string, keepInReserve: number | null, now: number): ActiveLimit | null {
		const hold = this.holds.get(bucket);
		if (hold && hold.retryAt > now) return hold;
		this.holds.delete(bucket);
		const known = this.readings.get(bucket);
		if (!known || keepInReserve === null) return null;
		if (known.until > now) return reserveLimit(known.reading, keepInReserve, now);
		this.readings.delete(bucket);
		return null;
	}

	/** Forgets all, or what is known of the buckets of a key. */
	forget(keyPrefix = ''): void {
		for (const known of [this.holds, this.readings]) {
			for (const bucket of known.keys()) if (bucket.startsWith(keyPrefix)) known.delete(bucket);
		}
	}
}

/** The book of this n8n process. */
export const limitBook = processState.add(() => new LimitBook());
