import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import {
	idSchema,
	looseBoolean,
	looseId,
	looseNumber,
	looseText,
	openObject,
	openObjectOrNull,
	type Row,
	rowsOf,
} from '../outreach/base/schemas';
import { readMoment, toIso } from '../outreach/base/time';
import type { Position } from '../outreach/base/vocabulary';
import { areComparable } from '../outreach/operations/about';
import {
	directionOf,
	type Conversation,
	type ConversationMessage,
	type ConversationsRequest,
	type MessageDirection,
	type MessagesRequest,
} from '../outreach/operations/conversations';
import { NO_CONVERSATION, type ConversationReport } from '../outreach/operations/get-conversation';
import { anonymousKey, type Page } from '../outreach/operations/pages';
import type { Failed } from '../outreach/operations/result';
import { spaced } from '../outreach/operations/sentences';
import { isSamePerson, profileOrNull, type Profile } from '../outreach/people/profile';
import type { Endpoint } from '../outreach/provider/ask';
import type { LinkupApiCredential } from './credential';
import { v1Envelope, v2Envelope, type Enveloped } from './responses';

const senderSchema = openObjectOrNull({ profile_url: looseText, is_me: looseBoolean });

/** A row of v2's list_inbox (vendor page *List inbox*); v1 has the same without `is_me`. */
export const conversationSchema = openObject({
	conversation_id: idSchema,
	participant: openObjectOrNull({ profile_url: looseText }),
	last_message: openObjectOrNull({
		text: looseText,
		time: z.unknown(),
		sender: senderSchema,
		message_type: looseText,
	}),
	type: looseText,
});
type ListedConversation = z.infer<typeof conversationSchema>;

const inboxSchema = z.object({
	conversations: rowsOf(conversationSchema),
	next_cursor: looseText,
});

/** A row of v2's get_conversation (vendor page *Get conversation*), and of v1's. Times are in ms. */
export const messageSchema = openObject({
	text: looseText,
	timestamp: z.unknown(),
	sender_info: openObjectOrNull({ profile_url: looseText }),
	message_type: looseText,
	entity_urn: looseId,
});
type Message = z.infer<typeof messageSchema>;

const threadSchema = z.object({
	messages: rowsOf(messageSchema),
	next_cursor: looseText,
	total_message_count: looseNumber,
	conversation_id: looseId,
});

/** A page of a conversation's messages, with what else the answer says. */
export interface Thread extends Page<ConversationMessage> {
	readonly conversationId: string | null;
	/** Total number of messages; null if not reported. */
	readonly total: number | null;
	readonly accountId: string | null;
	readonly credits: number | null;
}

function toThread(
	{ data, accountId, credits }: Enveloped<z.output<typeof threadSchema>>,
	other: Profile | null,
): Thread {
	const { conversation_id: conversationId, total_message_count: total } = data;
	return { ...toMessagePage(data, other), conversationId, total, accountId, credits };
}

/** v1 charges one credit per ten rows. */
const INBOX_PAGE = 20;

/** Reads conversations, in both generations of LinkupAPI. Each call costs at least one credit. */
export interface ConversationEndpoints {
	/** Newest first. */
	conversations(request: ConversationsRequest): Endpoint<Page<Conversation>>;
	/** Newest first. Without a conversation ID, LinkupAPI finds the conversation with the person. */
	messages(
		request: Omit<MessagesRequest, 'conversationId'> & { readonly conversationId: string | null },
	): Endpoint<Thread>;
}

export const conversationEndpointsOf = (credential: LinkupApiCredential): ConversationEndpoints =>
	credential.apiVersion === 'v1' ? v1Endpoints(credential) : v2Endpoints;

type V1Credential = Extract<LinkupApiCredential, { apiVersion: 'v1' }>;

/** Vendor pages *Get inbox* and *Get conversation* of v1. */
function v1Endpoints({
	loginToken,
	country,
}: Pick<V1Credential, 'loginToken' | 'country'>): ConversationEndpoints {
	const request = (path: string, body: IDataObject) => ({
		method: 'POST' as const,
		path: `/v1/messages/${path}`,
		body: { ...body, login_token: loginToken, country },
	});
	return {
		conversations: ({ at }) => ({
			...request('inbox', { total_results: INBOX_PAGE, ...cursorAs('next_cursor', at) }),
			response: v1Envelope(inboxSchema).transform(({ data }) => toConversationPage(data)),
		}),
		messages: ({ conversationId, profile, at, size }) => ({
			...request('conversation', {
				...(conversationId === null
					? { linkedin_url: profile?.url }
					: { conversation_id: conversationId }),
				total_results: size,
				...cursorAs('cursor', at),
			}),
			response: v1Envelope(threadSchema).transform((answer) => toThread(answer, profile)),
		}),
	};
}

