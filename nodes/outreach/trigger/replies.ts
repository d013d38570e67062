import { z } from 'zod';
import { DAY_MS, HOUR_MS, latestOf, MINUTE_MS, readMoment } from '../base/time';
import { positionSchema, profileSchema, type Position } from '../base/vocabulary';
import type { Conversation, ConversationMessage } from '../operations/conversations';
import { PagesSeen, type Page } from '../operations/pages';
import { QUIET_PAGES, shortHash } from './watch';

/** Maximum conversations remembered individually; the others are known up to a common time. */
export const MOST_CONVERSATIONS = 2_000;
/** With this many conversations waiting to be read, no further page of the list is read. */
export const MOST_WAITING = 300;
/** The delay after each failed try to read a conversation (ms); after the last one, there is no further try. */
const RETRY_AFTER_MS = [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS];
/** How many polls try to continue from a position in the list. */
export const MOST_TRIES = RETRY_AFTER_MS.length + 1;

/** A conversation that has changed since the baseline: a short hash of its ID, and up to when it is known. */
const conversationSchema = z.tuple([
	z.string(),
	/** Its activity, ms since 1970. */
	z.number(),
	/** Its messages, ms since 1970. */
	z.number(),
]);

/** A conversation with activity, whose messages have not been read since. */
const waitingSchema = z.object({
	conversationId: z.string(),
	profile: profileSchema.extend({ url: z.string() }).nullable(),
	/** Its last activity, ms since 1970. */
	activityAt: z.number(),
	/** Its messages are known up to here (ms since 1970). */
	after: z.number(),
	/** How often it could not be read. */
	tries: z.number(),
	/** The earliest time to read it (ms since 1970). */
	dueAt: z.number(),
});
type Waiting = z.infer<typeof waitingSchema>;

/** Where a reading of the list was interrupted. */
const placeSchema = z.object({
	at: positionSchema,
	/** Up to when all conversations further down are known (ms since 1970). */
	until: z.number(),
	/** How many polls failed to continue from here. */
	tries: z.number(),
});

/** What is known about an account's conversations between two polls. Plain JSON, for n8n's static data. */
export const repliesStateSchema = z.object({
	subject: z.string(),
	/** Null if the list was read as far as needed. */
	place: placeSchema.nullable(),
	/**
	 * Up to when all conversations are known (ms since 1970), by their owner; the key is empty if the owner is not
	 * reported.
	 */
	through: z.array(z.tuple([z.string(), z.number()])),
	conversations: z.array(conversationSchema),
	waiting: z.array(waitingSchema),
});
export type RepliesState = Readonly<z.infer<typeof repliesStateSchema>>;

/** Whether the next poll should run soon: to continue reading, or for a first or second try of a conversation. */
export const hasUnread = ({ place, waiting }: RepliesState): boolean =>
	place !== null || waiting.some(({ tries }) => tries <= 1);

/** A conversation with activity. */
export interface Changed extends Readonly<Waiting> {
	/** Its row in this poll; null if an earlier one listed it. */
	readonly row: Conversation | null;
}

interface Known {
	readonly activityAt: number;
	readonly messagesAt: number;
}

/** For an account without conversations at its first poll, any later one is new. */
const ANYBODY = '*';

/**
 * One reading of an account's conversations, newest first: finds those with activity since they were last read.
 * All times are the provider's own, except for the baseline, which extends back a day at most, because a provider
 * may at first list only what it has stored. A reading interrupted by an earlier poll is continued first, down to
 * what was known then; then the newest conversations follow.
 */
export class RepliesWatch {
	/** Rows without a time, for which a change cannot be detected. */
	undated = 0;
	/** Whether a page was read. */
	isBegun = false;
	/** Whether reading the rest of the list was given up. */
	hasGivenUp = false;
	private next: Position | null;
	/** Up to when all conversations further down are known (ms since 1970). Null for the baseline. */
	private until: number | null;
	private isCatchingUp: boolean;
	/** Whether the page at the last poll's position could not be read. */
	private isRestarted = false;
	/** Whether the reading started at the newest conversations, so that they need not follow. */
	private hasTop: boolean;
	/** Whether a page could not be read, and where the next poll continues. */
	private isCutOff = false;
	private kept: RepliesState['place'] = null;
	private last: Position | null = null;
	private seen = new PagesSeen();
	private pages = 0;
	private quietPages = 0;
	private readonly through: Map<string, number>;
	/** Owners without any earlier state. */
	private readonly first = new Map<string, number>();
	private readonly known: Map<string, Known>;
	private readonly waiting: Map<string, Changed>;

