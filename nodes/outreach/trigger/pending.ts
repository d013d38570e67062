import { z } from 'zod';
import { DAY_MS, HOUR_MS } from '../base/time';
import { positionSchema, type Position } from '../base/vocabulary';
import { isAnonymous, PagesSeen, type Page } from '../operations/pages';
import { personKey } from '../people/profile';
import type { PendingInvitation } from '../provider/provider';
import { shortHash } from './watch';

/** The most invitations that are remembered of an account. One that cannot be remembered starts nothing. */
export const MOST_PENDING = 10_000;

/** A list that was read whole is not read again before this, unless an invitation is due. */
const REST_MS = 6 * HOUR_MS;
/** What has not been listed for so long is forgotten: for once, a row may be missed between two pages. */
const FORGOTTEN_AFTER_MS = 30 * DAY_MS;

/** What is known of one invitation. */
const invitationSchema = z.tuple([
	/** A short hash of its key. */
	z.string(),
	/** The hour in which it was last listed, since 1970. */
	z.number(),
	/** When it was sent at the latest (ms since 1970); null: its event has been returned. */
	z.number().nullable(),
]);

/** What is known of an account's pending invitations between two polls. Plain JSON, for n8n's static data. */
export const pendingStateSchema = z.object({
	subject: z.string(),
	/** The account that the provider says the list is of; null where it names none. */
	accountId: z.string().nullable(),
	/** Whether what is overdue starts nothing, until the list was read to its end for the first time. */
	isLearning: z.boolean(),
	/** Where an earlier poll had to stop; null: it was through. */
	place: positionSchema.nullable(),
	/** When the reading began that was the last to begin (ms since 1970). */
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

/** An invitation that has waited for long enough. */
export interface Overdue {
	readonly row: PendingInvitation;
	/** When it was sent at the latest, ms since 1970; that of a row without any date is when it was first seen. */
	readonly sentAtLatest: number;
}

interface Known {
	readonly listedAt: number;
	readonly sentAtLatest: number | null;
}

/**
 * One reading of an account's pending invitations: finds those that were sent at least so long ago, each once. What was
 * accepted, refused or withdrawn is not listed any more. The order of the list does not matter.
 */
export class PendingWatch {
	/** In the order in which they were read. */
	readonly found: Overdue[] = [];
	/** Where to read next; null: the list was read to its end. */
	at: Position | null;
	/** Whether more is pending than can be remembered. */
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
	 * Whether it is certain that none is due since the list was last read: what was sent since cannot be, and what that
	 * reading did not list any more was answered or withdrawn.
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

	/** Takes the page that was read at `at`. */
	take(page: Page<PendingInvitation>): void {
		if (this.seen.isRepeat(page)) {
			this.at = null;
			return;
		}
		for (const row of page.rows) this.meet(row);
		this.at = page.next;
	}

	/** What the next poll has to know. */
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

	/** When it was sent at the latest; null once it has been found. */
	private judge(row: PendingInvitation, known: Known | undefined): number | null {
		if (known?.sentAtLatest === null) return null;
		// "1 week ago" is read anew each time: what was certain once stays so.
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

/** Null: nothing tells it from another, so that it cannot be found once and only once. */
function hashOf({ key, profile }: PendingInvitation): string | null {
	if (!isAnonymous(key)) return shortHash(key);
	return profile && shortHash(personKey(profile));
}
