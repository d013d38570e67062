import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { NO_RATE_LIMIT_INFO } from '../../nodes/outreach/limits/limits';
import errors from '../fixtures/LinkupApi/errors.json';
import { limitReader } from '../harness/fake-ask';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';
import { opened } from './opened';

const NOW = at('2024-01-15T10:30:00.000Z');
const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2' });

const parse = limitReader(linkupApi, NOW, { method: 'POST', path: '/v2/network' });

const IN_A_MINUTE = 'Mon, 15 Jan 2024 10:31:00 GMT';
test.each<[string, number, unknown, string | undefined, string | null, number | null]>([
	['v2, by code', 429, errors.rateLimited, undefined, 'Too many requests', null],
	['v2, by code alone', 400, errors.rateLimited, undefined, 'Too many requests', null],
	['v1, under 200', 200, errors.v1RateLimit, undefined, errors.v1RateLimit.message, null],
	['v1, under 429', 429, errors.v1RateLimit, '30', errors.v1RateLimit.message, 30],
	['no JSON', 429, undefined, IN_A_MINUTE, null, 60],
	['a garbled Retry-After', 429, {}, 'soon', null, null],
])('A limit is read from %s', (_name, status, body, retryAfter, message, retryAfterSeconds) => {
	const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
	expect(parse(status, body, headers)).toEqual({
		isReached: true,
		info: { ...NO_RATE_LIMIT_INFO, scope: 'unknown', message, retryAfterSeconds },
	});
});

test.each([
	[200, { success: true, data: { message: 'Rate limit: none' } }],
	[402, errors.insufficientCredits],
	[200, errors.v1Cookie],
	[500, errors.internalError],
	// Of a 5xx no sentence proves that nothing was accepted.
	[500, errors.v1RateLimit],
	[503, errors.rateLimited],
])('A response with the status %d is no limit: %j', (status, body) => {
	expect(parse(status, body)).toEqual({ isReached: false, info: null });
});

const KEY = ['LinkupAPI does not accept the API key', 'LinkupAPI credential'] as const;
const TOKEN = ['LinkupAPI does not accept the Login Token', "'Login Token'"] as const;
const CREDITS = ['The LinkupAPI credits are used up', 'Buy credits'] as const;
const PLAIN = ['LinkupAPI answered', "Check the item's parameters"] as const;
const PROFILE = ['LinkupAPI answered', "'Profile'"] as const;
const NOT_ALLOWED = ['LinkupAPI answered', 'is not allowed to do this'] as const;
const LATER = ['LinkupAPI answered', 'again later'] as const;
const ACCOUNT = ['LinkupAPI has no such account', "'Account'"] as const;
const INACTIVE = [
	'The LinkedIn account is not active in LinkupAPI',
	'Log the account in again',
] as const;

type Explained = readonly [what: string, description: string];
test.each<[number, unknown, Explained, string, string?]>([
	[403, errors.invalidApiKey, KEY, 'The API key is not valid', 'INVALID_API_KEY'],
	[404, errors.invalidAccount, ACCOUNT, 'Account not found', 'INVALID_ACCOUNT'],
	[403, errors.accountInactive, INACTIVE, 'Account is not active', 'ACCOUNT_INACTIVE'],
	[400, errors.invalidAction, PLAIN, 'Unknown action', 'INVALID_ACTION'],
	[400, errors.invalidParams, PROFILE, 'profile_url is required', 'INVALID_PARAMS'],
	[402, errors.insufficientCredits, CREDITS, 'Not enough credits', 'INSUFFICIENT_CREDITS'],
	[200, errors.v1Cookie, TOKEN, errors.v1Cookie.message],
	[401, errors.v1Cookie, TOKEN, errors.v1Cookie.message],
	[200, errors.v1Credits, CREDITS, errors.v1Credits.message],
	[200, errors.v1Parameter, PLAIN, errors.v1Parameter.message],
	[401, errors.v1ApiKey, KEY, 'Invalid API key'],
	[403, { error: 'Forbidden' }, KEY, 'Forbidden'],
	[402, undefined, CREDITS, 'HTTP status 402'],
	[401, undefined, KEY, 'HTTP status 401'],
	[400, { message: 'The api_key is missing' }, KEY, 'The api_key is missing'],
	[400, { message: 'Unknown API-key' }, KEY, 'Unknown API-key'],
	[400, { message: 'No apikey' }, KEY, 'No apikey'],
	[403, { error: 'Your login token has expired' }, TOKEN, 'Your login token has expired'],
	[403, { error: 'Bad LOGIN_TOKEN' }, TOKEN, 'Bad LOGIN_TOKEN'],
	[403, { error: 'logintoken?' }, TOKEN, 'logintoken?'],
	[403, { error: 'The account is restricted' }, NOT_ALLOWED, 'The account is restricted'],
	[200, { success: false, message: 'Not allowed' }, PLAIN, 'Not allowed'],
	[422, { detail: 'Bad country' }, PLAIN, 'Bad country'],
	[500, errors.internalError, LATER, 'Something went wrong', 'INTERNAL_ERROR'],
])(
	'A refusal with the status %d and the body %j is explained',
	async (status, body, [what, description], sentence, code = '') => {
		for (const version of ['v1', 'v2'] as const) {
			const { api, ask } = opened(version, { ...reply(status), body });
			expect(failureIn(await ask(api.endpoints.invite(JOHN)))).toEqual({
				source: 'provider',
				message: `${what}: ${sentence}`,
				description: expect.stringContaining(description),
				httpStatus: status,
				...(code === '' ? {} : { code }),
				accepted: status === 500 ? 'unknown' : 'no',
			});
		}
	},
);
