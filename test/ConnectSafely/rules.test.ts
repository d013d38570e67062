import { connect, relationship } from '../../nodes/ConnectSafely/endpoints';
import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import { toIso } from '../../nodes/outreach/base/time';
import type { ProviderRequest } from '../../nodes/outreach/http/transport';
import { NO_RATE_LIMIT_INFO, retryAtOf } from '../../nodes/outreach/limits/limits';
import errors from '../fixtures/ConnectSafely/errors.json';
import { limitReader } from '../harness/fake-ask';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';
import { opened } from './opened';

const NOW = at('2024-01-15T10:30:00.000Z');
const MONDAY = at('2024-01-22T00:00:00Z');
const HOLD = at('2024-01-16T10:30:00Z');
const CONNECT = connect(inputOf({ profile: 'john-doe' }));
const READ = relationship(inputOf({ profile: 'john-doe' }));

const HEADERS = {
	'x-ratelimit-action': 'connect',
	'x-ratelimit-limit': '90',
	'x-ratelimit-used': '22',
	'x-ratelimit-remaining': '68',
	'x-ratelimit-reset': '2024-01-22T00:00:00.000Z',
};
const FROM_HEADERS = {
	...NO_RATE_LIMIT_INFO,
	action: 'connect',
	scope: 'week',
	limit: 90,
	used: 22,
	remaining: 68,
	resetAt: MONDAY,
};

const parse = limitReader(connectSafely, NOW, CONNECT);

describe('Headers of a success', () => {
	test.each([
		['reset', '2024-01-22 00:00:00+00', {}],
		['reset', '2024-01-22T00:00:00Z, 2024-01-29T00:00:00Z', {}],
		['reset', 'Monday', { resetAt: null }],
		['limit', 'ninety', { limit: null }],
		['used', '-1', { used: null }],
		// The remaining number is then computed from the other two.
		['remaining', 'NaN', {}],
		['remaining', '0', { remaining: 0 }],
		['action', 'connect, follow', { action: 'connect, follow' }],
	])('The header x-ratelimit-%s of a success is read: %s', (name, value, read) => {
		const info = { ...FROM_HEADERS, ...read };
		const headers = { ...HEADERS, [`x-ratelimit-${name}`]: value };
		expect(parse(200, {}, headers)).toEqual({ isReached: false, info });
	});

	test.each([
		[{}],
		[{ 'x-ratelimit-action': 'connect' }],
		[{ 'x-ratelimit-limit': '?', 'x-ratelimit-used': '?', 'x-ratelimit-reset': '?' }],
	])('Headers of a success can tell nothing: %j', (headers) => {
		expect(parse(200, {}, headers)).toEqual({ isReached: false, info: null });
	});

	test('A success reports its limit in headers, whatever its body says', () => {
		const body = { ...errors.weekUsedUp, message: 'sent' };
		expect(parse(200, body, HEADERS)).toEqual({ isReached: false, info: FROM_HEADERS });
	});

	test.each([
		['connect', 'week'],
		['Connect', 'week'],
		['view', 'unknown'],
	])('A read whose headers name the action %s has a limit with the scope %s', (action, scope) => {
		const headers = { ...HEADERS, 'x-ratelimit-action': ` ${action} ` };
		expect(parse(200, {}, headers, READ).info).toMatchObject({ action, scope });
	});
});

