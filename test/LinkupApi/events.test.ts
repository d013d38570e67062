import { LinkupApiTrigger } from '../../nodes/LinkupApi/LinkupApiTrigger.node';
import {
	isFromLinkupApi,
	readLinkupApiEvent,
	signedText,
	SUBSCRIPTIONS,
} from '../../nodes/LinkupApi/events';
import { parseJson } from '../../nodes/outreach/http/json';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import events from '../fixtures/LinkupApi/webhook-events.json';
import { sign } from '../harness/run-webhook';
import { at, URN } from '../outreach/fakes';

const NOW = at('2026-02-24T04:55:00.000Z');
const AT = '2026-02-24T04:53:13.000Z';
const JANE_URL = 'https://www.linkedin.com/in/jane-smith';
const MESSAGE = { id: null, text: 'Thanks for connecting!', at: AT, conversationId: null };
const JANE = { publicIdentifier: 'jane-smith', url: JANE_URL, urn: null };

const read = (body: Record<string, unknown>, secrets: string[] = []) =>
	readLinkupApiEvent(body, NOW, secrets);
const accepted = (event: Record<string, unknown>) =>
	read({ account_id: 'acc_abc123', event: { type: 'accepted_invitation', ...event } });

test('The documented message is a reply with its person, text and time', () => {
	const reading = read(events.message);
	expect(reading).toEqual({
		id: null,
		events: [
			{
				event: 'reply_received',
				provider: 'linkupApi',
				accountId: 'acc_abc123',
				profile: JANE,
				occurredAt: AT,
				message: MESSAGE,
				providerEvent: events.message,
			},
		],
	});
	outreachEventSchema.strict().parse(reading.events[0]);
});

describe('Messages', () => {
	const sender = { name: 'Jane Smith', profile_url: JANE_URL };
	const message = (event: object, body: object = {}) =>
		read({
			account_id: 'acc_abc123',
			timestamp: AT,
			...body,
			event: { type: 'message', sender, message_text: 'Hello', ...event },
		}).events[0];

	test('A message in the other recorded form is read, with the time of its delivery', () => {
		const event = {
			profile_url: 'https://www.linkedin.com/in/john-doe',
			message_text: undefined,
			content: 'Hello',
			metadata: { delivered_at: 1_771_900_000_000 },
			conversation_id: '2-YWJj',
			entity_urn: 'urn:li:msg_message:1',
		};
		expect(message(event)).toMatchObject({
			event: 'reply_received',
			profile: JANE,
			occurredAt: '2026-02-24T02:26:40.000Z',
			message: {
				id: 'urn:li:msg_message:1',
				text: 'Hello',
				at: '2026-02-24T02:26:40.000Z',
				conversationId: '2-YWJj',
			},
		});
	});

	test.each([
		[{ message_text: 'a', message: 'b' }, 'a'],
		[{ message_text: '', message: 'b', text: 'c' }, 'b'],
		[{ message_text: null, message: { text: 'x' }, text: 'c', content: 'd' }, 'c'],
		[{ message_text: 7 }, null],
	])('A message with %j has the text %j', (event, text) => {
		expect(message(event)?.message?.text).toBe(text);
	});

	test('A message without a readable time has none', () => {
		expect(message({}, { timestamp: 'soon' })).toMatchObject({
			occurredAt: '2026-02-24T04:55:00.000Z',
			message: { at: null },
		});
	});

	test.each<[object, object]>([
		[{ is_me: true }, {}],
		[{ sender: { ...sender, is_me: 1 } }, {}],
		[{ from_me: 'true' }, {}],
		[{ direction: 'Outgoing' }, {}],
		[{}, { account_profile_url: `${JANE_URL}/` }],
		[{}, { account: { profile_url: JANE_URL } }],
	])('A message from the account itself is no reply: %j, beside it %j', (event, body) => {
		expect(message(event, body)).toMatchObject({ event: 'message_sent', profile: null });
		expect(message(event, body)).not.toHaveProperty('message');
	});

	test.each<[object, object, string]>([
		[{ is_group: true }, {}, 'unknown'],
		[{ message_type: 'SYSTEM' }, {}, 'unknown'],
		[{ is_me: false, direction: 'incoming' }, { account_profile: 'john-doe' }, 'reply_received'],
		[{ sender: null }, { account: { profile_url: JANE_URL } }, 'reply_received'],
	])('A message with %j, and %j beside it, is the event %s', (given, body, event) => {
		expect(message(given, body)?.event).toBe(event);
	});

	test('The text of a message has no secret', () => {
		const { message: told } = read({ event: { type: 'message', text: 'my kF3p-secret' } }, [
			'kF3p-secret',
		]).events[0] ?? { message: undefined };
		expect(told?.text).toBe('my [hidden]');
	});
});

