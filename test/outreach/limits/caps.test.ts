import { processState } from '../../../nodes/outreach/base/process-state';
import {
	reachedCap,
	reserveSlots,
	type CapReached,
	type SlotReservation,
} from '../../../nodes/outreach/limits/caps';
import { at } from '../fakes';
import { FakeStore, memoryOn } from '../sends/stores';

/** A Monday. */
const NOW = at('2024-01-15T10:30:00.000Z');
const ACCOUNT = 'connectSafely|key|acc_1';

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
	processState.reset();
});

interface Caps {
	dailyCap?: number;
	weeklyCap?: number;
}

const NOUN = { one: 'gift', many: 'gifts' };
const take = async (
	caps: Caps,
	now = NOW,
	{ account = ACCOUNT, memory = memoryOn(store), noun = NOUN } = {},
) =>
	await reserveSlots(
		memory,
		{ accountKey: account, noun },
		{ dailyCap: 0, weeklyCap: 0, ...caps },
		now,
	);

/** How many slots there are, and until when there are no more. */
async function takeAll(caps: Caps, now = NOW, where = {}) {
	for (let taken = 0; ; taken++) {
		const places = await take(caps, now, where);
		if (places.kind === 'reached') return [taken, new Date(places.limit.retryAt).toISOString()];
		if (taken === 50) return ['no end'];
	}
}

async function leave(places: SlotReservation | CapReached | undefined) {
	if (places?.kind !== 'reserved') throw new TypeError('There was no place');
	await places.release();
}

const TUESDAY = '2024-01-16T00:00:00.000Z';
const NEXT_MONDAY = '2024-01-22T00:00:00.000Z';

test.each<[string, Caps, unknown[]]>([
	['a day', { dailyCap: 3 }, [3, TUESDAY]],
	['a week', { weeklyCap: 4 }, [4, NEXT_MONDAY]],
	['both, the day first', { dailyCap: 2, weeklyCap: 5 }, [2, TUESDAY]],
	['both, the week first', { dailyCap: 5, weeklyCap: 2 }, [2, NEXT_MONDAY]],
	['both full at once: the later end', { dailyCap: 3, weeklyCap: 3 }, [3, NEXT_MONDAY]],
	['none', {}, ['no end']],
])('A cap of %s holds back whatever goes beyond it.', async (_case, caps, expected) => {
	expect(await takeAll(caps)).toEqual(expected);
});

describe('a cap that this process knows to be reached', () => {
	const reached = (caps: Caps, now = NOW, noun = NOUN) =>
		reachedCap({ accountKey: ACCOUNT, noun }, { dailyCap: 0, weeklyCap: 0, ...caps }, now);

	test('is told before anything is asked of the store', async () => {
		const caps = { dailyCap: 2 };
		expect(reached(caps)).toBeNull();
		await take(caps);
		expect(reached(caps)).toBeNull();
		const last = await take(caps);
		store.startCounting();
		const full = await take(caps);
		expect(reached(caps)).toEqual(full.kind === 'reached' && full.limit);
		expect(store.count).toBe(0);
		await leave(last);
		expect(reached(caps)).toBeNull();
		expect(reached({ dailyCap: 1 })).not.toBeNull();
	});

	test('is known once the store has said that all its places are taken', async () => {
		await takeAll({ dailyCap: 2 });
		processState.reset();
		expect(reached({ dailyCap: 2 })).toBeNull();
		await take({ dailyCap: 2 });
		expect(reached({ dailyCap: 2 })).not.toBeNull();
	});

	test('stays known, however many accounts have sent in periods that have ended', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
		const memory = { reserveSlot: async () => true, releaseSlot: async () => {} };
		const caps = { dailyCap: 1, weeklyCap: 0 };
		const send = async (accountKey: string, now: number) =>
			await reserveSlots(memory, { accountKey, noun: NOUN }, caps, now);
		await send(ACCOUNT, NOW);
		for (let other = 0; other < 11_000; other++) await send(`other ${other}`, NOW - 86_400_000);
		expect(reached(caps)).not.toBeNull();
		clock.mockRestore();
	});

	test('is the one that ends last', async () => {
		await takeAll({ dailyCap: 1, weeklyCap: 1 });
		expect(reached({ dailyCap: 1, weeklyCap: 1 })?.retryAt).toBe(at(NEXT_MONDAY));
		expect(reached({ dailyCap: 1, weeklyCap: 2 })?.retryAt).toBe(at(TUESDAY));
	});

	test('is none where there is no cap, on another day, or of something else', async () => {
		await takeAll({ dailyCap: 1 });
		expect(reached({})).toBeNull();
		expect(reached({ dailyCap: 1 }, at(TUESDAY))).toBeNull();
		expect(reached({ dailyCap: 1 }, NOW, { one: 'card', many: 'cards' })).toBeNull();
	});
});

