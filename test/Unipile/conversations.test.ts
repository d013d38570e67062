import { v1Endpoints as v1, v2Endpoints as v2 } from '../../nodes/Unipile/conversations';
import { parseProfile } from '../../nodes/outreach/people/profile';
import { requestOf } from '../harness/fake-ask';

const AT = '2024-01-01T09:06:40.000Z';
const chatV1 = (fields: object = {}) => ({
	id: 'c1',
	provider_id: '2-abc==',
	attendee_provider_id: 'ACoAArosa-1',
	type: 0,
	timestamp: AT,
	...fields,
});
const messageV1 = (fields: object = {}) => ({
	id: 'm1',
	provider_id: '2-xyz',
	text: 'Gladly',
	timestamp: AT,
	is_sender: 0,
	message_type: 'MESSAGE',
	hidden: 0,
	deleted: 0,
	is_event: 0,
	...fields,
});
const messageV2 = (fields: object = {}) => ({
	id: 'm1',
	text: 'Gladly',
	timestamp: AT,
	is_sender: false,
	is_hidden: false,
	is_deleted: false,
	is_event: false,
	...fields,
});
const chatV2 = (fields: object = {}) => ({
	id: 'c1',
	user_id: 'ACoAArosa-1',
	user: { id: 'ACoAArosa-1', public_identifier: 'rosa-quill-17', display_name: 'Rosa Quill' },
	is_1to1: true,
	is_group: false,
	last_message_timestamp: AT,
	last_message: messageV2(),
	...fields,
});

const first = { accountId: 'a1', at: 0 };
const request = { ...first, conversationId: 'c/1', profile: null, size: 20 };
const chatsV1 = (...items: object[]) =>
	v1.conversations(first).response.parse({ object: 'ChatList', items, cursor: 'next' });
const chatsV2 = (data: readonly object[], more: object = {}, at: number | string = 0) =>
	v2.conversations({ ...first, at }).response.parse({ data, ...more });
const inV1 = (fields: object) =>
	v1.messages(request).response.parse({ items: [messageV1(fields)], cursor: null }).rows[0];
const inV2 = (fields: object) =>
	v2.messages(request).response.parse({ data: [messageV2(fields)] }).rows[0];

test('A chat of v1 has the other person’s ID and no message', () => {
	expect(chatsV1(chatV1())).toEqual({
		rows: [
			{
				key: 'c1',
				conversationId: 'c1',
				owner: null,
				profile: parseProfile('ACoAArosa-1'),
				isGroup: false,
				lastActivityAt: Date.parse(AT),
				lastMessage: null,
				fields: chatV1(),
			},
		],
		next: 'next',
	});
});

test('A chat of v2 has the other person, and its last message if there is one', () => {
	expect(chatsV2([chatV2()]).rows[0]).toMatchObject({
		profile: parseProfile('rosa-quill-17'),
		isGroup: false,
		lastActivityAt: Date.parse(AT),
		lastMessage: { id: 'm1', at: AT, direction: 'inbound', text: 'Gladly', kind: 'message' },
	});
	const bare = { user: null, last_message: undefined, last_message_timestamp: null };
	expect(chatsV2([chatV2({ ...bare, updated_at: AT })]).rows[0]).toMatchObject({
		profile: parseProfile('ACoAArosa-1'),
		lastActivityAt: Date.parse(AT),
		lastMessage: null,
	});
});

test('A chat is a group only if it says so, and has a person only if it says that it is none', () => {
	const { rows: v1Rows } = chatsV1(chatV1({ type: 1 }), chatV1({ type: null }));
	const unsaid = { is_1to1: undefined };
	const { rows: v2Rows } = chatsV2([chatV2({ is_1to1: false }), chatV2(unsaid)]);
	expect(chatsV2([chatV2({ ...unsaid, is_group: true })]).rows[0]?.isGroup).toBe(true);
	for (const rows of [v1Rows, v2Rows]) {
		expect(rows.map(({ isGroup }) => isGroup)).toEqual([true, false]);
		expect(rows.map(({ profile }) => profile)).toEqual([null, null]);
	}
});

test('An ID that is not LinkedIn’s names nobody', () => {
	expect(chatsV1(chatV1({ attendee_provider_id: '4711' })).rows[0]?.profile).toBeNull();
});

test.each([
	['v1’s 1', () => inV1({ is_sender: 1 }), 'outbound', 'message'],
	['v1’s 0', () => inV1({}), 'inbound', 'message'],
	['v1, where it is missing', () => inV1({ is_sender: null }), 'unknown', 'message'],
	['v1, of an invitation', () => inV1({ message_type: 'INVITATION' }), 'inbound', 'note'],
	['v1, of an event', () => inV1({ is_event: 1 }), 'inbound', 'system'],
	['v1, deleted', () => inV1({ deleted: 1 }), 'inbound', 'system'],
	['v1, hidden', () => inV1({ hidden: 1 }), 'inbound', 'system'],
	['v2’s true', () => inV2({ is_sender: true }), 'outbound', 'message'],
	['v2’s false', () => inV2({}), 'inbound', 'message'],
	['v2, of an event', () => inV2({ is_event: true }), 'inbound', 'system'],
	['v2, deleted', () => inV2({ is_deleted: true }), 'inbound', 'system'],
	['v2, hidden', () => inV2({ is_hidden: true }), 'inbound', 'system'],
])('A message has its direction and kind: %s', (_said, read, direction, kind) => {
	expect(read()).toMatchObject({ id: 'm1', at: AT, text: 'Gladly', direction, kind });
});