test('A disconnection means that the account needs attention', () => {
	expect(read(events.disconnection).events).toEqual([
		{
			event: 'account_needs_attention',
			provider: 'linkupApi',
			accountId: 'acc_abc123',
			profile: null,
			occurredAt: AT,
			providerEvent: events.disconnection,
		},
	]);
});

test.each([
	['message', 'reply_received'],
	['message_received', 'reply_received'],
	['accepted_invitation', 'connection_accepted'],
	['invitation_accepted', 'connection_accepted'],
	['connection', 'connection_accepted'],
	['Connection', 'connection_accepted'],
	['disconnection', 'account_needs_attention'],
	['reaction', 'unknown'],
	['constructor', 'unknown'],
])('The type %s is the event %s, inside the event or beside it', (type, event) => {
	expect(read({ event: { type } }).events[0]?.event).toBe(event);
	expect(read({ event_type: type, event: {} }).events[0]?.event).toBe(event);
});

test.each<Record<string, unknown>>([
	{ profile_url: JANE_URL },
	{ linkedin_url: `${JANE_URL}/?trk=x` },
	{ sender_profile: 'jane-smith' },
	{ sender_profile_url: JANE_URL },
	{ public_identifier: 'jane-smith' },
	{ profile: JANE_URL },
	{ profile: { url: JANE_URL } },
	{ sender: { profile_url: JANE_URL, name: 'Jane Smith' } },
	{ connection: { public_identifier: 'jane-smith' } },
	{ invitee: { profile: { linkedin_url: JANE_URL } } },
	{ profile_url: 'https://www.linkedin.com/company/acme', public_identifier: 'jane-smith' },
	{ new_connections: [{ profile_url: JANE_URL }] },
])('The person of an event is found in %j', (event) => {
	expect(accepted(event).events.map(({ profile }) => profile)).toEqual([JANE]);
});

test('The person of an event may be named by URN alone', () => {
	const id = URN.slice(URN.lastIndexOf(':') + 1);
	expect(accepted({ profile_urn: URN }).events[0]?.profile).toEqual({
		publicIdentifier: null,
		url: `https://www.linkedin.com/in/${id}`,
		urn: URN,
	});
});

test.each<Record<string, unknown>>([
	{},
	{ sender: 'Jane' },
	{ recipient: { profile_url: JANE_URL } },
	{ profile_url: 7, sender: null, profile: ['jane-smith'] },
	{ new_connections: 'jane-smith' },
])('No person is found in %j', (event) => {
	expect(accepted(event).events.map(({ profile }) => profile)).toEqual([null]);
});

test('Several people in one delivery are one event each, with their own row', () => {
	const rows = [{ profile_url: JANE_URL }, { name: 'Nobody' }, { public_identifier: 'john-doe' }];
	const found = accepted({ new_connections: rows, count: 3 }).events;
	expect(found.map(({ profile }) => profile?.publicIdentifier)).toEqual([
		'jane-smith',
		undefined,
		'john-doe',
	]);
	expect(found[2]?.providerEvent).toEqual({
		account_id: 'acc_abc123',
		event: { type: 'accepted_invitation', count: 3, new_connections: [rows[2]] },
	});
});

test('A delivery without fields is an unknown event at the current time', () => {
	expect(read({}).events).toEqual([
		{
			event: 'unknown',
			provider: 'linkupApi',
			accountId: null,
			profile: null,
			occurredAt: '2026-02-24T04:55:00.000Z',
			providerEvent: {},
		},
	]);
});

