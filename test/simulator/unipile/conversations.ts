import {
	conversationOf,
	conversationsOf,
	ownIdOf,
	type WorldConversation,
	type WorldMessage,
} from '../conversations';
import { answer, whole } from '../http';

import { v2Problem, type Context, type OfAccount } from './common';
import { notFound, page } from './v1-lists';
import { user } from './v2-lists';
import { iso } from '../world';

const unipileAccounts = ({ world }: Context) => [...world.unipile.accounts.v1.values()];

/** v1: GET /chats */
export const chatsV1: OfAccount = (context) => {
	const { world, account, request } = context;
	return page(context, conversationsOf(world, account.id, !request.query.has('cursor')), {
		object: 'ChatList',
		key: ({ id }) => id,
		show: ({ id, one, messages: [last] }) => ({
			object: 'Chat',
			id,
			account_id: account.id,
			account_type: 'LINKEDIN',
			provider_id: id,
			attendee_provider_id: one.urnId,
			name: null,
			type: 0,
			timestamp: iso(last.at),
			unread_count: last.isOwn ? 0 : 1,
			folder: ['INBOX'],
		}),
	});
};

/** v1: GET /chats/{id}/messages. A chat is of one account. */
export const messagesV1 = (context: Context, id = '') => {
	const found = unipileAccounts(context)
		.map((account) => conversationOf(context.world, account.id, id))
		.find((one) => one !== undefined);
	if (!found) return notFound();
	return page(context, found.messages, {
		object: 'MessageList',
		key: (message: WorldMessage) => message.id,
		show: (message) => ({
			object: 'Message',
			id: message.id,
			chat_id: found.id,
			sender_id: senderOf(message, found),
			text: message.text,
			timestamp: iso(message.at),
			is_sender: message.isOwn ? 1 : 0,
			message_type: 'MESSAGE',
			attachments: [],
			hidden: 0,
			deleted: 0,
			is_event: 0,
		}),
	});
};

const senderOf = (message: WorldMessage, { one }: WorldConversation) =>
	message.isOwn ? ownIdOf(message.accountId) : one.urnId;

const messageV2 = (message: WorldMessage, conversation: WorldConversation) => ({
	object: 'Message',
	id: message.id,
	text: message.text,
	sender_id: senderOf(message, conversation),
	chat_id: conversation.id,
	timestamp: iso(message.at),
	is_sender: message.isOwn,
	is_hidden: false,
	is_deleted: false,
	is_event: false,
	attachments: [],
});

/** v2: GET /{account}/inboxes/{inbox}/chats; everything is in the primary inbox, without last messages. */
export const chatsV2: OfAccount = (context, inbox) => {
	const { request, world, account } = context;
	if (inbox !== 'CLASSIC_PRIMARY') return v2Problem(404, 'provider/resource_not_found');
	const offset = whole(request.query, 'offset', 0);
	const all = conversationsOf(world, account.id, offset === 0);
	const limit = Math.max(1, whole(request.query, 'limit', 20, 100));
	const data = all.slice(offset, offset + limit).map(({ id, one, messages: [last] }) => ({
		object: 'Chat',
		id,
		name: one.publicIdentifier,
		user_id: one.urnId,
		user: user(one),
		is_1to1: true,
		is_group: false,
		type: '1to1',
		last_message_timestamp: iso(last.at),
		unread_count: last.isOwn ? 0 : 1,
	}));
	return answer(200, { data, total_count: all.length });
};

/** v2: GET /{account}/chats/{id}/messages */
export const messagesV2: OfAccount = ({ request, world, account }, id = '') => {
	const found = conversationOf(world, account.id, id);
	if (!found) return v2Problem(404, 'provider/resource_not_found');
	const offset = whole(request.query, 'offset', 0);
	const limit = Math.max(1, whole(request.query, 'limit', 20, 100));
	const data = found.messages
		.slice(offset, offset + limit)
		.map((message) => messageV2(message, found));
	return answer(200, { data, total_count: found.messages.length });
};
