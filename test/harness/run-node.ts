import { NodeConnectionTypes, type IDataObject, type INode, type INodeExecutionData, type IRun } from 'n8n-workflow';
import { ConnectSafelyApi } from '../../credentials/ConnectSafelyApi.credentials';
import { LinkupApi as LinkupApiCredential } from '../../credentials/LinkupApi.credentials';
import { SeleqtApi } from '../../credentials/SeleqtApi.credentials';
import { SendPilotApi } from '../../credentials/SendPilotApi.credentials';
import { ConnectSafely } from '../../nodes/ConnectSafely/ConnectSafely.node';
import { LinkedInOutreach } from '../../nodes/LinkedInOutreach/LinkedInOutreach.node';
import { LinkupApi } from '../../nodes/LinkupApi/LinkupApi.node';
import { Seleqt } from '../../nodes/Seleqt/Seleqt.node';
import { SendPilot } from '../../nodes/SendPilot/SendPilot.node';
import { runWorkflow } from './harness';

const PACKAGE = 'n8n-nodes-linkedin-outreach';

export const credentialTypes = [ConnectSafelyApi, LinkupApiCredential, SeleqtApi, SendPilotApi];
export const nodeTypes = [LinkedInOutreach, ConnectSafely, LinkupApi, Seleqt, SendPilot];

export type NodeName = 'linkedInOutreach' | 'connectSafely' | 'linkupApi' | 'seleqt' | 'sendPilot';
export type CredentialName = 'connectSafelyApi' | 'linkupApi' | 'seleqtApi' | 'sendPilotApi';

export interface NodeRun {
	readonly node?: NodeName;
	readonly parameters: IDataObject;
	readonly credentials: Partial<Record<CredentialName, IDataObject>>;
	/** The json of each input item. */
	readonly items?: IDataObject[];
	/** Settings of the node, such as `onError` and `retryOnFail`. */
	readonly settings?: Partial<INode>;
}

export interface NodeResult {
	readonly run: IRun;
	/** The node's outputs of its first run, in their order. */
	readonly outputs: INodeExecutionData[][];
	readonly success: IDataObject[];
	readonly rateLimited: IDataObject[];
	/** What leaves on n8n's own error output. */
	readonly errors: IDataObject[];
	/** The error that stopped the workflow. */
	readonly failure: (Error & { description?: string | null; httpCode?: string | null; context?: IDataObject }) | undefined;
}

/** Runs one node of this package over some items, through the published n8n-core. */
export async function runNode(given: NodeRun): Promise<NodeResult> {
	const { node = 'linkedInOutreach', parameters, credentials, items = [{}], settings = {} } = given;
	const run = await runWorkflow(
		{
			nodes: [
				{ id: 't', name: 'T', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
				{
					id: 'n',
					name: 'N',
					type: `${PACKAGE}.${node}`,
					typeVersion: 1,
					position: [0, 0],
					parameters: parameters as INode['parameters'],
					credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: '1', name }])),
					...settings,
				},
			],
			connections: { T: { main: [[{ node: 'N', type: NodeConnectionTypes.Main, index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
		{
			packageName: PACKAGE,
			nodes: nodeTypes,
			credentialTypes,
			credentials: credentials as Record<string, never>,
			input: items.map((json, item) => ({ json, pairedItem: { item } })),
		},
	);
	const outputs = (run.data.resultData.runData.N?.[0]?.data?.main ?? []).map((output) => output ?? []);
	const json = (index: number) => (outputs[index] ?? []).map((item) => item.json);
	return {
		run,
		outputs,
		success: json(0),
		rateLimited: json(1),
		errors: json(2),
		failure: run.data.resultData.error as NodeResult['failure'],
	};
}
