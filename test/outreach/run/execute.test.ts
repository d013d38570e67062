import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import { failedWith, InvalidInput } from '../../../nodes/outreach/operations/result';
import { NO_RATE_LIMIT_INFO, processLimits } from '../../../nodes/outreach/limits/limits';
import type { OutreachSession, Provider } from '../../../nodes/outreach/provider/provider';
import { executeItems, taskBuilder, type Prepare } from '../../../nodes/outreach/run/execute';
import type { Plan } from '../../../nodes/outreach/run/planned';
import type { Presentable } from '../../../nodes/outreach/tasks/task';
import type { Pace } from '../../../nodes/outreach/provider/open';
import { answered, readTask } from '../tasks';

const slept: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(ms);
	},
}));

beforeEach(() => {
	processLimits.forget();
	slept.length = 0;
});

interface Given {
	readonly items?: IDataObject[];
	/** The parameters of each item; one that is missing has its default. */
	readonly parameters?: IDataObject[];
	readonly type?: string;
	readonly isToolExecution?: () => boolean;
	readonly onError?: string;
	readonly hasHints?: boolean;
}

/** An execution of a node over these items. */
function executionOf(given: Given = {}) {
	const { items = [{}], parameters = [], type = 'linkedInOutreach', hasHints = true } = given;
	const hints: unknown[] = [];
	const told: unknown[] = [];
	const context = {
		getExecutionId: () => '1',
		getContext: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getWorkflowStaticData: () => ({}),
		getExecutionCancelSignal: () => undefined,
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({ id: 'n', name: 'N', type, onError: given.onError }),
		getInputData: (): INodeExecutionData[] => items.map((json) => ({ json })),
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
	} as unknown as IExecuteFunctions;
	return { context, hints, told };
}

const present = ({ report }: Presentable): IDataObject[] => [{ report } as IDataObject];
const read = (itemIndex: number, run: () => Promise<unknown> = async () => answered('yes')) =>
	readTask({
		itemIndex,
		readKey: String(itemIndex),
		present,
		call: {
			bucket: String(itemIndex),
			run: async () => await run(),
		} as ReturnType<typeof readTask>['call'],
	});
const done = async () => answered({ accountId: null, report: 'done' });
const limited = async () => ({ kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO });

/** Runs the node with what prepares its items. */
async function execute(given: Given, prepare: Prepare, onPace: (pace: Pace) => void = () => {}) {
	const { context, hints, told } = executionOf(given);
	const outputs = await executeItems(context, (pace) => {
		onPace(pace);
		return prepare;
	});
	return { outputs, hints, told };
}

