import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { looseId, looseNumber, looseText, openObject } from '../outreach/base/schemas';
import type { Input } from '../outreach/operations/operation';
import type { WithAccount } from '../outreach/operations/result';
import {
	toMessageReport as sentMessage,
	type MessageReport,
} from '../outreach/operations/send-message';
import type { Endpoint } from '../outreach/provider/ask';
import { PRIMARY_INBOX } from './conversations';
import type { UnipileCredential } from './credential';

/**
 * v1: POST /chats; v2: POST /{account}/inboxes/{inbox}/chats/send. Both IDs may be null for a sent message;
 * `object` shows that it was sent.
 */
export const sentSchema = openObject({ object: z.string(), chat_id: looseId, message_id: looseId });
export type Sent = z.output<typeof sentSchema>;

const segment = encodeURIComponent;

/**
 * Sends a message to a person, in the existing conversation or in a new one (vendor pages *Send messages* of v1
 * and v2). v1 takes a form. In v2, a list with one ID would start a group.
 */
export function startChat(
	{ apiVersion }: UnipileCredential,
	{ accountId, message }: Input,
	memberId: string,
): Endpoint<Sent> {
	const account = accountId ?? '';
	const text = message ?? '';
	return apiVersion === 'v1'
		? {
				method: 'POST',
				path: '/chats',
				form: { account_id: account, attendees_ids: memberId, text },
				response: sentSchema,
			}
		: {
				method: 'POST',
				path: `/${segment(account)}/inboxes/${PRIMARY_INBOX}/chats/send`,
				body: { text, users_ids: memberId },
				response: sentSchema,
			};
}

export function toMessageReport(
	{ chat_id: conversationId, message_id: messageId }: Sent,
	input: Input,
	now: number,
): WithAccount<MessageReport> {
	const report = sentMessage(
		input,
		{ messageId, conversationId, sentAt: null, message: null },
		now,
	);
	return { accountId: input.accountId, report };
}

const text = z.string().nullable();

/** A row of a list of chats after *Simplify*; the same for both generations. */
export const simpleChatSchema = z.object({
	id: text,
	memberId: text,
	publicIdentifier: text,
	name: text,
	timestamp: text,
	unread: z.number().nullable(),
});

const chatSchema = z.object({
	id: looseId,
	name: looseText,
	attendee_provider_id: looseId,
	user_id: looseId,
	user: z
		.object({ id: looseId, public_identifier: looseText, display_name: looseText })
		.nullish()
		.catch(null),
	timestamp: looseText,
	last_message_timestamp: looseText,
	updated_at: looseText,
	unread_count: looseNumber,
});

/** The fields of a chat that a person acts on. */
export function simpleChat(fields: IDataObject): IDataObject {
	const row = chatSchema.parse(fields);
	return {
		id: row.id,
		memberId: row.attendee_provider_id ?? row.user?.id ?? row.user_id,
		publicIdentifier: row.user?.public_identifier ?? null,
		name: row.name ?? row.user?.display_name ?? null,
		timestamp: row.timestamp ?? row.last_message_timestamp ?? row.updated_at,
		unread: row.unread_count,
	};
}

/** The same of a message. */
export const simpleMessageSchema = z.object({
	id: text,
	chatId: text,
	senderId: text,
	isSender: z.boolean().nullable(),
	text,
	timestamp: text,
	type: text,
});

const messageSchema = z.object({
	id: looseId,
	chat_id: looseId,
	sender_id: looseId,
	is_sender: z
		.union([z.boolean(), z.literal(0), z.literal(1)])
		.nullish()
		.catch(null),
	text: looseText,
	timestamp: looseText,
	message_type: looseText,
});

export function simpleMessage(fields: IDataObject): IDataObject {
	const row = messageSchema.parse(fields);
	return {
		id: row.id,
		chatId: row.chat_id,
		senderId: row.sender_id,
		isSender: typeof row.is_sender === 'number' ? row.is_sender === 1 : (row.is_sender ?? null),
		text: row.text,
		timestamp: row.timestamp,
		type: row.message_type,
	};
}
