import { time, useTime } from './waits';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { Wait } from '../../../nodes/outreach/base/cancellation';
import type { SendState } from '../../../nodes/outreach/operations/operation';
import type { Claim } from '../../../nodes/outreach/sends/send-memory';
import {
	ADA,
	BEN,
	BusyStore,
	claimed,
	DOUBT,
	doubtOf,
	FakeStore,
	makeSend,
	memoryOn,
	NOW,
	SENT,
	wait,
} from './stores';

useTime();

const IN_DOUBT = [...SENT, ...DOUBT, ...doubtOf('acc_1')];
const CLAIMED = [`claim 1 ${ADA}`, ...IN_DOUBT];

let store: BusyStore;
beforeEach(() => {
	store = new BusyStore((ms) => (time.clock += ms));
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

/** All entries but those that identify an owner. */
const entries = () => store.entries.filter((entry) => !entry.startsWith('owner ')).sort();
const take = (gone: readonly string[]) => {
	store.entries = store.entries.filter((entry) => !gone.includes(entry));
};

/** At each wait of a claim, what other workers do; `false` cancels the execution. */
function waits(...jobs: Array<() => unknown>) {
	const lengths: number[] = [];
	const waiting: Wait = async (ms) => {
		lengths.push(ms);
		time.clock += ms;
		return jobs[lengths.length - 1]?.() !== false;
	};
	return { lengths, waiting };
}

const nothing = () => {};
const write =
	(...more: string[]) =>
	() =>
		store.entries.push(...more);
const claimAda = async (waiting: Wait, before: SendState = 'none') =>
	await memoryOn(store).claim(ADA, before, waiting, 'acc_1');

/** How often a further claim waits: twice if the memory is known to be shared. */
async function waitsOfAnother() {
	const { lengths, waiting } = waits();
	await memoryOn(store).claim(BEN, 'none', waiting);
	return lengths.length;
}

const ends: Record<string, (claim: Claim) => Promise<void>> = {
	made: async (claim) => await claim.markSent(NOW),
	refused: async (claim) => await claim.rollBack(),
	'cut off': async (claim) => await claim.leaveInDoubt(),
};

test.each<[string, SendState, string[]]>([
	['made', 'none', SENT],
	['refused', 'none', []],
	['cut off', 'none', IN_DOUBT],
	['made', 'sent', SENT],
	['refused', 'sent', SENT],
	['cut off', 'sent', IN_DOUBT],
	['made', 'inDoubt', SENT],
	['refused', 'inDoubt', IN_DOUBT],
	['cut off', 'inDoubt', IN_DOUBT],
])(
	'A send that is %s, and was %s before its claim, has its entries',
	async (end, before, after) => {
		store.entries = { none: [], sent: [...SENT], inDoubt: [...IN_DOUBT] }[before];
		const memory = memoryOn(store);
		const claim = await claimed(memory, ADA, before, 'acc_1');
		expect(entries()).toEqual([...CLAIMED].sort());
		await ends[end]?.(claim);
		expect(entries()).toEqual([...after].sort());
		await memory.close();
		expect(store.entries.sort()).toEqual([...after].sort());
		expect(await waitsOfAnother()).toBe(1);
	},
);

test('A claim waits once for other workers, by a random quarter longer than they need', async () => {
	const { lengths, waiting } = waits();
	expect(await claimAda(waiting)).toHaveProperty('markSent');
	expect(lengths).toEqual([250]);
});

test.each<[string, number, string, Array<() => unknown>]>([
	['is taken back', 3, 'a claim', [write(...SENT), () => take(SENT)]],
	['is taken back late', 4, 'a claim', [write(...SENT), nothing, () => take(SENT)]],
	['stays', 3, 'sent', [write(...SENT)]],
	['stays, and the execution is cancelled', 2, 'sent', [write(...SENT), () => false]],
	['is half of one', 2, 'a claim', [write(`sent 1 ${ADA}`)]],
	['stays, with half a doubt', 3, 'sent', [write(...SENT, `doubt 1 ${ADA}`)]],
	['is in doubt', 1, 'inDoubt', [write(...SENT, ...DOUBT, ...doubtOf('acc_2'))]],
])(
	'What looks sent since the look-up is looked at again: it %s',
	async (_what, times, found, jobs) => {
		const { lengths, waiting } = waits(...jobs);
		const claim = await claimAda(waiting);
		expect(typeof claim === 'string' ? claim : 'a claim').toBe(found);
		expect(lengths).toHaveLength(times);
		const others = { sent: SENT, inDoubt: [...SENT, ...DOUBT, ...doubtOf('acc_2')] };
		expect(entries()).toEqual(
			[...(found === 'a claim' ? CLAIMED : others[found as 'sent'])].sort(),
		);
	},
);

test('What was sent before is not looked at again', async () => {
	store.entries = [...SENT];
	const { lengths, waiting } = waits();
	expect(await claimAda(waiting, 'sent')).toHaveProperty('markSent');
	expect(lengths).toHaveLength(1);
});

test.each<[string, number, Array<() => unknown>]>([
	['its owner and its claim', 3, [() => (store.entries = [])]],
	['its claim', 3, [() => take([`claim 1 ${ADA}`])]],
	['the send in doubt, later', 3, [write('another'), () => take(IN_DOUBT)]],
])('A claim of which another worker removes %s is completed again', async (_what, times, jobs) => {
	const { lengths, waiting } = waits(...jobs);
	expect(await claimAda(waiting)).toHaveProperty('markSent');
	expect(lengths).toHaveLength(times);
	expect(entries().filter((entry) => entry !== 'another')).toEqual([...CLAIMED].sort());
	expect(await waitsOfAnother()).toBe(2);
});

test('A claim that is not the run’s first is completed again too', async () => {
	const memory = memoryOn(store);
	await claimed(memory, BEN);
	const { lengths, waiting } = waits(() => take([`claim 1 ${ADA}`]));
	expect(await memory.claim(ADA, 'none', waiting)).toHaveProperty('markSent');
	expect(lengths).toHaveLength(3);
});

test('A claim that another worker’s has replaced waits for that one', async () => {
	const { lengths, waiting } = waits(
		() => (store.entries = [`owner other`, `claim 1 ${ADA}`]),
		() => (store.entries = [...SENT]),
	);
	expect(await claimAda(waiting)).toBe('sent');
	expect(lengths.slice(0, 2)).toEqual([250, 1000]);
	expect(store.entries.sort()).toEqual(SENT);
});

test.each<[string, Array<() => unknown>]>([
	['first', [() => false]],
	['second', [write('another'), () => false]],
])('A claim is given up if the execution is cancelled at its %s wait', async (_which, jobs) => {
	const { waiting } = waits(...jobs, () => false);
	const memory = memoryOn(store);
	expect(await memory.claim(ADA, 'none', waiting)).toBeNull();
	await memory.close();
	expect(store.entries.filter((entry) => entry !== 'another')).toEqual([]);
});

describe('A claim during its request', () => {
	const confirm = async (claim: Claim, answered = new AbortController()) => {
		store.startCounting();
		time.clock = 0;
		await claim.confirm(answered.signal);
		return { operations: store.count, waited: time.clock - 5 * store.count };
	};

	test('During its request, a claim is entered again if another worker removed it', async () => {
		const claim = await claimed(memoryOn(store), ADA, 'none', 'acc_1');
		time.meanwhile = () => (store.entries = []);
		expect(await confirm(claim)).toEqual({ operations: 1, waited: 200 });
		expect(entries()).toEqual([...CLAIMED].sort());
		expect(await waitsOfAnother()).toBe(2);
	});

	test('During its request, a claim of which nothing was removed tells of no other worker', async () => {
		expect(await confirm(await claimed(memoryOn(store), ADA))).toMatchObject({ operations: 1 });
		expect(await waitsOfAnother()).toBe(1);
	});

	test.each(['before', 'while'])(
		'During its request, a claim is left alone if the response arrives %s it is looked at',
		async (when) => {
			const answered = new AbortController();
			const claim = await claimed(memoryOn(store), ADA);
			if (when === 'before') answered.abort();
			time.meanwhile = () => answered.abort();
			expect(await confirm(claim, answered)).toMatchObject({ operations: 0 });
		},
	);

	test('During its request, a claim is left alone if nobody else can write', async () => {
		jest.spyOn(performance, 'now').mockReturnValue(0);
		const claim = await claimed(memoryOn(store), ADA);
		expect(await confirm(claim)).toEqual({ operations: 0, waited: 0 });
	});

	test('During its request, a claim that cannot be looked at is only logged', async () => {
		const warn = jest.fn();
		const claim = await claimed(memoryOn(store, {}, 'n', warn), ADA);
		store.crashesAt = 1;
		await confirm(claim);
		expect(warn).toHaveBeenCalledTimes(1);
	});
});

test('Without a store each send can be claimed, and is forgotten', async () => {
	const memory = memoryOn(store, {}, 'n', undefined, '');
	const { lengths, waiting } = waits();
	for (let times = 0; times < 2; times++) {
		expect(await memory.lookUp(ADA)).toBe('none');
		const claim = await memory.claim(ADA, 'none', waiting);
		expect(claim).toHaveProperty('markSent');
		await (claim as Claim).confirm(new AbortController().signal);
		await (claim as Claim).markSent(NOW);
	}
	expect(await memory.reserveSlot('day', 1)).toBe(true);
	await memory.close();
	expect([lengths, store.calls, memory.isAbsent]).toEqual([[], [], true]);
});

test.each<[SendState, string[]]>([
	['none', []],
	['sent', SENT],
	['inDoubt', IN_DOUBT],
])('A claim that fails while it is completed leaves the state %s', async (before, after) => {
	store.entries = [...after];
	const add = store.checkProcessedAndRecord.bind(store);
	let adds = 0;
	jest.spyOn(store, 'checkProcessedAndRecord').mockImplementation(async (...call) => {
		const answer = await add(...call);
		// The send in doubt is written, but its answer does not arrive.
		if (++adds === 3) throw new Error('Connection terminated unexpectedly');
		return answer;
	});
	const memory = memoryOn(store);
	await expect(memory.claim(ADA, before, wait, 'acc_1')).rejects.toThrow('terminated');
	await memory.close();
	expect(store.entries.sort()).toEqual([...after].sort());
});

test('A claim whose own worker takes more than eight seconds is given up, and made again', async () => {
	const long = waits(() => (time.clock += 7_000), nothing, nothing);
	expect(await claimAda(long.waiting)).toHaveProperty('markSent');
	expect(long.lengths).toHaveLength(1);
	const longer = waits(() => (time.clock += 8_000));
	expect(await memoryOn(store).claim(BEN, 'none', longer.waiting)).toHaveProperty('markSent');
	expect(longer.lengths).toHaveLength(2);
});

describe('Claims that other workers remove', () => {
	test('A claim or a slot that is removed each time fails', async () => {
		const isOfClaim = (entry: string) => /^(?:owner|claim|slot) /.test(entry);
		const add = store.checkProcessedAndRecord.bind(store);
		const removing = jest
			.spyOn(store, 'checkProcessedAndRecord')
			.mockImplementation(async (...call) => {
				const answer = await add(...call);
				store.entries = store.entries.filter((entry) => !isOfClaim(entry));
				return answer;
			});
		const memory = memoryOn(store);
		await expect(memory.claim(ADA, 'none', wait)).rejects.toThrow('too many n8n workers');
		await expect(memory.reserveSlot('day', 1)).rejects.toThrow('too many n8n workers');
		removing.mockRestore();
		processState.reset();
		expect(await memoryOn(store).lookUp(ADA)).toBe('none');
	});

	test('What was sent is entered again if it was removed meanwhile, and others are then expected', async () => {
		const claim = await claimed(memoryOn(store), ADA);
		take(SENT);
		await claim.markSent(NOW);
		expect(entries()).toEqual([...SENT].sort());
		expect(await waitsOfAnother()).toBe(2);
	});
});

test('An in-memory store is never waited for', async () => {
	const fast = new FakeStore();
	jest.spyOn(performance, 'now').mockReturnValue(0);
	await makeSend(memoryOn(fast), ADA, NOW);
	expect([time.clock, fast.entries]).toEqual([0, SENT]);
});
