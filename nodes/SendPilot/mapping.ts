import { isoOrNull, sentenceOf } from '../outreach/base/schemas';
import { LONGEST_NAME, shortened } from '../outreach/base/text';
import type { RateLimitInfo } from '../outreach/limits/limits';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { Input } from '../outreach/operations/operation';
import type { WithAccount } from '../outreach/operations/result';
import { notInvited, type SendReport } from '../outreach/operations/send-connection';
import {
	notMessaged,
	toMessageReport as sentMessage,
	type MessageReport,
} from '../outreach/operations/send-message';
import { profileOrNull } from '../outreach/people/profile';
import type { AddedLead, Connect, Sender, SentMessage } from './responses';

const SENDER_OUTCOMES: ReadonlyMap<string, AccountReport['outcome']> = new Map(
	Object.entries({
		active: 'available',
		disconnected: 'needs_attention',
		rate_limited: 'rate_limited',
	}),
);

export function toAccountReport(sender: Sender): WithAccount<AccountReport> {
	const outcome = SENDER_OUTCOMES.get(sender.status?.toLowerCase() ?? '') ?? 'unknown';
	return {
		accountId: sender.id,
		report: {
			outcome,
			canSend: outcome === 'available' ? true : outcome === 'unknown' ? null : false,
			name: sender.name,
			publicIdentifier: profileOrNull(sender.linkedinUrl)?.publicIdentifier ?? null,
			providerStatus: sender.status,
			enabled: null,
			hasTokens: null,
			lastUsedAt: null,
			plan: null,
		},
	};
}

/** Any status other than `sent` means only that the message may not have been sent. */
export function toMessageReport(
	{ status, messageId, timestamp }: SentMessage,
	input: Input,
	now: number,
): WithAccount<MessageReport> {
	const known = { messageId: null, conversationId: messageId, message: null };
	const sent = sentMessage(input, { ...known, sentAt: isoOrNull(timestamp) }, now);
	if (status === null || status.toLowerCase() === 'sent') return { accountId: null, report: sent };
	const message = `SendPilot answered '${shortened(status, LONGEST_NAME)}', which does not say whether the message went out.`;
	return {
		accountId: null,
		report: { ...notMessaged('unconfirmed', message), conversationId: messageId, messaged: null },
	};
}

/** `sent` and `already_connected` are documented. Any other value means only that it is neither. */
export function toSendReport(connect: Connect, input: Input): WithAccount<SendReport> {
	const { requestId, status } = connect;
	const known = { requestId, sentAt: isoOrNull(connect.timestamp) };
	const report: SendReport = {
		...notInvited(
			'unconfirmed',
			`SendPilot answered '${shortened(status, LONGEST_NAME)}', which does not say whether the invitation went out.`,
		),
		...known,
		invited: null,
		noteSent: input.note === null ? false : null,
	};
	switch (connect.success || status !== 'sent' ? status.toLowerCase() : 'unknown') {
		case 'sent':
			// SendPilot omits the note for accounts without LinkedIn Premium, and does not report that.
			return {
				accountId: null,
				report: { ...report, outcome: 'sent', invited: true, message: null },
			};
		case 'already_connected':
			return {
				accountId: null,
				report: {
					...notInvited('already_connected', 'Already connected; no invitation was sent.'),
					requestId,
				},
			};
		default:
			return { accountId: null, report };
	}
}

/**
 * A rate-limited sender has used up its invitations for the day (vendor page *Send a connection request*). One
 * that is no longer rate limited may send again.
 */
export function toSenderLimit(sender: Sender): RateLimitInfo {
	const isLimited = SENDER_OUTCOMES.get(sender.status?.toLowerCase() ?? '') === 'rate_limited';
	return {
		action: 'connect',
		scope: 'day',
		limit: null,
		used: null,
		remaining: isLimited ? 0 : null,
		resetAt: null,
		holdUntil: null,
		retryAfterSeconds: null,
		message: `SendPilot shows the sender as ${shortened(sender.status ?? 'unknown', LONGEST_NAME)}.`,
	};
}

/** With one lead given, one of the numbers shows its result. If none does, the campaign may already include it. */
export function toAddedReport({
	leadsAdded,
	duplicatesSkipped,
	invalidEntries,
	errors,
}: AddedLead): WithAccount<{
	readonly outcome: 'added' | 'already_there' | 'not_added' | 'unknown';
	readonly message: string | null;
}> {
	const message = sentenceOf({ errors }, ['errors']);
	const some = (count: number | null) => (count ?? 0) > 0;
	if (some(leadsAdded)) return { accountId: null, report: { outcome: 'added', message } };
	if (some(duplicatesSkipped)) {
		return { accountId: null, report: { outcome: 'already_there', message } };
	}
	const outcome = some(invalidEntries) || leadsAdded === 0 ? 'not_added' : 'unknown';
	return { accountId: null, report: { outcome, message } };
}
