import type { IDataObject } from 'n8n-workflow';
import {
	forgetInvitationDates,
	type KnownOf,
	type Ledger,
} from '../../nodes/outreach/sends/ledger';
import { at } from './fakes';
import { FakeStore, ledgerOn } from './stores';

const NOW = at('2024-01-15T10:30:00.000Z');
const ADA = 'connectSafely|ada';

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
	forgetInvitationDates();
});

async function invite(ledger: Ledger, person: string) {
	await ledger.enter(person, 'nothing');
	await ledger.settle(person, NOW);
}

describe('executions at once', () => {
	test('of one node write one after the other, so that no entry is lost', async () => {
		const people = Array.from({ length: 20 }, (_, index) => `connectSafely|person-${index}`);
		const executions = [ledgerOn(store), ledgerOn(store)];
		await Promise.all(
			people.map(async (person, index) => await invite(executions[index % 2]!, person)),
		);
		expect(await Promise.all(people.map(async (one) => await ledgerOn(store).look(one)))).toEqual(
			people.map(() => 'invited'),
		);
	});

	test('that look one person up at once do not take each other for an invitation', async () => {
		const executions = [ledgerOn(store), ledgerOn(store), ledgerOn(store)];
		expect(await Promise.all(executions.map(async (one) => await one.look(ADA)))).toEqual([
			'nothing',
			'nothing',
			'nothing',
		]);
	});

	test.each<[string, KnownOf, KnownOf]>([
		['nobody asked', 'nothing', 'open'],
		['invited', 'invited', 'open'],
		['left open', 'open', 'open'],
	])('that another entered since the look, known before: %s', async (_case, before, known) => {
		const [slower, quicker] = [ledgerOn(store), ledgerOn(store)];
		expect(await slower.look(ADA)).toBe('nothing');
		await quicker.enter(ADA, 'nothing');
		expect(await slower.enter(ADA, before)).toBe(known);
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('that another invited since the look: not entered, and invited it stays', async () => {
		const [slower, quicker] = [ledgerOn(store), ledgerOn(store)];
		expect(await slower.look(ADA)).toBe('nothing');
		await invite(quicker, ADA);
		expect(await slower.enter(ADA, 'nothing')).toBe('invited');
		expect(await ledgerOn(store).look(ADA)).toBe('invited');
	});

	test('of two nodes do not wait for each other', async () => {
		let release = () => {};
		const told = new Promise<void>((resolve) => (release = resolve));
		const slow = new FakeStore();
		jest.spyOn(slow, 'removeProcessed').mockReturnValue(told);
		const looking = ledgerOn(slow, {}, 'slow').look(ADA);
		expect(await ledgerOn(store, {}, 'other').look(ADA)).toBe('nothing');
		release();
		expect(await looking).toBe('nothing');
	});
});

describe('the bound', () => {
	const full = (newest: string[]) => {
		const filler = Array.from({ length: 20_000 - newest.length }, (_, index) => `filler ${index}`);
		store.entries = [...newest, ...filler];
	};

	test('every operation asks for 20,000 entries in the node’s own scope', async () => {
		const ledger = ledgerOn(store);
		await ledger.look(ADA);
		await invite(ledger, ADA);
		await ledger.takePlace('week', 1);
		await ledger.leavePlace('week', 1);
		expect(store.calls).toHaveLength(9);
		for (const how of store.calls) {
			expect(how).toEqual(['node', { mode: 'entries', maxEntries: 20_000 }]);
		}
	});

	test('the oldest goes first', async () => {
		const ledger = ledgerOn(store);
		await invite(ledger, 'ada');
		await invite(ledger, 'ben');
		full([...store.entries]);
		await ledger.enter('eve', 'nothing');
		expect(store.entries).toHaveLength(20_000);
		expect(store.entries[0]).toBe('filler 2');
		expect(await ledgerOn(store).look('eve')).toBe('open');
	});

	test('an open entry whose one half has gone is still no invitation', async () => {
		const ledger = ledgerOn(store);
		await ledger.enter(ADA, 'nothing');
		full([...store.entries]);
		await ledger.takePlace('week', 1);
		expect(await ledgerOn(store).look(ADA)).not.toBe('invited');
	});

	test('dates of the last 2,000 invitations last in the static data', async () => {
		const staticData: IDataObject = {};
		const ledger = ledgerOn(store, staticData);
		store.failures.set(1, new Error('no such table: processed_data'));
		await ledger.look(ADA);
		expect(ledger.available).toBe(false);
		for (let index = 0; index < 2_001; index++) await ledger.settle(`p${index}`, NOW);
		forgetInvitationDates();
		const later = ledgerOn(store, structuredClone(staticData));
		expect(later.invitedSince('p0')).toBeNull();
		expect(later.invitedSince('p1')).toBe('2024-01-15T10:30:00.000Z');
		expect(later.invitedSince('p2000')).toBe('2024-01-15T10:30:00.000Z');
	});
});

test.each([['none'], [[]], [{ [ADA]: 7 }], [null]])(
	'dates that are not dates (%j) are none',
	(invitedAt) => {
		expect(ledgerOn(store, { invitedAt } as IDataObject).invitedSince(ADA)).toBeNull();
	},
);
