import { connectionStatus } from '../../nodes/Seleqt/endpoints';
import { seleqt } from '../../nodes/Seleqt/manifest';
import { toIso } from '../../nodes/outreach/base/time';
import { NO_RATE_LIMIT_INFO, retryAtOf } from '../../nodes/outreach/limits/limits';
import errors from '../fixtures/Seleqt/errors.json';
import { limitReader, openWith } from '../harness/fake-ask';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const STATUS = connectionStatus(inputOf({ ownId: '1234' }));

const parse = limitReader(seleqt, NOW, STATUS);

test.each<[string, unknown, string | undefined, string | null, number | null, string]>([
	['documented', errors.tooManyRequests, undefined, 'Rate limit exceeded', null, '10:31:00'],
	['Retry-After', {}, '20', null, 20, '10:30:20'],
	['a date', {}, 'Mon, 15 Jan 2024 10:30:45 GMT', null, 45, '10:30:45'],
	['a garbled Retry-After', {}, '??', null, null, '10:31:00'],
	['no JSON', undefined, undefined, null, null, '10:31:00'],
	['another key', { message: 'Slow down' }, undefined, 'Slow down', null, '10:31:00'],
])('A 429 is per minute: %s', (_name, body, retryAfter, message, retryAfterSeconds, time) => {
	const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
	const { isReached, info } = parse(429, body, headers);
	expect(isReached).toBe(true);
	expect(info).toEqual({ ...NO_RATE_LIMIT_INFO, scope: 'minute', message, retryAfterSeconds });
	expect(info && toIso(retryAtOf(info, NOW))).toBe(`2024-01-15T${time}.000Z`);
});

test.each([200, 403, 502])('A response with the status %d reports no limit', (status) => {
	const read = parse(status, errors.tooManyRequests, { 'retry-after': '60' });
	expect(read).toEqual({ isReached: false, info: null });
});

const ANSWERED = 'Seleqt answered';
const PARAMETERS = "Check the item's parameters";
test.each<[number, unknown, string, string, ('no' | 'unknown')?]>([
	[401, errors.missingKey, 'Seleqt does not accept the API key', 'prefix and secret'],
	[400, errors.noProfileUrl, 'Seleqt cannot check this prospect', 'its LinkedIn profile URL'],
	[400, errors.noAccount, 'Seleqt has no LinkedIn account to check with', 'Connect a LinkedIn'],
	[
		400,
		errors.wrongAccount,
		"Seleqt cannot use the account given under 'Account'",
		"leave 'Account' empty",
	],
	[
		403,
		errors.accessDenied,
		'The prospect belongs to another Seleqt workspace',
		'choose the Seleqt credential',
	],
	[404, errors.noProspect, 'Seleqt has no prospect with this ID', "'Prospect ID'"],
	[502, errors.providerFailure, 'Seleqt could not reach LinkedIn', 'again later', 'unknown'],
	[502, undefined, ANSWERED, 'Try again later', 'unknown'],
	[400, { error: 'Something else' }, ANSWERED, PARAMETERS],
	[400, { message: 'Something else' }, ANSWERED, PARAMETERS],
	[404, { detail: 'No route' }, ANSWERED, PARAMETERS],
	[200, { success: false, error: 'Something else' }, ANSWERED, PARAMETERS, 'unknown'],
	[200, { success: false, ...errors.noProspect }, ANSWERED, PARAMETERS],
])(
	'A refusal with the status %d and the body %j is explained: %s',
	async (status, body, what, description, accepted = 'no') => {
		const credential = { apiKey: 'prefix.secret', baseUrl: 'https://api.seleqt.ai/api/v1' };
		const { ask } = openWith(seleqt, credential, { ...reply(status), body });
		const [sentence] = Object.values(Object(body)).filter((text) => typeof text === 'string');
		expect(failureIn(await ask(STATUS))).toMatchObject({
			source: 'provider',
			message: `${what}: ${sentence ?? `HTTP status ${status}`}`,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted,
		});
	},
);
