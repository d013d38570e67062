import { DISTANCE_OF_DEGREE, isoOrNull } from '../outreach/base/schemas';
import { readMoment, toIso } from '../outreach/base/time';
import type { InvitationState, Relationship } from '../outreach/base/vocabulary';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { ConnectionReport } from '../outreach/operations/get-connection-status';
import {
	toConversationReport,
	type ConversationReport,
} from '../outreach/operations/get-conversation';
import type { InvitationReport } from '../outreach/operations/get-invitation-status';
import { leftNoteOut, type RespondReport } from '../outreach/operations/reports';
import type { Input } from '../outreach/operations/operation';
import type { WithAccount } from '../outreach/operations/result';
import type { SendReport } from '../outreach/operations/send-connection';
import {
	toMessageReport as sentMessage,
	type MessageReport,
} from '../outreach/operations/send-message';
import type { WithdrawReport } from '../outreach/operations/withdraw-invitation';
import type { Thread } from './conversations';
import { idOfUrn } from './lists';
import type { Account, Enveloped, Invitation, Invite, SentMessage, Withdraw } from './responses';

/** Meaning of an account's `status`. The set of values is open; if there is none, `is_active` counts. */
const ACCOUNT_OUTCOMES: ReadonlyMap<string, AccountReport['outcome']> = new Map(
	Object.entries({
		active: 'available',
		connected: 'available',
		ok: 'available',
		checkpoint: 'needs_attention',
		disconnected: 'needs_attention',
		expired: 'needs_attention',
		error: 'needs_attention',
		pending: 'needs_attention',
		inactive: 'disabled',
		disabled: 'disabled',
	}),
);

export function toAccountReport(account: Account): WithAccount<AccountReport> {
	const outcome = accountOutcome(account);
	return {
		accountId: account.account_id,
		report: {
			outcome,
			canSend: outcome === 'available' ? true : outcome === 'unknown' ? null : false,
			name: account.account_name,
			publicIdentifier: null,
			providerStatus: account.status,
			enabled: account.is_active,
			hasTokens: null,
			lastUsedAt: isoOrNull(account.updated_at),
			plan: null,
		},
	};
}

function accountOutcome({ status, is_active: isActive }: Account): AccountReport['outcome'] {
	const said = status === null ? null : (ACCOUNT_OUTCOMES.get(status.toLowerCase()) ?? 'unknown');
	if (isActive === false) return said === 'needs_attention' ? said : 'disabled';
	return said ?? (isActive === true ? 'available' : 'unknown');
}

type InvitationOutcome = InvitationReport['outcome'];

/**
 * `invitation_state` shows whether one is pending, `invitation_type` from which side (vendor page *Get invitation
 * status*).
 */
function invitationOutcome(invitation: Invitation): InvitationOutcome {
	const type = typeOf(invitation);
	switch (invitation.invitation_state.trim().toUpperCase().replace(/[ -]/g, '_')) {
		case 'ACCEPTED':
		case 'CONNECTED':
			return 'accepted';
		case 'NO_INVITATION':
			return 'none';
		case 'PENDING':
			if (type === 'SENT') return 'pending_sent';
			return type === 'RECEIVED' ? 'pending_received' : 'unknown';
		default:
			return 'unknown';
	}
}

function typeOf({ invitation_type: type }: Invitation): string | undefined {
	return type?.trim().toUpperCase();
}

function isConnected(invitation: Invitation): boolean | null {
	const { member_distance: degree, isOutOfNetwork } = invitation;
	const outcome = invitationOutcome(invitation);
	if (outcome === 'accepted' || degree === 1 || typeOf(invitation) === 'CONNECTED') return true;
	// Neither the absence of an invitation nor an unreadable distance proves anything about a connection.
	const isPending = outcome === 'pending_sent' || outcome === 'pending_received';
	return degree !== null || isPending || (outcome === 'none' && isOutOfNetwork) ? false : null;
}

export function relationshipOf({ data }: Enveloped<Invitation>): Relationship {
	const connected = isConnected(data);
	if (connected) return 'connected';
	const state = invitationState(data);
	if (connected === null) return state === 'none' ? 'unknown' : state;
	return state === 'unknown' ? 'not_connected' : state;
}

/** Whether it is certain that no invitation from the account is pending, regardless of the connection. */
export function isNonePending(answer: Enveloped<Invitation>): boolean {
	const standing = relationshipOf(answer);
	return (
		invitationState(answer.data) === 'none' ||
		!['pending_sent', 'unknown', 'not_connected'].includes(standing)
	);
}

