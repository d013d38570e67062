import { z } from 'zod';
import { answer, whole, type ProviderAnswer } from '../http';
import {
	answerInvitation,
	arranged,
	connectionsOf,
	receivedInvitation,
	receivedInvitations,
	sentInvitations,
	tokenOf,
	type ListedInvitation,
} from '../lists';
import { sentAgo } from '../moments';
import { nameOf, profileUrl, type Person } from '../people';
import { v1Problem, withdraw, type Context, type OfAccount } from './common';
import { iso } from '../world';

export const notFound = () =>
	v1Problem(404, 'resource_not_found', 'The requested resource were not found');
export const badParameters = (detail: string) => v1Problem(400, 'invalid_parameters', detail);

const Cursor = z.object({ at: z.number(), limit: z.number() });
const toCursor = (at: number, limit: number) =>
	Buffer.from(JSON.stringify({ at, limit })).toString('base64url');

function fromCursor(cursor: string) {
	try {
		return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
	} catch {
		return null;
	}
}

/** A page; the cursor carries the size of the pages. */
export function page<T>(
	{ request: { query }, world }: Context,
	rows: T[],
	{ object, key, show }: { object: string; key: (row: T) => string; show: (row: T) => object },
): ProviderAnswer {
	const cursor = query.get('cursor');
	const { at, limit } =
		(cursor === null ? { at: 0, limit: whole(query, 'limit', 10, 100) } : fromCursor(cursor)) ?? {};
	if (at === undefined || limit === undefined) return badParameters('Invalid cursor');
	const name = `unipile v1 ${object} ${query.get('account_id') ?? ''}`;
	const ordered = arranged(world, rows, { name, key, begins: at === 0 });
	const items = ordered.slice(at, at + limit).map(show);
	const next = at + items.length;
	return answer(200, { object, items, cursor: next < rows.length ? toCursor(next, limit) : null });
}

const named = (one: Person) => ({
	inviter_name: nameOf(one),
	inviter_id: one.urnId,
	inviter_public_identifier: one.publicIdentifier,
	inviter_description: one.headline,
});

function invitation(
	isSent: boolean,
	{ invitationId, one, since, note }: ListedInvitation,
	now: number,
) {
	return {
		object: isSent ? 'InvitationSent' : 'InvitationReceived',
		id: invitationId,
		date: sentAgo(since, now),
		parsed_datetime: iso(since),
		invited_user: isSent ? nameOf(one) : null,
		invited_user_id: isSent ? one.urnId : null,
		invited_user_public_id: isSent ? one.publicIdentifier : null,
		invited_user_description: isSent ? one.headline : null,
		invitation_text: note,
		...(isSent ? {} : { inviter: named(one) }),
		specifics: { provider: 'LINKEDIN', shared_secret: tokenOf(invitationId) },
	};
}

export const listInvitations =
	(isSent: boolean): OfAccount =>
	(context) => {
		const { world, account, now } = context;
		return page(
			context,
			isSent
				? sentInvitations(world, account.id, now)
				: receivedInvitations(world, account.id, now),
			{
				object: 'InvitationList',
				key: ({ invitationId }) => invitationId,
				show: (row) => invitation(isSent, row, now),
			},
		);
	};

const Respond = z.object({
	provider: z.literal('LINKEDIN'),
	shared_secret: z.string(),
	action: z.enum(['accept', 'decline']),
});

export const respond: OfAccount = (context, id) => {
	const { request, world, account, now } = context;
	const parsed = Respond.safeParse(request.body);
	if (!parsed.success) return badParameters(parsed.error.issues[0]?.message ?? '');
	const row = receivedInvitation(world, account.id, now, id);
	if (!row || tokenOf(row.invitationId) !== parsed.data.shared_secret) return notFound();
	answerInvitation(world, account.id, row, { accept: parsed.data.action === 'accept', now });
	return answer(200, { object: 'InvitationHandled' });
};

export const cancel: OfAccount = (context, id = '') =>
	withdraw(context, id) ? answer(200, { object: 'InvitationCanceled' }) : notFound();

export const relations: OfAccount = (context) =>
	page(context, connectionsOf(context.world, context.account.id, context.now), {
		object: 'UserRelationsList',
		key: ({ one }) => one.urnId,
		show: ({ one, since }) => ({
			object: 'UserRelation',
			created_at: since,
			first_name: one.firstName,
			last_name: one.lastName,
			headline: one.headline,
			public_identifier: one.publicIdentifier,
			public_profile_url: profileUrl(one),
			member_id: one.urnId,
			member_urn: `urn:li:fsd_profile:${one.urnId}`,
			connection_urn: `urn:li:fsd_connection:${one.urnId}`,
		}),
	});
