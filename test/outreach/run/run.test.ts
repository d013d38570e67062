import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import { answeredWith, failedWith } from '../../../nodes/outreach/operations/result';
import { Progress } from '../../../nodes/outreach/run/progress';
import { Run } from '../../../nodes/outreach/run/run';
import type { Prepared, TaskResult } from '../../../nodes/outreach/tasks/task';
import {
	answered,
	executionOf,
	FAILED,
	FAILURE,
	giftTask,
	limitedBy,
	listTask,
	openAcme,
	readTask,
	settled,
	writeTask,
	type Given,
} from '../acme';
import { DataTables as TablesClient } from '../../../nodes/outreach/log/table';
import { DataTables } from '../../simulator/data-tables';
import { reply } from '../fakes';
import { newLog, transportTo } from '../log/workers';
import { FakeStore } from '../sends/stores';

let tables: DataTables;
jest.mock('../../../nodes/outreach/log/open-log', () => ({
	openLog: async () =>
		await Promise.resolve({ tables: new TablesClient(transportTo(tables)), siteId: 'site' }),
}));

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
	tables = new DataTables();
	processState.reset();
});

interface Node {
	readonly stored?: IDataObject;
	readonly run?: number;
	readonly retryOnFail?: boolean;
	readonly goesOn?: boolean;
	readonly asTool?: boolean;
	/** Older versions of n8n have no hints. */
	readonly hasHints?: boolean;
	readonly items?: INodeExecutionData[];
	readonly workflowId?: string;
}

/** One execution of a node. */
function execution(given: Node = {}) {
	const { stored, run, retryOnFail, goesOn = true, asTool = false, hasHints = true } = given;
	const { items = [{ json: {} }], workflowId = 'w' } = given;
	const hints: unknown[] = [];
	const context = executionOf({
		stored,
		run,
		more: {
			getWorkflow: () => ({ id: workflowId }),
			getNode: () => ({ id: 'n', retryOnFail }),
			...(hasHints ? { addExecutionHints: (hint: unknown) => hints.push(hint) } : {}),
			logger: { debug: () => undefined, warn: () => undefined },
			helpers: {
				checkProcessedAndRecord: store.checkProcessedAndRecord.bind(store),
				removeProcessed: store.removeProcessed.bind(store),
				getProcessedDataCount: store.getProcessedDataCount.bind(store),
			},
		},
	});
	const progress = new Progress(context, items.length);
	const done = jest.spyOn(progress, 'itemDone');
	const made = new Run(context, items, goesOn, progress, asTool);
	const all = async (...prepared: Prepared[]) => await made.all(prepared);
	return { all, hints, done: () => done.mock.calls.length };
}

const toRows: Given['toRows'] = ({ report }) => [{ report } as IDataObject];
const plain = { toRows, options: { includeInputFields: false } };
const result = (report: unknown): TaskResult => answered({ accountId: null, report });
const read = (itemIndex: number, call: () => Promise<TaskResult>, more: Given = {}) =>
	readTask(call, { itemIndex, person: `person-${itemIndex}`, ...plain, ...more });
const yields = (report: unknown) => answeredWith({ rows: [{ report }] });
const gift = (outcome: string, given: Given = {}) =>
	giftTask({ open: openAcme({}, reply(200, { outcome })), ...plain, ...given });

describe('Results', () => {
	test('Each item has one result, in order, whatever its task does, even without a task', async () => {
		const { all, done } = execution();
		const rows = [{ key: '1', fields: {} }];
		const ended = await all(
			read(0, async () => result('read')),
			gift('given', { itemIndex: 1 }),
			writeTask(async () => result('written'), { itemIndex: 2, ...plain }),
			FAILED,
			listTask(async () => answered({ rows, next: null }), { itemIndex: 4, ...plain }),
		);
		expect(ended).toEqual({
			kind: 'finished',
			results: [
				yields('read'),
				yields({ outcome: 'given', message: null }),
				yields('written'),
				FAILED,
				yields(rows),
			],
		});
		expect(done()).toBe(4);
	});

	test('Each item has one result if a limit holds back all items that count against it', async () => {
		const limited = async () => limitedBy();
		const ended = await execution().all(
			read(0, limited),
			read(1, async () => result('other'), { limit: 'other' }),
			writeTask(async () => result('written'), { itemIndex: 2 }),
		);
		expect(ended).toMatchObject({
			results: [{ kind: 'rateLimited' }, { kind: 'answered' }, { kind: 'answered' }],
		});
		const next = await execution().all(read(0, async () => result('read')));
		expect(next).toMatchObject({ results: [{ kind: 'rateLimited', httpStatus: null }] });
	});

	test('Each item has one result if its task throws, naming the provider without secrets', async () => {
		const broken = async () => await Promise.reject(new TypeError('hunter2 is not a function'));
		expect(await execution().all(read(0, broken))).toMatchObject({
			results: [
				{
					kind: 'failed',
					failure: {
						message: expect.stringContaining('[hidden] is not a function') as unknown,
						description: expect.not.stringContaining('Nothing was sent') as unknown,
					},
				},
			],
		});
	});
});

