import { accountOf, failure, noAccount } from './common';
import { conversationOf, conversationsOf, ownIdOf, type WorldMessage } from '../conversations';
import { answer, whole, type ProviderAnswer } from '../http';
import { nameOf, profileUrl } from '../people';
import { iso, type World } from '../world';

const urnOf = (accountId: string, id: string) =>
	`urn:li:msg_conversation:(urn:li:fsd_profile:${ownIdOf(accountId)},${id})`;

/** GET /conversations: the sender of the last message is a name alone. */
export function listConversations(query: URLSearchParams, world: World): ProviderAnswer {
	const account = accountOf(world, query.get('accountId'));
	if (!account) return noAccount();
	const start = whole(query, 'nextCursor', 0);
	const all = conversationsOf(world, account.id, start === 0);
	const end = start + Math.max(1, whole(query, 'count', 20, 50));
	const conversations = all.slice(start, end).map(({ id, one, messages: [last] }) => ({
		conversationUrn: urnOf(account.id, id),
		conversationId: id,
		lastActivityAt: iso(last.at),
		unreadCount: last.isOwn ? 0 : 1,
		participants: [
			{
				profileId: one.urnId,
				name: nameOf(one),
				headline: one.headline,
				profileUrl: profileUrl(one),
				distance: 'DISTANCE_1',
			},
		],
		latestMessage: {
			text: last.text,
			sentAt: iso(last.at),
			senderName: last.isOwn ? account.firstName : nameOf(one),
			hasAttachment: false,
		},
		source: 'linkedin_inbox',
		salesNavThreadId: null,
	}));
	const hasMore = end < all.length;
	return answer(200, {
		success: true,
		conversations,
		accounts: [],
		nextCursor: hasMore ? String(end) : null,
		hasMore,
		fromCache: true,
	});
}

/** GET /conversations/{urn}/messages */
export function listMessages(urn: string, query: URLSearchParams, world: World): ProviderAnswer {
	const account = accountOf(world, query.get('accountId'));
	if (!account) return noAccount();
	const id = /,([^)]+)\)$/.exec(urn)?.[1] ?? '';
	const conversation = conversationOf(world, account.id, id);
	if (!conversation) return failure(404, 'Conversation not found');
	const { one, messages } = conversation;
	const row = (message: WorldMessage) => ({
		messageUrn: `urn:li:msg_message:(urn:li:fsd_profile:${ownIdOf(account.id)},${message.id})`,
		text: message.text,
		sentAt: message.at,
		senderProfileId: message.isOwn ? ownIdOf(account.id) : one.urnId,
		senderName: message.isOwn ? account.firstName : nameOf(one),
		isSentByOwner: message.isOwn,
		hasAttachment: false,
		attachments: [],
	});
	const page = messages.slice(0, whole(query, 'count', 50, 50)).map(row);
	return answer(200, {
		success: true,
		messages: page,
		participants: [],
		hasMore: page.length < messages.length,
		cursor: page.length < messages.length ? 'older' : null,
	});
}
