import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { answers, byId, CREDENTIALS, LINKUP_V1, type Exchange } from '../harness/exchange';
import { runNode, type NodeName } from '../harness/run-node';
import { stopClock, withoutNetwork } from '../harness/simulated';
import type { ProviderName } from '../simulator/world';

withoutNetwork();
beforeEach(() => stopClock());

const AN_HOUR_ON = '2024-01-15T11:30:00.000Z';
const TOMORROW = '2024-01-16T00:00:00.000Z';
const MONDAY = '2024-01-22T00:00:00.000Z';

interface Limit {
	readonly provider: ProviderName;
	readonly v1?: boolean;
	readonly account?: string;
	/** Of the unified node, and of the provider's own. */
	readonly operation: string;
	readonly own: { readonly resource: string; readonly operation: string };
	readonly exchange: Exchange;
	readonly rateLimit: IDataObject;
}

const unknown = {
	action: null,
	limit: null,
	used: null,
	remaining: null,
	resetAt: null,
	holdUntil: null,
	retryAfterSeconds: null,
	attempted: true,
	httpStatus: 429,
};
const HEADERS = {
	'X-RateLimit-Action': 'connect',
	'X-RateLimit-Limit': '90',
	'X-RateLimit-Used': '90',
	'X-RateLimit-Remaining': '0',
	'X-RateLimit-Reset': MONDAY,
};
const LIMIT_MET =
	'Connection request limit exceeded: 90/90 used. New connection requests blocked for 24 hours. Other activities (messaging, following, etc.) are not affected.';
