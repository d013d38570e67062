import type { Position } from '../base/vocabulary';
import type { Profile } from '../people/profile';
import type { ListedRow } from './pages';

/** `unknown`: the provider's data does not prove who wrote it. */
export type MessageDirection = 'inbound' | 'outbound' | 'unknown';

/** Who wrote a message, from the provider's flag whether the account did; null means not reported. */
export function directionOf(isOwn: boolean | null): MessageDirection {
	if (isOwn === null) return 'unknown';
	return isOwn ? 'outbound' : 'inbound';
}

/** A message of a conversation. */
export interface ConversationMessage extends ListedRow {
	/** The provider's ID; null if it gives none. */
	readonly id: string | null;
	/** ISO 8601 UTC; null if the provider does not report it. */
	readonly at: string | null;
	readonly direction: MessageDirection;
	/** Null if there is none, as for an attachment. */
	readonly text: string | null;
	/** `note`: it was sent with an invitation. `system`: nobody wrote it, or it is hidden or deleted. */
	readonly kind: 'message' | 'note' | 'system';
}

/** A conversation in an account's list. */
export interface Conversation extends ListedRow {
	readonly conversationId: string;
	/** The LinkedIn ID of its account, if the conversation's own ID includes it. */
	readonly owner: string | null;
	/** The other person; null if the row names nobody, and for a group. */
	readonly profile: Profile | null;
	/** Whether it is known not to be between two people; nothing in it is then a reply to the account. */
	readonly isGroup: boolean;
	/** ms since 1970; null if the provider does not report it. */
	readonly lastActivityAt: number | null;
	/** The last message, with its direction if the list proves it; null if the list has none. */
	readonly lastMessage: ConversationMessage | null;
}

/** Which conversations of an account to read, newest first. */
export interface ConversationsRequest {
	readonly accountId: string | null;
	readonly at: Position;
}

/** Which messages of a conversation to read, newest first. `at` is 0, or the last page's `next`. */
export interface MessagesRequest {
	readonly accountId: string | null;
	readonly conversationId: string;
	/** The other person: some providers' messages can only be attributed by that. */
	readonly profile: Profile | null;
	readonly at: Position;
	/** Maximum number wanted. */
	readonly size: number;
}
