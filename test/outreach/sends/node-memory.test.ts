import { time, useTime } from './waits';
import type { IDataObject } from 'n8n-workflow';
import { MAX_ENTRIES } from '../../../nodes/outreach/sends/processed-data';
import type { SendState } from '../../../nodes/outreach/operations/operation';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { NodeMemory } from '../../../nodes/outreach/sends/node-memory';
import { ADA, BEN, BusyStore, claimed, FakeStore, makeSend, memoryOn, NOW, wait } from './stores';

useTime();

let store: FakeStore;
beforeEach(() => {
	store = new FakeStore();
});

/** Looks it up like another n8n process, after this one has ended. */
async function stateOf(key: string): Promise<SendState> {
	processState.reset();
	return await memoryOn(store).lookUp(key);
}

/** Brings a send into a state. */
async function given(state: SendState) {
	if (state === 'sent') await makeSend(memoryOn(store), ADA, NOW);
	if (state === 'inDoubt') await (await claimed(memoryOn(store), ADA)).leaveInDoubt();
}

type Step = (memory: NodeMemory) => Promise<unknown>;
const claims: Step = async (memory) => await claimed(memory, ADA);
const makes: Step = async (memory) => await makeSend(memory, ADA, NOW);
const isRefused: Step = async (memory) => {
	await (await claimed(memory, ADA, await memory.lookUp(ADA))).rollBack();
};
const isCutOff: Step = async (memory) => await (await claimed(memory, ADA)).leaveInDoubt();
const isResolved: Step = async (memory) => await memory.resolveAsSent(ADA, null);
const isFound = (state: SendState): Step => {
	return async (memory) => expect(await memory.claim(ADA, 'none', wait)).toBe(state);
};
const inOneRun = (...steps: Step[]): Step => {
	return async (memory) => {
		for (const step of steps) await step(memory);
		await memory.close();
	};
};

test.each<[string, SendState, SendState, Step]>([
	['nobody made', 'none', 'none', async () => {}],
	['was looked up only', 'none', 'none', async (memory) => await memory.lookUp(ADA)],
	['was claimed, and no more', 'inDoubt', 'none', claims],
	['was in doubt, and turned out to be made', 'sent', 'inDoubt', isResolved],
	['another worker made after the look-up', 'sent', 'sent', isFound('sent')],
	['another worker left in doubt after the look-up', 'inDoubt', 'inDoubt', isFound('inDoubt')],
	['was cut off, and resolved in the same run', 'sent', 'none', inOneRun(isCutOff, isResolved)],
	['was refused, and made in the same run', 'sent', 'none', inOneRun(isRefused, makes)],
	['was made, and refused in the same run', 'sent', 'none', inOneRun(makes, isRefused)],
])('A send that %s is then %s', async (_case, after, before, happens) => {
	await given(before);
	await happens(memoryOn(store));
	expect(await stateOf(ADA)).toBe(after);
	expect(await stateOf(ADA)).toBe(after);
	expect(await stateOf(BEN)).toBe('none');
});

test.each<[SendState, number]>([
	['none', 0],
	['sent', 2],
	['inDoubt', 6],
])(
	'The state %s is kept in few entries, and a look-up changes none of them',
	async (state, count) => {
		await given(state);
		const before = [...store.entries];
		expect(before).toHaveLength(count);
		expect(await stateOf(ADA)).toBe(state);
		await memoryOn(store).close();
		expect(store.entries).toEqual(before);
	},
);

test('A send in doubt belongs to the account that requested it', async () => {
	const memory = memoryOn(store);
	await (await claimed(memory, ADA, 'none', 'acc_1')).leaveInDoubt();
	await (await claimed(memory, BEN)).leaveInDoubt();
	const later = memoryOn(store);
	const entries = [...store.entries];
	expect(later.isOwnDoubt(ADA)).toBe(false);
	for (const account of [undefined, '']) {
		expect(await later.lookUp(BEN, account)).toBe('inDoubt');
		expect(later.isOwnDoubt(BEN)).toBe(true);
	}
	for (const [account, isOwn] of [
		['acc_2', false],
		['', false],
		['acc_1', true],
	] as const) {
		expect(await later.lookUp(ADA, account)).toBe('inDoubt');
		expect([account, later.isOwnDoubt(ADA)]).toEqual([account, isOwn]);
	}
	expect(store.entries).toEqual(entries);
	await later.resolveAsSent(ADA, NOW, 'acc_1');
	await later.resolveAsSent(BEN, NOW);
	await later.close();
	expect(store.entries).toHaveLength(4);
});

