import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DAY_MS } from '../base/time';
import { positionSchema, type Position } from '../base/vocabulary';
import type { AccountReport } from '../operations/get-account-status';
import { PagesSeen, type ListedPerson, type Page } from '../operations/pages';
import type { WithAccount } from '../operations/result';

/** After this many pages in a row without an unknown row, nothing new is expected further down. */
export const QUIET_PAGES = 5;
/** Maximum rows remembered of a list; of a longer one the oldest are forgotten. */
export const MOST_KNOWN = 20_000;

const HASH_LENGTH = 8;

/** Short hashes, newest first, concatenated, because n8n saves them all each time. */
const hashesSchema = z.string().regex(/^([\w-]{8})*$/);

/** What is known about a list between two polls. Plain JSON, for n8n's static data. */
export const listStateSchema = z.object({
	/** The list's owner and provider. */
	subject: z.string(),
	/** The account that the provider reports for the list; null if it names none. */
	accountId: z.string().nullable(),
	/** When reading the baseline started (ms since 1970). */
	startedAt: z.number(),
	/** Whether the baseline is still being read. */
	isLearning: z.boolean(),
	/** Where an earlier poll had to stop: this many pages from the top. */
	place: z.object({ at: positionSchema, pages: z.number() }).nullable(),
	/** Whether to continue at `place` itself, because polls from the top get no further. */
	fromPlace: z.boolean(),
	known: hashesSchema,
});
export type ListState = Readonly<z.infer<typeof listStateSchema>>;
type Place = NonNullable<ListState['place']>;

/** A list without any state yet: its baseline is read first. */
export function newList(subject: string, accountId: string | null, now: number): ListState {
	return {
		subject,
		accountId,
		startedAt: now,
		isLearning: true,
		place: null,
		fromPlace: false,
		known: '',
	};
}

/**
 * One poll of a list: takes page after page and tells new rows from known ones. Only membership decides what is
 * new, so it does not matter in which order the provider lists, or whether rows move while they are read. Hidden
 * members with identical rows count as one: their number can change with the pages.
 */
export class ListWatch {
	/** The new rows, in the order in which they were read. */
	readonly found: ListedPerson[] = [];
	/** Where to read next; null if enough was read. */
	at: Position | null;
	private readonly known: Set<string>;
	private readonly learnt: string[] = [];
	private readonly seen = new PagesSeen();
	private pages = 0;
	private quietPages = 0;
	/** How many pages from the top `at` is. */
	private depth: number;
	private last: Place = { at: 0, pages: 0 };

	/** `now` in ms since 1970. */
	constructor(
		private readonly before: ListState,
		private readonly now: number,
		private readonly enoughQuietPages = QUIET_PAGES,
	) {
		this.known = new Set(split(before.known));
		const { isLearning, fromPlace, place } = before;
		const start = isLearning || fromPlace ? place : null;
		this.at = start?.at ?? 0;
		this.depth = start?.pages ?? 0;
	}

	/** Adds the page read at `at`. */
	take(page: Page<ListedPerson>): void {
		if (this.at === null) return;
		const { rows, next } = page;
		const keyed = rows.map((row) => ({ row, hash: shortHash(row.key) }));
		if (this.seen.isRepeat(page)) {
			this.at = null;
			return;
		}
		const unknown = keyed.filter(({ hash }) => !this.known.has(hash));
		for (const { row, hash } of unknown) this.meet(row, hash);
		const isBeforePlace = this.depth < (this.before.place?.pages ?? 0);
		this.quietPages = unknown.length > 0 || isBeforePlace ? 0 : this.quietPages + 1;
		this.pages += 1;
		this.last = { at: this.at, pages: this.depth };
		this.depth += 1;
		this.at = this.isEnough() ? null : next;
	}

