import { createHmac } from 'node:crypto';
import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';
import events from '../fixtures/SendPilot/webhook-events.json';
import { sign, WebhookTrigger, outcomeOf as outcome, useProcessAt } from '../harness/run-webhook';
import { at } from '../outreach/fakes';

const NOW = at('2026-02-24T04:53:13.000Z');
const SECONDS = NOW / 1000;
const SECRET = 'whsec-5f2b9c';
const KEY = 'sp-key-1';
const ACCEPTED = JSON.stringify(events['connection_request.accepted']);

useProcessAt(NOW);

function trigger(events: string[] = ['connection_accepted'], webhookSecret = SECRET) {
	const sendPilotApi = { apiKey: KEY, baseUrl: 'https://api.sendpilot.ai/v1', webhookSecret };
	return new WebhookTrigger({
		trigger: SendPilotTrigger,
		parameters: { events },
		credentials: { sendPilotApi },
	});
}

const header = (value: string) => ({ 'Webhook-Signature': value });
const signed = (raw: string | Buffer, seconds = SECONDS, secret = SECRET) =>
	header(`v1,t=${seconds},s=${sign(secret, seconds, raw)}`);
const postSigned = async (node: WebhookTrigger, raw: string | Buffer) =>
	await node.post(raw, signed(raw));

test('A signed event starts the workflow with the common event, and gets a response at once', async () => {
	const providerEvent = events['connection_request.accepted'];
	expect(await postSigned(trigger(), ACCEPTED)).toEqual({
		status: 200,
		body: { message: 'The workflow was started.' },
		items: [expect.objectContaining({ event: 'connection_accepted', providerEvent })],
	});
});

describe('Deliveries with a secret', () => {
	const good = sign(SECRET, SECONDS, ACCEPTED);

	test.each([
		['one of several signatures', `v1,t=${SECONDS},s=${'0'.repeat(64)},s=${good}`],
		['no version', `t=${SECONDS},s=${good}`],
		['blanks and unknown parts', `v2, x=1 , t=${SECONDS} , s=${good},,=`],
	])('The delivery "%s" is accepted', async (_what, value) => {
		expect(outcome(await trigger().post(ACCEPTED, header(value)))).toEqual([200, 1]);
	});

	test.each<[string, Record<string, string>]>([
		['no signature', {}],
		['an empty one', header('')],
		['no timestamp', header(`v1,s=${good}`)],
		['no hash', header(`v1,t=${SECONDS}`)],
		['a wrong hash', header(`v1,t=${SECONDS},s=${'0'.repeat(64)}`)],
		['another secret', signed(ACCEPTED, SECONDS, 'another-secret')],
		['an altered body', signed(`${ACCEPTED} `)],
		['a stale one', signed(ACCEPTED, SECONDS - 301)],
		['one from the future', signed(ACCEPTED, SECONDS + 301)],
		[
			'a stale one made young',
			header(`v1,t=${SECONDS},s=${sign(SECRET, SECONDS - 900, ACCEPTED)}`),
		],
		['the secret itself', header(`v1,t=${SECONDS},s=${SECRET}`)],
	])('The delivery "%s" is refused, and leaves no trace', async (_what, headers) => {
		const node = trigger();
		const posted = await node.post(ACCEPTED, headers);
		expect(outcome(posted)).toEqual([401, null]);
		expect(JSON.stringify([posted, node.saved, node.log])).not.toContain(SECRET);
		expect(node.saved).toEqual({});
		// A refused delivery must not use up the event.
		expect(outcome(await postSigned(node, ACCEPTED))).toEqual([200, 1]);
	});

	test('A byte order mark is part of the signed text, and ignored in the body', async () => {
		expect(outcome(await postSigned(trigger(), `\ufeff${ACCEPTED}`))).toEqual([200, 1]);
	});

	test('Spaces around the secret are ignored', async () => {
		expect(outcome(await postSigned(trigger(['all'], ` ${SECRET}\n`), ACCEPTED))).toEqual([200, 1]);
	});
});

