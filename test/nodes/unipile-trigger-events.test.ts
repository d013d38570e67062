import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../nodes/outreach/base/process-state';
import { sign, type Posted, type WebhookTrigger } from '../harness/run-webhook';
import { at } from '../outreach/fakes';
import { FakeV1, trigger, UNIPILE_V2, useTrigger } from '../Unipile/trigger';

useTrigger();

const NOW = at('2026-02-24T04:55:00.000Z');
const V1_SECRET = 'a'.repeat(64);
const V2_SECRET = 'wes_kF3pQ9';
const V1 = { webhookId: 'wh-1', secret: V1_SECRET };
const V2 = { webhookId: 'we_1', secret: V2_SECRET };
const ALL = {
	events: ['account_needs_attention', 'account_recovered', 'connection_accepted', 'reply_received'],
};

beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));

/** A response that starts nothing, and one that starts the workflow with this event. */
const NOTHING = [200, null];
const started = (event: string) => [200, [event]];
const outcome = ({ status, items }: Posted) => [status, items?.map(({ event }) => event) ?? null];
/** A little later. */
const later = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue(NOW + ms);

describe('Events of v1', () => {
	const postV1 = async (node: WebhookTrigger, body: object, secret = V1_SECRET) =>
		await node.post(JSON.stringify(body), {
			'Content-Type': 'application/json',
			'X-Webhook-Secret': secret,
		});
	const relation = (more: object = {}) => ({
		event: 'new_relation',
		account_id: 'acc_1',
		account_type: 'LINKEDIN',
		webhook_name: 'n8n Unipile Trigger',
		user_full_name: 'Jane Smith',
		user_provider_id: 'ACoAAJane12',
		user_public_identifier: 'jane-smith',
		user_profile_url: 'https://www.linkedin.com/in/jane-smith',
		...more,
	});
	const status = (message: string, more: object = {}) => ({
		AccountStatus: { account_id: 'acc_1', account_type: 'LINKEDIN', message, ...more },
	});
	const inV1 = (parameters: IDataObject = ALL, saved: IDataObject = V1) =>
		trigger({ parameters, saved });

	test('A v1 event with the secret starts the workflow with the common event', async () => {
		expect(await postV1(inV1(), relation())).toEqual({
			status: 200,
			body: { message: 'The workflow was started.' },
			items: [expect.objectContaining({ event: 'connection_accepted', providerEvent: relation() })],
		});
	});

	test('A v1 event is accepted with the secret of any webhook of the node', async () => {
		new FakeV1();
		const node = trigger({ parameters: ALL });
		await node.activate();
		const { secret, more } = node.saved;
		const second = JSON.stringify(more).match(/[0-9a-f]{64}/)?.[0] ?? '';
		processState.reset();
		expect(outcome(await postV1(node, relation(), String(secret)))).toEqual(
			started('connection_accepted'),
		);
		expect(outcome(await postV1(node, status('CREDENTIALS'), second))).toEqual(
			started('account_needs_attention'),
		);
	});

	test('A v1 event about a person starts the workflow once for an account, however often it is posted', async () => {
		const node = inV1();
		expect(outcome(await postV1(node, relation()))).toEqual(started('connection_accepted'));
		later(8 * 3_600_000);
		expect(outcome(await postV1(node, relation({ webhook_name: 'x' })))).toEqual(NOTHING);
		processState.reset();
		expect(outcome(await postV1(node, relation()))).toEqual(NOTHING);
		const other = relation({ user_provider_id: 'ACoAAJohn12' });
		expect(outcome(await postV1(node, other))).toEqual(started('connection_accepted'));
	});

	test('A v1 event of another account gets a response, starts nothing and does not count as a repeat', async () => {
		const node = inV1();
		const theirs = { account_id: 'acc_2' };
		expect(outcome(await postV1(node, relation(theirs)))).toEqual(NOTHING);
		expect(outcome(await postV1(node, status('CREDENTIALS', theirs)))).toEqual(NOTHING);
		expect(node.saved).toEqual(V1);
		expect(outcome(await postV1(node, status('OK')))).toEqual(NOTHING);
	});

	const message = (more: object = {}) => ({
		event: 'message_received',
		account_id: 'acc_1',
		account_type: 'LINKEDIN',
		account_info: { user_id: 'ACoAAOwn123' },
		chat_id: 'chat_1',
		timestamp: '2026-02-01T08:00:00.000Z',
		message_id: 'msg_1',
		message: 'Hello',
		sender: { attendee_provider_id: 'ACoAAJane12' },
		attendees: [{ attendee_provider_id: 'ACoAAJane12' }],
		...more,
	});

	test('A v1 message from another person starts the workflow once, with its own time', async () => {
		const node = inV1();
		const { items } = await postV1(node, message());
		expect(items).toEqual([
			expect.objectContaining({
				event: 'reply_received',
				occurredAt: '2026-02-01T08:00:00.000Z',
				message: expect.objectContaining({ id: 'msg_1', at: '2026-02-01T08:00:00.000Z' }),
			}),
		]);
		later(60_000);
		expect(outcome(await postV1(node, message({ webhook_name: 'x' })))).toEqual(NOTHING);
		expect(outcome(await postV1(node, message({ message_id: 'msg_2' })))[1]).toHaveLength(1);
	});

	test('A v1 event about the account’s state starts the workflow at each change, and only then', async () => {
		const node = inV1();
		const told: unknown[] = [];
		for (const [index, message] of [
			'OK',
			'CREDENTIALS',
			'CREDENTIALS',
			'CONNECTING',
			'RECONNECTED',
			'SYNC_SUCCESS',
			'OK',
			'CREDENTIALS',
			'OK',
		].entries()) {
			later(index * 60_000);
			told.push(outcome(await postV1(node, status(message)))[1]);
		}
		expect(told).toEqual([
			null,
			['account_needs_attention'],
			null,
			null,
			['account_recovered'],
			null,
			null,
			['account_needs_attention'],
			['account_recovered'],
		]);
	});

	test('A v1 event about a problem that was not chosen is remembered for the recovery', async () => {
		const node = inV1({ events: ['account_recovered'] });
		expect(outcome(await postV1(node, status('STOPPED')))).toEqual(NOTHING);
		processState.reset();
		expect(outcome(await postV1(node, status('OK')))).toEqual(started('account_recovered'));
	});

	test('A v1 event about a problem that arrives twice at once starts one execution', async () => {
		const node = inV1();
		const both = await Promise.all(
			[1, 2].map(async () => await postV1(node, status('CREDENTIALS'))),
		);
		expect(both.filter(({ items }) => items !== null)).toHaveLength(1);
	});

	test('A v1 event that was not chosen, or is unknown, gets a response and starts nothing', async () => {
		const node = inV1({ events: ['account_needs_attention'] });
		for (const body of [relation(), { event: 'message_received' }, status('NEW_WORD'), {}]) {
			expect(outcome(await postV1(node, body))).toEqual(NOTHING);
		}
		expect(node.saved).toEqual(V1);
	});

	test('A v1 event in a test from the editor starts the workflow each time', async () => {
		const node = inV1();
		const raw = JSON.stringify(status('CREDENTIALS'));
		const headers = { 'X-Webhook-Secret': V1_SECRET };
		for (const posted of [
			await node.post(raw, headers, 'manual'),
			await node.post(raw, headers, 'manual'),
			await node.post(raw, headers),
		]) {
			expect(outcome(posted)).toEqual(started('account_needs_attention'));
		}
	});
});

