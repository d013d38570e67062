import { DAY, row, START, useSession } from './session';
import { defaultUnipile } from './unipile-world';

const session = useSession();
const V1 = 'Yk08cDzzdsqs9_8ds';
const V2 = 'acc_01h455vb4pex5vsknk084sn02q';
const REQUESTS = `/${V2}/users/me/relation-requests`;

const memberId = (name: string) => session.sim.world.people.get(name)?.urnId;
const inviteV1 = async (name: string, message?: string, account_id = V1) =>
	await session.unipile('v1', 'POST /users/invite', {
		account_id,
		provider_id: memberId(name) ?? name,
		message,
	});
const inviteV2 = async (name: string, message?: string) =>
	await session.unipile('v2', `POST ${REQUESTS}`, { user_id: memberId(name) ?? name, message });
const { scopedApiKey, serviceKey } = defaultUnipile();

describe('keys', () => {
	test('each generation refuses a wrong one in its own form', async () => {
		const v1 = await session.unipile('v1', 'GET /accounts', undefined, 'wrong');
		expect([v1.status, v1.get('type')]).toEqual([401, 'errors/missing_credentials']);
		const v2 = await session.unipile('v2', 'GET /accounts/', undefined, 'wrong');
		expect([v2.status, v2.get('object'), v2.get('type')]).toEqual([
			401,
			'Error',
			'api/invalid_credentials',
		]);
	});

	test.each([
		['of one account, that lists accounts', 'GET /accounts/', scopedApiKey],
		['for webhooks, that lists accounts', 'GET /accounts/', serviceKey],
		['for all accounts, that lists webhooks', 'GET /webhooks/endpoints/', undefined],
	])('v2 refuses a key %s', async (_of, route, key) => {
		const refused = await session.unipile('v2', route, undefined, key);
		expect([refused.status, refused.get('type')]).toEqual([403, 'api/insufficient_permissions']);
	});

	test('the key of one account may use it', async () => {
		const { status } = await session.unipile(
			'v2',
			`GET ${REQUESTS}?type=sent`,
			undefined,
			scopedApiKey,
		);
		expect(status).toBe(200);
	});
});

test('v1 lists accounts of every kind, and its cursor carries the size of the pages', async () => {
	const first = await session.unipile('v1', 'GET /accounts?limit=3');
	expect(first.column('items', 'type')).toEqual(['LINKEDIN', 'LINKEDIN', 'LINKEDIN']);
	const rest = await session.unipile('v1', `GET /accounts?cursor=${String(first.get('cursor'))}`);
	expect(rest.column('items', 'type')).toEqual(['WHATSAPP']);
	expect(rest.get('cursor')).toBeNull();
});

describe('an invitation', () => {
	test('goes to an ACoAA… ID and nobody else, and is pending afterwards', async () => {
		expect((await inviteV1('nobody-yet')).get('type')).toBe('errors/invalid_recipient');
		const { status, body } = await inviteV1('nora-none', 'Hi');
		expect([status, row(body).object]).toEqual([201, 'UserInvitationSent']);
		const sent = await session.unipile('v1', `GET /users/invite/sent?account_id=${V1}`);
		expect(sent.get('items.0')).toMatchObject({
			id: row(body).invitation_id,
			invited_user_id: memberId('nora-none'),
			parsed_datetime: new Date(START).toISOString(),
			invitation_text: 'Hi',
		});
		const seen = await session.unipile('v1', `GET /users/nora-none?account_id=${V1}`);
		expect(seen.get('invitation')).toEqual({ type: 'SENT', status: 'PENDING' });
	});

	test('that was withdrawn cannot be sent again for three weeks', async () => {
		const id = (await inviteV1('nora-none')).get('invitation_id');
		await session.unipile('v1', `DELETE /users/invite/sent/${String(id)}?account_id=${V1}`);
		const seen = await session.unipile('v1', `GET /users/nora-none?account_id=${V1}`);
		expect(seen.get('invitation.status')).toBe('WITHDRAWN');
		expect((await inviteV1('nora-none')).get('type')).toBe('errors/already_invited_recently');
		session.clock.now += 22 * DAY;
		expect((await inviteV1('nora-none')).status).toBe(201);
	});

	test.each([
		['connie-connected', 422, 'errors/already_connected', 409, 'provider/conflict'],
		['peter-pending', 422, 'errors/already_invited_recently', 409, 'provider/conflict'],
	])('to %s is refused by both', async (name, v1Status, v1Type, v2Status, v2Type) => {
		const v1 = await inviteV1(name);
		expect([v1.status, v1.get('type')]).toEqual([v1Status, v1Type]);
		const v2 = await inviteV2(name);
		expect([v2.status, v2.get('type')]).toEqual([v2Status, v2Type]);
	});

	test('over the account’s limit is refused as the world says', async () => {
		const { unipile } = session.sim.world;
		unipile.weeklyLimit = 0;
		for (const [limit, status] of [
			['cannot_resend_yet', 422],
			['limit_exceeded', 422],
			['too_many_requests', 429],
		] as const) {
			unipile.v1Limit = limit;
			const refused = await inviteV1('nora-none');
			expect([refused.status, refused.get('type')]).toEqual([status, `errors/${limit}`]);
		}
		const v2 = await inviteV2('nora-none');
		expect([v2.status, v2.get('type')]).toEqual([429, 'provider/too_many_requests']);
		expect(session.sim.invitationsAccepted()).toEqual([]);
	});

	test('has a note of at most 200 characters without Premium', async () => {
		const free = 'Tz5bQm1vRkCwd2_Xa';
		const refused = await inviteV1('nora-none', 'x'.repeat(201), free);
		expect([refused.status, refused.get('type')]).toEqual([400, 'errors/too_many_characters']);
		expect((await inviteV1('nora-none', 'x'.repeat(200), free)).status).toBe(201);
	});
});