	/** The state for the next poll. */
	state(): ListState {
		const { before, at } = this;
		if (this.pages === 0 && at !== null) return before;
		const known = split(before.known);
		return {
			...before,
			isLearning: before.isLearning && at !== null,
			...(at === null ? { place: null, fromPlace: false } : this.whereToGoOn(at)),
			// Further down, rows are older; at the top, they are newer than all known ones.
			known: (before.isLearning ? [...known, ...this.learnt] : [...this.learnt, ...known])
				.slice(0, MOST_KNOWN)
				.join(''),
		};
	}

	private meet(row: ListedPerson, hash: string): void {
		// A row twice on one page counts once.
		if (this.known.has(hash)) return;
		const { isLearning, startedAt } = this.before;
		const { since } = row;
		// Happened while the baseline is read, in a list that is not newest first: found later.
		if (isLearning && since !== null && since > startedAt && since <= this.now) return;
		this.known.add(hash);
		this.learnt.push(hash);
		const isOld = since !== null && since < startedAt - DAY_MS;
		if (!isLearning && !isOld) this.found.push(row);
	}

	private isEnough(): boolean {
		return this.before.isLearning
			? this.known.size >= MOST_KNOWN
			: this.quietPages >= this.enoughQuietPages;
	}

	/** A page of overlap, since rows move up if others are removed; but never only that page. */
	private whereToGoOn(at: Position): Pick<ListState, 'place' | 'fromPlace'> {
		const here = this.pages > 1 ? this.last : { at, pages: this.depth };
		const { place } = this.before;
		const isDeeper = here.pages > (place?.pages ?? 0);
		return { place: isDeeper ? here : (place ?? here), fromPlace: !isDeeper };
	}
}

/** Oldest first: by time if all rows have one, otherwise in reverse order of the list. */
export function oldestFirst(found: readonly ListedPerson[]): ListedPerson[] {
	const reversed = [...found].reverse();
	if (found.some(({ since }) => since === null)) return reversed;
	return reversed.sort((one, other) => (one.since ?? 0) - (other.since ?? 0));
}

/** The latest row; the first one if no row has a time. */
export function newestOf(rows: readonly ListedPerson[]): ListedPerson | null {
	return rows.reduce<ListedPerson | null>(
		(newest, row) =>
			newest === null || (row.since ?? -Infinity) > (newest.since ?? -Infinity) ? row : newest,
		null,
	);
}

/** Which accounts needed attention when they were last seen. Plain JSON, for n8n's static data. */
export const accountsStateSchema = z.object({ subject: z.string(), broken: hashesSchema });
export type AccountsState = Readonly<z.infer<typeof accountsStateSchema>>;

type Account = WithAccount<AccountReport>;

export function needsAttention({ report: { outcome } }: Account): boolean {
	return outcome === 'needs_attention' || outcome === 'disabled';
}

/**
 * The accounts that have started to need attention since they were last seen; none for the first state, which is
 * the baseline. An account missing from one response is neither broken nor recovered.
 */
export function watchAccounts(
	before: AccountsState | null,
	subject: string,
	accounts: readonly Account[],
): { found: Account[]; state: AccountsState } {
	const broken = new Set(split(before?.broken ?? ''));
	const found: Account[] = [];
	for (const account of accounts) {
		const hash = accountHash(account);
		if (!needsAttention(account)) broken.delete(hash);
		else if (!broken.has(hash)) {
			broken.add(hash);
			if (before) found.push(account);
		}
	}
	return { found, state: { subject, broken: [...broken].slice(-MOST_KNOWN).join('') } };
}

function accountHash({ accountId, report }: Account): string {
	return shortHash(accountId ?? JSON.stringify([report.publicIdentifier, report.name]));
}

/** 48 bits: among 20,000 rows, one new row in 10^10 is mistaken for a known one. */
export function shortHash(key: string): string {
	return createHash('sha256').update(key).digest('base64url').slice(0, HASH_LENGTH);
}

function split(hashes: string): string[] {
	return hashes.match(/.{8}/g) ?? [];
}
