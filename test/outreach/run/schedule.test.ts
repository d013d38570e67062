import { runSideBySide, startInOrder } from '../../../nodes/outreach/run/schedule';
import type { Task } from '../../../nodes/outreach/tasks/task';
import { giftTask, listTask, readTask, settled, writeTask } from '../acme';

const runInOrder = async (...given: Parameters<typeof startInOrder>) =>
	await Promise.all(startInOrder(...given));

/** Settles tasks on demand, and records which have started. */
function held() {
	const begun: number[] = [];
	const ends = new Map<number, () => void>();
	const settle = async ({ itemIndex }: Pick<Task, 'itemIndex'>, ahead?: Promise<unknown>) => {
		await ahead;
		begun.push(itemIndex);
		await new Promise<void>((resolve) => ends.set(itemIndex, resolve));
	};
	const end = async (itemIndex: number) => {
		ends.get(itemIndex)?.();
		await settled();
	};
	return { begun, settle, end };
}

describe('Reads', () => {
	const read = (itemIndex: number, limit = 'views', options = {}) =>
		readTask(undefined, { itemIndex, limit, options });

	test('The first read of a limit runs alone, then as many in parallel as the options say', async () => {
		const { begun, settle, end } = held();
		const options = { maxConcurrentRequests: 3 };
		const all = runSideBySide(
			[0, 1, 2, 3, 4].map((index) => read(index, 'views', options)),
			settle,
		);
		await settled();
		expect(begun).toEqual([0]);
		await end(0);
		expect(begun).toEqual([0, 1, 2, 3]);
		await end(2);
		expect(begun).toEqual([0, 1, 2, 3, 4]);
		for (const index of [1, 3, 4]) await end(index);
		await all;
	});

	test('Reads of two limits each have a first one that runs alone', async () => {
		const { begun, settle, end } = held();
		const list = (itemIndex: number) => listTask(undefined, { itemIndex });
		const all = runSideBySide([read(0), list(1), read(2), list(3)], settle);
		await settled();
		expect(begun).toEqual([0, 1]);
		await end(1);
		expect(begun).toEqual([0, 1, 3]);
		await end(0);
		expect(begun).toEqual([0, 1, 3, 2]);
		await end(2);
		await end(3);
		await all;
	});

	test('Of three reads under two limits, the first under each limit runs alone', async () => {
		const { begun, settle, end } = held();
		const all = runSideBySide([read(0, 'one'), read(1, 'one'), read(2, 'other')], settle);
		await settled();
		expect(begun).toEqual([0, 2]);
		for (const index of [0, 2, 1]) await end(index);
		await all;
	});

	test('No more reads are started than there are', async () => {
		const { begun, settle, end } = held();
		let ended = false;
		void runSideBySide([read(0)], settle).then(() => (ended = true));
		await settled();
		expect([begun, ended]).toEqual([[0], false]);
		await end(0);
		expect(ended).toBe(true);
		await runSideBySide([], settle);
		expect(begun).toEqual([0]);
	});
});

describe('Changes', () => {
	const send = (itemIndex: number, account: string, person: string) =>
		giftTask({ itemIndex, account, person });

	test('Changes run in item order within an account, and in parallel across accounts', async () => {
		const { begun, settle, end } = held();
		const all = runInOrder(
			[send(0, 'one', 'ada'), send(1, 'one', 'ben'), send(2, 'other', 'cat')],
			settle,
		);
		await settled();
		expect(begun).toEqual([0, 2]);
		await end(0);
		expect(begun).toEqual([0, 2, 1]);
		await end(1);
		await end(2);
		await all;
	});

	test('Changes run in item order for a person, across all accounts', async () => {
		const { begun, settle, end } = held();
		const all = runInOrder([send(0, 'one', 'ada'), send(1, 'other', 'ada')], settle);
		await settled();
		expect(begun).toEqual([0]);
		await end(0);
		expect(begun).toEqual([0, 1]);
		await end(1);
		await all;
	});

	test('An account and a person with the same name are different', async () => {
		const { begun, settle, end } = held();
		const all = runInOrder([send(0, 'ada', 'ben'), send(1, 'cat', 'ada')], settle);
		await settled();
		expect(begun).toEqual([0, 1]);
		await end(0);
		await end(1);
		await all;
	});

	test('Changes without a person do not wait for each other', async () => {
		const { begun, settle, end } = held();
		const change = (itemIndex: number, account: string) =>
			writeTask(undefined, { itemIndex, account });
		const all = runInOrder([change(0, 'one'), change(1, 'other')], settle);
		await settled();
		expect(begun).toEqual([0, 1]);
		await end(0);
		await end(1);
		await all;
	});

	test('Changes end when the last one has ended', async () => {
		const { settle, end } = held();
		let ended = false;
		void runInOrder([send(0, 'one', 'ada'), send(1, 'one', 'ben')], settle).then(
			() => (ended = true),
		);
		await settled();
		await end(0);
		expect(ended).toBe(false);
		await end(1);
		expect(ended).toBe(true);
	});
});
