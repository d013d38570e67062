/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import 'reflect-metadata';
import { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeConnectionTypes,
	NodeHelpers,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
	runWorkflow,
	TRIGGER_TYPE,
	type CredentialData,
	type Loaded,
} from '../test/harness/harness';
import '../test/harness/processed-store';
import { executionOf, type Execution } from '../test/n8n/execution';
import { standIns } from './stand-ins';

const plainSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const parametersSchema: z.ZodType<INodeParameters> = z.lazy(() =>
	z.record(
		z.union([plainSchema, z.array(plainSchema), z.array(parametersSchema), parametersSchema]),
	),
);
/** Strict, so that a setting not passed to the engine fails the run. */
const nodeSchema = z.strictObject({
	id: z.string(),
	name: z.string(),
	type: z.string(),
	typeVersion: z.number(),
	position: z.tuple([z.number(), z.number()]),
	parameters: parametersSchema,
	credentials: z.record(z.object({ id: z.string(), name: z.string() })).optional(),
	executeOnce: z.boolean().optional(),
});
const connectionSchema = z.object({
	node: z.string(),
	type: z.nativeEnum(NodeConnectionTypes),
	index: z.number(),
});
const workflowSchema = z.strictObject({
	name: z.string(),
	nodes: z.array(nodeSchema),
	connections: z.record(z.record(z.array(z.array(connectionSchema).nullable()))),
	settings: z.strictObject({ executionOrder: z.literal('v1') }),
});

/** Loads the nodes and credentials that a package's `package.json` lists, as n8n does. */
async function loadPackage(folder: string): Promise<Loaded> {
	const loader = new PackageDirectoryLoader(folder);
	await loader.loadAll();
	const { packageName } = loader;
	const readyNodes: Record<string, INodeType> = { ...standIns };
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
		readyNodes[`${packageName}.${name}`] = NodeHelpers.getVersionedNodeType(type);
	}
	return {
		packageName,
		nodes: [],
		readyNodes,
		credentialTypes: Object.values(loader.credentialTypes).map(({ type }) => type),
	};
}

export interface EngineRun {
	/** The folder of the package's `package.json`. */
	packageFolder: string;
	workflowFile: string;
	credentials: CredentialData;
	signal?: AbortSignal;
}

/** Runs a workflow file by its manual trigger through n8n-core, n8n's engine, without an n8n around it. */
export async function runInEngine(given: EngineRun): Promise<Execution> {
	const { packageFolder, workflowFile, credentials, signal } = given;
	const { nodes, connections } = workflowSchema.parse(
		JSON.parse(readFileSync(workflowFile, 'utf8')),
	);
	const isTrigger = ({ type }: { type: string }) => type === TRIGGER_TYPE;
	const { data, status, mode } = await runWorkflow(await loadPackage(packageFolder), {
		nodes: [...nodes.filter(isTrigger), ...nodes.filter((node) => !isTrigger(node))],
		connections,
		credentials,
		input: [{ json: {} }],
		cancelWhen: signal && new Promise((resolve) => signal.addEventListener('abort', resolve)),
	});
	return executionOf({ id: 'engine', status, mode, data });
}
