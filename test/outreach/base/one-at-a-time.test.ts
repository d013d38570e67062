/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';
import { oneAtATime } from '../../../nodes/outreach/base/one-at-a-time';

/** A job that goes on when it is told to. */
function job(log: string[], name: string, end: 'ends' | 'throws' = 'ends') {
	let finish = () => {};
	const told = new Promise<void>((resolve) => (finish = resolve));
	const run = async () => {
		log.push(`${name} begins`);
		await told;
		log.push(`${name} ${end}`);
		if (end === 'throws') throw new Error(name);
		return name;
	};
	return { run, finish };
}

/** Lets whatever could go on without a job being finished go on. */
async function settled() {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test('jobs of one name run one after the other, in the order in which they came', async () => {
	const log: string[] = [];
	const [a, b, c] = [job(log, 'a'), job(log, 'b'), job(log, 'c')];
	const all = [a, b, c].map(async ({ run }) => await oneAtATime('order', run));
	c.finish();
	b.finish();
	await settled();
	expect(log).toEqual(['a begins']);
	a.finish();
	expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
	expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('jobs of two names do not wait for each other', async () => {
	const log: string[] = [];
	const [a, b] = [job(log, 'a'), job(log, 'b')];
	const first = oneAtATime('one', a.run);
	b.finish();
	expect(await oneAtATime('other', b.run)).toBe('b');
	expect(log).toEqual(['a begins', 'b begins', 'b ends']);
	a.finish();
	expect(await first).toBe('a');
});

test('a job that throws fails alone, and holds nobody up', async () => {
	const log: string[] = [];
	const [a, b, c] = [job(log, 'a', 'throws'), job(log, 'b'), job(log, 'c', 'throws')];
	const all = Promise.allSettled([a, b, c].map(({ run }) => oneAtATime('throws', run)));
	for (const { finish } of [a, b, c]) finish();
	expect(await all).toEqual([
		{ status: 'rejected', reason: new Error('a') },
		{ status: 'fulfilled', value: 'b' },
		{ status: 'rejected', reason: new Error('c') },
	]);
	expect(log).toEqual(['a begins', 'a throws', 'b begins', 'b ends', 'c begins', 'c throws']);
});

test('a job that throws before it begins to wait holds nobody up either', async () => {
	const thrown = oneAtATime('at once', () => {
		throw new Error('at once');
	});
	const next = oneAtATime('at once', async () => 'next');
	await expect(thrown).rejects.toThrow('at once');
	expect(await next).toBe('next');
});

test('who comes while the second runs waits for the second', async () => {
	const log: string[] = [];
	const [a, b, c] = [job(log, 'a'), job(log, 'b'), job(log, 'c')];
	const first = oneAtATime('later', a.run);
	const second = oneAtATime('later', b.run);
	a.finish();
	await first;
	await settled();
	const third = oneAtATime('later', c.run);
	await settled();
	expect(log).toEqual(['a begins', 'a ends', 'b begins']);
	b.finish();
	c.finish();
	expect(await Promise.all([second, third])).toEqual(['b', 'c']);
});

test('a job that waited for its turn leaves nothing listening', async () => {
	const { signal } = new AbortController();
	const a = job([], 'a');
	const first = oneAtATime('listening', a.run);
	const second = oneAtATime('listening', async () => 'b', signal);
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	a.finish();
	expect(await Promise.all([first, second])).toEqual(['a', 'b']);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a name is free again once its jobs are done', async () => {
	expect(await oneAtATime('again', async () => 1)).toBe(1);
	const log: string[] = [];
	const a = job(log, 'a');
	const later = oneAtATime('again', a.run);
	await settled();
	expect(log).toEqual(['a begins']);
	a.finish();
	expect(await later).toBe('a');
});

describe('once it is cancelled', () => {
	test('a job no longer waits for its turn', async () => {
		const log: string[] = [];
		const [a, b] = [job(log, 'a'), job(log, 'b')];
		const cancel = new AbortController();
		const first = oneAtATime('cancelled', a.run);
		const second = oneAtATime('cancelled', b.run, cancel.signal);
		await settled();
		expect(log).toEqual(['a begins']);
		cancel.abort();
		await settled();
		expect(log).toEqual(['a begins', 'b begins']);
		b.finish();
		expect(await second).toBe('b');
		a.finish();
		expect(await first).toBe('a');
	});

	test('before it came, a job does not wait either', async () => {
		const log: string[] = [];
		const a = job(log, 'a');
		const first = oneAtATime('cancelled before', a.run);
		expect(await oneAtATime('cancelled before', async () => 'b', AbortSignal.abort())).toBe('b');
		expect(log).toEqual(['a begins']);
		a.finish();
		expect(await first).toBe('a');
	});

	test('who comes after one that jumped the queue waits for all ahead', async () => {
		const log: string[] = [];
		const [a, c] = [job(log, 'a'), job(log, 'c')];
		const first = oneAtATime('jumped', a.run);
		await oneAtATime('jumped', async () => 'b', AbortSignal.abort());
		const third = oneAtATime('jumped', c.run);
		await settled();
		expect(log).toEqual(['a begins']);
		a.finish();
		await first;
		c.finish();
		expect(await third).toBe('c');
		expect(log).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
	});
});
