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
	 * The same for the same row whenever it is listed, and for no other row of its list; but that of an anonymous row
	 * (`anonymousKey`) may be another's too.
	 */
	readonly key: string;
	/** The provider's own fields, and what was read out of them. */
	readonly fields: IDataObject;
}

/** A person in a list of a provider's: a connection, or somebody who sent an invitation. */
export interface ListedPerson extends ListedRow {
	readonly profile: Profile | null;
	/** When it came about, in ms since 1970; null where the provider does not say, or says it only roughly. */
	readonly since: number | null;
}

/** A row that is returned as the provider has it, identified by its ID. */
export function rowById({ read, raw }: Row<{ readonly id: string }>): ListedRow {
	return { key: read.id, fields: raw };
}

const ANONYMOUS = '?';
/** LinkedIn signs the addresses of pictures anew each time. */
const PICTURE = /^https?:\/\/[^/]*licdn\.com\//i;

/**
 * The key of a row that nothing identifies, such as a hidden member's: all that it says. Several rows may say the same
 * ("LinkedIn Member"), and each of them counts.
 */
export function anonymousKey(raw: object): string {
	const said = JSON.stringify(raw, (_name, value: unknown) =>
		typeof value === 'string' && PICTURE.test(value) ? undefined : value,
	);
	return ANONYMOUS + said;
}

export const isAnonymous = (key: string) => key.startsWith(ANONYMOUS);

/** The key of a person's row: the person, and where it names nobody, all that it says. */
export function personRowKey(profile: Profile | null, raw: IDataObject): string {
	return profile ? personKey(profile) : anonymousKey(raw);
}

/** Part of a list that a provider gives piece by piece. */
export interface Page<T> {
	readonly rows: readonly T[];
	/** Where the next page begins; null: this was the last one. */
	readonly next: Position | null;
}

/** A position of a provider that counts rows or pages; a cursor, which it did not give, is the start. */
export const countOf = (at: Position): number => (typeof at === 'number' ? at : 0);

/** A list that is received whole. */
export function onlyPage(rows: ReadonlyArray<Row<{ readonly id: string }>>): Page<ListedRow> {
	return { rows: rows.map(rowById), next: null };
}

/** A page as it is kept for another try. */
export const pageSchema = z.object({
	rows: z.array(z.object({ key: z.string(), fields: z.custom<IDataObject>(isPlainObject) })),
	next: positionSchema.nullable(),
});

/** No list of LinkedIn's is longer; a server that never ends one is not followed for ever. */
const MAX_PAGES = 10_000;

/**
 * Distinguishes pages that repeat earlier ones from pages that continue the list. Providers that mark no end give their last
 * page again, or the same page for ever.
 */
export class PagesSeen {
	private readonly keys = new Set<string>();
	private last = '';

	/**
	 * Whether the page brings nothing: no row that is new, and no further anonymous one. Where all its rows are
	 * anonymous and known, only the page right before decides, and a page that is marked as the last counts as new.
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

/** Collects the rows of a list that pages bring: each identified row once, and each anonymous one. */
export class Collected<T extends ListedRow> {
	private readonly found: T[] = [];
	private readonly keys = new Set<string>();
	private readonly seen = new PagesSeen();
	private pages = 0;
	/** Where to continue; null: the list is at its end. */
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

	/** Takes a page up. The list ends with the last page, and with one that brings nothing new. */
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

/** Reads on from a page until one has a row that matches, since a page without any would read as the list's end. */
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

/** Reads a list to its end; a page that could not be read is returned as it is. */
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

/** A list that is looked through for several items of a run, and read no further than needed. */
export class LookUp<T extends ListedRow> {
	private readonly collected = new Collected<T>();

	constructor(private readonly page: (at: Position) => Promise<Result<Page<T>>>) {}

	/** The first row that matches, or null where none does; a page that could not be read is returned as it is. */
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

/** One look-up for an account, so that the items of a run read its list once. */
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
