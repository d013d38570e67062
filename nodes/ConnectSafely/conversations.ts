import { z } from 'zod';
import {
	idSchema,
	looseBoolean,
	looseId,
	looseText,
	openObject,
	openObjectOrNull,
	type Row,
	rowsOf,
} from '../outreach/base/schemas';
import { readMoment, toIso } from '../outreach/base/time';
import {
	directionOf,
	type Conversation,
	type ConversationMessage,
	type ConversationsRequest,
	type MessageDirection,
	type MessagesRequest,
} from '../outreach/operations/conversations';
import { anonymousKey, type Page } from '../outreach/operations/pages';
import { profileOrNull, type Profile } from '../outreach/people/profile';
import type { Endpoint } from '../outreach/provider/ask';

/** The usual page size according to the vendor page *List conversations*. */
const CONVERSATIONS_PAGE = 20;

const participantSchema = openObject({
	profileId: looseId,
	profileUrl: looseText,
	distance: looseText,
});

/** A row of GET /conversations (vendor page *List conversations*). Does not include the author of the last message. */
export const conversationSchema = openObject({
	conversationUrn: idSchema,
	lastActivityAt: z.unknown(),
	// An unreadable one still counts.
	participants: z.array(participantSchema.nullable().catch(null)).nullish().catch(null),
	latestMessage: openObjectOrNull({ text: looseText, sentAt: z.unknown() }),
});
type ListedConversation = z.infer<typeof conversationSchema>;

/** GET /conversations */
const conversationsSchema = z.object({
	conversations: rowsOf(conversationSchema),
	nextCursor: looseText,
	hasMore: looseBoolean,
});

/** A row of GET /conversations/{urn}/messages (vendor page *Get messages*). `sentAt` is in ms. */
export const messageSchema = openObject({
	messageUrn: looseId,
	text: looseText,
	sentAt: z.unknown(),
	senderProfileId: looseId,
	isSentByOwner: looseBoolean,
});
type Message = z.infer<typeof messageSchema>;

/** GET /conversations/{urn}/messages; `cursor` is the position of older messages. */
const messagesSchema = z.object({
	messages: rowsOf(messageSchema),
	cursor: looseText,
	hasMore: looseBoolean,
});

const account = (accountId: string | null): Record<string, string> =>
	accountId === null ? {} : { accountId };

/** Newest first. */
export const conversations = ({
	accountId,
	at,
}: ConversationsRequest): Endpoint<Page<Conversation>> => ({
	method: 'GET',
	path: '/conversations',
	query: {
		...account(accountId),
		count: CONVERSATIONS_PAGE,
		...(typeof at === 'string' ? { nextCursor: at } : {}),
	},
	response: conversationsSchema.transform(toConversationPage),
});

/** Newest first. The provider fetches messages it does not have yet from LinkedIn. */
export const messages = ({
	accountId,
	conversationId,
	at,
	size,
}: MessagesRequest): Endpoint<Page<ConversationMessage>> => ({
	method: 'GET',
	path: `/conversations/${encodeURIComponent(conversationId)}/messages`,
	query: {
		...account(accountId),
		count: size,
		sync: 'true',
		...(typeof at === 'string' ? { cursor: at } : {}),
	},
	response: messagesSchema.transform((page) => toMessagePage(page, conversationId)),
});

/** Both lists report whether there is a next page, and its cursor. */
const nextOf = (cursor: string | null, hasMore: boolean | null) =>
	hasMore === false ? null : cursor;

export function toConversationPage({
	conversations: rows,
	nextCursor,
	hasMore,
}: z.output<typeof conversationsSchema>): Page<Conversation> {
	return { rows: rows.map(toConversation), next: nextOf(nextCursor, hasMore) };
}

