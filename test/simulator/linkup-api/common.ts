import type { z } from 'zod';
import { answerInvitation, receivedInvitation, tokenOf, type ListedConnection } from '../lists';
import { nameOf, profileUrl, type Relationship } from '../people';
import type { World } from '../world';

export const RATE_LIMIT = 'Rate limit exceeded. Please try again later.';
export const NO_CREDITS = 'Insufficient credits available';
/** LinkupAPI's page size for lists. */
export const PAGE = 10;

/** vendor documentation: POST /v1/network/invitation-status, and v2's check_invitation */
export function invitationStatus(relationship: Relationship) {
	const { relation, degree, invitationId } = relationship;
	const of = (state: string, type: string | null, id: string | null, message: string) => ({
		invitation_state: state,
		invitation_type: type,
		invitation_id: id,
		member_distance: degree,
		message,
	});
	switch (relation) {
		case 'connected':
			return of('ACCEPTED', 'CONNECTED', null, 'You are connected with this person');
		case 'pending_sent':
			return of('PENDING', 'SENT', invitationId, 'Invitation pending');
		case 'pending_received':
			return of('PENDING', 'RECEIVED', invitationId, 'Invitation pending');
		case 'none':
			return of('NO_INVITATION', null, null, 'No invitation found');
	}
}

/** A connection in the lists of both versions. */
export const connectionRow = ({ one }: ListedConnection) => ({
	name: nameOf(one),
	job_title: one.headline,
	profile_url: `${profileUrl(one)}/`,
	profile_picture: null,
});

/** Uses credits; false, and none used, if there are not enough. */
export function charge({ linkupApi }: World, credits = 1) {
	if (linkupApi.credits === null) return true;
	if (linkupApi.credits < credits) return false;
	linkupApi.credits -= credits;
	return true;
}

/** The ID in an `entity_urn`, in either of its two forms; undefined if there is none. */
const idInUrn = (urn: string) => /^urn:li:(?:fsd_)?invitation:(\d+)$/.exec(urn)?.[1];

export interface Failure {
	status: number;
	code: string;
	message: string;
}

/** Of version 2. `credits`: what it cost, where that is not 1. */
export type Outcome = { data: unknown; credits?: number } | Failure;

export const refuse = (status: number, code: string, message: string): Failure => ({
	status,
	code,
	message,
});
export const badParams = (message: string) => refuse(400, 'INVALID_PARAMS', message);
export const notParams = ({ issues }: z.ZodError) =>
	badParams(`${issues[0]?.path.join('.')}: ${issues[0]?.message}`);
export const noCredits = () => refuse(402, 'INSUFFICIENT_CREDITS', NO_CREDITS);

/** Accepts a received invitation, for a credit; otherwise returns the reason, in invented words. */
export function accept(
	world: World,
	accountId: string,
	{ secret, urn }: { secret: string; urn: string },
	now: number,
): string | null {
	const id = idInUrn(urn);
	const invitation = receivedInvitation(world, accountId, now, id);
	if (!invitation) return 'Invitation not found or already accepted';
	if (secret !== tokenOf(invitation.invitationId)) return 'Invalid shared secret or entity URN';
	if (!charge(world)) return NO_CREDITS;
	answerInvitation(world, accountId, invitation, { accept: true, now });
	return null;
}
