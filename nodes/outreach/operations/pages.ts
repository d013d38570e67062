import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { isPlainObject } from '../base/objects';
import type { Row } from '../base/schemas';
import { positionSchema, type Position } from '../base/vocabulary';
import { personKey, type Profile } from '../people/profile';
import { answeredWith, type Result } from './result';

/** A row of a list. */
export interface ListedRow {
	/**
	 * Identifies the row each time it is listed, and no other row of its list; but an anonymous row's key
	 * (`anonymousKey`) may also be another row's.
	 */
	readonly key: string;
	/** The provider's own fields, and what was read from them. */
	readonly fields: IDataObject;
}

/** A person in a provider's list: a connection, or someone who sent an invitation. */
export interface ListedPerson extends ListedRow {
	readonly profile: Profile | null;
	/** When it happened, in ms since 1970; null if the provider does not report it, or only roughly. */
	readonly since: number | null;
}

/** A row returned unchanged, identified by its ID. */
export function rowById({ read, raw }: Row<{ readonly id: string }>): ListedRow {
	return { key: read.id, fields: raw };
}

const ANONYMOUS = '?';
/** LinkedIn signs picture URLs anew each time. */
const PICTURE = /^https?:\/\/[^/]*licdn\.com\//i;

/**
 * The key of a row without an identifier, such as a hidden member's: all of its content. Several rows may have the
 * same content ("LinkedIn Member"), and each of them counts.
 */
export function anonymousKey(raw: object): string {
	const said = JSON.stringify(raw, (_name, value: unknown) =>
		typeof value === 'string' && PICTURE.test(value) ? undefined : value,
	);
	return ANONYMOUS + said;
}

export const isAnonymous = (key: string) => key.startsWith(ANONYMOUS);

/** The key of a person's row: the person or, if it names nobody, all of its content. */
export function personRowKey(profile: Profile | null, raw: IDataObject): string {
	return profile ? personKey(profile) : anonymousKey(raw);
}

/** A page of a list. */
export interface Page<T> {
	readonly rows: readonly T[];
	/** The position of the next page; null after the last one. */
	readonly next: Position | null;
}

/**
 * The position as a count, for providers that count rows or pages. Such providers give no cursors, so a cursor
 * means the start.
 */
export const countOf = (at: Position): number => (typeof at === 'number' ? at : 0);

/** A list received in one response. */
export function onlyPage(rows: ReadonlyArray<Row<{ readonly id: string }>>): Page<ListedRow> {
	return { rows: rows.map(rowById), next: null };
}

/** A page as it is kept for another try. */
export const pageSchema = z.object({
	rows: z.array(z.object({ key: z.string(), fields: z.custom<IDataObject>(isPlainObject) })),
	next: positionSchema.nullable(),
});

/** No LinkedIn list is longer. Keeps us from following a server that never ends a list. */
const MAX_PAGES = 10_000;

/**
 * Distinguishes pages that repeat earlier ones from pages that continue the list. Providers that do not mark the
 * end return their last page again, or the same page forever.
 */
export class PagesSeen {
	private readonly keys = new Set<string>();
	private last = '';

	/**
	 * Whether the page adds nothing: no new row, and no further anonymous one. If all its rows are anonymous and
	 * known, only the previous page counts, and a page marked as the last counts as new.
	 */
	isRepeat({ rows, next }: Page<ListedRow>): boolean {
		const keys = rows.map(({ key }) => key);
		const isKnown = keys.every((key) => this.keys.has(key));
		const content = keys.sort().join('\n');
		const isAsBefore = content === this.last && next !== null;
		for (const key of keys) this.keys.add(key);
		this.last = content;
		return isKnown && (isAsBefore || keys.length === 0 || keys.some((key) => !isAnonymous(key)));
	}
}

/** Collects the rows of a list's pages: each identified row once, and every anonymous one. */
export class Collected<T extends ListedRow> {
	private readonly found: T[] = [];
	private readonly keys = new Set<string>();
	private readonly seen = new PagesSeen();
	private pages = 0;
	/** Where to continue; null at the end of the list. */
	at: Position | null;

	constructor(start: Position = 0) {
		this.at = start;
	}

	get rows(): T[] {
		return [...this.found];
	}

	get size(): number {
		return this.found.length;
	}

	/** Adds a page. The list ends with the last page, and with a page that adds nothing. */
	add(page: Page<T>): void {
		const { rows, next } = page;
		const isRepeat = this.seen.isRepeat(page);
		for (const row of isRepeat ? [] : rows) {
			if (this.keys.has(row.key) && !isAnonymous(row.key)) continue;
			this.keys.add(row.key);
			this.found.push(row);
		}
		this.pages += 1;
		this.at = !isRepeat && next !== this.at && this.pages < MAX_PAGES ? next : null;
	}
}

/** Reads on from a page until one has a matching row, since an empty page would look like the end of the list. */
export async function pageWith<T extends ListedRow>(
	page: (at: Position) => Promise<Result<Page<T>>>,
	at: Position,
	matches: (row: T) => boolean,
): Promise<Result<Page<T>>> {
	const collected = new Collected<T>(at);
	for (let next: Position | null = at; ; next = collected.at) {
		const answer = await page(next ?? at);
		if (answer.kind !== 'answered') return answer;
		collected.add(answer.value);
		const rows = collected.rows.filter(matches);
		if (rows.length > 0 || collected.at === null) {
			return { ...answer, value: { rows, next: collected.at } };
		}
	}
}

/** Reads a list to its end. Returns the result of a page that could not be read. */
export async function wholeList<T extends ListedRow>(
	page: (at: Position) => Promise<Result<Page<T>>>,
): Promise<Result<T[]>> {
	const collected = new Collected<T>();
	for (let at: Position | null = 0; ; at = collected.at) {
		const answer = await page(at ?? 0);
		if (answer.kind !== 'answered') return answer;
		collected.add(answer.value);
		if (collected.at === null) return { ...answer, value: collected.rows };
	}
}

/** A list searched for several items of a run, and read no further than needed. */
export class LookUp<T extends ListedRow> {
	private readonly collected = new Collected<T>();

	constructor(private readonly page: (at: Position) => Promise<Result<Page<T>>>) {}

	/** The first matching row, or null; or the result of a page that could not be read. */
	async find(matches: (row: T) => boolean): Promise<Result<T | null>> {
		const known = this.collected.rows.find(matches);
		if (known) return answeredWith(known);
		while (this.collected.at !== null) {
			const answer = await this.page(this.collected.at);
			if (answer.kind !== 'answered') return answer;
			this.collected.add(answer.value);
			const row = answer.value.rows.find(matches);
			if (row) return { ...answer, value: row };
		}
		return answeredWith(null);
	}
}

/** One lookup per account, so that the items of a run read its list once. */
export function lookUpByAccount<T extends ListedRow>(
	page: (accountId: string | null, at: Position) => Promise<Result<Page<T>>>,
): (accountId: string | null) => LookUp<T> {
	const known = new Map<string | null, LookUp<T>>();
	return (accountId) => {
		const lookUp = known.get(accountId) ?? new LookUp(async (at) => await page(accountId, at));
		known.set(accountId, lookUp);
		return lookUp;
	};
}
