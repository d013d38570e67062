import type { IDataObject } from 'n8n-workflow';
import {
	create,
	HELD,
	ID,
	linkup,
	list,
	remove,
	SECRET,
	trigger,
	URL_OF_NODE,
	useTrigger,
} from '../LinkupApi/trigger';
import errors from '../fixtures/LinkupApi/errors.json';
import { created, listed } from '../fixtures/LinkupApi/webhooks.json';
import { LINKUP_V1, LINKUP_V2 } from '../LinkupApi/credentials';
import { byId, type Exchange } from '../harness/exchange';
import { failureOf as failureOfTrigger, type Given } from '../harness/run-webhook';

useTrigger();

const refusal = (code: string, message: string) => ({ success: false, error: { code, message } });

const failureOf = async (acting: Promise<unknown>) =>
	await failureOfTrigger(acting, [SECRET, String(LINKUP_V2.apiKey)]);

describe('Activation', () => {
	test('Activation creates a signed webhook for the account, and stores its ID and secret', async () => {
		linkup(list(), create());
		const node = trigger();
		expect(await node.activate()).toBe(true);
		expect(node.saved).toEqual(HELD);
		expect(node.log).toEqual([]);
	});

	test('Activation subscribes to the chosen events', async () => {
		const body = {
			account_id: 'acc_abc123',
			url: URL_OF_NODE,
			events: ['accepted_invitation', 'message_received'],
			enable_signature: true,
		};
		linkup(list(), { ...create(), body });
		const chosen = { events: ['connection_accepted', 'reply_received'] };
		expect(await trigger({ parameters: chosen }).activate()).toBe(true);
	});

	test('Activation creates nothing if the webhook exists', async () => {
		linkup(list({ ...listed, webhook_id: 'other', url: 'https://example.com/hook' }, listed));
		const node = trigger({ saved: HELD });
		expect(await node.activate()).toBeNull();
		expect(node.saved).toEqual(HELD);
	});

	test.each<[string, object, IDataObject]>([
		['that is stopped', { is_active: false }, HELD],
		['that is stopped, by its status', { status: 'stopped' }, HELD],
		['of another account', { account_id: 'acc_other' }, HELD],
		['for other events', { events: ['message_received'] }, HELD],
		['for more events', { events: ['accepted_invitation', 'message_received'] }, HELD],
		['for all events', { events: 'all' }, HELD],
		['that is not signed any more', { signature_enabled: false }, HELD],
		['whose secret is lost', {}, { webhookId: ID }],
		['of which nothing is known', {}, {}],
		['in the place of the one that was made', {}, { webhookId: 'earlier', secret: 'earlier' }],
	])('Activation replaces a webhook of its own URL %s', async (_what, row, saved) => {
		const fresh = {
			...created,
			data: { ...created.data, webhook_id: 'new', secret: 'new-secret' },
		};
		linkup(list({ ...listed, ...row }), remove(), create(fresh));
		const node = trigger({ saved });
		expect(await node.activate()).toBe(true);
		expect(node.saved).toEqual({ webhookId: 'new', secret: 'new-secret' });
	});

	test('Activation keeps one of two webhooks of its own URL', async () => {
		linkup(list({ ...listed, webhook_id: 'twin' }, listed), remove('twin'));
		expect(await trigger({ saved: HELD }).activate()).toBeNull();
	});

	test('Activation never touches webhooks of other URLs, not even one that was its own', async () => {
		const elsewhere = { ...listed, url: 'https://old.example.com/webhook/hook-1/webhook' };
		linkup(list(elsewhere, { ...listed, webhook_id: 'b', url: null }), create());
		const node = trigger({ saved: HELD });
		expect(await node.activate()).toBe(true);
		expect(node.log.join()).toContain(`its webhook ${ID} posts to an address other`);
	});

	test.each([
		['bare', { items: [listed] }],
		['a list', [listed]],
		['a list in an envelope', { success: true, data: [listed] }],
		['under another name', { success: true, data: { webhooks: [listed] } }],
	])('Activation reads a list of webhooks %s', async (_what, answer) => {
		linkup({ call: 'GET /v2/webhooks', answer });
		expect(await trigger({ saved: HELD }).activate()).toBeNull();
	});

	test('Activation refuses API v1 without any call', async () => {
		const failure = await failureOf(trigger({ credential: LINKUP_V1 }).activate());
		expect(failure.name).toBe('NodeOperationError');
		expect(failure.message).toContain('v1');
		expect(failure.description).toContain("'API Version'");
	});

	test.each<[string, Given, string]>([
		['no account', { parameters: { accountId: byId(' ') } }, "'Account' is empty"],
		['no events', { parameters: { events: [] } }, "'Events' is empty"],
		['unknown events', { parameters: { events: ['all'] } }, "'Events' is empty"],
		['a credential without key', { credential: { ...LINKUP_V2, apiKey: '' } }, "'API Key'"],
	])('Activation makes no call with %s', async (_what, given, message) => {
		const failure = await failureOf(trigger(given).activate());
		expect(failure.name).toBe('NodeOperationError');
		expect(failure.message).toContain(message);
	});

	const PRIVATE = refusal('INVALID_PARAMS', 'url must be a public HTTPS URL');
	test.each<[string, number, object, string, string]>([
		['credits are used up', 402, errors.insufficientCredits, 'credits are used up', 'Buy credits'],
		['the account is unknown', 404, errors.invalidAccount, 'no such account', "'Account'"],
		[
			'the account is not active',
			403,
			errors.accountInactive,
			'not active in LinkupAPI',
			'activate the workflow again',
		],
		['the URL is not public', 400, PRIVATE, PRIVATE.error.message, 'https://n8n.example.com'],
		['a limit is reached', 429, errors.rateLimited, 'rate limit', 'in a minute'],
	])('Activation says what to do if %s', async (_what, status, answer, message, description) => {
		linkup(list(), create(answer, status));
		const node = trigger();
		const failure = await failureOf(node.activate());
		expect(failure.name).toBe('NodeApiError');
		expect(failure.message).toContain(message);
		expect(failure.description).toContain(description);
		expect(node.saved).toEqual({});
	});

	test('Activation reports a wrong key', async () => {
		linkup({
			...list(),
			status: 403,
			answer: refusal('INVALID_API_KEY', 'Invalid ' + String(LINKUP_V2.apiKey)),
		});
		const failure = await failureOf(trigger().activate());
		expect(failure.message).toContain('does not accept the API key');
		expect(failure).toMatchObject({ httpCode: '403' });
	});

	test('Activation fails without a webhook_id in the response, and removes what was created', async () => {
		const data = { ...created.data, webhook_id: undefined };
		linkup(list(), create({ ...created, data }), list(listed), remove());
		const failure = await failureOf(trigger().activate());
		expect(failure.name).toBe('NodeApiError');
		expect(failure.message).toContain("'webhook_id'");
		expect(failure.description).not.toContain('may have made');
	});

	test('Activation removes what may have been created after a 500', async () => {
		linkup(list(), create({}, 500), list(listed, { ...listed, url: 'x' }), remove());
		const failure = await failureOf(trigger().activate());
		expect(failure).toMatchObject({ httpCode: '500' });
	});

	test('Activation reports if it cannot check what was created after a 500', async () => {
		linkup(list(), create({}, 500), { ...list(), status: 500 });
		const failure = await failureOf(trigger().activate());
		expect(failure.description).toContain('may still have created the webhook');
	});

	test('Activation removes a webhook without a secret, since anyone could post to it', async () => {
		const data = { ...created.data, secret: undefined };
		linkup(list(), create({ ...created, data }), remove());
		const node = trigger();
		const failure = await failureOf(node.activate());
		expect(failure.message).toContain('without a secret');
		expect(failure.description).toContain('removed again');
		expect(node.saved).toEqual({});
	});

	test('Activation names a webhook without a secret that could not be removed', async () => {
		const data = { ...created.data, secret: undefined };
		linkup(list(), create({ ...created, data }), remove(ID, 500));
		const { description } = await failureOf(trigger().activate());
		expect(description).toContain(ID);
		expect(description).toContain('billed');
	});

	test('Activation creates no webhook if an earlier one cannot be removed', async () => {
		linkup(list(listed), remove(ID, 500));
		const failure = await failureOf(trigger().activate());
		expect(failure.message).toContain(`The earlier webhook ${ID}`);
	});
});

