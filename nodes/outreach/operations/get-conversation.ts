import { z } from 'zod';
import { nullableBoolean, nullableText } from '../base/vocabulary';
import type { ConversationMessage, MessageDirection } from './conversations';
import { credits, type OperationRecord, type ReportOf } from './operation';
import type { Page } from './pages';

const DIRECTIONS = [
	'inbound',
	'outbound',
	'unknown',
] as const satisfies readonly MessageDirection[];

export const messageSchema = z.object({
	id: nullableText,
	/** ISO 8601 UTC */
	at: nullableText,
	direction: z.enum(DIRECTIONS),
	text: nullableText,
});
export type Message = z.infer<typeof messageSchema>;

const report = z.object({
	outcome: z.enum(['found', 'none']),
	conversationId: nullableText,
	/** Whether the person wrote anything; null if the messages read do not prove it. */
	replied: nullableBoolean,
	/** Whether the newest message is the person's; null if its author, or which message is the newest, is unknown. */
	awaitingReply: nullableBoolean,
	/** ISO 8601 UTC */
	lastMessageAt: nullableText,
	/** Newest first. */
	messages: z.array(messageSchema),
	credits,
});

export const getConversation = {
	id: 'getConversation',
	name: 'Get Conversation',
	action: 'Get conversation',
	description: 'Read the newest messages with a person, and whether they have replied',
	effect: 'read',
	inputs: { person: 'profile', account: 'optional', limit: true },
	report,
} as const satisfies OperationRecord;
export type ConversationReport = ReportOf<typeof getConversation>;

/** How many messages to return by default, and to read at least: an earlier reply counts too. */
export const USUAL_MESSAGES = 20;

/** The maximum that can be requested. */
export const MOST_MESSAGES = 100;

/**
 * Reports the newest `limit` messages of a page, and whether the person has replied, judging by all of the page. Notes of
 * invitations and system messages do not count as messages. `conversationId` is null if there is no conversation.
 */
export function toConversationReport(
	conversationId: string | null,
	{ rows, next }: Page<ConversationMessage>,
	limit: number,
): ConversationReport {
	const messages = rows
		.filter(({ kind }) => kind === 'message')
		.map(({ id, at, direction, text }): Message => ({ id, at, direction, text }));
	const isDated = messages.every(({ at }) => at !== null);
	const ordered = isDated ? [...messages].sort(newestFirst) : messages;
	const [last] = ordered;
	// If a date is missing, the order is not proven, so the last author is known only if one author wrote all of them.
	const isOrdered = isDated || messages.every(({ direction }) => direction === last?.direction);
	return {
		outcome: last === undefined ? 'none' : 'found',
		conversationId,
		replied: hasReplied(ordered, next === null),
		awaitingReply: last === undefined ? false : isOrdered ? isInbound(last) : null,
		lastMessageAt: isDated ? (last?.at ?? null) : null,
		messages: ordered.slice(0, limit),
	};
}

const newestFirst = (one: Message, other: Message) =>
	Date.parse(other.at ?? '') - Date.parse(one.at ?? '');

const isInbound = ({ direction }: Message) =>
	direction === 'unknown' ? null : direction === 'inbound';

/** Unread messages may include a reply, so only a complete conversation proves that there is none. */
function hasReplied(messages: readonly Message[], isWhole: boolean): boolean | null {
	const answers = messages.map(isInbound);
	if (answers.includes(true)) return true;
	return isWhole && !answers.includes(null) ? false : null;
}

/** For two people who have never written to each other. */
export const NO_CONVERSATION: ConversationReport = toConversationReport(
	null,
	{ rows: [], next: null },
	USUAL_MESSAGES,
);
