import type * as Workflow from 'n8n-workflow';
import { DatabaseUnavailable } from '../../../nodes/outreach/base/errors';
import type { SendState } from '../../../nodes/outreach/operations/operation';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { NodeMemory } from '../../../nodes/outreach/sends/node-memory';
import { ADA, claimed, FakeStore, makeSend, memoryOn, NOW, wait } from './stores';

const slept: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(ms);
	},
}));

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
	processState.reset();
	slept.length = 0;
	jest.spyOn(performance, 'now').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

async function stateInNewProcess(): Promise<SendState> {
	store.crashesAt = Infinity;
	store.failures.clear();
	processState.reset();
	return await memoryOn(store).lookUp(ADA);
}

/** Makes a send as the runner does. Returns when it was requested, in operations of the store. */
async function makeOneSend(memory: NodeMemory, end: 'sent' | 'refused' | 'cut off') {
	const before = await memory.lookUp(ADA);
	const claim = before === 'none' ? await memory.claim(ADA, before, wait) : before;
	if (claim === null || typeof claim === 'string') return null;
	const requestedAfter = store.count;
	if (end === 'sent') await claim.markSent(NOW);
	else if (end === 'refused') await claim.rollBack();
	else await claim.leaveInDoubt();
	await memory.close();
	return requestedAfter;
}

const ends = ['sent', 'refused', 'cut off'] as const;

test.each(ends)(
	'A crash at any operation of a send that ends %s leaves a safe state',
	async (end) => {
		const requestedAfter = (await makeOneSend(memoryOn(store), end)) ?? 0;
		const operations = store.count;
		expect(requestedAfter).toBeGreaterThan(2);
		for (let survived = 0; survived < operations; survived++) {
			store = new FakeStore();
			processState.reset();
			store.crashesAt = survived + 1;
			const crashed = await makeOneSend(memoryOn(store), end).catch(() => null);
			const state = await stateInNewProcess();
			// Before the request nobody is remembered; after it everyone is, unless the refusal was recorded.
			const wasRequested = crashed !== null;
			const expected = wasRequested ? ['sent', 'inDoubt'] : ['none'];
			if (wasRequested && end === 'refused') expected.push('none');
			expect([survived, expected]).toEqual([survived, expect.arrayContaining([state])]);
		}
	},
);

test.each<SendState>(['none', 'sent', 'inDoubt'])(
	'A crash in a look-up changes neither the state %s nor whose doubt it is',
	async (state) => {
		if (state === 'sent') await makeSend(memoryOn(store), ADA, NOW);
		if (state === 'inDoubt') {
			await (await claimed(memoryOn(store), ADA, 'none', 'acc_1')).leaveInDoubt();
		}
		const entries = [...store.entries];
		store.startCounting();
		await memoryOn(store).lookUp(ADA, 'acc_2');
		const operations = store.count;
		for (let survived = 0; survived < operations; survived++) {
			store.entries = [...entries];
			store.startCounting();
			store.crashesAt = survived + 1;
			await memoryOn(store)
				.lookUp(ADA, 'acc_2')
				.catch(() => null);
			expect([survived, await stateInNewProcess()]).toEqual([survived, state]);
			const later = memoryOn(store);
			await later.lookUp(ADA, 'acc_2');
			expect([survived, later.isOwnDoubt(ADA)]).toEqual([survived, false]);
		}
	},
);

/** Known error messages of n8n's databases, and unknown ones. */
const WORDS = [
	'SQLITE_FULL: database or disk is full',
	'SQLITE_READONLY: attempt to write a readonly database',
	'SQLITE_IOERR: disk I/O error',
	'SQLITE_CONSTRAINT: FOREIGN KEY constraint failed',
	'connect ECONNREFUSED 127.0.0.1:5432',
	'read ECONNRESET',
	'the database system is starting up',
	'the database system is shutting down',
	'sorry, too many clients already',
	'Connection terminated unexpectedly',
	'timeout exceeded when trying to connect',
	'Driver not Connected',
	'cannot execute UPDATE in a read-only transaction',
	'no such table: processed_data',
	'Eine Meldung, die noch niemand gesehen hat',
	'',
];

