/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import {
	addAccount,
	assertConserved,
	field,
	inviting,
	people,
	posts,
	rows,
	tally,
	type SendingProvider,
} from '../n8n/people';
import { pause, until } from '../n8n/processes';
import type { NodeRun } from '../n8n/workflows';
import {
	allFinished,
	onBothWorkers,
	publish,
	publishList,
	start,
	startAll,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';
import { workersThatTook, WORKERS } from './cluster';

const PROVIDERS: SendingProvider[] = ['connectSafely', 'sendPilot'];
const LEFT = 20;
const LISTED = 18;
const MINUTE_MS = 60_000;

const limited = (runs: NodeRun[]) =>
	runs.flatMap(({ rateLimited }) => rateLimited.map(({ rateLimit }) => rateLimit));
const sent = (runs: NodeRun[]) =>
	runs.flatMap(({ success }) => success.filter(({ outcome }) => outcome === 'sent')).length;

const shared: QueueCheck = {
	name: 'four workflows, two to an account: every item leaves once, and each worker asks past the limit once at most',
	run: onBothWorkers(async (context, attempt) => {
		const { simulator, credentials } = context;
		const campaigns: Array<Campaign & { provider: SendingProvider }> = [];
		for (const provider of PROVIDERS) {
			const accountId = addAccount(simulator, provider, `shared-${provider}-${attempt}`, LEFT);
			for (const half of ['one', 'other']) {
				const name = `shared-${provider}-${half}-${attempt}`.toLowerCase();
				const listed = [
					...people(name, LISTED - 3),
					// Three are in both lists. SendPilot would invite them twice, since each node has its own memory.
					...people(provider === 'connectSafely' ? 'shared-both' : `${name}-too`, 3),
				];
				const node = inviting(provider, accountId, credentials);
				const campaign = await publish(context, name, rows(listed), node);
				campaigns.push({ ...campaign, provider });
			}
		}
		simulator.fault({ path: '/connect', times: Infinity, kind: 'delay', ms: 40 });
		const all: string[] = [];
		for (const round of [1, 2]) {
			const ids = await startAll(context, campaigns);
			const runs = await allFinished(context, ids);
			all.push(...ids);
			for (const run of runs) assertConserved(run, LISTED);
			for (const [index, provider] of PROVIDERS.entries()) {
				const asked = posts(simulator, provider);
				const past = asked.filter(({ status }) => status === 429).length;
				assert.equal(simulator.invitationsAccepted(provider).length, LEFT, provider);
				assert.ok(past <= WORKERS.length, `${past} requests past the limit of ${provider}`);
				const own = runs.slice(index * 2, index * 2 + 2);
				assert.equal(
					limited(own).length + own.flatMap(({ success }) => success).length,
					2 * LISTED,
				);
				context.figure(`four workflows, round ${round}, ${provider}`, {
					listed: 2 * LISTED,
					invited: sent(own),
					outcomes: tally(own.flatMap(({ success }) => field(success, 'outcome'))),
					rateLimited: limited(own).length,
					requestsPastTheLimit: past,
				});
			}
		}
		return all;
	}),
};

/** People that no other execution has. */
const NEW_PEOPLE = `
return Array.from({ length: 10 }, (_, i) => ({ json: { linkedin: 'new-' + $execution.id + '-' + i } }));
`;

/** Starts lists of distinct people, in workflows that share an account. */
async function runCapped(context: QueueContext, names: string[], dailyCap: number, times: number) {
	const { simulator, credentials } = context;
	const accountId = addAccount(simulator, 'sendPilot', `account-of-${names.join('-')}`);
	const node = inviting('sendPilot', accountId, credentials, { dailyCap });
	const campaigns: Campaign[] = [];
	for (const name of names) campaigns.push(await publish(context, name, NEW_PEOPLE, node));
	const each = Array<string>(times).fill('');
	const ids = await startAll(context, campaigns, each);
	return {
		runs: await allFinished(context, ids),
		ids,
		invited: simulator.invitationsAccepted('sendPilot').length,
	};
}

const caps: QueueCheck[] = [
	{
		name: 'a daily cap of one workflow that runs on both workers at once is kept',
		run: onBothWorkers(async (context, attempt) => {
			const { runs, ids, invited } = await runCapped(context, [`capped-${attempt}`], 6, 4);
			assert.equal(invited, 6);
			assert.equal(limited(runs).length, 34);
			context.figure('daily cap of 6, one workflow, four executions on two workers', sent(runs));
			return ids;
		}),
	},
	{
		name: 'a daily cap of two workflows with one account is kept by each of them, on two workers',
		async run(context) {
			const both = ['capped-one', 'capped-other'];
			const { ids, invited } = await runCapped(context, both, 4, 1);
			const workers = workersThatTook(context.cluster, ids);
			assert.ok(invited <= 4 * workers.length, `${invited} on ${workers.length} workers`);
			context.figure(`daily cap of 4, two workflows on ${workers.length} worker(s)`, invited);
		},
	},
];

const paced: QueueCheck = {
	name: 'Requests per Minute is kept by each worker for itself',
	async run(context) {
		const { simulator, cluster, rest } = context;
		const perMinute = 10;
		const accounts = ['paced-one', 'paced-other'];
		const ids: string[] = [];
		for (const name of accounts) {
			const options = { requestsPerMinute: perMinute };
			const { campaign } = await publishList(context, 'sendPilot', name, perMinute + 5, options);
			ids.push(...(await start(context, campaign)));
		}
		for (const id of ids) await cluster.workerOf(id);
		const workers = workersThatTook(cluster, ids).length;
		const allowed = workers * perMinute;
		const moments = () => posts(simulator, 'sendPilot').map(({ at }) => Date.parse(at));
		await until('the allowance is used up', () => moments().length >= allowed, MINUTE_MS);
		// Any request beyond the limit would be made now.
		await pause(2_000);
		const [first = 0] = moments();
		const left = moments().filter((moment) => moment - first < MINUTE_MS).length;
		for (const id of ids) await rest.stopExecution(id);
		assert.equal(left, allowed);
		context.figure(`${perMinute} requests per minute with one key, ${workers} worker(s)`, left);
	},
};

/** Limits, caps and paces, with one account shared by workflows on two workers. */
export const checks: QueueCheck[] = [shared, ...caps, paced];
