import { z } from 'zod';
import { DISTANCE_OF_DEGREE, looseDegree, looseText } from '../outreach/base/schemas';
import { toIso } from '../outreach/base/time';
import {
	NETWORK_DISTANCES,
	type Degree,
	type InvitationState,
	type Relationship,
} from '../outreach/base/vocabulary';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { ConnectionReport } from '../outreach/operations/get-connection-status';
import type { InvitationReport } from '../outreach/operations/get-invitation-status';
import type { Input } from '../outreach/operations/operation';
import type { RespondReport } from '../outreach/operations/reports';
import type { WithAccount } from '../outreach/operations/result';
import type { SendReport } from '../outreach/operations/send-connection';
import type { WithdrawReport } from '../outreach/operations/withdraw-invitation';
import type { AccountV1, AccountV2, PersonV1, PersonV2 } from './responses';

/** A person as an account sees them, the same for both generations. */
export interface Person {
	/** LINKEDIN, or the account's other provider; null if Unipile does not report it. */
	readonly provider: string | null;
	/** The ACoAA… ID, which sending an invitation needs. */
	readonly memberId: string | null;
	readonly distance: (typeof NETWORK_DISTANCES)[number] | null;
	readonly isConnected: boolean | null;
	readonly invitation: InvitationState;
	readonly invitationId: string | null;
}

export function toPersonV1(read: PersonV1): Person {
	const { network_distance: distance, is_relationship: isRelationship } = read;
	const isConnected =
		isRelationship === true || distance === 'FIRST_DEGREE' ? true : isRelationship;
	return person({
		provider: read.provider,
		memberId: read.provider_id,
		distance,
		isConnected: isConnected ?? (distance === null ? null : false),
		invitationId: null,
		request: read.invitation ?? null,
	});
}

export function toPersonV2({ provider, id, specifics }: PersonV2): Person {
	const { network_distance: distance = null, relation_request: request } = specifics ?? {};
	const status = specifics?.relation_request_status ?? null;
	return person({
		provider,
		memberId: id,
		distance,
		isConnected: distance === null ? null : distance === 'FIRST_DEGREE',
		invitationId: request?.id ?? null,
		// A request without a status is pending.
		request: request
			? { type: request.type, status: status ?? 'PENDING' }
			: status === null
				? null
				: { type: null, status },
	});
}

interface Seen extends Omit<Person, 'invitation'> {
	readonly request: { readonly type: string | null; readonly status: string | null } | null;
}

function person({ request, ...seen }: Seen): Person {
	// Only in a complete profile does a missing invitation prove that none is pending.
	const otherwise = seen.isConnected === null ? 'unknown' : 'none';
	return { ...seen, invitation: request ? stateOf(request) : otherwise };
}

const word = (text: string | null) => text?.trim().toUpperCase() ?? '';

function stateOf({ type, status }: NonNullable<Seen['request']>): InvitationState {
	switch (word(status)) {
		case 'PENDING':
			if (word(type) === 'SENT') return 'pending_sent';
			return word(type) === 'RECEIVED' ? 'pending_received' : 'unknown';
		case 'IGNORED':
		case 'WITHDRAWN':
			return 'none';
		default:
			return 'unknown';
	}
}

export function relationshipOf({ isConnected, invitation }: Person): Relationship {
	if (isConnected === true) return 'connected';
	if (isConnected === null) return invitation === 'none' ? 'unknown' : invitation;
	return invitation === 'unknown' ? 'not_connected' : invitation;
}

function degreeOf({ isConnected, distance }: Person): Degree | null {
	return isConnected === true ? 1 : looseDegree.parse(distance);
}

/** An accepted invitation no longer counts as pending. */
const pendingOf = ({ isConnected, invitation }: Person): InvitationState =>
	isConnected === true ? 'none' : invitation;

/** The relationship, in the form used by reports. */
export function connectionOf(one: Person): Omit<ConnectionReport, 'outcome'> {
	const degree = degreeOf(one);
	return {
		isConnected: one.isConnected,
		degree,
		networkDistance: degree === null ? one.distance : DISTANCE_OF_DEGREE[degree],
		invitationState: pendingOf(one),
	};
}

export function toConnectionReport(
	one: Person,
	{ accountId }: Input,
): WithAccount<ConnectionReport> {
	const { isConnected } = one;
	const outcome = isConnected === null ? 'unknown' : isConnected ? 'connected' : 'not_connected';
	return { accountId, report: { outcome, ...connectionOf(one) } };
}

export function toInvitationReport(
	one: Person,
	{ accountId }: Input,
): WithAccount<InvitationReport> {
	return {
		accountId,
		report: {
			outcome: one.isConnected === true ? 'accepted' : one.invitation,
			invitationId: one.invitationId,
			isConnected: one.isConnected,
			degree: degreeOf(one),
			message: null,
		},
	};
}

