import {
	NodeConnectionTypes,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IRun,
} from 'n8n-workflow';
import {
	nodeOf,
	PACKAGE,
	runWorkflow,
	searchList,
	TRIGGER,
	type CredentialData,
	type Loaded,
	type WorkflowRun,
} from './harness';
import { credentialClasses, nodeClasses } from './loaded.cjs';

const isTrigger = (NodeClass: new () => INodeType) =>
	new NodeClass().description.group.includes('trigger');

/** The package's action nodes, and its triggers. */
export const actionClasses = nodeClasses().filter((NodeClass) => !isTrigger(NodeClass));
export const triggerClasses = nodeClasses().filter(isTrigger);

const LOADED: Loaded = {
	packageName: PACKAGE,
	nodes: actionClasses,
	credentialTypes: credentialClasses(),
};

export interface NodeRun extends Pick<WorkflowRun, 'staticData' | 'cancelWhen'> {
	/** The node type's name; default LinkedIn Outreach. */
	readonly node?: string;
	readonly parameters: IDataObject;
	readonly credentials: CredentialData;
	/** The loaded nodes, if not the whole package. */
	readonly loaded?: Loaded;
	/** The json of each input item. */
	readonly items?: readonly IDataObject[];
	/** The complete input items, if more than their json matters. */
	readonly input?: INodeExecutionData[];
	/** Settings of the node, such as `onError` and `retryOnFail`. */
	readonly settings?: Partial<INode>;
	/** Runs the node as an agent does. */
	readonly asTool?: boolean;
	/** Whether the Rate Limited output is connected directly to the node. */
	readonly loop?: boolean;
	/** How many times the node runs in the execution, each time with the same items; default once. */
	readonly times?: number;
}

export interface NodeResult {
	readonly run: IRun;
	/** The node's outputs of its first round, in order. */
	readonly outputs: INodeExecutionData[][];
	/** The same for each round. */
	readonly rounds: INodeExecutionData[][][];
	readonly success: IDataObject[];
	readonly rateLimited: IDataObject[];
	/** The items on n8n's own error output. */
	readonly errors: IDataObject[];
	/** The error that stopped the workflow. */
	readonly failure: NodeFailure | undefined;
}

export interface NodeFailure extends Error {
	readonly description?: string | null;
	readonly httpCode?: string | null;
	readonly context?: IDataObject;
}

type NodeSettings = Pick<NodeRun, 'node' | 'parameters' | 'credentials' | 'settings' | 'asTool'>;

const nodeToRun = ({ node, parameters, credentials, settings, asTool }: NodeSettings): INode => ({
	...nodeOf(`${node ?? 'linkedInOutreach'}${asTool ? 'Tool' : ''}`, parameters, credentials),
	...settings,
});

const toNode = [{ node: 'N', type: NodeConnectionTypes.Main, index: 0 }];

/** Runs one node of this package on some items, with the published n8n-core. */
export async function runNode(given: NodeRun): Promise<NodeResult> {
	const { credentials, items = [{}], loop = false, times = 1, staticData, cancelWhen } = given;
	const connections: IConnections = { T: { main: [Array(times).fill(toNode).flat()] } };
	if (loop) connections.N = { main: [[], toNode] };
	const run = await runWorkflow(given.loaded ?? LOADED, {
		nodes: [TRIGGER, nodeToRun(given)],
		connections,
		credentials,
		input: given.input ?? items.map((json, item) => ({ json, pairedItem: { item } })),
		staticData,
		cancelWhen,
	});
	const rounds = (run.data.resultData.runData.N ?? []).map(({ data }) =>
		(data?.main ?? []).map((output) => output ?? []),
	);
	const outputs = rounds[0] ?? [];
	const json = (index: number) => (outputs[index] ?? []).map((item) => item.json);
	return {
		run,
		outputs,
		rounds,
		success: json(0),
		rateLimited: json(1),
		errors: json(2),
		failure: run.data.resultData.error,
	};
}

/** The rows of the parameter 'Account' under *From List*. */
export async function searchAccounts(given: NodeSettings, filter?: string) {
	return await searchList(LOADED, nodeToRun(given), 'searchAccounts', given.credentials, filter);
}
