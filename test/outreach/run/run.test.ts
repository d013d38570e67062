import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failedWith, type Failure } from '../../../nodes/outreach/operations/result';
import { forgetCounts } from '../../../nodes/outreach/limits/caps';
import { NO_RATE_LIMIT_INFO, processLimits } from '../../../nodes/outreach/limits/limits';
import { notInvited } from '../../../nodes/outreach/operations/reports';
import type { Progress } from '../../../nodes/outreach/run/progress';
import { Run } from '../../../nodes/outreach/run/run';
import type { Prepared } from '../../../nodes/outreach/run/settled';
import type { Presentable } from '../../../nodes/outreach/tasks/task';
import { FakeStore } from '../sends/stores';
import { answered, listTask, readTask, REPORT, sendTask, settled } from '../tasks';

let store: FakeStore;
let workflows = 0;
beforeEach(() => {
	store = new FakeStore();
	workflows += 1;
	processLimits.forget();
	forgetCounts();
});

const FAILURE: Failure = { source: 'provider', message: 'No', description: 'Ask again.' };
const present = ({ report }: Presentable): IDataObject[] => [{ report } as IDataObject];
const success = (report: unknown) => ({ kind: 'success', rows: [{ report }] });

type BeforeRequest = () => Promise<boolean>;

interface Given {
	stored?: IDataObject;
	run?: number;
	retryOnFail?: boolean;
	goesOn?: boolean;
	signal?: AbortSignal;
	asTool?: boolean;
	/** Older versions of n8n have no place for hints. */
	hasHints?: boolean;
	items?: INodeExecutionData[];
	workflowId?: string;
}

/** One execution of the node over so many items. */
function execution(given: Given = {}) {
	const { stored = {}, run = 0, retryOnFail, goesOn = true, signal, asTool = false } = given;
	const { hasHints = true, items = [{ json: {} }] } = given;
	const workflowId = 'workflowId' in given ? given.workflowId : `w${workflows}`;
	const hints: unknown[] = [];
	let done = 0;
	const context = {
		getExecutionId: () => '1',
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
		getWorkflowStaticData: () => ({}),
		getExecutionCancelSignal: () => signal,
		getWorkflow: () => ({ id: workflowId }),
		getNode: () => ({ id: 'n', retryOnFail }),
		...(hasHints ? { addExecutionHints: (hint: unknown) => hints.push(hint) } : {}),
		logger: { debug: () => undefined, warn: () => undefined },
		helpers: {
			checkProcessedAndRecord: store.checkProcessedAndRecord.bind(store),
			removeProcessed: store.removeProcessed.bind(store),
			getProcessedDataCount: store.getProcessedDataCount.bind(store),
		},
	} as unknown as IExecuteFunctions;
	const progress = { itemDone: () => (done += 1) } as unknown as Progress;
	const made = new Run(context, items, goesOn, progress, asTool);
	return {
		all: async (...prepared: Prepared[]) => await made.all(prepared),
		hints,
		done: () => done,
	};
}

const read = (itemIndex: number, report: unknown, more: object = {}) =>
	readTask({
		itemIndex,
		readKey: String(itemIndex),
		present,
		call: { bucket: 'bucket', run: async () => answered({ accountId: null, report }) },
		...more,
	});
const failing = (itemIndex: number, failure = FAILURE) => {
	const run = jest.fn(async () => failedWith(failure));
	return read(itemIndex, null, { call: { bucket: 'bucket', run } });
};

describe('each item has a leaving, in the place of its own', () => {
	test('whatever it does', async () => {
		const change = { ...read(2, 'changed'), effect: 'change' as const };
		const listed = { rows: [{ key: '1', fields: {} }], next: null };
		const { all, done } = execution();
		const send = sendTask({
			itemIndex: 1,
			accountKey: `acc ${workflows}`,
			present,
			send: async () => answered({ accountId: null, report: notInvited('sent', null) }),
		});
		const list = listTask({
			itemIndex: 4,
			bucket: 'lists',
			present,
			page: async () => answered({ accountId: null, report: listed }),
		});
		expect(await all(read(0, 'read'), send, change, FAILURE, list)).toEqual([
			success('read'),
			success(notInvited('sent', null)),
			success('changed'),
			{ kind: 'failed', failure: FAILURE },
			success(listed.rows),
		]);
		expect(done()).toBe(4);
	});

	test('also one that a limit holds back', async () => {
		const limited = { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO } as const;
		const call = { bucket: 'bucket', run: async () => limited };
		const other = { bucket: 'other', run: async () => answered(REPORT) };
		const change = { ...read(2, null, { call }), effect: 'change' as const };
		const leavings = await execution().all(
			read(0, null, { call }),
			read(1, null, { call: other }),
			change,
		);
		expect(leavings).toMatchObject([{ kind: 'limited' }, { kind: 'success' }, { kind: 'limited' }]);
	});

	test('also one that breaks the node: it names the provider', async () => {
		const run = async () => {
			throw new TypeError('is not a function');
		};
		const [leaving] = (await execution().all(read(0, null, { call: { bucket: 'b', run } }))) as [
			unknown,
		];
		expect(leaving).toMatchObject({
			kind: 'failed',
			failure: { message: expect.stringContaining('is not a function') as unknown },
		});
	});
});