test('A message without an ID is still read', () => {
	for (const read of [inV1({ id: null }), inV2({ id: undefined })]) {
		expect(read).toMatchObject({ id: null, text: 'Gladly', direction: 'inbound' });
	}
});

test('Pages of v2 are counted, or continue at a cursor if there is one', () => {
	expect(chatsV2([chatV2()]).next).toBe(1);
	expect(chatsV2([chatV2()], { total_count: 1 }).next).toBeNull();
	expect(chatsV2([]).next).toBeNull();
	expect(chatsV2([chatV2()], { next_cursor: 'c2' }).next).toBe('c2');
	expect(chatsV2([chatV2()], {}, 'c2').next).toBeNull();
});

test('Both generations have their own requests for chats and messages, and take a cursor', () => {
	const later = { ...request, at: 'c2' };
	const asked = [v1, v2].flatMap(({ conversations, messages }) =>
		[conversations(first), conversations(later), messages(request), messages(later)].map(
			(endpoint) => [endpoint.path, requestOf(endpoint).query],
		),
	);
	const [chats, thread] = ['/a1/inboxes/CLASSIC_PRIMARY/chats', '/a1/chats/c%2F1/messages'];
	expect(asked).toEqual([
		['/chats', { account_id: 'a1', limit: 50 }],
		['/chats', { account_id: 'a1', cursor: 'c2' }],
		['/chats/c%2F1/messages', { limit: 20 }],
		['/chats/c%2F1/messages', { cursor: 'c2' }],
		[chats, { limit: 50, offset: 0 }],
		[chats, { limit: 50, cursor: 'c2' }],
		[thread, { limit: 20, offset: 0 }],
		[thread, { limit: 20, cursor: 'c2' }],
	]);
});

describe('The chat with a person', () => {
	const ofV1 = (...items: object[]) =>
		v1.chatWith('a1', 'ACoAArosa-1').response.safeParse({ items, cursor: null });
	const ofV2 = (...data: object[]) => v2.chatWith('a1', 'ACoAArosa-1').response.parse({ data });

	test('The chat with a person is requested by LinkedIn’s ID', () => {
		expect(requestOf(v1.chatWith('a/1', 'ACoAA/1'))).toEqual({
			method: 'GET',
			path: '/chat_attendees/ACoAA%2F1/chats',
			query: { account_id: 'a/1', limit: 50 },
		});
		expect(requestOf(v2.chatWith('a/1', 'ACoAA/1'))).toEqual({
			method: 'GET',
			path: '/a%2F1/users/ACoAA%2F1/chat',
		});
	});

	test.each([
		['none', [], null],
		['the only one', [chatV1()], 'c1'],
		['none of a group', [chatV1({ type: 1 }), chatV1({ type: null })], null],
		['the newest', [chatV1(), chatV1({ id: 'c2', timestamp: '2024-02-01T00:00:00Z' })], 'c2'],
		['the first of those as new', [chatV1(), chatV1({ id: 'c2' })], 'c1'],
		['the dated one', [chatV1({ timestamp: null }), chatV1({ id: 'c2' })], 'c2'],
		['that of Sales Navigator', [chatV1({ attendee_provider_id: 'ACwAArosa-1' })], 'c1'],
		['one that names nobody', [chatV1({ attendee_provider_id: null })], 'c1'],
	])('The chat of v1 with a person is %s', (_which, items, chatId) => {
		expect(ofV1(...items).data).toBe(chatId);
	});

	test('The chat of v1 with a person is not taken from a list with another person’s chat', () => {
		const { error } = ofV1(chatV1(), chatV1({ attendee_provider_id: 'ACoAAnora-1' }));
		expect(error?.issues[0]?.path).toEqual(['items', 1, 'attendee_provider_id']);
	});

	const row = (chatId: string, inbox?: string, history?: boolean) => ({
		chat_id: chatId,
		inbox_id: inbox,
		has_history: history,
	});
	test.each([
		['none', [], null],
		['the first', [row('c1'), row('c2')], 'c1'],
		['LinkedIn’s own', [row('c1', 'SALES_NAVIGATOR_PRIMARY'), row('c2', 'CLASSIC_PRIMARY')], 'c2'],
		['one with messages', [row('c1', 'CLASSIC_PRIMARY', false), row('c2', 'OTHER', true)], 'c2'],
		['one without, where none has', [row('c1', 'OTHER', false), row('c2', 'OTHER', false)], 'c1'],
	])('The chat of v2 with a person is %s', (_which, data, chatId) => {
		expect(ofV2(...data)).toBe(chatId);
	});
});