test.each(WORDS)(
	'A database that fails with "%s" stops all sends until it works again',
	async (words) => {
		await makeSend(memoryOn(store), ADA, NOW);
		const failure = new Error(words);
		// The first operation may be the first one of the memory.
		const memory = memoryOn(store);
		const failing: Array<() => Promise<unknown>> = [
			async () => await memory.lookUp(ADA),
			async () => await memory.claim('invitation x', 'none', wait),
			async () => await memory.reserveSlot('day', 1),
			async () => await memory.isEmpty(),
		];
		for (const operation of failing) {
			store.startCounting();
			store.failures.set(1, failure);
			await expect(operation()).rejects.toThrow(DatabaseUnavailable);
			expect([store.count, memory.isAbsent]).toEqual([1, false]);
		}
		store.failures.clear();
		expect(await memory.lookUp(ADA)).toBe('sent');
		expect(await memory.reserveSlot('day', 1)).toBe(true);
	},
);

test('The error of a database that fails has the database’s own words, shortened', async () => {
	store.failures.set(1, new Error(`SQLITE_FULL ${'x'.repeat(100_000)}`));
	const error = await memoryOn(store)
		.lookUp(ADA)
		.catch((thrown: Error) => thrown);
	expect(error).toMatchObject({
		message: expect.stringContaining('before: SQLITE_FULL ') as unknown,
	});
	expect((error as Error).message.length).toBeLessThan(400);
});

test.each([
	'SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data.workflowId',
	'duplicate key value violates unique constraint "PK_ca04b9d8dc72de268fe07a65773"',
	'SQLITE_BUSY: database is locked',
	'could not serialize access due to concurrent update',
	'deadlock detected',
])(
	'An operation that fails because of another write ("%s") is tried ten times at most',
	async (words) => {
		for (const operation of [1, 2]) store.failures.set(operation, new Error(words));
		expect(await memoryOn(store).lookUp(ADA)).toBe('none');
		expect(slept).toEqual([25, 50]);
		store.startCounting();
		for (let operation = 1; operation <= 10; operation++) {
			store.failures.set(operation, new Error(words));
		}
		await expect(memoryOn(store).lookUp(ADA)).rejects.toThrow(DatabaseUnavailable);
		expect(store.count).toBe(10);
	},
);

