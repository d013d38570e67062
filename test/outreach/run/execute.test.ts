import { isSleptBy } from '../../harness/sleep';
import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../../nodes/outreach/base/errors';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Pace } from '../../../nodes/outreach/provider/open';
import { withdrawInvitation } from '../../../nodes/outreach/operations/withdraw-invitation';
import { implementBy } from '../../../nodes/outreach/provider/implement';
import type { NodeRun, Provider } from '../../../nodes/outreach/provider/provider';
import { executeItems, tasksOf, type TaskFactory } from '../../../nodes/outreach/run/execute';
import { readOptions } from '../../../nodes/outreach/parameters/options';
import {
	makeTask,
	TaskScope,
	type Plan,
	type Task,
	type TaskResult,
} from '../../../nodes/outreach/tasks/task';
import {
	answered,
	ANSWERED,
	executionOf as contextOf,
	FAILED,
	giftTask,
	limitedBy,
	listTask,
	openAcme,
	readTask,
	sendGift,
	sendGiftViaAcme,
} from '../acme';
import { inputOf } from '../fakes';

const slept: number[] = [];
isSleptBy(async (ms) => void slept.push(ms));

beforeEach(() => {
	processState.reset();
	slept.length = 0;
});

interface Given {
	readonly items?: IDataObject[];
	/** The parameters of each item; missing ones have their defaults. */
	readonly parameters?: IDataObject[];
	readonly type?: string;
	readonly isToolExecution?: () => boolean;
	readonly onError?: string;
	readonly hasHints?: boolean;
}

/** An execution of a node with these items. */
function executionOf(given: Given = {}) {
	const { items = [{}], parameters = [], type = 'linkedInOutreach', hasHints = true } = given;
	const hints: unknown[] = [];
	const told: unknown[] = [];
	const context = contextOf({
		more: {
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id: 'n', name: 'N', type, onError: given.onError }),
			getInputData: () => items.map((json) => ({ json })),
			getNodeParameter: (name: string, itemIndex: number, otherwise: unknown) => {
				const value = parameters[itemIndex]?.[name] ?? otherwise;
				if (value === undefined) throw new Error(`There is no parameter ${name}`);
				return value;
			},
			continueOnFail: () => given.onError !== undefined,
			...(given.isToolExecution ? { isToolExecution: given.isToolExecution } : {}),
			...(hasHints ? { addExecutionHints: (...said: unknown[]) => hints.push(...said) } : {}),
			logger: { info: (said: unknown) => told.push(said), debug: () => undefined },
			sendMessageToUI: () => undefined,
		},
	});
	return { context, hints, told };
}

const done = async (): Promise<TaskResult> => answered({ accountId: null, report: 'done' });
const read = (itemIndex: number, call: () => Promise<TaskResult> = done) =>
	readTask(call, {
		itemIndex,
		limit: String(itemIndex),
		person: `person-${itemIndex}`,
		toRows: ({ report }) => [{ report } as IDataObject],
	});
const limited = async () => limitedBy();

/** Runs the node with this task factory. */
async function execute(
	given: Given,
	prepare: TaskFactory,
	onPace: (pace: Pace) => void = () => {},
) {
	const { context, hints, told } = executionOf(given);
	const outputs = await executeItems(context, (pace) => {
		onPace(pace);
		return prepare;
	});
	return { outputs, hints, told };
}

