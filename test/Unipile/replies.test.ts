import { readUnipileEvent } from '../../nodes/Unipile/events';
import { outreachEventSchema } from '../../nodes/outreach/trigger/events';
import { at } from '../outreach/fakes';

const NOW = at('2026-02-24T04:55:00.000Z');
const AT = '2026-02-20T08:00:00.000Z';
const OWN = 'ACoAAOwnAccount12';
const ID = 'ACoAAJaneSmith123';
const URN = `urn:li:fsd_profile:${ID}`;
const URL_OF_JANE = 'https://www.linkedin.com/in/jane-smith';
const JANE = { publicIdentifier: 'jane-smith', url: URL_OF_JANE, urn: URN };
const MESSAGE = { id: 'msg_1', text: 'Hello', at: AT, conversationId: 'chat_1' };

const read = (body: Record<string, unknown>, secrets: string[] = []) =>
	readUnipileEvent(body, NOW, secrets);
const wordOf = (body: Record<string, unknown>) => read(body).event.event;

const attendee = (id: string | null) => ({ attendee_provider_id: id, attendee_name: 'N' });
const SENDER = {
	attendee_id: 'att_1',
	attendee_name: 'Jane Smith',
	attendee_provider_id: ID,
	attendee_profile_url: URL_OF_JANE,
};
const v1 = (more: object = {}) => ({
	event: 'message_received',
	account_id: 'acc_1',
	account_type: 'LINKEDIN',
	account_info: { type: 'LINKEDIN', feature: 'classic', user_id: OWN },
	chat_id: 'chat_1',
	timestamp: AT,
	webhook_name: 'n8n Unipile Trigger',
	message_id: 'msg_1',
	message: 'Hello',
	sender: SENDER,
	attendees: [attendee(ID)],
	attachments: [],
	...more,
});
const v2 = (payload: object = {}, more: object = {}) => ({
	id: 'evt_1',
	type: 'message.new',
	created_at: '2026-02-24T04:50:00.000Z',
	account_id: 'acc_1',
	account_provider: 'linkedin',
	payload: {
		id: 'msg_1',
		text: 'Hello',
		sender_id: ID,
		chat_id: 'chat_1',
		timestamp: AT,
		is_sender: false,
		sender: { id: ID, public_identifier: 'jane-smith' },
		...payload,
	},
	...more,
});

test.each([
	['v1', v1()],
	['v2', v2()],
])('A message of %s from another person is a reply, with its own time', (_version, body) => {
	const { event, status } = read(body);
	expect(event).toEqual({
		event: 'reply_received',
		provider: 'unipile',
		accountId: 'acc_1',
		profile: JANE,
		occurredAt: AT,
		message: MESSAGE,
		providerEvent: body,
	});
	outreachEventSchema.strict().parse(event);
	expect(status).toBeNull();
});

test('A message of v1 is identified by its own ID, and one of v2 by its delivery', () => {
	expect(read(v1()).id).toBe(read(v1({ message: 'Other' })).id);
	expect(read(v1()).id).not.toBe(read(v1({ message_id: 'msg_2' })).id);
	expect(read(v1({ message_id: null })).id).toBeNull();
	expect(read(v2()).id).toBe('evt_1');
});

const MARKS: object[] = [
	{ is_event: true },
	{ is_event: 1 },
	{ is_group: true },
	{ is_group: 'true' },
	{ is_group: { id: 1 } },
	{ is_hidden: true },
	{ is_deleted: true },
	{ deleted: 1 },
	{ hidden: 1 },
	{ message_type: 'INVITATION' },
	{ attendees: [attendee(ID), attendee('ACoAAThird'), attendee(OWN)] },
	{ attendees: [attendee(ID), { ...attendee('ACoAAThird'), is_self: false }] },
	{ attendees: [attendee(ID), attendee(null)] },
	{ attendees: ['Jane', 'John'] },
	{ attendees: 'Jane' },
];
test.each(MARKS)('A message with %j is no reply', (mark) => {
	for (const body of [v1(mark), v2(mark)]) {
		expect(wordOf(body)).toBe('unknown');
		expect(read(body).event).not.toHaveProperty('message');
	}
});

