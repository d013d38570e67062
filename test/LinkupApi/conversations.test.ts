import { conversationEndpointsOf } from '../../nodes/LinkupApi/conversations';
import { parseProfile } from '../../nodes/outreach/people/profile';
import { requestOf } from '../harness/fake-ask';
import { CREDENTIALS, v1 as v1Body, v2 as v2Body } from './opened';

const v1 = conversationEndpointsOf(CREDENTIALS.v1);
const v2 = conversationEndpointsOf(CREDENTIALS.v2);
const ROSA = parseProfile('rosa-quill-17');
const URL = 'https://www.linkedin.com/in/rosa-quill-17';
const AT = 1_704_100_000_000;

const row = (sender: object = { is_me: false }) => ({
	conversation_id: '2-abc',
	participant: { name: 'Rosa Quill', headline: 'Head of Operations', profile_url: URL },
	last_message: { text: 'Gladly', time: AT, sender: { name: 'Rosa Quill', ...sender } },
	unread: true,
	type: 'INBOX',
});
const first = { accountId: 'acc_v2', at: 0 };
const inbox = (...rows: object[]) =>
	v2.conversations(first).response.parse(v2Body({ conversations: rows, next_cursor: 'c2' }));

const request = { ...first, conversationId: '2-abc', profile: ROSA, size: 20 };
const message = (fields: object = {}) => ({
	text: 'Gladly',
	timestamp: AT,
	sender: 'Rosa Quill',
	sender_info: { first_name: 'Rosa', last_name: 'Quill', profile_url: URL },
	message_type: 'TEXT',
	entity_urn: 'urn:li:msg_message:m1',
	...fields,
});
const thread = (fields: object, profile = request.profile) =>
	v2
		.messages({ ...request, profile })
		.response.parse(v2Body({ messages: [message(fields)], next_cursor: null })).rows[0];
const by = (profile_url: string | null) => ({ sender_info: { profile_url } });

test('A conversation of v2 has the direction of its last message', () => {
	expect(inbox(row())).toEqual({
		rows: [
			{
				key: '2-abc',
				conversationId: '2-abc',
				owner: null,
				profile: ROSA,
				isGroup: false,
				lastActivityAt: AT,
				lastMessage: {
					key: '2-abc',
					id: null,
					at: '2024-01-01T09:06:40.000Z',
					direction: 'inbound',
					text: 'Gladly',
					kind: 'message',
					fields: {},
				},
				fields: row(),
			},
		],
		next: 'c2',
	});
	expect(inbox(row({ is_me: true })).rows[0]?.lastMessage?.direction).toBe('outbound');
});

test('A conversation of v1 has a last message of unknown direction', () => {
	const body = v1Body({ conversations: [row({})], next_cursor: null });
	expect(v1.conversations({ accountId: null, at: 0 }).response.parse(body)).toMatchObject({
		rows: [{ conversationId: '2-abc', lastMessage: { direction: 'unknown', text: 'Gladly' } }],
		next: null,
	});
});

test('A conversation of the type GROUP is a group, and needs neither a person nor a message', () => {
	const bare = { conversation_id: 7, type: 'GROUP_CHAT' };
	expect(inbox(bare).rows[0]).toMatchObject({
		conversationId: '7',
		profile: null,
		isGroup: true,
		lastActivityAt: null,
		lastMessage: null,
	});
});

test.each([
	['the other person’s address', by(`${URL}/`), 'inbound'],
	['another address of that form', by('https://www.linkedin.com/in/otto-sample'), 'outbound'],
	['an address of another form', by('https://www.linkedin.com/in/ACoAAotto-1'), 'unknown'],
	['none', by(null), 'unknown'],
	['no sender', { sender_info: null }, 'unknown'],
])('The direction of a message follows from %s', (_by, fields, direction) => {
	expect(thread(fields)?.direction).toBe(direction);
});

test('The direction of a message is unknown if the other person is', () => {
	const body = v2Body({ messages: [message()], next_cursor: null });
	const { rows } = v2.messages({ ...request, profile: null }).response.parse(body);
	expect(rows[0]?.direction).toBe('unknown');
});

test('A message has its ID, if there is one, and its time', () => {
	expect(thread({})).toMatchObject({
		id: 'urn:li:msg_message:m1',
		at: '2024-01-01T09:06:40.000Z',
		text: 'Gladly',
		kind: 'message',
	});
	expect(thread({ entity_urn: null })).toMatchObject({ id: null });
});

test.each([
	['TEXT', 'message'],
	['SYSTEM', 'system'],
	['INVITATION', 'note'],
	['invitation_note', 'note'],
	['INMAIL', 'message'],
	[null, 'message'],
])('A message of the type %s is a %s, in a conversation and as its last message', (type, kind) => {
	expect(thread({ message_type: type })?.kind).toBe(kind);
	const listed = row();
	const last = { ...listed.last_message, message_type: type };
	expect(inbox({ ...listed, last_message: last }).rows[0]?.lastMessage?.kind).toBe(kind);
});

test('Both generations have their own requests for conversations and messages, and take a cursor', () => {
	const later = { ...request, at: 'c2' };
	const nameless = { ...request, conversationId: null };
	const cookie = { login_token: 'cookie-1234', country: 'US' };
	const bodies = [
		v2.conversations(later),
		v2.messages(later),
		v2.messages(nameless),
		v1.conversations(later),
		v1.messages(later),
		v1.messages(nameless),
	].map((endpoint) => [endpoint.path, requestOf(endpoint).body]);
	const inV2 = (action: string, params: object) => [
		'/v2/messages',
		{ account_id: 'acc_v2', action, params },
	];
	expect(bodies).toEqual([
		inV2('list_inbox', { count: 20, cursor: 'c2' }),
		inV2('get_conversation', { conversation_id: '2-abc', count: 20, cursor: 'c2' }),
		inV2('get_conversation', { profile_url: URL, count: 20 }),
		['/v1/messages/inbox', { total_results: 20, next_cursor: 'c2', ...cookie }],
		[
			'/v1/messages/conversation',
			{ conversation_id: '2-abc', total_results: 20, cursor: 'c2', ...cookie },
		],
		['/v1/messages/conversation', { linkedin_url: URL, total_results: 20, ...cookie }],
	]);
});
