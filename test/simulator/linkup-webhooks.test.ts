import { row, useSession } from './session';

const session = useSession();
const hook = async (route: string, body?: unknown) =>
	await session.call('linkupApi', route.replace(' ', ' /v2/webhooks'), body);
const create = async (given: object = {}) =>
	await hook('POST ', {
		account_id: 'acc_abc123',
		url: 'https://n8n.example.com/webhook/1',
		events: ['accepted_invitation'],
		enable_signature: true,
		...given,
	});

test('a signed webhook tells its secret once', async () => {
	const made = await create();
	const { webhook_id: id, secret } = row(made.get('data'));
	expect(made.body).toEqual({
		success: true,
		data: {
			webhook_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			account_id: 'acc_abc123',
			url: 'https://n8n.example.com/webhook/1',
			events: ['accepted_invitation'],
			is_active: true,
			signature_enabled: true,
			secret: expect.stringMatching(/^.{43}$/),
			created_at: '2024-01-15T10:30:00.000Z',
			updated_at: '2024-01-15T10:30:00.000Z',
		},
		metadata: expect.objectContaining({ account_id: 'acc_abc123', credits_consumed: 0 }),
	});
	expect(session.sim.world.linkupApi.webhooks.get(String(id))?.secret).toBe(secret);
	const listed = await hook('GET ');
	expect(listed.get('data.items')).toEqual([
		expect.objectContaining({ webhook_id: id, is_active: true, signature_enabled: true }),
	]);
	expect(listed.text).not.toContain(String(secret));
	expect(listed.get('data.items.0')).not.toHaveProperty('secret');
	expect(JSON.stringify(session.sim.log)).not.toContain(String(secret));
});

test('without signing, without a URL, and for all events', async () => {
	const plain = await create({ enable_signature: false, events: 'all' });
	expect(plain.get('data')).toMatchObject({ signature_enabled: false, events: ['all'] });
	expect(plain.get('data')).not.toHaveProperty('secret');
	const fetched = await create({ url: undefined, events: undefined });
	expect(fetched.get('data')).toMatchObject({
		url: null,
		events: ['all'],
		signature_enabled: false,
	});
	const ids = (await hook('GET ')).column('data.items', 'webhook_id');
	expect(new Set(ids).size).toBe(2);
});

test('stop, start, rotate, unsign, remove', async () => {
	const { webhook_id, secret } = row((await create()).get('data'));
	const id = String(webhook_id);
	const item = async () => row((await hook('GET ')).get('data.items.0'));
	expect((await hook(`POST /${id}/stop`)).status).toBe(200);
	expect((await item()).is_active).toBe(false);
	await hook(`POST /${id}/start`);
	expect((await item()).is_active).toBe(true);
	const rotated = row((await hook(`POST /${id}/rotate-secret`)).get('data'));
	expect(rotated).toEqual({
		webhook_id,
		secret: expect.any(String),
		signature_scheme: expect.stringMatching(/^HMAC-SHA256/),
	});
	expect(rotated.secret).not.toBe(secret);
	expect(session.sim.world.linkupApi.webhooks.get(id)?.secret).toBe(rotated.secret);
	await hook(`DELETE /${id}/secret`);
	expect((await item()).signature_enabled).toBe(false);
	expect((await hook(`DELETE /${id}`)).status).toBe(200);
	expect((await hook('GET ')).get('data.items')).toEqual([]);
	for (const route of [`DELETE /${id}`, `POST /${id}/start`, `POST /${id}/rotate-secret`]) {
		const { status, get } = await hook(route);
		expect([status, get('success'), get('error.code')]).toEqual([404, false, 'NOT_FOUND']);
	}
});

test.each([
	['http to elsewhere', { url: 'http://n8n.example.com/webhook/1' }, 400, 'INVALID_PARAMS'],
	['no URL at all', { url: 'n8n.example.com' }, 400, 'INVALID_PARAMS'],
	['an unknown event', { events: ['poke'] }, 400, 'INVALID_PARAMS'],
	['no event', { events: [] }, 400, 'INVALID_PARAMS'],
	['no account', { account_id: undefined }, 400, 'INVALID_PARAMS'],
	['an unknown account', { account_id: 'nobody' }, 404, 'INVALID_ACCOUNT'],
	['an inactive account', { account_id: 'acc_inactive' }, 403, 'ACCOUNT_INACTIVE'],
])('%s is refused', async (_name, given, status, code) => {
	const refused = await create(given);
	expect([refused.status, refused.get('error.code')]).toEqual([status, code]);
	expect(session.sim.world.linkupApi.webhooks.size).toBe(0);
});

test('credits, keys, limits', async () => {
	session.sim.world.linkupApi.credits = 0;
	expect((await create()).status).toBe(402);
	session.sim.world.linkupApi.credits = 1;
	expect((await create({ url: 'http://127.0.0.1:5678/webhook/1' })).status).toBe(200);
	expect(session.sim.world.linkupApi.credits).toBe(1);
	const wrongKey = await session.call('linkupApi', 'GET /v2/webhooks', undefined, {});
	expect(wrongKey.get('error.code')).toBe('INVALID_API_KEY');
	session.sim.world.linkupApi.minute.perMinute = 0;
	expect((await hook('GET ')).status).toBe(429);
});

test('the log names the account and the webhook, of a removed one too', async () => {
	const id = String((await create()).get('data.webhook_id'));
	await hook(`DELETE /${id}`);
	await hook(`DELETE /${id}`);
	expect(session.sim.requests('linkupApi', /webhooks/)).toEqual([
		expect.objectContaining({ method: 'POST', accountId: 'acc_abc123', webhookId: null }),
		expect.objectContaining({ method: 'DELETE', accountId: 'acc_abc123', webhookId: id }),
		expect.objectContaining({ method: 'DELETE', accountId: null, webhookId: id, status: 404 }),
	]);
});
