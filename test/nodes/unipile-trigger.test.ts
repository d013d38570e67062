import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../nodes/outreach/base/process-state';
import { failureOf as failureOfTrigger, type Given } from '../harness/run-webhook';
import {
	ACCOUNT,
	FakeV1,
	FakeV2,
	SERVICE_KEY,
	trigger,
	UNIPILE_V1,
	UNIPILE_V2,
	URL_OF_NODE,
	useTrigger,
	V1_KEY,
	V2_KEY,
	type Row,
} from '../Unipile/trigger';

useTrigger();

const BOTH = { events: ['connection_accepted', 'account_needs_attention'] };
const STATUS_EVENTS = [
	'ok',
	'reconnected',
	'sync_success',
	'creation_success',
	'credentials',
	'permissions',
	'error',
	'stopped',
	'deleted',
];

const failureOf = async (acting: Promise<unknown>) =>
	await failureOfTrigger(acting, [V1_KEY, V2_KEY, SERVICE_KEY, 'before-secret', 'kF3pQ9']);

/** For a node that already has its webhooks. */
const made = ({ id, secret }: Row) => ({ webhookId: id, secret });

describe('Activation with v1', () => {
	let fake: FakeV1;
	beforeEach(() => (fake = new FakeV1()));

	test('Activation with v1 creates a webhook that sends JSON and a random secret, and stores its ID and secret', async () => {
		const node = trigger();
		expect(await node.activate()).toBe(true);
		expect(fake.bodies).toEqual([
			{
				request_url: URL_OF_NODE,
				source: 'users',
				name: 'n8n Unipile Trigger',
				format: 'json',
				account_ids: [ACCOUNT],
				events: ['new_relation'],
				headers: [
					{ key: 'Content-Type', value: 'application/json' },
					{ key: 'X-Webhook-Secret', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
				],
			},
		]);
		expect(node.saved).toEqual({ webhookId: 'wh-1', secret: fake.rows.get('wh-1')?.secret });
		expect(node.log).toEqual([]);
	});

	test('Activation with v1 creates one webhook for each source, each with its own secret', async () => {
		const node = trigger({ parameters: BOTH });
		expect(await node.activate()).toBe(true);
		expect(fake.bodies.map(({ source, events }) => [source, events])).toEqual([
			['users', ['new_relation']],
			['account_status', STATUS_EVENTS],
		]);
		const [one, other] = [...fake.rows.values()];
		expect(node.saved).toEqual({
			webhookId: 'wh-1',
			secret: one?.secret,
			more: [{ webhookId: 'wh-2', secret: other?.secret }],
		});
		expect(one?.secret).not.toBe(other?.secret);
	});

	test('Activation with v1 creates one webhook for messages, and removes it with the event', async () => {
		const node = trigger({ parameters: { events: [...BOTH.events, 'reply_received'] } });
		await node.activate();
		expect(fake.bodies.map(({ source }) => source)).toEqual([
			'users',
			'account_status',
			'messaging',
		]);
		expect(fake.bodies[2]?.events).toEqual(['message_received']);
		const fewer = trigger({ parameters: BOTH, saved: node.saved });
		expect(await fewer.activate()).toBeNull();
		expect([...fake.rows.keys()]).toEqual(['wh-1', 'wh-2']);
		expect(await node.hook('delete')).toBe(true);
		expect(fake.rows.size).toBe(0);
	});

	test('Activation with v1 creates one webhook for both events about the account', async () => {
		const events = ['account_needs_attention', 'account_recovered'];
		await trigger({ parameters: { events } }).activate();
		expect(fake.bodies.map(({ source }) => source)).toEqual(['account_status']);
	});

	test.each<[string, (fake: FakeV1) => void]>([
		['lists the headers', () => {}],
		['does not list the headers', (fake) => (fake.showsHeaders = false)],
		['lists page by page', (fake) => (fake.pageSize = 1)],
	])(
		'Activation with v1 creates nothing if all webhooks exist, and Unipile %s',
		async (_what, arrange) => {
			fake.add({ id: 'other', url: 'https://example.com/hook' });
			const node = trigger({ parameters: BOTH });
			await node.activate();
			arrange(fake);
			const { saved } = node;
			// As after a restart of n8n.
			processState.reset();
			expect(await node.activate()).toBeNull();
			expect(fake.bodies).toHaveLength(2);
			expect(node.saved).toEqual(saved);
			expect(fake.asked.filter((call) => call.startsWith('DELETE'))).toEqual([]);
		},
	);

	test.each<[string, Partial<Row>, IDataObject | null]>([
		['that is off', { enabled: false }, null],
		['of another account', { account: 'acc_2' }, null],
		['for other events', { events: ['message_received'] }, null],
		['for more events', { events: ['new_relation', 'message_received'] }, null],
		[
			'with another secret',
			{ secret: 'another' },
			{ webhookId: 'before', secret: 'before-secret' },
		],
		['whose secret is lost', {}, { webhookId: 'before' }],
		['of an earlier activation', {}, {}],
	])('Activation with v1 replaces a webhook of its own URL %s', async (_what, row, saved) => {
		const before = fake.add(row);
		const node = trigger({ saved: saved ?? made(before) });
		expect(await node.activate()).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['wh-1']);
		expect(node.saved).toEqual({ webhookId: 'wh-1', secret: fake.rows.get('wh-1')?.secret });
	});

	test('Activation with v1 replaces an incomplete set as a whole', async () => {
		const before = fake.add({});
		const node = trigger({ parameters: BOTH, saved: made(before) });
		expect(await node.activate()).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['wh-1', 'wh-2']);
	});

	test('Activation with v1 removes the webhook of an event that is no longer chosen', async () => {
		const node = trigger({ parameters: BOTH });
		await node.activate();
		const fewer = trigger({ saved: node.saved });
		expect(await fewer.activate()).toBeNull();
		expect([...fake.rows.keys()]).toEqual(['wh-1']);
		expect(fewer.saved).toEqual({ webhookId: 'wh-1', secret: fake.rows.get('wh-1')?.secret });
	});

	test('Activation with v1 never touches webhooks of other URLs, not even one that was its own', async () => {
		const moved = fake.add({ url: 'https://old.example.com/webhook/hook-1/webhook' });
		fake.add({ id: 'other', url: 'https://example.com/hook' });
		const node = trigger({ saved: made(moved) });
		expect(await node.activate()).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['before', 'other', 'wh-1']);
		expect(node.log.join()).toContain('its webhook before posts to an address other');
		expect(node.log.join()).toContain('DELETE /api/v1/webhooks/before');
		expect(node.log.join()).not.toContain('billed');
	});

	test('Activation with v1 removes the first webhook if the second is refused', async () => {
		const detail = 'No such event';
		fake.instead.POST = [null, [400, { status: 400, type: 'errors/invalid_parameters', detail }]];
		const node = trigger({ parameters: BOTH });
		const failure = await failureOf(node.activate());
		expect(failure.name).toBe('NodeApiError');
		expect(failure.description).toContain('https://n8n.example.com');
		expect(fake.asked).toEqual(['GET', 'POST', 'POST', 'DELETE wh-1']);
		expect(node.saved).toEqual({});
	});

	test('Activation with v1 removes what may have been created if the response is lost', async () => {
		fake.instead.POST = [[502, '<html>']];
		fake.add({ id: 'other', url: 'https://example.com/hook' });
		const failure = await failureOf(trigger().activate());
		expect(failure).toMatchObject({ httpCode: '502' });
		expect([...fake.rows.keys()]).toEqual(['other']);
		expect(failure.description).not.toContain('may have made');
	});

	test('Activation with v1 removes both webhooks if the response to the second is lost', async () => {
		const node = trigger({ parameters: BOTH });
		fake.instead.POST = [null, [504, { title: 'Timeout' }]];
		await failureOf(node.activate());
		expect(fake.rows.size).toBe(0);
		fake.instead.POST = [];
		expect(await node.activate()).toBe(true);
		expect(fake.rows.size).toBe(2);
	});

	test('Activation with v1 reports if it cannot check what was created, and removes it the next time', async () => {
		fake.instead.POST = [[500, {}]];
		const node = trigger();
		await node.hook('checkExists');
		fake.instead.GET = [[503, {}]];
		const failure = await failureOf(node.hook('create'));
		expect(failure.description).toContain('may still have created the webhook');
		expect(failure.description).not.toContain('bills');
		expect(await node.activate()).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['wh-2']);
	});
});

