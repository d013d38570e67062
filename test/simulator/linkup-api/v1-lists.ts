import { z } from 'zod';
import { charge, connectionRow, NO_CREDITS, PAGE } from './common';
import {
	arranged,
	connectionsOf,
	receivedInvitations,
	sentInvitations,
	tokenOf,
	type ListedConnection,
	type ListedInvitation,
} from '../lists';
import { ago, sentAgo } from '../moments';
import { nameOf, profileUrl } from '../people';
import type { World } from '../world';

const LISTS = ['invitations', 'sent-invitations', 'connections'] as const;
type ListName = (typeof LISTS)[number];

export const isV1List = (name: string): name is ListName => LISTS.some((list) => list === name);

const atLeastOne = z.number().int().min(1);
const ListFields = z.object({
	total_results: atLeastOne.default(PAGE),
	start_page: atLeastOne.optional(),
	end_page: atLeastOne.optional(),
	// vendor page *Get Sent Invitations*; Undocumented: that it is so for received ones as well
	invitation_type: z.string().default('CONNECTION'),
});

/** The requested rows: whole pages, or a number of rows from the first. */
function range({ total_results: total, start_page, end_page }: z.infer<typeof ListFields>) {
	if (start_page === undefined && end_page === undefined) {
		return { first: 1, last: Math.ceil(total / PAGE), from: 0, to: total };
	}
	const first = start_page ?? 1;
	const last = Math.max(first, end_page ?? first);
	return { first, last, from: (first - 1) * PAGE, to: last * PAGE };
}

/** A JSON number, as on the vendor's pages: 19 digits, more than JavaScript's hold. */
const numberOf = (id: string) => (/^\d+$/.test(id) ? BigInt(id) : id);

function sentRow({ invitationId, one, since, note }: ListedInvitation, now: number) {
	return {
		name: nameOf(one),
		profile_url: profileUrl(one),
		subtitle: one.headline,
		sent_time: sentAgo(since, now),
		invitation_id: numberOf(invitationId),
		invitation_state: 'PENDING',
		message: note,
		entity_urn: `urn:li:fsd_invitation:${invitationId}`,
		profile_picture: null,
		invitation_type: 'CONNECTION',
	};
}

function receivedRow({ invitationId, one, since, note }: ListedInvitation, now: number) {
	return {
		name: nameOf(one),
		profile_url: `${profileUrl(one)}/`,
		profile_picture: null,
		subtitle: one.headline,
		sent_time: ago(since, now),
		message: note,
		invitation_id: invitationId,
		shared_secret: tokenOf(invitationId),
		shared_connections: '5 shared connections',
		invitation_state: 'PENDING',
		entity_urn: `urn:li:invitation:${invitationId}`,
	};
}

/** Vendor pages *Get Invitations*, *Get Sent Invitations*, *Get Connections*: a credit a page. */
export function list(
	name: ListName,
	body: unknown,
	world: World,
	now: number,
): { data: unknown } | { error: string } {
	const parsed = ListFields.safeParse(body ?? {});
	if (!parsed.success) {
		return { error: `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}` };
	}
	const { v1AccountId: accountId } = world.linkupApi;
	const { first, last, from, to } = range(parsed.data);
	const how = (key: string) => ({ name: `linkupApi ${accountId} ${key}`, begins: first === 1 });
	// The world has no other kinds of invitations.
	const ofType = (rows: ListedInvitation[]) =>
		parsed.data.invitation_type === 'CONNECTION' ? rows : [];
	const invitations = (rows: ListedInvitation[]) =>
		arranged(world, ofType(rows), { ...how(name), key: (row) => row.invitationId });

	const paged = <T>(all: T[], rowOf: (row: T) => object) => {
		const rows = all.slice(from, to).map(rowOf);
		const existing = Math.max(1, Math.ceil(all.length / PAGE));
		const pages_fetched = Math.max(1, Math.min(last, existing) - first + 1);
		const pagination = { start_page: first, end_page: last, results_per_page: PAGE, pages_fetched };
		return { rows, total: all.length, pagination };
	};
	const complete = (key: string, { rows, total, pagination }: ReturnType<typeof paged>) => {
		if (!charge(world, pagination.pages_fetched)) return { error: NO_CREDITS };
		const head = { total_results: rows.length, total_available_results: total };
		return { data: { ...head, [key]: rows, pagination } };
	};

	if (name === 'connections') {
		const key = (row: ListedConnection) => row.one.urnId;
		const all = arranged(world, connectionsOf(world, accountId, now), { ...how(name), key });
		return complete('connections', paged(all, connectionRow));
	}
	if (name === 'sent-invitations') {
		const all = invitations(sentInvitations(world, accountId, now));
		return complete(
			'invitations',
			paged(all, (row) => sentRow(row, now)),
		);
	}
	const all = invitations(receivedInvitations(world, accountId, now));
	const page = paged(all, (row) => receivedRow(row, now));
	if (!charge(world, page.pagination.pages_fetched)) return { error: NO_CREDITS };
	return { data: { total_results: page.rows.length, invitations: page.rows } };
}
