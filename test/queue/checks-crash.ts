/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import {
	assertConserved,
	assertInvitedOnce,
	field,
	posts,
	tally,
	type SendingProvider,
} from '../n8n/people';
import { until } from '../n8n/processes';
import { NODE, type NodeRun } from '../n8n/workflows';
import {
	finished,
	publishAnew,
	publishList,
	start,
	type Campaign,
	type QueueCheck,
	type QueueContext,
} from './campaign';
import { MAIN } from './cluster';

const LISTED = 30;
/** The item at which the worker dies. */
const AT = 11;
/** The node's memory entries of an invited person, with no other send in progress. */
const ENTRIES_A_SEND = 2;

/** A list in progress on a worker. */
interface UnderWay {
	provider: SendingProvider;
	campaign: Campaign;
	names: string[];
	id: string;
	worker: string;
}

async function begin(
	context: QueueContext,
	provider: SendingProvider,
	title: string,
	options: Record<string, unknown> = {},
): Promise<UnderWay> {
	const name = `${title}-${provider}`.toLowerCase();
	const { campaign, names } = await publishList(context, provider, name, LISTED, options);
	const [id = ''] = await start(context, campaign);
	return { provider, campaign, names, id, worker: await context.cluster.workerOf(id) };
}

/** A list whose twelfth invitation is accepted but never answered. */
async function beginUnanswered(
	context: QueueContext,
	provider: SendingProvider,
	title: string,
): Promise<UnderWay> {
	const { simulator } = context;
	simulator.fault({ provider, path: '/connect', after: AT, kind: 'hang', processed: true });
	const underWay = await begin(context, provider, title);
	await until(
		'twelve are invited, the twelfth unanswered',
		() => simulator.invitationsAccepted(provider).length === AT + 1,
	);
	return underWay;
}

/** Each item's outcome: before, at and after the crash. */
const expected = (outcome: string) =>
	Array.from({ length: LISTED }, (_, index) =>
		index < AT ? 'skipped' : index === AT ? outcome : 'sent',
	);

function assertMadeUp(
	{ simulator, figure }: QueueContext,
	{ provider, names }: UnderWay,
	run: NodeRun,
	doubtful: string,
): void {
	assertConserved(run, LISTED);
	const outcomes = field(run.success, 'outcome');
	figure(`made up for after the crash, ${provider}`, tally(outcomes));
	assert.deepEqual(outcomes, expected(doubtful));
	assertInvitedOnce(simulator, provider, names);
	assert.equal(posts(simulator, provider).length, LISTED);
}

/** The outcome for the person whose invitation was accepted but not answered. */
const DOUBTFUL = { connectSafely: 'already_pending', sendPilot: 'unconfirmed' } as const;

const killed: QueueCheck[] = (['connectSafely', 'sendPilot'] as const).map((provider) => ({
	name: `a worker killed between acceptance and answer, ${provider}: the retry sends nothing, the list run anew the rest`,
	async run(context) {
		const { simulator, rest, cluster, figure } = context;
		const underWay = await beginUnanswered(context, provider, 'killed');
		await cluster.kill(underWay.worker);
		try {
			const killedAt = Date.now();
			const broken = await rest.finishedExecution(underWay.id);
			figure('seconds until n8n notices', Math.round((Date.now() - killedAt) / 1000));
			const retried = await rest.finishedExecution(await rest.retryExecution(underWay.id));
			figure("a killed worker's execution, and its retry", [broken.status, retried.status]);
			// n8n has lost the data to run: the retry repeats the failure, and no item of the list.
			assert.deepEqual([broken.status, retried.status], ['error', 'error']);
			assert.equal(posts(simulator, provider).length, AT + 1);

			const [againId = ''] = await start(context, underWay.campaign);
			const again = await finished(context, againId);
			assert.notEqual(await cluster.workerOf(againId), underWay.worker);
			assertMadeUp(context, underWay, again, DOUBTFUL[provider]);
		} finally {
			await cluster.startWorker(underWay.worker);
		}
	},
}));

/** The number of entries n8n stores for a campaign's node. */
async function entries({ cluster }: QueueContext, { workflowId }: Campaign): Promise<number> {
	const [count] = await cluster.database.query(
		`SELECT json_array_length(value::json->'data') FROM processed_data WHERE "workflowId" = '${workflowId}'`,
	);
	return Number(count);
}

const between: QueueCheck = {
	name: 'a worker killed between two sends, the list run anew on the other one: everybody once',
	async run(context) {
		const { simulator, rest, cluster } = context;
		const pauseBeforeNext = `={{ $json.row === ${AT} ? 3600 : 0 }}`;
		const options = { delayMinSeconds: pauseBeforeNext, delayMaxSeconds: pauseBeforeNext };
		const underWay = await begin(context, 'sendPilot', 'killed-between', options);
		const answered = () => posts(simulator, 'sendPilot').filter(({ status }) => status === 200);
		await until('eleven are answered', () => answered().length === AT);
		await until('eleven are remembered, and nothing is under way', async () => {
			return (await entries(context, underWay.campaign)) === AT * ENTRIES_A_SEND;
		});
		await cluster.kill(underWay.worker);
		try {
			assert.equal((await rest.finishedExecution(underWay.id)).status, 'error');
			const { workflowId } = underWay.campaign;
			await rest.setParameters(workflowId, NODE, { options: { requestsPerMinute: 0 } });
			await publishAnew(context, underWay.campaign);
			const [againId = ''] = await start(context, underWay.campaign);
			assertMadeUp(context, underWay, await finished(context, againId), 'sent');
		} finally {
			await cluster.startWorker(underWay.worker);
		}
	},
};

const all: QueueCheck = {
	name: 'a worker and the main process killed at once: marked as crashed, and the retry sends the rest',
	async run(context) {
		const { rest, cluster } = context;
		const underWay = await beginUnanswered(context, 'connectSafely', 'all-killed');
		await Promise.all([cluster.kill(underWay.worker), cluster.kill(MAIN)]);
		try {
			await cluster.hasGivenUp();
			await cluster.startMain();
			assert.equal((await rest.finishedExecution(underWay.id)).status, 'crashed');
			const retryId = await rest.retryExecution(underWay.id);
			const retried = await finished(context, retryId);
			assert.notEqual(await cluster.workerOf(retryId), underWay.worker);
			assertMadeUp(context, underWay, retried, DOUBTFUL.connectSafely);
		} finally {
			await cluster.startWorker(underWay.worker);
		}
	},
};

/** A worker dies during a run: nothing is sent twice, and nothing is lost. */
export const checks: QueueCheck[] = [...killed, between, all];
