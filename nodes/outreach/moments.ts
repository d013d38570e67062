const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Outside these years a number in a header is not a point in time. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** No provider makes anyone wait longer; a greater number of seconds is a date. */
const LONGEST_WAIT = 366 * DAY;

/** RFC 9110's, such as "Mon, 22 Jan 2024 00:00:00 GMT". */
const HTTP_DATE = /^[a-z]{3}, \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/i;

/**
 * Reads a point in time as providers write it: ISO 8601, the same with a blank for the `T` (UTC where no zone
 * is given), an HTTP date, or an epoch in seconds or ms. Returns ms since 1970, or null for anything else.
 */
export function readMoment(value: unknown): number | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const text = String(value).trim();
	if (/^\d{9,13}(\.\d+)?$/.test(text)) {
		const number = Number(text);
		return within(number < 1e11 ? number * SECOND : number);
	}
	const iso = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? text.replace(' ', 'T') : null;
	// `Date.parse` alone takes "never 2030" for a year.
	if (iso === null) return HTTP_DATE.test(text) ? within(Date.parse(text)) : null;
	return within(Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? iso : `${iso}Z`));
}

/**
 * Reads Retry-After: seconds, or an HTTP date (RFC 9110). Returns seconds from now, rounded up, or null for
 * anything else; a date in the past is 0.
 */
export function readRetryAfter(value: unknown, now: number): number | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const text = String(value).trim();
	if (/^\d+(\.\d+)?$/.test(text)) {
		const seconds = Math.ceil(Number(text));
		if (seconds * SECOND <= LONGEST_WAIT) return seconds;
		const epoch = readMoment(text);
		return epoch === null ? null : Math.max(0, Math.ceil((epoch - now) / SECOND));
	}
	const date = /[a-z]/i.test(text) ? readMoment(text) : null;
	return date === null ? null : Math.max(0, Math.ceil((date - now) / SECOND));
}

/** ms since 1970 as ISO 8601 in UTC. */
export function toIso(moment: number): string;
export function toIso(moment: number | null): string | null;
export function toIso(moment: number | null): string | null {
	return moment === null ? null : new Date(moment).toISOString();
}

export const minuteOn = (now: number) => now + MINUTE;
export const hourOn = (now: number) => now + HOUR;
export const nextUtcDay = (now: number) => (Math.floor(now / DAY) + 1) * DAY;

/** The next Monday 00:00 UTC after now. 1970-01-05 was a Monday. */
export function nextUtcMonday(now: number): number {
	const firstMonday = 4 * DAY;
	return firstMonday + (Math.floor((now - firstMonday) / (7 * DAY)) + 1) * 7 * DAY;
}

function within(moment: number): number | null {
	return moment >= EARLIEST && moment < LATEST ? moment : null;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	s: SECOND,
	second: SECOND,
	m: MINUTE,
	min: MINUTE,
	minute: MINUTE,
	h: HOUR,
	hr: HOUR,
	hour: HOUR,
	d: DAY,
	day: DAY,
	w: 7 * DAY,
	week: 7 * DAY,
	mo: 30 * DAY,
	month: 30 * DAY,
	y: 365 * DAY,
	yr: 365 * DAY,
	year: 365 * DAY,
};

/**
 * Reads how LinkedIn says when something was: "2 days ago", "Sent yesterday", "5d", "1 month ago". Returns ms since 1970,
 * as near as the words are, or null for anything else.
 */
export function readRelative(value: unknown, now: number): number | null {
	if (typeof value !== 'string') return null;
	const text = value.trim().toLowerCase();
	if (/\b(just now|today)$/.test(text)) return now;
	if (/\byesterday$/.test(text)) return now - DAY;
	const [, count, unit] = /(?:^|\s)(an?|\d{1,4})\s*([a-z]+?)s?(?:\s+ago)?$/.exec(text) ?? [];
	const ms = UNIT_MS[unit ?? ''];
	if (count === undefined || ms === undefined) return null;
	return now - (/\d/.test(count) ? Number(count) : 1) * ms;
}

/** A day as LinkedIn writes it in English, "Connected on Feb 15, 2024": its 00:00 UTC in ms since 1970, else null. */
export function readEnglishDay(value: unknown): number | null {
	const text = typeof value === 'string' ? value.trim() : '';
	const [day] = /[a-z]{3,9} \d{1,2}, \d{4}$/i.exec(text) ?? [];
	return day === undefined ? null : within(Date.parse(`${day} UTC`));
}
