import { processState } from '../../nodes/outreach/base/process-state';
import { create, HELD, linkup, list, SECRET, trigger, useTrigger } from '../LinkupApi/trigger';
import events from '../fixtures/LinkupApi/webhook-events.json';
import { listed } from '../fixtures/LinkupApi/webhooks.json';
import { outcomeOf as outcome, sign, type WebhookTrigger } from '../harness/run-webhook';
import { at } from '../outreach/fakes';

useTrigger();

const NOW = at('2026-02-24T04:55:00.000Z');
const SECONDS = NOW / 1000;
const MESSAGE = JSON.stringify(events.message);
const DISCONNECTION = JSON.stringify(events.disconnection);
const ACCEPTED = JSON.stringify({
	account_id: 'acc_abc123',
	event: { type: 'accepted_invitation', profile_url: 'https://www.linkedin.com/in/jane-smith' },
	timestamp: '2026-02-24T04:53:13.000Z',
});

describe('Events', () => {
	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(NOW));

	const post = async (node: WebhookTrigger, raw: string, seconds = SECONDS) =>
		await node.post(raw, {
			'X-Linkup-Timestamp': String(seconds),
			'X-Linkup-Signature': `v1=${sign(SECRET, seconds, raw)}`,
		});
	const all = { events: ['connection_accepted', 'reply_received'] };

	test('A signed event starts the workflow with the common event', async () => {
		expect(await post(trigger({ saved: HELD, parameters: all }), MESSAGE)).toEqual({
			status: 200,
			body: { message: 'The workflow was started.' },
			items: [expect.objectContaining({ event: 'reply_received', providerEvent: events.message })],
		});
	});

	test('A message from the account itself starts nothing', async () => {
		const own = { ...events.message, event: { ...events.message.event, is_me: true } };
		const node = trigger({ saved: HELD, parameters: all });
		expect(outcome(await post(node, JSON.stringify(own)))).toEqual([200, null]);
		expect(outcome(await post(node, MESSAGE))).toEqual([200, 1]);
		expect(outcome(await post(node, MESSAGE))).toEqual([200, null]);
	});

	test('An event that was not chosen, or is unknown, gets a response and starts nothing', async () => {
		const node = trigger({ saved: HELD });
		for (const raw of [MESSAGE, '{"event":{"type":"reaction"}}', '{}']) {
			const posted = await post(node, raw);
			expect(outcome(posted)).toEqual([200, null]);
			expect(posted.body).toEqual({ message: expect.any(String) });
		}
		expect(node.saved).toEqual(HELD);
	});

	test('A disconnection always starts the workflow, because it explains why no other events arrive', async () => {
		const { items } = await post(trigger({ saved: HELD }), DISCONNECTION);
		expect(items).toEqual([expect.objectContaining({ event: 'account_needs_attention' })]);
	});

	test('A replayed event starts nothing', async () => {
		const node = trigger({ saved: HELD });
		expect(outcome(await post(node, ACCEPTED))).toEqual([200, 1]);
		expect(outcome(await post(node, ACCEPTED))).toEqual([200, null]);
		processState.reset();
		expect(outcome(await post(node, ACCEPTED))).toEqual([200, null]);
		expect(node.saved).toMatchObject(HELD);
	});

	test('An event without an ID is a new one if it is signed at another time', async () => {
		const node = trigger({ saved: HELD });
		await post(node, DISCONNECTION);
		expect(outcome(await post(node, DISCONNECTION, SECONDS + 60))).toEqual([200, 1]);
	});

	test('An event with an ID is the same one, whenever it is signed', async () => {
		const node = trigger({ saved: HELD });
		const raw = '{"event_id":"evt_1","event":{"type":"disconnection"}}';
		expect(outcome(await post(node, raw))).toEqual([200, 1]);
		expect(outcome(await post(node, raw, SECONDS + 60))).toEqual([200, null]);
	});

	test('An event is accepted although an execution restored the secret of an earlier webhook', async () => {
		linkup(list(), create());
		const node = trigger();
		await node.activate();
		node.saved = { webhookId: 'earlier', secret: 'earlier-secret' };
		expect(outcome(await post(node, ACCEPTED))).toEqual([200, 1]);
		linkup(list(listed));
		expect(await node.activate()).toBeNull();
		expect(node.saved).toMatchObject(HELD);
	});

	test('An event of one node is not accepted by another', async () => {
		linkup(list(), create());
		await trigger().activate();
		expect(outcome(await post(trigger({ webhookId: 'hook-2' }), ACCEPTED))).toEqual([401, null]);
	});
});
