import type { Outcome, Settings } from './job';
import { figure, type Aim, type Report, type Row } from './report';
import { byPackage, byHttpRequest, byBareLoop, type Setting } from './rounds';
import type { Stage } from './stage';

interface Series extends Setting {
	readonly task: 'check' | 'send' | 'write';
	readonly sizes: readonly number[];
}

const READS = [1_000, 10_000, 100_000];
const UNPACED: Settings = { options: { requestsPerMinute: 0 } };
const WRITES = [1_000, 10_000];
const own = (what: string, task: Series['task'], sizes: readonly number[]): Series => ({
	...byPackage(`this package, ${what}`, UNPACED),
	task,
	sizes,
});
const OWN = own('status checks', 'check', READS);
const SENDS = own('invitations', 'send', WRITES);
const MESSAGES = own('messages to connected people', 'write', WRITES);
const SERIES: readonly Series[] = [
	OWN,
	SENDS,
	MESSAGES,
	{
		// Without batches, a hundred thousand connections would be opened at once.
		...byHttpRequest('HTTP Request, 10 every 10 ms, status checks', {
			batching: { batchSize: 10, batchInterval: 10 },
		}),
		task: 'check',
		sizes: READS,
	},
	{
		...byBareLoop('bare loop, 5 at a time, status checks', { atOnce: 5 }),
		task: 'check',
		sizes: READS,
	},
];

/** Each size in its own process, after a warm-up run. */
async function grown(stage: Stage, series: Series, count: number): Promise<Outcome> {
	const { contender, settings, task } = series;
	const provider = stage.provider();
	const worker = stage.worker(contender, { nodeOptions: ['--expose-gc'] });
	const job = { task, settings } as const;
	const connected = (connections: number) => (task === 'write' ? { connections } : {});
	await worker.run({ ...job, count: 500, ...(await provider.reset(connected(500))) });
	const world = await provider.reset(connected(count));
	const outcome = await worker.run({ ...job, count, ...world, watchHeap: true });
	await stage.clear();
	if (outcome.answered !== count) {
		throw new Error(`${series.who}: ${outcome.answered} of ${count} items were answered`);
	}
	return outcome;
}

/** How time and memory grow with the number of items. */
export async function growth(stage: Stage, rounds = 1): Promise<Report> {
	const rows: Row[] = [];
	const outcomes = new Map<string, Outcome[]>();
	for (const series of SERIES) {
		for (const count of series.sizes) {
			const runs: Outcome[] = [];
			for (let round = 0; round < rounds; round++) runs.push(await grown(stage, series, count));
			outcomes.set(`${series.who} ${count}`, runs);
			const bytes = (read: (heap: NonNullable<Outcome['heap']>) => number) =>
				figure(runs.map(({ heap }) => (heap ? read(heap) / count : NaN)));
			rows.push({
				who: `${series.who}: ${count.toLocaleString('en')}`,
				figures: {
					'CPU, ms an item': figure(runs.map(({ cpuMs }) => cpuMs / count)),
					'wall, ms an item': figure(runs.map(({ wallMs }) => wallMs / count)),
					'input, bytes an item': bytes(({ input }) => input),
					'input and output, bytes an item': bytes(({ kept }) => kept),
					'peak, bytes an item': bytes(({ peak }) => peak),
					'resident, bytes an item': bytes(({ resident }) => resident),
				},
			});
		}
	}
	const median = ({ who }: Series, count: number, read: (outcome: Outcome) => number) =>
		figure((outcomes.get(`${who} ${count}`) ?? []).map(read)).median / count;
	const overKept = ({ heap }: Outcome) => (heap ? heap.peak / heap.kept : NaN);
	const aims = [OWN, SENDS, MESSAGES].flatMap((series): Aim[] => {
		const [least = 0, most = 0] = [series.sizes[0], series.sizes.at(-1)];
		const cpu = ({ cpuMs }: Outcome) => cpuMs;
		return [
			{
				what: `${series.who}: CPU an item at ${most.toLocaleString('en')} over that at ${least.toLocaleString('en')}`,
				value: median(series, most, cpu) / median(series, least, cpu),
				atMost: 1.1,
			},
			{
				what: `${series.who}: peak over the items' own data at ${most.toLocaleString('en')}`,
				value: median(series, most, overKept) * most,
				atMost: 1.5,
			},
		];
	});
	return { title: 'Growth: time and live memory an item, by the number of items', rows, aims };
}
