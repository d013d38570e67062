import { z } from 'zod';
import { looseNumber, looseText, rowsOf } from '../outreach/base/schemas';
import type { Position } from '../outreach/base/vocabulary';
import { countOf } from '../outreach/operations/pages';

/** v1: a page of rows. */
export const listV1 = <S extends z.ZodTypeAny>(row: S) =>
	z.object({ items: rowsOf(row), cursor: looseText });

/** v2: a page of rows. */
export const listV2 = <S extends z.ZodTypeAny>(row: S) =>
	z.object({ data: rowsOf(row), total_count: looseNumber, next_cursor: looseText });

export type Query = Record<string, string | number>;

/** v1: the position of a page. A cursor includes the page size. */
export const v1Page = (at: Position, size: number): Query =>
	typeof at === 'string' ? { cursor: at } : { limit: size };

/** v2: the position of a page. LinkedIn's own lists count rows; a cursor takes precedence if there is one. */
export const v2Page = (at: Position, size: number): Query => ({
	limit: size,
	...(typeof at === 'string' ? { cursor: at } : { offset: at }),
});

/** v2: the end of a page, from a response. */
export interface V2Page {
	readonly data: readonly unknown[];
	readonly total_count: number | null;
	readonly next_cursor: string | null;
}

/** v2: the position of the page after the one at `at`; null after the last one. */
export function nextOf(
	{ data, total_count: total, next_cursor: cursor }: V2Page,
	at: Position,
): Position | null {
	const next = countOf(at) + data.length;
	if (cursor !== null) return cursor;
	return typeof at === 'string' || (total !== null && next >= total) ? null : next;
}
