/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { deliver, type Delivery, type WebhookProvider } from './deliver';
import {
	linkupAccepted,
	linkupDisconnection,
	linkupMessage,
	SEND_PILOT_EVENTS,
	sendPilotAccepted,
	sendPilotEvent,
	sendPilotReply,
	sendPilotSent,
	unipileRelationV1,
	unipileRelationV2,
} from './payloads';
import { START } from './session';

const SECRET = 'whsec_simulator';
const received: Array<{ headers: IncomingHttpHeaders; raw: string }> = [];
let answerWith = { status: 200, text: '{"ok":true}' };
let url = '';

const server = createServer((request, response) => {
	let raw = '';
	request.setEncoding('utf8');
	request.on('data', (chunk) => (raw += String(chunk)));
	request.on('end', () => {
		received.push({ headers: request.headers, raw });
		response.writeHead(answerWith.status).end(answerWith.text);
	});
});

beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/webhook`;
});
beforeEach(() => {
	received.length = 0;
	answerWith = { status: 200, text: '{"ok":true}' };
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function delivered(provider: WebhookProvider, payload: unknown, delivery: Delivery = {}) {
	const answer = await deliver(provider, url, payload, { now: START, ...delivery });
	const { headers, raw } = received.at(-1) ?? { headers: {}, raw: '' };
	return { answer, headers, raw };
}

/** The two parts of a signature, however the provider writes them. */
function signature(provider: WebhookProvider, headers: IncomingHttpHeaders) {
	const linkup = `${String(headers['x-linkup-signature'])},t=${String(headers['x-linkup-timestamp'])}`;
	const text = String(headers['webhook-signature'] ?? headers['unipile-signature'] ?? linkup);
	const version = { sendPilot: 's', linkupApi: 'v1', unipile: 'v0' }[provider];
	return {
		at: Number(/t=(\d+)/.exec(text)?.[1]),
		hex: new RegExp(`${version}=([0-9a-f]{64})`).exec(text)?.[1],
	};
}
const hexOf = (secret: string, at: number, raw: string) =>
	createHmac('sha256', secret).update(`${at}.${raw}`).digest('hex');

const PAYLOADS = {
	sendPilot: sendPilotAccepted(),
	linkupApi: linkupMessage(),
	unipile: unipileRelationV2(),
};

describe.each(['sendPilot', 'linkupApi', 'unipile'] as const)('%s', (provider) => {
	const payload = PAYLOADS[provider];
	const NOW = START / 1000;

	test('right: signed over what was sent', async () => {
		const { headers, raw, answer } = await delivered(provider, payload, { secret: SECRET });
		expect(answer).toEqual({ status: 200, body: { ok: true } });
		expect(headers['content-type']).toBe('application/json');
		expect(raw).toBe(JSON.stringify(payload));
		expect(signature(provider, headers)).toEqual({ at: NOW, hex: hexOf(SECRET, NOW, raw) });
	});

	test('wrong: signed with another secret', async () => {
		const { headers, raw } = await delivered(provider, payload, { secret: SECRET, kind: 'wrong' });
		const { at, hex } = signature(provider, headers);
		expect([at, hex?.length]).toEqual([NOW, 64]);
		expect(hex).not.toBe(hexOf(SECRET, NOW, raw));
	});

	test('stale: signed rightly, an hour ago', async () => {
		const { headers, raw } = await delivered(provider, payload, { secret: SECRET, kind: 'stale' });
		const at = NOW - 3600;
		expect(signature(provider, headers)).toEqual({ at, hex: hexOf(SECRET, at, raw) });
	});

	test('missing: no header at all', async () => {
		for (const delivery of [{ secret: SECRET, kind: 'missing' as const }, {}]) {
			const { headers } = await delivered(provider, payload, delivery);
			expect(Object.keys(headers).filter((name) => /signature|timestamp/.test(name))).toEqual([]);
		}
	});

	test('altered: the signature is that of the body before', async () => {
		for (const body of [payload, JSON.stringify(payload, null, 2), '{}']) {
			const { headers, raw } = await delivered(provider, body, { secret: SECRET, kind: 'altered' });
			const before = typeof body === 'string' ? body : JSON.stringify(body);
			expect(raw).not.toBe(before);
			expect(JSON.parse(raw)).toMatchObject(JSON.parse(before));
			expect(signature(provider, headers).hex).toBe(hexOf(SECRET, NOW, before));
		}
	});

	test('a string goes out as it is', async () => {
		const odd = `{ "eventId" :\n"é",  "id": 7310081824666365952 }\n`;
		const { headers, raw } = await delivered(provider, odd, { secret: SECRET });
		expect(raw).toBe(odd);
		expect(signature(provider, headers).hex).toBe(hexOf(SECRET, NOW, odd));
	});

	test('a refusal comes back, in JSON or not', async () => {
		answerWith = { status: 401, text: 'Unauthorized' };
		const { answer } = await delivered(provider, payload, { secret: SECRET, kind: 'wrong' });
		expect(answer).toEqual({ status: 401, body: 'Unauthorized' });
	});

	test('what has to be signed needs a secret', async () => {
		await expect(deliver(provider, url, payload, { kind: 'stale' })).rejects.toThrow(TypeError);
		expect(received).toEqual([]);
	});
});

test('SendPilot’s header, letter by letter', async () => {
	const { headers, raw } = await delivered('sendPilot', {}, { secret: SECRET });
	expect(headers['webhook-signature']).toBe(`v1,t=1705314600,s=${hexOf(SECRET, 1705314600, raw)}`);
});

test('Unipile v1 sends the headers that its webhook was made with, and signs nothing', async () => {
	const given = [{ key: 'X-Own-Secret', value: 'simulated' }];
	const { headers } = await delivered('unipile', unipileRelationV1(), { headers: given });
	expect(headers['x-own-secret']).toBe('simulated');
	expect(headers['content-type']).not.toBe('application/json');
	expect(headers['unipile-signature']).toBeUndefined();
});

describe('payloads', () => {
	test('SendPilot’s, under the old and the new names', () => {
		expect(sendPilotAccepted({ eventId: 'evt_1' })).toEqual({
			eventId: 'evt_1',
			eventType: 'connection_request.accepted',
			timestamp: '2024-02-24T10:30:00.000Z',
			workspaceId: 'ws_abc123xyz',
			data: {
				leadId: 'lead_abc123',
				campaignId: 'camp_xyz789',
				linkedinUrl: 'https://www.linkedin.com/in/john-doe',
				senderId: 'sender_def456',
				acceptedAt: '2024-02-24T10:30:00.000Z',
			},
		});
		const old = { generation: 'old' } as const;
		expect(sendPilotAccepted(old).eventType).toBe('connection.accepted');
		expect(sendPilotSent(old)).toMatchObject({
			eventType: 'connection.sent',
			data: { note: expect.stringMatching(/^Hi John/) },
		});
		expect(sendPilotSent().eventType).toBe('connection_request.sent');
		expect(sendPilotReply(old)).toMatchObject({
			eventType: 'message.received',
			data: { replyPreview: expect.any(String) },
		});
		expect(sendPilotReply()).toMatchObject({
			eventType: 'reply.received',
			data: { reply: expect.any(String) },
		});
		for (const { eventType } of [sendPilotSent(), sendPilotAccepted(), sendPilotReply()]) {
			expect(SEND_PILOT_EVENTS.new).toContain(eventType);
		}
		for (const { eventType } of [sendPilotSent(old), sendPilotAccepted(old), sendPilotReply(old)]) {
			expect(SEND_PILOT_EVENTS.old).toContain(eventType);
		}
	});

	test('an event has its id, another event another one', () => {
		const one = sendPilotEvent('lead.updated', { leadId: 'lead_1' });
		expect(sendPilotEvent('lead.updated', { leadId: 'lead_1' })).toEqual(one);
		expect(sendPilotEvent('lead.updated', { leadId: 'lead_2' }).eventId).not.toBe(one.eventId);
		expect(one.eventId).toMatch(/^evt_1708770600000_[0-9a-f]{9}$/);
	});

	test('fields can be changed and left out', () => {
		const { data } = sendPilotAccepted({
			timestamp: '2024-03-01T00:00:00.000Z',
			data: { leadId: undefined, linkedinUrl: 'in/john-doe?miniProfileUrn=x' },
		});
		expect(JSON.parse(JSON.stringify(data))).toEqual({
			campaignId: 'camp_xyz789',
			linkedinUrl: 'in/john-doe?miniProfileUrn=x',
			senderId: 'sender_def456',
			acceptedAt: '2024-03-01T00:00:00.000Z',
		});
	});

	test('LinkupAPI’s', () => {
		expect(linkupMessage()).toEqual({
			account_id: 'acc_abc123',
			account_name: 'John Doe',
			event: {
				type: 'message',
				sender_name: 'Jane Doe',
				message_text: 'Thanks for connecting!',
				sender_profile: 'https://www.linkedin.com/in/jane-doe',
			},
			timestamp: '2024-02-24T10:30:00.000Z',
		});
		const accepted = linkupAccepted({ account_id: 'acc_1', event: { name: 'Ada' } });
		expect(accepted).toMatchObject({
			account_id: 'acc_1',
			event: { type: 'accepted_invitation', name: 'Ada' },
		});
		expect(linkupDisconnection().event).toEqual({ type: 'disconnection' });
	});
});
