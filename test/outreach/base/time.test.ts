import { Settings } from 'luxon';
import {
	nextUtcDay,
	nextUtcMonday,
	readCount,
	readEnglishDay,
	readMoment,
	latestOf,
	readLatest,
	readRelative,
	readReset,
	readRetryAfter,
	toIso,
} from '../../../nodes/outreach/base/time';
import { at } from '../fakes';

const MONDAY = '2024-01-22T00:00:00.000Z';

describe('Times', () => {
	test.each([
		['2024-01-22T00:00:00.000Z', MONDAY],
		['2024-01-22T00:00:00Z', MONDAY],
		['2024-01-22T00:00Z', MONDAY],
		['2024-01-22T01:00:00+01:00', MONDAY],
		['2024-01-21T19:00:00-0500', MONDAY],
		['2024-01-22T00:00:00.123456Z', '2024-01-22T00:00:00.123Z'],
		['2024-01-22T00:00:00', MONDAY],
		['2026-08-28 00:00:00+00:00', '2026-08-28T00:00:00.000Z'],
		['2026-08-28 00:00:00', '2026-08-28T00:00:00.000Z'],
		[' 2024-01-22T00:00:00Z ', MONDAY],
		['Mon, 22 Jan 2024 00:00:00 GMT', MONDAY],
		['1705881600', MONDAY],
		[1705881600, MONDAY],
		['1705881600.5', '2024-01-22T00:00:00.500Z'],
		['1705881600.25', '2024-01-22T00:00:00.250Z'],
		['1705881600000', MONDAY],
		[1705881600000, MONDAY],
		[946684800, '2000-01-01T00:00:00.000Z'],
		// PostgreSQL, Ruby, Go
		['2024-01-22 00:00:00+00', MONDAY],
		['2024-01-22 00:00:00.000000+00', MONDAY],
		['2024-01-21 19:00:00-05', MONDAY],
		['2024-01-22 05:30:00+05:30', MONDAY],
		['2024-01-22 00:00:00 UTC', MONDAY],
		['2024-01-22 00:00:00 +0000', MONDAY],
		['2024-01-22 00:00:00 +0000 UTC', MONDAY],
		['2024-01-22 00:00:00 +0000UT', MONDAY],
		['2024-01-22 00:00:00 UT', MONDAY],
		['Mon Jan 22 00:00:00.123 2024 UTC', MONDAY],
		// ISO 8601: basic, by week, by day of the year, lower case, reduced precision, a decimal comma
		['20240122T000000Z', MONDAY],
		['20240122T0000Z', MONDAY],
		['20240121T190000-0500', MONDAY],
		['20240122T000000,5Z', '2024-01-22T00:00:00.500Z'],
		['2024-W04-1T00:00:00Z', MONDAY],
		['2024W041T000000Z', MONDAY],
		['2024-022T00:00:00Z', MONDAY],
		['2024022T000000Z', MONDAY],
		['2024-01-22t00:00:00z', MONDAY],
		['2024-01-22T00Z', MONDAY],
		['2024-01-22T01+01', MONDAY],
		['2024-01-22T00:00:00,25Z', '2024-01-22T00:00:00.250Z'],
		['2024-01-21T24:00:00Z', MONDAY],
		['2024-01-21T23:59:60Z', '2024-01-21T23:59:59.000Z'],
		['2024-01-22', MONDAY],
		['20240122', MONDAY],
		['2024-W04-1', MONDAY],
		['2024-022', MONDAY],
		// RFC 9110
		['Monday, 22-Jan-24 00:00:00 GMT', MONDAY],
		['Mon Jan 22 00:00:00 2024', MONDAY],
		['Fri Jan  5 00:00:00 2024', '2024-01-05T00:00:00.000Z'],
		['Mon, 22 Jan 2024 00:00:00 UTC', MONDAY],
		['Mon,22 Jan 2024 00:00:00 UT', MONDAY],
		['Mon Jan 22 00:00:00 2024 UT', MONDAY],
		['Mon, 5 Feb 2024 00:00:00 GMT', '2024-02-05T00:00:00.000Z'],
		// Written twice
		['2024-01-22T00:00:00Z, 2024-01-22T00:00:00Z', MONDAY],
		['2024-01-29T00:00:00Z, 2024-01-22T00:00:00Z', MONDAY],
		['1706486400,1705881600', MONDAY],
		['Mon, 29 Jan 2024 00:00:00 GMT, Mon, 22 Jan 2024 00:00:00 GMT', MONDAY],
		['2024-01-22T00:00:01,5Z,2024-01-22T00:00:00,5Z', '2024-01-22T00:00:00.500Z'],
		['never, 2024-01-22T00:00:00Z', MONDAY],
		['2024-01-22T00:00:00, 2024-01-29T00:00:00', MONDAY],
		['Mon, 29 Jan 2024 00:00:00 GMT, Tue, 23 Jan 2024 00:00:00 GMT', '2024-01-23T00:00:00.000Z'],
		['Mon, 29 Jan 2024 00:00:00 GMT, Tuesday, 23-Jan-24 00:00:00 GMT', '2024-01-23T00:00:00.000Z'],
		['Sun, 21 Jan 2024 23:59:60 GMT', '2024-01-21T23:59:59.000Z'],
	])('The time %j is read as %s', (value, expected) => {
		expect(toIso(readMoment(value))).toBe(expected);
	});

	test.each([
		[''],
		['soon'],
		['0'],
		[0],
		[-1705881600],
		[60],
		['3600'],
		['2024'],
		['in 3600 seconds'],
		['never 2030'],
		['Error 2038'],
		['2024-13-45T00:00:00Z'],
		['2024-02-30T00:00:00Z'],
		['2024-01-22T25:00:00Z'],
		['2024-W54-1T00:00:00Z'],
		['2024-01-22Z'],
		['2024-01-22T00:00:00Z or so'],
		['31 Feb 2024 00:00:00 GMT'],
		['Monday, 22-Jan-94 00:00:00 GMT'],
		['Monday, 22-Jan-70 00:00:00 GMT'],
		['Mon, 22 Jan 2024 00:60:00 GMT'],
		['20241345'],
		['soon, later'],
		[`${MONDAY}${' '.repeat(200)}x`],
		['x Mon, 22 Jan 2024 00:00:00 GMT'],
		['x Mon Jan 22 00:00:00 2024'],
		['Mon Jan 22 00:00:00 2024 CET'],
		['Mon, 22 Jan 2024 00:00:00 GMT+0500'],
		['x1705881600'],
		['+1705881600'],
		['1705881600x'],
		['1705881600.'],
		['1999-12-31T23:59:59Z'],
		['2100-01-01T00:00:00Z'],
		['999999999999999'],
		[NaN],
		[Infinity],
		[null],
		[undefined],
		[true],
		[{ at: MONDAY }],
		[[MONDAY]],
	])('The value %j is not a time', (value) => {
		expect(readMoment(value)).toBeNull();
	});
});