test('The people of a list are looked up together', async () => {
	await makeSend(memoryOn(store), BEN, NOW);
	const people = [ADA, BEN, ...Array.from({ length: 98 }, (_, index) => `invitation x|${index}`)];
	const memory = memoryOn(store);
	memory.expect(people);
	store.startCounting();
	const states: SendState[] = [];
	for (const one of people) states.push(await memory.lookUp(one));
	expect(states.filter((state) => state !== 'none')).toEqual(['sent']);
	expect(states[1]).toBe('sent');
	// For each fifty: adds and removes the unknown ones; for a known one also its second half and its doubt.
	expect(store.count).toBe(6);
	expect(store.entries).toHaveLength(2);
});

test('Fifty people are looked up at once, each of them once', async () => {
	const add = jest.spyOn(store, 'checkProcessedAndRecord');
	const memory = memoryOn(store);
	const people = Array.from({ length: 60 }, (_, index) => `invitation x|${index}`);
	memory.expect([...people.slice(0, 5), ...people]);
	for (const person of people) expect(await memory.lookUp(person)).toBe('none');
	expect(add.mock.calls.map(([values]) => values.length)).toEqual([51, 11]);
});

test('A send in doubt is looked up again when its turn comes', async () => {
	await given('inDoubt');
	const memory = memoryOn(store);
	memory.expect([BEN, ADA]);
	expect(await memory.lookUp(BEN)).toBe('none');
	await memory.resolveAsSent(ADA, null);
	expect(await memory.lookUp(ADA)).toBe('sent');
	expect(memory.sentAt(ADA)).toBeNull();
});

test('A node has one memory in all executions of a workflow', () => {
	expect(memoryOn(store).name).toBe('memory w n');
});

test.each<[string, SendState, SendState, SendState | 'a claim']>([
	['is not made', 'none', 'none', 'a claim'],
	['was made meanwhile', 'none', 'sent', 'sent'],
	['came into doubt meanwhile', 'none', 'inDoubt', 'inDoubt'],
	['is still in doubt', 'inDoubt', 'inDoubt', 'a claim'],
	['turned out to be made', 'inDoubt', 'sent', 'sent'],
	['is still made', 'sent', 'sent', 'a claim'],
	['was forgotten', 'sent', 'none', 'a claim'],
])('A claim of a dead worker is waited for: its send %s', async (_what, before, now, result) => {
	await given(now);
	const whole = [...store.entries];
	store.entries.push(`claim 1 ${ADA}`);
	const found = await memoryOn(store).claim(ADA, before, wait);
	expect(typeof found === 'string' ? found : 'a claim').toBe(result);
	expect(time.clock).toBe(16_000);
	if (result !== 'a claim') expect(store.entries).toEqual([...whole, `claim 1 ${ADA}`]);
});

test('Every operation has the node’s own scope and the same limit on entries', async () => {
	await makeSend(memoryOn(store), ADA, NOW);
	await memoryOn(store).reserveSlot('week', 1);
	await memoryOn(store).isEmpty();
	expect(new Set(store.calls.map((how) => JSON.stringify(how)))).toEqual(
		new Set([JSON.stringify(['node', { mode: 'entries', maxEntries: MAX_ENTRIES }])]),
	);
});

test('The oldest sends are forgotten first, once there are too many', async () => {
	await given('sent');
	const filler = Array.from({ length: MAX_ENTRIES - 2 }, (_, index) => `filler ${index}`);
	store.entries = [...store.entries, ...filler];
	expect(await stateOf(ADA)).toBe('sent');
	await makeSend(memoryOn(store), BEN, NOW);
	expect([await stateOf(ADA), await stateOf(BEN)]).toEqual(['none', 'sent']);
});

