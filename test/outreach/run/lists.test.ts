import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { failedWith, type Answer } from '../../../nodes/outreach/operations/result';
import { LimitedCalls } from '../../../nodes/outreach/limits/limited-calls';
import { NO_RATE_LIMIT_INFO, processLimits } from '../../../nodes/outreach/limits/limits';
import type { WithAccount } from '../../../nodes/outreach/provider/provider';
import { readList } from '../../../nodes/outreach/run/lists';
import { ExecutionMemory } from '../../../nodes/outreach/run/execution-memory';
import { SharedReads } from '../../../nodes/outreach/run/shared-reads';
import { answered, executionOf, listTask } from '../tasks';

beforeEach(() => processLimits.forget());

const FAILURE = { source: 'provider', message: 'No', description: 'Ask again.' } as const;
const LIMITED: Answer<never> = { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO };

type PageAnswer = Answer<WithAccount<unknown>>;

/** A list of 25 rows, ten a page; `other` answers in its stead where it has something to say. */
function provider(other: (at: number) => PageAnswer | null = () => null) {
	const asked: number[] = [];
	const page = async (at: number): Promise<PageAnswer> => {
		asked.push(at);
		const rows = Array.from({ length: Math.min(10, 25 - at) }, (_, index) => ({
			key: String(at + index),
			fields: {},
		}));
		const report = { rows, next: at + 10 < 25 ? at + 10 : null };
		return other(at) ?? answered({ accountId: null, report });
	};
	return { asked, page };
}

/** One try of the items, on what n8n keeps for the execution. */
function run(stored: IDataObject = {}) {
	const memory = new ExecutionMemory({
		getExecutionId: () => '1',
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
	} as unknown as IExecuteFunctions);
	const reads = new SharedReads(memory, true);
	// Two items have the list that `listTask` makes.
	reads.expect([listTask(), listTask()]);
	const calls = new LimitedCalls(executionOf());
	return async (task: ReturnType<typeof listTask>) => await readList(calls, reads, task);
}

const keysOf = (listed: Awaited<ReturnType<typeof readList>>) =>
	listed.kind === 'listed' ? listed.rows.map(({ key }) => key) : listed.failure;
const numbers = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => String(from + index));
const place = (start: number, remaining: number | null) => ({ start, remaining, fields: {} });

test.each<[string, number, number | null, string[], number[]]>([
	['all of it', 0, null, numbers(0, 25), [0, 10, 20]],
	['from a place on', 10, null, numbers(10, 25), [10, 20]],
	['within a page', 0, 3, numbers(0, 3), [0]],
	['to a page’s edge', 0, 10, numbers(0, 10), [0]],
	['one row beyond it', 0, 11, numbers(0, 11), [0, 10]],
	['more than there are', 0, 99, numbers(0, 25), [0, 10, 20]],
])('%s', async (_case, start, remaining, keys, pages) => {
	const { asked, page } = provider();
	const listed = await run()(listTask({ page, place: place(start, remaining) }));
	expect(listed).toMatchObject({ kind: 'listed', rest: null });
	expect(keysOf(listed)).toEqual(keys);
	expect(asked).toEqual(pages);
});

test.each([
	[null, null],
	[25, 15],
])('a limit half-way: of %j wanted, %j still are', async (remaining, left) => {
	const { page } = provider((at) => (at === 10 ? LIMITED : null));
	const listed = await run()(listTask({ page, place: place(0, remaining) }));
	expect(keysOf(listed)).toEqual(numbers(0, 10));
	expect(listed).toMatchObject({ rest: { tried: { httpStatus: 429 }, place: place(10, left) } });
});

test('a failure half-way leaves no rows', async () => {
	const { page } = provider((at) => (at === 10 ? failedWith(FAILURE) : null));
	expect(await run()(listTask({ page }))).toMatchObject({ kind: 'failed', failure: FAILURE });
});

test('two items that read one list share its pages; another list has its own', async () => {
	const { asked, page } = provider();
	const read = run();
	await Promise.all([read(listTask({ page })), read(listTask({ page }))]);
	expect(asked).toEqual([0, 10, 20]);
	await read(listTask({ page, readKey: 'another' }));
	expect(asked).toEqual([0, 10, 20, 0, 10, 20]);
});

test('what was read before a failure is not read again in the next try', async () => {
	const stored: IDataObject = {};
	const first = provider((at) => (at === 20 ? failedWith(FAILURE) : null));
	await run(stored)(listTask({ page: first.page }));
	const next = provider();
	expect(keysOf(await run(stored)(listTask({ page: next.page })))).toEqual(numbers(0, 25));
	expect(next.asked).toEqual([20]);
});
