import { isoOrNull } from '../outreach/base/schemas';
import { LONGEST_NAME, shortened } from '../outreach/base/text';
import type { RateLimitInfo } from '../outreach/limits/limits';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { Input } from '../outreach/operations/operation';
import type { WithAccount } from '../outreach/operations/result';
import { notInvited, type SendReport } from '../outreach/operations/send-connection';
import { profileOrNull } from '../outreach/people/profile';
import type { Connect, Sender } from './responses';

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

/** `sent` and `already_connected` are documented; of another word only this is known, that it is not one of them. */
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
			// SendPilot omits the note for accounts without LinkedIn Premium, and does not report it.
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
 * A sender that is rate limited has sent its day's invitations (vendor page *Send a connection request*); one that is not
 * any more may send again.
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