describe('Activation with v2', () => {
	let fake: FakeV2;
	beforeEach(() => (fake = new FakeV2()));
	const inV2 = (given: Given = {}) => trigger({ credential: UNIPILE_V2, ...given });

	test('Activation with v2 creates one webhook with the service key, and stores the secret of the response', async () => {
		const node = inV2();
		expect(await node.activate()).toBe(true);
		expect(fake.bodies).toEqual([
			{
				url: URL_OF_NODE,
				trigger_events: ['relation.new'],
				account_ids: [ACCOUNT],
				description: 'n8n Unipile Trigger',
			},
		]);
		expect(node.saved).toEqual({ webhookId: 'we_1', secret: 'wes_1-kF3pQ9' });
	});

	test('Activation with v2 subscribes to the types of all chosen events, each once', async () => {
		const events = [
			'account_needs_attention',
			'account_recovered',
			'connection_accepted',
			'reply_received',
		];
		await inV2({ parameters: { events } }).activate();
		expect(fake.bodies[0]?.trigger_events).toEqual([
			'account.status.running',
			'account.status.errored',
			'account.status.disconnected',
			'account.status.degraded',
			'account.status.partial',
			'account.locked',
			'account.unlocked',
			'account.reconnect',
			'account.remove',
			'relation.new',
			'message.new',
		]);
	});

	test('Activation with v2 creates nothing if the webhook exists, on any page of the list', async () => {
		for (let number = 0; number < 45; number += 1) {
			fake.add({ id: `we_other${number}`, url: 'https://example.com/hook' });
		}
		const node = inV2();
		await node.activate();
		processState.reset();
		expect(await node.activate()).toBeNull();
		expect(fake.asked.filter((call) => call === 'GET')).toHaveLength(6);
		expect(fake.rows.size).toBe(46);
	});

	test('Activation with v2 replaces a webhook of its own URL whose secret is lost', async () => {
		fake.add({});
		const node = inV2();
		expect(await node.activate()).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['we_1']);
	});

	test('Activation with v2 but without a service key says where to get one, and makes no call', async () => {
		const credential = { ...UNIPILE_V2, serviceKey: '' };
		const failure = await failureOf(inV2({ credential }).activate());
		expect(failure.name).toBe('NodeOperationError');
		expect(failure.message).toContain('needs a service key');
		expect(failure.description).toContain("'Service Key'");
		expect(fake.asked).toEqual([]);
	});

	test('Activation with v2 and a wrong service key names that field', async () => {
		fake.instead.GET = [[401, { status: 401, type: 'api/invalid_credentials', title: 'Invalid' }]];
		const failure = await failureOf(inV2().activate());
		expect(failure.description).toContain("'Service Key'");
	});

	test('Activation with v2 and a URL that is too long for Unipile makes no call', async () => {
		const failure = await failureOf(inV2({ webhookId: 'x'.repeat(250) }).activate());
		expect(failure.name).toBe('NodeOperationError');
		expect(failure.message).toContain('255');
		expect(failure.description).toContain('WEBHOOK_URL');
		expect(fake.asked).toEqual([]);
	});

	test('Activation with v2 removes a webhook without a secret, since anyone could post to it', async () => {
		fake.instead.POST = [[200, { id: 'we_1' }]];
		const node = inV2();
		const failure = await failureOf(node.activate());
		expect(failure.message).toContain('without a secret');
		expect(fake.rows.size).toBe(0);
		expect(node.saved).toEqual({});
	});
});

