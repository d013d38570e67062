/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { OPERATION_CASES } from '../simulator/operation-cases';
import { credentialData, type Check, type CheckContext } from './checks';
import { runNode } from './workflows';

/** The stored credentials, with LinkupAPI's of the version that a case wants. */
async function credentialsFor({ rest, simulator, credentials }: CheckContext, version = 'v1') {
	if (version === 'v1') return credentials;
	const data = { ...credentialData(simulator).linkupApi, apiVersion: version };
	return {
		...credentials,
		linkupApi: await rest.saveCredential('LinkupAPI v2', 'linkupApi', data),
	};
}

/** Each operation of the provider nodes that the unified node does not have. */
export const checks: Check[] = Object.entries(OPERATION_CASES).map(([name, one]) => ({
	name,
	async run(context) {
		const { rest, simulator } = context;
		one.prepare?.(simulator);
		const run = await runNode(rest, name, [{ row: 7 }], {
			type: one.node,
			parameters: one.parameters,
			credentials: await credentialsFor(context, one.version),
		});
		assert.equal(run.execution.status, 'success', run.execution.error?.message);
		assert.equal(run.rateLimited.length, 0);
		assert.ok(run.pairs[0]?.every((item) => item === 0));
		one.check(run.success, simulator);
	},
}));
