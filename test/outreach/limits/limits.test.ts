import {
	NO_RATE_LIMIT_INFO,
	describeActiveLimit,
	LimitBook,
	activeLimitOf,
	describeRateLimitInfo,
	retryAtOf,
	type RateLimitInfo,
} from '../../../nodes/outreach/limits/limits';
import { toIso } from '../../../nodes/outreach/base/time';
import { rateLimitSchema } from '../../../nodes/outreach/base/vocabulary';
import { rateLimitOf } from '../../harness/reports';
import { at } from '../fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const MONDAY = at('2024-01-22T00:00:00.000Z');
const TOMORROW = at('2024-01-16T10:30:00.000Z');
const MIDNIGHT = at('2024-01-16T00:00:00.000Z');
const A_MINUTE = NOW + 60_000;
const ON_MONDAY = '2024-01-22T00:00:00.000Z';
const UNTIL_MONDAY = ['week', ON_MONDAY];
const SUBJECT = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	accountId: 'acc_1',
} as const;

/** ConnectSafely's documented 429: all of the week used, a hold of a day, a reset on Monday. */
const WEEK_USED_UP: RateLimitInfo = {
	...NO_RATE_LIMIT_INFO,
	action: 'connect',
	scope: 'week',
	limit: 90,
	used: 90,
	remaining: 0,
	resetAt: MONDAY,
	holdUntil: TOMORROW,
	message: 'Connection request limit exceeded: 90/90 used.',
};

const remaining = (count: number, more: Partial<RateLimitInfo> = {}): RateLimitInfo => ({
	...NO_RATE_LIMIT_INFO,
	scope: 'week',
	limit: 90,
	used: 90 - count,
	remaining: count,
	resetAt: MONDAY,
	...more,
});

const cases: Array<[string, Partial<RateLimitInfo>, number]> = [
	['the documented week: Monday, not the end of the hold', WEEK_USED_UP, MONDAY],
	[
		'a hold that outlasts Monday, with 90 remaining again',
		{ holdUntil: at('2024-01-22T18:00:00Z'), resetAt: MONDAY, remaining: 90 },
		at('2024-01-22T18:00:00Z'),
	],
	[
		'a hold while some remain: the reset does not count',
		{ holdUntil: TOMORROW, resetAt: MONDAY, remaining: 40 },
		TOMORROW,
	],
	['a reset where nothing is said of what remains', { resetAt: MONDAY }, MONDAY],
	[
		'Retry-After while some remain of the week',
		{ retryAfterSeconds: 30, resetAt: MONDAY, remaining: 40 },
		NOW + 30_000,
	],
	[
		'Retry-After beyond the hold and the reset',
		{ retryAfterSeconds: 86_400, holdUntil: NOW + 1000, resetAt: NOW + 2000, remaining: 0 },
		TOMORROW,
	],
	['nothing said, minute', { scope: 'minute' }, A_MINUTE],
	['nothing said, day', { scope: 'day' }, MIDNIGHT],
	['nothing said, week', { scope: 'week' }, MONDAY],
	['nothing said, unknown', { scope: 'unknown' }, NOW + 3_600_000],
	[
		'only a reset that does not count',
		{ scope: 'minute', resetAt: MONDAY, remaining: 40 },
		A_MINUTE,
	],
	[
		'clocks that differ by two minutes',
		{ scope: 'week', resetAt: NOW - 120_000, remaining: 0 },
		A_MINUTE,
	],
	[
		'clocks that differ by nearly five minutes',
		{ scope: 'week', resetAt: NOW - 299_999 },
		A_MINUTE,
	],
	[
		'a reset five minutes ago, which no clock explains',
		{ scope: 'week', resetAt: NOW - 300_000 },
		MONDAY,
	],
	['Retry-After of 0, week', { scope: 'week', retryAfterSeconds: 0 }, MONDAY],
	['Retry-After of 0, minute', { scope: 'minute', retryAfterSeconds: 0 }, A_MINUTE],
	[
		'Retry-After of 0 beside a hold',
		{ scope: 'week', retryAfterSeconds: 0, holdUntil: TOMORROW, remaining: 3 },
		TOMORROW,
	],
	['a reset right now', { scope: 'week', resetAt: NOW }, A_MINUTE],
	['a stale reset', { scope: 'week', resetAt: at('2024-01-08T00:00:00Z'), remaining: 0 }, MONDAY],
	[
		'a stale hold and a stale reset',
		{ scope: 'day', holdUntil: at('2023-06-01T00:00:00Z'), resetAt: at('2023-06-05T00:00:00Z') },
		MIDNIGHT,
	],
];
test.each(cases)(
	'The time to try again follows from what the provider reports: %s',
	(_name, reading, expected) => {
		const retryAt = retryAtOf({ ...NO_RATE_LIMIT_INFO, ...reading }, NOW);
		expect(toIso(retryAt)).toBe(toIso(expected));
	},
);