/** An accepted invitation no longer counts as pending. */
function invitationState(invitation: Invitation): InvitationState {
	const outcome = invitationOutcome(invitation);
	return outcome === 'accepted' ? 'none' : outcome;
}

export function toConnectionReport(answer: Enveloped<Invitation>): WithAccount<ConnectionReport> {
	const { data } = answer;
	const connected = isConnected(data);
	const degree = connected ? 1 : data.member_distance;
	return {
		accountId: answer.accountId,
		report: {
			outcome: connected === null ? 'unknown' : connected ? 'connected' : 'not_connected',
			isConnected: connected,
			degree,
			networkDistance: degree === null ? null : DISTANCE_OF_DEGREE[degree],
			invitationState: invitationState(data),
			...credits(answer),
		},
	};
}

export function toInvitationReport(answer: Enveloped<Invitation>): WithAccount<InvitationReport> {
	const { data } = answer;
	const connected = isConnected(data);
	return {
		accountId: answer.accountId,
		report: {
			outcome: invitationOutcome(data),
			invitationId: data.invitation_id,
			isConnected: connected,
			degree: connected ? 1 : data.member_distance,
			message: data.message,
			...credits(answer),
		},
	};
}

export function toSendReport(
	answer: Enveloped<Invite>,
	hasNote: boolean,
	now: number,
): WithAccount<SendReport> {
	const { data } = answer;
	const message = data.message ?? answer.message;
	return {
		accountId: answer.accountId,
		report: {
			outcome: 'sent',
			invited: true,
			noteSent: hasNote && !leftNoteOut(message),
			requestId: null,
			invitationId: data.invitation_id ?? idOfUrn(data.invitation_urn),
			sentAt: toIso(now),
			message,
			...credits(answer),
		},
	};
}

/** A message's delivery time is ISO 8601 in v2, and ms in v1. */
export function toMessageReport(
	answer: Enveloped<SentMessage>,
	input: Input,
	now: number,
): WithAccount<MessageReport> {
	const { entityUrn, conversation_id: conversationId, deliveredAt } = answer.data;
	const sent = {
		messageId: entityUrn,
		conversationId,
		sentAt: toIso(readMoment(deliveredAt)),
		message: answer.message,
		...credits(answer),
	};
	return { accountId: answer.accountId, report: sentMessage(input, sent, now) };
}

/**
 * `asked` is the number of messages requested. If as many were returned, or fewer than the total, older ones may
 * remain.
 */
export function toReadConversation(
	thread: Thread,
	asked: number,
	limit: number,
): WithAccount<ConversationReport> {
	const { rows, next, total, conversationId, accountId } = thread;
	const isWhole = rows.length < asked && (total ?? 0) <= rows.length;
	const page = { rows, next: isWhole ? next : (next ?? rows.length) };
	const report = toConversationReport(conversationId, page, limit);
	return { accountId, report: { ...report, ...credits(thread) } };
}

export function toWithdrawReport(
	answer: Enveloped<Withdraw>,
	invitationId: string,
	/** Credits spent on looking up the invitation. */
	creditsBefore: number,
): WithAccount<WithdrawReport> {
	const consumed = answer.credits === null ? null : answer.credits + creditsBefore;
	return {
		accountId: answer.accountId,
		report: {
			outcome: answer.data.withdrawn === false ? 'not_pending' : 'withdrawn',
			invitationId,
			message: answer.message,
			...credits({ ...answer, credits: consumed }),
		},
	};
}

/** If no invitation to the person is pending, there is nothing to withdraw. */
export function toNotPendingReport(answer: Enveloped<Invitation>): WithAccount<WithdrawReport> {
	const { data } = answer;
	return {
		accountId: answer.accountId,
		report: {
			outcome: 'not_pending',
			invitationId: null,
			message: data.message,
			...credits(answer),
		},
	};
}

export function credits({ credits: consumed }: Pick<Enveloped<unknown>, 'credits'>): {
	credits?: number;
} {
	return consumed === null ? {} : { credits: consumed };
}

export function toAcceptReport(
	answer: Enveloped<unknown>,
	invitationId: string | null,
): WithAccount<RespondReport> {
	const { accountId, message } = answer;
	return { accountId, report: { outcome: 'accepted', invitationId, message } };
}
