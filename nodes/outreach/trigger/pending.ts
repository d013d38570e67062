import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../base/time';
import { positionSchema, type Position } from '../base/vocabulary';
import { isAnonymous, PagesSeen, type Page } from '../operations/pages';
import { personKey } from '../people/profile';
import type { PendingInvitation } from '../provider/provider';
import { shortHash } from './watch';

/** Maximum invitations remembered per account. Others start nothing. */
export const MOST_PENDING = 10_000;

/** A completely read list is not read again before this, unless an invitation is due. */
const REST_MS = 6 * HOUR_MS;
/** Invitations not listed for this long are forgotten. A row may be missed once, between two pages. */
const FORGOTTEN_AFTER_MS = 30 * DAY_MS;

/** What is known about one invitation. */
const invitationSchema = z.tuple([
	/** A short hash of its key. */
	z.string(),
	/** The hour in which it was last listed, since 1970. */
	z.number(),
	/** The latest time it can have been sent (ms since 1970); null once its event was returned. */
	z.number().nullable(),
]);

/** What is known about an account's pending invitations between two polls. Plain JSON, for n8n's static data. */
export const pendingStateSchema = z.object({
	subject: z.string(),
	/** The account that the provider reports for the list; null if it names none. */
	accountId: z.string().nullable(),
	/** Whether overdue invitations start nothing until the list was read completely for the first time. */
	isLearning: z.boolean(),
	/** Where an earlier poll had to stop; null if it finished. */
	place: positionSchema.nullable(),
	/** When the last reading started (ms since 1970). */
	beganAt: z.number().nullable(),
	/** When the list was last read to its end (ms since 1970). */
	readAt: z.number().nullable(),
	invitations: z.array(invitationSchema),
});
export type PendingState = Readonly<z.infer<typeof pendingStateSchema>>;

export const newPending = (
	subject: string,
	accountId: string | null,
	isLearning = false,
): PendingState => ({
	subject,
	accountId,
	isLearning,
	place: null,
	beganAt: null,
	readAt: null,
	invitations: [],
});

/** An invitation that has been pending for long enough. */
export interface Overdue {
	readonly row: PendingInvitation;
	/** The latest time it can have been sent, in ms since 1970; for a row without a date, when it was first seen. */
	readonly sentAtLatest: number;
}

interface Known {
	readonly listedAt: number;
	readonly sentAtLatest: number | null;
}

/**
 * One reading of an account's pending invitations: finds those sent at least a given time ago, each once.
 * Accepted, declined or withdrawn ones are no longer listed. The order of the list does not matter.
 */
export class PendingWatch {
	/** In the order in which they were read. */
	readonly found: Overdue[] = [];
	/** Where to read next; null at the end of the list. */
	at: Position | null;
	/** Whether more invitations are pending than can be remembered. */
	isFull = false;
	private readonly known: Map<string, Known>;
	private readonly beganAt: number;
	private readonly seen = new PagesSeen();

	/** `now` in ms since 1970. */
	constructor(
		private readonly before: PendingState,
		private readonly now: number,
		private readonly days: number,
	) {
		this.known = new Map(
			before.invitations.map(([hash, hour, sentAtLatest]) => [
				hash,
				{ listedAt: hour * HOUR_MS, sentAtLatest },
			]),
		);
		this.at = before.place ?? 0;
		this.beganAt = (before.place === null ? null : before.beganAt) ?? now;
	}

	/**
	 * Whether it is certain that none has become due since the list was last read: newer invitations cannot be
	 * due, and those no longer listed were answered or withdrawn.
	 */
	get isResting(): boolean {
		const { place, readAt, beganAt } = this.before;
		if (place !== null || readAt === null || beganAt === null || this.now < readAt) return false;
		const isDue = [...this.known.values()].some(
			({ listedAt, sentAtLatest }) =>
				listedAt >= startOfHour(beganAt) && sentAtLatest !== null && this.isOverdue(sentAtLatest),
		);
		return !isDue && this.now < readAt + REST_MS;
	}

	/** Adds the page read at `at`. */
	take(page: Page<PendingInvitation>): void {
		if (this.seen.isRepeat(page)) {
			this.at = null;
			return;
		}
		for (const row of page.rows) this.meet(row);
		this.at = page.next;
	}

	/** The state for the next poll. */
	state(): PendingState {
		const { before, now, at } = this;
		const isThrough = at === null;
		const kept = [...this.known].filter(
			([, { listedAt }]) => !isThrough || listedAt > now - FORGOTTEN_AFTER_MS,
		);
		return {
			subject: before.subject,
			accountId: before.accountId,
			isLearning: before.isLearning && !isThrough,
			place: at === 0 ? null : at,
			beganAt: this.beganAt,
			readAt: isThrough ? now : before.readAt,
			invitations: kept.map(([hash, { listedAt, sentAtLatest }]) => [
				hash,
				Math.floor(listedAt / HOUR_MS),
				sentAtLatest,
			]),
		};
	}

	private meet(row: PendingInvitation): void {
		const hash = hashOf(row);
		if (hash === null) return;
		const known = this.known.get(hash);
		if (!known && this.known.size >= MOST_PENDING) {
			this.isFull = true;
			return;
		}
		this.known.set(hash, { listedAt: this.now, sentAtLatest: this.judge(row, known) });
	}

	/** The latest time it can have been sent; null once it was found. */
	private judge(row: PendingInvitation, known: Known | undefined): number | null {
		if (known?.sentAtLatest === null) return null;
		// "1 week ago" is evaluated anew each time, but an earlier certain time stays valid.
		const sentAtLatest = Math.min(
			row.sentAtLatest ?? this.now,
			known?.sentAtLatest ?? Number.POSITIVE_INFINITY,
		);
		if (!this.isOverdue(sentAtLatest)) return sentAtLatest;
		if (!this.before.isLearning) this.found.push({ row, sentAtLatest });
		return null;
	}

	private isOverdue(sentAtLatest: number): boolean {
		return sentAtLatest + this.days * DAY_MS <= this.now;
	}
}

const startOfHour = (moment: number) => Math.floor(moment / HOUR_MS) * HOUR_MS;

/** Null if nothing identifies it, so that it cannot be found exactly once. */
function hashOf({ key, profile }: PendingInvitation): string | null {
	if (!isAnonymous(key)) return shortHash(key);
	return profile && shortHash(personKey(profile));
}
