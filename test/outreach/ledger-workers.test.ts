import { sleep } from 'n8n-workflow';
import { forgetInvitationDates, type Ledger } from '../../nodes/outreach/sends/ledger';
import { at } from './fakes';
import { FakeStore, ledgerOn } from './stores';

const NOW = at('2024-01-15T10:30:00.000Z');
const ROUNDS = 25;

/** n8n's store over a network: between reading and writing back pass 1 to 8 ms, as a seed has it. */
class SlowStore extends FakeStore {
	constructor(private seed: number) {
		super();
	}

	protected override async betweenReadAndWrite(): Promise<void> {
		this.seed = (this.seed * 48_271) % 2_147_483_647;
		await sleep(1 + (this.seed % 8));
	}
}

beforeEach(() => {
	jest.useFakeTimers();
	forgetInvitationDates();
});
afterEach(() => {
	jest.useRealTimers();
});

/** Two n8n workers that run one node: they share the store, and take no turns. */
async function atOnce<T>(
	store: FakeStore,
	job: (ledger: Ledger, worker: number) => Promise<T>,
): Promise<T[]> {
	const jobs = Promise.all(
		[0, 1].map(async (worker) => {
			const ledger = ledgerOn(store, {}, `worker ${worker}`);
			const done = await job(ledger, worker);
			await ledger.close();
			return done;
		}),
	);
	await jest.runAllTimersAsync();
	return await jobs;
}

async function lookAgain(store: FakeStore, people: string[]) {
	const ledger = ledgerOn(store);
	const looks = (async () => {
		const known: string[] = [];
		for (const person of people) known.push(await ledger.look(person));
		return known;
	})();
	await jest.runAllTimersAsync();
	return await looks;
}

async function invite(ledger: Ledger, person: string): Promise<boolean> {
	if ((await ledger.look(person)) !== 'nothing') return false;
	if ((await ledger.enter(person, 'nothing')) !== 'nothing') return false;
	await ledger.settle(person, NOW);
	return true;
}

const seeds = Array.from({ length: ROUNDS }, (_, index) => 7919 * (index + 1));
const named = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => `connectSafely|${prefix}-${index}`);

describe.each(seeds)('two workers at once, seed %i', (seed) => {
	test('invite different people: every one of them is remembered', async () => {
		const store = new SlowStore(seed);
		const lists = [named('ada', 8), named('ben', 8)];
		await atOnce(store, async (ledger, worker) => {
			for (const person of lists[worker] ?? []) await invite(ledger, person);
		});
		const known = await lookAgain(store, lists.flat());
		expect(known).toEqual(lists.flat().map(() => 'invited'));
	});

	test('go for the same people: one of them invites each', async () => {
		const store = new SlowStore(seed);
		const list = named('same', 8);
		const invited = await atOnce(store, async (ledger) => {
			const mine: string[] = [];
			for (const person of list) if (await invite(ledger, person)) mine.push(person);
			return mine;
		});
		expect(invited.flat().sort()).toEqual([...list].sort());
	});

	test('take places under one cap: each place once', async () => {
		const store = new SlowStore(seed);
		const taken = await atOnce(store, async (ledger) => {
			const mine: number[] = [];
			for (let number = 1; number <= 6; number++) {
				if (await ledger.takePlace('day', number)) mine.push(number);
			}
			return mine;
		});
		expect(taken.flat().sort()).toEqual([1, 2, 3, 4, 5, 6]);
	});

	test('look people up, and leave nothing behind', async () => {
		const store = new SlowStore(seed);
		const lists = [named('eve', 6), named('fay', 6)];
		await atOnce(store, async (ledger, worker) => {
			for (const person of lists[worker] ?? []) await ledger.look(person);
		});
		expect(store.entries.filter((entry) => !entry.startsWith('mark '))).toEqual([]);
	});
});
