import { figure, type Report, type Row } from './report';
import { byPackage, byHttpRequest, type Setting } from './rounds';
import type { Stage } from './stage';

const PEOPLE = 50;
const FAILING = 4;

const retryOnFail = { maxTries: 5, waitBetweenTries: 100 };
const OWN: Setting = byPackage('this package, Retry On Fail', {
	options: { requestsPerMinute: 0 },
	retryOnFail,
	onError: 'stopWorkflow',
});
const batching = { batchSize: 10, batchInterval: 20 };
const SETTINGS: readonly Setting[] = [
	OWN,
	byHttpRequest('HTTP Request, Retry On Fail', { batching, retryOnFail, onError: 'stopWorkflow' }),
	byHttpRequest('HTTP Request, one item at a time, Retry On Fail', {
		oneByOne: true,
		retryOnFail,
		onError: 'stopWorkflow',
	}),
	byHttpRequest('HTTP Request, On Error: Continue', { batching }),
];

/** A list of invitations, of which the provider answers some with 500, whether or not it has sent them. */
export async function retries(stage: Stage): Promise<Report> {
	const provider = stage.provider();
	const rows: Row[] = [];
	const amiss = { again: NaN, lost: NaN };
	for (const { who, contender, settings } of SETTINGS) {
		const worker = stage.worker(contender);
		const at = await provider.reset({ failing: FAILING });
		const job = { task: 'send', count: PEOPLE, ...at, settings } as const;
		const { answered, heldBack } = await worker.run(job);
		const seen = await provider.seen();
		const lost = PEOPLE - answered - heldBack;
		if (who === OWN.who) Object.assign(amiss, { again: seen.askedAgain, lost });
		await worker.run(job);
		const later = await provider.seen();
		rows.push({
			who,
			figures: {
				'requests to invite': figure([seen.sends]),
				'people invited': figure([seen.invited]),
				'of whom asked for again': figure([seen.askedAgain]),
				'items lost': figure([lost]),
				'people invited after the next run': figure([later.invited]),
				'requests to invite in it': figure([later.sends - seen.sends]),
			},
		});
		await worker.stop();
	}
	await stage.clear();
	return {
		title: `Retry On Fail: ${PEOPLE} invitations, ${FAILING} requests answered with 500, of which two had their effect`,
		rows,
		aims: [
			{ what: 'Requests to invite somebody once more', value: amiss.again, atMost: 0 },
			{ what: 'Items lost', value: amiss.lost, atMost: 0 },
		],
	};
}