describe('The rateLimit of a limited item', () => {
	test('The rateLimit of a limited item has every field that the provider reported', () => {
		const hold = activeLimitOf(WEEK_USED_UP, NOW);
		expect(describeActiveLimit(SUBJECT, hold, 429, NOW)).toEqual({
			...SUBJECT,
			...WEEK_USED_UP,
			resetAt: ON_MONDAY,
			holdUntil: '2024-01-16T10:30:00.000Z',
			retryAt: ON_MONDAY,
			attempted: true,
			httpStatus: 429,
		});
	});

	test('The rateLimit of a limited item has null for what the provider did not report, and a retryAt', () => {
		const hold = activeLimitOf(NO_RATE_LIMIT_INFO, NOW);
		expect(describeActiveLimit({ ...SUBJECT, accountId: null }, hold, null, NOW)).toEqual({
			...SUBJECT,
			accountId: null,
			...rateLimitOf({
				retryAt: '2024-01-15T11:30:00.000Z',
				attempted: false,
				httpStatus: null,
				message: 'The provider reported that its rate limit is reached.',
			}),
		});
	});

	const paced = activeLimitOf(
		{ ...NO_RATE_LIMIT_INFO, scope: 'minute', retryAfterSeconds: 60 },
		NOW,
	);
	test.each([
		['as the provider said it if the item was tried', 429, 20_000, 60, '2024-01-15T10:31:00.000Z'],
		[
			'reduced to what is left if the item was held back',
			null,
			20_500,
			40,
			'2024-01-15T10:31:00.000Z',
		],
		['as 0 once the limit has ended', null, 63_000, 0, '2024-01-15T10:31:03.000Z'],
	])(
		'The rateLimit of a limited item has its retryAfterSeconds %s',
		(_name, httpStatus, later, retryAfterSeconds, retryAt) => {
			expect(describeActiveLimit(SUBJECT, paced, httpStatus, NOW + later)).toMatchObject({
				retryAfterSeconds,
				retryAt,
			});
		},
	);
});

test.each([
	['held back', describeActiveLimit(SUBJECT, activeLimitOf(WEEK_USED_UP, NOW), null, NOW)],
	['answered', describeRateLimitInfo(SUBJECT, WEEK_USED_UP, 200, NOW)],
])(
	'The rateLimit of an item that was %s has the documented fields, message and retryAt first',
	(_case, rateLimit) => {
		const fields = Object.keys(rateLimitSchema.shape).filter((name) => name !== 'continueFrom');
		expect(Object.keys(rateLimit)).toEqual(fields);
		expect(Object.keys(rateLimit).slice(0, 4)).toEqual([
			'message',
			'retryAt',
			'scope',
			'remaining',
		]);
	},
);

describe('The rateLimit of an answered item', () => {
	test('The rateLimit of an answered item has every field that the provider reported', () => {
		expect(describeRateLimitInfo(SUBJECT, remaining(68, { action: 'connect' }), 200, NOW)).toEqual({
			...SUBJECT,
			...remaining(68, { action: 'connect', message: '68 of 90 remain.' }),
			resetAt: ON_MONDAY,
			retryAt: '2024-01-15T10:30:00.000Z',
			attempted: true,
			httpStatus: 200,
		});
	});

	test.each([
		['none remaining', remaining(0), ON_MONDAY, '0 of 90 remain.'],
		['no limit reported', remaining(7, { limit: null }), '2024-01-15T10:30:00.000Z', '7 remain.'],
		[
			'no count reported',
			{ ...NO_RATE_LIMIT_INFO, resetAt: MONDAY },
			'2024-01-15T10:30:00.000Z',
			'The provider did not say how many remain.',
		],
	])(
		'The rateLimit of an answered item says how many remain, and when more may be sent: %s',
		(_name, reading, retryAt, message) => {
			expect(describeRateLimitInfo(SUBJECT, reading, 200, NOW)).toMatchObject({ retryAt, message });
		},
	);
});