describe('Workflows that stop at a failure', () => {
	const stopping = () => execution({ goesOn: false });
	const failing = (message: string) => jest.fn(async () => failedWith({ ...FAILURE, message }));

	test('Nothing is called if the input of one item is invalid and the workflow stops at a failure', async () => {
		const call = failing('Late');
		const { all, done } = stopping();
		const later = failedWith({ ...FAILURE, message: 'Later' });
		expect(await all(read(0, call), FAILED, later)).toEqual({
			kind: 'stopped',
			failure: FAILURE,
			itemIndex: 1,
		});
		expect([call.mock.calls.length, done()]).toEqual([0, 0]);
	});

	test('The first item that fails is the last one called if the workflow stops at a failure', async () => {
		const [first, second] = [failing('First'), failing('Second')];
		expect(await stopping().all(read(0, first), read(1, second))).toMatchObject({
			kind: 'stopped',
			failure: { message: 'First' },
			itemIndex: 0,
		});
		expect(second).not.toHaveBeenCalled();
	});

	test('Of several simultaneous failures that stop the workflow, the one with the lowest index is reported', async () => {
		const slow = (itemIndex: number, turns: number) => {
			const call = async () => {
				for (let turn = 0; turn < turns; turn++) await settled();
				return failedWith({ ...FAILURE, message: String(itemIndex) });
			};
			return read(itemIndex, call, { limit: String(itemIndex) });
		};
		expect(await stopping().all(slow(0, 3), slow(1, 2), slow(2, 1))).toMatchObject({
			itemIndex: 0,
			failure: { message: '0' },
		});
	});
});

describe('Identical tasks', () => {
	test('Identical reads share one request, and writes do not', async () => {
		const call = jest.fn(async () => result('same'));
		await execution().all(read(0, call), read(1, call, { person: 'person-0' }));
		expect(call).toHaveBeenCalledTimes(1);
		await execution().all(writeTask(call), writeTask(call, { itemIndex: 1 }));
		expect(call).toHaveBeenCalledTimes(3);
	});

	test.each([
		[true, 1],
		[false, 2],
		[undefined, 2],
	])(
		'Over two tries, with Retry On Fail %j, a read makes %i requests, and a write two',
		async (retryOnFail, requests) => {
			const stored: IDataObject = {};
			const [reading, writing] = [jest.fn(async () => result(1)), jest.fn(async () => result(2))];
			for (let tries = 0; tries < 2; tries++) {
				await execution({ stored, retryOnFail }).all(
					read(0, reading),
					writeTask(writing, { itemIndex: 1 }),
				);
			}
			expect([reading.mock.calls.length, writing.mock.calls.length]).toEqual([requests, 2]);
		},
	);
});

test('Reads are not held back by keepInReserve', async () => {
	const rateLimit = { ...NO_RATE_LIMIT_INFO, remaining: 2, resetAt: Date.now() + 60_000 };
	const call = jest.fn(async () => answered({ accountId: null, report: 'read' }, { rateLimit }));
	const options = { keepInReserve: 5 };
	await execution().all(read(0, call, { options }));
	await execution().all(read(0, call, { options }));
	expect(call).toHaveBeenCalledTimes(2);
});

test('The lists of an account are read side by side', async () => {
	const begun: string[] = [];
	let finish = () => {};
	const told = new Promise<void>((resolve) => (finish = resolve));
	const listOf = (itemIndex: number, limit: string) =>
		listTask(
			async () => {
				begun.push(limit);
				await told;
				return answered({ rows: [], next: null });
			},
			{ itemIndex, limit, operation: limit },
		);
	const both = execution().all(listOf(0, 'sent'), listOf(1, 'received'));
	await settled();
	expect(begun).toEqual(['sent', 'received']);
	finish();
	expect(await both).toMatchObject({ results: [{ kind: 'answered' }, { kind: 'answered' }] });
});

test('Writes of an account are made one after the other', async () => {
	const log: string[] = [];
	const write = (itemIndex: number) =>
		writeTask(
			async () => {
				log.push(`${itemIndex} begins`);
				await settled();
				log.push(`${itemIndex} ends`);
				return result('written');
			},
			{ itemIndex },
		);
	await execution().all(write(0), write(1));
	expect(log).toEqual(['0 begins', '0 ends', '1 begins', '1 ends']);
});

