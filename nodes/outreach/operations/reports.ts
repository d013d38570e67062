import type { EarlierSend } from './operation';

/** The result of answering a received invitation. */
export interface RespondReport {
	readonly outcome: 'accepted' | 'declined' | 'ignored' | 'not_pending';
	readonly invitationId: string | null;
	readonly message: string | null;
}

export function nothingToAnswer(invitationId: string | null): RespondReport {
	return {
		outcome: 'not_pending',
		invitationId,
		message: 'No matching received invitation is pending.',
	};
}

/** Whether a provider that accepted the invitation reports that the note was not sent. */
export function leftNoteOut(message: string | null): boolean {
	return /without\s+(a\s+|the\s+|your\s+)?(custom\s+)?(note|message)|note\s+(was\s+|could\s+)?not\s+(be\s+)?(sent|delivered|included)/i.test(
		message ?? '',
	);
}

/** Continues "Invited …", without a full stop. */
export function byWhomAndWhen({ sentAt, by }: EarlierSend): string {
	if (by === null) {
		return sentAt === null ? 'by this node in an earlier execution' : `by this node on ${sentAt}`;
	}
	const known = [
		sentAt === null ? null : `on ${sentAt}`,
		by.account === null ? null : `by account ${by.account}`,
		by.workflow === null ? null : `in workflow '${by.workflow}'`,
	].filter((part) => part !== null);
	return `${known.length === 0 ? 'before' : known.join(' ')}, according to the log`;
}
