import { z } from 'zod';
import {
	idSchema,
	looseBoolean,
	looseFlag,
	looseId,
	looseNumber,
	looseText,
	openObject,
	type Row,
} from '../outreach/base/schemas';
import { readMoment, toIso } from '../outreach/base/time';
import type { Position } from '../outreach/base/vocabulary';
import { areComparable } from '../outreach/operations/about';
import {
	directionOf,
	type Conversation,
	type ConversationMessage,
	type ConversationsRequest,
	type MessagesRequest,
} from '../outreach/operations/conversations';
import { anonymousKey, type Page } from '../outreach/operations/pages';
import {
	isSamePerson,
	profileOfName,
	profileOrNull,
	type Profile,
} from '../outreach/people/profile';
import type { Endpoint } from '../outreach/provider/ask';
import type { UnipileCredential } from './credential';
import { listV1, listV2, nextOf, v1Page, v2Page, type V2Page } from './paging';
import { userSchema } from './responses';

/** v1: a row of GET /chats, without messages. `type` 0 is a chat between two people. */
const chatV1Schema = openObject({
	id: idSchema,
	attendee_provider_id: looseId,
	type: looseNumber,
	timestamp: z.unknown(),
});
type ChatV1 = z.infer<typeof chatV1Schema>;

/** v1: a row of GET /chats/{id}/messages */
const messageV1Schema = openObject({
	id: looseId,
	text: looseText,
	timestamp: z.unknown(),
	is_sender: looseFlag,
	message_type: looseText,
	hidden: looseFlag,
	deleted: looseFlag,
	is_event: looseFlag,
});
type MessageV1 = z.infer<typeof messageV1Schema>;

/** v2: a row of GET /{account}/chats/{id}/messages */
const messageV2Schema = openObject({
	id: looseId,
	text: looseText,
	timestamp: z.unknown(),
	is_sender: looseFlag,
	is_hidden: looseBoolean,
	is_deleted: looseBoolean,
	is_event: looseBoolean,
});
type MessageV2 = z.infer<typeof messageV2Schema>;

/** v2: a row of GET /{account}/inboxes/{inbox}/chats. The last message is optional. */
const chatV2Schema = openObject({
	id: idSchema,
	user_id: looseId,
	user: userSchema,
	is_1to1: looseBoolean,
	is_group: looseBoolean,
	last_message_timestamp: z.unknown(),
	updated_at: z.unknown(),
	last_message: messageV2Schema.nullish().catch(null),
});
type ChatV2 = z.infer<typeof chatV2Schema>;

const chatsV1Schema = listV1(chatV1Schema);
const messagesV1Schema = listV1(messageV1Schema);
const chatsV2Schema = listV2(chatV2Schema);
const messagesV2Schema = listV2(messageV2Schema);

/** v2: GET /{account}/users/{id}/chat. `has_history` is present if LinkedIn reports it. */
const userChatsSchema = z.object({
	data: z.array(openObject({ chat_id: idSchema, inbox_id: looseText, has_history: looseBoolean })),
});

/** Reads conversations, in both generations of Unipile. Each call is a call to LinkedIn. */
export interface ConversationEndpoints {
	/** Newest first. */
	conversations(request: ConversationsRequest): Endpoint<Page<Conversation>>;
	/** Newest first. */
	messages(request: MessagesRequest): Endpoint<Page<ConversationMessage>>;
	/** The ID of the one-to-one conversation with a person; of several, the one to continue. Null if there is none. */
	chatWith(accountId: string, memberId: string): Endpoint<string | null>;
}

export const conversationEndpointsOf = (credential: UnipileCredential): ConversationEndpoints =>
	credential.apiVersion === 'v1' ? v1Endpoints : v2Endpoints;

const CHATS_PAGE = 50;

const segment = encodeURIComponent;

/** Vendor pages *List all chats* and *List all messages from a chat* of v1. */
export const v1Endpoints: ConversationEndpoints = {
	conversations: ({ accountId, at }) => ({
		method: 'GET',
		path: '/chats',
		query: { account_id: accountId ?? '', ...v1Page(at, CHATS_PAGE) },
		response: chatsV1Schema.transform(toConversationPageV1),
	}),
	messages: ({ conversationId, at, size }) => ({
		method: 'GET',
		path: `/chats/${segment(conversationId)}/messages`,
		query: v1Page(at, size),
		response: messagesV1Schema.transform(toMessagePageV1),
	}),
	// Vendor page *List all 1to1 chats for a given attendee*.
	chatWith: (accountId, memberId) => ({
		method: 'GET',
		path: `/chat_attendees/${segment(memberId)}/chats`,
		query: { account_id: accountId, limit: CHATS_PAGE },
		response: chatsV1Schema.superRefine(onlyWith(memberId)).transform(toNewestChat),
	}),
};

/** The inbox of LinkedIn's own messages. Sales Navigator, Recruiter and company pages have separate inboxes. */
export const PRIMARY_INBOX = 'CLASSIC_PRIMARY';

/** Asks for an uncached response (vendor page *Manage cache*). */
const UNCACHED = { 'Cache-Control': 'no-cache' };

/** LinkedIn's chats can only be listed by inbox (vendor page *List chats & messages* of v2). */
export const v2Endpoints: ConversationEndpoints = {
	conversations: ({ accountId, at }) => ({
		method: 'GET',
		path: `/${segment(accountId ?? '')}/inboxes/${PRIMARY_INBOX}/chats`,
		query: v2Page(at, CHATS_PAGE),
		headers: UNCACHED,
		response: chatsV2Schema.transform((page) => toConversationPageV2(page, at)),
	}),
	messages: ({ accountId, conversationId, at, size }) => ({
		method: 'GET',
		path: `/${segment(accountId ?? '')}/chats/${segment(conversationId)}/messages`,
		query: v2Page(at, size),
		headers: UNCACHED,
		response: messagesV2Schema.transform((page) => toMessagePageV2(page, at)),
	}),
	// Vendor page *Get a User Chat*.
	chatWith: (accountId, memberId) => ({
		method: 'GET',
		path: `/${segment(accountId)}/users/${segment(memberId)}/chat`,
		headers: UNCACHED,
		response: userChatsSchema.transform(toUsualChat),
	}),
};