test('Sends whose log cannot be opened fail without a request, and sends with other memories are made', async () => {
	const logTable = newLog(tables);
	const logged = (person: string, itemIndex: number, table: string) =>
		gift('given', { person, itemIndex, options: { memory: 'dataTable', logTable: table } });
	const written = writeTask(async () => result('written'), { itemIndex: 4, ...plain });
	const asked = jest.spyOn(store, 'checkProcessedAndRecord');
	const ended = await execution().all(
		logged('ada-1', 0, logTable),
		logged('ben-2', 1, 'tableThatIsGone0'),
		gift('given', { person: 'cat-3', itemIndex: 2 }),
		logged('dan-4', 3, logTable),
		written,
		gift('given', { person: 'eve-5', itemIndex: 5 }),
	);
	const description = expect.stringMatching(/^Nothing was sent for this item\. Check/) as string;
	expect(ended).toMatchObject({
		results: [
			{ kind: 'answered' },
			{ kind: 'failed', failure: { source: 'database', description } },
			{ kind: 'answered' },
			{ kind: 'answered' },
			{ kind: 'answered' },
			{ kind: 'answered' },
		],
	});
	expect(tables.rows(logTable).map(({ person, status }) => `${person} ${status}`)).toEqual([
		'in:ada-1 sent',
		'in:dan-4 sent',
	]);
	const [look] = tables.requests.filter(({ path }) => path === `/data-tables/${logTable}/rows`);
	expect(look?.filter?.filters.map(({ value }) => value)).toEqual([
		'',
		null,
		'in:ada-1',
		'in:dan-4',
	]);
	const own = ['cat-3', 'eve-5'].map(
		(person) => expect.stringMatching(`^sent 1 .*${person}`) as string,
	);
	expect(asked.mock.calls[0]?.[0]).toEqual(['look-up', ...own]);
});

describe('Hints', () => {
	const withOutcome = {
		toRows: (({ report }) => [report as IDataObject]) satisfies Given['toRows'],
	};

	test('A hint says once that a workflow that was never saved has no memory', async () => {
		const { all, hints } = execution({ workflowId: '' });
		await all(gift('given'), gift('given', { person: 'ben-2', itemIndex: 1 }));
		const message = expect.stringContaining('Save the workflow first') as unknown;
		expect(hints).toEqual([{ message, type: 'warning', location: 'outputPane' }]);
		const older = execution({ workflowId: '', hasHints: false });
		expect(await older.all(gift('given', { person: 'eve-3' }))).toMatchObject({
			results: [{ kind: 'answered' }],
		});
		const fine = execution();
		await fine.all(read(0, async () => result(1)));
		expect(fine.hints).toEqual([]);
	});

	test.each(['sent', 'unconfirmed'])(
		'A hint says that a node remembers nobody when it first sends (%s)',
		async (outcome) => {
			// Words of the shared vocabulary, which identify a send for the hint.
			const toOutcome: Given['toRows'] = () => [{ outcome }];
			const first = execution();
			const written = writeTask(async () => result('written'), { itemIndex: 1 });
			await first.all(gift('given', { toRows: toOutcome }), written);
			const message = expect.stringContaining('does not remember anyone yet') as unknown;
			expect(first.hints).toMatchObject([{ message }]);
			const second = execution();
			await second.all(gift('given', { toRows: toOutcome, person: 'ben-2' }));
			expect(second.hints).toEqual([]);
			store = new FakeStore();
			const options = { memory: 'dataTable', logTable: newLog(tables) };
			const logged = execution();
			await logged.all(gift('given', { toRows: toOutcome, person: 'cat-3', options }));
			store.failures.set(1, new Error('SQLITE_FULL'));
			const unasked = execution();
			await unasked.all(gift('given', { toRows: toOutcome, person: 'dan-4' }));
			expect([logged.hints, unasked.hints, store.entries.length]).toEqual([[], [], 2]);
			store = new FakeStore();
			const older = execution({ hasHints: false });
			expect(await older.all(gift('given', { toRows: toOutcome }))).toMatchObject({
				results: [{ kind: 'answered' }],
			});
		},
	);

	test('There is no hint about memory if nothing was sent, or the database is unavailable', async () => {
		const first = execution();
		await first.all(gift('needless', withOutcome));
		store.crashesAt = 1;
		const second = execution();
		await second.all(gift('given', { ...withOutcome, person: 'ben-2' }));
		expect([first.hints, second.hints]).toEqual([[], []]);
	});
});

describe('Limited items that are looped back too soon', () => {
	const back = async (asTool: boolean) => {
		const stored: IDataObject = {};
		const call = jest.fn(async () => limitedBy());
		await execution({ stored }).all(read(0, call));
		processState.reset();
		const retryAt = new Date(Date.now() + 60_000).toISOString();
		const items = [{ json: { rateLimit: { ...read(0, call).subject, retryAt } } }];
		const ended = await execution({ stored, run: 1, asTool, items }).all(read(0, call));
		return { ended, requests: call.mock.calls.length };
	};

	test('A limited item that is looped back too soon fails without a request', async () => {
		expect(await back(false)).toMatchObject({
			ended: {
				results: [{ failure: { message: expect.stringContaining('no Wait node') as unknown } }],
			},
			requests: 1,
		});
	});

	test('A limited item of an agent is requested again', async () => {
		expect(await back(true)).toMatchObject({
			ended: { results: [{ kind: 'rateLimited' }] },
			requests: 2,
		});
	});
});