describe('Events of v2', () => {
	const postV2 = async (node: WebhookTrigger, body: object) => {
		const raw = JSON.stringify(body);
		const seconds = Math.floor(Date.now() / 1000);
		const signature = `t=${seconds},v0=${sign(V2_SECRET, seconds, raw)}`;
		return await node.post(raw, { 'unipile-signature': signature });
	};
	const event = (type: string, more: object = {}, minutes = 0) => ({
		id: `evt_${type}_${minutes}`,
		type,
		created_at: new Date(at('2026-02-24T04:00:00Z') + minutes * 60_000).toISOString(),
		account_id: 'acc_1',
		account_provider: 'linkedin',
		payload: {},
		...more,
	});
	const relation = event('relation.new', {
		payload: {
			id: 'rel_1',
			user: { id: 'ACoAAJane12', public_identifier: 'jane-smith', display_name: 'Jane Smith' },
		},
	});
	const inV2 = (parameters: IDataObject = ALL) =>
		trigger({ parameters, saved: V2, credential: UNIPILE_V2 });

	test('A signed v2 event starts the workflow with the common event', async () => {
		const { items } = await postV2(inV2(), relation);
		expect(items).toMatchObject([{ event: 'connection_accepted', providerEvent: relation }]);
	});

	test('A v2 event with the same ID starts the workflow once, whenever it is signed', async () => {
		const node = inV2();
		expect(outcome(await postV2(node, relation))).toEqual(started('connection_accepted'));
		later(60_000);
		expect(outcome(await postV2(node, relation))).toEqual(NOTHING);
		expect(outcome(await postV2(node, { ...relation, id: 'evt_other' }))[1]).toHaveLength(1);
	});

	test('A v2 event of another account gets a response and starts nothing', async () => {
		expect(outcome(await postV2(inV2(), { ...relation, account_id: 'acc_2' }))).toEqual(NOTHING);
	});

	const unclear = event('message.new', { payload: { id: 'msg_1', text: 'Hello there' } });

	test('A v2 message that may be a reply is logged, without its text', async () => {
		const node = inV2();
		expect(outcome(await postV2(node, unclear))).toEqual(NOTHING);
		expect(node.log).toEqual([
			'Unipile Trigger "N": Unipile posted a message without saying whether it is a reply, so the workflow did not start. To miss no reply, also watch the account with \'Reply Received\' in the LinkedIn Outreach Trigger.',
		]);
	});

	test.each<[string, object, IDataObject]>([
		['of another account', { ...unclear, account_id: 'acc_2' }, ALL],
		['that nobody asked for', unclear, { events: ['connection_accepted'] }],
		['that the account wrote', { ...unclear, payload: { is_sender: true } }, ALL],
	])('A v2 message %s is not logged', async (_what, body, parameters) => {
		const node = inV2(parameters);
		expect(outcome(await postV2(node, body))).toEqual(NOTHING);
		expect(node.log).toEqual([]);
	});

	test('A v2 message starts the workflow if it shows that another person wrote it', async () => {
		const node = inV2();
		const told: unknown[] = [];
		for (const [index, is_sender] of [false, true, undefined, false].entries()) {
			const payload = { id: 'msg_1', sender_id: 'ACoAAJane12', is_sender };
			told.push(outcome(await postV2(node, event('message.new', { payload }, index % 3)))[1]);
		}
		expect(told).toEqual([['reply_received'], null, null, null]);
	});

	test('An ambiguous v2 event is unknown if that was chosen', async () => {
		const node = inV2({ events: ['reply_received', 'unknown'] });
		const payload = { id: 'msg_1', sender_id: 'ACoAAJane12' };
		expect(outcome(await postV2(node, event('message.new', { payload })))).toEqual(
			started('unknown'),
		);
	});

	test('A v2 event about the account’s state starts the workflow at each change, in the events’ own order', async () => {
		const node = inV2();
		const told: unknown[] = [];
		for (const body of [
			event('account.status.disconnected', {}, 1),
			event('account.reconnect', {}, 2),
			event('account.status.running', {}, 3),
			// Delivered again, late.
			event('account.status.disconnected', {}, 1),
			event('account.status.partial', { payload: { product: 'inbox' } }, 4),
			event('account.status.running', {}, 5),
		]) {
			told.push(outcome(await postV2(node, body))[1]);
		}
		expect(told).toEqual([
			['account_needs_attention'],
			['account_recovered'],
			null,
			null,
			['account_needs_attention'],
			['account_recovered'],
		]);
	});
});
