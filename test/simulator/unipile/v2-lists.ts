import { answer, whole } from '../http';
import {
	answerInvitation,
	arranged,
	connectionsOf,
	receivedInvitation,
	receivedInvitations,
	sentInvitations,
	type ListedInvitation,
} from '../lists';
import { nameOf, profileUrl, type Person } from '../people';
import { v2Problem, withdraw, type Context, type OfAccount } from './common';
import { iso } from '../world';

export const badParameters = (detail: string) =>
	v2Problem(400, 'api/invalid_parameters', { detail });

/** The rows that a page by offset shows, and all there are. */
function rowsOf<T>(
	{ request: { query }, world }: Context,
	all: T[],
	{ name, key }: { name: string; key: (row: T) => string },
) {
	const offset = whole(query, 'offset', 0);
	const limit = Math.max(1, whole(query, 'limit', 20, 100));
	const ordered = arranged(world, all, { name: `unipile v2 ${name}`, key, begins: offset === 0 });
	return { rows: ordered.slice(offset, offset + limit), end: offset + limit, total: all.length };
}

/** Of accounts and webhooks: whether there are more. */
export function ownPage<T extends { id: string }>(
	context: Context,
	all: T[],
	{ object, show }: { object: string; show: (row: T) => object },
) {
	const { rows, end, total } = rowsOf(context, all, { name: object, key: ({ id }) => id });
	return answer(200, { object, data: rows.map(show), has_more: end < total });
}

export const user = (one: Person) => ({
	id: one.urnId,
	object: 'User',
	type: 'individual',
	public_identifier: one.publicIdentifier,
	display_name: nameOf(one),
	profile_url: profileUrl(one),
	description: one.headline,
});

export function relationRequest(
	type: 'sent' | 'received',
	{ invitationId, one, since, note }: ListedInvitation,
) {
	const message = note === null ? {} : { message: note };
	return {
		object: 'RelationRequest',
		type,
		id: invitationId,
		user: user(one),
		created_at: iso(since),
		...message,
	};
}

export const requests: OfAccount = (context) => {
	const { request, world, account, now } = context;
	const type = request.query.get('type');
	if (type !== 'sent' && type !== 'received') return badParameters('type is required');
	const all =
		type === 'sent'
			? sentInvitations(world, account.id, now)
			: receivedInvitations(world, account.id, now);
	const { rows, total } = rowsOf(context, all, {
		name: `requests ${account.id} ${type}`,
		key: ({ invitationId }) => invitationId,
	});
	return answer(200, { data: rows.map((row) => relationRequest(type, row)), total_count: total });
};

export const accept: OfAccount = (context, id) => {
	const { world, account, now } = context;
	const row = receivedInvitation(world, account.id, now, id);
	if (!row) return v2Problem(404, 'provider/resource_not_found');
	answerInvitation(world, account.id, row, { accept: true, now });
	return answer(200, { object: 'RelationRequestConfirmed' });
};

/** Withdraws a sent invitation, and declines a received one. */
export const cancel: OfAccount = (context, id = '') => {
	const { world, account, now } = context;
	const row = receivedInvitation(world, account.id, now, id);
	if (row) answerInvitation(world, account.id, row, { accept: false, now });
	return row || withdraw(context, id)
		? answer(200, { object: 'RelationRequestCanceled' })
		: v2Problem(404, 'provider/resource_not_found');
};

export const relations: OfAccount = (context) => {
	const { world, account, now } = context;
	const { rows, total } = rowsOf(context, connectionsOf(world, account.id, now), {
		name: `relations ${account.id}`,
		key: ({ one }) => one.urnId,
	});
	const data = rows.map(({ one, since }) => ({
		id: `rel_${one.urnId}`,
		object: 'UserRelation',
		user: user(one),
		created_at: iso(since),
	}));
	return answer(200, { data, total_count: total });
};
