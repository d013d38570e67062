import { sleep } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { NodeMemory } from '../../../nodes/outreach/sends/node-memory';
import { seeded } from '../log/race';
import { FakeStore, memoryOn, NOW, wait } from './stores';

/** n8n's own sleep is to run by jest's timers, so n8n is loaded within jest. */
jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof Workflow>('../../../node_modules/n8n-workflow'),
);

const ROUNDS = 10;
/** How much later the second worker begins (ms): while the first one looks up its list, which takes two operations. */
const BEGINNINGS = [1, 3, 5, 8, 12];

/** n8n's store over a network: 1 to 8 ms between reading and writing back, depending on a seed. */
class SlowStore extends FakeStore {
	private readonly random: () => number;

	constructor(seed: number) {
		super();
		this.random = seeded(seed);
	}

	protected override async betweenReadAndWrite(): Promise<void> {
		await sleep(1 + Math.floor(this.random() * 8));
	}
}

beforeEach(() => {
	jest.useFakeTimers();
	jest.spyOn(Math, 'random').mockImplementation(seeded(4_711));
	processState.reset();
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Two n8n workers that run one node: they share the store, but not the queue of turns. */
async function atOnce<T>(
	store: FakeStore,
	job: (memory: NodeMemory, worker: number) => Promise<T>,
): Promise<T[]> {
	const jobs = Promise.all(
		[0, 1].map(async (worker) => {
			const memory = memoryOn(store, {}, `worker ${worker}`);
			const done = await job(memory, worker);
			await memory.close();
			return done;
		}),
	);
	await jest.runAllTimersAsync();
	return await jobs;
}

async function statesOf(store: FakeStore, keys: readonly string[]) {
	const memory = memoryOn(store, {}, 'later');
	const looks = (async () => {
		const states: string[] = [];
		for (const key of keys) states.push(await memory.lookUp(key));
		return states;
	})();
	await jest.runAllTimersAsync();
	return await looks;
}

/**
 * Makes a send as the runner does, as long as the worker lives; `requestMs` is how long the provider takes. Resolves to
 * whether it was requested.
 */
async function makeSend(
	memory: NodeMemory,
	key: string,
	requestMs = 0,
	isDead: () => boolean = () => false,
): Promise<boolean> {
	const before = await memory.lookUp(key);
	if (isDead() || before !== 'none') return false;
	const claim = await memory.claim(key, before, wait);
	if (isDead() || claim === null || typeof claim === 'string') return false;
	const answered = new AbortController();
	const confirming = claim.confirm(answered.signal);
	if (requestMs > 0) await sleep(requestMs);
	answered.abort();
	await confirming;
	if (!isDead()) await claim.markSent(NOW);
	return true;
}

const seeds = Array.from({ length: ROUNDS }, (_, index) => 7919 * (index + 1));
const named = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => `invitation ${prefix}-${index}`);

describe.each(seeds)('Two workers at once, with the seed %i', (seed) => {
	test.each([0, 300])(
		'Two workers that send to different people (%i ms each) remember everyone',
		async (ms) => {
			const store = new SlowStore(seed);
			const lists = [named('ada', 8), named('ben', 8)];
			await atOnce(store, async (memory, worker) => {
				for (const key of lists[worker] ?? []) await makeSend(memory, key, ms);
			});
			expect(await statesOf(store, lists.flat())).toEqual(lists.flat().map(() => 'sent'));
		},
	);

	test('Two workers that begin one list almost at once, and look it up together, send to each person once', async () => {
		for (const [index, begin] of BEGINNINGS.entries()) {
			processState.reset();
			const store = new SlowStore(seed + index);
			const list = named('listed', 20);
			const sent = await atOnce(store, async (memory, worker) => {
				await sleep(worker * begin);
				memory.expect(list);
				const mine: string[] = [];
				for (const key of list) if (await makeSend(memory, key, 20)) mine.push(key);
				return mine;
			});
			expect([begin, sent.flat().sort()]).toEqual([begin, [...list].sort()]);
		}
	});

	test.each([0, 300])(
		'Two workers that have the same people (%i ms each) send to each person once',
		async (ms) => {
			const store = new SlowStore(seed);
			const list = named('same', 8);
			const sent = await atOnce(store, async (memory) => {
				const mine: string[] = [];
				for (const key of list) if (await makeSend(memory, key, ms)) mine.push(key);
				return mine;
			});
			expect(sent.flat().sort()).toEqual([...list].sort());
		},
	);

	test('Two workers under one cap reserve each slot once', async () => {
		const store = new SlowStore(seed);
		const reserved = await atOnce(store, async (memory) => {
			const mine: number[] = [];
			for (let number = 1; number <= 6; number++) {
				if (await memory.reserveSlot('day', number)) mine.push(number);
			}
			return mine;
		});
		expect(reserved.flat().sort()).toEqual([1, 2, 3, 4, 5, 6]);
	});

	test('Two workers that only look people up leave nothing known about them', async () => {
		const store = new SlowStore(seed);
		const lists = [named('eve', 6), named('fay', 6)];
		await atOnce(store, async (memory, worker) => {
			for (const key of lists[worker] ?? []) await memory.lookUp(key);
		});
		expect(await statesOf(store, lists.flat())).toEqual(lists.flat().map(() => 'none'));
	});

	test('Two workers that run one list send to nobody twice, even if one of them is killed', async () => {
		const store = new SlowStore(seed);
		const list = named('killed', 6);
		const requests: string[] = [];
		const run = async (memory: NodeMemory, isDead?: () => boolean) => {
			for (const key of list) {
				if (await makeSend(memory, key, 500, isDead)) requests.push(key);
				if (isDead?.()) return;
			}
		};
		let steps = seed % 11;
		await atOnce(store, async (memory, worker) => {
			await run(memory, () => worker === 0 && steps-- <= 0);
		});
		const again = run(memoryOn(store, {}, 'again'));
		await jest.runAllTimersAsync();
		await again;
		expect([...requests].sort()).toEqual([...new Set(requests)].sort());
		expect(new Set(requests).size).toBeGreaterThanOrEqual(list.length - 1);
	});
});
