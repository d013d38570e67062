import { setActive } from '../base/bounded-map';
import { processState } from '../base/process-state';

/** Of how many keys the pace is known at a time. */
const MOST_KEYS = 10_000;

/** A little over a minute, since requests sent evenly do not arrive evenly. */
const WINDOW_MS = 60_500;

/**
 * Spreads requests so that no more than so many are made within any minute. One for all executions of an n8n process, by
 * key: two workflows that share a key share its allowance.
 */
export class Pacer {
	private readonly moments = new Map<string, number[]>();

	/**
	 * Reserves the next turn for a request with this key, and returns when it may be made. Both times are ms of a clock that
	 * cannot be set back; turns are given out in the order in which they are asked for.
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
		// What is dropped lies a window and more before this moment, so that no allowance counts it again.
		if (taken.length > perMinute) taken.shift();
		const isActive = (moments: number[]) => (moments.at(-1) ?? 0) > now - WINDOW_MS;
		setActive(this.moments, MOST_KEYS, [key, taken], isActive);
		return moment;
	}
}

/** The pacer of this n8n process. */
export const pacer = processState.add(() => new Pacer());