	/** `before` is null for the baseline. `now` in ms since 1970. */
	constructor(
		private readonly before: RepliesState | null,
		private readonly subject: string,
		private readonly now: number,
		private readonly enoughQuietPages = QUIET_PAGES,
	) {
		this.through = new Map(before?.through);
		this.known = new Map(
			before?.conversations.map(([hash, activityAt, messagesAt]) => [
				hash,
				{ activityAt, messagesAt },
			]),
		);
		this.waiting = new Map(before?.waiting.map((one) => [hashOf(one), { ...one, row: null }]));
		const place = before?.place ?? null;
		this.isCatchingUp = place !== null;
		this.hasTop = place === null || place.at === 0;
		this.next = place?.at ?? 0;
		this.until = place?.until ?? knownUntil(before);
	}

	/** Where to read next; null if enough was read, or more is waiting than can be remembered. */
	get at(): Position | null {
		return this.waiting.size < MOST_WAITING ? this.next : null;
	}

	/** Adds the page read at `at`. */
	take(page: Page<Conversation>): void {
		this.isBegun = true;
		if (this.seen.isRepeat(page)) {
			this.end();
			return;
		}
		const isNews = page.rows.map((row) => this.meet(row)).includes(true);
		const isAbove = this.isCatchingUp && isAboveOf(page, this.until);
		this.quietPages = isNews || isAbove ? 0 : this.quietPages + 1;
		this.pages += 1;
		this.last = this.next;
		this.next = page.next;
		if (this.next === null || this.quietPages >= this.enoughQuietPages) this.end();
	}

	/**
	 * Records that the page at `at` could not be read. Returns whether another page can be: the last poll's cursor
	 * may have expired, and the newest conversations do not depend on it.
	 */
	fail(): boolean {
		if (this.isBegun) this.isCutOff = true;
		if (this.hasTop) return false;
		if (this.isBegun) {
			this.kept = this.placeHere();
			this.end();
		} else {
			this.isRestarted = true;
			this.hasTop = true;
			this.next = 0;
		}
		return true;
	}

	/** What can be read now, oldest first: conversations not tried yet, then those to retry. */
	get due(): { readonly fresh: Changed[]; readonly again: Changed[] } {
		const due = [...this.waiting.values()].filter(({ dueAt }) => this.isDue(dueAt));
		due.reverse().sort((one, other) => one.activityAt - other.activityAt);
		return {
			fresh: due.filter(({ tries }) => tries === 0),
			again: due.filter(({ tries }) => tries > 0),
		};
	}

	/** Records that the conversation was handled, with its messages up to `messagesAt`. */
	enter(changed: Changed, messagesAt: number | null): void {
		const { activityAt, after } = changed;
		const hash = hashOf(changed);
		this.known.set(hash, { activityAt, messagesAt: Math.max(after, messagesAt ?? after) });
		this.waiting.delete(hash);
	}

	/** Records that it could not be read. False if this was the last try until there is new activity. */
	enterFailed(changed: Changed): boolean {
		const wait = RETRY_AFTER_MS[changed.tries];
		if (wait === undefined) {
			this.enter(changed, null);
			return false;
		}
		const again = { ...changed, tries: changed.tries + 1, dueAt: this.now + wait };
		this.waiting.set(hashOf(changed), again);
		return true;
	}

	/** The state for the next poll. */
	state(): RepliesState | null {
		if (this.before === null && !this.isBegun) return null;
		for (const [owner, activityAt] of this.first) {
			this.through.set(owner, Math.max(activityAt, this.now - DAY_MS));
		}
		if (this.through.size === 0) this.through.set(ANYBODY, this.now - DAY_MS);
		const place = this.placeAfter();
		this.forgetOldest(place === null ? MOST_CONVERSATIONS : 2 * MOST_CONVERSATIONS);
		return {
			subject: this.subject,
			place,
			through: [...this.through],
			conversations: [...this.known].map(([hash, one]) => [hash, one.activityAt, one.messagesAt]),
			waiting: [...this.waiting.values()].map((one) => waitingSchema.parse(one)),
		};
	}