const DOCUMENTED_429 = {
	error: LIMIT_MET,
	success: false,
	holdUntil: '2024-01-16T10:30:00.000Z',
	weeklyReset: MONDAY,
};
const WEEK = {
	...unknown,
	scope: 'week',
	resetAt: MONDAY,
	holdUntil: '2024-01-16T10:30:00.000Z',
	retryAt: MONDAY,
	message: LIMIT_MET,
};
const BUSY = { success: false, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' };
const MINUTE = { ...unknown, scope: 'minute', message: 'Too many requests' };

const connect = (answer: unknown, headers: Exchange['headers'], rateLimit: IDataObject): Limit => ({
	provider: 'connectSafely',
	account: 'acc_12345',
	operation: 'sendConnection',
	own: { resource: 'invitation', operation: 'send' },
	exchange: { call: 'POST /connect', status: 429, answer, headers },
	rateLimit,
});
const sendPilot = (headers: Exchange['headers'], rateLimit: IDataObject): Limit => ({
	provider: 'sendPilot',
	account: 'sender_abc123',
	operation: 'sendConnection',
	own: { resource: 'invitation', operation: 'send' },
	exchange: {
		call: 'POST /inbox/connect',
		status: 429,
		answer: { statusCode: 429, message: 'Daily limit reached', error: 'Too Many Requests' },
		headers,
	},
	rateLimit: { ...unknown, scope: 'day', message: 'Daily limit reached', ...rateLimit },
});
const SENTENCE = 'Rate limit exceeded. Please try again later.';

const LIMITS: Record<string, Limit> = {
	'ConnectSafely, the week with its headers': connect(DOCUMENTED_429, HEADERS, {
		...WEEK,
		action: 'connect',
		limit: 90,
		used: 90,
		remaining: 0,
	}),
	'ConnectSafely, the week by its body alone': connect(DOCUMENTED_429, {}, WEEK),
	'ConnectSafely, a 429 that says nothing': connect(
		{},
		{},
		{
			...unknown,
			scope: 'week',
			retryAt: MONDAY,
			message: 'The provider reported that its rate limit is reached.',
		},
	),
	'ConnectSafely, the minute in seconds': connect(
		BUSY,
		{ ...HEADERS, 'X-RateLimit-Used': '41', 'X-RateLimit-Remaining': '49', 'Retry-After': '30' },
		{
			...MINUTE,
			action: 'connect',
			limit: 90,
			used: 41,
			remaining: 49,
			resetAt: MONDAY,
			retryAfterSeconds: 30,
			retryAt: '2024-01-15T10:30:30.000Z',
		},
	),
	'ConnectSafely, the minute as an HTTP date': connect(
		BUSY,
		{ 'Retry-After': 'Mon, 15 Jan 2024 10:30:45 GMT' },
		{ ...MINUTE, retryAfterSeconds: 45, retryAt: '2024-01-15T10:30:45.000Z' },
	),
	'SendPilot, the day': sendPilot({}, { retryAt: TOMORROW }),
	'SendPilot, the day with Retry-After': sendPilot(
		{ 'Retry-After': '3600' },
		{ retryAfterSeconds: 3600, retryAt: AN_HOUR_ON },
	),
	'Seleqt, the minute': {
		provider: 'seleqt',
		account: '7',
		operation: 'getConnectionStatus',
		own: { resource: 'prospect', operation: 'getConnectionStatus' },
		exchange: {
			call: 'GET /public/prospects/12/connection-status/',
			query: { account_id: '7' },
			status: 429,
			answer: { error: 'Rate limit exceeded' },
		},
		rateLimit: {
			...unknown,
			scope: 'minute',
			retryAt: '2024-01-15T10:31:00.000Z',
			message: 'Rate limit exceeded',
		},
	},
	'LinkupAPI v1, under HTTP 200': {
		provider: 'linkupApi',
		v1: true,
		operation: 'getInvitationStatus',
		own: { resource: 'invitation', operation: 'getStatus' },
		exchange: {
			call: 'POST /v1/network/invitation-status',
			answer: { status: 'error', message: SENTENCE },
		},
		rateLimit: {
			...unknown,
			scope: 'unknown',
			retryAt: AN_HOUR_ON,
			httpStatus: 200,
			message: SENTENCE,
		},
	},
	'LinkupAPI v2': {
		provider: 'linkupApi',
		account: 'acc_abc123',
		operation: 'sendConnection',
		own: { resource: 'invitation', operation: 'send' },
		exchange: {
			call: 'POST /v2/network',
			status: 429,
			answer: { success: false, error: { code: 'RATE_LIMITED', message: SENTENCE } },
		},
		rateLimit: { ...unknown, scope: 'unknown', retryAt: AN_HOUR_ON, message: SENTENCE },
	},
};

const INPUT = {
	who: 'john-doe-123',
	error: 'a field of the input',
	nested: { kept: [1, 2] },
	rateLimit: 'of an earlier round',
};
const BINARY = { data: { data: 'aGk=', mimeType: 'text/plain' } };

async function expectLimited(node: NodeName, parameters: IDataObject, limit: Limit, own: string) {
	const { provider, v1, account = null, exchange, rateLimit } = limit;
	answers(provider, [exchange]);
	const { outputs, failure } = await runNode({
		node,
		parameters: {
			...parameters,
			profile: '={{ $json.who }}',
			prospectId: '12',
			...(account === null ? {} : { accountId: byId(account) }),
		},
		credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
		input: [{ json: INPUT, binary: BINARY }],
		settings: { onError: 'continueErrorOutput' },
	});
	expect(failure).toBeUndefined();
	expect(outputs).toEqual([
		[],
		[
			{
				json: {
					...INPUT,
					rateLimit: { ...rateLimit, provider, operation: own, accountId: account },
				},
				binary: BINARY,
				pairedItem: { item: 0 },
			},
		],
		[],
	]);
	expect(nock.pendingMocks()).toEqual([]);
}

describe('a limit that a provider reports', () => {
	test.each(Object.entries(LIMITS))('LinkedIn Outreach: %s', async (_name, limit) => {
		const { provider, operation } = limit;
		await expectLimited('linkedInOutreach', { provider, operation }, limit, operation);
	});

	test.each(Object.entries(LIMITS))('the provider’s own node: %s', async (_name, limit) => {
		const { resource, operation } = limit.own;
		await expectLimited(limit.provider, limit.own, limit, `${resource}.${operation}`);
	});
});

describe('the moment to try again is never in the past', () => {
	const week = (fields: IDataObject) => ({ error: 'Limit', success: false, ...fields });
	test.each<[string, unknown, IDataObject, string]>([
		['a hold that is over', week({ holdUntil: '2024-01-14T10:30:00.000Z' }), {}, MONDAY],
		['a hold that ends now', week({ holdUntil: '2024-01-15T10:30:00.000Z' }), {}, '10:31:00'],
		['a reset of last year', {}, { 'X-RateLimit-Reset': '2023-01-16T00:00:00.000Z' }, MONDAY],
		['a reset in epoch seconds', {}, { 'X-RateLimit-Reset': '1705881600' }, MONDAY],
		['moments that are none', week({ holdUntil: 'soon', weeklyReset: 7 }), {}, MONDAY],
		['Retry-After 0', {}, { 'Retry-After': '0' }, MONDAY],
		['Retry-After 0, written twice', {}, { 'Retry-After': '0, 0' }, MONDAY],
		['Retry-After in the past', {}, { 'Retry-After': 'Mon, 15 Jan 2024 10:00:00 GMT' }, MONDAY],
		['a negative Retry-After', {}, { 'Retry-After': '-5' }, MONDAY],
		['a hold after the reset', week({ holdUntil: '2024-01-23T08:00:00Z' }), HEADERS, '01-23T08'],
		['no JSON', 'Slow down', {}, MONDAY],
	])('%s', async (_name, answer, headers, retryAt) => {
		answers('connectSafely', [
			{ call: 'POST /connect', status: 429, answer, headers: headers as Exchange['headers'] },
		]);
		const { rateLimited } = await runNode({
			parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'john-doe' },
			credentials: CREDENTIALS,
		});
		expect(rateLimited).toEqual([
			{ rateLimit: expect.objectContaining({ retryAt: expect.stringContaining(retryAt) }) },
		]);
	});
});
