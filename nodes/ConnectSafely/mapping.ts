import { DISTANCE_OF_DEGREE, fullName, isoOrNull } from '../outreach/base/schemas';
import { readMoment, toIso } from '../outreach/base/time';
import type { InvitationState, Relationship } from '../outreach/base/vocabulary';
import type { RateLimitInfo } from '../outreach/limits/limits';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { ConnectionReport } from '../outreach/operations/get-connection-status';
import type { InvitationReport } from '../outreach/operations/get-invitation-status';
import type { ProfileReport } from '../outreach/operations/get-profile';
import type { Input } from '../outreach/operations/operation';
import { leftNoteOut, type RespondReport } from '../outreach/operations/reports';
import type { WithAccount } from '../outreach/operations/result';
import type { SendReport } from '../outreach/operations/send-connection';
import {
	toMessageReport as sentMessage,
	type MessageReport,
} from '../outreach/operations/send-message';
import type { WithdrawReport } from '../outreach/operations/withdraw-invitation';
import { completedProfile } from '../outreach/people/profile';
import type {
	AccountStatus,
	Connect,
	ListedAccount,
	Quota,
	ReadProfile,
	RelationshipResponse,
	Respond,
	SentMessage,
	Withdraw,
} from './responses';

/** AVAILABLE, IN_USE and ERROR are documented, WARMUP is mentioned with them. Other values may be added. */
const ACCOUNT_OUTCOMES: ReadonlyMap<string, AccountReport['outcome']> = new Map(
	Object.entries({
		AVAILABLE: 'available',
		IN_USE: 'busy',
		WARMUP: 'warming_up',
		ERROR: 'needs_attention',
	}),
);

const CAN_SEND: Readonly<Record<AccountReport['outcome'], boolean | null>> = {
	available: true,
	// Busy and warming up do not predict whether the next request succeeds.
	busy: null,
	warming_up: null,
	rate_limited: false,
	needs_attention: false,
	disabled: false,
	unknown: null,
};

export function toAccountReport(status: AccountStatus): WithAccount<AccountReport> {
	const outcome = accountOutcome(status);
	return {
		accountId: status.id,
		report: {
			outcome,
			canSend: CAN_SEND[outcome],
			name: fullName(status.firstName, status.lastName),
			publicIdentifier: status.publicId,
			providerStatus: status.status === '' ? null : status.status,
			enabled: status.enabled,
			hasTokens: status.hasTokens,
			lastUsedAt: isoOrNull(status.lastUsed),
			plan: status.linkedinPlan ?? null,
		},
	};
}

/** The list has fewer fields than the status of an account: for example, not whether there is a LinkedIn session. */
export function toListedReport(account: ListedAccount): WithAccount<AccountReport> {
	return toAccountReport({
		...account,
		status: account.status ?? '',
		lastUsed: null,
		hasTokens: null,
		linkedinPlan: null,
	});
}

function accountOutcome(status: AccountStatus): AccountReport['outcome'] {
	if (status.enabled === false) return 'disabled';
	const outcome = ACCOUNT_OUTCOMES.get(status.status.toUpperCase()) ?? 'unknown';
	// Without a LinkedIn session nothing works, regardless of the status.
	return status.hasTokens === false ? 'needs_attention' : outcome;
}

export function relationshipOf(relationship: RelationshipResponse): Relationship {
	if (relationship.connected) return 'connected';
	const state = invitationState(relationship);
	return state === 'unknown' ? 'not_connected' : state;
}

export function toConnectionReport(
	relationship: RelationshipResponse,
): WithAccount<ConnectionReport> {
	const { connected, accountId } = relationship;
	return {
		accountId,
		report: {
			outcome: connected ? 'connected' : 'not_connected',
			isConnected: connected,
			degree: connected ? 1 : null,
			networkDistance: connected ? 'FIRST_DEGREE' : null,
			invitationState: connected ? 'none' : invitationState(relationship),
		},
	};
}

export function toInvitationReport(
	relationship: RelationshipResponse,
): WithAccount<InvitationReport> {
	const { connected, accountId } = relationship;
	return {
		accountId,
		report: {
			outcome: connected ? 'accepted' : invitationState(relationship),
			invitationId: null,
			isConnected: connected,
			degree: connected ? 1 : null,
			message: null,
		},
	};
}

function invitationState({
	invitationSent,
	invitationReceived,
}: Pick<RelationshipResponse, 'invitationSent' | 'invitationReceived'>): InvitationState {
	if (invitationSent) return 'pending_sent';
	if (invitationReceived) return 'pending_received';
	return invitationSent === false && invitationReceived === false ? 'none' : 'unknown';
}

export function toSendReport(connect: Connect, input: Input, now: number): WithAccount<SendReport> {
	return {
		accountId: connect.accountId,
		report: {
			outcome: 'sent',
			invited: true,
			noteSent: input.note !== null && !leftNoteOut(connect.message),
			requestId: null,
			invitationId: null,
			sentAt: toIso(now),
			message: connect.message,
		},
	};
}

