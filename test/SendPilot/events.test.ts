import { SendPilotTrigger } from '../../nodes/SendPilot/SendPilotTrigger.node';
import { readSendPilotEvent, SEND_PILOT_EVENTS } from '../../nodes/SendPilot/events';
import { parseJson } from '../../nodes/outreach/http/json';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import events from '../fixtures/SendPilot/webhook-events.json';
import { at } from '../outreach/fakes';

const NOW = at('2026-02-24T04:53:13.750Z');
const JOHN = {
	publicIdentifier: 'john-doe',
	url: 'https://www.linkedin.com/in/john-doe',
	urn: null,
};
const ACCEPTED = events['connection_request.accepted'];
/** The message's text, by name of the event. */
const TEXTS = new Map<string, string>([
	['reply.received', 'Hi! Thanks for reaching out.'],
	['message.received', 'Thanks for reaching out!'],
]);

const read = (body: Record<string, unknown>, secrets: string[] = []) =>
	readSendPilotEvent(body, NOW, secrets);
const first = (body: Record<string, unknown>, secrets?: string[]) => {
	const [event] = read(body, secrets)?.events ?? [];
	if (!event) throw new TypeError('Not read');
	return event;
};

type Row = [keyof typeof events, event: string, string | null, object | null, occurredAt: string];
const [SENDER, AT] = ['sender_def456', '2024-02-24T10:30:00.000Z'];
test.each<Row>([
	['connection_request.accepted', 'connection_accepted', SENDER, JOHN, AT],
	['connection.accepted', 'connection_accepted', SENDER, JOHN, AT],
	['connection_request.sent', 'connection_request_sent', SENDER, JOHN, AT],
	['reply.received', 'reply_received', SENDER, JOHN, '2024-02-24T14:30:00.000Z'],
	['message.received', 'reply_received', SENDER, JOHN, AT],
	['message.sent', 'message_sent', SENDER, JOHN, AT],
	['lead.status.changed', 'lead_updated', null, JOHN, AT],
	['lead.updated', 'lead_updated', null, JOHN, AT],
	['lead_database.search.completed', 'search_completed', null, null, AT],
])('The documented %s is the event %s', (name, event, accountId, profile, occurredAt) => {
	const reading = read(events[name]);
	expect(reading?.id).toBe(events[name].eventId);
	const message = TEXTS.has(name)
		? { message: { id: null, text: TEXTS.get(name), at: occurredAt, conversationId: null } }
		: {};
	const rest = { ...message, providerEvent: events[name] };
	expect(reading?.events).toEqual([
		{ event, provider: 'sendPilot', accountId, profile, occurredAt, ...rest },
	]);
	outreachEventSchema.strict().parse(reading?.events[0]);
});

test.each([
	[{ reply: 'a', message: 'b', messagePreview: 'c', replyPreview: 'd' }, 'a'],
	[{ reply: '', message: 'b', messagePreview: 'c', replyPreview: 'd' }, 'b'],
	[{ message: null, messagePreview: 'c', replyPreview: 'd' }, 'c'],
	[{ replyPreview: 'd' }, 'd'],
	[{ reply: { text: 'a' } }, null],
	['text', null],
])('A reply with %j has the text %j', (data, text) => {
	const { event, message } = first({ eventType: 'reply.received', data, timestamp: 'soon' });
	expect([event, message]).toEqual([
		'reply_received',
		{ id: null, text, at: null, conversationId: null },
	]);
});

test('The text of a reply has no secret', () => {
	const body = { eventType: 'reply.received', data: { reply: 'the whsec-1234 of theirs' } };
	expect(first(body, ['whsec-1234']).message?.text).toBe('the [hidden] of theirs');
});

test('The trigger offers exactly the events of both generations', () => {
	const { properties } = new SendPilotTrigger().description;
	const { options = [] } = properties.find(({ name }) => name === 'events') ?? {};
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	expect(new Set(values)).toEqual(new Set(['all', ...Object.values(SEND_PILOT_EVENTS)]));
});

test.each(['lead.archived', 'constructor', '__proto__', 'toString'])(
	'An event with the name %s is unknown',
	(eventType) => {
		expect(first({ ...ACCEPTED, eventType }).event).toBe('unknown');
	},
);

test('The case of an event’s name does not matter', () => {
	expect(first({ ...ACCEPTED, eventType: ' Connection_Request.Accepted ' }).event).toBe(
		'connection_accepted',
	);
});

test.each([
	['no event type', { ...ACCEPTED, eventType: undefined }],
	['an empty event type', { ...ACCEPTED, eventType: ' ' }],
	['a number as its event type', { ...ACCEPTED, eventType: 7 }],
])('A delivery with %s is no event', (_what, body) => {
	expect(read(body)).toBeNull();
});

test('A delivery needs only its event type', () => {
	expect(read({ eventType: 'connection.accepted' })).toEqual({
		id: null,
		events: [
			{
				event: 'connection_accepted',
				provider: 'sendPilot',
				accountId: null,
				profile: null,
				occurredAt: '2026-02-24T04:53:13.750Z',
				providerEvent: { eventType: 'connection.accepted' },
			},
		],
	});
	expect(first({ eventType: 'x', data: 'text', timestamp: {} }).profile).toBeNull();
});

test('The time of acceptance counts only if it is a time', () => {
	const body = (acceptedAt: unknown) => ({ ...ACCEPTED, data: { ...ACCEPTED.data, acceptedAt } });
	expect(first(body('just now')).occurredAt).toBe('2024-02-24T10:30:05.000Z');
	expect(first(body(1708770000)).occurredAt).toBe('2024-02-24T10:20:00.000Z');
});

test('An address that names no person is ignored', () => {
	const linkedinUrl = 'https://www.linkedin.com/company/acme';
	const body = { ...ACCEPTED, data: { ...ACCEPTED.data, linkedinUrl } };
	expect(first(body)).toMatchObject({ profile: null, accountId: 'sender_def456' });
});

test('Long numbers keep their digits', () => {
	const body = parseJson(
		'{"eventType":"message.sent","eventId":7310081824666365952,"data":{"senderId":9007199254740993}}',
	);
	const reading = read({ ...Object(body) });
	expect(reading?.id).toBe('7310081824666365952');
	expect(reading?.events[0]).toMatchObject({
		accountId: '9007199254740993',
		providerEvent: { data: { senderId: '9007199254740993' } },
	});
});

test('Secrets are hidden in every field of an event', () => {
	const data = { note: 'key whsec-1234!', apiKey: 'another', webhookSecret: 'whsec-1234' };
	const { providerEvent } = first({ ...ACCEPTED, data }, ['whsec-1234', '']);
	expect(providerEvent.data).toEqual({
		note: 'key [hidden]!',
		apiKey: '[hidden]',
		webhookSecret: '[hidden]',
	});
});