test.each<[object, string]>([
	[{ is_event: 0, deleted: 0, hidden: 0, is_group: false }, 'reply_received'],
	[{ message_type: 'INMAIL' }, 'reply_received'],
	[{ attendees: undefined }, 'reply_received'],
	[{ attendees: [] }, 'reply_received'],
	[{ attendees: [attendee(ID), attendee(OWN)] }, 'reply_received'],
	[{ attendees: [{ attendee_id: 'att_1' }] }, 'reply_received'],
	[{ attendees: [attendee(ID), { is_self: true }] }, 'reply_received'],
	[{ attendees: [attendee(ID), attendee('ACoAAThird')] }, 'unknown'],
	[{ account_info: { user_id: ID } }, 'message_sent'],
	[{ account_info: { user_id: URN } }, 'message_sent'],
	[{ is_sender: 1 }, 'message_sent'],
	[{ account_info: {} }, 'unknown'],
	[{ account_info: null, is_sender: 0 }, 'unknown'],
	[{ sender: { ...SENDER, attendee_provider_id: null } }, 'unknown'],
	[{ sender: 'Jane' }, 'unknown'],
	// A person has a different ID in each product.
	[{ sender: { ...SENDER, attendee_provider_id: 'ACwAAJaneSmith123' } }, 'unknown'],
	[{ account_type: 'WHATSAPP' }, 'unknown'],
	[{ account_type: undefined }, 'unknown'],
	[{ event: 'message_edited' }, 'unknown'],
])('A message of v1 with %j is the event %s', (more, event) => {
	expect(wordOf(v1(more))).toBe(event);
});

const NOBODY = { sender: undefined, sender_id: undefined };
test.each<[object, string]>([
	[{ is_sender: true }, 'message_sent'],
	[{ is_sender: false, account_info: { user_id: ID } }, 'message_sent'],
	[{ is_sender: undefined }, 'unknown'],
	[{ is_sender: 'perhaps' }, 'unknown'],
	[{ is_sender: undefined, account_info: { user_id: OWN } }, 'reply_received'],
	[{ is_sender: undefined, account_info: { user_id: OWN }, ...NOBODY }, 'unknown'],
	// One of two may be a third person.
	[{ attendees: [{ provider_id: OWN }, { provider_id: ID }] }, 'unknown'],
	[{ attendees: [{ id: 'a' }, { id: 'b' }] }, 'unknown'],
	[{ attendees: [{ id: 'a' }, { id: 'b' }, { id: ID }] }, 'unknown'],
	[{ attendees: [{ provider_id: OWN }, { provider_id: ID }], is_group: false }, 'reply_received'],
	[{ attendees: [{ id: 'a' }, { id: 'b' }, { id: ID }], is_group: false }, 'unknown'],
])('A message of v2 with %j is the event %s', (payload, event) => {
	expect(wordOf(v2(payload))).toBe(event);
});

test('A message of v2 is also read by the other recorded names, and is unknown without any', () => {
	const payload = {
		is_sender: false,
		sender_public_identifier: 'jane-smith',
		sender_provider_id: ID,
		message_id: 'msg_1',
		body: 'Hello',
		chat_id: 'chat_1',
	};
	const { event } = read({ ...v2(), payload });
	expect(event.profile).toEqual(JANE);
	expect(event.message).toEqual({ ...MESSAGE, at: null });
	expect(event.occurredAt).toBe('2026-02-24T04:50:00.000Z');
	for (const odd of [undefined, null, 'text', [], {}]) {
		expect(wordOf({ ...v2(), payload: odd })).toBe('unknown');
	}
	expect(wordOf(v2({}, { account_provider: 'whatsapp' }))).toBe('unknown');
	expect(wordOf(v2({}, { account_provider: undefined }))).toBe('reply_received');
});

test('The text of a message is null if there is none, and its secrets are hidden', () => {
	expect(read(v1({ message: null })).event.message?.text).toBeNull();
	expect(read(v1({ message: 'my kF3p-secret' }), ['kF3p-secret']).event.message?.text).toBe(
		'my [hidden]',
	);
});

test.each<[string, Record<string, unknown>, boolean]>([
	['names no sender that compares', v1({ account_info: null }), true],
	['says of no network', v1({ account_type: undefined }), true],
	['does not say who wrote it', v2({ is_sender: undefined }), true],
	['may be a group’s', v2({ attendees: [{ id: 'a' }, { id: 'b' }] }), true],
	['has no payload', { ...v2(), payload: null }, true],
	['is a reply', v2(), false],
	['is the account’s own', v2({ is_sender: true }), false],
	['is a group’s, as it says', v2({ is_group: true, is_sender: undefined }), false],
	['is of more than two people, one of them the account', v1({ attendees: ['A', 'B'] }), false],
	['is of another network', v2({ is_sender: undefined }, { account_provider: 'whatsapp' }), false],
	['is another event', { ...v2(), type: 'relation.new' }, false],
])('A message that %s is unclear only if it may be a reply (%#)', (_what, body, isUnclear) => {
	expect(read(body).isUnclear).toBe(isUnclear);
});