export function toSendReport(
	invitationId: string | null,
	{ accountId, note }: Input,
	now: number,
): WithAccount<SendReport> {
	return {
		accountId,
		report: {
			outcome: 'sent',
			invited: true,
			noteSent: note !== null,
			requestId: null,
			invitationId,
			sentAt: toIso(now),
			message: null,
		},
	};
}

export const toWithdrawReport = (
	{ accountId }: Input,
	outcome: WithdrawReport['outcome'],
	invitationId: string | null,
): WithAccount<WithdrawReport> => ({
	accountId,
	report: {
		outcome,
		invitationId,
		message: outcome === 'withdrawn' ? null : 'No invitation to this person is pending.',
	},
});

export const toRespondReport = (
	{ accountId }: Input,
	outcome: RespondReport['outcome'],
	invitationId: string | null,
): WithAccount<RespondReport> => ({ accountId, report: { outcome, invitationId, message: null } });

type AccountOutcome = AccountReport['outcome'];

/** Meaning of a status (vendor page *Account lifecycle*). The set is open. v1 names are in capitals, v2 names are not. */
const OUTCOMES: ReadonlyMap<string, AccountOutcome> = new Map(
	Object.entries({
		OK: 'available',
		SYNC_SUCCESS: 'available',
		CREATION_SUCCESS: 'available',
		RECONNECTED: 'available',
		CREDENTIALS: 'needs_attention',
		PERMISSIONS: 'needs_attention',
		ERROR: 'needs_attention',
		STOPPED: 'needs_attention',
		PAUSED: 'disabled',
		DELETED: 'disabled',
		RUNNING: 'available',
		ERRORED: 'needs_attention',
		DEGRADED: 'needs_attention',
		PARTIAL: 'needs_attention',
		DISCONNECTED: 'needs_attention',
		LOCKED: 'disabled',
	} as const),
);

/** Statuses that prevent sending come first. */
const WORST_FIRST: readonly AccountOutcome[] = [
	'needs_attention',
	'disabled',
	'unknown',
	'available',
];

export function toAccountV1(account: AccountV1): WithAccount<AccountReport> {
	const sources = (account.sources ?? []).map(({ id, status }) => ({
		product: productOf(id, account.id),
		status: status ?? 'none',
	}));
	const im = imOf(account);
	return accountReport(account.id, {
		outcomes: sources.map(({ status }) => outcomeOf(status)),
		name: account.name,
		publicIdentifier: im.publicIdentifier,
		providerStatus: statusText(sources),
		plan: im.plan,
	});
}

/** "OK", or by product where they differ: "MESSAGING OK, MAILS CREDENTIALS". */
function statusText(
	sources: ReadonlyArray<{ readonly product: string; readonly status: string }>,
): string | null {
	const [first] = sources;
	if (!first) return null;
	if (sources.every(({ status }) => status === first.status)) return first.status;
	return sources.map(({ product, status }) => `${product} ${status}`).join(', ');
}

/** A source's ID is the account's ID followed by the product. */
function productOf(sourceId: string | null, accountId: string): string {
	const product = sourceId?.replace(accountId, '').replace(/^[_-]+/, '') ?? '';
	return product === '' ? 'LINKEDIN' : product;
}

const imSchema = z.object({
	im: z
		.object({
			publicIdentifier: looseText,
			premiumContractId: looseText,
			premiumFeatures: z.array(z.string()).nullish().catch(null),
		})
		.nullish()
		.catch(null),
});

function imOf({ connection_params: params }: AccountV1) {
	const { im } = imSchema.parse(params ?? {});
	const plan = {
		...(im?.premiumFeatures ? { premiumFeatures: im.premiumFeatures } : {}),
		...(im?.premiumContractId ? { premiumContractId: im.premiumContractId } : {}),
	};
	return {
		publicIdentifier: im?.publicIdentifier ?? null,
		plan: Object.keys(plan).length === 0 ? null : plan,
	};
}

export function toAccountV2(account: AccountV2): WithAccount<AccountReport> {
	const { status, is_locked: isLocked } = account;
	return accountReport(account.id, {
		outcomes: isLocked === true ? ['disabled'] : status === null ? [] : [outcomeOf(status)],
		name: account.name,
		publicIdentifier: null,
		providerStatus: isLocked === true ? `${status ?? ''} (locked)`.trim() : status,
		plan: null,
	});
}

const outcomeOf = (status: string): AccountOutcome => OUTCOMES.get(word(status)) ?? 'unknown';

function accountReport(
	accountId: string,
	{
		outcomes,
		...told
	}: { readonly outcomes: readonly AccountOutcome[] } & Pick<
		AccountReport,
		'name' | 'publicIdentifier' | 'providerStatus' | 'plan'
	>,
): WithAccount<AccountReport> {
	const outcome = WORST_FIRST.find((one) => outcomes.includes(one)) ?? 'unknown';
	return {
		accountId,
		report: {
			outcome,
			canSend: outcome === 'available' ? true : outcome === 'unknown' ? null : false,
			...told,
			enabled: null,
			hasTokens: null,
			lastUsedAt: null,
		},
	};
}