test('A delivery keeps its own ID, and all digits of long IDs', () => {
	const body = parseJson('{"account_id":9007199254740993,"event_id":7310081824666365952}');
	const reading = read({ ...Object(body) });
	expect(reading.id).toBe('7310081824666365952');
	expect(reading.events[0]?.accountId).toBe('9007199254740993');
	expect(read({ event: { event_id: 'evt_1' } }).id).toBe('evt_1');
});

test('Secrets are hidden in every field of an event', () => {
	const event = { note: 'kF3p-secret', secret: 'another', login_token: 'AQED' };
	const [first] = read({ event }, ['kF3p-secret']).events;
	expect(first?.providerEvent).toEqual({
		event: { note: '[hidden]', secret: '[hidden]', login_token: '[hidden]' },
	});
});

test('The trigger offers exactly the events that LinkupAPI can send', () => {
	const { properties } = new LinkupApiTrigger().description;
	const { options = [] } = properties.find(({ name }) => name === 'events') ?? {};
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	expect(values).toEqual([...SUBSCRIPTIONS.keys()]);
});

describe('Signatures of deliveries', () => {
	const raw = Buffer.from('{"a": "é"}');
	const seconds = String(NOW / 1000);
	const hex = sign('kF3p', seconds, raw);
	const delivery = (signature: string, timestamp = seconds) => ({
		raw,
		header: (name: string) =>
			({ 'x-linkup-signature': signature, 'x-linkup-timestamp': timestamp })[name] ?? '',
	});

	test.each([
		[`v1=${hex}`, true],
		[`v0=abc, v1=${hex}`, true],
		[hex, false],
		[`v2=${hex}`, false],
		['', false],
	])('A delivery with the signature %s is accepted: %j', (signature, isRight) => {
		expect(isFromLinkupApi(delivery(signature), ['another', 'kF3p'], NOW)).toBe(isRight);
		expect(isFromLinkupApi(delivery(signature), ['another'], NOW)).toBe(false);
		expect(isFromLinkupApi(delivery(signature), [], NOW)).toBe(false);
		for (const now of [NOW - 301_000, NOW + 301_000]) {
			expect(isFromLinkupApi(delivery(signature), ['kF3p'], now)).toBe(false);
		}
	});

	test('The signature is made over the timestamp and the bytes', () => {
		expect(signedText(delivery('', '17')).toString()).toBe('17.{"a": "é"}');
	});
});

describe('Deliveries about many people', () => {
	const NOW_MS = Date.parse('2026-02-24T04:53:13.000Z');
	const row = (person: number) => ({ profile_url: `https://www.linkedin.com/in/person-${person}` });
	const delivery = (people: number, more: object = {}) => ({
		...more,
		event: {
			type: 'accepted_invitation',
			new_connections: Array.from({ length: people }, (_, person) => row(person)),
		},
	});
	const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`key ${key}`, 'x']));

	test('A delivery about many people is one event each, which repeats the other fields only if they are small', () => {
		const { events } = readLinkupApiEvent(delivery(1_000, wide), NOW_MS, []);
		expect(events).toHaveLength(1_000);
		expect(events[7]?.profile?.publicIdentifier).toBe('person-7');
		expect(events[7]?.providerEvent).toEqual({ event: { new_connections: [row(7)] } });
		expect(JSON.stringify(events).length).toBeLessThan(1_000_000);
		const [alone] = readLinkupApiEvent(delivery(1, wide), NOW_MS, []).events;
		expect(Object.keys(alone?.providerEvent ?? {})).toHaveLength(20_001);
	});

	test('A delivery about more than 1,000 people is one event', () => {
		const body = delivery(1_001, wide);
		const { events } = readLinkupApiEvent(body, NOW_MS, []);
		expect(events).toEqual([
			expect.objectContaining({ event: 'connection_accepted', profile: null }),
		]);
		expect(events[0]?.providerEvent).toEqual(body);
	});
});
