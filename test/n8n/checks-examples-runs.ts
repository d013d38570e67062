/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { outputItems, type Execution } from './execution';
import type { N8nRest, WorkflowFile } from './rest';
import { next, TRIGGER } from './workflows';

/** What left a node on one of its outputs, over all its runs. */
export const leaving = (execution: Execution, node: string, output = 0) =>
	outputItems(execution, node, output).map(({ json }) => json);

/** Runs a workflow to its end, which has to be a good one. */
export async function succeeds(
	rest: N8nRest,
	workflowId: string,
	trigger: string,
): Promise<Execution> {
	const execution = await rest.runWorkflow(workflowId, trigger);
	assert.equal(execution.status, 'success', execution.error?.message);
	return execution;
}

/** All rows of a data table. */
export async function tableRows(rest: N8nRest, name: string) {
	const read: WorkflowFile = {
		name: `Rows of ${name}`,
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'rows',
				name: 'Rows',
				type: 'n8n-nodes-base.dataTable',
				typeVersion: 1.1,
				position: [220, 0],
				parameters: {
					operation: 'get',
					dataTableId: { __rl: true, mode: 'name', value: name },
					returnAll: true,
				},
			},
		],
		connections: { [TRIGGER]: next('Rows') },
	};
	const rows = leaving(await succeeds(rest, await rest.createWorkflow(read), TRIGGER), 'Rows');
	return rows.sort((one, other) => Number(one.id) - Number(other.id));
}