test('A full cap says until when it is, and what it is of.', async () => {
	await takeAll({ dailyCap: 2 });
	expect(await take({ dailyCap: 2 })).toEqual({
		kind: 'reached',
		limit: {
			scope: 'cap',
			retryAt: at(TUESDAY),
			message: 'Held back: your cap of 2 gifts a day for this account is reached.',
			info: {
				action: null,
				scope: 'cap',
				limit: 2,
				used: 2,
				remaining: 0,
				resetAt: at(TUESDAY),
				holdUntil: null,
				retryAfterSeconds: null,
				message: null,
			},
		},
	});
	expect(await take({ dailyCap: 1 })).toMatchObject({
		limit: { message: 'Held back: your cap of 1 gift a day for this account is reached.' },
	});
});

describe('A cap’s period', () => {
	test.each([
		['2024-01-15T00:00:00.000Z', TUESDAY],
		['2024-01-15T23:59:59.999Z', TUESDAY],
		['2024-01-16T00:00:00.000Z', '2024-01-17T00:00:00.000Z'],
		['2024-12-31T23:59:59.999Z', '2025-01-01T00:00:00.000Z'],
	])('of the day that holds %s ends at %s.', async (now, ends) => {
		expect(await takeAll({ dailyCap: 1 }, at(now))).toEqual([1, ends]);
	});

	test.each([
		['2024-01-15T00:00:00.000Z', NEXT_MONDAY],
		['2024-01-21T23:59:59.999Z', NEXT_MONDAY],
		['2024-01-22T00:00:00.000Z', '2024-01-29T00:00:00.000Z'],
		['2025-12-31T12:00:00.000Z', '2026-01-05T00:00:00.000Z'],
	])('of the week that holds %s ends at %s.', async (now, ends) => {
		expect(await takeAll({ weeklyCap: 1 }, at(now))).toEqual([1, ends]);
	});

	test('begins anew at midnight for the day’s places, and not for the week’s.', async () => {
		const caps = { dailyCap: 2, weeklyCap: 3 };
		expect(await takeAll(caps, at('2024-01-15T23:59:59.999Z'))).toEqual([2, TUESDAY]);
		expect(await takeAll(caps, at('2024-01-16T00:00:00.000Z'))).toEqual([1, NEXT_MONDAY]);
		expect(await takeAll(caps, at('2024-01-21T23:59:59.999Z'))).toEqual([0, NEXT_MONDAY]);
		expect(await takeAll(caps, at('2024-01-22T00:00:00.000Z'))).toEqual([
			2,
			'2024-01-23T00:00:00.000Z',
		]);
	});

	test('is the one in which a place was taken, also where it is left after midnight.', async () => {
		const places = await take({ dailyCap: 2 }, at('2024-01-15T23:59:59.000Z'));
		await take({ dailyCap: 2 }, at('2024-01-16T00:00:00.000Z'));
		await leave(places);
		expect(await takeAll({ dailyCap: 2 }, at('2024-01-16T00:00:01.000Z'))).toEqual([
			1,
			'2024-01-17T00:00:00.000Z',
		]);
	});
});