test('A time is read independently of the zone and language of n8n', () => {
	const { defaultLocale, defaultZone } = Settings;
	Object.assign(Settings, { defaultLocale: 'de', defaultZone: 'Asia/Tokyo' });
	try {
		const read = ['Sun, 22 Dec 2024 00:00:00 GMT', '2024-12-22'].map((text) => readMoment(text));
		expect(read.map((moment) => toIso(moment))).toEqual(Array(2).fill('2024-12-22T00:00:00.000Z'));
	} finally {
		Object.assign(Settings, { defaultLocale, defaultZone });
	}
});

describe('Retry-After', () => {
	const NOW = at('2024-01-22T00:00:00Z');

	test.each([
		['120', 120],
		[120, 120],
		[' 60 ', 60],
		['60, 60', 60],
		['120, 60', 60],
		['60,120', 60],
		['soon, 60', 60],
		['60, Mon, 22 Jan 2024 00:00:30 GMT', 30],
		['Monday, 22-Jan-24 00:00:30 GMT', 30],
		['Mon Jan 22 00:00:30 2024', 30],
		['2024-01-22 00:00:30+00', 30],
		['2024-01-22 00:00:30', 30],
		['1.2', 2],
		['1.25', 2],
		['31622400', 31_622_400],
		['1705881630', 30],
		[1705881630000, 30],
		['Mon, 22 Jan 2024 00:00:30 GMT', 30],
		['2024-01-22T00:00:30.001Z', 31],
	])('The Retry-After %j is read as %d seconds', (value, expected) => {
		expect(readRetryAfter(value, NOW)).toBe(expected);
	});

	test.each([
		[''],
		['soon'],
		['never 2030'],
		['-5'],
		['60s'],
		['1e3'],
		['99999999999999'],
		['31622401'],
		// Past values are ignored.
		['0'],
		[0],
		['0, 0'],
		['0.0'],
		// So is the smaller of two values.
		['0, 60'],
		['60, 0'],
		['-5, 60'],
		['Sun, 21 Jan 2024 23:00:00 GMT, 60'],
		['60, Mon, 22 Jan 2024 00:00:00 GMT'],
		['1705881600'],
		['1705881599'],
		['Sun, 21 Jan 2024 23:00:00 GMT'],
		['2024-01-22'],
		[NaN],
		[-1],
		[null],
		[undefined],
		[['60']],
	])('The Retry-After %j is ignored', (value) => {
		expect(readRetryAfter(value, NOW)).toBeNull();
	});
});

