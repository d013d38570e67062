import { z } from 'zod';
import { charge, connectionRow, noCredits, notParams, PAGE, type Outcome } from './common';
import {
	arranged,
	connectionsOf,
	receivedInvitations,
	sentInvitations,
	tokenOf,
	type ListedInvitation,
} from '../lists';
import { agoShort, daysSince } from '../moments';
import { profileUrl, type Person } from '../people';
import type { World } from '../world';

const LISTS = ['list_sent', 'list_invitations', 'list_connections'] as const;
type ListAction = (typeof LISTS)[number];

export const isV2List = (action: string): action is ListAction =>
	LISTS.some((list) => list === action);

const ROWS_PER_CREDIT = 50;

const ListParams = z.object({
	count: z.number().int().min(1).default(PAGE),
	offset: z.number().int().min(0).default(0),
	// Undocumented: the default; version 1's is followed.
	invitation_type: z.string().default('CONNECTION'),
});

const memberOf = (one: Person) => ({
	first_name: one.firstName,
	last_name: one.lastName,
	headline: one.headline,
	linkedin_url: profileUrl(one),
});

function invitationRow(
	{ invitationId, one, since }: ListedInvitation,
	action: 'list_sent' | 'list_invitations',
	now: number,
) {
	// the two vendor pages name the picture differently
	const person =
		action === 'list_sent'
			? { recipient: { ...memberOf(one), profile_picture: null } }
			: {
					shared_secret: tokenOf(invitationId),
					sender: { ...memberOf(one), profile_picture_url: null },
				};
	return {
		entity_urn: `urn:li:invitation:${invitationId}`,
		...person,
		invitation_type: 'CONNECTION',
		sent_time: agoShort(since, now),
		sent_time_days: daysSince(since, now),
	};
}

/** Vendor pages *List Sent Invitations*, *List Invitations*, *List Connections* of version 2. */
export function list(
	action: ListAction,
	accountId: string,
	params: unknown,
	world: World,
	now: number,
): Outcome {
	const wanted = ListParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { count, offset, invitation_type } = wanted.data;

	const complete = <T>(
		name: string,
		rows: T[],
		{ key, row }: { key: (one: T) => string; row: (one: T) => object },
	): Outcome => {
		const how = { name: `linkupApi ${accountId} ${action}`, key, begins: offset === 0 };
		const page = arranged(world, rows, how).slice(offset, offset + count);
		const credits = Math.max(1, Math.ceil(page.length / ROWS_PER_CREDIT));
		if (!charge(world, credits)) return noCredits();
		const has_more = offset + count < rows.length;
		const data = {
			[name]: page.map(row),
			total_results: page.length,
			total_available_results: rows.length,
			...(action === 'list_sent' ? { invitation_type } : {}),
			pagination: {
				offset,
				count,
				next_offset: has_more ? offset + count : null,
				has_more,
				results_per_page: PAGE,
				pages_fetched: Math.max(1, Math.ceil(page.length / PAGE)),
			},
		};
		return { data, credits };
	};

	if (action === 'list_connections') {
		return complete('connections', connectionsOf(world, accountId, now), {
			key: ({ one }) => one.urnId,
			row: connectionRow,
		});
	}
	const listed = action === 'list_sent' ? sentInvitations : receivedInvitations;
	// The world has no other kinds of invitations.
	const ofType = invitation_type === 'CONNECTION' ? listed(world, accountId, now) : [];
	return complete('invitations', ofType, {
		key: ({ invitationId }) => invitationId,
		row: (one) => invitationRow(one, action, now),
	});
}
