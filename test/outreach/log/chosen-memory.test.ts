import type { IExecuteFunctions } from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import { ChosenMemory } from '../../../nodes/outreach/log/chosen-memory';
import { DataTables as TablesClient } from '../../../nodes/outreach/log/table';
import type { SendSubject } from '../../../nodes/outreach/sends/send-memory';
import { DataTables } from '../../simulator/data-tables';
import { at } from '../fakes';
import { FakeStore, memoryOn } from '../sends/stores';
import { invitation, newLog, quiet, transportTo } from './workers';

let tables: DataTables;
jest.mock('../../../nodes/outreach/log/open-log', () => ({
	openLog: async () =>
		await Promise.resolve({ tables: new TablesClient(transportTo(tables)), siteId: 'site' }),
}));

const NOW = at('2026-03-02T09:00:00.000Z');
const SENT_AT = '2026-03-02T09:00:00.000Z';
const wait = async () => await Promise.resolve(true);

let table: string;
let store: FakeStore;
beforeEach(() => {
	processState.reset();
	tables = new DataTables();
	table = newLog(tables);
	store = new FakeStore();
});

/** With the memory of the node beside it. */
function chosen(workflow: object = { id: 'w', name: 'Spring' }, execution = '7') {
	const node = memoryOn(store);
	const context = {
		getWorkflow: () => workflow,
		getExecutionId: () => execution,
		logger: quiet,
	} as unknown as IExecuteFunctions;
	return { memory: new ChosenMemory(context, node), node };
}

async function claimed(memory: ChosenMemory, send: SendSubject) {
	const claim = await memory.claim(send, await memory.lookUp(send, wait), wait);
	if (claim === null || typeof claim === 'string') throw new TypeError(`Not claimed: ${claim}`);
	return claim;
}

describe('A send without a log', () => {
	const [ADA, BEN] = ['ada', 'ben'].map((name) => invitation(name, { logTable: null })) as [
		SendSubject,
		SendSubject,
	];

	test('A send without a log is remembered by the node', async () => {
		const { memory, node } = chosen();
		await (await claimed(memory, ADA)).markSent(NOW);
		expect(await node.lookUp(ADA.key)).toBe('sent');
		expect(await memory.lookUp(ADA, wait)).toBe('sent');
		expect(memory.earlier(ADA)).toEqual({ sentAt: SENT_AT, by: null });
		expect(memory.nameOf(ADA)).toBe(`${node.name} ${ADA.key}`);
		expect(memory.isAbsent).toBe(false);
		expect(
			new ChosenMemory({} as IExecuteFunctions, memoryOn(store, {}, 'n', undefined, '')).isAbsent,
		).toBe(true);
		expect(tables.requests).toEqual([]);
	});

	test.each(['acc_1', null])(
		'A send in doubt without a log belongs to its account (%j), and is resolved in the node’s memory',
		async (accountId) => {
			const own = { ...ADA, accountId };
			const { memory } = chosen();
			const claim = await claimed(memory, own);
			claim.noteRequest(NOW);
			await claim.leaveInDoubt();
			const mark = `doubt of ${accountId ?? ''} ${ADA.key}`;
			expect(store.entries).toContain(mark);
			const others = { ...ADA, accountId: 'acc_2' };
			expect(await memory.lookUp(others, wait)).toBe('inDoubt');
			expect(memory.isOwnDoubt(others)).toBe(false);
			expect(await memory.lookUp(own, wait)).toBe('inDoubt');
			expect([memory.isOwnDoubt(own), memory.attemptedAt(own)]).toEqual([true, NOW]);
			await memory.resolveAsSent(own, NOW);
			expect(await memory.lookUp(own, wait)).toBe('sent');
			expect(store.entries).not.toContain(mark);
		},
	);

	test('Sends without a log are looked up together, and the node’s memory is closed in the end', async () => {
		const { memory, node } = chosen();
		memory.expect([ADA.key, BEN.key]);
		await memory.lookUp(ADA, wait);
		store.startCounting();
		expect(await memory.lookUp(BEN, wait)).toBe('none');
		expect(store.count).toBe(0);
		const close = jest.spyOn(node, 'close');
		await memory.close();
		expect(close).toHaveBeenCalledTimes(1);
	});
});

test.each([
	[{ id: 'w', name: 'Spring' }, '7', { workflow: 'Spring', execution: '7' }],
	[{ id: 'w', name: '' }, '', { workflow: 'w', execution: 'not saved' }],
	[{}, '7', { workflow: '', execution: '7' }],
])(
	'A send of the workflow %j in execution %j is entered in the log',
	async (workflow, execution, who) => {
		const [ada, ben] = [
			invitation('ada', { logTable: table }),
			invitation('ben', { logTable: table }),
		];
		const { memory } = chosen(workflow, execution);
		await memory.open(table, [ada, ben]);
		const claim = await claimed(memory, ada);
		expect(tables.rows(table)).toMatchObject([
			{ person: 'in:ada', status: 'open', ...who },
			{ person: 'in:ben', status: expect.stringMatching(/^claimed/) as string },
		]);
		await claim.markSent(NOW);
		await memory.close();
		expect(tables.rows(table)).toMatchObject([{ person: 'in:ada', status: 'sent' }]);
		expect(await memory.lookUp(ada, wait)).toBe('sent');
		expect(memory.nameOf(ada)).toBe(`log site ${table} invitation  in:ada`);
		expect(memory.earlier(ada)).toMatchObject({ sentAt: SENT_AT, by: { account: 'acc_1' } });
		expect(store.entries).toEqual([]);
	},
);

test('A send in doubt with a log belongs to its account, and is resolved in the log', async () => {
	const ada = invitation('ada', { logTable: table });
	const open = { provider: 'acme', account: 'acc_1', sentAt: SENT_AT, execution: '7' };
	tables.insertByHand(table, { person: 'in:ada', status: 'open', ...open });
	const { memory } = chosen();
	await memory.open(table, [ada]);
	expect(await memory.lookUp(ada, wait)).toBe('inDoubt');
	expect([memory.isOwnDoubt(ada), memory.attemptedAt(ada)]).toEqual([true, NOW]);
	await memory.resolveAsSent(ada, NOW);
	expect(tables.rows(table)).toMatchObject([{ status: 'sent' }]);
});

test('A send with a log has no name before the log is opened', () => {
	expect(() => chosen().memory.nameOf(invitation('ada'))).toThrow(TypeError);
});

test('The node remembers slots under caps, and who was held back by a limit, even with a log', async () => {
	const { memory } = chosen();
	expect([await memory.reserveSlot('day', 1), await memory.reserveSlot('day', 1)]).toEqual([
		true,
		false,
	]);
	await memory.releaseSlot('day', 1);
	expect(await memory.reserveSlot('day', 1)).toBe(true);
	const ada = invitation('ada', { logTable: table });
	expect([await memory.noteThrottled(ada), await memory.noteThrottled(ada)]).toEqual([false, true]);
});
