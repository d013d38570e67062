/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { credentialsFor } from '../simulator/credentials';
import { OPERATION_CASES } from '../simulator/providers';
import type { OperationCase } from '../simulator/operation-case';
import type { Check, CheckContext } from './checks';
import { runNode } from './workflows';

/** The stored credentials, with the node's own of the version that a case wants. */
async function credentialsOf(
	{ rest, simulator, credentials }: CheckContext,
	{ node, version = 'v1' }: OperationCase,
) {
	if (version === 'v1') return credentials;
	const type = PROVIDERS.find(({ id }) => id === node)?.credential.type ?? '';
	const data = credentialsFor(simulator, version)[type] ?? {};
	return { ...credentials, [type]: await rest.saveCredential(`${type} ${version}`, type, data) };
}

/** Each operation of the provider nodes that the unified node does not have. */
export const checks: Check[] = OPERATION_CASES.map(([name, one]) => ({
	name,
	async run(context) {
		const { rest, simulator } = context;
		one.prepare?.(simulator);
		const run = await runNode(rest, name, [{ row: 7 }], {
			type: one.node,
			parameters: one.parameters,
			credentials: await credentialsOf(context, one),
		});
		assert.equal(run.execution.status, 'success', run.execution.error?.message);
		assert.equal(run.rateLimited.length, 0);
		assert.ok(run.pairs[0]?.every((item) => item === 0));
		one.check(run.success, simulator);
	},
}));