describe('Deactivation', () => {
	test.each([
		['a body', remove()],
		['nothing', remove(ID, 204, '')],
		['that it is not there', remove(ID, 404, refusal('NOT_FOUND', 'Webhook not found'))],
	])('Deactivation removes the webhook if LinkupAPI responds with %s', async (_what, exchange) => {
		linkup(exchange);
		const node = trigger({ saved: { ...HELD, seen: ['a'] } });
		expect(await node.hook('delete')).toBe(true);
		expect(node.saved).toEqual({ seen: ['a'] });
		expect(node.log).toEqual([]);
	});

	test.each<[string, Exchange]>([
		['breaks down', remove(ID, 500, { message: `no ${SECRET} ${String(LINKUP_V2.apiKey)}` })],
		['refuses', remove(ID, 200, refusal('INTERNAL_ERROR', `no ${SECRET}`))],
		['is at its limit', remove(ID, 429, refusal('RATE_LIMITED', 'Slow down'))],
		['does not accept the key', remove(ID, 403, refusal('INVALID_API_KEY', 'Invalid'))],
	])(
		'Deactivation keeps the ID and says that the webhook is billed if LinkupAPI %s',
		async (_what, exchange) => {
			linkup(exchange);
			const node = trigger({ saved: HELD });
			expect(await node.hook('delete')).toBe(false);
			expect(node.saved).toEqual(HELD);
			const log = node.log.join();
			expect(log).toContain(ID);
			expect(log).toContain('continues to bill it');
			expect(log).toContain(`DELETE /v2/webhooks/${ID}`);
			expect(log).not.toContain(SECRET);
			expect(log).not.toContain(String(LINKUP_V2.apiKey));
		},
	);

	test.each<[string, IDataObject]>([
		['v1', LINKUP_V1],
		['unusable', { ...LINKUP_V2, baseUrl: 'ftp://x' }],
	])('Deactivation does not throw if the credential is now %s', async (_what, credential) => {
		const node = trigger({ saved: HELD, credential });
		expect(await node.hook('delete')).toBe(false);
		expect(node.saved).toEqual(HELD);
		expect(node.log.join()).toContain('continues to bill it');
	});

	test('Deactivation finds a webhook that n8n lost, by its URL', async () => {
		linkup(list({ ...listed, webhook_id: 'b', url: 'https://example.com' }, listed), remove());
		expect(await trigger().hook('delete')).toBe(true);
	});

	test('Deactivation does not throw if webhooks cannot be listed', async () => {
		linkup({ ...list(), status: 500 });
		const node = trigger();
		expect(await node.hook('delete')).toBe(false);
		expect(node.log.join()).toContain('could not be checked');
	});

	test('A webhook that was kept is used again', async () => {
		linkup(list(), create(), remove(ID, 500), list(listed));
		const node = trigger();
		expect(await node.activate()).toBe(true);
		expect(await node.hook('delete')).toBe(false);
		expect(await node.activate()).toBeNull();
	});
});