test('v2 answers about a person from what it has kept, unless it is told not to', async () => {
	const read = async (headers = {}) =>
		await session.unipile('v2', `GET /${V2}/users/nora-none`, undefined, undefined, headers);
	expect((await read()).get('specifics')).not.toHaveProperty('relation_request');
	await inviteV2('nora-none');
	expect((await read()).get('specifics')).not.toHaveProperty('relation_request');
	const fresh = await read({ 'Cache-Control': 'no-cache' });
	expect(fresh.get('specifics.relation_request.type')).toBe('sent');
});

test('v2 refuses what is received, and takes back what was sent, by the same request', async () => {
	const received = await session.unipile('v2', `GET ${REQUESTS}?type=received`);
	expect(received.column('data', 'type')).toEqual(['received']);
	for (const name of ['rita-received', 'peter-pending']) {
		const relations = session.sim.world.people.get(name)?.relations;
		const id = relations?.['*']?.invitationId;
		const { status } = await session.unipile('v2', `POST ${REQUESTS}/${id}/cancel`);
		expect([status, relations?.[V2]?.relation]).toEqual([200, 'none']);
	}
});

test('v2’s own limit says when it ends, to a part of a second', async () => {
	session.sim.world.unipile.minute.perMinute = 1;
	await session.unipile('v2', 'GET /accounts/');
	session.clock.now += 12_000;
	const url = `${session.sim.baseUrls.unipile}/accounts/`;
	const headers = { 'X-API-KEY': session.sim.world.unipile.apiKey };
	const limited = await fetch(url, { headers });
	expect(limited.status).toBe(429);
	expect(limited.headers.get('retry-after')).toBe('47.5');
	expect(await limited.json()).toMatchObject({ object: 'Error', type: 'api/too_many_requests' });
	const v1 = await session.unipile('v1', 'GET /accounts');
	expect([v1.status, v1.get('type')]).toEqual([429, 'errors/too_many_requests']);
});

test('an account that is disconnected answers for nothing', async () => {
	session.sim.setAccountStatus('unipile', V1, 'CREDENTIALS');
	session.sim.setAccountStatus('unipile', V2, 'disconnected');
	const v1 = await session.unipile('v1', `GET /users/nora-none?account_id=${V1}`);
	expect([v1.status, v1.get('type')]).toEqual([401, 'errors/disconnected_account']);
	const v2 = await session.unipile('v2', `GET /${V2}/users/nora-none`);
	expect([v2.status, v2.get('type')]).toEqual([401, 'provider/invalid_authorization']);
});

describe('webhooks', () => {
	const url = 'https://n8n.example.com/webhook/1';

	test('v1 keeps the headers that it is to send', async () => {
		const headers = [{ key: 'X-Own-Secret', value: 'simulated' }];
		const made = await session.unipile('v1', 'POST /webhooks', {
			request_url: url,
			source: 'users',
			account_ids: [V1],
			headers,
		});
		const listed = await session.unipile('v1', 'GET /webhooks');
		const id = made.get('webhook_id');
		expect(listed.get('items')).toEqual([expect.objectContaining({ id, headers })]);
		await session.unipile('v1', `DELETE /webhooks/${String(id)}`);
		expect((await session.unipile('v1', 'GET /webhooks')).get('items')).toEqual([]);
	});

	test('v2 tells the secret once, and refuses a name that it does not know', async () => {
		const make = async (trigger_events: string[]) =>
			await session.unipile(
				'v2',
				'POST /webhooks/endpoints/',
				{ url, trigger_events, account_ids: [V2] },
				serviceKey,
			);
		const made = await make(['relation.new', 'account.status.disconnected']);
		expect(made.get('secret')).toMatch(/^wes_/);
		const listed = await session.unipile('v2', 'GET /webhooks/endpoints/', undefined, serviceKey);
		expect(listed.get('data')).toEqual([expect.objectContaining({ id: made.get('id') })]);
		expect(listed.text).not.toContain('wes_');
		expect((await make(['relation.new', 'relation.old'])).status).toBe(400);
	});
});