test('Memory is empty until a send was made', async () => {
	expect(await memoryOn(store).isEmpty()).toBe(true);
	await memoryOn(store).lookUp(ADA);
	expect(await memoryOn(store).isEmpty()).toBe(true);
	await given('sent');
	expect(await memoryOn(store).isEmpty()).toBe(false);
});

test('The claim of a dead worker is taken over after a while, and so is the next one', async () => {
	for (const generation of [1, 2]) store.entries.push(`claim ${generation} ${ADA}`);
	const claim = await claimed(memoryOn(store), ADA);
	expect(time.clock).toBe(32_000);
	await claim.markSent(NOW);
	expect(store.entries).toEqual([`sent 1 ${ADA}`, `sent 2 ${ADA}`]);
});

test('The claim of a living worker is waited for, and its send is not made again', async () => {
	const other = await claimed(memoryOn(store), ADA);
	const waiting = memoryOn(store).claim(ADA, 'none', wait);
	await other.markSent(NOW);
	expect(['sent', 'inDoubt']).toContain(await waiting);
	expect(await stateOf(ADA)).toBe('sent');
});

test('The claim of a living worker on a send in doubt is waited for too', async () => {
	await given('inDoubt');
	const other = await claimed(memoryOn(store), ADA, 'inDoubt');
	let polls = 0;
	const found = await memoryOn(store).claim(ADA, 'inDoubt', async () => {
		if (++polls === 3) await other.markSent(NOW);
		return true;
	});
	expect(found).toBe('sent');
});

test('A cancelled execution waits for no claim, and leaves nothing behind', async () => {
	store.entries.push(`claim 1 ${ADA}`);
	expect(await memoryOn(store).claim(ADA, 'none', async () => false)).toBeNull();
	expect(store.entries).toEqual([`claim 1 ${ADA}`]);
});

describe('Look-ups beside other workers', () => {
	const [FIRST, SECOND] = [`sent 1 ${ADA}`, `sent 2 ${ADA}`];
	const DOUBTS = [`doubt 1 ${ADA}`, `doubt 2 ${ADA}`];

	let busy: BusyStore;
	beforeEach(() => {
		busy = new BusyStore((ms) => (time.clock += ms));
		store = busy;
	});
	/** Once, at the `number`th wait. */
	const atWait = (number: number, job: () => void) => {
		let waits = 0;
		time.meanwhile = () => {
			if (++waits === number) job();
		};
	};

	test.each<[string, SendState, string[]]>([
		['nothing', 'none', []],
		['a send', 'sent', [FIRST, SECOND]],
	])('A look-up in progress is waited for, and leaves %s', async (_what, state, entries) => {
		store.entries = ['look-up', FIRST];
		atWait(2, () => (store.entries = [...entries]));
		expect(await stateOf(ADA)).toBe(state);
		expect(store.entries).toEqual(entries);
	});

	test('A look-up of a dead worker is taken out after a while, with the halves that it left', async () => {
		store.entries = ['look-up', FIRST, `sent 1 ${BEN}`, SECOND.replace('ada', 'eve')];
		const memory = memoryOn(store);
		memory.expect([ADA, BEN]);
		expect([await memory.lookUp(ADA), await memory.lookUp(BEN)]).toEqual(['none', 'none']);
		expect(store.entries).toEqual([SECOND.replace('ada', 'eve')]);
		// Three waits for the other look-up, and one to make sure that the halves stay removed.
		expect(time.clock).toBeLessThan(4 * 500);
	});

	test.each([1, 2])(
		'Halves that another worker restores %i times are removed again',
		async (times) => {
			store.entries = [FIRST];
			let restored = 0;
			time.meanwhile = () => {
				// Other look-ups have to wait.
				expect(store.entries).toContain('look-up');
				if (restored++ < times) store.entries = [...busy.removed];
			};
			expect(await stateOf(ADA)).toBe('none');
			expect([store.entries, restored]).toEqual([[], times + 1]);
		},
	);

	test('Halves that become another worker’s send while they are removed are left to it', async () => {
		store.entries = [FIRST];
		atWait(1, () => (store.entries = [...busy.removed, ...DOUBTS]));
		expect(await stateOf(ADA)).toBe('none');
		expect(store.entries).toEqual([FIRST, SECOND, ...DOUBTS]);
		expect(await stateOf(ADA)).toBe('inDoubt');
	});

	test('A send that another worker makes once the halves are gone is left to it', async () => {
		store.entries = [FIRST];
		atWait(1, () => (store.entries = [FIRST, SECOND]));
		expect(await stateOf(ADA)).toBe('none');
		expect(store.entries).toEqual([FIRST, SECOND]);
	});

	test.each<[string, string[], () => void]>([
		['look-ups go on', ['look-up'], () => (store.entries = ['look-up'])],
		['halves return', [FIRST], () => (store.entries = [...busy.removed])],
	])('A look-up fails if other workers’ %s each time', async (_what, entries, job) => {
		store.entries = entries;
		time.meanwhile = job;
		await expect(memoryOn(store).lookUp(ADA)).rejects.toThrow('too many n8n workers');
		expect(time.clock).toBeLessThan(20 * 750);
	});
});

