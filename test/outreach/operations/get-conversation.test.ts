import type { ConversationMessage } from '../../../nodes/outreach/operations/conversations';
import {
	getConversation,
	messageSchema,
	NO_CONVERSATION,
	toConversationReport,
} from '../../../nodes/outreach/operations/get-conversation';

type Direction = ConversationMessage['direction'];
const row = (
	id: string,
	direction: Direction,
	at: string | null = null,
	kind: ConversationMessage['kind'] = 'message',
): ConversationMessage => ({ key: id, id, at, direction, text: id, kind, fields: {} });
const [EARLY, LATE] = ['2024-01-01T10:00:00Z', '2024-01-02T10:00:00Z'] as const;
const report = (rows: ConversationMessage[], next: string | null = null, limit = 20) =>
	toConversationReport('conv_1', { rows, next }, limit);

test('The newest messages are returned first, in whatever order the provider lists them', () => {
	const rows = [
		row('old', 'outbound', '2024-01-01T10:00:00Z'),
		row('new', 'inbound', '2024-01-03T10:00:00Z'),
		row('middle', 'outbound', '2024-01-02T10:00:00Z'),
	];
	const found = report(rows, null, 2);
	expect(found.messages.map(({ id }) => id)).toEqual(['new', 'middle']);
	expect(found).toMatchObject({
		outcome: 'found',
		replied: true,
		awaitingReply: true,
		lastMessageAt: '2024-01-03T10:00:00Z',
	});
});

test('The last message is unknown if a message has no time and both sides wrote', () => {
	const rows = [row('first', 'outbound'), row('second', 'inbound', '2024-01-03T10:00:00Z')];
	expect(report(rows)).toMatchObject({ replied: true, awaitingReply: null, lastMessageAt: null });
	expect(report(rows).messages.map(({ id }) => id)).toEqual(['first', 'second']);
});

/** A later message, and an earlier one. */
const two = (later: Direction, earlier: Direction) => [
	row('a', later, LATE),
	row('b', earlier, EARLY),
];

test.each([
	['only outbound', [row('a', 'outbound')], null, false, false],
	['inbound beyond the limit', two('outbound', 'inbound'), null, true, false],
	['outbound, with more pages', [row('a', 'outbound')], 'more', null, false],
	['an unknown author', [row('a', 'unknown')], null, null, null],
	['an unknown author before a reply', two('inbound', 'unknown'), null, true, true],
	['an unknown author before the account’s own', two('outbound', 'unknown'), null, null, false],
] as const)(
	'A conversation shows whether the person replied and whether a reply is awaited: %s',
	(_which, rows, next, replied, awaitingReply) => {
		expect(report([...rows], next, 1)).toMatchObject({ replied, awaitingReply });
	},
);

test('A note and a system message do not count as messages', () => {
	const rows = [row('n', 'inbound', null, 'note'), row('s', 'inbound', null, 'system')];
	expect(report(rows)).toEqual({
		outcome: 'none',
		conversationId: 'conv_1',
		replied: false,
		awaitingReply: false,
		lastMessageAt: null,
		messages: [],
	});
});

test.each([
	['a conversation', report(two('inbound', 'unknown'))],
	['no conversation', NO_CONVERSATION],
])('A report of %s fits the schema of its operation', (_what, found) => {
	expect(getConversation.report.strict().parse(found)).toEqual(found);
	for (const one of found.messages) expect(messageSchema.strict().parse(one)).toEqual(one);
});
