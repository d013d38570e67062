import { connectSafelyDialect } from '../../nodes/ConnectSafely/dialect';
import { NO_RATE_LIMIT_INFO, retryAfterOf } from '../../nodes/outreach/limits/limits';
import { toIso } from '../../nodes/outreach/base/time';
import errors from '../fixtures/ConnectSafely/errors.json';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './session';

const NOW = at('2024-01-15T10:30:00.000Z');
const CONNECT = { method: 'POST', path: '/connect' } as const;
const RELATIONSHIP = { method: 'GET', path: '/relationship/john-doe' } as const;
const JOHN = inputOf({ profile: 'john-doe' });

const HEADERS = {
	'x-ratelimit-action': 'connect',
	'x-ratelimit-limit': '90',
	'x-ratelimit-used': '22',
	'x-ratelimit-remaining': '68',
	'x-ratelimit-reset': '2024-01-22T00:00:00.000Z',
};
const FROM_HEADERS = {
	action: 'connect',
	scope: 'week',
	limit: 90,
	used: 22,
	remaining: 68,
	resetAt: at('2024-01-22T00:00:00Z'),
	holdUntil: null,
	retryAfterSeconds: null,
	message: null,
};

describe('readLimits', () => {
	const read = (
		status: number,
		headers: Record<string, string>,
		body: unknown = {},
		request: typeof CONNECT | typeof RELATIONSHIP = CONNECT,
	) => connectSafelyDialect.readLimits(reply(status, body, headers), request, NOW);

	test('every header of a success', () => {
		expect(read(200, HEADERS)).toEqual({ limited: false, reading: FROM_HEADERS });
	});

	test.each([
		['x-ratelimit-reset', '1705881600', FROM_HEADERS],
		['x-ratelimit-reset', '1705881600000', FROM_HEADERS],
		['x-ratelimit-reset', '2024-01-22 00:00:00+00:00', FROM_HEADERS],
		['x-ratelimit-reset', '2024-01-22 00:00:00+00', FROM_HEADERS],
		['x-ratelimit-reset', 'Mon, 22 Jan 2024 00:00:00 GMT', FROM_HEADERS],
		['x-ratelimit-reset', '2024-01-22T00:00:00Z, 2024-01-29T00:00:00Z', FROM_HEADERS],
		['x-ratelimit-reset', '3600', { ...FROM_HEADERS, resetAt: NOW + 3_600_000 }],
		['x-ratelimit-reset', 'Monday', { ...FROM_HEADERS, resetAt: null }],
		['x-ratelimit-reset', '', { ...FROM_HEADERS, resetAt: null }],
		['x-ratelimit-limit', 'ninety', { ...FROM_HEADERS, limit: null }],
		['x-ratelimit-used', '-1', { ...FROM_HEADERS, used: null }],
		['x-ratelimit-used', '1e3', { ...FROM_HEADERS, used: null }],
		['x-ratelimit-used', ' 22 ', FROM_HEADERS],
		// What remains is then reckoned from the other two.
		['x-ratelimit-remaining', 'NaN', FROM_HEADERS],
		['x-ratelimit-remaining', '', FROM_HEADERS],
		['x-ratelimit-remaining', '68, 68', FROM_HEADERS],
		['x-ratelimit-remaining', '68,12', { ...FROM_HEADERS, remaining: 12 }],
		['x-ratelimit-remaining', '0, 0', { ...FROM_HEADERS, remaining: 0 }],
		['x-ratelimit-remaining', '0', { ...FROM_HEADERS, remaining: 0 }],
		['x-ratelimit-remaining', '99999999999', FROM_HEADERS],
		['x-ratelimit-action', '  ', { ...FROM_HEADERS, action: null }],
		['x-ratelimit-action', 'connect, connect', FROM_HEADERS],
		['x-ratelimit-action', 'connect,Connect', FROM_HEADERS],
		['x-ratelimit-action', 'connect, follow', { ...FROM_HEADERS, action: 'connect, follow' }],
	])('%s: %j', (name, value, reading) => {
		expect(read(200, { ...HEADERS, [name]: value })).toEqual({ limited: false, reading });
	});

	test('of a long action so much as of any name', () => {
		const headers = { ...HEADERS, 'x-ratelimit-action': 'a'.repeat(8_000) };
		expect(read(200, headers).reading?.action).toBe(`${'a'.repeat(99)}…`);
	});

	test.each([
		[{}],
		[{ 'x-ratelimit-action': 'connect' }],
		[{ 'x-ratelimit-limit': '?', 'x-ratelimit-used': '?', 'x-ratelimit-reset': '?' }],
	])('headers that say nothing are no reading: %j', (headers) => {
		expect(read(200, headers)).toEqual({ limited: false, reading: null });
	});

	test.each([
		['limit', '90', { limit: 90 }],
		['used', '22', { used: 22 }],
		['remaining', '68', { remaining: 68 }],
		['reset', '2024-01-22T00:00:00Z', { resetAt: at('2024-01-22T00:00:00Z') }],
	])('one header alone says what it says: %s', (name, value, said) => {
		expect(read(200, { [`x-ratelimit-${name}`]: value }).reading).toEqual({
			...NO_RATE_LIMIT_INFO,
			scope: 'week',
			...said,
		});
	});

	test('a success speaks in its headers alone', () => {
		const body = { ...errors.weekUsedUp, message: 'sent' };
		expect(read(200, HEADERS, body)).toEqual({ limited: false, reading: FROM_HEADERS });
	});

	test.each([
		['connect', 'week'],
		['Connect', 'week'],
		['view', 'unknown'],
	])('of a read, what speaks of %s is of the scope %s', (action, scope) => {
		const headers = { ...HEADERS, 'x-ratelimit-action': ` ${action} ` };
		expect(read(200, headers, {}, RELATIONSHIP).reading).toMatchObject({ action, scope });
	});

	test('more used than allowed: none remain', () => {
		const { reading } = read(200, { 'x-ratelimit-limit': '90', 'x-ratelimit-used': '95' });
		expect(reading?.remaining).toBe(0);
	});

	test('the documented 429: hold and reset from the body, until Monday', () => {
		const { limited, reading } = read(429, {}, errors.weekUsedUp);
		expect(limited).toBe(true);
		expect(reading).toEqual({
			action: null,
			scope: 'week',
			limit: null,
			used: null,
			remaining: null,
			resetAt: at('2024-01-22T00:00:00Z'),
			holdUntil: at('2024-01-16T10:30:00Z'),
			retryAfterSeconds: null,
			message: errors.weekUsedUp.error,
		});
		expect(reading && toIso(retryAfterOf(reading, NOW))).toBe('2024-01-22T00:00:00.000Z');
	});

	const later = { ...HEADERS, 'x-ratelimit-reset': '2024-01-29T00:00:00Z' };
	const used = { ...HEADERS, 'x-ratelimit-remaining': '0' };
	test.each([
		[
			'the header’s reset is preferred',
			later,
			errors.weekUsedUp,
			CONNECT,
			{ resetAt: at('2024-01-29T00:00:00Z'), scope: 'week' },
		],
		[
			'Retry-After of minutes',
			{ 'retry-after': '60' },
			errors.tooManyRequests,
			CONNECT,
			{ retryAfterSeconds: 60, scope: 'minute', message: 'Too many requests' },
		],
		[
			'Retry-After of minutes on a read',
			{ 'retry-after': '60' },
			{},
			RELATIONSHIP,
			{ retryAfterSeconds: 60, scope: 'minute', message: null },
		],
		[
			'Retry-After as a date',
			{ 'retry-after': 'Mon, 15 Jan 2024 10:31:30 GMT' },
			{},
			CONNECT,
			{ retryAfterSeconds: 90, scope: 'minute' },
		],
		[
			'Retry-After of a day',
			{ 'retry-after': '86400' },
			{},
			CONNECT,
			{ retryAfterSeconds: 86_400, scope: 'week' },
		],
		[
			'Retry-After of an hour',
			{ 'retry-after': '3600' },
			{},
			CONNECT,
			{ retryAfterSeconds: 3600, scope: 'minute' },
		],
		[
			'Retry-After of more than an hour',
			{ 'retry-after': '3601' },
			{},
			CONNECT,
			{ retryAfterSeconds: 3601, scope: 'week' },
		],
		[
			'the week’s hold alone, on a read',
			{ 'retry-after': '60' },
			{ holdUntil: '2024-01-16T10:30:00Z' },
			RELATIONSHIP,
			{ holdUntil: at('2024-01-16T10:30:00Z'), resetAt: null, scope: 'week' },
		],
		[
			'the week’s reset alone, on a read',
			{},
			{ weeklyReset: '2024-01-22T00:00:00Z', message: 'Slow down' },
			RELATIONSHIP,
			{ holdUntil: null, resetAt: at('2024-01-22T00:00:00Z'), scope: 'week', message: 'Slow down' },
		],
		[
			'Retry-After beside the week’s hold',
			{ 'retry-after': '60' },
			errors.weekUsedUp,
			CONNECT,
			{ retryAfterSeconds: 60, scope: 'week' },
		],
		['nothing said on connect', {}, undefined, CONNECT, { retryAfterSeconds: null, scope: 'week' }],
		[
			'nothing said on a read',
			{},
			undefined,
			RELATIONSHIP,
			{ retryAfterSeconds: null, scope: 'unknown' },
		],
		[
			'Retry-After of 0',
			{ 'retry-after': '0' },
			{},
			CONNECT,
			{ retryAfterSeconds: null, scope: 'week' },
		],
		[
			'Retry-After in the past',
			{ 'retry-after': 'Mon, 15 Jan 2024 10:00:00 GMT' },
			{},
			CONNECT,
			{ retryAfterSeconds: null, scope: 'week' },
		],
		[
			'Retry-After written twice',
			{ 'retry-after': '60, 60' },
			{},
			CONNECT,
			{ retryAfterSeconds: 60, scope: 'minute' },
		],
		[
			'a garbled Retry-After',
			{ 'retry-after': 'soon' },
			{},
			CONNECT,
			{ retryAfterSeconds: null, scope: 'week' },
		],
		['none remain, in the headers', used, {}, CONNECT, { remaining: 0, scope: 'week' }],
		[
			'a garbled hold',
			{},
			{ holdUntil: {}, weeklyReset: 'x' },
			CONNECT,
			{ holdUntil: null, resetAt: null, scope: 'week' },
		],
	])('429: %s', (_name, headers, body, request, expected) => {
		const given = connectSafelyDialect.readLimits(
			{ ...reply(429, {}, headers), body },
			request,
			NOW,
		);
		expect(given).toMatchObject({ limited: true, reading: expected });
	});
});