test.each<[unknown, string | null]>([
	['2024-01-22T01:00:00Z', '2024-01-22T01:00:00.000Z'],
	['1705885200', '2024-01-22T01:00:00.000Z'],
	[1705885200000, '2024-01-22T01:00:00.000Z'],
	['3600', '2024-01-22T01:00:00.000Z'],
	[3600, '2024-01-22T01:00:00.000Z'],
	['7200, 3600', '2024-01-22T01:00:00.000Z'],
	['0.5', '2024-01-22T00:00:00.500Z'],
	['0', null],
	['0, 3600', null],
	['0, 2024-01-22T01:00:00Z', null],
	['-3600', null],
	['31622401', null],
	['soon', null],
	[null, null],
])('The reset %j is read as %j', (value, expected) => {
	expect(toIso(readReset(value, () => at(MONDAY)))).toBe(expected);
});

test.each<[unknown, number | null]>([
	['0', 0],
	[' 12 ', 12],
	[12, 12],
	['0, 0', 0],
	['12,7', 7],
	['7, many', 7],
	['-1', null],
	['1e3', null],
	['1234567890', null],
	[`77${',7'.repeat(99)}`, 7],
	[`7${',7'.repeat(100)}`, null],
	['', null],
	[undefined, null],
])('The count %j is read as %j', (value, expected) => {
	expect(readCount(value)).toBe(expected);
});

test.each([
	['2024-01-15T10:30:00.000Z', '2024-01-16T00:00:00.000Z'],
	['2024-01-15T23:59:59.999Z', '2024-01-16T00:00:00.000Z'],
	['2024-01-16T00:00:00.000Z', '2024-01-17T00:00:00.000Z'],
	['2024-02-28T12:00:00.000Z', '2024-02-29T00:00:00.000Z'],
	['2024-02-29T12:00:00.000Z', '2024-03-01T00:00:00.000Z'],
	['2023-02-28T12:00:00.000Z', '2023-03-01T00:00:00.000Z'],
	['2024-12-31T23:00:00.000Z', '2025-01-01T00:00:00.000Z'],
])('The UTC day after %s begins at %s', (now, expected) => {
	expect(toIso(nextUtcDay(at(now)))).toBe(expected);
});

