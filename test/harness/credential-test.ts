/* eslint-disable @n8n/community-nodes/node-usable-as-tool */
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { z } from 'zod';
import { nodeOf, PACKAGE, runWorkflow, TRIGGER } from './harness';

const refusalSchema = z.object({ httpCode: z.string() });

/**
 * Runs a credential's test request as n8n's credentials tester does: through the routing of a temporary
 * declarative node. Rules for a status code apply to refusals, those for a body to successes.
 */
export async function testCredential(
	CredentialClass: new () => ICredentialType,
	data: IDataObject,
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const credential = new CredentialClass();
	if (!credential.test) throw new TypeError(`${credential.name} has no test request`);
	const { request, rules = [] } = credential.test;

	class Tester implements INodeType {
		description: INodeTypeDescription = {
			displayName: 'Tester',
			name: 'tester',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Tester' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: credential.name, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
			],
		};
	}

	const credentials = { [credential.name]: data };
	const run = await runWorkflow(
		{ packageName: PACKAGE, nodes: [Tester], credentialTypes: [CredentialClass] },
		{
			// A declarative node needs a node before it.
			nodes: [TRIGGER, nodeOf('tester', { temp: '' }, credentials)],
			connections: { T: { main: [[{ node: 'N', type: NodeConnectionTypes.Main, index: 0 }]] } },
			credentials,
			input: [{ json: {} }],
		},
	);
	const { error, runData } = run.data.resultData;
	if (error) {
		const status = refusalSchema.safeParse(error).data?.httpCode;
		const rule = rules.find(
			({ type, properties }) => type === 'responseCode' && String(properties.value) === status,
		);
		return { status: 'Error', message: rule?.properties.message ?? error.message };
	}
	const body = runData.N?.[0]?.data?.main?.[0]?.[0]?.json ?? {};
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (body[key] === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}