export function toConversationPageV1({
	items,
	cursor,
}: z.output<typeof chatsV1Schema>): Page<Conversation> {
	return { rows: items.map(toConversationV1), next: cursor };
}

function toConversationV1({ read, raw }: Row<ChatV1>): Conversation {
	const isGroup = read.type !== null && read.type !== 0;
	return {
		key: read.id,
		conversationId: read.id,
		owner: null,
		profile: read.type === 0 ? memberOf(read.attendee_provider_id) : null,
		isGroup,
		lastActivityAt: readMoment(read.timestamp),
		lastMessage: null,
		fields: raw,
	};
}

/** Fails a list of chats with a person that includes a chat with someone else. */
const onlyWith =
	(memberId: string) =>
	({ items }: z.output<typeof chatsV1Schema>, context: z.RefinementCtx) => {
		for (const [index, { read }] of items.entries()) {
			const [asked, named] = [memberId, read.attendee_provider_id].map(memberOf);
			if (!asked || !named || !areComparable(asked, named) || isSamePerson(asked, named)) continue;
			const path = ['items', index, 'attendee_provider_id'];
			context.addIssue({ code: 'custom', path, message: 'Somebody else' });
		}
	};

/** LinkedIn and Sales Navigator have separate chats. If several are equally new, the first one listed counts. */
export function toNewestChat(page: Pick<z.output<typeof chatsV1Schema>, 'items'>): string | null {
	// If the type is missing, the message could be sent to a group.
	const between = page.items.filter(({ read }) => read.type === 0);
	const chats = between.map(toConversationV1);
	const [newest] = chats.sort((one, other) => activityOf(other) - activityOf(one));
	return newest?.conversationId ?? null;
}

const activityOf = ({ lastActivityAt }: Conversation) => lastActivityAt ?? 0;

/** Chats with messages come first, then LinkedIn's own before those of other inboxes. */
export function toUsualChat({ data }: z.output<typeof userChatsSchema>): string | null {
	const written = data.filter(({ has_history: hasHistory }) => hasHistory !== false);
	const chats = written.length > 0 ? written : data;
	const usual = chats.find(({ inbox_id: inbox }) => inbox === PRIMARY_INBOX) ?? chats[0];
	return usual?.chat_id ?? null;
}

export function toConversationPageV2(
	page: z.output<typeof chatsV2Schema>,
	at: Position,
): Page<Conversation> {
	return { rows: page.data.map(toConversationV2), next: nextUnlessEmpty(page, at) };
}

function toConversationV2({ read, raw }: Row<ChatV2>): Conversation {
	const { last_message: last } = read;
	return {
		key: read.id,
		conversationId: read.id,
		owner: null,
		profile: read.is_1to1 === true ? personIn(read) : null,
		isGroup: read.is_1to1 === false || (read.is_group === true && read.is_1to1 !== true),
		lastActivityAt:
			readMoment(read.last_message_timestamp) ??
			readMoment(last?.timestamp) ??
			readMoment(read.updated_at),
		lastMessage: last ? toMessageV2({ read: last, raw: {} }) : null,
		fields: raw,
	};
}

function personIn({ user, user_id: id }: ChatV2): Profile | null {
	return (
		profileOfName(user?.public_identifier ?? null) ??
		memberOf(user?.id ?? id) ??
		profileOrNull(user?.profile_url ?? null)
	);
}

/** An ID other than LinkedIn's own would be taken for a public identifier. */
function memberOf(id: string | null): Profile | null {
	const profile = profileOrNull(id);
	return profile?.urn ? profile : null;
}

/** A page without rows or cursor is the last one, regardless of the count. */
const nextUnlessEmpty = (page: V2Page, at: Position): Position | null =>
	page.data.length === 0 && page.next_cursor === null ? null : nextOf(page, at);

export function toMessagePageV1({
	items,
	cursor,
}: z.output<typeof messagesV1Schema>): Page<ConversationMessage> {
	return { rows: items.map(toMessageV1), next: cursor };
}

function toMessageV1({ read, raw }: Row<MessageV1>): ConversationMessage {
	const isSystem = read.hidden || read.deleted || read.is_event;
	const isNote = read.message_type?.toUpperCase() === 'INVITATION';
	return {
		key: read.id ?? anonymousKey(raw),
		id: read.id,
		at: toIso(readMoment(read.timestamp)),
		direction: directionOf(read.is_sender),
		text: read.text,
		kind: isSystem ? 'system' : isNote ? 'note' : 'message',
		fields: raw,
	};
}

export function toMessagePageV2(
	page: z.output<typeof messagesV2Schema>,
	at: Position,
): Page<ConversationMessage> {
	return { rows: page.data.map(toMessageV2), next: nextUnlessEmpty(page, at) };
}

function toMessageV2({ read, raw }: Row<MessageV2>): ConversationMessage {
	const isSystem = read.is_hidden || read.is_deleted || read.is_event;
	return {
		key: read.id ?? anonymousKey(raw),
		id: read.id,
		at: toIso(readMoment(read.timestamp)),
		direction: directionOf(read.is_sender),
		text: read.text,
		kind: isSystem ? 'system' : 'message',
		fields: raw,
	};
}