function toConversation({ read, raw }: Row<ListedConversation>): Conversation {
	const { conversationUrn: conversationId, latestMessage } = read;
	const owner = ownerOf(conversationId);
	const { isGroup, other } = peopleIn(read.participants ?? [], owner);
	return {
		key: conversationId,
		conversationId,
		owner,
		profile: other && personOf(other),
		isGroup,
		lastActivityAt: readMoment(read.lastActivityAt) ?? readMoment(latestMessage?.sentAt),
		lastMessage: latestMessage
			? {
					key: conversationId,
					id: null,
					at: toIso(readMoment(latestMessage.sentAt)),
					// It has only the sender's name.
					direction: 'unknown',
					text: latestMessage.text,
					kind: 'message',
					fields: {},
				}
			: null,
		fields: raw,
	};
}

type Participant = z.infer<typeof participantSchema>;

/** `isGroup` unless there is exactly one other person; `other` if nobody else can be in it. */
function peopleIn(participants: ReadonlyArray<Participant | null>, owner: string | null) {
	const rest = participants.filter((one) => !one || !isOwner(one, owner));
	const proven = rest.filter((one) => one && isSomebodyElse(one, owner)).length;
	// If the account is not recognised, it may be one of them.
	const isOwnerAmong = rest.length === participants.length && proven < rest.length;
	const others = isOwnerAmong ? rest.length - 1 : rest.length;
	const [only = null] = rest.length === 1 ? rest : [];
	return { isGroup: others !== 1, other: only };
}

const personOf = ({ profileUrl, profileId }: Participant): Profile | null =>
	profileOrNull(profileUrl) ?? profileOrNull(profileId);

function isOwner(one: Participant, owner: string | null): boolean {
	if (one.distance?.toUpperCase() === 'SELF') return true;
	return owner !== null && [one.profileId, one.profileUrl].map(memberIdIn).includes(owner);
}

/** By a network distance, which nobody has from themselves, or by an ID of the same kind as the account's. */
function isSomebodyElse(one: Participant, owner: string | null): boolean {
	if (/^DISTANCE_\d$/i.test(one.distance ?? '')) return true;
	const ids = [one.profileId, one.profileUrl].map(memberIdIn).filter((id) => id !== null);
	return owner !== null && ids.some((id) => kindOfId(id) === kindOfId(owner) && id !== owner);
}

/** In `urn:li:msg_conversation:(urn:li:fsd_profile:ACoAA…,2-…==)`. */
export function ownerOf(conversationUrn: string): string | null {
	return /\(urn:li:\w+:(AC[\w-]+),/.exec(conversationUrn)?.[1] ?? null;
}

/** ACoAA…, alone or as the end of a URN or of a profile's address. */
function memberIdIn(text: string | null): string | null {
	return /(?:^|[:/])(AC[\w-]+)\/?$/.exec(text ?? '')?.[1] ?? null;
}

export function toMessagePage(
	{ messages: rows, cursor, hasMore }: z.output<typeof messagesSchema>,
	conversationId: string,
): Page<ConversationMessage> {
	const owner = ownerOf(conversationId);
	return {
		rows: rows.map((row) => toMessage(row, owner)),
		// The response may say that there are more without a cursor to get them.
		next: nextOf(cursor, hasMore) ?? (hasMore === true ? rows.length : null),
	};
}

function toMessage({ read, raw }: Row<Message>, owner: string | null): ConversationMessage {
	return {
		key: read.messageUrn ?? anonymousKey(raw),
		id: read.messageUrn,
		at: toIso(readMoment(read.sentAt)),
		direction: writerOf(read, owner),
		text: read.text,
		kind: 'message',
		fields: raw,
	};
}

/** By ID if both are of the same kind, because the flag is sometimes wrong. */
function writerOf(
	{ senderProfileId, isSentByOwner }: Message,
	owner: string | null,
): MessageDirection {
	const sender = memberIdIn(senderProfileId);
	if (sender !== null && owner !== null && kindOfId(sender) === kindOfId(owner)) {
		return sender === owner ? 'outbound' : 'inbound';
	}
	return directionOf(isSentByOwner);
}

/** ACoAA… and ACwAA… are two IDs of one person. */
const kindOfId = (id: string) => id.slice(0, 3);
