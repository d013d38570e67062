import type { ListedPerson, Page } from '../../../nodes/outreach/operations/pages';
import { parseProfile } from '../../../nodes/outreach/people/profile';

/** A row of a fake list. Its key is its name. */
export function person(name: string, since: number | null = null): ListedPerson {
	return { key: name, profile: parseProfile(`person-${name}`), since, fields: { name } };
}

/** Rows named by number, the highest first, like a list that is newest first. */
export function people(count: number, since: number | null = null): ListedPerson[] {
	return Array.from({ length: count }, (_, index) => person(String(count - index), since));
}

/** A page of a list that is counted in rows. */
export function pageAt(
	rows: readonly ListedPerson[],
	at: number,
	size: number,
): Page<ListedPerson> {
	const end = at + size;
	return { rows: rows.slice(at, end), next: end < rows.length ? end : null };
}

export const keys = (rows: readonly ListedPerson[]) => rows.map(({ key }) => key);

/** The same rows in an order determined by the seed. */
export function shuffled<T>(rows: readonly T[], seed: number): T[] {
	const rest = [...rows];
	let state = seed;
	return rows.map(() => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return rest.splice(state % rest.length, 1)[0] ?? rows[0]!;
	});
}
