import type * as Workflow from 'n8n-workflow';
import { forgetInvitationDates } from '../../nodes/outreach/sends/ledger';
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
const BEN = 'connectSafely|ben';

/** n8n's store while another worker writes back what it read before: what was done meanwhile is lost. */
class StaleStore extends FakeStore {
	/** So many removals come to nothing. */
	removalsLost = 0;
	/** So many times what was entered before is gone when something is entered. */
	entriesLost = 0;

	override async checkProcessedAndRecord(values: string[], ...how: unknown[]) {
		if (this.entriesLost-- > 0) this.entries = [];
		return await super.checkProcessedAndRecord(values, ...how);
	}

	override async removeProcessed(values: string[], ...how: unknown[]) {
		const before = [...this.entries];
		await super.removeProcessed(values, ...how);
		if (this.removalsLost-- > 0) this.entries = before;
	}
}

/** How long each operation of the store takes (ms), as far as the ledger can tell. */
let takes = 0;
let store: StaleStore;
beforeEach(() => {
	store = new StaleStore();
	forgetInvitationDates();
	slept.length = 0;
	takes = 0;
	let now = 0;
	jest.spyOn(performance, 'now').mockImplementation(() => (now += takes));
});
afterEach(() => jest.restoreAllMocks());

describe('a look that another worker’s write brings back', () => {
	test.each([1, 2, 7])('%i times is gone when the run is over', async (removalsLost) => {
		const ledger = ledgerOn(store);
		store.removalsLost = removalsLost;
		expect(await ledger.look(ADA)).toBe('nothing');
		expect(await ledger.look(BEN)).toBe('nothing');
		await ledger.close();
		expect(store.entries).toEqual([]);
	});

	test('goes where an invited person was looked up, who stays invited', async () => {
		await ledgerOn(store).enter(ADA, 'nothing');
		await ledgerOn(store).settle(ADA, NOW);
		const before = [...store.entries];
		const ledger = ledgerOn(store);
		store.removalsLost = 1;
		expect(await ledger.look(ADA)).toBe('invited');
		await ledger.close();
		expect(store.entries).toEqual(before);
	});

	test('says nothing of an invitation that was asked for since', async () => {
		const ledger = ledgerOn(store);
		store.removalsLost = 1;
		await ledger.look(ADA);
		await ledgerOn(store).enter(ADA, 'open');
		await ledger.close();
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('says nothing of one that went out since', async () => {
		const ledger = ledgerOn(store);
		store.removalsLost = 1;
		await ledger.look(ADA);
		const other = ledgerOn(store);
		await other.enter(ADA, 'open');
		await other.settle(ADA, NOW);
		await ledger.close();
		expect(await ledgerOn(store).look(ADA)).toBe('invited');
	});

	test('again and again is left in the end, as an open entry', async () => {
		const ledger = ledgerOn(store);
		store.removalsLost = Infinity;
		await ledger.look(ADA);
		await ledger.close();
		store.removalsLost = 0;
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('not at all is looked for once', async () => {
		const ledger = ledgerOn(store);
		await ledger.look(ADA);
		store.startCounting();
		await ledger.close();
		await ledger.close();
		expect(store.count).toBe(2);
	});
});

describe('an invitation that another worker’s write takes away', () => {
	test('is entered again', async () => {
		store.entriesLost = 3;
		expect(await ledgerOn(store).enter(ADA, 'nothing')).toBe('nothing');
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('again and again is not asked for, and not entered', async () => {
		store.entriesLost = Infinity;
		await expect(ledgerOn(store).enter(ADA, 'nothing')).rejects.toThrow(/Too many n8n workers/);
		expect(store.entries).toEqual([]);
	});

	test('and replaces by its own is that worker’s', async () => {
		const others = [`claim ${ADA}`, `asked ${ADA}`, `open ${ADA}`];
		onceEntered(store, () => [...others]);
		expect(await ledgerOn(store).enter(ADA, 'nothing')).toBe('open');
		expect(store.entries).toEqual(others);
	});
});

describe('an invitation that another worker’s write takes away, where that worker', () => {
	test('has invited the person since, is that worker’s', async () => {
		onceEntered(store, () => [`asked ${ADA}`]);
		const ledger = ledgerOn(store);
		expect(await ledger.enter(ADA, 'nothing')).toBe('invited');
		await ledger.close();
		expect(store.entries).toEqual([`asked ${ADA}`]);
	});

	test('has invited the person since, is asked for all the same where the author wants another', async () => {
		await ledgerOn(store).enter(ADA, 'nothing');
		await ledgerOn(store).settle(ADA, NOW);
		onceEntered(store, () => [`asked ${ADA}`]);
		expect(await ledgerOn(store).enter(ADA, 'invited')).toBe('invited');
		expect(store.entries).toEqual(expect.arrayContaining([`claim ${ADA}`, `open ${ADA}`]));
	});

	test('has settled on what this one entered, leaves the person in doubt', async () => {
		onceEntered(store, (own) => own.filter((entry) => !/^(claim|open) /.test(entry)));
		expect(await ledgerOn(store).enter(ADA, 'nothing')).toBe('open');
		expect(await ledgerOn(store).look(ADA)).toBe('open');
	});

	test('has only looked the person up, is entered again', async () => {
		onceEntered(store, (own) => own.filter((entry) => !/^(asked|open) /.test(entry)));
		expect(await ledgerOn(store).enter(ADA, 'nothing')).toBe('nothing');
		expect(store.entries).toEqual(
			expect.arrayContaining([`claim ${ADA}`, `asked ${ADA}`, `open ${ADA}`]),
		);
	});
});

describe('nothing is left behind beside what is to be known', () => {
	test.each([
		['an open person is looked up', async () => await ledgerOn(store).look(ADA)],
		[
			'an open person is entered by who knew nothing',
			async () => await ledgerOn(store).enter(ADA, 'nothing'),
		],
		['a place is asked for that is taken', async () => await ledgerOn(store).takePlace('day', 1)],
	])('where %s', async (_case, happens) => {
		await ledgerOn(store).enter(ADA, 'nothing');
		await ledgerOn(store).takePlace('day', 1);
		const before = [...store.entries];
		expect(before.at(-1)).toBe('place day 1');
		await happens();
		expect(store.entries).toEqual(before);
	});
});

test('a place that is taken is one entry', async () => {
	await ledgerOn(store).takePlace('day', 1);
	expect(store.entries).toEqual(['place day 1']);
});

describe('before an entry is relied upon', () => {
	/** How long it waits for the writes of other workers, once so many operations took so long. */
	async function waitsAfter(...operations: Array<[count: number, ms: number]>) {
		for (const [count, ms] of operations) {
			takes = ms;
			for (let done = 0; done < count; done++) await ledgerOn(store).leavePlace('day', 1);
		}
		slept.length = 0;
		await ledgerOn(store).takePlace('day', 1);
		await ledgerOn(store).leavePlace('day', 1);
		return slept;
	}

	test.each([
		['its own operations twelve times over', 5, [60]],
		['no longer than half a second', 100, [500]],
		['four milliseconds', 1 / 3, [4]],
		['not at all where nobody else can write', 0.28, []],
	])('it waits %s', async (_case, ms, waits) => {
		expect(await waitsAfter([60, ms])).toEqual(waits);
	});

	test('it waits for one three times as slow as the slowest of late', async () => {
		expect(await waitsAfter([60, 5], [1, 100], [48, 5])).toEqual([300]);
		expect(await waitsAfter([50, 5])).toEqual([60]);
	});
});
