import { seleqtDialect } from '../../nodes/Seleqt/dialect';
import { NO_RATE_LIMIT_INFO, retryAfterOf } from '../../nodes/outreach/limits/limits';
import { toIso } from '../../nodes/outreach/base/time';
import errors from '../fixtures/Seleqt/errors.json';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';
import { opened } from './session';

const NOW = at('2024-01-15T10:30:00.000Z');
const REQUEST = { method: 'GET', path: '/public/prospects/1234/connection-status/' } as const;

describe('readLimits', () => {
	test.each([
		[
			'documented',
			errors.tooManyRequests,
			{},
			'Rate limit exceeded',
			null,
			'2024-01-15T10:31:00.000Z',
		],
		['Retry-After', {}, { 'retry-after': '20' }, null, 20, '2024-01-15T10:30:20.000Z'],
		[
			'a date',
			{},
			{ 'retry-after': 'Mon, 15 Jan 2024 10:30:45 GMT' },
			null,
			45,
			'2024-01-15T10:30:45.000Z',
		],
		['a garbled Retry-After', {}, { 'retry-after': '??' }, null, null, '2024-01-15T10:31:00.000Z'],
		['no JSON', undefined, {}, null, null, '2024-01-15T10:31:00.000Z'],
		['another key', { message: 'Slow down' }, {}, 'Slow down', null, '2024-01-15T10:31:00.000Z'],
	])('429: %s', (_name, body, headers, message, retryAfterSeconds, retryAt) => {
		const given = { ...reply(429, {}, headers as Record<string, string>), body };
		const { limited, reading } = seleqtDialect.readLimits(given, REQUEST, NOW);
		expect(limited).toBe(true);
		expect(reading).toEqual({ ...NO_RATE_LIMIT_INFO, scope: 'minute', message, retryAfterSeconds });
		expect(reading && toIso(retryAfterOf(reading, NOW))).toBe(retryAt);
	});

	test.each([[200], [403], [502]])('status %d says nothing of limits', (status) => {
		const given = reply(status, errors.tooManyRequests, { 'retry-after': '60' });
		expect(seleqtDialect.readLimits(given, REQUEST, NOW)).toEqual({
			limited: false,
			reading: null,
		});
	});
});

test.each([
	[
		401,
		errors.missingKey,
		'Seleqt does not accept the API key: Missing API key',
		'prefix and secret',
		'no',
	],
	[
		400,
		errors.noProfileUrl,
		'Seleqt cannot check this prospect: Prospect has no LinkedIn profile URL to check against',
		'fill in its LinkedIn profile URL',
		'no',
	],
	[
		400,
		errors.noAccount,
		'Seleqt has no LinkedIn account to check with: No active LinkedIn account is connected to this workspace',
		'Connect a LinkedIn account',
		'no',
	],
	[
		400,
		errors.wrongAccount,
		"Seleqt cannot use the account given under 'Account': Requested LinkedIn account not found or not active in this workspace",
		"leave 'Account' empty",
		'no',
	],
	[
		403,
		errors.accessDenied,
		'The prospect belongs to another Seleqt workspace: Access denied',
		'choose the Seleqt credential',
		'no',
	],
	[
		404,
		errors.noProspect,
		'Seleqt has no prospect with this ID: Prospect not found',
		"'Prospect ID'",
		'no',
	],
	[
		502,
		errors.providerFailure,
		'Seleqt could not ask LinkedIn: Failed to fetch prospect profile from LinkedIn provider',
		'again later',
		'unknown',
	],
	[502, undefined, 'Seleqt answered: HTTP status 502', 'Try again later', 'unknown'],
	[
		400,
		{ error: 'Something else' },
		'Seleqt answered: Something else',
		"Check the item's parameters",
		'no',
	],
	[
		400,
		{ message: 'Something else' },
		'Seleqt answered: Something else',
		"Check the item's parameters",
		'no',
	],
	[404, { detail: 'No route' }, 'Seleqt answered: No route', "Check the item's parameters", 'no'],
	[
		200,
		{ success: false, error: 'Something else' },
		'Seleqt answered: Something else',
		"Check the item's parameters",
		'unknown',
	],
	[
		200,
		{ success: false, ...errors.noProspect },
		'Seleqt answered: Prospect not found',
		"Check the item's parameters",
		'no',
	],
])('status %d: %j', async (status, body, message, description, accepted) => {
	const { session } = opened({ ...reply(status), body });
	expect(
		failureIn(await session.getConnectionStatus?.(inputOf({ prospectId: '1234' }))),
	).toMatchObject({
		source: 'provider',
		message,
		description: expect.stringContaining(description),
		httpStatus: status,
		accepted,
	});
});
