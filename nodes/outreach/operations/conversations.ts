import type { Position } from '../base/vocabulary';
import type { Profile } from '../people/profile';
import type { ListedRow } from './pages';

/** `unknown`: what the provider says does not prove who wrote. */
export type MessageDirection = 'inbound' | 'outbound' | 'unknown';

/** Who wrote a message, of which a provider says whether the account did; null: it does not say. */
export function directionOf(isOwn: boolean | null): MessageDirection {
	if (isOwn === null) return 'unknown';
	return isOwn ? 'outbound' : 'inbound';
}

/** A row of a conversation. */
export interface ConversationMessage extends ListedRow {
	/** The provider's ID; null where it gives none. */
	readonly id: string | null;
	/** ISO 8601 UTC; null where the provider does not say. */
	readonly at: string | null;
	readonly direction: MessageDirection;
	/** Null where there is none, as of an attachment. */
	readonly text: string | null;
	/** `note`: it came with an invitation. `system`: nobody wrote it, or it is hidden or deleted. */
	readonly kind: 'message' | 'note' | 'system';
}

/** A conversation in a list of an account's. */
export interface Conversation extends ListedRow {
	readonly conversationId: string;
	/** The LinkedIn ID of the account that holds it, where the conversation's own ID names it. */
	readonly owner: string | null;
	/** The other person; null where the row names none, and of a group. */
	readonly profile: Profile | null;
	/** Whether it is known not to be between two people: nothing in it is a reply to the account. */
	readonly isGroup: boolean;
	/** ms since 1970; null where the provider does not say. */
	readonly lastActivityAt: number | null;
	/** The last message, with its direction as far as the list proves it; null where the list has none. */
	readonly lastMessage: ConversationMessage | null;
}

/** Which conversations of an account are read, newest first. */
export interface ConversationsRequest {
	readonly accountId: string | null;
	readonly at: Position;
}

/** Which messages of a conversation are read, newest first. `at` is 0, or the last page's `next`. */
export interface MessagesRequest {
	readonly accountId: string | null;
	readonly conversationId: string;
	/** The other person: some providers' messages can only be told apart by that. */
	readonly profile: Profile | null;
	readonly at: Position;
	/** How many are wanted at most. */
	readonly size: number;
}
