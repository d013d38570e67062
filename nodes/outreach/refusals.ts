import {
	asAnswered,
	failedWith,
	type Answer,
	type Answered,
	type Failed,
	type Failure,
} from './answer';
import type { Attributed, Input } from './provider';
import { notInvited, nothingToAnswer, type RespondReport } from './reports';
import type { SendReport, WithdrawReport } from './vocabulary';

/**
 * Refusals that are outcomes. Providers say them in prose only, under a 4xx, so these look for the words all of them
 * use: "already connected", "invitation already sent", "no pending invitation".
 */
const ALREADY_CONNECTED = /already\s+(a\s+)?(1st[- ]degree\s+|first[- ]degree\s+)?connect/i;
const ALREADY_PENDING =
	/already\s+(been\s+)?(sent|invited|pending)|already\s+has\s+a\s+pending|(invit\w*|request)\s+(is\s+)?(already\s+)?pending|pending\s+(invit|connection|request)/i;
/** Said of how many invitations the account has out, in the same words: of the person it says nothing. */
const OF_THE_ACCOUNT =
	/\btoo many\b|\blimit\b|\b\d+\s+(pending\s+)?(connection\s+)?(invit|request)/i;
const NOT_PENDING =
	/\bno\s+(pending|sent|such)?\s*(connection\s+)?invit|not\s+pending|nothing\s+to\s+withdraw|invitation\s+(was\s+|is\s+)?not\s+found|already\s+withdrawn/i;

/** The outcome that a refused send is, or null where it is a failure (or no refusal at all). */
export function readRefusedSend(answer: Answer<unknown>): Answered<Attributed<SendReport>> | null {
	if (answer.kind !== 'failed' || answer.accepted !== 'no' || answer.sentence === null) return null;
	const { sentence } = answer;
	if (OF_THE_ACCOUNT.test(sentence)) return null;
	const outcome = ALREADY_CONNECTED.test(sentence)
		? 'already_connected'
		: ALREADY_PENDING.test(sentence)
			? 'already_pending'
			: null;
	return outcome && asAnswered(answer, { accountId: null, report: notInvited(outcome, sentence) });
}

/** The outcome that a refused withdrawal is, or null where it is a failure (or no refusal at all). */
export function readRefusedWithdraw(
	answer: Answer<unknown>,
	{ invitationId }: Input,
): Answered<Attributed<WithdrawReport>> | null {
	if (answer.kind !== 'failed' || answer.accepted !== 'no' || answer.sentence === null) return null;
	if (!NOT_PENDING.test(answer.sentence)) return null;
	return asAnswered(answer, {
		accountId: null,
		report: { outcome: 'not_pending', invitationId, message: answer.sentence },
	});
}

/** Of an invitation that the account received: it is not there any more. */
const NOT_TO_ANSWER = /already\s+(been\s+)?(accepted|ignored|answered)|(has\s+|is\s+)expired/i;

/** The outcome that a refused answer to an invitation is, or null where it is a failure (or no refusal at all). */
export function readRefusedResponse(
	answer: Answer<unknown>,
	invitationId: string | null,
): Answered<Attributed<RespondReport>> | null {
	if (answer.kind !== 'failed' || answer.accepted !== 'no' || answer.sentence === null) return null;
	if (!NOT_PENDING.test(answer.sentence) && !NOT_TO_ANSWER.test(answer.sentence)) return null;
	const report = { ...nothingToAnswer(invitationId), message: answer.sentence };
	return asAnswered(answer, { accountId: null, report });
}

/** An account that the provider's list does not hold; for providers that tell of one account only in their list. */
export function noSuchAccount(providerName: string, accountId: string | null): Failed {
	return failedWith({
		source: 'provider',
		message: `${providerName} lists no account with the ID '${accountId ?? ''}'`,
		description: "Pick an account from the list under 'Account', or connect it first.",
	});
}

/** A limit, for whoever has no output to hold something back on. */
export function limitReached(providerName: string, whatToDo: string): Failure {
	return {
		source: 'provider',
		message: `${providerName}'s rate limit is reached`,
		description: whatToDo,
	};
}
