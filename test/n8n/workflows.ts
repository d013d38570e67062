import { outputItems, type Execution } from './execution';
import type { N8nRest, WorkflowFile } from './rest';

/** The package under test. */
export const PACKAGE = 'n8n-nodes-linkedin-outreach';
/** The trigger and the node under test, as the workflows of `listWorkflow` name them. */
export const TRIGGER = 'Run by Hand';
export const NODE = 'Under Test';
const WEBHOOK = 'Webhook';
const PAUSE = 'Pause';

/** One node of the package, with a list of items as input. */
export interface NodeUnderTest {
	/** the node's name within the package */
	type?: string;
	parameters: Record<string, unknown>;
	/** by credential type */
	credentials: Record<string, { id: string; name: string }>;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

/** A resource locator's value, by ID. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Optional parts of a workflow of `listWorkflow`. */
export interface ListWorkflowOptions {
	/** Another trigger, for production executions; it responds when the execution is over, or at once. */
	webhook?: { path: string; answers: 'at the end' | 'at once' };
	settings?: Record<string, unknown>;
	/** seconds between the end of the node and of the execution, when n8n stores the result */
	pauseBehind?: number;
}

/** The connection from a node to the next one. */
export const next = (target: string) => ({ main: [[{ node: target, type: 'main', index: 0 }]] });

/** A node of a workflow, of the first version of its type unless it says otherwise. */
export const nodeOf = (
	name: string,
	type: string,
	position: [number, number],
	parameters: Record<string, unknown> = {},
	more: Record<string, unknown> = {},
) => ({ id: name, name, type, typeVersion: 1, position, parameters, ...more });

/** The trigger of a manual execution. */
export const MANUAL_TRIGGER = nodeOf(TRIGGER, 'n8n-nodes-base.manualTrigger', [0, 0]);

/** The code of a Code node that returns these items. */
export const codeOf = (items: readonly object[]) =>
	`return ${JSON.stringify(items)}.map((json) => ({ json }));`;

/** A workflow that passes a list of items to one node; the list is given, or made by code in a Code node. */
export function listWorkflow(
	name: string,
	items: Array<Record<string, unknown>> | string,
	node: NodeUnderTest,
	{ webhook, settings, pauseBehind }: ListWorkflowOptions = {},
): WorkflowFile {
	const { type = 'linkedInOutreach', parameters, ...rest } = node;
	const jsCode = typeof items === 'string' ? items : codeOf(items);
	const responseMode = webhook?.answers === 'at once' ? 'onReceived' : 'lastNode';
	const webhookNode =
		webhook &&
		nodeOf(
			WEBHOOK,
			'n8n-nodes-base.webhook',
			[0, 200],
			{ path: webhook.path, responseMode, options: {} },
			{ typeVersion: 2, webhookId: webhook.path },
		);
	const wait = { amount: pauseBehind, unit: 'seconds' };
	const pauseNode =
		pauseBehind && nodeOf(PAUSE, 'n8n-nodes-base.wait', [660, 0], wait, { typeVersion: 1.1 });
	const toPause = next(PAUSE).main;
	return {
		name,
		nodes: [
			MANUAL_TRIGGER,
			nodeOf('List', 'n8n-nodes-base.code', [220, 0], { jsCode }, { typeVersion: 2 }),
			nodeOf(NODE, `${PACKAGE}.${type}`, [440, 0], parameters, rest),
			...(webhookNode ? [webhookNode] : []),
			...(pauseNode ? [pauseNode] : []),
		],
		connections: {
			[TRIGGER]: next('List'),
			...(webhookNode ? { [WEBHOOK]: next('List') } : {}),
			List: next(NODE),
			...(pauseNode ? { [NODE]: { main: [...toPause, ...toPause, ...toPause] } } : {}),
		},
		settings: { executionOrder: 'v1', ...settings },
	};
}

/** A node's output for a list of items. */
export interface NodeRun {
	execution: Execution;
	success: Array<Record<string, unknown>>;
	rateLimited: Array<Record<string, unknown>>;
	/** n8n's own error output, only with `continueErrorOutput` */
	failed: Array<Record<string, unknown>>;
	/** the index of each output item's paired input item, by output */
	pairs: number[][];
}

function pairedIndex(pairedItem: unknown): number {
	const first: unknown = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	if (typeof first === 'number') return first;
	if (typeof first !== 'object' || first === null || !('item' in first)) return -1;
	return typeof first.item === 'number' ? first.item : -1;
}

/** Passes a list of items to one node in a real n8n. */
export async function runNode(
	rest: N8nRest,
	name: string,
	items: Array<Record<string, unknown>>,
	node: NodeUnderTest,
): Promise<NodeRun> {
	const workflowId = await rest.createWorkflow(listWorkflow(name, items, node));
	return nodeRun(await rest.runWorkflow(workflowId, TRIGGER));
}

/** The node's output in an execution of a workflow of `listWorkflow`. */
export function nodeRun(execution: Execution): NodeRun {
	const outputs = [0, 1, 2].map((output) => outputItems(execution, NODE, output));
	const [success = [], rateLimited = [], failed = []] = outputs.map((list) =>
		list.map((item) => item.json),
	);
	const pairs = outputs.map((list) => list.map((item) => pairedIndex(item.pairedItem)));
	return { execution, success, rateLimited, failed, pairs };
}