describe('After a failure of the database', () => {
	/** The write was made, but its response did not arrive. */
	function loseAnswerOf(operation: number) {
		const add = store.checkProcessedAndRecord.bind(store);
		let operations = 0;
		jest.spyOn(store, 'checkProcessedAndRecord').mockImplementation(async (...call) => {
			const answer = await add(...call);
			if (++operations === operation) throw new Error('Connection terminated unexpectedly');
			return answer;
		});
	}

	test.each([1, 2])(
		'A claim that failed after its operation %i leaves nobody in doubt',
		async (operation) => {
			loseAnswerOf(operation);
			const memory = memoryOn(store);
			await expect(memory.claim(ADA, 'none', wait)).rejects.toThrow(DatabaseUnavailable);
			slept.length = 0;
			expect(await memoryOn(store).lookUp(ADA)).toBe('none');
			await makeSend(memoryOn(store), ADA, NOW);
			// This process knows that the claim was its own, and does not wait.
			expect(slept).toEqual([]);
			expect(await stateInNewProcess()).toBe('sent');
		},
	);

	test.each(['sent', 'refused'] as const)(
		'The failed entry of a send that ended %s is made later',
		async (end) => {
			const warn = jest.fn();
			const memory = memoryOn(store, {}, 'n', warn);
			const claim = await claimed(memory, ADA);
			store.startCounting();
			store.crashesAt = 1;
			if (end === 'sent') await claim.markSent(NOW);
			else await claim.rollBack();
			await memory.close();
			expect(warn).toHaveBeenCalled();
			store.crashesAt = Infinity;
			expect(await memoryOn(store).lookUp(ADA)).toBe(end === 'sent' ? 'sent' : 'none');
		},
	);

	test('A failed claim that another worker took over leaves that worker’s send in doubt', async () => {
		loseAnswerOf(1);
		const memory = memoryOn(store);
		await expect(memory.claim(ADA, 'none', wait)).rejects.toThrow(DatabaseUnavailable);
		// The other worker took the claim over, made its request, and does not know its result.
		const others = [`sent 1 ${ADA}`, `sent 2 ${ADA}`, `doubt 1 ${ADA}`, `doubt 2 ${ADA}`];
		store.entries = [...store.entries.filter((entry) => entry.startsWith('owner')), ...others];
		expect(await memoryOn(store).lookUp(ADA)).toBe('inDoubt');
		expect(await stateInNewProcess()).toBe('inDoubt');
	});

	test('A slot whose release failed is free again', async () => {
		const memory = memoryOn(store);
		await memory.reserveSlot('week', 1);
		store.crashesAt = 1;
		await memory.releaseSlot('week', 1);
		store.crashesAt = Infinity;
		expect(await memory.reserveSlot('week', 1)).toBe(true);
		expect(await memory.reserveSlot('week', 1)).toBe(false);
		await memory.close();
		expect(store.entries).toEqual(['slot 1 week']);
	});

	test.each([1, 2])(
		'A slot whose reservation failed after its operation %i is free',
		async (operation) => {
			loseAnswerOf(operation);
			const memory = memoryOn(store);
			await expect(memory.reserveSlot('week', 1)).rejects.toThrow(DatabaseUnavailable);
			expect(await memory.reserveSlot('week', 1)).toBe(true);
			expect(await memory.reserveSlot('week', 1)).toBe(false);
		},
	);

	test('A claim that fails because entries cannot be counted delays nobody', async () => {
		jest.spyOn(store, 'getProcessedDataCount').mockRejectedValueOnce(new Error('gone'));
		await expect(memoryOn(store).claim(ADA, 'none', wait)).rejects.toThrow(DatabaseUnavailable);
		slept.length = 0;
		expect(await memoryOn(store).lookUp(ADA)).toBe('none');
		await claimed(memoryOn(store), ADA);
		expect(slept).toEqual([]);
	});

	test.each<SendState>(['none', 'sent'])(
		'Look-ups that cannot remove their entries do not change the state %s',
		async (state) => {
			if (state === 'sent') await makeSend(memoryOn(store), ADA, NOW);
			const remove = jest.spyOn(store, 'removeProcessed').mockRejectedValue(new Error('read-only'));
			for (let looks = 0; looks < 4; looks++) {
				await expect(memoryOn(store).lookUp(ADA)).rejects.toThrow(DatabaseUnavailable);
			}
			remove.mockRestore();
			expect(await memoryOn(store).lookUp(ADA)).toBe(state);
			expect(await memoryOn(store).lookUp(ADA)).toBe(state);
		},
	);
});

const fail = () => {
	throw new TypeError('no words');
};

const NO_MESSAGE = 'an error without a message';

test.each<[string, unknown, string]>([
	['nothing', undefined, 'undefined'],
	['null', null, 'null'],
	['text', 'SQLITE_FULL', 'SQLITE_FULL'],
	['a number', 5, '5'],
	['an object without a message', {}, '[object Object]'],
	['an object without a prototype', Object.create(null), NO_MESSAGE],
	['an error with an empty message', new RangeError(''), 'RangeError'],
	['an object that cannot be looked at', new Proxy({}, { get: () => fail() }), NO_MESSAGE],
	['an unwritable error', Object.assign(new Error(''), { toString: fail }), NO_MESSAGE],
])('A database that throws %s counts as one that fails', async (_what, thrown, words) => {
	jest.spyOn(store, 'checkProcessedAndRecord').mockRejectedValue(thrown);
	const failure = await memoryOn(store)
		.lookUp(ADA)
		.catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(DatabaseUnavailable);
	expect(String(failure)).toContain(`: ${words}`);
	await expect(memoryOn(store).claim(ADA, 'none', wait)).rejects.toThrow(DatabaseUnavailable);
	await expect(memoryOn(store).reserveSlot('day', 1)).rejects.toThrow(DatabaseUnavailable);
});
