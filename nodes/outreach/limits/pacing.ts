import { setActive } from '../base/bounded-map';
import { processState } from '../base/process-state';

/** Maximum number of keys with a known pace. */
const MOST_KEYS = 10_000;

/** Slightly over a minute, since requests sent at even intervals do not arrive at even intervals. */
const WINDOW_MS = 60_500;

/**
 * Spreads requests so that no more than a given number are made within any minute. Shared by all executions of an
 * n8n process, by key: workflows that use the same key share its allowance.
 */
export class Pacer {
	private readonly moments = new Map<string, number[]>();

	/**
	 * Reserves the next turn for a request with this key, and returns when it may be made. Both times are ms of a
	 * monotonic clock. Turns are given in the order of calls.
	 */
	reserve(key: string, perMinute: number, now: number): number {
		const taken = this.moments.get(key) ?? [];
		const windowStart = taken[taken.length - perMinute];
		const moment = Math.max(
			now,
			taken[taken.length - 1] ?? 0,
			(windowStart ?? -Infinity) + WINDOW_MS,
		);
		taken.push(moment);
		// Dropped turns are more than a window in the past, so no allowance counts them again.
		if (taken.length > perMinute) taken.shift();
		const isActive = (moments: number[]) => (moments.at(-1) ?? 0) > now - WINDOW_MS;
		setActive(this.moments, MOST_KEYS, [key, taken], isActive);
		return moment;
	}
}

/** The pacer of this n8n process. */
export const pacer = processState.add(() => new Pacer());
