import type { Failure } from '../answer';
import type { LimitedCalls } from '../limits/limited-calls';
import type { Hold } from '../limits/limits';
import { Collected, pageSchema, type ListedRow } from '../pages';
import type { Place } from '../vocabulary';
import type { SharedReads } from './shared-reads';
import type { ListTask } from './task';

/** What came of reading a list. `rest` is what a limit kept from being read. */
export type Listed =
	| {
			readonly kind: 'listed';
			readonly rows: ListedRow[];
			readonly rest: {
				readonly hold: Hold;
				readonly tried: { readonly httpStatus: number } | null;
				readonly place: Place;
			} | null;
	  }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Reads a list from its place on, page by page, until it ends, enough rows are there, or a limit is met. */
export async function readList(
	calls: LimitedCalls,
	reads: SharedReads,
	task: ListTask,
): Promise<Listed> {
	const { start, remaining, fields } = task.place;
	const wanted = remaining ?? Infinity;
	const collected = new Collected<ListedRow>(start);
	while (collected.at !== null && collected.size < wanted) {
		const { at } = collected;
		const page = { bucket: task.bucket, run: async () => await task.page(at) };
		const answer = await calls.call(task, reads.share(task, page, ` ${at}`), null);
		if (answer.kind === 'failed') return answer;
		if (answer.kind === 'held') {
			const rest = remaining === null ? null : remaining - collected.size;
			const place = { start: at, remaining: rest, fields };
			return { kind: 'listed', rows: collected.rows, rest: { ...answer, place } };
		}
		collected.add(pageSchema.parse(answer.value.report));
	}
	return { kind: 'listed', rows: collected.rows.slice(0, wanted), rest: null };
}
