import type { SendReport } from './vocabulary';

/** What came of an answer to a received invitation. */
export interface RespondReport {
	readonly outcome: 'accepted' | 'ignored' | 'not_pending';
	readonly invitationId: string | null;
	readonly message: string | null;
}

export function nothingToAnswer(invitationId: string | null): RespondReport {
	return {
		outcome: 'not_pending',
		invitationId,
		message: 'No received invitation like this is pending.',
	};
}

/** A report of a send that did not leave, or that the provider did not act on. */
export function notInvited(outcome: SendReport['outcome'], message: string | null): SendReport {
	return {
		outcome,
		invited: false,
		noteSent: false,
		requestId: null,
		invitationId: null,
		sentAt: null,
		message,
	};
}

/** Whether a provider that accepted the invitation says that the note did not go with it. */
export function leftNoteOut(message: string | null): boolean {
	return /without\s+(a\s+|the\s+|your\s+)?(custom\s+)?(note|message)|note\s+(was\s+|could\s+)?not\s+(be\s+)?(sent|delivered|included)/i.test(
		message ?? '',
	);
}
