import { linkupApiDialect } from '../../nodes/LinkupApi/dialect';
import { NO_RATE_LIMIT_INFO } from '../../nodes/outreach/limits/limits';
import errors from '../fixtures/LinkupApi/errors.json';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './session';

const NOW = at('2024-01-15T10:30:00.000Z');
const REQUEST = { method: 'POST', path: '/v2/network' } as const;
const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2' });

describe('readLimits', () => {
	const read = (status: number, body: unknown, headers = {}) =>
		linkupApiDialect.readLimits({ ...reply(status, {}, headers), body }, REQUEST, NOW);

	test.each([
		['v2, by code', 429, errors.rateLimited, {}, 'Too many requests', null],
		['v2, by code alone', 400, errors.rateLimited, {}, 'Too many requests', null],
		[
			'v1, under 200',
			200,
			errors.v1RateLimit,
			{},
			'Rate limit exceeded. Please try again later',
			null,
		],
		[
			'v1, under 429',
			429,
			errors.v1RateLimit,
			{ 'retry-after': '30' },
			'Rate limit exceeded. Please try again later',
			30,
		],
		['no JSON', 429, undefined, { 'retry-after': 'Mon, 15 Jan 2024 10:31:00 GMT' }, null, 60],
		['a garbled Retry-After', 429, {}, { 'retry-after': 'soon' }, null, null],
	])('%s', (_name, status, body, headers, message, retryAfterSeconds) => {
		expect(read(status, body, headers)).toEqual({
			limited: true,
			reading: { ...NO_RATE_LIMIT_INFO, scope: 'unknown', message, retryAfterSeconds },
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
	])('status %d is none: %j', (status, body) => {
		expect(read(status, body)).toEqual({ limited: false, reading: null });
	});
});

describe('refusals', () => {
	type Case = [number, unknown, string, string, string | undefined];
	test.each<Case>([
		[
			403,
			errors.invalidApiKey,
			'LinkupAPI does not accept the API key: The API key is not valid',
			'LinkupAPI credential',
			'INVALID_API_KEY',
		],
		[
			404,
			errors.invalidAccount,
			'LinkupAPI has no such account: Account not found',
			"'Account'",
			'INVALID_ACCOUNT',
		],
		[
			403,
			errors.accountInactive,
			'The LinkedIn account is not active in LinkupAPI: Account is not active',
			'Log the account in again',
			'ACCOUNT_INACTIVE',
		],
		[
			400,
			errors.invalidAction,
			'LinkupAPI answered: Unknown action',
			"Check the item's parameters",
			'INVALID_ACTION',
		],
		[
			400,
			errors.invalidParams,
			'LinkupAPI answered: profile_url is required',
			"'Profile'",
			'INVALID_PARAMS',
		],
		[
			402,
			errors.insufficientCredits,
			'The LinkupAPI credits are used up: Not enough credits',
			'Buy credits',
			'INSUFFICIENT_CREDITS',
		],
		[
			200,
			errors.v1Cookie,
			'LinkupAPI does not accept the Login Token: Invalid or expired LinkedIn cookie',
			"'Login Token'",
			undefined,
		],
		[
			401,
			errors.v1Cookie,
			'LinkupAPI does not accept the Login Token: Invalid or expired LinkedIn cookie',
			"'Login Token'",
			undefined,
		],
		[
			200,
			errors.v1Credits,
			'The LinkupAPI credits are used up: Insufficient credits available',
			'Buy credits',
			undefined,
		],
		[
			200,
			errors.v1Parameter,
			'LinkupAPI answered: Missing required parameter: linkedin_url',
			"Check the item's parameters",
			undefined,
		],
		[
			401,
			errors.v1ApiKey,
			'LinkupAPI does not accept the API key: Invalid API key',
			'LinkupAPI credential',
			undefined,
		],
		[
			403,
			{ error: 'Forbidden' },
			'LinkupAPI does not accept the API key: Forbidden',
			'LinkupAPI credential',
			undefined,
		],
		[
			402,
			undefined,
			'The LinkupAPI credits are used up: HTTP status 402',
			'Buy credits',
			undefined,
		],
		[
			401,
			undefined,
			'LinkupAPI does not accept the API key: HTTP status 401',
			'LinkupAPI credential',
			undefined,
		],
		...['The api_key is missing', 'Unknown API-key', 'No apikey'].map(
			(sentence): Case => [
				400,
				{ message: sentence },
				`LinkupAPI does not accept the API key: ${sentence}`,
				'LinkupAPI credential',
				undefined,
			],
		),
		...['Your login token has expired', 'Bad LOGIN_TOKEN', 'logintoken?'].map(
			(sentence): Case => [
				403,
				{ error: sentence },
				`LinkupAPI does not accept the Login Token: ${sentence}`,
				"'Login Token'",
				undefined,
			],
		),
		[
			200,
			{ success: false, message: 'Not allowed' },
			'LinkupAPI answered: Not allowed',
			"Check the item's parameters",
			undefined,
		],
		[
			422,
			{ detail: 'Bad country' },
			'LinkupAPI answered: Bad country',
			"Check the item's parameters",
			undefined,
		],
	])('status %d: %j', async (status, body, message, description, code) => {
		for (const version of ['v1', 'v2'] as const) {
			const { session } = opened(version, reply(status, body));
			const failure = failureIn(await session.sendConnection?.(JOHN));
			expect(failure).toMatchObject({
				source: 'provider',
				message,
				httpStatus: status,
				accepted: 'no',
			});
			expect(failure.description).toContain(description);
			expect(failure.code).toBe(code);
		}
	});

	test('status 500: it may have acted', async () => {
		const { session } = opened('v2', reply(500, errors.internalError));
		expect(failureIn(await session.sendConnection?.(JOHN))).toMatchObject({
			message: 'LinkupAPI answered: Something went wrong',
			code: 'INTERNAL_ERROR',
			accepted: 'unknown',
		});
	});

	test.each([
		[
			400,
			{ success: false, error: { code: 'INVALID_PARAMS', message: 'Already connected' } },
			'already_connected',
		],
		[200, { status: 'error', message: 'Invitation already sent' }, 'already_pending'],
	])('an outcome of its own, status %d: %j', async (status, body, outcome) => {
		const { session } = opened('v2', reply(status, body));
		expect(valueOf(await session.sendConnection?.(JOHN)).report).toMatchObject({
			outcome,
			invited: false,
		});
	});
});