describe('Signatures of Svix and Standard Webhooks', () => {
	const KEY_BYTES = Buffer.from('0123456789abcdef01234567');
	const SHOWN = `whsec_${KEY_BYTES.toString('base64')}`;
	const base64 = (key: string | Buffer, id: string, seconds: number, raw = ACCEPTED) =>
		createHmac('sha256', key).update(`${id}.${seconds}.${raw}`).digest('base64');
	const headers = (prefix: string, signature: string, seconds = SECONDS, id = 'msg_1') => ({
		[`${prefix}-id`]: id,
		[`${prefix}-timestamp`]: String(seconds),
		[`${prefix}-signature`]: signature,
	});
	const good = (key: string | Buffer, seconds = SECONDS) => base64(key, 'msg_1', seconds);
	const wrong = good('another-secret');
	const posted = async (given: Record<string, string>, secret = SHOWN) =>
		outcome(await trigger(['all'], secret).post(ACCEPTED, given));

	describe.each(['svix', 'webhook'])('Headers %s-*', (prefix) => {
		test.each<[string, Record<string, string>]>([
			['made with what the secret encodes', headers(prefix, `v1,${good(KEY_BYTES)}`)],
			['made with the secret as shown', headers(prefix, `v1,${good(SHOWN)}`)],
			['beside others', headers(prefix, `v1a,x v1,${wrong} v1,${good(KEY_BYTES)}`)],
			['joined by a comma', headers(prefix, `v1,${wrong}, v1,${good(KEY_BYTES)}`)],
		])('A Svix or Standard Webhooks signature is accepted: %s', async (_what, given) => {
			expect(await posted(given)).toEqual([200, 1]);
		});

		test.each<[string, Record<string, string>]>([
			['a wrong one', headers(prefix, `v1,${wrong}`)],
			['another version', headers(prefix, `v2,${good(KEY_BYTES)}`)],
			['another id', headers(prefix, `v1,${good(KEY_BYTES)}`, SECONDS, 'msg_2')],
			['no id', headers(prefix, `v1,${base64(KEY_BYTES, '', SECONDS)}`, SECONDS, '')],
			['a stale one', headers(prefix, `v1,${good(KEY_BYTES, SECONDS - 301)}`, SECONDS - 301)],
			['one made young', headers(prefix, `v1,${good(KEY_BYTES, SECONDS - 900)}`)],
			['one behind many', headers(prefix, `${`v1,${wrong} `.repeat(20)}v1,${good(KEY_BYTES)}`)],
		])('A Svix or Standard Webhooks signature is refused: %s', async (_what, given) => {
			expect(await posted(given)).toEqual([401, null]);
		});
	});

	test.each(['whsec_', 'whsec_AA==', 'whsec_!!!!'])(
		'The few bytes encoded by %j are not a valid key',
		async (secret) => {
			const key = Buffer.from(secret.slice(6), 'base64');
			expect(await posted(headers('svix', `v1,${good(key)}`), secret)).toEqual([401, null]);
		},
	);

	test('One valid form of signature is enough, and the documented one works with the decoded secret', async () => {
		const documented = createHmac('sha256', KEY_BYTES).update(`${SECONDS}.${ACCEPTED}`);
		const right = header(`v1,t=${SECONDS},s=${documented.digest('hex')}`);
		expect(await posted({ ...headers('svix', `v1,${wrong}`), ...right })).toEqual([200, 1]);
	});
});

const sent = JSON.stringify(events['message.sent']);
const unknown = JSON.stringify({ eventId: 'evt_u', eventType: 'lead.archived' });

test.each([
	[['connection_accepted'], sent],
	[['connection_accepted', 'message_sent'], unknown],
])(
	'An event that was not chosen starts nothing and gets a 200 if the chosen events are %j',
	async (chosen, raw) => {
		const node = trigger(chosen);
		const posted = await postSigned(node, raw);
		expect(outcome(posted)).toEqual([200, null]);
		expect(posted.body).toEqual({ message: expect.any(String) });
		expect(node.saved).toEqual({});
	},
);

describe('Repeated deliveries', () => {
	test('A repeated delivery starts nothing and gets a 200', async () => {
		const node = trigger();
		expect(outcome(await postSigned(node, ACCEPTED))).toEqual([200, 1]);
		expect(outcome(await postSigned(node, ACCEPTED))).toEqual([200, null]);
		expect(outcome(await node.post(ACCEPTED, signed(ACCEPTED, SECONDS + 60)))).toEqual([200, null]);
	});

	test('A repeated delivery is recognised by its eventId, even with other content', async () => {
		const node = trigger(['all']);
		await postSigned(node, '{"eventId":"evt_1","eventType":"message.sent"}');
		const again = '{"eventType":"message.sent","eventId":"evt_1","attempt":2}';
		expect(outcome(await postSigned(node, again))).toEqual([200, null]);
	});

	test('A repeated delivery is recognised by its bytes if it has no eventId', async () => {
		const node = trigger(['all']);
		const raw = (step: number) => `{"eventType":"message.sent","data":{"sequenceStep":${step}}}`;
		const outcomes = [];
		for (const step of [1, 2, 1]) outcomes.push(outcome(await postSigned(node, raw(step))));
		expect(outcomes).toEqual([
			[200, 1],
			[200, 1],
			[200, null],
		]);
	});
});