const v2Request = (action: string, accountId: string | null, params: IDataObject) => ({
	method: 'POST' as const,
	path: '/v2/messages',
	body: { account_id: accountId, action, params },
});

const v2Endpoints: ConversationEndpoints = {
	conversations: ({ accountId, at }) => ({
		...v2Request('list_inbox', accountId, { count: INBOX_PAGE, ...cursorAs('cursor', at) }),
		response: v2Envelope(inboxSchema).transform(({ data }) => toConversationPage(data)),
	}),
	messages: ({ accountId, conversationId, profile, at, size }) => ({
		...v2Request('get_conversation', accountId, {
			...(conversationId === null
				? { profile_url: profile?.url }
				: { conversation_id: conversationId }),
			count: size,
			...cursorAs('cursor', at),
		}),
		response: v2Envelope(threadSchema).transform((answer) => toThread(answer, profile)),
	}),
};

const cursorAs = (name: string, at: Position): IDataObject =>
	typeof at === 'string' ? { [name]: at } : {};

export function toConversationPage({
	conversations,
	next_cursor: next,
}: z.output<typeof inboxSchema>): Page<Conversation> {
	return { rows: conversations.map(toConversation), next };
}

function toConversation({ read, raw }: Row<ListedConversation>): Conversation {
	const { conversation_id: conversationId, participant, last_message: last } = read;
	const at = readMoment(last?.time);
	return {
		key: conversationId,
		conversationId,
		owner: null,
		profile: profileOrNull(participant?.profile_url ?? null),
		// The possible values are not documented.
		isGroup: /group/i.test(read.type ?? ''),
		lastActivityAt: at,
		lastMessage: last
			? {
					key: conversationId,
					id: null,
					at: toIso(at),
					direction: directionOf(last.sender?.is_me ?? null),
					text: last.text,
					kind: kindOf(last.message_type),
					fields: {},
				}
			: null,
		fields: raw,
	};
}

/** `other` is the person the conversation is with: nothing else tells who wrote a message. */
export function toMessagePage(
	{ messages, next_cursor: next }: Pick<z.output<typeof threadSchema>, 'messages' | 'next_cursor'>,
	other: Profile | null,
): Page<ConversationMessage> {
	const senders = messages.map(({ read }) => senderOf(read));
	const others = new Set(
		senders.filter((one) => one && isOther(one, other)).map((one) => one?.url),
	);
	// If neither author is the person, one is the account and the other may be the person under an earlier address.
	const isProven = others.size <= 1;
	return { rows: messages.map((row) => toMessage(row, other, isProven)), next };
}

const senderOf = ({ sender_info: sender }: Message) => profileOrNull(sender?.profile_url ?? null);

/** A public identifier cannot be compared with an ID, nor one of LinkedIn's two kinds of ID with the other. */
const isOther = (sender: Profile, other: Profile | null) =>
	areComparable(sender, other) && !isSamePerson(sender, other);

function toMessage(
	{ read, raw }: Row<Message>,
	other: Profile | null,
	isProven: boolean,
): ConversationMessage {
	return {
		key: read.entity_urn ?? anonymousKey(raw),
		id: read.entity_urn,
		at: toIso(readMoment(read.timestamp)),
		direction: writerOf(senderOf(read), other, isProven),
		text: read.text,
		kind: kindOf(read.message_type),
		fields: raw,
	};
}

/** Documented are TEXT and SYSTEM, and only for messages. LinkedIn's own value for a note is INVITATION. */
function kindOf(type: string | null): ConversationMessage['kind'] {
	if (/^system/i.test(type ?? '')) return 'system';
	return /invitation|note$/i.test(type ?? '') ? 'note' : 'message';
}

function writerOf(
	sender: Profile | null,
	other: Profile | null,
	isProven: boolean,
): MessageDirection {
	if (!sender || !other) return 'unknown';
	if (isSamePerson(sender, other)) return 'inbound';
	return isProven && isOther(sender, other) ? 'outbound' : 'unknown';
}

/** Matches only a complete sentence, because anything else not found could be the person or the account. */
const SAYS_NO_CONVERSATION =
	/^(?:no (?:existing )?(?:conversations?|messages?) (?:was |were )?(?:found|exists?)|conversation (?:was )?(?:not found|does not exist))(?: (?:with|for) (?:this|the) (?:person|profile|user|member|recipient))?[.!]?$/i;

export function readNoConversation({ sentence, response }: Failed): ConversationReport | null {
	if (sentence === null || response === null || response.status >= 500) return null;
	if (!SAYS_NO_CONVERSATION.test(spaced(sentence))) return null;
	return NO_CONVERSATION;
}
