import { figure, type Report, type Row } from './report';
import { byPackage, byHttpRequest, byBareLoop, type Setting } from './rounds';
import type { Stage } from './stage';

const ITEMS = 300;
const PER_MINUTE = 60;
/** The factor by which all clocks are faster: a minute takes three seconds. */
const SPEED = 20;
const MINUTE_MS = 60_000;
/** Sixty at once, and sixty more at the start of each further minute. */
const LEAST_MS = (Math.ceil(ITEMS / PER_MINUTE) - 1) * MINUTE_MS;

const RETRY = { maxTries: 5, waitBetweenTries: 5_000 };
const OWN: Setting = byPackage('this package');
const SETTINGS: readonly Setting[] = [
	OWN,
	byPackage('this package, pace off, *On Rate Limit: Wait*', {
		options: { requestsPerMinute: 0, onRateLimit: 'wait', maxWaitSeconds: 600 },
	}),
	byHttpRequest('HTTP Request'),
	byHttpRequest('HTTP Request, 60 every 60 s', {
		batching: { batchSize: PER_MINUTE, batchInterval: MINUTE_MS },
	}),
	byHttpRequest('HTTP Request, 1 every 1 s', {
		batching: { batchSize: 1, batchInterval: MINUTE_MS / PER_MINUTE },
	}),
	byHttpRequest('HTTP Request, Retry On Fail (5 tries, 5 s)', { retryOnFail: RETRY }),
	byHttpRequest('HTTP Request, 60 every 60 s, Retry On Fail', {
		batching: { batchSize: PER_MINUTE, batchInterval: MINUTE_MS },
		retryOnFail: RETRY,
	}),
	byBareLoop('bare loop, 5 at a time', { atOnce: 5 }),
];

async function pacedRun(stage: Stage, { contender, settings }: Setting) {
	const provider = stage.provider({ speed: SPEED });
	// A new process each time, since a process remembers the requests of the last minute.
	const worker = stage.worker(contender, { speed: SPEED });
	const job = { task: 'check', count: ITEMS, settings } as const;
	// Warms up with a provider without a limit.
	const unpaced = { options: { requestsPerMinute: 0 } };
	await worker.run({ ...job, count: PER_MINUTE, ...(await provider.reset()), settings: unpaced });
	const outcome = await worker.run({
		...job,
		...(await provider.reset({ perMinute: PER_MINUTE })),
	});
	const seen = await provider.seen();
	return { outcome, seen };
}

/** A list longer than the limit of requests per minute. */
export async function pace(stage: Stage, rounds = 3): Promise<Report> {
	const rows: Row[] = [];
	for (const setting of SETTINGS) {
		// Waiting uses no CPU, so the rounds of a setting run in parallel.
		const runs = await Promise.all(
			Array.from({ length: rounds }, async () => await pacedRun(stage, setting)),
		);
		await stage.clear();
		rows.push({
			who: setting.who,
			figures: {
				'wall, s': figure(runs.map(({ outcome }) => outcome.wallMs / 1000)),
				'over the least': figure(runs.map(({ outcome }) => outcome.wallMs / LEAST_MS)),
				requests: figure(runs.map(({ seen }) => seen.requests)),
				'429s': figure(runs.map(({ seen }) => seen.limited)),
				answered: figure(runs.map(({ outcome }) => outcome.answered)),
				'on Rate Limited': figure(runs.map(({ outcome }) => outcome.heldBack)),
				lost: figure(runs.map(({ outcome }) => ITEMS - outcome.answered - outcome.heldBack)),
			},
		});
	}
	const own = rows.find(({ who }) => who === OWN.who)?.figures;
	const median = (name: string) => own?.[name]?.median ?? NaN;
	return {
		title: `At the limit's pace: ${ITEMS} status checks, ${PER_MINUTE} allowed in a minute (clocks ${SPEED} times faster)`,
		rows,
		aims: [
			{ what: 'Time over the least', value: median('over the least'), atMost: 1.05 },
			{ what: '429s met', value: median('429s'), atMost: 0 },
			{ what: 'Items lost', value: median('lost'), atMost: 0 },
		],
	};
}
