import type * as Workflow from 'n8n-workflow';
import {
	forgetInvitationDates,
	type KnownOf,
	type Ledger,
} from '../../nodes/outreach/sends/ledger';
import { at } from './fakes';
import { FakeStore, ledgerOn, onceEntered } from './stores';

const slept: number[] = [];
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(ms);
	},
}));

const NOW = at('2024-01-15T10:30:00.000Z');
const ADA = 'connectSafely|ada';
const LOST = new Error('SQLITE_ERROR: no such table: processed_data');
const collision = () => new Error('SQLITE_BUSY: database is locked');

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
	forgetInvitationDates();
	slept.length = 0;
	// An operation takes no time, however busy the machine: nobody waits for another worker's.
	jest.spyOn(performance, 'now').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

async function invite(ledger: Ledger, person: string, before: KnownOf = 'nothing') {
	await ledger.enter(person, before);
	await ledger.settle(person, NOW);
}

describe('what is known of a person', () => {
	test.each<[string, (ledger: Ledger) => Promise<void>, KnownOf]>([
		['nobody asked', async () => {}, 'nothing'],
		['looked up only', async (ledger) => void (await ledger.look(ADA)), 'nothing'],
		['entered, and no more', async (ledger) => void (await ledger.enter(ADA, 'nothing')), 'open'],
		['invited', async (ledger) => await invite(ledger, ADA), 'invited'],
		[
			'refused',
			async (ledger) => {
				await ledger.enter(ADA, 'nothing');
				await ledger.restore(ADA, 'nothing');
			},
			'nothing',
		],
		[
			'invited, then refused',
			async (ledger) => {
				await invite(ledger, ADA);
				await ledger.enter(ADA, 'invited');
				await ledger.restore(ADA, 'invited');
			},
			'invited',
		],
		[
			'left open, then refused',
			async (ledger) => {
				await ledger.enter(ADA, 'nothing');
				await ledger.enter(ADA, 'open');
				await ledger.restore(ADA, 'open');
			},
			'open',
		],
		[
			'left open, then settled',
			async (ledger) => {
				await ledger.enter(ADA, 'nothing');
				await ledger.settle(ADA, NOW);
			},
			'invited',
		],
	])('%s', async (_case, happened, known) => {
		await happened(ledgerOn(store));
		const later = ledgerOn(store);
		expect(await later.look(ADA)).toBe(known);
		expect(await later.look(ADA)).toBe(known);
		expect(await later.look('connectSafely|ben')).toBe('nothing');
	});

	test('a look leaves no entry behind', async () => {
		const ledger = ledgerOn(store);
		await invite(ledger, ADA);
		const before = [...store.entries];
		await ledger.look(ADA);
		await ledger.look('connectSafely|ben');
		expect(store.entries).toEqual(before);
		expect(before).toHaveLength(1);
	});

	test('the entry is there before the request leaves', async () => {
		await ledgerOn(store).enter(ADA, 'nothing');
		expect(store.entries).toEqual(expect.arrayContaining([`asked ${ADA}`, `open ${ADA}`]));
	});

	test('an entry that another worker’s write took away is written again', async () => {
		onceEntered(store, () => []);
		await ledgerOn(store).enter(ADA, 'nothing');
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});
});

