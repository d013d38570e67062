import { processState } from '../../../nodes/outreach/base/process-state';
import {
	reachedCap,
	reserveSlots,
	type CapReached,
	type SlotReservation,
} from '../../../nodes/outreach/limits/caps';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
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
	if (places?.kind !== 'reserved') throw new TypeError('There was no slot');
	await places.release();
}

const TUESDAY = '2024-01-16T00:00:00.000Z';
const NEXT_MONDAY = '2024-01-22T00:00:00.000Z';

test.each<[string, Caps, unknown[]]>([
	['a daily cap', { dailyCap: 3 }, [3, TUESDAY]],
	['a weekly cap', { weeklyCap: 4 }, [4, NEXT_MONDAY]],
	['both caps, the day full first', { dailyCap: 2, weeklyCap: 5 }, [2, TUESDAY]],
	['both caps, the week full first', { dailyCap: 5, weeklyCap: 2 }, [2, NEXT_MONDAY]],
	['both caps, full at once, until the later end', { dailyCap: 3, weeklyCap: 3 }, [3, NEXT_MONDAY]],
	['no cap', {}, ['no end']],
])('A cap holds back the sends beyond it: %s', async (_case, caps, expected) => {
	expect(await takeAll(caps)).toEqual(expected);
});

describe('Caps that this process knows to be reached', () => {
	const reached = (caps: Caps, now = NOW, noun = NOUN) =>
		reachedCap({ accountKey: ACCOUNT, noun }, { dailyCap: 0, weeklyCap: 0, ...caps }, now);

	test('A reached cap is known without a request to the store, until a slot is released', async () => {
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

	test('A cap is known to be reached once the store reports that all its slots are taken', async () => {
		await takeAll({ dailyCap: 2 });
		processState.reset();
		expect(reached({ dailyCap: 2 })).toBeNull();
		await take({ dailyCap: 2 });
		expect(reached({ dailyCap: 2 })).not.toBeNull();
	});

	test('A reached cap stays known, however many accounts have sent in periods that have ended', async () => {
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

	test('Of two reached caps, the one that ends last is reported', async () => {
		await takeAll({ dailyCap: 1, weeklyCap: 1 });
		expect(reached({ dailyCap: 1, weeklyCap: 1 })?.retryAt).toBe(at(NEXT_MONDAY));
		expect(reached({ dailyCap: 1, weeklyCap: 2 })?.retryAt).toBe(at(TUESDAY));
	});

	test('A reached cap holds nothing back on another day, for another kind of send, or without a cap', async () => {
		await takeAll({ dailyCap: 1 });
		expect(reached({})).toBeNull();
		expect(reached({ dailyCap: 1 }, at(TUESDAY))).toBeNull();
		expect(reached({ dailyCap: 1 }, NOW, { one: 'card', many: 'cards' })).toBeNull();
	});
});

test('A reached cap reports when it ends and what it counts', async () => {
	await takeAll({ dailyCap: 2 });
	expect(await take({ dailyCap: 2 })).toEqual({
		kind: 'reached',
		limit: {
			scope: 'cap',
			retryAt: at(TUESDAY),
			message: 'Held back: your cap of 2 gifts a day for this account is reached.',
			info: {
				...NO_RATE_LIMIT_INFO,
				scope: 'cap',
				limit: 2,
				used: 2,
				remaining: 0,
				resetAt: at(TUESDAY),
			},
		},
	});
	expect(await take({ dailyCap: 1 })).toMatchObject({
		limit: { message: 'Held back: your cap of 1 gift a day for this account is reached.' },
	});
});

describe('Periods', () => {
	test.each([
		['2024-01-15T00:00:00.000Z', TUESDAY],
		['2024-01-15T23:59:59.999Z', TUESDAY],
		['2024-01-16T00:00:00.000Z', '2024-01-17T00:00:00.000Z'],
		['2024-12-31T23:59:59.999Z', '2025-01-01T00:00:00.000Z'],
	])('The day of a cap at %s ends at %s', async (now, ends) => {
		expect(await takeAll({ dailyCap: 1 }, at(now))).toEqual([1, ends]);
	});

	test.each([
		['2024-01-15T00:00:00.000Z', NEXT_MONDAY],
		['2024-01-21T23:59:59.999Z', NEXT_MONDAY],
		['2024-01-22T00:00:00.000Z', '2024-01-29T00:00:00.000Z'],
		['2025-12-31T12:00:00.000Z', '2026-01-05T00:00:00.000Z'],
	])('The week of a cap at %s ends at %s', async (now, ends) => {
		expect(await takeAll({ weeklyCap: 1 }, at(now))).toEqual([1, ends]);
	});

	test('At midnight the slots of the day are free again, and those of the week are not', async () => {
		const caps = { dailyCap: 2, weeklyCap: 3 };
		expect(await takeAll(caps, at('2024-01-15T23:59:59.999Z'))).toEqual([2, TUESDAY]);
		expect(await takeAll(caps, at('2024-01-16T00:00:00.000Z'))).toEqual([1, NEXT_MONDAY]);
		expect(await takeAll(caps, at('2024-01-21T23:59:59.999Z'))).toEqual([0, NEXT_MONDAY]);
		expect(await takeAll(caps, at('2024-01-22T00:00:00.000Z'))).toEqual([
			2,
			'2024-01-23T00:00:00.000Z',
		]);
	});

	test('A slot belongs to the day on which it was reserved, even if it is released after midnight', async () => {
		const places = await take({ dailyCap: 2 }, at('2024-01-15T23:59:59.000Z'));
		await take({ dailyCap: 2 }, at('2024-01-16T00:00:00.000Z'));
		await leave(places);
		expect(await takeAll({ dailyCap: 2 }, at('2024-01-16T00:00:01.000Z'))).toEqual([
			1,
			'2024-01-17T00:00:00.000Z',
		]);
	});
});

test.each<[Caps, string]>([
	[{ dailyCap: 2, weeklyCap: 5 }, TUESDAY],
	[{ weeklyCap: 5 }, NEXT_MONDAY],
])('A reservation under the caps %j counts until %s', async (caps, until) => {
	expect(await take(caps)).toMatchObject({ until: at(until) });
});

describe('Released slots', () => {
	test('Released slots are free again, and leave nothing in the store', async () => {
		const caps = { dailyCap: 3, weeklyCap: 3 };
		await leave(await take(caps));
		expect(store.entries).toEqual([]);
		expect(await takeAll(caps)).toEqual([3, NEXT_MONDAY]);
	});

	test('A send that the daily cap holds back uses no slot of the week', async () => {
		const caps = { dailyCap: 1, weeklyCap: 3 };
		await takeAll(caps);
		for (let tries = 0; tries < 5; tries++) await take(caps);
		expect(await takeAll(caps, at(TUESDAY))).toEqual([1, '2024-01-17T00:00:00.000Z']);
		expect(await takeAll(caps, at('2024-01-17T00:00:00.000Z'))).toEqual([1, NEXT_MONDAY]);
	});

	test('Releasing a slot takes one request to the store', async () => {
		const places = await take({ weeklyCap: 3 });
		store.startCounting();
		await leave(places);
		expect(store.count).toBe(1);
	});

	test.each([0, 1, 2])(
		'Slot %i of three is free in a new process once it was released',
		async (index) => {
			const taken: Array<SlotReservation | CapReached> = [];
			for (let number = 0; number < 3; number++) taken.push(await take({ weeklyCap: 3 }));
			await leave(taken[index]);
			processState.reset();
			expect(await takeAll({ weeklyCap: 3 })).toEqual([1, NEXT_MONDAY]);
			expect(await takeAll({ weeklyCap: 3 })).toEqual([0, NEXT_MONDAY]);
		},
	);
});

describe('Sharing', () => {
	test('Two simultaneous executions of a node share a cap', async () => {
		const executions = [memoryOn(store), memoryOn(store)];
		const all = await Promise.all(
			Array.from({ length: 12 }, async (_, index) =>
				take({ weeklyCap: 5 }, NOW, { memory: executions[index % 2] }),
			),
		);
		expect(all.filter(({ kind }) => kind === 'reserved')).toHaveLength(5);
	});

	test('Two nodes of one process share a cap', async () => {
		const other = { memory: memoryOn(new FakeStore(), {}, 'other') };
		for (let sent = 0; sent < 3; sent++) await take({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 5 }, NOW, other)).toEqual([2, NEXT_MONDAY]);
		expect(await takeAll({ weeklyCap: 5 })).toEqual([0, NEXT_MONDAY]);
	});

	test('Sends of another kind use no slots of a cap', async () => {
		await takeAll({ weeklyCap: 5 });
		const noun = { one: 'message', many: 'messages' };
		expect(await takeAll({ weeklyCap: 5 }, NOW, { noun })).toEqual([5, NEXT_MONDAY]);
		processState.reset();
		expect(await takeAll({ weeklyCap: 6 }, NOW, { noun })).toEqual([1, NEXT_MONDAY]);
	});

	test('Each account has its own slots under a cap', async () => {
		await takeAll({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 5 }, NOW, { account: `${ACCOUNT}2` })).toEqual([
			5,
			NEXT_MONDAY,
		]);
	});

	test('A send counts against the caps of all nodes, whatever each node allows', async () => {
		await takeAll({ weeklyCap: 5 });
		expect(await takeAll({ weeklyCap: 7 })).toEqual([2, NEXT_MONDAY]);
		expect(await takeAll({ weeklyCap: 6 })).toEqual([0, NEXT_MONDAY]);
	});
});

describe('New processes', () => {
	test.each<[Caps, number]>([
		[{ weeklyCap: 5 }, 3],
		[{ dailyCap: 5 }, 3],
		[{ dailyCap: 5, weeklyCap: 5 }, 3],
	])('A new process finds the slots that an earlier one reserved (%j)', async (caps, before) => {
		for (let sent = 0; sent < before; sent++) await take(caps);
		processState.reset();
		expect((await takeAll(caps))[0]).toBe(5 - before);
	});

	test('A new process in mid-week continues the week and begins a new day', async () => {
		const caps = { dailyCap: 3, weeklyCap: 5 };
		await takeAll(caps);
		processState.reset();
		expect(await takeAll(caps, at('2024-01-18T08:00:00.000Z'))).toEqual([2, NEXT_MONDAY]);
	});

	test('Without a memory, an execution counts its own slots and can release them', async () => {
		const memory = memoryOn(store, {}, 'n', undefined, '');
		const places = await take({ weeklyCap: 3 }, NOW, { memory });
		await leave(places);
		expect(await takeAll({ weeklyCap: 3 }, NOW, { memory })).toEqual([3, NEXT_MONDAY]);
	});

	test('A send whose slot cannot be stored fails and uses no slot', async () => {
		store.crashesAt = 2;
		for (let item = 0; item < 5; item++) {
			await expect(take({ dailyCap: 2, weeklyCap: 3 })).rejects.toThrow(/database/);
		}
		store.crashesAt = Infinity;
		store.entries = [];
		expect((await takeAll({ dailyCap: 2, weeklyCap: 3 }))[0]).toBe(2);
	});
});