describe('Limit book', () => {
	const book = new LimitBook();
	beforeEach(() => book.forget());

	const retryAt = (bucket: string, keepInReserve: number | null, now = NOW) => {
		const hold = book.find(bucket, keepInReserve, now);
		return hold && [hold.scope, toIso(hold.retryAt)];
	};

	test('A limit that was met holds back its own key only, reads included', () => {
		book.enterLimit('connect', activeLimitOf(WEEK_USED_UP, NOW));
		expect(retryAt('connect', 0)).toEqual(UNTIL_MONDAY);
		expect(retryAt('connect', null)).toEqual(UNTIL_MONDAY);
		expect(retryAt('relationship', 0)).toBeNull();
	});

	test('A limit ends at its retryAt', () => {
		book.enterLimit('connect', activeLimitOf(WEEK_USED_UP, NOW));
		expect(retryAt('connect', 0, MONDAY - 1)).not.toBeNull();
		expect(retryAt('connect', 0, MONDAY)).toBeNull();
		expect(retryAt('connect', 0)).toBeNull();
	});

	const minute: RateLimitInfo = { ...NO_RATE_LIMIT_INFO, scope: 'minute', retryAfterSeconds: 60 };
	test.each([
		['shorter after longer', [WEEK_USED_UP, minute]],
		['longer after shorter', [minute, WEEK_USED_UP]],
	])('Of two limits of one key, the longer one is kept: %s', (_name, readings) => {
		for (const reading of readings) book.enterLimit('connect', activeLimitOf(reading, NOW));
		expect(retryAt('connect', 0)).toEqual(UNTIL_MONDAY);
	});

	test('An answered request does not end a limit', () => {
		book.enterLimit('connect', activeLimitOf(WEEK_USED_UP, NOW));
		book.enterInfo('connect', remaining(50), NOW);
		expect(retryAt('connect', 0)).toEqual(UNTIL_MONDAY);
	});

	test.each([
		[11, 10, null],
		[10, 10, ['reserve', ON_MONDAY]],
		[1, 10, ['reserve', ON_MONDAY]],
		[1, 0, null],
		[0, 0, UNTIL_MONDAY],
		[0, 10, UNTIL_MONDAY],
		[0, null, null],
		[10, null, null],
	])(
		'With %d remaining and %j kept in reserve, the limit is %j',
		(count, keepInReserve, expected) => {
			book.enterInfo('connect', remaining(count), NOW);
			expect(retryAt('connect', keepInReserve)).toEqual(expected);
		},
	);

	test.each([
		[3, 5, 'Held back: 3 remain, and 5 are kept in reserve.'],
		[0, 0, 'Held back: none remain until the limit resets.'],
		[0, 5, 'Held back: none remain until the limit resets.'],
	])(
		'With %d remaining and %d kept in reserve, the message is "%s"',
		(count, keepInReserve, message) => {
			book.enterInfo('connect', remaining(count), NOW);
			expect(book.find('connect', keepInReserve, NOW)?.message).toBe(message);
		},
	);

	test('Newer rate limit info replaces older info', () => {
		book.enterInfo('connect', remaining(2), NOW);
		book.enterInfo('connect', remaining(60), NOW + 1000);
		expect(retryAt('connect', 5, NOW + 2000)).toBeNull();
	});

	test('Rate limit info counts until its reset', () => {
		book.enterInfo('connect', remaining(2), NOW);
		expect(retryAt('connect', 5, MONDAY - 1)).toEqual(['reserve', ON_MONDAY]);
		expect(retryAt('connect', 5, MONDAY)).toBeNull();
	});

	test('Rate limit info without a remaining count holds nothing back', () => {
		book.enterInfo('connect', { ...NO_RATE_LIMIT_INFO, limit: 90, resetAt: MONDAY }, NOW);
		expect(retryAt('connect', 90)).toBeNull();
	});

	test('Active limits are kept, however many limits of other accounts have ended', () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
		const before = NOW - 86_400_000;
		book.enterLimit('connect', activeLimitOf(WEEK_USED_UP, NOW));
		book.enterInfo('view', remaining(0), before);
		for (let other = 0; other < 10_999; other++) {
			book.enterLimit(`limit ${other}`, activeLimitOf(minute, before));
			book.enterInfo(`info ${other}`, minute, before);
		}
		book.enterLimit('one more', activeLimitOf(minute, NOW));
		book.enterInfo('one more', minute, NOW);
		expect(retryAt('connect', null)).not.toBeNull();
		expect(retryAt('view', 0)).not.toBeNull();
		clock.mockRestore();
	});

	test.each([
		['', [null, null]],
		['key1|', [null, UNTIL_MONDAY]],
		['key3|', [UNTIL_MONDAY, UNTIL_MONDAY]],
	])('The limits whose keys begin with %j are forgotten', (prefix, left) => {
		book.enterLimit('key1|acc', activeLimitOf(WEEK_USED_UP, NOW));
		book.enterInfo('key2|acc', remaining(0), NOW);
		book.forget(prefix);
		expect([retryAt('key1|acc', 0), retryAt('key2|acc', 0)]).toEqual(left);
	});
});