describe('Responses with status 429', () => {
	test('The documented 429 has a hold and a reset in its body, and applies until Monday', () => {
		const { isReached, info } = parse(429, errors.weekUsedUp);
		expect(isReached).toBe(true);
		expect(info).toEqual({
			...NO_RATE_LIMIT_INFO,
			scope: 'week',
			resetAt: MONDAY,
			holdUntil: HOLD,
			message: errors.weekUsedUp.error,
		});
		expect(info && toIso(retryAtOf(info, NOW))).toBe('2024-01-22T00:00:00.000Z');
	});

	const later = { ...HEADERS, 'x-ratelimit-reset': '2024-01-29T00:00:00Z' };
	const nextMonday = at('2024-01-29T00:00:00Z');
	const none = { 'x-ratelimit-remaining': '0' };
	const hold = { holdUntil: '2024-01-16T10:30:00Z' };
	const slow = { weeklyReset: '2024-01-22T00:00:00Z', message: 'Slow down' };
	const garbled = { holdUntil: {}, weeklyReset: 'x' };
	test.each<[string, ProviderRequest, Record<string, string>, unknown, object]>([
		['one reset in its headers', CONNECT, later, errors.weekUsedUp, { resetAt: nextMonday }],
		['a header by which none remain', CONNECT, none, {}, { remaining: 0 }],
		['nothing', CONNECT, {}, undefined, { retryAfterSeconds: null }],
		['null as hold', CONNECT, {}, { holdUntil: null }, { holdUntil: null }],
		['a garbled hold', CONNECT, {}, garbled, { holdUntil: null, resetAt: null }],
		['nothing, to a read', READ, {}, undefined, { retryAfterSeconds: null, scope: 'unknown' }],
		['a hold, to a read', READ, {}, hold, { holdUntil: HOLD, resetAt: null }],
		['null as hold, to a read', READ, {}, { holdUntil: null }, { holdUntil: null }],
		['a reset, to a read', READ, {}, slow, { resetAt: MONDAY, message: 'Slow down' }],
	])('A 429 is read if it has %s', (_name, request, headers, body, read) => {
		const info = { scope: 'week', ...read };
		expect(parse(429, body, headers, request)).toMatchObject({ isReached: true, info });
	});

	test.each<[string, number | null, string, string]>([
		['60', 60, 'minute', 'minute'],
		['3600', 3600, 'minute', 'minute'],
		['3601', 3601, 'week', 'unknown'],
		['0', null, 'week', 'unknown'],
		['soon', null, 'week', 'unknown'],
	])(
		'The Retry-After %s of a 429 decides on wait and scope',
		(retryAfter, seconds, ofSend, ofRead) => {
			const headers = { 'retry-after': retryAfter };
			const body = errors.tooManyRequests;
			const read = { retryAfterSeconds: seconds, message: 'Too many requests' };
			expect(parse(429, body, headers).info).toMatchObject({ ...read, scope: ofSend });
			expect(parse(429, body, headers, READ).info).toMatchObject({ ...read, scope: ofRead });
			// The weekly hold takes precedence.
			expect(parse(429, errors.weekUsedUp, headers, READ).info).toMatchObject({
				retryAfterSeconds: seconds,
				scope: 'week',
			});
		},
	);
});

const PARAMETERS = "Check the item's parameters";
const NO_PERSON = 'Either profileId or profileUrn must be provided';
const NO_KEY = 'ConnectSafely does not accept the API key';
const NO_ACCOUNT = 'ConnectSafely has no such LinkedIn account';
const ANSWERED = 'ConnectSafely answered';
test.each<[number, unknown, string, string, string, object?]>([
	[400, errors.badRequest, ANSWERED, NO_PERSON, PARAMETERS],
	[400, errors.overviewForm, ANSWERED, NO_PERSON, PARAMETERS, { code: 'INVALID_REQUEST' }],
	[400, errors.zodForm, ANSWERED, NO_PERSON, PARAMETERS],
	[200, errors.badRequest, ANSWERED, NO_PERSON, PARAMETERS],
	[401, errors.unauthorized, NO_KEY, 'Unauthorized', 'enter the key'],
	[401, errors.invalidCredentials, NO_KEY, 'Unauthorized - Invalid credentials', 'enter the key'],
	[403, errors.noSubscription, ANSWERED, 'Trial expired', 'subscription may have ended'],
	[404, errors.noAccount, NO_ACCOUNT, 'No LinkedIn account found for this user', "'Account'"],
	[400, { message: 'No note, please' }, ANSWERED, 'No note, please', PARAMETERS],
	[400, { error: 'The account is busy' }, ANSWERED, 'The account is busy', PARAMETERS],
	[404, undefined, ANSWERED, 'HTTP status 404', "Check 'Profile'"],
	[404, errors.noProfile, ANSWERED, errors.noProfile.error, "Check 'Profile'"],
	[500, errors.internal, ANSWERED, errors.internal.error, 'again later', { accepted: 'unknown' }],
])(
	'A refusal with the status %d and the body %j is explained: %s',
	async (status, body, what, sentence, description, more = {}) => {
		const { ask } = opened({ ...reply(status), body });
		const failure = failureIn(await ask(CONNECT));
		expect(failure).toEqual({
			source: 'provider',
			message: `${what}: ${sentence}`,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted: 'no',
			...more,
		});
	},
);