test('The date of a send in doubt is that of its request, until the result is known', async () => {
	const memory = memoryOn(store);
	const claim = await claimed(memory, ADA);
	expect(memory.attemptedAt(ADA)).toBeNull();
	claim.noteRequest(NOW);
	expect([memory.attemptedAt(ADA), memory.attemptedAt(BEN)]).toEqual([NOW, null]);
	await claim.markSent(NOW);
	expect(memory.attemptedAt(ADA)).toBeNull();
});

test('The dates of the last 2,000 sends are kept in the node’s static data', async () => {
	const staticData: IDataObject = {};
	const memory = memoryOn(store, staticData);
	for (let index = 0; index < 2_001; index++) await memory.resolveAsSent(`p${index}`, NOW);
	processState.reset();
	const later = memoryOn(store, structuredClone(staticData));
	expect(['p0', 'p1', 'p2000'].map((key) => later.sentAt(key))).toEqual([
		null,
		'2024-01-15T10:30:00.000Z',
		'2024-01-15T10:30:00.000Z',
	]);
});

test.each([['none'], [[]], [{ [ADA]: 7 }], [null]])(
	'A date is unknown if static data is unreadable (%j)',
	(invitedAt) => {
		expect(memoryOn(store, { invitedAt } as IDataObject).sentAt(ADA)).toBeNull();
	},
);

test('A slot is one entry, is reserved once, and is free again when it is released', async () => {
	expect(await memoryOn(store).reserveSlot('day', 1)).toBe(true);
	expect(store.entries).toEqual(['slot 1 day']);
	expect(await memoryOn(store).reserveSlot('day', 1)).toBe(false);
	expect(await memoryOn(store).reserveSlot('day', 2)).toBe(true);
	await memoryOn(store).releaseSlot('day', 1);
	expect(await memoryOn(store).reserveSlot('day', 1)).toBe(true);
	expect(store.entries).toEqual(['slot 2 day', 'slot 1 day']);
});

test('A person who was held back by a limit is known the second time, also in a later process, and not as a send', async () => {
	expect(await memoryOn(store).noteThrottled(ADA)).toBe(false);
	expect(await memoryOn(store).noteThrottled(BEN)).toBe(false);
	processState.reset();
	expect(await memoryOn(store).noteThrottled(ADA)).toBe(true);
	expect(store.entries).toEqual([`throttled ${ADA}`, `throttled ${BEN}`]);
	expect(await stateOf(ADA)).toBe('none');
});

test('A person who was held back by a limit counts as new if the store fails', async () => {
	await memoryOn(store).noteThrottled(ADA);
	store.startCounting();
	store.failures.set(1, new Error('SQLITE_FULL'));
	expect(await memoryOn(store).noteThrottled(ADA)).toBe(false);
});

test('Two nodes do not wait for each other', async () => {
	let release = () => {};
	const slow = new FakeStore();
	const held = new Promise<void>((resolve) => (release = resolve));
	jest.spyOn(slow, 'removeProcessed').mockReturnValue(held);
	const looking = memoryOn(slow, {}, 'slow').lookUp(ADA);
	expect(await memoryOn(store, {}, 'other').lookUp(ADA)).toBe('none');
	release();
	expect(await looking).toBe('none');
});
