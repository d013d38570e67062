/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryFolder } from './cache';
import type { CheckContext } from './checks';
import { workflowFileSchema, type WorkflowFile } from './rest';
import { PACKAGE } from './workflows';

/** The folder of the example workflows. */
export const examplesFolder = join(repositoryFolder, 'examples');

/** An example workflow as in its file. */
export function readExample(file: string): WorkflowFile {
	return workflowFileSchema.parse(JSON.parse(readFileSync(join(examplesFolder, file), 'utf8')));
}

/** A node's parameters, with its options. */
export const parametersSchema = z
	.object({ options: z.record(z.unknown()).default({}) })
	.passthrough()
	.default({});

/**
 * An example workflow for a run: as in its file, but without pacing. All checks share a key, so earlier requests
 * would delay this one.
 */
export function runnableExample(file: string): WorkflowFile {
	const workflow = readExample(file);
	const nodes = workflow.nodes.map((node) => {
		if (!node.type.startsWith(`${PACKAGE}.`) || node.type.endsWith('Trigger')) return node;
		const { options, ...parameters } = parametersSchema.parse(node.parameters);
		return {
			...node,
			parameters: { ...parameters, options: { ...options, requestsPerMinute: 0 } },
		};
	});
	return { ...workflow, nodes };
}

/** A workflow with parameters set as before a first run, by node name. Other parameters are unchanged. */
export function withParameters(
	workflow: WorkflowFile,
	byNode: Record<string, Record<string, unknown>>,
): WorkflowFile {
	const names = new Set(workflow.nodes.map(({ name }) => name));
	for (const name of Object.keys(byNode)) {
		if (!names.has(name)) throw new Error(`The workflow has no node called ${name}`);
	}
	const nodes = workflow.nodes.map((node) => {
		const parameters = z.record(z.unknown()).parse(node.parameters ?? {});
		return { ...node, parameters: { ...parameters, ...byNode[node.name] } };
	});
	return { ...workflow, nodes };
}

/** Stores an example for a run, with parameters set as before a first run; returns its ID. */
export async function storeExample(
	{ rest, credentials }: Pick<CheckContext, 'rest' | 'credentials'>,
	file: string,
	byNode: Record<string, Record<string, unknown>>,
): Promise<string> {
	return await rest.createWorkflow(withParameters(runnableExample(file), byNode), credentials);
}