export function toMessageReport(
	{ accountId, message, messageId, sentMessage: sent }: SentMessage,
	input: Input,
	now: number,
): WithAccount<MessageReport> {
	const ids = [sent?.messageUrn, sent?.messageId, sent?.backendMessageUrn, sent?.id, messageId];
	const report = sentMessage(
		input,
		{
			messageId: ids.find((id) => id) ?? null,
			conversationId: null,
			sentAt: toIso(readMoment(sent?.sentAt)),
			message,
		},
		now,
	);
	return { accountId, report };
}

/** Whether the profile is empty, as for a person who was not found. */
export function isNobody({ profile }: ReadProfile): boolean {
	const names = [
		profile?.entityUrn,
		profile?.publicIdentifier,
		profile?.firstName,
		profile?.lastName,
	];
	return names.every((name) => !name);
}

export function toProfileReport(
	{ profile, accountId, experience }: ReadProfile,
	input: Input,
): WithAccount<ProfileReport> {
	const first = profile?.firstName ?? null;
	const last = profile?.lastName ?? null;
	const learned = {
		publicIdentifier: profile?.publicIdentifier ?? null,
		memberId: profile?.entityUrn ?? null,
	};
	return {
		accountId,
		report: {
			outcome: 'found',
			profile: completedProfile(input.profile, learned),
			name: fullName(first, last),
			firstName: first,
			lastName: last,
			headline: profile?.headline ?? null,
			summary: profile?.summary ?? null,
			location: profile?.location ?? null,
			...currentPosition(experience ?? profile?.experience),
			...standing(profile),
			isPremium: profile?.isPremium ?? null,
			// Anyone may write to members who accept free InMail.
			isOpenProfile: profile?.supportsFreeEmail ?? null,
			pictureUrl: profile?.profilePicture ?? null,
		},
	};
}

/** A duration such as "Jan 2019 - Dec 2020 · 2 yrs": it ends in a year, not in "Present". */
const ENDED = /[-–—] ?(?:\p{L}{1,12}\.? )?\d{4}\b/u;

/** The first position is the latest, and need not last until today. */
function currentPosition(experience: ReadProfile['experience']) {
	const [latest] = experience ?? [];
	const isCurrent = latest !== undefined && !ENDED.test(latest.duration ?? '');
	return {
		company: isCurrent ? latest.companyName : null,
		position: isCurrent ? latest.title : null,
	};
}

/** The relationship between account and person, as far as the profile shows it. */
function standing(profile: ReadProfile['profile']) {
	const { degree = null, distance = null } = profile?.connectionDegree ?? {};
	const byDistance = distance === null ? null : distance === 'FIRST_DEGREE';
	const isConnected = profile?.isConnected ?? byDistance;
	const known = isConnected ? 1 : degree;
	const state = profile ? invitationState(profile) : 'unknown';
	return {
		isConnected,
		degree: known,
		networkDistance: known === null ? distance : DISTANCE_OF_DEGREE[known],
		invitationState: isConnected ? ('none' as const) : state,
	};
}

export function toWithdrawReport(withdraw: Withdraw, input: Input): WithAccount<WithdrawReport> {
	return {
		accountId: withdraw.accountId,
		report: { outcome: 'withdrawn', invitationId: input.invitationId, message: withdraw.message },
	};
}

/** The quota with the least remaining, or null if none is reported. */
export function toQuotaInfo({ quotas }: Quota, limitName: string): RateLimitInfo | null {
	const infos = quotas
		.filter(({ feature }) => feature?.toLowerCase() === limitName)
		.flatMap(({ window, used, limit, remaining, limitReached, resetAt }): RateLimitInfo[] => {
			const left = limitReached ? 0 : remaining;
			if (left === null) return [];
			return [
				{
					action: limitName,
					scope: window?.toLowerCase() === 'daily' ? 'day' : 'week',
					limit,
					used,
					remaining: left,
					resetAt: readMoment(resetAt),
					holdUntil: null,
					retryAfterSeconds: null,
					message: null,
				},
			];
		});
	return (
		infos.sort(
			(a, b) => (a.remaining ?? 0) - (b.remaining ?? 0) || (b.resetAt ?? 0) - (a.resetAt ?? 0),
		)[0] ?? null
	);
}

export function notAmongSent({ invitationId }: Input): WithdrawReport {
	return {
		outcome: 'not_pending',
		invitationId,
		message: 'No pending invitation with this ID was found.',
	};
}

export function toRespondReport(
	{ accountId, message }: Respond,
	outcome: RespondReport['outcome'],
	invitationId: string | null,
): WithAccount<RespondReport> {
	return { accountId, report: { outcome, invitationId, message } };
}
