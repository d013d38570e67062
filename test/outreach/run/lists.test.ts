import type { IDataObject } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { ListedRow, Page } from '../../../nodes/outreach/operations/pages';
import type { Result } from '../../../nodes/outreach/operations/result';
import { cursorOf, readList } from '../../../nodes/outreach/run/lists';
import { RunLimits } from '../../../nodes/outreach/tasks/run-limits';
import { SharedReads } from '../../../nodes/outreach/run/shared-reads';
import { answered, executionOf, FAILED, FAILURE, limitedBy, listTask, memoryOf } from '../acme';

beforeEach(() => processState.reset());

type PageResult = Result<Page<ListedRow>>;

/** A list of 25 rows, ten per page, unless `other` returns a response. */
function provider(other: (at: number) => PageResult | null = () => null) {
	const asked: number[] = [];
	const page = async (at: number): Promise<PageResult> => {
		asked.push(at);
		const rows = numbers(at, Math.min(at + 10, 25)).map((key) => ({ key, fields: {} }));
		return other(at) ?? answered({ rows, next: at + 10 < 25 ? at + 10 : null });
	};
	return { asked, page };
}

/** One try of the items, on n8n's data of the execution. */
function run(stored: IDataObject = {}) {
	const reads = new SharedReads(memoryOf(stored), true);
	// Two items have the list that `listTask` makes.
	reads.expect([listTask(), listTask()]);
	const limits = new RunLimits(executionOf());
	return async (task: ReturnType<typeof listTask>) => await readList(limits, reads, task);
}

const keysOf = (listed: Awaited<ReturnType<typeof readList>>) =>
	listed.kind === 'answered' ? listed.value.rows.map(({ key }) => key) : listed;
const numbers = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => String(from + index));

test.each<[string, number, number | null, string[], number[]]>([
	['all of it', 0, null, numbers(0, 25), [0, 10, 20]],
	['from a position on', 10, null, numbers(10, 25), [10, 20]],
	['within a page', 0, 3, numbers(0, 3), [0]],
	['to a page’s edge', 0, 10, numbers(0, 10), [0]],
	['one row beyond it', 0, 11, numbers(0, 11), [0, 10]],
	['more than there are', 0, 99, numbers(0, 25), [0, 10, 20]],
])('A list is read correctly: %s', async (_case, start, remaining, keys, pages) => {
	const { asked, page } = provider();
	const listed = await run()(listTask(page, { start, size: remaining }));
	expect(listed).toMatchObject({ kind: 'answered', value: { rest: null } });
	expect(keysOf(listed)).toEqual(keys);
	expect(asked).toEqual(pages);
});

test.each([
	[null, null],
	[25, 15],
])(
	'Of %j wanted rows, %j are still wanted after a limit during a list',
	async (remaining, left) => {
		const { page } = provider((at) => (at === 10 ? limitedBy() : null));
		const listed = await run()(listTask(page, { size: remaining }));
		expect(keysOf(listed)).toEqual(numbers(0, 10));
		const cursor = { start: 10, remaining: left, fields: {} };
		expect(listed).toMatchObject({ value: { rest: { httpStatus: 429, cursor } } });
	},
);

test('A failure during a list returns no rows', async () => {
	const { page } = provider((at) => (at === 10 ? FAILED : null));
	expect(await run()(listTask(page))).toMatchObject({ kind: 'failed', failure: FAILURE });
});

test('Two items that read one list share its pages, and another list has its own', async () => {
	const { asked, page } = provider();
	const read = run();
	await Promise.all([read(listTask(page)), read(listTask(page))]);
	expect(asked).toEqual([0, 10, 20]);
	await read(listTask(page, { operation: 'another' }));
	expect(asked).toEqual([0, 10, 20, 0, 10, 20]);
});

test('Pages read before a failure are not read again in the next try', async () => {
	const stored: IDataObject = {};
	const first = provider((at) => (at === 20 ? FAILED : null));
	await run(stored)(listTask(first.page));
	const next = provider();
	expect(keysOf(await run(stored)(listTask(next.page)))).toEqual(numbers(0, 25));
	expect(next.asked).toEqual([20]);
});

describe('Continued lists', () => {
	const SUBJECT = {
		provider: 'connectSafely',
		operation: 'invitation.getMany',
		accountId: 'acc_1',
	} as const;
	const FIELDS = { direction: 'sent' };
	const CURSOR = { start: 20, remaining: 30, fields: FIELDS };
	const LIMIT = { ...SUBJECT, retryAt: '2024-01-22T00:00:00.000Z', continueFrom: CURSOR };
	const continued = (more: IDataObject) => ({
		rateLimit: { ...LIMIT, continueFrom: { ...CURSOR, ...more } },
	});

	test('A list continues where it was interrupted', () => {
		expect(cursorOf({ a: 1, rateLimit: LIMIT }, SUBJECT, FIELDS)).toEqual(CURSOR);
	});

	test('A list continues where it was interrupted if all rows are wanted', () => {
		const all = { remaining: null };
		expect(cursorOf(continued(all), SUBJECT, FIELDS)).toEqual({ ...CURSOR, ...all });
	});

	test.each<[string, IDataObject | undefined]>([
		['there is no item', undefined],
		['no limit was met', { a: 1 }],
		['the limit interrupted no list', { rateLimit: SUBJECT }],
		['another provider was asked', { rateLimit: { ...LIMIT, provider: 'linkupApi' } }],
		['another list was read', { rateLimit: { ...LIMIT, operation: 'connection.getMany' } }],
		['another account was asked', { rateLimit: { ...LIMIT, accountId: null } }],
		['another part of the list was read', continued({ fields: { direction: 'received' } })],
		['the position is invalid', continued({ start: -1 })],
		['no rows are wanted', continued({ remaining: 0 })],
	])('A list starts from the beginning if %s', (_case, item) => {
		expect(cursorOf(item, SUBJECT, FIELDS)).toBeNull();
	});
});
