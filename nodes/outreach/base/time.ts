import { DateTime } from 'luxon';

const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Outside these years, a number in a header is not a point in time. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** No provider asks for a longer wait, so a larger number of seconds is a date. */
const LONGEST_WAIT = 366 * DAY_MS;

/** The longest text of a point in time, or of a header with several. */
const LONGEST_TEXT = 200;

/** The three forms of RFC 9110: "Mon, 22 Jan 2024 00:00:00 GMT", "Monday, 22-Jan-24 00:00:00 GMT" … */
const HTTP_DATE =
	/^[a-z]{3,9}, ?(\d\d?)[ -]([a-z]{3})[ -](\d{4}|\d\d) (\d\d:\d\d:\d\d) (?:GMT|UTC?|Z|\+0000)$/i;
/** … and "Mon Jan 22 00:00:00 2024". */
const ASCTIME =
	/^[a-z]{3} ([a-z]{3}) {1,2}(\d\d?) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4})(?: (?:GMT|UTC?))?$/i;

/**
 * ISO 8601, basic or extended, by month, week or day of the year, and the forms that databases print: with a space
 * instead of `T` or before the zone, and with a zone of hours only.
 */
const ISO_DATE = /^(?:\d{4}-\d\d-\d\d|20\d{6}|\d{4}-?W\d\d-?\d|\d{4}-\d{3}|\d{7}(?=T))/i;
const ISO_TIME = /^[T ](\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?)/i;
const ISO_ZONE = /^ ?(?:(Z|UTC?|GMT)|([+-]\d\d(?::?\d\d)?)(?: ?(?:UTC?|GMT))?)?$/i;

/**
 * Reads a point in time as providers write it: ISO 8601 (UTC if no zone is given), an HTTP date, or an epoch in
 * seconds or ms. Of several values in one header, the earliest. Returns ms since 1970, or null for anything else.
 */
export function readMoment(value: unknown): number | null {
	return smallestOf(value, momentIn);
}

function momentIn(text: string): number | null {
	if (/^\d{9,13}(\.\d+)?$/.test(text)) {
		const number = Number(text);
		return within(number < 1e11 ? number * SECOND_MS : number);
	}
	return isoMomentIn(text) ?? httpMomentIn(text);
}

function isoMomentIn(text: string): number | null {
	const [date] = ISO_DATE.exec(text) ?? [];
	if (date === undefined) return null;
	const rest = text.slice(date.length);
	const [timePart = '', time = '00:00'] = ISO_TIME.exec(rest) ?? [];
	const zone = ISO_ZONE.exec(rest.slice(timePart.length));
	if (!zone || (timePart === '' && zone[0] !== '')) return null;
	const [, , offset = 'Z'] = zone;
	// luxon does not support leap seconds.
	const iso = `${date}T${time}${offset}`.toUpperCase().replace(/:60(?=[.,Z+-])/, ':59');
	return valid(DateTime.fromISO(iso, { zone: 'utc' }));
}

function httpMomentIn(text: string): number | null {
	const asctime = ASCTIME.exec(text);
	const [, day, month, year, time] = asctime
		? [null, asctime[2], asctime[1], asctime[4], asctime[3]]
		: (HTTP_DATE.exec(text) ?? []);
	if (year === undefined || time === undefined) return null;
	// Two digits mean the nearest century.
	const century = year.length === 4 ? '' : Number(year) < 70 ? '20' : '19';
	return valid(
		DateTime.fromFormat(
			`${day} ${month} ${century}${year} ${time.replace(/:60$/, ':59')}`,
			'd LLL yyyy HH:mm:ss',
			{ zone: 'utc', locale: 'en-US' },
		),
	);
}

function valid(moment: DateTime): number | null {
	return moment.isValid ? within(moment.toMillis()) : null;
}

/**
 * Reads Retry-After: seconds, or a date (RFC 9110). Returns seconds from `now` (ms), rounded up; of several
 * values, the smallest. Null for anything else, and for 0 or a past date, which do not say when to retry.
 */
export function readRetryAfter(value: unknown, now: number): number | null {
	const seconds = smallestOf(value, (text) => {
		const wait = waitIn(text);
		if (wait !== null) return Math.ceil(wait / SECOND_MS);
		const moment = momentIn(text);
		return moment === null ? null : Math.ceil((moment - now) / SECOND_MS);
	});
	return seconds !== null && seconds > 0 ? seconds : null;
}

/**
 * Reads when a limit resets: a point in time or a number of seconds, told apart by size. Returns ms since 1970;
 * null for anything else, and for 0 seconds. Of several values, the earliest. `clock` is asked only for seconds.
 */
export function readReset(value: unknown, clock: () => number): number | null {
	const reset = smallestOf(value, (text) => {
		const wait = waitIn(text);
		if (wait === null) return momentIn(text);
		return wait > 0 ? clock() + Math.ceil(wait) : 0;
	});
	return reset === 0 ? null : reset;
}

