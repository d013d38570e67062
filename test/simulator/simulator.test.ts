import { sleep } from 'n8n-workflow';
import { z } from 'zod';
import { connectSafelyAccount, defaultWorld } from './default-world';
import { startSimulator, type Simulator } from './simulator';
import type { ProviderName } from './world';

const START = Date.parse('2024-01-15T10:30:00.000Z');
const DAY = 86_400_000;
let clock = START;
let sim: Simulator;

beforeAll(async () => {
	sim = await startSimulator({ now: () => clock });
});
beforeEach(() => {
	clock = START;
	sim.reset();
});
afterAll(async () => await sim.close());

const world = defaultWorld();
const auth: Record<ProviderName, Record<string, string>> = {
	connectSafely: { Authorization: `Bearer ${world.connectSafely.apiKey}` },
	linkupApi: { 'x-api-key': world.linkupApi.apiKey },
	sendPilot: { 'X-API-Key': world.sendPilot.apiKey },
	seleqt: { 'X-API-Key': world.seleqt.apiKey },
	unipile: { 'X-API-KEY': world.unipile.apiKey },
};

const Holder = z.record(z.unknown());
const pick = (json: unknown, field: string) =>
	field
		.split('.')
		.reduce<unknown>(
			(at, key) => (Array.isArray(at) ? at[Number(key)] : Holder.parse(at)[key]),
			json,
		);