describe('where the workflow stops at a failure', () => {
	const stopping = () => execution({ goesOn: false });

	test('nothing is called once the input of one item is wrong', async () => {
		const task = failing(0);
		const { all, done } = stopping();
		expect(await all(task, FAILURE, { ...FAILURE, message: 'Later' })).toEqual({
			failure: FAILURE,
			itemIndex: 1,
		});
		expect(task.call.run).not.toHaveBeenCalled();
		expect(done()).toBe(0);
	});

	test('it goes on with the input of all items right', async () => {
		expect(await stopping().all(read(0, 'one'), read(1, 'two'))).toEqual([
			success('one'),
			success('two'),
		]);
	});

	test('the first that fails is the last that is called', async () => {
		const other = { ...FAILURE, message: 'Other' };
		const tasks = [failing(0, other), failing(1)];
		expect(await stopping().all(...tasks)).toEqual({ failure: other, itemIndex: 0 });
		expect(tasks[1]?.call.run).not.toHaveBeenCalled();
	});

	test('of several that fail at once the lowest is told', async () => {
		const slow = (itemIndex: number, turns: number) => {
			const run = async () => {
				for (let turn = 0; turn < turns; turn++) await settled();
				return failedWith({ ...FAILURE, message: String(itemIndex) });
			};
			return read(itemIndex, null, { call: { bucket: String(itemIndex), run } });
		};
		expect(await stopping().all(slow(0, 3), slow(1, 2), slow(2, 1))).toMatchObject({
			itemIndex: 0,
			failure: { message: '0' },
		});
	});
});

describe('reads that ask the same', () => {
	const same = () => {
		const run = jest.fn(async () => answered(REPORT));
		return read(0, null, { readKey: 'same', call: { bucket: 'bucket', run } });
	};

	test('ask once, changes do not', async () => {
		const task = same();
		await execution().all(task, { ...task, itemIndex: 1 });
		expect(task.call.run).toHaveBeenCalledTimes(1);
		const change = { ...task, effect: 'change' as const };
		await execution().all(change, { ...change, itemIndex: 1 });
		expect(task.call.run).toHaveBeenCalledTimes(3);
	});

	test.each([
		[true, 1],
		[false, 2],
		[undefined, 2],
	])('over two tries, Retry On Fail being %p: %i requests', async (retryOnFail, requests) => {
		const stored: IDataObject = {};
		const task = same();
		await execution({ stored, retryOnFail }).all(task);
		await execution({ stored, retryOnFail }).all(task);
		expect(task.call.run).toHaveBeenCalledTimes(requests);
	});
});

test('a change is made again in another try', async () => {
	const stored: IDataObject = {};
	const run = jest.fn(async () => answered(REPORT));
	const change = {
		...read(0, null, { call: { bucket: 'bucket', run } }),
		effect: 'change' as const,
	};
	for (let tries = 0; tries < 2; tries++) {
		await execution({ stored, retryOnFail: true }).all(change);
	}
	expect(run).toHaveBeenCalledTimes(2);
});

test('the lists of an account are read side by side', async () => {
	const begun: string[] = [];
	let finish = () => {};
	const told = new Promise<void>((resolve) => (finish = resolve));
	const listOf = (itemIndex: number, bucket: string) =>
		listTask({
			itemIndex,
			bucket,
			readKey: bucket,
			page: async () => {
				begun.push(bucket);
				await told;
				return answered({ accountId: null, report: { rows: [], next: null } });
			},
		});
	const both = execution().all(listOf(0, 'sent'), listOf(1, 'received'));
	await settled();
	expect(begun).toEqual(['sent', 'received']);
	finish();
	expect(await both).toHaveLength(2);
});