describe('Items', () => {
	test('Items are returned in their order, after all of them were read', async () => {
		const log: string[] = [];
		const { outputs } = await execute({ items: [{}, {}] }, async (itemIndex) => {
			log.push(`read ${itemIndex}`);
			return read(itemIndex, async () => {
				log.push(`run ${itemIndex}`);
				return await done();
			});
		});
		expect(log).toEqual(['read 0', 'read 1', 'run 0', 'run 1']);
		expect(outputs).toEqual([
			[
				{ json: { report: 'done' }, pairedItem: { item: 0 } },
				{ json: { report: 'done' }, pairedItem: { item: 1 } },
			],
			[],
		]);
	});

	const failing: TaskFactory = async (itemIndex) => {
		if (itemIndex === 1) throw new InvalidInput('It is wrong', 'Correct it.');
		return read(itemIndex, done);
	};

	test('An invalid item stops the workflow, and the error names it', async () => {
		await expect(execute({ items: [{}, {}] }, failing)).rejects.toMatchObject({
			message: 'It is wrong (item 2 of 2, counting from 1)',
			description: 'Correct it.',
			context: { itemIndex: 1 },
		});
	});

	const wrongFrom =
		(first: number): TaskFactory =>
		async (itemIndex) => {
			if (itemIndex >= first) throw new InvalidInput(`${itemIndex} is wrong`, 'Correct it.');
			return read(itemIndex, done);
		};

	test.each([
		[1, 0, '0 is wrong'],
		[3, 1, '1 is wrong (item 2 of 3, counting from 1; 1 more item has unusable input)'],
		[10, 1, '1 is wrong (item 2 of 10, counting from 1; 8 more items have unusable input)'],
	])(
		'Of %d items, invalid from index %d on, the error of the first says how many more there are',
		async (count, first, message) => {
			const items = Array.from({ length: count }, () => ({}));
			await expect(execute({ items }, wrongFrom(first))).rejects.toMatchObject({ message });
		},
	);

	test('A failure that prevents all items from running names none of them', async () => {
		const thrown = new InvalidInput('The credential has no key', 'Enter it.');
		const prepare: TaskFactory = async () => await Promise.reject(thrown);
		await expect(execute({ items: [{}, {}] }, prepare)).rejects.toMatchObject({
			message: 'The credential has no key',
		});
	});

	test.each([
		[
			'continueRegularOutput',
			{ error: 'It is wrong', message: 'Correct it.', details: { itemIndex: 1 } },
		],
		['continueErrorOutput', { error: 'It is wrong', message: 'Correct it. [item 1]' }],
	])('An invalid item is a failed item if the workflow continues: %s', async (onError, json) => {
		const { outputs } = await execute({ items: [{}, {}], onError }, failing);
		expect(outputs[0]).toEqual([
			{ json: { report: 'done' }, pairedItem: { item: 0 } },
			{ json, pairedItem: { item: 1 } },
		]);
	});
});

describe('Tools', () => {
	test.each<[string, Given, boolean]>([
		['by the type of the node', { type: 'linkedInOutreachTool' }, true],
		['by what n8n says', { isToolExecution: () => true }, true],
		['not where n8n says so', { isToolExecution: () => false }, false],
		['not in n8n that says nothing', {}, false],
		['not by a word within the type', { type: 'nodes.Tools.linkedInOutreach' }, false],
	])('An agent’s tool is recognised %s', async (_how, given, isTool) => {
		const { outputs } = await execute(given, async () => read(0, limited));
		expect(outputs).toHaveLength(isTool ? 1 : 2);
	});

	test('The error message for an agent’s tool says what to do', async () => {
		const prepare = async () => read(0, async () => FAILED);
		const asTool = execute({ type: 'linkedInOutreachTool' }, prepare);
		await expect(asTool).rejects.toMatchObject({ message: 'No. Ask again.' });
		await expect(execute({}, prepare)).rejects.toMatchObject({ message: 'No' });
	});
});

describe('Hints', () => {
	const prepare = async () => read(0, limited);

	test('Hints say what the author would have to find in the items', async () => {
		const { hints } = await execute({}, prepare);
		expect(hints).toEqual([expect.objectContaining({ type: 'warning' })]);
	});

	test('Hints are not for an agent', async () => {
		expect((await execute({ type: 'linkedInOutreachTool' }, prepare)).hints).toEqual([]);
	});

	test('Hints are omitted in older versions of n8n', async () => {
		expect((await execute({ hasHints: false }, prepare)).outputs).toHaveLength(2);
	});
});