async function call(
	provider: ProviderName,
	route: string,
	body?: unknown,
	headers: Record<string, string> = auth[provider],
) {
	const [method = 'GET', path = ''] = route.split(' ');
	const response = await fetch(`${sim.baseUrls[provider]}${path}`, {
		method,
		headers: { 'Content-Type': 'application/json', ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
		redirect: 'manual',
	});
	const json: unknown = await response.json();
	const get = (field: string) => pick(json, field);
	return { status: response.status, headers: response.headers, body: json, get };
}
const cs = (route: string, body?: unknown) => call('connectSafely', route, body);
const v1 = (name: string, body: object) =>
	call('linkupApi', `POST /v1/network/${name}`, {
		login_token: world.linkupApi.loginToken,
		country: 'FR',
		...body,
	});
const v2 = (action: string, params: object, account_id = 'acc_abc123') =>
	call('linkupApi', 'POST /v2/network', { account_id, action, params });
const sp = (body: object) => call('sendPilot', 'POST /inbox/connect', body);
const prospect = (id: number, query = '') =>
	call('seleqt', `GET /public/prospects/${id}/connection-status/${query}`);
const at = (slug: string) => `https://www.linkedin.com/in/${slug}`;

describe('ConnectSafely', () => {
	test('account status, as documented', async () => {
		const expected = {
			id: '696ce9e780e0483585e4e553',
			firstName: 'John',
			lastName: 'Doe',
			publicId: 'john-doe-123',
			platform: 'ConnectSafely',
			status: 'AVAILABLE',
			enabled: true,
			lastUsed: '2026-02-24T04:53:13.750Z',
			hasTokens: true,
			linkedinPlan: {
				premiumType: 'NON_PREMIUM',
				isPremium: false,
				hasSalesNavigator: false,
				hasRecruiter: false,
				hasAwayMessages: false,
				hasAdvertiseBadge: false,
				hasHiringManager: false,
			},
		};
		expect((await cs('GET /account/status')).body).toEqual(expected);
		expect((await cs(`GET /account/${expected.id}/status`)).body).toEqual(expected);
		const busy = await cs('GET /account/status?accountId=acc_busy');
		expect(busy.get('status')).toBe('IN_USE');
		expect(busy.body).not.toHaveProperty('linkedinPlan');
		expect((await cs('GET /account/status?accountId=nobody')).status).toBe(404);
		expect((await cs('GET /accounts')).body).toHaveLength(6);
	});

	test('connect: each documented answer', async () => {
		const body = { accountId: 'acc_12345', profileId: 'john-doe-123', customMessage: 'Hi John' };
		const sent = await cs('POST /connect', body);
		expect(sent.status).toBe(200);
		expect(sent.body).toEqual({
			success: true,
			message: 'Connection request sent successfully',
			profileUrn: 'urn:li:fsd_profile:ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
		});
		expect(Object.fromEntries(sent.headers)).toMatchObject({
			'x-ratelimit-action': 'connect',
			'x-ratelimit-limit': '90',
			'x-ratelimit-used': '1',
			'x-ratelimit-remaining': '89',
			'x-ratelimit-reset': '2024-01-22T00:00:00.000Z',
		});
		expect(sim.invitationsAccepted()).toEqual([
			expect.objectContaining({
				provider: 'connectSafely',
				accountId: 'acc_12345',
				person: 'john-doe-123',
				note: 'Hi John',
				at: '2024-01-15T10:30:00.000Z',
			}),
		]);
		const neither = await cs('POST /connect', {});
		expect(neither.status).toBe(400);
		expect(neither.body).toEqual({
			error: 'Either profileId or profileUrn must be provided',
			success: false,
		});
		expect(neither.headers.get('x-ratelimit-remaining')).toBe('90');
		const gone = await cs('POST /connect', { profileId: 'invalid-profile-id' });
		expect(gone.status).toBe(404);
		expect(gone.body).toEqual({
			error: 'LinkedIn profile not found: invalid-profile-id',
			success: false,
		});
		const wrongKey = await call('connectSafely', 'POST /connect', body, {
			Authorization: 'Bearer x',
		});
		expect(wrongKey.status).toBe(401);
		expect(wrongKey.body).toEqual({ error: 'Unauthorized' });
		expect(wrongKey.headers.get('x-ratelimit-limit')).toBeNull();
		expect((await cs('POST /connect', body)).get('error')).toMatch(/already pending/);
		const connected = await cs('POST /connect', { profileId: 'connie-connected' });
		expect(connected.status).toBe(400);
		expect(connected.get('error')).toMatch(/already connected/);
		const long = await cs('POST /connect', { profileId: 'x-y', customMessage: 'x'.repeat(301) });
		expect(long.get('error.name')).toBe('ZodError');
		expect(sim.invitationsAccepted('connectSafely')).toHaveLength(1);
	});

	test('the weekly limit, the hold of a day, and Monday', async () => {
		const account = sim.world.connectSafely.accounts.get('acc_12345');
		if (account) account.used = 89;
		const send = async (slug: string) =>
			await cs('POST /connect', { accountId: 'acc_12345', profileId: slug });
		expect((await send('a-1')).status).toBe(200);
		const over = await send('a-2');
		expect(over.status).toBe(429);
		expect(over.body).toEqual({
			error:
				'Connection request limit exceeded: 90/90 used. New connection requests blocked for 24 hours. Other activities (messaging, following, etc.) are not affected.',
			success: false,
			holdUntil: '2024-01-16T10:30:00.000Z',
			weeklyReset: '2024-01-22T00:00:00.000Z',
		});
		expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
		expect((await cs('POST /connect', { profileId: 'a-2' })).status).toBe(200);
		clock += DAY + 1;
		expect((await send('a-3')).get('holdUntil')).toBe('2024-01-17T10:30:00.001Z');
		clock = Date.parse('2024-01-22T00:00:00.000Z');
		expect((await send('a-3')).status).toBe(200);
		const quota = await cs('GET /account/acc_12345/quota');
		expect(quota.get('quotas.0')).toMatchObject({
			feature: 'CONNECT',
			window: 'weekly',
			used: 1,
			remaining: 89,
			resetAt: '2024-01-29 00:00:00+00:00',
		});
	});

	test('the limit of a minute has a Retry-After', async () => {
		sim.world.connectSafely.minute.perMinute = 1;
		await cs('GET /accounts');
		clock += 20_000;
		const over = await cs('GET /accounts');
		expect([over.status, over.headers.get('retry-after')]).toEqual([429, '40']);
		clock += 40_000;
		expect((await cs('GET /accounts')).status).toBe(200);
	});

	test('relationship, invitations and withdrawal follow the state of the account', async () => {
		const { body, get } = await cs('GET /relationship/acc_12345/nora-none');
		expect(body).toMatchObject({
			connected: false,
			invitationSent: false,
			invitationReceived: false,
			status: 'NOT_CONNECTED',
			accountId: 'acc_12345',
		});
		await cs('POST /connect', { accountId: 'acc_12345', profileUrn: get('profileUrn') });
		const seen = await cs('GET /relationship/acc_12345/Nora-None');
		expect(seen.get('invitationSent')).toBe(true);
		expect((await cs('GET /relationship/nora-none')).get('invitationSent')).toBe(false);
		const sent = await cs('GET /invitations/sent?accountId=acc_12345');
		expect(sent.get('count')).toBe(2);
		expect(sent.get('invitations.1.invitationId')).toMatch(/^\d{19}$/);
		const received = await cs('GET /invitations/received');
		expect(received.body).toMatchObject({ count: 1, endOfList: true });
		expect((await cs('GET /connections')).get('connections.0.vanityName')).toBe('connie-connected');
		const back = { accountId: 'acc_12345', profileId: 'nora-none' };
		expect((await cs('POST /invitations/withdraw', back)).body).toMatchObject({
			success: true,
			accountId: 'acc_12345',
		});
		expect((await cs('POST /invitations/withdraw', back)).status).toBe(400);
		expect(sim.invitationsAccepted()[0]?.withdrawnAt).toBe('2024-01-15T10:30:00.000Z');
		expect((await cs('GET /relationship/jos%C3%A9-garc%C3%ADa')).status).toBe(200);
		expect((await cs('GET /nowhere')).status).toBe(404);
	});
});

describe('LinkupAPI', () => {
	test.each([
		['connie-connected', 'ACCEPTED', 'CONNECTED', null, 1, 'You are connected with this person'],
		['peter-pending', 'PENDING', 'SENT', '7310081824666365952', 2, 'Invitation pending'],
		['nora-none', 'NO_INVITATION', null, null, 3, 'No invitation found'],
	])(
		'invitation status of %s, in both versions',
		async (slug, state, type, id, degree, message) => {
			const data = {
				invitation_state: state,
				invitation_type: type,
				invitation_id: id,
				member_distance: degree,
				message,
			};
			const first = await v1('invitation-status', { linkedin_url: at(slug) });
			expect(first.body).toEqual({ status: 'success', data });
			const second = await v2('check_invitation', { profile_url: at(slug) });
			expect(second.body).toEqual({
				success: true,
				data,
				metadata: {
					action: 'check_invitation',
					account_id: 'acc_abc123',
					credits_consumed: 1,
					timestamp: '2024-01-15T10:30:00.000Z',
				},
			});
		},
	);

	test('version 1 fails under HTTP 200', async () => {
		const url = { linkedin_url: at('nora-none') };
		const wrong = await v1('connect', { ...url, login_token: 'old' });
		expect(wrong.status).toBe(200);
		expect(wrong.body).toEqual({ status: 'error', message: 'Invalid or expired LinkedIn cookie' });
		expect((await v1('connect', { ...url, country: 'XX' })).get('status')).toBe('error');
		sim.world.linkupApi.credits = 1;
		expect((await v1('connect', { ...url, message: 'Hi' })).get('status')).toBe('success');
		expect((await v1('invitation-status', url)).body).toEqual({
			status: 'error',
			message: 'Insufficient credits available',
		});
		const id = sim.invitationsAccepted('linkupApi')[0]?.invitationId;
		sim.world.linkupApi.credits = null;
		expect((await v1('withdraw-invitation', { invitation_id: id })).get('status')).toBe('success');
		expect((await v1('withdraw-invitation', { invitation_id: id })).get('status')).toBe('error');
		sim.world.linkupApi.minute.perMinute = 0;
		const limited = await v1('invitation-status', url);
		expect([limited.status, limited.get('message')]).toEqual([
			200,
			expect.stringMatching(/^Rate limit/),
		]);
		expect(JSON.stringify(sim.log)).not.toContain(world.linkupApi.loginToken);
		expect(sim.log[0]?.body).toMatchObject({ login_token: '[hidden]', country: 'FR' });
		const noKey = await call('linkupApi', 'GET /v1/check', undefined, {});
		expect(noKey.status).toBe(401);
	});

	test('version 2: invite, list, withdraw', async () => {
		const sent = await v2('invite', { profile_url: at('john-doe-123'), message: 'Hi' });
		const { invitation_urn: urn, ...data } = Holder.parse(sent.get('data'));
		expect(data).toEqual({
			profile_urn: 'urn:li:fsd_profile:ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
			first_name: 'John',
			last_name: 'Doe 123',
			headline: expect.any(String),
			public_identifier: 'john-doe-123',
			profile_picture_url: null,
		});
		const id = String(urn).split(':').pop();
		const list = await v2('list_sent', { count: 1, offset: 0 });
		expect(list.get('data')).toMatchObject({
			total_available_results: 2,
			pagination: { offset: 0, count: 1, next_offset: 1, has_more: true },
		});
		expect((await v2('list_connections', {})).get('data.connections')).toHaveLength(1);
		expect((await v2('list_invitations', {})).get('data.invitations.0.shared_secret')).toBeTruthy();
		expect((await v2('withdraw', { invitation_id: id })).get('data')).toEqual({
			withdrawn: true,
			invitation_id: id,
		});
		expect((await v2('withdraw', { invitation_id: id })).get('error.code')).toBe('INVALID_PARAMS');
		const accounts = await call('linkupApi', 'GET /v2/accounts?limit=1&offset=1');
		expect(accounts.get('data')).toMatchObject({ total: 3, limit: 1, offset: 1 });
		expect((await call('linkupApi', 'GET /v2/accounts/acc_abc123')).get('data.is_active')).toBe(
			true,
		);
	});

	test('version 2: the documented errors', async () => {
		const url = { profile_url: at('nora-none') };
		const codeOf = async (answer: ReturnType<typeof v2>) => {
			const { status, get } = await answer;
			return [status, get('error.code'), get('metadata.credits_consumed')];
		};
		expect(await codeOf(call('linkupApi', 'GET /v2/accounts', undefined, {}))).toEqual([
			403,
			'INVALID_API_KEY',
			0,
		]);
		expect(await codeOf(v2('invite', url, 'nobody'))).toEqual([404, 'INVALID_ACCOUNT', 0]);
		expect(await codeOf(v2('invite', url, 'acc_inactive'))).toEqual([403, 'ACCOUNT_INACTIVE', 0]);
		expect(await codeOf(v2('dance', url))).toEqual([400, 'INVALID_ACTION', 0]);
		expect(await codeOf(v2('invite', {}))).toEqual([400, 'INVALID_PARAMS', 0]);
		sim.world.linkupApi.credits = 0;
		expect(await codeOf(v2('invite', url))).toEqual([402, 'INSUFFICIENT_CREDITS', 0]);
		sim.world.linkupApi.minute.perMinute = 0;
		expect(await codeOf(v2('invite', url))).toEqual([429, 'RATE_LIMITED', 0]);
	});
});

describe('SendPilot', () => {
	test('connect: sent, already connected, notes, limits, errors', async () => {
		clock = Date.parse('2024-02-24T15:30:00.000Z');
		const to = { senderId: 'sender_abc123', recipientLinkedinUrl: at('john-doe') };
		expect((await sp({ ...to, message: 'Hi' })).body).toEqual({
			success: true,
			requestId: 'conn_xyz789',
			recipientLinkedinUrl: 'https://www.linkedin.com/in/john-doe',
			status: 'sent',
			timestamp: '2024-02-24T15:30:00.000Z',
		});
		const known = await sp({ ...to, recipientLinkedinUrl: at('connie-connected') });
		expect(known.body).toMatchObject({ status: 'already_connected', requestId: 'conn_xyz78a' });
		await sp({ ...to, senderId: 'sender_free', message: 'Hi' });
		expect(sim.invitationsAccepted('sendPilot').map(({ note }) => note)).toEqual(['Hi', null]);
		expect((await sp({ ...to, senderId: 'nobody' })).body).toEqual({
			statusCode: 400,
			message: 'Sender not found',
			error: 'Bad Request',
		});
		expect((await sp({ ...to, message: 'x'.repeat(301) })).get('message')).toHaveLength(1);
		const sender = sim.world.sendPilot.senders.get('sender_abc123');
		if (sender) sender.used = sender.dailyLimit;
		expect((await sp({ ...to, recipientLinkedinUrl: at('a-1') })).status).toBe(429);
		clock += DAY;
		expect((await sp({ ...to, recipientLinkedinUrl: at('a-1') })).status).toBe(200);
	});

	test('reads, and a key that lacks scopes', async () => {
		expect((await call('sendPilot', 'GET /inbox/senders')).body).toMatchObject({
			senders: [{ id: 'sender_abc123', status: 'active' }, {}, { status: 'disconnected' }, {}],
			total: 4,
		});
		expect((await call('sendPilot', 'GET /me')).get('missingScopes')).toEqual([]);
		for (const path of ['/senders/quotas', '/credits', '/campaigns?page=1']) {
			expect((await call('sendPilot', `GET ${path}`)).status).toBe(200);
		}
		const limited = { 'X-API-Key': world.sendPilot.limitedApiKey };
		expect((await call('sendPilot', 'GET /inbox/senders', undefined, limited)).body).toEqual({
			statusCode: 403,
			message: 'Key lacks required scope: senders:read',
			error: 'Forbidden',
		});
		expect(sim.log.at(-1)).toMatchObject({ authorized: true, status: 403 });
		expect((await call('sendPilot', 'GET /me', undefined, {})).status).toBe(401);
	});
});

describe('Seleqt', () => {
	test.each([
		[101, true, 1, 'FIRST_DEGREE'],
		[102, false, 2, 'SECOND_DEGREE'],
		[104, false, 3, 'THIRD_DEGREE'],
		[105, false, null, 'OUT_OF_NETWORK'],
		[1_000_123, false, 3, 'THIRD_DEGREE'],
	])('prospect %d', async (id, is_connected, connection_level, network_distance) => {
		expect((await prospect(id)).body).toEqual({
			success: true,
			is_connected,
			connection_level,
			network_distance,
			checked_with_account_id: 7,
		});
	});

	test('every row of the error table', async () => {
		const errorOf = async (answer: ReturnType<typeof prospect>) => {
			const { status, get } = await answer;
			return [status, get('error')];
		};
		expect((await prospect(101, '?account_id=8')).get('checked_with_account_id')).toBe(8);
		expect(await errorOf(prospect(107))).toEqual([
			400,
			'Prospect has no LinkedIn profile URL to check against',
		]);
		const notActive = 'Requested LinkedIn account not found or not active in this workspace';
		expect(await errorOf(prospect(101, '?account_id=6'))).toEqual([400, notActive]);
		expect(await errorOf(prospect(101, '?account_id=99'))).toEqual([400, notActive]);
		expect(await errorOf(prospect(108))).toEqual([403, 'Access denied']);
		expect(await errorOf(prospect(999))).toEqual([404, 'Prospect not found']);
		sim.world.seleqt.upstreamDown = true;
		expect(await errorOf(prospect(101))).toEqual([
			502,
			'Failed to fetch prospect profile from LinkedIn provider',
		]);
		sim.world.seleqt.accounts.clear();
		expect(await errorOf(prospect(101))).toEqual([
			400,
			'No active LinkedIn account is connected to this workspace',
		]);
	});

	test('keys, the limit of a minute, other reads', async () => {
		for (const path of ['/api-keys/', '/public/campaigns/', '/public/lead-lists/']) {
			expect((await call('seleqt', `GET ${path}`)).status).toBe(200);
		}
		const missing = await call('seleqt', 'GET /api-keys/', undefined, {});
		expect([missing.status, missing.body]).toEqual([
			401,
			{ error: 'Missing API key', message: 'Provide X-API-Key header' },
		]);
		expect((await call('seleqt', 'GET /api-keys')).status).toBe(404);
		sim.world.seleqt.minute.perMinute = 0;
		const limited = await prospect(101);
		expect([limited.status, limited.body]).toEqual([429, { error: 'Rate limit exceeded' }]);
	});
});

describe('faults', () => {
	const connect = async (profileId = 'nora-none') => await cs('POST /connect', { profileId });
	const accepted = () => sim.invitationsAccepted().length;

	test('are matched by provider, path, method and action, after so many, so many times', async () => {
		sim.fault({
			kind: 'status',
			status: 503,
			provider: 'connectSafely',
			path: /relation/,
			after: 1,
			times: 2,
		});
		const statuses: number[] = [];
		for (let i = 0; i < 4; i++) statuses.push((await cs('GET /relationship/nora-none')).status);
		expect(statuses).toEqual([200, 503, 503, 200]);
		sim.fault({ kind: 'status', status: 500, method: 'POST', action: 'invite', times: Infinity });
		const url = { profile_url: at('nora-none') };
		expect((await v2('check_invitation', url)).status).toBe(200);
		expect((await v2('invite', url)).status).toBe(500);
		expect((await v2('invite', url)).status).toBe(500);
		expect(sim.requests('connectSafely', '/nora-none')).toHaveLength(4);
		expect(sim.requests('linkupApi', /network/).map(({ fault }) => fault)).toEqual([
			null,
			'status',
			'status',
		]);
		expect(accepted()).toBe(0);
	});

	test('status with body, headers, and the request processed', async () => {
		sim.fault({
			kind: 'status',
			status: 500,
			body: { error: 'x' },
			headers: { 'Retry-After': '7' },
			processed: true,
		});
		const { status, headers, body } = await connect();
		expect([status, headers.get('retry-after'), body]).toEqual([500, '7', { error: 'x' }]);
		expect(accepted()).toBe(1);
	});

	test.each([
		['reset-before', 0],
		['reset-after', 1],
		['truncate', 1],
	] as const)('%s cuts the connection; %d accepted', async (kind, count) => {
		sim.fault({ kind });
		await expect(connect()).rejects.toThrow();
		expect(accepted()).toBe(count);
		expect(sim.log[0]).toMatchObject({ status: null, fault: kind });
	});

	test('delay answers late, hang never, and close() ends it at once', async () => {
		sim.fault({ kind: 'delay', ms: 60 });
		const before = performance.now();
		expect((await connect()).status).toBe(200);
		expect(performance.now() - before).toBeGreaterThan(50);
		sim.fault({ kind: 'hang' });
		await expect(
			fetch(`${sim.url}/seleqt/api/v1/api-keys/`, { signal: AbortSignal.timeout(60) }),
		).rejects.toThrow();
		const other = await startSimulator();
		other.fault({ kind: 'hang' });
		const hanging = fetch(`${other.baseUrls.seleqt}/api-keys/`).catch(() => 'ended');
		while (other.log.length === 0) await sleep(5);
		await other.close();
		expect(await hanging).toBe('ended');
	});

	test('changed answers', async () => {
		sim.fault({ kind: 'missing-field', field: 'linkedinPlan.isPremium' });
		const missing = await cs('GET /account/status');
		expect(missing.get('linkedinPlan')).not.toHaveProperty('isPremium');
		sim.fault({ kind: 'wrong-type', field: 'success' });
		expect((await connect('a-1')).get('success')).toEqual({ odd: true });
		sim.fault({ kind: 'extra-word', field: '0.status', value: 'HIBERNATING' });
		expect((await cs('GET /accounts')).get('0.status')).toBe('HIBERNATING');
		sim.fault({ kind: 'huge', bytes: 100_000 });
		const huge = await cs('GET /account/status');
		expect([huge.get('status'), huge.get('padding')]).toEqual(['AVAILABLE', 'x'.repeat(100_000)]);
		sim.fault({ kind: 'not-json', processed: true });
		await expect(connect()).rejects.toThrow('not valid JSON');
		expect(accepted()).toBe(2);
	});

	test('echo-secret and redirect', async () => {
		sim.fault({ kind: 'echo-secret', status: 400 });
		const echo = await v1('connect', { linkedin_url: at('nora-none') });
		expect(echo.get('message')).toContain(world.linkupApi.apiKey);
		expect(echo.get('message')).toContain(world.linkupApi.loginToken);
		sim.fault({ kind: 'redirect', location: 'http://127.0.0.1:1/' });
		const response = await fetch(`${sim.baseUrls.seleqt}/api-keys/`, { redirect: 'manual' });
		expect([response.status, response.headers.get('location')]).toEqual([
			302,
			'http://127.0.0.1:1/',
		]);
	});
});

test('a world of one’s own, and a reset to the default one', async () => {
	const account = connectSafelyAccount({ id: 'mine', used: 90 });
	const connectSafely = { ...defaultWorld().connectSafely, accounts: new Map([['mine', account]]) };
	sim.reset({ connectSafely });
	expect((await cs('POST /connect', { profileId: 'nora-none' })).status).toBe(429);
	sim.reset();
	expect(sim.log).toEqual([]);
	expect((await cs('POST /connect', { profileId: 'nora-none' })).status).toBe(200);
	expect((await fetch(`${sim.url}/elsewhere`)).status).toBe(404);
});