/** A plausible wait in seconds, as ms; null for a date, and for anything else. */
function waitIn(text: string): number | null {
	const wait = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND_MS : null;
	return wait !== null && wait <= LONGEST_WAIT ? wait : null;
}

/** Reads a count in a header, of up to nine digits; of several values, the smallest. */
export function readCount(value: unknown): number | null {
	return smallestOf(value, (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null));
}

/** A header sent twice has several values. Unreadable ones are ignored. */
function smallestOf(value: unknown, read: (text: string) => number | null): number | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const text = String(value).trim();
	if (text.length > LONGEST_TEXT) return null;
	const whole = read(text);
	if (whole !== null || !text.includes(',')) return whole;
	const values = partsOf(text)
		.map((part) => read(part.trim()))
		.filter((number) => number !== null);
	return values.length === 0 ? null : Math.min(...values);
}

/** Splits at commas, but not at those in a date: after the day of the week, and before a fraction of a second. */
function partsOf(text: string): string[] {
	const parts: string[] = [];
	for (const part of text.split(',')) {
		const before = parts.at(-1);
		const isOneDate =
			before !== undefined &&
			(/^ *(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*$/i.test(before) ||
				(/:\d\d$/.test(before) && /^\d/.test(part)));
		if (isOneDate) parts.push(`${parts.pop()},${part}`);
		else parts.push(part);
	}
	return parts;
}

/** ms since 1970 as ISO 8601 in UTC. */
export function toIso(moment: number): string;
export function toIso(moment: number | null): string | null;
export function toIso(moment: number | null): string | null {
	return moment === null ? null : new Date(moment).toISOString();
}

export const minuteOn = (now: number) => now + MINUTE_MS;
export const hourOn = (now: number) => now + HOUR_MS;
export const nextUtcDay = (now: number) => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

/** The next Monday 00:00 UTC after now. 1970-01-05 was a Monday. */
export function nextUtcMonday(now: number): number {
	const firstMonday = 4 * DAY_MS;
	return firstMonday + (Math.floor((now - firstMonday) / (7 * DAY_MS)) + 1) * 7 * DAY_MS;
}

function within(moment: number): number | null {
	return moment >= EARLIEST && moment < LATEST ? moment : null;
}

const UNIT_MS: Readonly<Record<string, number>> = {
	s: SECOND_MS,
	second: SECOND_MS,
	m: MINUTE_MS,
	min: MINUTE_MS,
	minute: MINUTE_MS,
	h: HOUR_MS,
	hr: HOUR_MS,
	hour: HOUR_MS,
	d: DAY_MS,
	day: DAY_MS,
	w: 7 * DAY_MS,
	week: 7 * DAY_MS,
	mo: 30 * DAY_MS,
	month: 30 * DAY_MS,
	y: 365 * DAY_MS,
	yr: 365 * DAY_MS,
	year: 365 * DAY_MS,
};

/** The shortest time each word can mean, if that is less: a moment before midnight is yesterday. */
const LEAST_MS: Readonly<Record<string, number>> = {
	...UNIT_MS,
	yesterday: 0,
	mo: 28 * DAY_MS,
	month: 28 * DAY_MS,
};

/**
 * Reads LinkedIn's relative times: "2 days ago", "Sent yesterday", "5d", "1 month ago". Returns ms since 1970, as
 * exact as the words allow, or null for anything else.
 */
export function readRelative(value: unknown, now: number): number | null {
	return momentAgo(value, now, UNIT_MS);
}

/** Reads the same words as the latest point in time they allow. */
export function readLatest(value: unknown, now: number): number | null {
	return momentAgo(value, now, LEAST_MS);
}

function momentAgo(
	value: unknown,
	now: number,
	units: Readonly<Record<string, number>>,
): number | null {
	if (typeof value !== 'string' || value.length > LONGEST_TEXT) return null;
	const text = value.trim().toLowerCase();
	if (/\b(just now|today)$/.test(text)) return now;
	if (/\byesterday$/.test(text)) return now - (units.yesterday ?? DAY_MS);
	const [, count, unit] = /(?:^|\s)(an?|\d{1,4})\s*([a-z]+?)s?(?:\s+ago)?$/.exec(text) ?? [];
	const ms = units[unit ?? ''];
	if (count === undefined || ms === undefined) return null;
	return now - (/\d/.test(count) ? Number(count) : 1) * ms;
}

/** The latest of the known times, in ms since 1970; null if none is known. */
export function latestOf(moments: ReadonlyArray<number | null>): number | null {
	const known = moments.filter((moment) => moment !== null);
	return known.length === 0 ? null : Math.max(...known);
}

/** A date as LinkedIn writes it in English, "Connected on Feb 15, 2024": its 00:00 UTC in ms since 1970, or null. */
export function readEnglishDay(value: unknown): number | null {
	const text = typeof value === 'string' && value.length <= LONGEST_TEXT ? value.trim() : '';
	const [day] = /[a-z]{3,9} \d{1,2}, \d{4}$/i.exec(text) ?? [];
	return day === undefined ? null : within(Date.parse(`${day} UTC`));
}
