import type { Relationship } from './people';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** LinkedIn's steps of a time gone by, longest first; `short` is LinkupAPI v2's. */
const STEPS = [
	{ ms: 365 * DAY, word: 'year', short: 'yr' },
	{ ms: 30 * DAY, word: 'month', short: 'mo' },
	{ ms: 7 * DAY, word: 'week', short: 'w' },
	{ ms: DAY, word: 'day', short: 'd' },
	{ ms: 60 * MINUTE, word: 'hour', short: 'h' },
	{ ms: MINUTE, word: 'minute', short: 'm' },
] as const;
const SMALLEST = STEPS[5];

function gone(since: number, now: number) {
	const ms = Math.max(MINUTE, now - since);
	const step = STEPS.find((one) => ms >= one.ms) ?? SMALLEST;
	return { count: Math.floor(ms / step.ms), step };
}

/** When it happened, in ms; default two days ago. */
export const sinceOf = ({ since }: Pick<Relationship, 'since'>, now: number) =>
	since ?? now - 2 * DAY;

/** "5 minutes ago", "1 day ago", "3 weeks ago"; both moments in ms. */
export function ago(since: number, now: number): string {
	const { count, step } = gone(since, now);
	return `${count} ${step.word}${count === 1 ? '' : 's'} ago`;
}

/** "5m", "3h", "5d", "1w", "2mo", "1yr" (vendor page *List Sent Invitations*, v2: "5d"). */
export function agoShort(since: number, now: number): string {
	const { count, step } = gone(since, now);
	return `${count}${step.short}`;
}

export const daysSince = (since: number, now: number) => Math.floor(Math.max(0, now - since) / DAY);

/** "Sent today", "Sent yesterday", "Sent 3 days ago" (vendor page *Get Sent Invitations*, v1). */
export function sentAgo(since: number, now: number): string {
	const days = daysSince(since, now);
	if (days === 0) return 'Sent today';
	return days === 1 ? 'Sent yesterday' : `Sent ${ago(since, now)}`;
}

/** "Connected on Feb 15, 2024", by the day in UTC (vendor page *Get connections list*). */
export function connectedOn(since: number): string {
	const day = new Date(since).toLocaleDateString('en-US', {
		month: 'short',
		day: 'numeric',
		year: 'numeric',
		timeZone: 'UTC',
	});
	return `Connected on ${day}`;
}
