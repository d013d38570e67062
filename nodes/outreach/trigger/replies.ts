import { z } from 'zod';
import { latestOf, readMoment } from '../base/time';
import type { Position } from '../base/vocabulary';
import type { Conversation, ConversationMessage } from '../operations/conversations';
import { PagesSeen, type Page } from '../operations/pages';
import { QUIET_PAGES, shortHash } from './watch';

/** The most conversations that are remembered one by one; the others are known up to one moment. */
export const MOST_CONVERSATIONS = 2_000;
const DAY_MS = 24 * 60 * 60_000;

/** Of a conversation that has changed since the baseline: a short hash of its ID, and up to when it is known. */
const conversationSchema = z.tuple([
	z.string(),
	/** Its activity, ms since 1970. */
	z.number(),
	/** Its messages, ms since 1970. */
	z.number(),
]);

/** What is known of an account's conversations between two polls. Plain JSON, for n8n's static data. */
export const repliesStateSchema = z.object({
	subject: z.string(),
	/** Where an earlier poll was not through: all conversations are dealt with up to here (ms since 1970); null: it was. */
	place: z.number().nullable(),
	/** Up to when all conversations are known (ms since 1970), by whose they are; an empty text where that is not said. */
	through: z.array(z.tuple([z.string(), z.number()])),
	conversations: z.array(conversationSchema),
});
export type RepliesState = Readonly<z.infer<typeof repliesStateSchema>>;

/** A conversation in which something happened. */
export interface Changed {
	readonly row: Conversation;
	/** Its messages are known up to here (ms since 1970). */
	readonly after: number;
	/** Its last activity, ms since 1970. */
	readonly activityAt: number;
}

interface Known {
	readonly activityAt: number;
	readonly messagesAt: number;
}

/** Of an account that had no conversation when it was first polled, any later one is new. */
const ANYBODY = '*';

/**
 * One reading of an account's conversations, the newest first: finds those in which something happened since they were
 * last read. Moments are the provider's own throughout, but for the baseline, which reaches back a day at the most: a
 * provider may list at first only what it has in store.
 */
export class RepliesWatch {
	readonly changed: Changed[] = [];
	/** Rows without a time: whether they have changed cannot be known. */
	undated = 0;
	/** Where to read next; null: enough was read. */
	at: Position | null = 0;
	private readonly through: Map<string, number>;
	/** Of whom nothing was known before. */
	private readonly first = new Map<string, number>();
	private readonly known: Map<string, Known>;
	private readonly seen = new PagesSeen();
	private isBegun = false;
	private quietPages = 0;

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
	}

	/** Takes the page that was read at `at`. */
	take(page: Page<Conversation>): void {
		this.isBegun = true;
		if (this.seen.isRepeat(page)) {
			this.at = null;
			return;
		}
		const isNews = page.rows.map((row) => this.meet(row)).includes(true);
		this.quietPages = isNews || this.isAbovePlace(page) ? 0 : this.quietPages + 1;
		const isEnough = this.quietPages >= this.enoughQuietPages;
		this.at = isEnough ? null : page.next;
	}

	/** Enters that the conversation was dealt with, up to its last activity; of its messages, up to `messagesAt`. */
	enter({ row, activityAt, after }: Changed, messagesAt: number | null): void {
		this.known.set(hashOf(row), { activityAt, messagesAt: Math.max(after, messagesAt ?? after) });
	}

	/** What the next poll has to know. `isThrough`: whether all changed conversations were dealt with. */
	state(isThrough: boolean): RepliesState | null {
		if (this.before === null && !this.isBegun) return null;
		const place = isThrough && this.at === null ? null : this.dealtWithUntil;
		for (const [owner, activityAt] of this.first) {
			this.through.set(owner, Math.max(activityAt, this.now - DAY_MS));
		}
		if (this.through.size === 0) this.through.set(ANYBODY, this.now - DAY_MS);
		if (place === null) this.forgetOldest();
		return {
			subject: this.subject,
			place,
			through: [...this.through],
			conversations: [...this.known].map(([hash, one]) => [hash, one.activityAt, one.messagesAt]),
		};
	}

	/** What is left of an earlier poll is further down than all that changed after it. */
	private isAbovePlace({ rows }: Page<Conversation>): boolean {
		const place = this.before?.place ?? null;
		return place !== null && rows.some((row) => (activityOf(row) ?? -Infinity) > place);
	}

	/** Up to when an earlier poll has dealt with all conversations; null for the baseline, which deals with none. */
	private get dealtWithUntil(): number | null {
		if (this.before === null) return null;
		const { place, through, conversations } = this.before;
		return place ?? latestOf([...through, ...conversations].map(([, at]) => at));
	}

	/** Whether the row is news. */
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
		const known = this.known.get(hashOf(row)) ?? { activityAt: through, messagesAt: through };
		if (activityAt <= known.activityAt) return false;
		this.changed.push({ row, after: known.messagesAt, activityAt });
		return true;
	}

	/** Those that are forgotten are known up to one moment, as all others are. */
	private forgetOldest(): void {
		const tooMany = this.known.size - MOST_CONVERSATIONS;
		if (tooMany <= 0) return;
		const oldest = [...this.known].sort(([, one], [, other]) => one.activityAt - other.activityAt);
		for (const [hash, { activityAt }] of oldest.slice(0, tooMany)) {
			this.known.delete(hash);
			for (const [owner, at] of this.through) this.through.set(owner, Math.max(at, activityAt));
		}
	}
}

/** When a message was written, ms since 1970. */
export function momentOf(message: Pick<ConversationMessage, 'at'> | null): number | null {
	return message && readMoment(message.at);
}

const activityOf = ({ lastActivityAt, lastMessage }: Conversation) =>
	latestOf([lastActivityAt, momentOf(lastMessage)]);

const hashOf = ({ conversationId }: Conversation) => shortHash(conversationId);
