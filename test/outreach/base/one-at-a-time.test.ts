/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';
import { oneAtATime, takeTurns } from '../../../nodes/outreach/base/one-at-a-time';
import { processState } from '../../../nodes/outreach/base/process-state';
import { settled } from '../acme';

let log: string[];
beforeEach(() => {
	processState.reset();
	log = [];
});

/** A job that ends on demand. */
function job(name: string, end: 'ends' | 'throws' = 'ends') {
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

/** The same with a turn that stops waiting once it is cancelled. */
async function inTurn<T>(name: string, run: () => Promise<T>, cancelled?: AbortSignal): Promise<T> {
	const end = await takeTurns([name], cancelled);
	try {
		return await run();
	} finally {
		end();
	}
}

test('Jobs of one name run one after the other, in the order in which they came', async () => {
	const [a, b, c] = [job('a'), job('b'), job('c')];
	const first = oneAtATime('order', a.run);
	const second = oneAtATime('order', b.run);
	await settled();
	expect(log).toEqual(['a begins']);
	a.finish();
	await first;
	await settled();
	// A job that arrives while the second runs waits for the second.
	const third = oneAtATime('order', c.run);
	c.finish();
	await settled();
	expect(log).toEqual(['a begins', 'a ends', 'b begins']);
	b.finish();
	expect(await Promise.all([second, third])).toEqual(['b', 'c']);
	expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
	expect(await oneAtATime('order', async () => 'again')).toBe('again');
});

test('Jobs of two names do not wait for each other', async () => {
	const [a, b] = [job('a'), job('b')];
	const first = oneAtATime('one', a.run);
	b.finish();
	expect(await oneAtATime('other', b.run)).toBe('b');
	expect(log).toEqual(['a begins', 'b begins', 'b ends']);
	a.finish();
	expect(await first).toBe('a');
});

test('A job that throws does not affect the others', async () => {
	const [a, b, c] = [job('a', 'throws'), job('b'), job('c', 'throws')];
	const atOnce = () => {
		throw new Error('at once');
	};
	const jobs = [a.run, b.run, atOnce, c.run].map((run) => oneAtATime<unknown>('throws', run));
	for (const { finish } of [a, b, c]) finish();
	expect((await Promise.allSettled(jobs)).map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
		'rejected',
		'rejected',
	]);
	expect(log).toEqual(['a begins', 'a throws', 'b begins', 'b ends', 'c begins', 'c throws']);
});

test('Turns under several names are taken in order and ended together', async () => {
	const end = await takeTurns(['account', 'person']);
	const both = ['account', 'person'].map((name) => oneAtATime(name, async () => log.push(name)));
	await settled();
	expect(log).toEqual([]);
	end();
	await Promise.all(both);
	expect(log.sort()).toEqual(['account', 'person']);
});

test('A job that waited for its turn leaves no listener on the signal', async () => {
	const { signal } = new AbortController();
	const a = job('a');
	const first = oneAtATime('listening', a.run);
	const second = inTurn('listening', async () => 'b', signal);
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	a.finish();
	expect(await Promise.all([first, second])).toEqual(['a', 'b']);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('Cancelled jobs', () => {
	test.each(['while it waits', 'before it came'])(
		'A job that is cancelled %s does not wait for its turn',
		async (when) => {
			const [a, b] = [job('a'), job('b')];
			const cancel = new AbortController();
			if (when === 'before it came') cancel.abort();
			const first = oneAtATime('cancelled', a.run);
			const second = inTurn('cancelled', b.run, cancel.signal);
			await settled();
			if (when === 'while it waits') expect(log).toEqual(['a begins']);
			cancel.abort();
			await settled();
			expect(log).toEqual(['a begins', 'b begins']);
			b.finish();
			expect(await second).toBe('b');
			a.finish();
			expect(await first).toBe('a');
		},
	);

	test('Jobs behind a cancelled job still wait for the jobs before it', async () => {
		const [a, c] = [job('a'), job('c')];
		const first = oneAtATime('ahead', a.run);
		await inTurn('ahead', async () => 'b', AbortSignal.abort());
		const third = oneAtATime('ahead', c.run);
		await settled();
		expect(log).toEqual(['a begins']);
		a.finish();
		await first;
		c.finish();
		expect(await third).toBe('c');
		expect(log).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
	});
});
