import { conversations, messages, ownerOf } from '../../nodes/ConnectSafely/conversations';
import { parseProfile } from '../../nodes/outreach/people/profile';
import { requestOf } from '../harness/fake-ask';

const URN = 'urn:li:msg_conversation:(urn:li:fsd_profile:ACoAAotto-1,2-abc==)';
const ROSA = {
	profileId: 'ACoAArosa-1',
	name: 'Rosa Quill',
	profileUrl: 'https://www.linkedin.com/in/rosa-quill-17',
	distance: 'DISTANCE_1',
};
const OTTO = { profileId: 'ACoAAotto-1', name: 'Otto Sample', profileUrl: null };
const row = (fields: object = {}) => ({
	conversationUrn: URN,
	conversationId: '2-abc==',
	lastActivityAt: 1_704_100_000_000,
	unreadCount: 1,
	participants: [ROSA],
	latestMessage: { text: 'Gladly', sentAt: 1_704_100_000_000, senderName: 'Rosa Quill' },
	...fields,
});
const list = (rows: readonly object[], more: object = {}) =>
	conversations({ accountId: 'a1', at: 0 }).response.parse({ conversations: rows, ...more });
const first = (fields: object) => list([row(fields)]).rows[0];

const request = { accountId: 'a1', conversationId: URN, profile: null, at: 0, size: 20 };
const thread = (...rows: object[]) =>
	messages(request).response.parse({
		messages: rows.map((fields) => ({ messageUrn: 'm1', sentAt: 1_704_100_000_000, ...fields })),
	}).rows;

test('A conversation names the other person, and not the author of its last message', () => {
	expect(list([row()])).toEqual({
		rows: [
			{
				key: URN,
				conversationId: URN,
				owner: 'ACoAAotto-1',
				profile: parseProfile('rosa-quill-17'),
				isGroup: false,
				lastActivityAt: 1_704_100_000_000,
				lastMessage: expect.objectContaining({ text: 'Gladly', direction: 'unknown' }),
				fields: row(),
			},
		],
		next: null,
	});
});

test.each([
	['by its ID', [OTTO, ROSA]],
	['by its URN', [{ ...OTTO, profileId: 'urn:li:fsd_profile:ACoAAotto-1' }, ROSA]],
	['by its distance', [{ profileId: 'otto-sample', distance: 'SELF' }, ROSA]],
])('The account is told from the other participant %s', (_how, participants) => {
	expect(first({ participants })).toMatchObject({
		isGroup: false,
		profile: { publicIdentifier: 'rosa-quill-17' },
	});
});

const VERA = { profileId: 'ACoAAvera-1' };
const nameOnly = (profileId: string) => ({ profileId });

test.each([
	['two others', [ROSA, VERA]],
	['the account and two others', [OTTO, nameOnly('rosa'), nameOnly('vera')]],
	['the account, and one of two others unreadable', [OTTO, ROSA, 'Vera']],
	['three of whom one may be the account', [nameOnly('otto'), nameOnly('rosa'), nameOnly('vera')]],
])('A conversation with %s is a group', (_who, participants) => {
	expect(first({ participants })).toMatchObject({ isGroup: true, profile: null });
});

test.each([
	['two of whom one may be the account', [nameOnly('otto'), ROSA]],
	['one other and something unreadable', [ROSA, 'Otto']],
])('A conversation with %s has an unknown person', (_who, participants) => {
	expect(first({ participants })).toMatchObject({ isGroup: false, profile: null });
});

test.each([
	['nobody', []],
	['nothing', null],
	['only something unreadable', [7]],
])('A conversation with %s counts as a group', (_who, participants) => {
	expect(first({ participants })).toMatchObject({ isGroup: true, profile: null });
});

test('The time of a conversation is a number or ISO 8601, or else that of its last message', () => {
	const sentAt = '2024-01-01T09:06:40.000Z';
	expect(first({ lastActivityAt: sentAt })?.lastActivityAt).toBe(1_704_100_000_000);
	expect(first({ lastActivityAt: null, latestMessage: { sentAt } })?.lastActivityAt).toBe(
		1_704_100_000_000,
	);
	expect(first({ lastActivityAt: null, latestMessage: null })).toMatchObject({
		lastActivityAt: null,
		lastMessage: null,
	});
});

test('A list of conversations continues at its cursor, unless the response says that there are no more', () => {
	expect(list([], { nextCursor: 'c2', hasMore: true }).next).toBe('c2');
	expect(list([], { nextCursor: 'c2', hasMore: false }).next).toBeNull();
	expect(requestOf(conversations({ accountId: null, at: 'c2' })).query).toEqual({
		count: 20,
		nextCursor: 'c2',
	});
});

test.each([
	['the ID, whatever the flag says', 'ACoAArosa-1', true, 'inbound'],
	['its own ID, whatever the flag says', 'ACoAAotto-1', false, 'outbound'],
	['its own URN', 'urn:li:fsd_profile:ACoAAotto-1', null, 'outbound'],
	['the flag where the ID is of another kind', 'ACwAAotto-1', true, 'outbound'],
	['the flag where there is no ID', null, false, 'inbound'],
	['nothing', 'rosa-quill-17', null, 'unknown'],
])('A message has its direction from %s', (_by, senderProfileId, isSentByOwner, direction) => {
	expect(thread({ senderProfileId, isSentByOwner })[0]?.direction).toBe(direction);
});

test('Messages are requested by their conversation’s URN, and have their times', () => {
	expect(requestOf(messages({ ...request, at: 'older' }))).toEqual({
		method: 'GET',
		path: `/conversations/${encodeURIComponent(URN)}/messages`,
		query: { accountId: 'a1', count: 20, sync: 'true', cursor: 'older' },
	});
	expect(thread({ text: 'Gladly' })).toEqual([
		{
			key: 'm1',
			id: 'm1',
			at: '2024-01-01T09:06:40.000Z',
			direction: 'unknown',
			text: 'Gladly',
			kind: 'message',
			fields: { messageUrn: 'm1', sentAt: 1_704_100_000_000, text: 'Gladly' },
		},
	]);
});

test('A URN of another form names no owner, and a conversation without a URN is an error', () => {
	expect(ownerOf('2-abc==')).toBeNull();
	expect(() => list([row({ conversationUrn: null })])).toThrow('conversationUrn');
});
