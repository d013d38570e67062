import type { Job } from './job';
import type { ProviderSettings } from './provider-state';
import { figure, type Report, type Row } from './report';
import { byPackage, byHttpRequest, type Setting } from './rounds';
import type { Stage } from './stage';

interface Case {
	readonly name: string;
	readonly job: Pick<Job, 'task' | 'count' | 'people'>;
	readonly provider: ProviderSettings;
	/** The number of answers per request. */
	readonly useful: number;
}

const WEEKLY_LIMIT = 90;
/** The last page is empty, which marks the end of ConnectSafely's lists. */
const PAGES = 10;
const CASES: readonly Case[] = [
	{
		name: '1,000 status checks of 250 people',
		job: { task: 'check', count: 1_000, people: 250 },
		provider: {},
		useful: 250,
	},
	{
		name: '200 invitations to 150 people, 90 allowed',
		job: { task: 'send', count: 200, people: 150 },
		provider: { weeklyLimit: WEEKLY_LIMIT },
		useful: WEEKLY_LIMIT,
	},
	{
		name: '200 messages with one text to 150 connected people',
		job: { task: 'write', count: 200, people: 150 },
		provider: { connections: 150 },
		useful: 150,
	},
	{
		name: '20 items that ask for one list of 10 pages',
		job: { task: 'list', count: 20 },
		provider: { connections: 12 * (PAGES - 1) - 1 },
		useful: PAGES,
	},
];
const SETTINGS: readonly Setting[] = [
	byPackage('this package', { options: { requestsPerMinute: 0 } }),
	byHttpRequest('HTTP Request', { batching: { batchSize: 10, batchInterval: 20 } }),
];

/** The requests per new answer. The counts do not vary, so one round is enough. */
export async function requests(stage: Stage): Promise<Report> {
	const provider = stage.provider();
	const rows: Row[] = [];
	const pastLimit: number[] = [];
	const forEach: number[] = [];
	for (const { name, job, provider: state, useful } of CASES) {
		for (const { who, contender, settings } of SETTINGS) {
			const worker = stage.worker(contender);
			const outcome = await worker.run({ ...job, ...(await provider.reset(state)), settings });
			const seen = await provider.seen();
			const isSend = job.task === 'send' || job.task === 'write';
			const asked = isSend ? seen.sends : seen.requests;
			// The simulated provider accepts the same text twice, as ConnectSafely does.
			const inVain = asked - Math.min(seen.acted, useful);
			if (contender === 'package') {
				forEach.push(asked / useful);
				if (isSend) pastLimit.push(inVain);
			}
			rows.push({
				who: `${name}: ${who}`,
				figures: {
					requests: figure([asked]),
					'for each useful answer': figure([asked / useful]),
					...(isSend ? { 'past the limit, or twice': figure([inVain]) } : {}),
					'further requests': figure([seen.requests - asked]),
					'items answered': figure([outcome.answered]),
					'on Rate Limited': figure([outcome.heldBack]),
				},
			});
			await worker.stop();
		}
	}
	await stage.clear();
	return {
		title: 'Requests for each useful answer',
		rows,
		aims: [
			{ what: 'Requests for each useful answer', value: Math.max(...forEach), atMost: 1 },
			{ what: 'Sends past the limit, or a second time', value: Math.max(...pastLimit), atMost: 0 },
		],
	};
}
