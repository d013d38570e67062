import type { WorldMessage } from './conversations';
import { relationOf, type People, type Person } from './people';
import type { ProviderName, ProviderWorlds } from './providers';
import type { MinuteLimit } from './world-parts';

export interface AcceptedInvitation {
	provider: ProviderName;
	accountId: string;
	/** public identifier */
	person: string;
	invitationId: string;
	/** the note that was delivered, null where none was */
	note: string | null;
	/** ISO 8601 */
	at: string;
}

export interface World extends ProviderWorlds {
	people: People;
	invitations: AcceptedInvitation[];
	/** in the order in which they were written */
	messages: WorldMessage[];
	/** how many invitation ids have been given out */
	invitationSequence: number;
	/** how many invitations have come in since the start */
	receivedSequence: number;
	/** shuffled: each reading of a list, from its start, has another order */
	listOrder: 'newest' | 'shuffled';
	/** how often each list was read from its start while shuffled */
	readings: Map<string, number>;
}

export const iso = (ms: number) => new Date(ms).toISOString();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const dayStart = (ms: number) => Math.floor(ms / DAY) * DAY;
/** 1970-01-05 was a Monday */
export const weekStart = (ms: number) => Math.floor((ms - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY;
export const nextDay = (ms: number) => dayStart(ms) + DAY;
export const nextWeek = (ms: number) => weekStart(ms) + 7 * DAY;

/** Counts a request; returns the seconds to wait if it is one too many, otherwise null. */
export function overMinute(limit: MinuteLimit, now: number): number | null {
	if (limit.perMinute === null) return null;
	if (now - limit.startedAt >= MINUTE || now < limit.startedAt) {
		limit.startedAt = now;
		limit.count = 0;
	}
	if (limit.count >= limit.perMinute) return Math.ceil((limit.startedAt + MINUTE - now) / 1000);
	limit.count += 1;
	return null;
}

const FIRST_INVITATION_ID = 7310081824666370001n;

/** LinkedIn accepts the invitation: it is pending from now on, and counted. */
export function acceptInvitation(
	world: World,
	invitation: { provider: ProviderName; accountId: string; one: Person; note: string | null },
	now: number,
): AcceptedInvitation {
	const { provider, accountId, one, note } = invitation;
	const invitationId = String(FIRST_INVITATION_ID + 4097n * BigInt(world.invitationSequence));
	world.invitationSequence += 1;
	const degree = relationOf(one, accountId).degree;
	world.people.relate(one, accountId, {
		relation: 'pending_sent',
		degree,
		invitationId,
		since: now,
		note,
	});
	const accepted: AcceptedInvitation = {
		provider,
		accountId,
		person: one.publicIdentifier,
		invitationId,
		note,
		at: iso(now),
	};
	world.invitations.push(accepted);
	return accepted;
}

/** False if nothing was pending. Accepted invitations stay in the list. */
export function withdrawInvitation(world: World, accountId: string, one: Person) {
	const { relation, degree } = relationOf(one, accountId);
	if (relation !== 'pending_sent') return false;
	world.people.relate(one, accountId, { relation: 'none', degree, invitationId: null });
	return true;
}
