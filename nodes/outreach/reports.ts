import type { SendReport } from './vocabulary';

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
