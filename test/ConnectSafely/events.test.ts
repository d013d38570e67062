import { ConnectSafelyTrigger } from '../../nodes/ConnectSafely/ConnectSafelyTrigger.node';
import { readConnectSafelyEvent } from '../../nodes/ConnectSafely/events';
import { isFromConnectSafely } from '../../nodes/ConnectSafely/webhooks';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import events from '../fixtures/ConnectSafely/webhook-events.json';
import { at } from '../outreach/fakes';
import { createHmac } from 'node:crypto';

const NOW = at('2026-05-12T14:35:00.000Z');
const AT = '2026-05-12T14:33:21.000Z';
const ID = 'ACoAAJaneDoe12345';
const URN = `urn:li:fsd_profile:${ID}`;
const RECEIVED = events['message.received'];
const { data: DATA } = RECEIVED;

const read = (body: Record<string, unknown>, secrets: string[] = []) =>
	readConnectSafelyEvent(body, NOW, secrets);
const first = (data: unknown, more: object = {}, secrets?: string[]) =>
	read({ ...RECEIVED, data, ...more }, secrets)?.events[0];
const having = (more: object) => first({ ...DATA, ...more });

test('The documented message is a reply from the person with its sender’s ID', () => {
	const reading = read(RECEIVED);
	expect(reading?.id).toBe(JSON.stringify(['message.received', DATA.message_urn]));
	expect(reading?.events).toEqual([
		{
			event: 'reply_received',
			provider: 'connectSafely',
			accountId: DATA.account_id,
			profile: { publicIdentifier: null, url: `https://www.linkedin.com/in/${ID}`, urn: URN },
			occurredAt: AT,
			message: {
				id: DATA.message_urn,
				text: DATA.body,
				at: AT,
				conversationId: DATA.conversation_id,
			},
			providerEvent: RECEIVED,
		},
	]);
	outreachEventSchema.strict().parse(reading?.events[0]);
});

test('The sender of a message is named by an address if there is one', () => {
	const sender = { ...DATA.sender, profile_url: 'https://www.linkedin.com/in/jane-doe' };
	expect(having({ sender })?.profile).toEqual({
		publicIdentifier: 'jane-doe',
		url: 'https://www.linkedin.com/in/jane-doe',
		urn: URN,
	});
});

test('A message is identified by its URN, or else by its ID', () => {
	const idOf = (more: object) => read({ ...RECEIVED, data: { ...DATA, ...more } })?.id;
	expect(idOf({ body: 'other', id: 'x' })).toBe(read(RECEIVED)?.id);
	expect(idOf({ message_urn: null, id: 'x' })).toBe('["message.received","x"]');
	expect(idOf({ message_urn: undefined, id: undefined })).toBeNull();
});

const OWNED = `urn:li:msg_conversation:(${URN},2-MTc3OA==)`;
test.each<[object, string]>([
	[{ isSentByOwner: true }, 'message_sent'],
	[{ is_sender: 1 }, 'message_sent'],
	[{ direction: 'outbound' }, 'message_sent'],
	[{ conversation_id: OWNED }, 'message_sent'],
	[{ conversation_id: OWNED.replace('Jane', 'John') }, 'reply_received'],
	[{ isSentByOwner: false, direction: 'inbound' }, 'reply_received'],
	[{ is_group: true }, 'unknown'],
	[{ provider: 'WHATSAPP' }, 'unknown'],
	[{ provider: undefined, sender: 'Jane', conversation_id: 7 }, 'reply_received'],
])('A message with %j is the event %s', (more, event) => {
	expect(having(more)?.event).toBe(event);
	expect('message' in (having(more) ?? {})).toBe(event === 'reply_received');
});

test.each(['message.sent', 'constructor', '__proto__', 'connection.accepted'])(
	'An event with the name %s is unknown',
	(event) => {
		expect(first(DATA, { event })?.event).toBe('unknown');
	},
);

test.each([
	['no event name', {}],
	['an empty event name', { event: ' ' }],
	['a number as its event name', { event: 7 }],
])('A delivery with %s is no event', (_what, body) => {
	expect(read({ data: DATA, ...body })).toBeNull();
});

test.each([undefined, null, 'text', [], {}])('A message with the data %j is all null', (data) => {
	expect(first(data)).toMatchObject({
		accountId: null,
		profile: null,
		occurredAt: '2026-05-12T14:35:00.000Z',
		message: { id: null, text: null, at: null, conversationId: null },
	});
});

test('Secrets are hidden in every field of an event', () => {
	const data = { ...DATA, body: 'my whsec-1234', webhook_secret: 'x' };
	const event = first(data, {}, ['whsec-1234']);
	expect(event?.message?.text).toBe('my [hidden]');
	expect(event?.providerEvent.data).toMatchObject({
		body: 'my [hidden]',
		webhook_secret: '[hidden]',
	});
});

test('The trigger offers exactly the events that are read', () => {
	const { properties } = new ConnectSafelyTrigger().description;
	const { options = [] } = properties.find(({ name }) => name === 'events') ?? {};
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	expect(values).toEqual([first(DATA)?.event]);
});

const raw = Buffer.from('{"a": "é"}');
const hex = createHmac('sha256', 'kF3p').update(raw).digest('hex');
const isFrom = (signature: string, secret = 'kF3p') =>
	isFromConnectSafely(
		{ raw, header: (name) => (name === 'x-webhook-signature' ? signature : '0') },
		secret,
	);

test.each([
	[`sha256=${hex}`, true],
	[`sha256=${hex.toUpperCase()}`, true],
	[`sha256=${'0'.repeat(64)}`, false],
	[`sha1=${hex}`, false],
	[hex, false],
	['sha256=', false],
	['', false],
])('A delivery with the signature %j is accepted: %j', (signature, isRight) => {
	expect(isFrom(signature)).toBe(isRight);
	expect(isFrom(signature, 'another')).toBe(false);
	expect(isFrom(signature, '')).toBe(false);
});
