import { createHash } from 'node:crypto';
import { sinceOf } from './moments';
import { CONNECTED, relationOf, type Person, type Relation } from './people';
import type { World } from './world';

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');

/** The eight characters required to answer an invitation; they never change. */
export const tokenOf = (invitationId: string) => digest(`token ${invitationId}`).slice(0, 8);

interface ListKind<T> {
	/** with the account, where it has one */
	name: string;
	key: (row: T) => string;
	/** whether this request asks for the list from its start */
	begins: boolean;
}

/**
 * The rows in the current order of a list: unchanged, or shuffled if the world says so. Each reading of a list
 * from its start has a new order, never the given one, and its further pages keep that order.
 */
export function arranged<T>(world: World, rows: T[], { name, key, begins }: ListKind<T>): T[] {
	if (world.listOrder === 'newest') return rows;
	const reading = (world.readings.get(name) ?? 0) + (begins ? 1 : 0);
	world.readings.set(name, reading);
	const rankOf = (row: T) => digest(`${name} ${reading} ${key(row)}`);
	const shuffled = rows
		.map((row) => ({ row, rank: rankOf(row) }))
		.sort((one, other) => (one.rank < other.rank ? -1 : 1))
		.map(({ row }) => row);
	if (shuffled.some((row, index) => row !== rows[index])) return shuffled;
	return [...shuffled.slice(1), ...shuffled.slice(0, 1)];
}

export interface ListedInvitation {
	invitationId: string;
	/** who sent it, or whom it was sent to */
	one: Person;
	/** ms */
	since: number;
	note: string | null;
}

export interface ListedConnection {
	one: Person;
	/** ms */
	since: number;
}

const newestFirst = <T extends { since: number }>(rows: T[]) =>
	rows.sort((one, other) => other.since - one.since);

function related(world: World, accountId: string, relation: Relation, now: number) {
	return world.people
		.related(accountId, relation)
		.map(({ one, relationship }) => ({ one, relationship, since: sinceOf(relationship, now) }));
}

function fromPeople(
	world: World,
	accountId: string,
	relation: 'pending_sent' | 'pending_received',
	now: number,
): ListedInvitation[] {
	return related(world, accountId, relation, now).map(({ one, relationship, since }) => ({
		invitationId: relationship.invitationId ?? '',
		one,
		since,
		note: relationship.note ?? null,
	}));
}

/** The invitations to connect that the account has sent and not heard from, newest first. */
export const sentInvitations = (world: World, accountId: string, now: number) =>
	newestFirst(fromPeople(world, accountId, 'pending_sent', now));

/** The invitations that the account has not answered, newest first. */
export const receivedInvitations = (world: World, accountId: string, now: number) =>
	newestFirst(fromPeople(world, accountId, 'pending_received', now));

/** The one with this ID of those. */
export const receivedInvitation = (world: World, accountId: string, now: number, id = '') =>
	receivedInvitations(world, accountId, now).find(({ invitationId }) => invitationId === id);

/** Newest first. */
export const connectionsOf = (world: World, accountId: string, now: number): ListedConnection[] =>
	newestFirst(
		related(world, accountId, 'connected', now).map(({ one, since }) => ({ one, since })),
	);

/** Removes a received invitation from the list; accepting it connects the two. */
export function answerInvitation(
	world: World,
	accountId: string,
	{ one }: ListedInvitation,
	given: { accept: boolean; now: number },
) {
	const { degree } = relationOf(one, accountId);
	world.people.relate(
		one,
		accountId,
		given.accept
			? { ...CONNECTED, since: given.now }
			: { relation: 'none', degree, invitationId: null },
	);
}