	/** Where the next poll continues; null if nowhere, or after too many tries. */
	private placeAfter(): RepliesState['place'] {
		const { before, kept } = this;
		if (!this.isBegun) return before?.place ?? this.placeHere();
		const here = kept && this.pages === 0 ? null : this.placeHere();
		const place = here && kept ? { ...here, until: kept.until } : (here ?? kept);
		if (place === null) return null;
		const isStuck = this.isCutOff || this.isRestarted;
		const tries = isStuck ? (before?.place?.tries ?? 0) + 1 : 0;
		this.hasGivenUp = tries >= MOST_TRIES;
		return this.hasGivenUp ? null : { ...place, tries };
	}

	private placeHere(): RepliesState['place'] {
		const { next, until, last } = this;
		if (next === null || until === null) return null;
		// A page of overlap, since rows move up if others are removed; but never only that page.
		return { at: this.pages > 1 && last !== null ? last : next, until, tries: 0 };
	}

	/** This part of the list is done: the newest conversations follow, unless they were part of it. */
	private end(): void {
		this.next = this.hasTop ? null : 0;
		this.hasTop = true;
		this.isCatchingUp = false;
		this.until = knownUntil(this.before);
		this.seen = new PagesSeen();
		this.last = null;
		this.pages = 0;
		this.quietPages = 0;
	}

	/** Whether the row has news. */
	private meet(row: Conversation): boolean {
		const activityAt = activityOf(row);
		if (activityAt === null) {
			this.undated += 1;
			return false;
		}
		const owner = row.owner ?? '';
		const through = this.through.get(owner) ?? this.through.get(ANYBODY);
		if (through === undefined) {
			const before = this.first.get(owner) ?? -Infinity;
			this.first.set(owner, Math.max(before, activityAt));
			return activityAt > before;
		}
		const hash = hashOf(row);
		const waiting = this.waiting.get(hash);
		if (waiting) this.waiting.set(hash, { ...waiting, row });
		const known = this.known.get(hash) ?? { activityAt: through, messagesAt: through };
		if (activityAt <= known.activityAt) return false;
		this.addChanged(row, activityAt, known.messagesAt);
		return true;
	}

	/** A group counts as handled at once: nothing in it is a reply. */
	private addChanged(row: Conversation, activityAt: number, messagesAt: number): void {
		const hash = hashOf(row);
		const { after, tries, dueAt } = this.waiting.get(hash) ?? {
			after: messagesAt,
			tries: 0,
			dueAt: 0,
		};
		const { conversationId, profile } = row;
		const changed = { conversationId, profile, activityAt, after, tries, dueAt, row };
		if (row.isGroup) {
			this.enter(changed, activityAt);
			return;
		}
		this.known.set(hash, { activityAt, messagesAt });
		this.waiting.set(hash, changed);
	}

	/** Later than any wait, so stored while the clock was ahead. */
	private isDue(dueAt: number): boolean {
		return dueAt <= this.now || dueAt > this.now + DAY_MS;
	}

	/** Forgotten conversations are known up to the common time. */
	private forgetOldest(most: number): void {
		const tooMany = this.known.size - most;
		if (tooMany <= 0) return;
		const oldest = [...this.known].sort(([, one], [, other]) => one.activityAt - other.activityAt);
		for (const [hash, { activityAt }] of oldest.slice(0, tooMany)) {
			this.known.delete(hash);
			for (const [owner, at] of this.through) this.through.set(owner, Math.max(at, activityAt));
		}
	}
}

/** Up to when an earlier complete poll knew all conversations; null for the baseline. */
function knownUntil(before: RepliesState | null): number | null {
	return before && latestOf([...before.through, ...before.conversations].map(([, at]) => at));
}

const isAboveOf = ({ rows }: Page<Conversation>, until: number | null) =>
	rows.some((row) => (activityOf(row) ?? -Infinity) > (until ?? Infinity));

/** When a message was written, ms since 1970. */
export function momentOf(message: Pick<ConversationMessage, 'at'> | null): number | null {
	return message && readMoment(message.at);
}

const activityOf = ({ lastActivityAt, lastMessage }: Conversation) =>
	latestOf([lastActivityAt, momentOf(lastMessage)]);

const hashOf = ({ conversationId }: Pick<Conversation, 'conversationId'>) =>
	shortHash(conversationId);