describe('sends', () => {
	const SENT = answered({ accountId: null, report: notInvited('sent', null) });

	/** A send that goes on when it is told to. */
	function held(itemIndex: number, accountKey: string, personKey: string) {
		let begun = false;
		let finish = () => {};
		const told = new Promise<void>((resolve) => (finish = resolve));
		const send = async (beforeRequest: BeforeRequest) => {
			begun = true;
			await beforeRequest();
			await told;
			return SENT;
		};
		const task = sendTask({ itemIndex, accountKey, personKey, send });
		return { task, begun: () => begun, finish };
	}

	test.each([
		['an account', 'acc', 'acc', 'ada', 'ben', false],
		['a person', 'acc', 'other', 'ada', 'ada', false],
		['neither', 'acc', 'other', 'ada', 'ben', true],
	])('of two executions that share %s', async (_what, one, other, ada, ben, atOnce) => {
		const first = held(0, `${one} ${workflows}`, `${ada} ${workflows}`);
		const second = held(0, `${other} ${workflows}`, `${ben} ${workflows}`);
		const both = [execution().all(first.task), execution().all(second.task)];
		for (let turn = 0; turn < 10; turn++) await settled();
		expect([first.begun(), second.begun()]).toEqual([true, atOnce]);
		first.finish();
		second.finish();
		await Promise.all(both);
	});

	test('of a cancelled execution wait for nobody', async () => {
		const cancel = new AbortController();
		const account = `cancelled ${workflows}`;
		const first = held(0, account, `ada ${workflows}`);
		const going = execution().all(first.task);
		const other = held(0, account, `ben ${workflows}`);
		const cancelled = execution({ signal: cancel.signal }).all(other.task);
		await settled();
		cancel.abort();
		expect(await cancelled).toMatchObject([{ kind: 'failed' }]);
		expect(other.begun()).toBe(false);
		first.finish();
		await going;
	});

	test('of a workflow that was never saved are made, and a hint says so, once', async () => {
		const { all, hints } = execution({ workflowId: undefined });
		const accountKey = `unsaved ${workflows}`;
		const send = async () => SENT;
		await all(
			sendTask({ accountKey, send, personKey: 'ada' }),
			sendTask({ accountKey, send, personKey: 'ben', itemIndex: 1 }),
		);
		expect(hints).toEqual([
			{
				message: expect.stringContaining('Save the workflow first') as unknown,
				type: 'warning',
				location: 'outputPane',
			},
		]);
		// Older versions of n8n have no place for it.
		const older = execution({ workflowId: undefined, hasHints: false });
		const eve = sendTask({ accountKey, send, personKey: 'eve' });
		expect(await older.all(eve)).toMatchObject([{ kind: 'success' }]);
		const fine = execution();
		await fine.all(read(0, null));
		expect(fine.hints).toEqual([]);
	});
});

describe('a node that remembers nobody', () => {
	const sends = async (outcome: 'sent' | 'unconfirmed' | 'already_connected') => {
		const { all, hints } = execution();
		const answer = answered({ accountId: null, report: notInvited(outcome, null) });
		const send = async (beforeRequest: BeforeRequest) => {
			await beforeRequest();
			return answer;
		};
		const shown = ({ report }: Presentable) => [{ outcome: (report as IDataObject).outcome }];
		const present = shown as (result: Presentable) => IDataObject[];
		const accountKey = `empty ${workflows}`;
		await all(sendTask({ accountKey, send, present, personKey: `${outcome} ${hints.length}` }));
		return hints;
	};
	const EMPTY = { message: expect.stringContaining('does not remember anyone yet') as unknown };

	test.each(['sent', 'unconfirmed'] as const)(
		'says so when it sends for the first time: %s',
		async (outcome) => {
			expect(await sends(outcome)).toMatchObject([EMPTY]);
			expect(await sends(outcome)).toEqual([]);
		},
	);

	test('says nothing where nothing was sent, or its database cannot be asked', async () => {
		expect(await sends('already_connected')).toEqual([]);
		store.crashesAt = 1;
		expect(await sends('sent')).toEqual([]);
	});
});

describe('an item that a limit held back and that is back too soon', () => {
	const limited = { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO } as const;
	const back = async ({
		asTool = false,
		given = (rateLimit: IDataObject): IDataObject => ({ rateLimit }),
	} = {}) => {
		const stored: IDataObject = {};
		const run = jest.fn(async () => limited);
		const task = read(0, null, { personKey: 'ada', call: { bucket: 'bucket', run } });
		const [first] = (await execution({ stored }).all(task)) as Array<{ rateLimit: IDataObject }>;
		processLimits.forget();
		const items = [{ json: given(first!.rateLimit) }];
		const leavings = await execution({ stored, run: 1, asTool, items }).all(task);
		return { leavings, requests: run.mock.calls.length };
	};

	test('fails without a request', async () => {
		expect(await back()).toMatchObject({
			leavings: [
				{
					kind: 'failed',
					failure: { message: expect.stringContaining('no Wait node') as unknown },
				},
			],
			requests: 1,
		});
	});

	test.each<[string, (rateLimit: IDataObject) => IDataObject]>([
		['another item for the same person', () => ({})],
		[
			'an item that another node held back',
			(given) => ({ rateLimit: { ...given, operation: 'x' } }),
		],
		['an item of another account', (given) => ({ rateLimit: { ...given, accountId: 'other' } })],
		[
			'an item whose time has come',
			(given) => ({ rateLimit: { ...given, retryAt: '2020-01-01' } }),
		],
		['an item with something else of that name', () => ({ rateLimit: 'soon' })],
	])('%s is asked for', async (_case, given) => {
		expect(await back({ given })).toMatchObject({ leavings: [{ kind: 'limited' }], requests: 2 });
	});

	test('is asked again where an agent wants it', async () => {
		expect(await back({ asTool: true })).toMatchObject({
			leavings: [{ kind: 'limited' }],
			requests: 2,
		});
	});
});