describe('Deactivation', () => {
	test('Deactivation removes all webhooks of the node and no others', async () => {
		const fake = new FakeV1();
		fake.add({ id: 'other', url: 'https://example.com/hook' });
		const node = trigger({ parameters: BOTH });
		await node.activate();
		node.saved = { ...node.saved, seen: ['a'] };
		// A process other than the one that created them.
		processState.reset();
		expect(await node.hook('delete')).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['other']);
		expect(node.saved).toEqual({ seen: ['a'] });
		expect(node.log).toEqual([]);
	});

	test('Deactivation succeeds if a webhook is already gone', async () => {
		const fake = new FakeV2();
		const node = trigger({ credential: UNIPILE_V2 });
		await node.activate();
		fake.rows.clear();
		expect(await node.hook('delete')).toBe(true);
		expect(node.saved).toEqual({});
	});

	test('A partly failed deactivation keeps the remaining webhooks, and says how to remove them', async () => {
		const fake = new FakeV1();
		const node = trigger({ parameters: BOTH });
		await node.activate();
		const { saved } = node;
		fake.instead.DELETE = [[403, { status: 403, title: 'Forbidden' }]];
		expect(await node.hook('delete')).toBe(false);
		expect([...fake.rows.keys()]).toEqual(['wh-1']);
		expect(node.saved).toEqual(saved);
		const log = node.log.join();
		expect(log).toContain('continues to post to it');
		expect(log).toContain('DELETE /api/v1/webhooks/wh-1 to Unipile with the API key');
		expect(log).not.toContain(fake.rows.get('wh-1')?.secret);
		expect(await node.hook('delete')).toBe(true);
		expect(node.saved).toEqual({});
	});

	test.each<[string, IDataObject]>([
		['lacks its service key', { ...UNIPILE_V2, serviceKey: '' }],
		['is unusable', { ...UNIPILE_V2, baseUrl: 'ftp://x' }],
		['is of the other API version', UNIPILE_V1],
	])('Deactivation does not throw if the credential now %s', async (_what, credential) => {
		const saved = { webhookId: 'we_1', secret: 'before-secret' };
		const node = trigger({ credential, saved });
		expect(await node.hook('delete')).toBe(false);
		expect(node.saved).toEqual(saved);
		expect(node.log.join()).toContain('DELETE /v2/webhooks/endpoints/we_1');
	});

	test('Deactivation finds webhooks that n8n lost, by their URL', async () => {
		const fake = new FakeV1();
		fake.add({});
		fake.add({ id: 'other', url: 'https://example.com/hook' });
		expect(await trigger().hook('delete')).toBe(true);
		expect([...fake.rows.keys()]).toEqual(['other']);
	});
});
