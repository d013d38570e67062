import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { cursorSchema, type Cursor } from '../base/vocabulary';
import type { LimitSubject } from '../limits/limits';
import { Collected, pageSchema, type ListedRow } from '../operations/pages';
import { answeredWith, type RateLimited, type Result } from '../operations/result';
import type { RunLimits } from '../tasks/run-limits';
import type { ListTask } from '../tasks/task';
import type { SharedReads } from './shared-reads';

/** The rows read of a list, and the limit that interrupted it. */
export interface ListPart {
	readonly rows: ListedRow[];
	readonly rest: (RateLimited & { readonly cursor: Cursor }) | null;
}

/** Reads a list from its cursor, page by page, until it ends, there are enough rows, or a limit is met. */
export async function readList(
	limits: RunLimits,
	reads: SharedReads,
	task: ListTask,
): Promise<Result<ListPart>> {
	const { start, remaining, fields } = task.cursor;
	const wanted = remaining ?? Infinity;
	const collected = new Collected<ListedRow>(start);
	while (collected.at !== null && collected.size < wanted) {
		const { at } = collected;
		const page = await limits.call(
			task,
			task.limitKey,
			null,
			async () => await reads.ask(task, async () => await task.page(at), ` ${at}`),
		);
		if (page.kind === 'failed') return page;
		if (page.kind === 'rateLimited') {
			const rest = remaining === null ? null : remaining - collected.size;
			const cursor = { start: at, remaining: rest, fields };
			return answeredWith({ rows: collected.rows, rest: { ...page, cursor } });
		}
		collected.add(pageSchema.parse(page.value.report));
	}
	return answeredWith({ rows: collected.rows.slice(0, wanted), rest: null });
}

const limitedItemSchema = z.object({
	rateLimit: z.object({
		provider: z.string(),
		operation: z.string(),
		accountId: z.string().nullable(),
		continueFrom: cursorSchema,
	}),
});

/** Where to continue a list interrupted by a limit, if its item is run again for the same list; otherwise null. */
export function cursorOf(
	item: IDataObject | undefined,
	subject: LimitSubject,
	fields: Cursor['fields'],
): Cursor | null {
	const parsed = limitedItemSchema.safeParse(item);
	if (!parsed.success) return null;
	const { continueFrom, ...brokenOff } = parsed.data.rateLimit;
	const isSame = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);
	const { provider, operation, accountId } = subject;
	const isThisList =
		isSame(brokenOff, { provider, operation, accountId }) && isSame(continueFrom.fields, fields);
	return isThisList ? continueFrom : null;
}
