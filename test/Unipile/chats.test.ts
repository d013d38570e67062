import {
	getConversationViaUnipile as readConversation,
	messagesWith,
} from '../../nodes/Unipile/operations';
import { failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened } from './opened';

const ID = 'ACoAArosa-quill-17';
const ROSA = inputOf({ accountId: 'a1', profile: ID });

describe('People without a chat', () => {
	const read = async (
		version: 'v1' | 'v2',
		status: number,
		type: string,
		detail = 'Not found.',
	) => {
		const error = { object: 'Error', status, type, title: 'Refused', detail };
		return await opened(version, reply(status, error)).call(readConversation, ROSA);
	};

	test('A person unknown to v1 has no conversation', async () => {
		const { report } = valueOf(await read('v1', 404, 'errors/resource_not_found', 'Not found.'));
		expect(report).toMatchObject({ outcome: 'none', conversationId: null, messages: [] });
	});

	test.each<['v1' | 'v2', number, string, string]>([
		['v1', 404, 'errors/invalid_resource_identifier', 'Not found.'],
		['v1', 422, 'errors/resource_not_found', 'Not found.'],
		['v1', 404, 'errors/resource_not_found', 'Account a1 was not found.'],
		['v2', 404, 'api/resource_not_found', 'Not found.'],
		['v2', 404, 'provider/resource_not_found', 'Not found.'],
	])('Any other refusal of %s is an error: %d %s %s', async (version, status, type, detail) => {
		failureIn(await read(version, status, type, detail));
	});

	test('A conversation is an error if v1 does not find the chat itself', async () => {
		const chat = { id: 'c1', attendee_provider_id: ID, type: 0, timestamp: null };
		const lost = reply(404, { object: 'Error', status: 404, type: 'errors/resource_not_found' });
		const { call } = opened('v1', reply(200, { items: [chat], cursor: null }), lost);
		failureIn(await call(readConversation, ROSA));
	});
});

describe('Later pages of messages', () => {
	const row = (id: string) => ({ id, text: 'Hi', timestamp: null, is_sender: true });
	const PAGES = {
		v1: {
			chat: { items: [{ id: 'c 1', attendee_provider_id: ID, type: 0, timestamp: null }] },
			first: { items: [row('m2')], cursor: 'older 1' },
			last: { items: [row('m1')], cursor: null },
			path: '/chats/c%201/messages',
			query: { cursor: 'older 1' },
		},
		v2: {
			chat: { data: [{ chat_id: 'c 1' }] },
			first: { data: [row('m2')], total_count: 2 },
			last: { data: [row('m1')], total_count: 2 },
			path: '/a1/chats/c%201/messages',
			query: { limit: 100, offset: 1 },
		},
	};

	test.each(['v1', 'v2'] as const)('Later messages are of the same chat (%s)', async (version) => {
		const { chat, first, last, path, query } = PAGES[version];
		const { api } = opened(version, reply(200, chat), reply(200, first));
		const { next } = valueOf(await messagesWith(api, ROSA, 0, null));
		// Another run, which no longer knows the chat.
		const later = opened(version, reply(200, last));
		expect(valueOf(await messagesWith(later.api, ROSA, next ?? 0, null))).toMatchObject({
			rows: [{ key: 'm1' }],
			next: null,
		});
		expect(later.requests).toEqual([{ method: 'GET', path, query }]);
	});

	test.each(['older 1', 50, '["c1"]'])('A page of messages from %j on is an error', async (at) => {
		const { api, requests } = opened('v1', reply(200, {}));
		failureIn(await messagesWith(api, ROSA, at, null));
		expect(requests).toEqual([]);
	});
});
