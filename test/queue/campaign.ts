/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
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
import type { Cluster } from './cluster';

/** What every check of the queue mode works with; the simulator is as new for each. */
export interface QueueContext {
	rest: N8nRest;
	cluster: Cluster;
	simulator: Simulator;
	/** stored credentials for the simulator, by credential type */
	credentials: NodeUnderTest['credentials'];
	/** Notes what was measured, for the summary. */
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

/** Publishes a workflow that feeds a list to the node, at each call of its webhook. */
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
	await until('the webhook is registered', async () => {
		// Any other method than the webhook's own: asks, and starts nothing.
		const response = await fetch(`${rest.url}/webhook/${name}`, { method: 'PUT' });
		const text = await response.text();
		return text.includes('Did you mean');
	});
	return { workflowId, webhook: name };
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

/** Calls a workflow's webhook, once for each query, all at once; answers with the new executions' ids. */
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

/** What the node gave in an execution, once it is over; it has to have succeeded. */
export async function finished({ rest }: QueueContext, id: string): Promise<NodeRun> {
	const run = nodeRun(await rest.finishedExecution(id, 180_000));
	assert.equal(run.execution.status, 'success', run.execution.error?.message);
	return run;
}
