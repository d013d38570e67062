import { time, useTime } from './waits';
import type { Claim } from '../../../nodes/outreach/sends/send-memory';
import {
	ADA,
	BEN,
	BusyStore,
	claimed,
	DOUBT,
	doubtOf,
	makeSend,
	memoryOn,
	NOW,
	SENT,
} from './stores';

useTime();

const IN_DOUBT = [...SENT, ...DOUBT, ...doubtOf('')];

let store: BusyStore;
beforeEach(() => {
	store = new BusyStore((ms) => (time.clock += ms));
});

/** How many operations it takes. */
async function operationsOf(job: () => Promise<unknown>) {
	store.startCounting();
	await job();
	return store.count;
}

test('What became of earlier claims is checked once there are fifty, and not before', async () => {
	const memory = memoryOn(store);
	const look = async () => await operationsOf(async () => await memory.lookUp(BEN));
	for (let sends = 1; sends < 50; sends++) await makeSend(memory, `invitation x|${sends}`, NOW);
	expect(await look()).toBe(2);
	await makeSend(memory, 'invitation x|50', NOW);
	// Adds what has to be there and what must be gone, and removes the latter.
	expect(await look()).toBe(4);
	expect(await look()).toBe(2);
	expect(await operationsOf(async () => await memory.close())).toBe(0);
});

test('What a claim could not write is written before its send is looked up again, and not for others', async () => {
	const warn = jest.fn();
	const memory = memoryOn(store, {}, 'n', warn);
	const claim = await claimed(memory, ADA);
	await makeSend(memory, 'invitation x|1', NOW);
	store.startCounting();
	store.crashesAt = 1;
	await claim.markSent(NOW);
	store.crashesAt = Infinity;
	expect(warn).toHaveBeenCalledWith(expect.any(String), { error: expect.any(Error) as Error });
	expect(await operationsOf(async () => await memory.lookUp(BEN))).toBe(2);
	expect(store.entries).toContain(`claim 1 ${ADA}`);
	expect(await memory.lookUp(ADA)).toBe('sent');
	expect(store.entries.filter((entry) => entry.endsWith(ADA)).sort()).toEqual(SENT);
});

test('A slot that is released costs no more than its removal', async () => {
	const memory = memoryOn(store);
	// Adds it, sees that it stays, and removes the owner.
	expect(await operationsOf(async () => await memory.reserveSlot('day', 1))).toBe(3);
	expect(await operationsOf(async () => await memory.reserveSlot('day', 1))).toBe(2);
	expect(await operationsOf(async () => await memory.releaseSlot('day', 1))).toBe(1);
	expect(await operationsOf(async () => await memory.reserveSlot('day', 1))).toBe(3);
	expect(await operationsOf(async () => await memory.close())).toBe(0);
});

const ends: Array<[string, (claim: Claim) => Promise<void>, string[]]> = [
	['made', async (claim) => await claim.markSent(NOW), SENT],
	['refused', async (claim) => await claim.rollBack(), []],
	['cut off', async (claim) => await claim.leaveInDoubt(), IN_DOUBT],
];

describe.each(ends)('After a send that was %s', (_end, end, after) => {
	test.each([1, 2, 19])('What other workers restore %i times is removed again', async (times) => {
		const memory = memoryOn(store);
		await end(await claimed(memory, ADA));
		let restored = 0;
		time.meanwhile = () => {
			if (restored++ < times) store.entries = [...store.removed];
		};
		await memory.close();
		expect([store.entries.sort(), restored]).toEqual([[...after].sort(), times + 1]);
	});

	test('What other workers remove is entered again, and they are then expected', async () => {
		const memory = memoryOn(store);
		await end(await claimed(memory, ADA));
		store.entries = [];
		await memory.close();
		expect(store.entries.sort()).toEqual([...after].sort());
		let waits = 0;
		await memory.claim(BEN, 'none', async () => Boolean(++waits));
		expect(waits).toBe(after.length > 0 ? 2 : 1);
	});
});

test('The end of a run waits for other workers twenty times at most, and goes on with it later', async () => {
	const memory = memoryOn(store);
	await makeSend(memory, ADA, NOW);
	let restored = 0;
	time.meanwhile = () => {
		restored += 1;
		store.entries = [...store.removed];
	};
	await memory.close();
	expect(restored).toBe(20);
	time.meanwhile = () => {};
	await memoryOn(store).close();
	expect(store.entries.sort()).toEqual(SENT);
});

test('Entries that another worker has changed since are left to it', async () => {
	const memory = memoryOn(store);
	await (await claimed(memory, ADA)).rollBack();
	// Its write restored the claim, which it then took over, and it made the send.
	const owner = store.removed.filter((entry) => entry.startsWith('owner '));
	store.entries = [...owner, ...SENT];
	await memory.close();
	expect(store.entries).toEqual(SENT);
});

test('A send that was refused and then made stays made, whatever another worker restores of the refusal', async () => {
	const memory = memoryOn(store);
	await (await claimed(memory, ADA)).rollBack();
	const refused = store.removed;
	await makeSend(memory, ADA, NOW);
	store.entries = [...new Set([...refused, ...store.entries])];
	await memory.close();
	expect(store.entries).toEqual(expect.arrayContaining(SENT));
});

test('What look-ups leave because they cannot remove it is not read as a send', async () => {
	const remove = store.removeProcessed.bind(store);
	let removals = 0;
	jest.spyOn(store, 'removeProcessed').mockImplementation(async (...call) => {
		removals += 1;
		// The first look-up leaves half of a state, and the second one the other half.
		if (removals === 1 || removals === 3) throw new Error('read-only');
		await remove(...call);
	});
	const memory = memoryOn(store);
	for (const left of [[SENT[0]], SENT]) {
		await expect(memory.lookUp(ADA)).rejects.toThrow('read-only');
		expect(store.entries).toEqual(expect.arrayContaining(['look-up', ...left]));
	}
	expect(await memory.lookUp(ADA)).toBe('none');
	expect(store.entries).toEqual([expect.stringContaining('owner ')]);
	expect(time.clock).toBeLessThan(200);
});
