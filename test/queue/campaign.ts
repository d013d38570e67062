/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { newList, type SendingProvider } from '../n8n/people';
import { until } from '../n8n/processes';
import type { N8nRest } from '../n8n/rest';
import type { NamedCheck } from '../n8n/run-checks';
import {
	listWorkflow,
	nodeRun,
	type ListWorkflowOptions,
	type NodeRun,
	type NodeUnderTest,
} from '../n8n/workflows';
import type { Simulator } from '../simulator/simulator';
import { workersThatTook, WORKERS, type Cluster } from './cluster';

/** What every check of the queue mode works with; the simulator is reset for each. */
export interface QueueContext {
	rest: N8nRest;
	cluster: Cluster;
	simulator: Simulator;
	/** stored credentials for the simulator, by credential type */
	credentials: NodeUnderTest['credentials'];
	/** Records a measurement for the summary. */
	figure(name: string, value: unknown): void;
}

/** A check of the package in n8n's queue mode. */
export type QueueCheck = NamedCheck<QueueContext>;

/** A published workflow that a production webhook starts. */
export interface Campaign {
	workflowId: string;
	/** the webhook's path */
	webhook: string;
}

/** Publishes a workflow that passes a list to the node, at each call of its webhook. */
export async function publish(
	{ rest }: QueueContext,
	name: string,
	items: Array<Record<string, unknown>> | string,
	node: NodeUnderTest,
	options: Omit<ListWorkflowOptions, 'webhook'> = {},
): Promise<Campaign> {
	const webhook = { path: name, answers: 'at once' } as const;
	const workflowId = await rest.createWorkflow(
		listWorkflow(name, items, node, { ...options, webhook }),
	);
	await rest.activate(workflowId);
	await until('the webhook is registered', async () => await isRegistered(rest, name));
	return { workflowId, webhook: name };
}

/** Publishes a new list of people, with an account of its own. */
export async function publishList(
	context: QueueContext,
	provider: SendingProvider,
	name: string,
	count: number,
	options: Record<string, unknown> = {},
	more: Partial<NodeUnderTest> = {},
	workflow?: Omit<ListWorkflowOptions, 'webhook'>,
) {
	const { names, items, node } = newList(context, provider, name, count, { options });
	const campaign = await publish(context, name, items, { ...node, ...more }, workflow);
	return { campaign, names };
}

/** Publishes a campaign again after a change to its workflow. */
export async function publishAnew(
	{ rest }: QueueContext,
	{ workflowId, webhook }: Campaign,
): Promise<void> {
	await rest.deactivate(workflowId);
	await until('the webhook is gone', async () => !(await isRegistered(rest, webhook)));
	await rest.activate(workflowId);
	await until('the webhook is registered', async () => await isRegistered(rest, webhook));
}

/** Sends a request with a method other than the webhook's own, which starts nothing. */
async function isRegistered({ url }: N8nRest, webhook: string): Promise<boolean> {
	const response = await fetch(`${url}/webhook/${webhook}`, { method: 'PUT' });
	const text = await response.text();
	return text.includes('Did you mean');
}

/** The ids of a workflow's executions, oldest first. */
export async function executionIds(
	{ cluster }: QueueContext,
	{ workflowId }: Campaign,
): Promise<string[]> {
	return await cluster.database.query(
		`SELECT id FROM execution_entity WHERE "workflowId" = '${workflowId}' ORDER BY id`,
	);
}

/** Calls a workflow's webhook in parallel, once for each query; returns the new executions' IDs. */
export async function start(
	context: QueueContext,
	campaign: Campaign,
	queries: string[] = [''],
): Promise<string[]> {
	const before = new Set(await executionIds(context, campaign));
	await Promise.all(
		queries.map(async (query) => {
			const response = await fetch(`${context.rest.url}/webhook/${campaign.webhook}${query}`);
			assert.equal(response.status, 200, await response.text());
		}),
	);
	let started: string[] = [];
	await until('the executions are stored', async () => {
		started = (await executionIds(context, campaign)).filter((id) => !before.has(id));
		return started.length >= queries.length;
	});
	assert.equal(started.length, queries.length);
	return started;
}

/** Maximum number of tries of an experiment. */
const MOST_ATTEMPTS = 8;
/**
 * Two workers share a store without a lock, and each waits only a limited time for the other's writes. If one
 * pauses for seconds, there is no guarantee (docs/never-twice.md, "What is not covered").
 */
const STANDSTILL_MS = 1_000;

/**
 * A check of two parallel workers; it returns the IDs of its executions. It is repeated with other people, and the reason
 * reported, if one worker took all executions (the queue gives an execution to the first that asks), or if it failed
 * while a worker was paused, because neither tests a promise. If it fails without a pause, the check fails at once.
 */
export function onBothWorkers(
	experiment: (context: QueueContext, attempt: number) => Promise<string[]>,
): QueueCheck['run'] {
	return async (context) => {
		const { cluster, simulator, figure } = context;
		for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
			simulator.reset();
			await cluster.longestStalls();
			const ended = await experiment(context, attempt).then(
				(ids) => ({ ids, complaint: undefined }),
				(error: unknown) => ({ ids: [], complaint: error }),
			);
			const { ids, complaint } = ended;
			if (complaint === undefined) {
				if (workersThatTook(cluster, ids).length === WORKERS.length) return;
				figure(`attempt ${attempt}: one worker took all executions`, ids.length);
				continue;
			}
			const stalls = await cluster.longestStalls();
			figure(`attempt ${attempt}: the longest standstill of each worker (ms)`, stalls);
			if (Math.max(...Object.values(stalls)) <= STANDSTILL_MS) throw complaint;
			const unheld = complaint instanceof Error ? complaint.message : String(complaint);
			figure(`attempt ${attempt} is none, for a worker stood still; what did not hold`, unheld);
		}
		assert.fail(`No experiment in ${MOST_ATTEMPTS} attempts: this machine stands still too often`);
	};
}

/** Timeout for an execution. A list of 200 takes over two minutes on a busy machine. */
export const EXECUTION_MS = 600_000;

/** The node's output in a finished execution, which must have succeeded. */
export async function finished({ rest }: QueueContext, id: string): Promise<NodeRun> {
	const run = nodeRun(await rest.finishedExecution(id, EXECUTION_MS));
	assert.equal(run.execution.status, 'success', run.execution.error?.message);
	return run;
}

/** Starts a campaign once; the node's output when the execution has finished. */
export async function runOnce(context: QueueContext, campaign: Campaign): Promise<NodeRun> {
	const [id = ''] = await start(context, campaign);
	return await finished(context, id);
}

/** The same of several executions. */
export async function allFinished(context: QueueContext, ids: string[]): Promise<NodeRun[]> {
	const runs: NodeRun[] = [];
	for (const id of ids) runs.push(await finished(context, id));
	return runs;
}

/** Starts several campaigns at once; returns the new executions' IDs. */
export async function startAll(
	context: QueueContext,
	campaigns: readonly Campaign[],
	queries?: string[],
): Promise<string[]> {
	const started = campaigns.map(async (campaign) => await start(context, campaign, queries));
	return (await Promise.all(started)).flat();
}

/** The code of a list of one person, whom the webhook's query names. */
export const ONE_PERSON = "return [{ json: { linkedin: $('Webhook').first().json.query.who } }];";