describe('all items are read before any is run', () => {
	test('and leave in their order', async () => {
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

	const failing: Prepare = async (itemIndex) => {
		if (itemIndex === 1) throw new InvalidInput('It is wrong', 'Correct it.');
		return read(itemIndex, done);
	};

	test('one that cannot be read stops the workflow, and names itself', async () => {
		await expect(execute({ items: [{}, {}] }, failing)).rejects.toMatchObject({
			message: 'It is wrong (item 2 of 2, counting from 1)',
			description: 'Correct it.',
			context: { itemIndex: 1 },
		});
	});

	const wrongFrom =
		(first: number): Prepare =>
		async (itemIndex) => {
			if (itemIndex >= first) throw new InvalidInput(`${itemIndex} is wrong`, 'Correct it.');
			return read(itemIndex, done);
		};

	test.each([
		[1, 0, '0 is wrong'],
		[3, 1, '1 is wrong (item 2 of 3, counting from 1; 1 more item has unusable input)'],
		[10, 1, '1 is wrong (item 2 of 10, counting from 1; 8 more items have unusable input)'],
	])(
		'of %d items, wrong from index %d on, the first says how many more',
		async (count, first, message) => {
			const items = Array.from({ length: count }, () => ({}));
			await expect(execute({ items }, wrongFrom(first))).rejects.toMatchObject({ message });
		},
	);

	test('what keeps all items from being run is no matter of one of them', async () => {
		const thrown = new InvalidInput('The credential has no key', 'Enter it.');
		const prepare: Prepare = async () => await Promise.reject(thrown);
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
	])('or leaves as a failed item: %s', async (onError, json) => {
		const { outputs } = await execute({ items: [{}, {}], onError }, failing);
		expect(outputs[0]).toEqual([
			{ json: { report: 'done' }, pairedItem: { item: 0 } },
			{ json, pairedItem: { item: 1 } },
		]);
	});
});

describe('an agent’s tool', () => {
	test.each<[string, Given, boolean]>([
		['by the type of the node', { type: 'linkedInOutreachTool' }, true],
		['by what n8n says', { isToolExecution: () => true }, true],
		['not where n8n says so', { isToolExecution: () => false }, false],
		['not in n8n that says nothing', {}, false],
		['not by a word within the type', { type: 'nodes.Tools.linkedInOutreach' }, false],
	])('is known %s', async (_how, given, isTool) => {
		const { outputs } = await execute(given, async () => read(0, limited));
		expect(outputs).toHaveLength(isTool ? 1 : 2);
	});

	test('is told in the message what to do', async () => {
		const failure = { source: 'provider', message: 'No', description: 'Ask again.' } as const;
		const prepare = async () => read(0, async () => failedWith(failure));
		const asTool = execute({ type: 'linkedInOutreachTool' }, prepare);
		await expect(asTool).rejects.toMatchObject({ message: 'No. Ask again.' });
		await expect(execute({}, prepare)).rejects.toMatchObject({ message: 'No' });
	});
});

describe('hints', () => {
	const prepare = async () => read(0, limited);

	test('say what its author would have to find in the items', async () => {
		const { hints } = await execute({}, prepare);
		expect(hints).toEqual([expect.objectContaining({ type: 'warning' })]);
	});

	test('are not for an agent', async () => {
		expect((await execute({ type: 'linkedInOutreachTool' }, prepare)).hints).toEqual([]);
	});

	test('have no place in older versions of n8n', async () => {
		expect((await execute({ hasHints: false }, prepare)).outputs).toHaveLength(2);
	});
});

describe('the pace', () => {
	test.each<[string, IDataObject[], number | undefined]>([
		[
			'is that of the first item',
			[{ options: { requestsPerMinute: 7 } }, { options: { requestsPerMinute: 9 } }],
			7,
		],
		['is the provider’s where nothing is said', [], undefined],
		[
			'is the provider’s where it cannot be used',
			[{ options: { requestsPerMinute: 'many' } }],
			undefined,
		],
		[
			'does not depend on the first item’s other options',
			[{ options: { requestsPerMinute: '7', dryRun: 'maybe' } }],
			7,
		],
	])('%s', async (_case, parameters, expected) => {
		const paces: unknown[] = [];
		const onPace = ({ requestsPerMinute }: Pace) => paces.push(requestsPerMinute);
		await execute({ parameters, items: [{}, {}] }, async (index) => read(index, done), onPace);
		expect(paces).toEqual([expected]);
	});

	test('is waited for, and told', async () => {
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

describe('a task', () => {
	const checked: unknown[] = [];
	beforeEach(() => (checked.length = 0));

	const provider = {
		id: 'connectSafely',
		name: 'ConnectSafely',
		limitName: (operation: string) => `limit of ${operation}`,
		checkAccountId: (accountId: string) => void checked.push(accountId),
	} as unknown as Provider;
	const plan = (given: Partial<Plan>, session: Partial<OutreachSession> = {}): Plan => ({
		provider,
		opened: {
			session: { accountRequired: false, apiName: 'ConnectSafely', ...session },
			keyId: 'key',
			siteId: 'site',
			defaultAccountId: 'key',
			forOneRequest: () => ({ ...session }) as OutreachSession,
		},
		operation: 'getConnectionStatus',
		limitName: 'relationship',
		needs: { person: 'profile', account: 'optional' },
		call: { effect: 'read', call: done },
		present: () => [],
		...given,
	});
	const parameters: IDataObject[] = [
		{ profile: 'ada-1', accountId: 'acc_1', options: { dryRun: true } },
		{ profile: 'ben-2', accountId: '' },
		{ profile: 'https://example.com', accountId: '' },
	];
	const build = (made: Plan, items: IDataObject[] = [{}, {}, {}], given = parameters) =>
		taskBuilder(executionOf({ items, parameters: given }).context, made);

	test.each(['read', 'change'] as const)('of a %s has its item’s own', async (effect) => {
		const task = build(plan({ call: { effect, call: done } }));
		expect(task(0)).toMatchObject({
			effect,
			itemIndex: 0,
			personKey: 'connectSafely|in:ada-1',
			accountKey: 'connectSafely|account site acc_1',
			options: { dryRun: true },
		});
		expect(task(1)).toMatchObject({
			personKey: 'connectSafely|in:ben-2',
			options: { dryRun: false },
		});
		expect(checked).toEqual(['acc_1']);
	});

	test('is none where its input is wrong, which names the provider', () => {
		expect(build(plan({}))(2)).toMatchObject({
			source: 'workflow',
			message: expect.stringMatching(/^ConnectSafely: Profile /) as unknown,
		});
	});

	test('is none where the operation’s own check says so', () => {
		const check = () => {
			throw new InvalidInput('Not this one', 'Another.');
		};
		expect(build(plan({ check }))(0)).toMatchObject({ message: 'ConnectSafely: Not this one' });
	});

	test('of one account shares what the account has', () => {
		const made = plan({});
		const task = build(made, [{}, {}], [{ profile: 'ada-1' }, { profile: 'ben-2' }]);
		const [one, other] = [task(0), task(1)];
		if (!('effect' in one) || !('effect' in other)) throw new TypeError('They are no tasks');
		expect(one.subject).toBe(other.subject);
	});

	test('of a send asks the provider that sends', async () => {
		const send = jest.fn(done);
		const session = { sendConnection: send } as unknown as Partial<OutreachSession>;
		const task = build(plan({ call: { effect: 'send' } }, session))(0);
		if (!('effect' in task) || task.effect !== 'send') throw new TypeError('It is no send');
		await task.send(async () => true);
		expect(send).toHaveBeenCalledTimes(1);
		expect(task.personKey).toBe('connectSafely|in:ada-1');
	});

	test.each<[string, Plan]>([
		['whose provider cannot send', plan({ call: { effect: 'send' } })],
		[
			'that has no person',
			plan({ call: { effect: 'send' }, needs: { person: 'none', account: 'optional' } }, {
				sendConnection: done,
			} as unknown as Partial<OutreachSession>),
		],
	])('of a send %s is a defect that says so', (_case, made) => {
		expect(build(made)(0)).toMatchObject({
			message: expect.stringContaining('ConnectSafely cannot send') as unknown,
		});
	});

	describe('of a list', () => {
		const listed = (isPaged: boolean) =>
			plan({
				operation: 'connection.getMany',
				needs: { person: 'none', account: 'optional' },
				call: { effect: 'list', isPaged, page: async () => answered({ rows: [], next: null }) },
			});

		test.each([
			[true, { limit: 7 }, 7],
			[true, {}, 50],
			[true, { returnAll: true }, null],
			[false, { limit: 7 }, null],
		])('that is paged (%s), with %j, begins at its start', (isPaged, own, remaining) => {
			expect(build(listed(isPaged), [{}], [{ accountId: 'acc_1', ...own }])(0)).toMatchObject({
				effect: 'list',
				place: { start: 0, remaining, fields: {} },
			});
		});

		test('that a limit broke off goes on there', () => {
			const continueFrom = { start: 20, remaining: 3, fields: {} };
			const rateLimit = {
				provider: 'connectSafely',
				operation: 'connection.getMany',
				continueFrom,
			};
			const items = [{ rateLimit: { ...rateLimit, accountId: 'acc_1' } }];
			expect(build(listed(true), items, [{ accountId: 'acc_1' }])(0)).toMatchObject({
				place: continueFrom,
			});
		});
	});
});