describe('a crash after so many operations of the store', () => {
	const refused = async (ledger: Ledger, before: KnownOf) => {
		await ledger.enter(ADA, before);
		await ledger.restore(ADA, before);
	};
	const accepted = async (ledger: Ledger, before: KnownOf) => await invite(ledger, ADA, before);
	const cutOff = async (ledger: Ledger, before: KnownOf) => void (await ledger.enter(ADA, before));
	const nothing = async () => {};

	const settled = async (ledger: Ledger) => await ledger.settle(ADA, NOW);

	test.each<[string, KnownOf, (ledger: Ledger, before: KnownOf) => Promise<void>, KnownOf[]]>([
		['looked up', 'nothing', nothing, ['nothing', 'open', 'nothing']],
		['accepted', 'nothing', accepted, ['nothing', 'open', 'nothing', 'open', 'open', 'invited']],
		['refused', 'nothing', refused, ['nothing', 'open', 'nothing', 'open', 'open', 'nothing']],
		['cut off', 'nothing', cutOff, ['nothing', 'open', 'nothing', 'open', 'open']],
		['looked up again', 'invited', nothing, ['invited', 'open', 'invited']],
		[
			'accepted again',
			'invited',
			accepted,
			['invited', 'open', 'invited', 'open', 'open', 'invited'],
		],
		[
			'refused again',
			'invited',
			refused,
			['invited', 'open', 'invited', 'open', 'open', 'invited'],
		],
		['found settled', 'open', settled, ['open', 'open', 'open', 'invited']],
		['refused in doubt', 'open', refused, ['open', 'open', 'open', 'open', 'open']],
	])('%s, known before: %s', async (_case, before, happens, readAfter) => {
		for (const [survived, expected] of readAfter.entries()) {
			store = new FakeStore();
			const earlier = ledgerOn(store);
			if (before !== 'nothing') await earlier.enter(ADA, 'nothing');
			if (before === 'invited') await earlier.settle(ADA, NOW);
			store.startCounting();
			store.crashesAt = survived + 1;
			const crashing = ledgerOn(store);
			await happens(crashing, await crashing.look(ADA));
			expect(crashing.available).toBe(survived === readAfter.length - 1);
			store.crashesAt = Infinity;
			expect([survived, await ledgerOn(store).look(ADA)]).toEqual([survived, expected]);
		}
	});
});

describe('a store that fails', () => {
	test.each([
		['SQLITE_CONSTRAINT: UNIQUE constraint failed: processed_data.workflowId'],
		['duplicate key value violates unique constraint "PK_ca04b9d8dc72de268fe07a65773"'],
		['SQLITE_BUSY: database is locked'],
		['could not serialize access due to concurrent update'],
		['deadlock detected'],
		['timeout exceeded when trying to connect'],
		['Connection terminated unexpectedly'],
	])('%s: tried again', async (message) => {
		for (const operation of [1, 2]) store.failures.set(operation, new Error(message));
		const ledger = ledgerOn(store);
		await ledger.enter(ADA, 'nothing');
		expect(ledger.available).toBe(true);
		expect(slept).toEqual([25, 50]);
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('a collision while an entry is confirmed: the entry found is its own', async () => {
		store.failures.set(2, collision());
		expect(await ledgerOn(store).enter(ADA, 'nothing')).toBe('nothing');
	});

	test('that does not answer ten times over fails the item: nobody is taken for a stranger', async () => {
		for (let operation = 1; operation <= 10; operation++) {
			store.failures.set(operation, collision());
		}
		const ledger = ledgerOn(store);
		await expect(ledger.look(ADA)).rejects.toThrow(/database did not answer/);
		expect(store.count).toBe(10);
		expect(ledger.available).toBe(true);
		expect(await ledger.look(ADA)).toBe('nothing');
	});

	test('that does not answer after an invitation went out makes no failure of it, and is logged', async () => {
		const warn = jest.fn();
		const ledger = ledgerOn(store, {}, 'n', warn);
		await ledger.enter(ADA, 'nothing');
		await ledger.takePlace('week', 1);
		store.startCounting();
		for (let operation = 1; operation <= 20; operation++) {
			store.failures.set(operation, collision());
		}
		await ledger.settle(ADA, NOW);
		await ledger.leavePlace('week', 1);
		expect(store.count).toBe(20);
		const error = expect.objectContaining({ name: 'InvalidInput' }) as unknown;
		expect(warn.mock.calls).toEqual(Array(2).fill([expect.any(String), { error }]));
		expect(await ledger.look(ADA)).toBe('open');
		expect(await ledger.takePlace('week', 1)).toBe(false);
	});

	test('another failure is not tried again, and the store is left alone from then on', async () => {
		store.failures.set(1, LOST);
		const ledger = ledgerOn(store);
		expect(await ledger.look(ADA)).toBe('nothing');
		expect(ledger.available).toBe(false);
		await invite(ledger, ADA);
		expect(await ledger.takePlace('week', 1)).toBe(true);
		await ledger.leavePlace('week', 1);
		expect(store.count).toBe(1);
		expect(slept).toEqual([]);
	});

	test.each<KnownOf>(['nothing', 'invited'])(
		'a collision while a look is taken back: %s',
		async (known) => {
			const ledger = ledgerOn(store);
			if (known === 'invited') await invite(ledger, ADA);
			store.startCounting();
			store.failures.set(2, collision());
			expect(await ledger.look(ADA)).toBe(known);
			expect(await ledgerOn(store).look(ADA)).toBe(known);
		},
	);
});