describe('Pace', () => {
	const paced = (requestsPerMinute: unknown, more = {}) =>
		({ options: { requestsPerMinute, ...more } }) as IDataObject;
	const odd = { dryRun: 'maybe' };
	test.each<[string, IDataObject[], number | undefined]>([
		['is that of the first item', [paced(7), paced(9)], 7],
		['is the provider’s where nothing is said', [], undefined],
		['is the provider’s where it cannot be used', [paced('many')], undefined],
		['does not depend on the first item’s other options', [paced('7', odd)], 7],
	])('The pace of a run is right: %s', async (_case, parameters, expected) => {
		const paces: unknown[] = [];
		const onPace = ({ requestsPerMinute }: Pace) => paces.push(requestsPerMinute);
		await execute({ parameters, items: [{}, {}] }, async (index) => read(index, done), onPace);
		expect(paces).toEqual([expected]);
	});

	test('A run waits for the pace, and reports it', async () => {
		let pace: Pace | undefined;
		const { told } = await execute(
			{ items: [{}, {}] },
			async (index) =>
				read(index, async () => {
					expect(await pace?.wait(index === 0 ? 10 : 5_000)).toBe(true);
					return await done();
				}),
			(given) => (pace = given),
		);
		expect(slept).toEqual([10, 5_000]);
		expect(told).toEqual([expect.stringMatching(/ of 2 items done; waiting 5 s /)]);
	});
});