describe('refusals', () => {
	const refusal = async (status: number, body: unknown) =>
		failureIn(await opened(reply(status, body)).session.sendConnection?.(JOHN));

	test.each([
		[
			400,
			errors.badRequest,
			'ConnectSafely answered: Either profileId or profileUrn must be provided',
			"Check the item's parameters",
		],
		[
			400,
			errors.overviewForm,
			'ConnectSafely answered: Either profileId or profileUrn must be provided',
			"Check the item's parameters",
		],
		[
			400,
			errors.zodForm,
			'ConnectSafely answered: Either profileId or profileUrn must be provided',
			"Check the item's parameters",
		],
		[
			200,
			errors.badRequest,
			'ConnectSafely answered: Either profileId or profileUrn must be provided',
			"Check the item's parameters",
		],
		[
			401,
			errors.unauthorized,
			'ConnectSafely does not accept the API key: Unauthorized',
			'enter the key',
		],
		[
			401,
			errors.invalidCredentials,
			'ConnectSafely does not accept the API key: Unauthorized - Invalid credentials',
			'enter the key',
		],
		[
			403,
			errors.noSubscription,
			'ConnectSafely answered: Trial expired',
			'subscription may have ended',
		],
		[
			404,
			errors.noAccount,
			'ConnectSafely has no such LinkedIn account: No LinkedIn account found for this user',
			"'Account'",
		],
		[
			400,
			{ message: 'No note, please' },
			'ConnectSafely answered: No note, please',
			"Check the item's parameters",
		],
		[
			400,
			{ error: 'The account is busy' },
			'ConnectSafely answered: The account is busy',
			"Check the item's parameters",
		],
		[404, undefined, 'ConnectSafely answered: HTTP status 404', "Check 'Profile'"],
		[
			404,
			errors.noProfile,
			'ConnectSafely answered: LinkedIn profile not found: invalid-profile-id',
			"Check 'Profile'",
		],
	])('status %d: %j', async (status, body, message, description) => {
		expect(await refusal(status, body)).toMatchObject({
			source: 'provider',
			message,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted: 'no',
		});
	});

	test('status 500: it may have acted', async () => {
		expect(await refusal(500, errors.internal)).toMatchObject({
			message: 'ConnectSafely answered: Internal server error',
			accepted: 'unknown',
		});
	});

	test.each([
		[errors.alreadyConnected, 'already_connected'],
		[errors.alreadyPending, 'already_pending'],
	])('an outcome of its own: %j', async (body, outcome) => {
		const { session } = opened(reply(400, body));
		expect(valueOf(await session.sendConnection?.(JOHN)).report).toMatchObject({
			outcome,
			invited: false,
			noteSent: false,
			sentAt: null,
			message: body.error,
		});
	});
});
