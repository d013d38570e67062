import { z } from 'zod';
import { accountOf, badBody, failure, noAccount, urnOf } from './common';
import { answer, whole, type ProviderAnswer } from '../http';
import {
	answerInvitation,
	arranged,
	connectionsOf,
	receivedInvitation,
	receivedInvitations,
	sentInvitations,
	tokenOf,
	type ListedConnection,
	type ListedInvitation,
} from '../lists';
import { ago, connectedOn } from '../moments';
import { profileUrl, type Person } from '../people';
import type { World } from '../world';

const PAGE = 10;
const MOST_CONNECTIONS = 12;

const profileOf = (one: Person) => ({
	firstName: one.firstName,
	lastName: one.lastName,
	headline: one.headline,
	profileUrl: profileUrl(one),
	publicIdentifier: one.publicIdentifier,
});

const idsOf = ({ invitationId, one }: ListedInvitation) => ({
	id: invitationId,
	invitationId,
	invitationUrn: `urn:li:invitation:${invitationId}`,
	memberId: one.urnId,
	memberUrn: urnOf(one),
});

const sentRow = (row: ListedInvitation, now: number) => ({
	...idsOf(row),
	invitationType: 'SENT',
	sentAt: ago(row.since, now),
	profile: profileOf(row.one),
});

const TYPE = 'GenericInvitationType_CONNECTION';

const receivedRow = (row: ListedInvitation, now: number) => ({
	...idsOf(row),
	invitationType: 'RECEIVED',
	invitationCategory: 'CONNECTION',
	linkedInInvitationType: TYPE,
	validationToken: tokenOf(row.invitationId),
	receivedAt: ago(row.since, now),
	customMessage: row.note,
	profile: { ...profileOf(row.one), profileUrl: `${profileUrl(row.one)}/` },
});

/** GET /invitations/sent and GET /invitations/received; only the latter marks its end. */
export function listInvitations(
	kind: 'sent' | 'received',
	query: URLSearchParams,
	world: World,
	now: number,
): ProviderAnswer {
	const account = accountOf(world, query.get('accountId'));
	if (!account) return noAccount();
	const { id: accountId } = account;
	const startIndex = whole(query, 'startIndex', 0);
	const listed = kind === 'sent' ? sentInvitations : receivedInvitations;
	const all = arranged(world, listed(world, accountId, now), {
		name: `connectSafely ${accountId} ${kind}`,
		key: (row) => row.invitationId,
		begins: startIndex === 0,
	});
	const page = all.slice(startIndex, startIndex + PAGE);
	const head = { success: true, count: page.length, startIndex, accountId };
	if (kind === 'sent') {
		return answer(200, { ...head, invitations: page.map((row) => sentRow(row, now)) });
	}
	const invitations = page.map((row) => receivedRow(row, now));
	return answer(200, { ...head, invitations, endOfList: startIndex + PAGE >= all.length });
}

const connectionRow = ({ one, since }: ListedConnection) => ({
	firstName: one.firstName,
	lastName: one.lastName,
	vanityName: one.publicIdentifier,
	headline: one.headline,
	connectedDate: connectedOn(since),
	profileUrl: `${profileUrl(one)}/`,
});

/** GET /connections: no total, no mark of its end. */
export function listConnections(query: URLSearchParams, world: World, now: number): ProviderAnswer {
	const account = accountOf(world, query.get('accountId'));
	if (!account) return noAccount();
	const { id: accountId } = account;
	const startIndex = whole(query, 'startIndex', 0);
	const limit = whole(query, 'limit', PAGE, MOST_CONNECTIONS);
	const sortBy = query.get('sortBy') ?? 'recentlyAdded';
	const rows = connectionsOf(world, accountId, now);
	if (sortBy === 'firstName' || sortBy === 'lastName') {
		rows.sort((a, b) => a.one[sortBy].localeCompare(b.one[sortBy]));
	}
	const connections = arranged(world, rows, {
		name: `connectSafely ${accountId} connections`,
		key: (row) => row.one.urnId,
		begins: startIndex === 0,
	})
		.slice(startIndex, startIndex + limit)
		.map(connectionRow);
	return answer(200, { success: true, connections, startIndex, limit, sortBy, accountId });
}

const Respond = z.object({
	accountId: z.string().optional(),
	action: z.enum(['ACCEPT', 'IGNORE']),
	invitationId: z.string(),
	validationToken: z.string(),
	linkedInInvitationType: z.string(),
	firstName: z.string(),
	lastName: z.string(),
	profileId: z.string().optional(),
});

/** POST /invitations/received/respond. The sentences are not documented. */
export function respond(body: unknown, world: World, now: number): ProviderAnswer {
	const parsed = Respond.safeParse(body ?? {});
	if (!parsed.success) return badBody(parsed.error);
	const wanted = parsed.data;
	const account = accountOf(world, wanted.accountId);
	if (!account) return failure(404, `LinkedIn account not found: ${wanted.accountId ?? ''}`);
	const invitation = receivedInvitation(world, account.id, now, wanted.invitationId);
	if (!invitation) return failure(400, 'Invitation not found');
	const right =
		wanted.validationToken === tokenOf(invitation.invitationId) &&
		wanted.linkedInInvitationType === TYPE;
	if (!right) return failure(400, 'Invalid validation token or invitation type');
	const accept = wanted.action === 'ACCEPT';
	if (accept) {
		if (!wanted.profileId) return failure(400, 'profileId is required for connection invitations');
		if (wanted.profileId !== invitation.one.urnId) return failure(400, 'Invalid profileId');
	}
	answerInvitation(world, account.id, invitation, { accept, now });
	return answer(200, {
		success: true,
		message: `Invitation ${accept ? 'accepted' : 'ignored'} successfully`,
		accountId: account.id,
	});
}
