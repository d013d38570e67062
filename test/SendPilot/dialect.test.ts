import { sendPilotDialect } from '../../nodes/SendPilot/dialect';
import { NO_RATE_LIMIT_INFO, retryAfterOf } from '../../nodes/outreach/limits/limits';
import { toIso } from '../../nodes/outreach/base/time';
import errors from '../fixtures/SendPilot/errors.json';
import { at, failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './session';

const NOW = at('2024-01-15T10:30:00.000Z');
const REQUEST = { method: 'POST', path: '/inbox/connect' } as const;
const JOHN = inputOf({ profile: 'john-doe', accountId: 'sender_abc123' });

describe('readLimits', () => {
	test.each([
		[
			'the daily limit',
			errors.dailyLimit,
			{},
			'Daily connection limit reached',
			null,
			'2024-01-16T00:00:00.000Z',
		],
		[
			'Retry-After',
			errors.dailyLimit,
			{ 'retry-after': '3600' },
			'Daily connection limit reached',
			3600,
			'2024-01-15T11:30:00.000Z',
		],
		[
			'a date',
			{},
			{ 'retry-after': 'Mon, 15 Jan 2024 12:00:00 GMT' },
			null,
			5400,
			'2024-01-15T12:00:00.000Z',
		],
		[
			'a garbled Retry-After',
			[],
			{ 'retry-after': 'tomorrow' },
			null,
			null,
			'2024-01-16T00:00:00.000Z',
		],
		[
			'another key',
			{ error: 'Too Many Requests' },
			{},
			'Too Many Requests',
			null,
			'2024-01-16T00:00:00.000Z',
		],
		['no JSON', undefined, {}, null, null, '2024-01-16T00:00:00.000Z'],
	])('429: %s', (_name, body, headers, message, retryAfterSeconds, retryAt) => {
		const given = { ...reply(429, {}, headers as Record<string, string>), body };
		const { limited, reading } = sendPilotDialect.readLimits(given, REQUEST, NOW);
		expect(limited).toBe(true);
		expect(reading).toEqual({ ...NO_RATE_LIMIT_INFO, scope: 'day', message, retryAfterSeconds });
		expect(reading && toIso(retryAfterOf(reading, NOW))).toBe(retryAt);
	});

	test.each([[200], [400], [503]])('status %d says nothing of limits', (status) => {
		const given = reply(status, {}, { 'retry-after': '60', 'x-ratelimit-remaining': '0' });
		expect(sendPilotDialect.readLimits(given, REQUEST, NOW)).toEqual({
			limited: false,
			reading: null,
		});
	});
});

describe('refusals', () => {
	test.each([
		[
			401,
			errors.unauthorized,
			'SendPilot does not accept the API key: Invalid API key',
			'SendPilot credential',
		],
		[
			403,
			errors.lacksScope,
			"The SendPilot key lacks the scope 'senders:read': Key lacks required scope senders:read",
			"Add the scope 'senders:read'",
		],
		[403, errors.forbidden, 'SendPilot answered: Forbidden resource', 'check its scopes'],
		[400, errors.noSender, 'SendPilot answered: Sender not found', "'Account'"],
		[
			400,
			{ statusCode: 400, error: 'Bad Request' },
			'SendPilot answered: Bad Request',
			"Check the item's parameters",
		],
		[404, errors.noSender, 'SendPilot answered: Sender not found', "Check the item's parameters"],
		[400, undefined, 'SendPilot answered: HTTP status 400', "Check the item's parameters"],
		[
			403,
			{ message: 'Needs LEADS_ALL:READ-ONLY' },
			"The SendPilot key lacks the scope 'LEADS_ALL:READ-ONLY': Needs LEADS_ALL:READ-ONLY",
			'make a key that has it',
		],
		[
			404,
			errors.notFound,
			'SendPilot answered: Cannot POST /v1/inbox',
			"Check the item's parameters",
		],
	])('status %d: %j', async (status, body, message, description) => {
		const { session } = opened(reply(status, body));
		expect(failureIn(await session.sendConnection?.(JOHN))).toMatchObject({
			source: 'provider',
			message,
			description: expect.stringContaining(description),
			httpStatus: status,
			accepted: 'no',
		});
	});

	test('a list of sentences', async () => {
		const { session } = opened(reply(400, errors.badRequest));
		expect(failureIn(await session.sendConnection?.(JOHN)).message).toBe(
			'SendPilot answered: senderId should not be empty; message must be shorter',
		);
	});

	test('status 500: it may have acted', async () => {
		const { session } = opened(reply(500, errors.internal));
		expect(failureIn(await session.sendConnection?.(JOHN))).toMatchObject({
			message: 'SendPilot answered: Internal server error',
			accepted: 'unknown',
		});
	});

	test('an answer that contradicts itself is none', async () => {
		const { session } = opened(reply(200, { success: false, status: 'sent' }));
		expect(valueOf(await session.sendConnection?.(JOHN)).report).toMatchObject({
			outcome: 'unconfirmed',
			invited: null,
		});
	});

	test('an outcome of its own', async () => {
		const body = { statusCode: 400, message: 'Invitation already sent', error: 'Bad Request' };
		const { session } = opened(reply(400, body));
		expect(valueOf(await session.sendConnection?.(JOHN)).report).toMatchObject({
			outcome: 'already_pending',
			invited: false,
			message: 'Invitation already sent',
		});
	});
});
