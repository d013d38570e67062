import { connect } from '../../nodes/SendPilot/endpoints';
import { sendPilot } from '../../nodes/SendPilot/manifest';
import { toIso } from '../../nodes/outreach/base/time';
import { NO_RATE_LIMIT_INFO, retryAtOf } from '../../nodes/outreach/limits/limits';
import errors from '../fixtures/SendPilot/errors.json';
import { limitReader, openWith } from '../harness/fake-ask';
import { at, failureIn, inputOf, reply } from '../outreach/fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const INVITE = connect(inputOf({ profile: 'john-doe', accountId: 'sender_abc123' }));
const DAILY = 'Daily connection limit reached';
const MIDNIGHT = '2024-01-16T00:00:00.000Z';

const parse = limitReader(sendPilot, NOW, INVITE);

test.each<[string, unknown, string | undefined, string | null, number | null, string]>([
	['the daily limit', errors.dailyLimit, undefined, DAILY, null, MIDNIGHT],
	['Retry-After', errors.dailyLimit, '3600', DAILY, 3600, '2024-01-15T11:30:00.000Z'],
	['a date', {}, 'Mon, 15 Jan 2024 12:00:00 GMT', null, 5400, '2024-01-15T12:00:00.000Z'],
	['a garbled Retry-After', [], 'tomorrow', null, null, MIDNIGHT],
	['another key', { error: 'Too Many Requests' }, undefined, 'Too Many Requests', null, MIDNIGHT],
	['no JSON', undefined, undefined, null, null, MIDNIGHT],
])('A 429 is per day: %s', (_name, body, retryAfter, message, retryAfterSeconds, retryAt) => {
	const headers = retryAfter === undefined ? undefined : { 'retry-after': retryAfter };
	const { isReached, info } = parse(429, body, headers);
	expect(isReached).toBe(true);
	expect(info).toEqual({ ...NO_RATE_LIMIT_INFO, scope: 'day', message, retryAfterSeconds });
	expect(info && toIso(retryAtOf(info, NOW))).toBe(retryAt);
});

test.each([200, 400, 503])('A response with the status %d reports no limit', (status) => {
	const headers = { 'retry-after': '60', 'x-ratelimit-remaining': '0' };
	expect(parse(status, {}, headers)).toEqual({ isReached: false, info: null });
});

const PARAMETERS = "Check the item's parameters";
const NO_KEY = 'SendPilot does not accept the API key';
const SEVERAL = 'senderId should not be empty; message must be shorter';
test.each<[number, unknown, string, string, ('no' | 'unknown')?]>([
	[401, errors.unauthorized, `${NO_KEY}: Invalid API key`, 'SendPilot credential'],
	[
		403,
		errors.lacksScope,
		"The SendPilot key lacks the scope 'senders:read': Key lacks required scope senders:read",
		"Add the scope 'senders:read'",
	],
	[
		403,
		{ message: 'Needs LEADS_ALL:READ-ONLY' },
		"The SendPilot key lacks the scope 'LEADS_ALL:READ-ONLY': Needs LEADS_ALL:READ-ONLY",
		'create a key that has it',
	],
	[403, errors.forbidden, 'SendPilot answered: Forbidden resource', 'check its scopes'],
	[400, errors.noSender, 'SendPilot answered: Sender not found', "'Account'"],
	[404, errors.noSender, 'SendPilot answered: Sender not found', PARAMETERS],
	[404, errors.notFound, 'SendPilot answered: Cannot POST /v1/inbox', PARAMETERS],
	[400, { statusCode: 400, error: 'Bad Request' }, 'SendPilot answered: Bad Request', PARAMETERS],
	[400, undefined, 'SendPilot answered: HTTP status 400', PARAMETERS],
	[400, errors.badRequest, `SendPilot answered: ${SEVERAL}`, "'Account'"],
	[500, errors.internal, 'SendPilot answered: Internal server error', 'again later', 'unknown'],
])(
	'A refusal with the status %d and the body %j is explained: %s',
	async (status, body, message, description, accepted = 'no') => {
		const credential = {
			apiKey: 'key-1234',
			baseUrl: 'https://api.sendpilot.ai',
			webhookSecret: '',
		};
		const { ask } = openWith(sendPilot, credential, { ...reply(status), body });
		expect(failureIn(await ask(INVITE))).toMatchObject({
			source: 'provider',
			message,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted,
		});
	},
);
