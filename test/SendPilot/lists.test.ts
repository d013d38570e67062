import * as endpoints from '../../nodes/SendPilot/endpoints';
import { anonymousKey } from '../../nodes/outreach/operations/pages';
import { toInboxPage, toLeadPage, toQuotaRows } from '../../nodes/SendPilot/lists';
import {
	conversationSchema,
	conversationsSchema,
	creditsSchema,
	inboxMessageSchema,
	leadSchema,
	leadsSchema,
	meSchema,
	messagesSchema,
	senderQuotaSchema,
	senderQuotasSchema,
	senderSchema,
} from '../../nodes/SendPilot/responses';
import senders from '../fixtures/SendPilot/senders.json';
import workspace from '../fixtures/SendPilot/workspace.json';
import { requestOf } from '../harness/fake-ask';

test.each([
	['nothing is said of pages', 0, undefined, 1],
	['more pages follow', 0, { totalPages: 2 }, 1],
	['it is the last page', 1, { totalPages: 2 }, null],
	['it is beyond the last', 2, { totalPages: 2 }, null],
	['pages are told in another form', 0, 'two', 1],
])('A list of leads continues, or ends, where %s', (_case, page, pagination, next) => {
	const leads = [{ id: 7, status: 'new' }];
	expect(toLeadPage(leadsSchema.parse({ leads, pagination }), page)).toEqual({
		rows: [{ key: '7', fields: leads[0] }],
		next,
	});
});

test.each([
	[{ campaignId: '', status: '' }, {}],
	[
		{ campaignId: 'camp_xyz789', status: 'DONE' },
		{ campaignId: 'camp_xyz789', status: 'DONE' },
	],
])('Leads are requested only by the filters that are given: %j', (filters, query) => {
	const request = requestOf(endpoints.leads(filters, 2, 5));
	expect(request).toEqual({
		method: 'GET',
		path: '/leads',
		query: { ...query, page: 2, limit: 5 },
	});
});

describe('Quotas', () => {
	const senders = [
		{ id: 'one', senderId: 'other', used: 1 },
		{ senderId: 'two' },
		{ name: 'Three' },
	];
	const rows = (senderId: string | null) =>
		toQuotaRows(senderQuotasSchema.parse({ senders }).senders, senderId);

	test('A quota has its sender as its key, or else all its fields', () => {
		expect(rows(null)).toEqual([
			{ key: 'one', fields: senders[0] },
			{ key: 'two', fields: senders[1] },
			{ key: anonymousKey(senders[2] ?? {}), fields: senders[2] },
		]);
	});

	test('The quota of a sender with a numeric ID is found by its digits', () => {
		const quotas = senderQuotasSchema.parse({ senders: [{ id: 7 }, { senderId: 8 }] }).senders;
		expect(toQuotaRows(quotas, '7')).toEqual([{ key: '7', fields: { id: 7 } }]);
		expect(toQuotaRows(quotas, '8')).toHaveLength(1);
	});

	test('The quotas of one sender are only its own', () => {
		expect(rows('two')).toEqual([{ key: 'two', fields: senders[1] }]);
		expect(rows('other')).toEqual([]);
	});
});

test.each([
	['a sender', senderSchema, senders.senders[0]],
	['the quota of a sender', senderQuotaSchema, { id: '1', senderId: '1', name: 'Ada' }],
	['a lead', leadSchema, workspace.leads.leads[0]],
	[
		'a conversation',
		conversationSchema,
		{
			id: 'conv_1',
			accountId: 'sender_1',
			participants: [],
			lastMessage: {},
			lastActivityAt: '2024-01-15T10:30:00.000Z',
			unreadCount: 0,
		},
	],
	[
		'a message',
		inboxMessageSchema,
		{
			id: 'msg_1',
			content: 'Hi',
			direction: 'received',
			sentAt: '2024-01-15T10:30:00.000Z',
			contentType: 'text',
		},
	],
	['the credits', creditsSchema, workspace.credits],
	['the key', meSchema, workspace.me],
])('The preview of %s has all its fields', (_what, schema, row) => {
	expect(Object.keys(schema.shape)).toEqual(Object.keys(row ?? {}));
});

test.each<[string, unknown, string | number | null]>([
	['nothing is said of pages', undefined, null],
	['pages are told in another form', 'two', null],
	['there is a token', { continuationToken: 'more', hasMore: true }, 'more'],
	['there is a token before a count of pages', { continuationToken: 'more', page: 1 }, 'more'],
	['there is a token, but no more', { continuationToken: 'more', hasMore: false }, null],
	['it is the first page of two', { page: 1, totalPages: 2 }, 1],
	['it is the last page', { page: 2, totalPages: 2 }, null],
	['only the page is counted', { page: 1 }, null],
	['only all pages are counted', { totalPages: 2 }, null],
])('The inbox continues, or ends, where %s', (_case, pagination, next) => {
	const rows = [{ id: 'c1', unreadCount: 1 }];
	const page = { rows: [{ key: 'c1', fields: rows[0] }], next };
	const conversations = conversationsSchema.parse({ conversations: rows, pagination });
	expect(toInboxPage({ ...conversations, rows: conversations.conversations })).toEqual(page);
	const messages = messagesSchema.parse({ messages: rows, pagination });
	expect(toInboxPage({ ...messages, rows: messages.messages })).toEqual(page);
});