test.each([
	['2024-01-15T00:00:00.000Z', '2024-01-22T00:00:00.000Z'],
	['2024-01-15T00:00:00.001Z', '2024-01-22T00:00:00.000Z'],
	['2024-01-17T10:30:00.000Z', '2024-01-22T00:00:00.000Z'],
	['2024-01-21T23:59:59.999Z', '2024-01-22T00:00:00.000Z'],
	['2024-01-22T00:00:00.000Z', '2024-01-29T00:00:00.000Z'],
	['2024-02-29T12:00:00.000Z', '2024-03-04T00:00:00.000Z'],
	['2024-12-31T12:00:00.000Z', '2025-01-06T00:00:00.000Z'],
])('The UTC Monday after %s begins at %s', (now, expected) => {
	expect(toIso(nextUtcMonday(at(now)))).toBe(expected);
});

describe('Relative times', () => {
	const now = at('2024-01-15T10:30:00.000Z');
	const SECOND = 1000;
	const MINUTE = 60 * SECOND;
	const HOUR = 60 * MINUTE;
	const DAY = 24 * HOUR;

	test.each([
		['just now', 0],
		['Sent today', 0],
		['Sent yesterday', DAY],
		['30 seconds ago', 30 * SECOND],
		['5 minutes ago', 5 * MINUTE],
		['5m', 5 * MINUTE],
		['an hour ago', HOUR],
		['3 hours ago', 3 * HOUR],
		['12h', 12 * HOUR],
		['1 day ago', DAY],
		['2 days ago', 2 * DAY],
		['Sent 3 days ago', 3 * DAY],
		['5d', 5 * DAY],
		[' 1 Week Ago ', 7 * DAY],
		['2w', 14 * DAY],
		['3 weeks ago', 21 * DAY],
		['1 month ago', 30 * DAY],
		['2mo', 60 * DAY],
		['1 year ago', 365 * DAY],
		['2yr', 730 * DAY],
		['2y', 730 * DAY],
		['10s', 10 * SECOND],
		['30 min ago', 30 * MINUTE],
		['2hrs', 2 * HOUR],
		['a day ago', DAY],
		['3  days  ago', 3 * DAY],
		['0 days ago', 0],
		['1 day ago'.padStart(200), DAY],
	])('The relative time %j is read', (text, ago) => {
		expect(readRelative(text, now)).toBe(now - ago);
	});

	test.each([
		'',
		'il y a 2 jours',
		'today or so',
		'yesterday or so',
		'2 days ago or so',
		'soon',
		'2 moons ago',
		'12345 days ago',
		'1 day ago'.padStart(201),
		'day',
		5,
		null,
		undefined,
	])('The value %j is not a relative time', (text) => {
		expect(readRelative(text, now)).toBeNull();
	});
});

describe('Days in English', () => {
	test.each([
		['Connected on Feb 15, 2024', '2024-02-15T00:00:00.000Z'],
		['Connected on January 1, 2024', '2024-01-01T00:00:00.000Z'],
		['Feb 29, 2024', '2024-02-29T00:00:00.000Z'],
		[' Feb 29, 2024\n', '2024-02-29T00:00:00.000Z'],
		['Feb 29, 2024'.padStart(200), '2024-02-29T00:00:00.000Z'],
	])('The day %j is read as %s', (text, day) => {
		expect(readEnglishDay(text)).toBe(at(day));
	});

	test.each([
		'',
		'Connected on 15 février 2024',
		'Connected on Foo 15, 2024',
		'Feb 15, 2024 or so',
		'Feb 15',
		'Feb 29, 2024'.padStart(201),
		null,
		5,
	])('The value %j is not a day', (text) => {
		expect(readEnglishDay(text)).toBeNull();
	});
});

test.each([
	['Sent yesterday', 0],
	['just now', 0],
	['1 day ago', 1],
	['2w', 14],
	['1 month ago', 28],
	['2mo', 56],
	['1 year ago', 365],
])('The relative time %j is at the latest %i days ago', (text, days) => {
	const now = at('2024-01-15T10:30:00.000Z');
	expect(readLatest(text, now)).toBe(now - days * 86_400_000);
	expect(readLatest('soon', now)).toBeNull();
});

test('The latest of several times is that of the known ones', () => {
	expect([latestOf([1, null, 3, 2]), latestOf([null])]).toEqual([3, null]);
});
