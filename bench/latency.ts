import type { Outcome } from './job';
import { figure, type Report } from './report';
import { byPackage, byHttpRequest, byBareLoop, interleaved, type Setting } from './rounds';
import type { Stage } from './stage';

const ITEMS = 200;
const LATENCY_MS = 100;

interface Concurrent extends Setting {
	/** The number of parallel requests. */
	readonly atOnce: number;
}

const OWN: readonly Concurrent[] = [5, 10, 20].map((atOnce) => ({
	...byPackage(`this package, ${atOnce} at a time${atOnce === 5 ? ' (its default)' : ''}`, {
		options: { requestsPerMinute: 0, maxConcurrentRequests: atOnce },
	}),
	atOnce,
}));
const OTHERS: readonly Concurrent[] = [
	{
		...byHttpRequest('HTTP Request, all at once'),
		atOnce: ITEMS,
	},
	{
		...byHttpRequest('HTTP Request, 5 every 100 ms', {
			batching: { batchSize: 5, batchInterval: LATENCY_MS },
		}),
		atOnce: 5,
	},
	...[1, 5].map(
		(atOnce): Concurrent => ({
			...byBareLoop(`bare loop, ${atOnce} at a time`, { atOnce }),
			atOnce,
		}),
	),
];

/** Whether a provider's latency is hidden behind that of other requests. */
export async function latency(stage: Stage, rounds = 3): Promise<Report> {
	const settings = [...OWN, ...OTHERS];
	const outcomes = await interleaved(stage, settings, {
		rounds,
		provider: { latencyMs: LATENCY_MS },
		job: { task: 'check', count: ITEMS },
	});
	const times = ({ who }: Setting, read: (outcome: Outcome) => number) =>
		figure((outcomes.get(who) ?? []).map(read));
	const overIdeal = (setting: Concurrent) =>
		times(setting, ({ wallMs }) => wallMs / (LATENCY_MS * Math.ceil(ITEMS / setting.atOnce)));
	return {
		title: `Latency hidden: ${ITEMS} status checks, each answered after ${LATENCY_MS} ms`,
		rows: settings.map((setting) => ({
			who: setting.who,
			figures: {
				'wall, s': times(setting, ({ wallMs }) => wallMs / 1000),
				'over latency × ⌈items ∕ at a time⌉': overIdeal(setting),
			},
		})),
		aims: OWN.map((setting) => ({
			what: `${setting.who}: wall time over the ideal`,
			value: overIdeal(setting).median,
			atMost: 1.1,
		})),
	};
}