describe('Places that are given back', () => {
	test('are free again, in this process and in the next', async () => {
		const caps = { dailyCap: 3, weeklyCap: 3 };
		await leave(await take(caps));
		expect(store.entries).toEqual([]);
		expect(await takeAll(caps)).toEqual([3, NEXT_MONDAY]);
	});

	test('are those of the week too where the day is full.', async () => {
		const caps = { dailyCap: 1, weeklyCap: 3 };
		await takeAll(caps);
		for (let tries = 0; tries < 5; tries++) await take(caps);
		expect(await takeAll(caps, at(TUESDAY))).toEqual([1, '2024-01-17T00:00:00.000Z']);
		expect(await takeAll(caps, at('2024-01-17T00:00:00.000Z'))).toEqual([1, NEXT_MONDAY]);
	});

	test('ask the store for their own, and no more', async () => {
		const places = await take({ weeklyCap: 3 });
		store.startCounting();
		await leave(places);
		expect(store.count).toBe(1);
	});

	test.each([0, 1, 2])('number %i of three is free again in a new process', async (index) => {
		const taken: Array<SlotReservation | CapReached> = [];
		for (let number = 0; number < 3; number++) taken.push(await take({ weeklyCap: 3 }));
		await leave(taken[index]);
		processState.reset();
		expect(await takeAll({ weeklyCap: 3 })).toEqual([1, NEXT_MONDAY]);
		expect(await takeAll({ weeklyCap: 3 })).toEqual([0, NEXT_MONDAY]);
	});
});

describe('A cap is shared by', () => {
	test('two executions of a node at once.', async () => {
		const executions = [memoryOn(store), memoryOn(store)];
		const all = await Promise.all(
			Array.from({ length: 12 }, async (_, index) =>
				take({ weeklyCap: 5 }, NOW, { memory: executions[index % 2] }),
			),
		);
		expect(all.filter(({ kind }) => kind === 'reserved')).toHaveLength(5);
	});

	test('two nodes of one process.', async () => {
		const other = { memory: memoryOn(new FakeStore(), {}, 'other') };
		for (let sent = 0; sent < 3; sent++) await take({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 5 }, NOW, other)).toEqual([2, NEXT_MONDAY]);
		expect(await takeAll({ weeklyCap: 5 })).toEqual([0, NEXT_MONDAY]);
	});

	test('no send of another kind.', async () => {
		await takeAll({ weeklyCap: 5 });
		const noun = { one: 'message', many: 'messages' };
		expect(await takeAll({ weeklyCap: 5 }, NOW, { noun })).toEqual([5, NEXT_MONDAY]);
		processState.reset();
		expect(await takeAll({ weeklyCap: 6 }, NOW, { noun })).toEqual([1, NEXT_MONDAY]);
	});

	test('no other account.', async () => {
		await takeAll({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 5 }, NOW, { account: `${ACCOUNT}2` })).toEqual([
			5,
			NEXT_MONDAY,
		]);
	});

	test('nodes with caps of their own: what was sent counts against both.', async () => {
		await takeAll({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 7 })).toEqual([2, NEXT_MONDAY]);
		expect(await takeAll({ weeklyCap: 6 })).toEqual([0, NEXT_MONDAY]);
	});
});

describe('a new process', () => {
	test.each<[Caps, number]>([
		[{ weeklyCap: 5 }, 3],
		[{ dailyCap: 5 }, 3],
		[{ dailyCap: 5, weeklyCap: 5 }, 3],
	])('finds the places of the one before (%j)', async (caps, before) => {
		for (let sent = 0; sent < before; sent++) await take(caps);
		processState.reset();
		expect((await takeAll(caps))[0]).toBe(5 - before);
	});

	test('in mid-week goes on with the week, and has a day of its own', async () => {
		const caps = { dailyCap: 3, weeklyCap: 5 };
		await takeAll(caps);
		processState.reset();
		expect(await takeAll(caps, at('2024-01-18T08:00:00.000Z'))).toEqual([2, NEXT_MONDAY]);
	});

	test('of a workflow without a memory counts within itself, also what is given back', async () => {
		const memory = memoryOn(store, {}, 'n', undefined, '');
		const places = await take({ weeklyCap: 3 }, NOW, { memory });
		await leave(places);
		expect(await takeAll({ weeklyCap: 3 }, NOW, { memory })).toEqual([3, NEXT_MONDAY]);
	});

	test('whose database fails passes no cap, and uses up no place of it', async () => {
		store.crashesAt = 2;
		for (let item = 0; item < 5; item++) {
			await expect(take({ dailyCap: 2, weeklyCap: 3 })).rejects.toThrow(/database/);
		}
		store.crashesAt = Infinity;
		store.entries = [];
		expect((await takeAll({ dailyCap: 2, weeklyCap: 3 }))[0]).toBe(2);
	});
});
