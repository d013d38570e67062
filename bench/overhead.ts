import type { Outcome } from './job';
import { figure, type Report } from './report';
import { byPackage, byHttpRequest, byBareLoop, interleaved, ratio, type Setting } from './rounds';
import type { Stage } from './stage';

const ITEMS = 1_000;

const OWN = [
	byPackage('this package, 5 at a time (its default)', { options: { requestsPerMinute: 0 } }),
	byPackage('this package, 20 at a time', {
		options: { requestsPerMinute: 0, maxConcurrentRequests: 20 },
	}),
	// As HTTP Request does.
	byPackage('this package, all at once', {
		options: { requestsPerMinute: 0, maxConcurrentRequests: ITEMS },
	}),
] as const;
const HTTP_REQUEST = [
	byHttpRequest('HTTP Request, all at once'),
	byHttpRequest('HTTP Request, 50 every 10 ms', { batching: { batchSize: 50, batchInterval: 10 } }),
] as const;
const BARE_LOOP = [
	byBareLoop('bare loop, 1 at a time', { atOnce: 1 }),
	byBareLoop('bare loop, 5 at a time', { atOnce: 5 }),
] as const;
const EVALUATING = byBareLoop('bare loop, 5 at a time, with an expression', {
	atOnce: 5,
	evaluates: true,
});
/** The cost for any node that evaluates expressions and limits the size of responses. */
const CAPPING = byBareLoop('bare loop, 5 at a time, with an expression, answers read as streams', {
	atOnce: 5,
	evaluates: true,
	streams: true,
});
const SETTINGS: readonly Setting[] = [...OWN, ...HTTP_REQUEST, ...BARE_LOOP, EVALUATING, CAPPING];

const MEASURED = [
	{ name: 'CPU', read: ({ cpuMs }: Outcome) => cpuMs / ITEMS },
	{ name: 'wall time', read: ({ wallMs }: Outcome) => wallMs / ITEMS },
];
const AIMS = [
	{ others: HTTP_REQUEST, name: 'HTTP Request', atMost: 1 },
	{ others: BARE_LOOP, name: 'the bare loop', atMost: 1.5 },
	{ others: [CAPPING], name: 'the bare loop with an expression and streams', atMost: 1.5 },
];

/** A node's own cost: status checks with a provider that responds at once. */
export async function overhead(stage: Stage, roundsWanted = 25): Promise<Report> {
	const outcomes = await interleaved(stage, SETTINGS, {
		rounds: roundsWanted,
		provider: {},
		job: { task: 'check', count: ITEMS },
	});
	const rounds = ({ who }: Setting, read: (outcome: Outcome) => number) =>
		(outcomes.get(who) ?? []).map(read);
	return {
		title: `Overhead: ${ITEMS} status checks, a provider without latency`,
		rows: SETTINGS.map((setting) => ({
			who: setting.who,
			figures: Object.fromEntries(
				MEASURED.map(({ name, read }) => [`${name}, ms an item`, figure(rounds(setting, read))]),
			),
		})),
		aims: OWN.flatMap((own) =>
			AIMS.flatMap(({ others, name: other, atMost }) =>
				MEASURED.map(({ name, read }) => ({
					what: `${own.who}: ${name} over that of ${other} at its best`,
					value: ratio(
						rounds(own, read),
						others.map((setting) => rounds(setting, read)),
					),
					atMost,
				})),
			),
		),
	};
}