describe('Tasks', () => {
	const checked: unknown[] = [];
	beforeEach(() => (checked.length = 0));

	const open = (provider: Partial<Provider> = {}) =>
		openAcme({ checkAccountId: (accountId) => void checked.push(accountId), ...provider });
	const reading: NodeRun<unknown> = { kind: 'read', call: async () => ANSWERED };
	const plan = (given: Partial<Plan> = {}): Plan => ({
		open: open(),
		operation: 'getConnectionStatus',
		limit: 'views',
		inputs: { person: 'profile', account: 'optional' },
		run: reading,
		toRows: () => [],
		...given,
	});
	const parameters: IDataObject[] = [
		{ profile: 'ada-1', accountId: 'acc_1', options: { dryRun: true } },
		{ profile: 'ben-2', accountId: '' },
		{ profile: 'https://example.com', accountId: '' },
	];
	const build = (made: Plan, items: IDataObject[] = [{}, {}, {}], given = parameters) =>
		tasksOf(executionOf({ items, parameters: given }).context, made);
	const taskOf = (made: Plan, itemIndex = 0, ...more: [IDataObject[]?, IDataObject[]?]): Task => {
		const task = build(made, ...more)(itemIndex);
		if (task.kind === 'failed') throw new TypeError(task.failure.message);
		return task;
	};

	test.each<[string, NodeRun<unknown>]>([
		['read', reading],
		['write', { kind: 'write', call: done }],
		['write', implementBy(withdrawInvitation, { limit: 'views', call: async () => FAILED })],
		['once', sendGiftViaAcme],
	])('A task of effect %s has its item’s person, account and options', (effect, run) => {
		const made = plan({ run });
		expect(taskOf(made)).toMatchObject({
			effect,
			itemIndex: 0,
			personKey: 'acme|in:ada-1',
			accountKey: 'acme|account site acc_1',
			limitKey: 'acme|account site acc_1|views',
			options: { dryRun: true },
		});
		expect(taskOf(made, 1)).toMatchObject({
			personKey: 'acme|in:ben-2',
			accountKey: 'acme|default key',
			options: { dryRun: false },
		});
		expect(checked).toEqual(['acc_1']);
	});

	test('Invalid input, or a failed check of the operation, is a failure that names the provider', () => {
		expect(build(plan())(2)).toMatchObject({
			kind: 'failed',
			failure: {
				source: 'workflow',
				message: expect.stringMatching(/^Acme: Profile /) as unknown,
			},
		});
		const check = () => {
			throw new InvalidInput('Not this one', 'Another.');
		};
		expect(build(plan({ check }))(0)).toMatchObject({ failure: { message: 'Acme: Not this one' } });
	});

	test('A task needs a log table only if it is a send that is remembered in one', () => {
		const own = { profile: 'ada-1', accountId: 'acc_1', limit: 'many' };
		const given = [{ ...own, options: { memory: 'dataTable' } }];
		expect(build(plan({ run: sendGiftViaAcme }), [{}], given)(0)).toMatchObject({
			failure: { message: expect.stringContaining("'Log Table'") as unknown },
		});
		expect(build(plan({ open: openAcme() }), [{}], given)(0)).toMatchObject({ kind: 'task' });
	});

	test('A task includes the input’s fields unless it is a list or a tool', () => {
		const includes = (type: string, run: NodeRun<unknown>) => {
			const { context } = executionOf({ type, parameters });
			return tasksOf(context, plan({ run }))(0);
		};
		const list: NodeRun<unknown> = {
			kind: 'list',
			page: async () => answered({ rows: [], next: null }),
		};
		const tasks = [includes('n', reading), includes('n', list), includes('nTool', reading)];
		expect(tasks.map((task) => task.kind === 'task' && task.options.includeInputFields)).toEqual([
			true,
			false,
			false,
		]);
	});

	test.each([
		[{}, undefined, false],
		[{ includeProviderResponse: true }, undefined, true],
		[{}, true, true],
		[{}, false, false],
	])(
		'A task with the options %j and showsBody %j needs the response’s body: %j',
		(options, showsBody, needs) => {
			expect(readTask(undefined, { options, showsBody }).needsBody).toBe(needs);
		},
	);

	test('A task whose rows come from the response’s body has no report', async () => {
		const task = taskOf(plan());
		if (task.effect !== 'read') throw new TypeError('It is no read');
		expect(await task.call()).toMatchObject({ value: { accountId: null, report: null } });
	});

	test.each<[IDataObject, boolean, string | null]>([
		[{ delayMinSeconds: 0, delayMaxSeconds: 0, logTable: 'log1' }, false, null],
		[
			{ delayMinSeconds: 0, delayMaxSeconds: 5, memory: 'dataTable', logTable: 'log1' },
			true,
			'log1',
		],
		[{ delayMinSeconds: 5, delayMaxSeconds: 0 }, true, null],
	])(
		'The task of a send with the options %j has what the memory needs to know',
		(options, isSpaced, logTable) => {
			const known = giftTask({ options }).sendSubject;
			const gift = {
				key: 'gift acme|in:ada-1',
				action: 'gift',
				provider: 'acme',
				accountId: 'acc_1',
			};
			const ada = { person: 'in:ada-1', profileUrl: 'https://www.linkedin.com/in/ada-1' };
			expect(known).toEqual({ ...gift, ...ada, fingerprint: '', isSpaced, logTable });
			const written = { ...sendGift, once: { ...sendGift.once, fingerprint: () => 'f' } };
			const { scope, sendSubject } = giftTask({ via: { ...sendGiftViaAcme, record: written } });
			expect(sendSubject).toMatchObject({ fingerprint: 'f' });
			const byId = makeTask(scope, 0, inputOf({ ownId: '77' }), readOptions({}), null);
			expect(byId).toMatchObject({ sendSubject: { person: 'acme:77', profileUrl: '' } });
		},
	);

	test('The task of a list has a separate key for each account, operation, person and size', () => {
		const keys = [
			{},
			{ account: 'acc_2' },
			{ operation: 'other' },
			{ person: 'ada-1' },
			{ size: 7 },
		];
		expect(new Set(keys.map((given) => listTask(undefined, given).readKey)).size).toBe(5);
	});

	test('Tasks of one account share the data of the account', () => {
		const factory = build(plan(), [{}, {}], [{ profile: 'ada-1' }, { profile: 'ben-2' }]);
		const [one, other] = [factory(0), factory(1)];
		if (one.kind === 'failed' || other.kind === 'failed') throw new TypeError('They are no tasks');
		expect(one.scope).toBe(other.scope);
	});

	test('The task of a send has a key of content and person, and its one request', () => {
		const task = taskOf(plan({ run: sendGiftViaAcme }));
		if (task.effect !== 'once') throw new TypeError('It is no send');
		expect(task.key).toBe('gift acme|in:ada-1');
		expect(task.endpoint('')).toMatchObject({ method: 'POST', path: '/gifts' });
	});

	test.each<[string, Partial<Plan>]>([
		['without a person', { inputs: { person: 'none', account: 'optional' } }],
		[
			'by a function, which could make two requests',
			{ run: { ...sendGiftViaAcme, kind: 'function', call: done } },
		],
	])('The task of a send %s is reported as a defect', (_case, given) => {
		expect(build(plan({ run: sendGiftViaAcme, ...given }))(0)).toMatchObject({
			kind: 'failed',
			failure: {
				message: expect.stringContaining('sendGift needs a person and one request') as unknown,
			},
		});
	});

	test('A limit that a response reports for sends is the limit of sends, whichever operation was called', () => {
		const scope = new TaskScope(plan({ open: open({ operations: [sendGiftViaAcme] }) }), 'acc_1');
		const keyOf = (action: string | null) =>
			scope.limitKeyOf({ ...limitedBy().limit.info, action }, scope.limitKey);
		expect(['gifts', 'Gifts'].map(keyOf)).toEqual(Array(2).fill('acme|account site acc_1|gifts'));
		expect([null, 'views', 'messages'].map(keyOf)).toEqual(Array(3).fill(scope.limitKey));
	});

	test('The task of a read has a separate key for each account, operation, person and field', () => {
		const [ada, ben] = [
			readTask(undefined, { person: 'ada-1' }),
			readTask(undefined, { person: 'ben-2' }),
		];
		const others = [
			ben,
			readTask(undefined, { person: 'ada-1', account: 'acc_2' }),
			readTask(undefined, { person: 'ada-1', operation: 'other' }),
		];
		expect(new Set([ada, ...others].map(({ readKey }) => readKey)).size).toBe(4);
		expect(readTask(undefined, { person: 'ADA-1' }).readKey).toBe(ada.readKey);
	});

	describe('Tasks of lists', () => {
		const listed = (isPaged?: false) =>
			plan({
				operation: 'connection.getMany',
				inputs: { person: 'none', account: 'optional' },
				run: { kind: 'list', isPaged, page: async () => answered({ rows: [], next: null }) },
			});

		test.each<[false | undefined, object, number | null]>([
			[undefined, { limit: 7 }, 7],
			[undefined, {}, 50],
			[undefined, { returnAll: true }, null],
			[false, { limit: 7 }, null],
		])('The task of a list (paged: %j, with %j) begins at its start', (isPaged, own, remaining) => {
			expect(taskOf(listed(isPaged), 0, [{}], [{ accountId: 'acc_1', ...own }])).toMatchObject({
				effect: 'list',
				cursor: { start: 0, remaining, fields: {} },
			});
		});

		test('The task of a person’s list has the person in its cursor', () => {
			const made = { ...listed(), inputs: { person: 'profile', account: 'optional' } } as const;
			const fields = { person: 'acme|in:ada-1' };
			expect(taskOf(made)).toMatchObject({ cursor: { start: 0, fields } });
		});

		test('The task of a list that a limit interrupted continues there', () => {
			const continueFrom = { start: 20, remaining: 3, fields: {} };
			const rateLimit = { provider: 'acme', operation: 'connection.getMany', accountId: 'acc_1' };
			const items = [{ rateLimit: { ...rateLimit, continueFrom } }];
			expect(taskOf(listed(), 0, items, [{ accountId: 'acc_1' }])).toMatchObject({
				cursor: continueFrom,
			});
		});
	});
});
