import { answeredWith } from '../../../nodes/outreach/operations/result';
import { compose, gates, type Layer } from '../../../nodes/outreach/tasks/layers';
import type { TaskResult } from '../../../nodes/outreach/tasks/task';
import { FAILED } from '../acme';

const result = (report: unknown): TaskResult => answeredWith({ accountId: null, report });
const DONE = result('done');

/** Records its start and its end. */
const layer =
	(name: string): Layer<string[]> =>
	(next) =>
	async (log) => {
		log.push(`${name} begins`);
		const answer = await next(log);
		log.push(`${name} ends`);
		return answer;
	};
const perform = async (log: string[]) => {
	log.push('performs');
	return DONE;
};

test('Composed layers run around the task, the first one outermost', async () => {
	const log: string[] = [];
	expect(await compose(layer('a'), layer('b'))(perform)(log)).toBe(DONE);
	expect(log).toEqual(['a begins', 'b begins', 'performs', 'b ends', 'a ends']);
});

test('Without layers, the task alone is performed', async () => {
	const log: string[] = [];
	expect(await compose<string[]>()(perform)(log)).toBe(DONE);
	expect(log).toEqual(['performs']);
});

test('A layer may answer instead of what follows, or have it performed again', async () => {
	const log: string[] = [];
	const twice: Layer<string[]> = (next) => async (task) => {
		await next(task);
		return await next(task);
	};
	await compose(twice, layer('a'))(perform)(log);
	expect(log.filter((line) => line === 'performs')).toHaveLength(2);
	const instead: Layer<string[]> = () => async () => FAILED;
	const after: string[] = [];
	expect(await compose(layer('a'), instead, layer('b'))(perform)(after)).toBe(FAILED);
	expect(after).toEqual(['a begins', 'a ends']);
});

test('Gates are asked in order until one answers, and the task is performed if none does', async () => {
	const log: string[] = [];
	const gate = (name: string, answer: TaskResult | null) => async () => {
		log.push(name);
		return answer;
	};
	const closed = gates<string[]>(gate('first', null), gate('second', FAILED), gate('third', DONE));
	expect(await closed(perform)(log)).toBe(FAILED);
	expect(log).toEqual(['first', 'second']);
	const open = gates<string[]>(gate('first', null), gate('second', null));
	expect(await open(perform)(log)).toBe(DONE);
	expect(log.slice(2)).toEqual(['first', 'second', 'performs']);
});

test('An error that a gate throws stops the task', async () => {
	const log: string[] = [];
	const broken = async (): Promise<null> => await Promise.reject(new Error('no database'));
	await expect(gates<string[]>(broken)(perform)(log)).rejects.toThrow('no database');
	expect(log).toEqual([]);
});
