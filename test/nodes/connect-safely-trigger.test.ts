import { createHmac } from 'node:crypto';
import { ConnectSafelyTrigger } from '../../nodes/ConnectSafely/ConnectSafelyTrigger.node';
import { processState } from '../../nodes/outreach/base/process-state';
import events from '../fixtures/ConnectSafely/webhook-events.json';
import { WebhookTrigger, outcomeOf as outcome, useProcessAt } from '../harness/run-webhook';
import { at } from '../outreach/fakes';

const NOW = at('2026-05-12T14:35:00.000Z');
const SECRET = 'cs-hook-5f2b9c';
const KEY = 'cs-key-1';
const RECEIVED = events['message.received'];
const RAW = JSON.stringify(RECEIVED);
const about = (data: object) =>
	JSON.stringify({ ...RECEIVED, data: { ...RECEIVED.data, ...data } });

useProcessAt(NOW);

function trigger() {
	const connectSafelyApi = { apiKey: KEY, baseUrl: 'https://x.test', webhookSecret: SECRET };
	const parameters = { events: ['reply_received'] };
	return new WebhookTrigger({
		trigger: ConnectSafelyTrigger,
		parameters,
		credentials: { connectSafelyApi },
	});
}

const signed = (raw: string) => ({
	'X-Webhook-Signature': `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}`,
});
const post = async (node: WebhookTrigger, raw: string) => await node.post(raw, signed(raw));

test('A signed reply starts the workflow once, with the common event', async () => {
	const node = trigger();
	expect(await post(node, RAW)).toEqual({
		status: 200,
		body: { message: 'The workflow was started.' },
		items: [expect.objectContaining({ event: 'reply_received', providerEvent: RECEIVED })],
	});
	expect(outcome(await post(node, RAW))).toEqual([200, null]);
	expect(outcome(await post(node, about({ body: 'edited' })))).toEqual([200, null]);
	processState.reset();
	expect(outcome(await post(node, RAW))).toEqual([200, null]);
	expect(outcome(await post(node, about({ message_urn: 'urn:li:x:2' })))).toEqual([200, 1]);
});

test.each([
	['of a first try hours ago', String(NOW / 1000 - 7200)],
	['in ms', String(NOW)],
	['in ISO 8601', '2026-05-12T14:35:00Z'],
	['that is none', 'now'],
])('A time %s next to the signature is ignored, because it is not signed', async (_what, time) => {
	const node = trigger();
	const timed = { ...signed(RAW), 'X-Webhook-Timestamp': time };
	expect(outcome(await node.post(RAW, timed))).toEqual([200, 1]);
	expect(outcome(await node.post(RAW, signed(RAW)))).toEqual([200, null]);
});

test.each([
	['the account’s own message', about({ isSentByOwner: true })],
	['a group’s', about({ is_group: true })],
	['another event', JSON.stringify({ ...RECEIVED, event: 'message.read' })],
])('The delivery "%s" gets a response, starts nothing and uses up nothing', async (_what, raw) => {
	const node = trigger();
	expect(outcome(await post(node, raw))).toEqual([200, null]);
	expect(node.saved).toEqual({});
	expect(outcome(await post(node, RAW))).toEqual([200, 1]);
});

test('A message without an ID is identified by its bytes', async () => {
	const node = trigger();
	const raw = about({ id: undefined, message_urn: undefined });
	expect(outcome(await post(node, raw))).toEqual([200, 1]);
	expect(outcome(await post(node, raw))).toEqual([200, null]);
	expect(outcome(await post(node, `${raw} `))).toEqual([200, 1]);
});
