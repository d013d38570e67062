/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { outputItems, type Execution } from './execution';
import type { N8nRest, WorkflowFile } from './rest';
import { MANUAL_TRIGGER, next, nodeOf, TRIGGER } from './workflows';

/** A node's items on one of its outputs, in all its runs. */
export const leaving = (execution: Execution, node: string, output = 0) =>
	outputItems(execution, node, output).map(({ json }) => json);

/** Runs a workflow to its end, and requires success. */
export async function succeeds(
	rest: N8nRest,
	workflowId: string,
	trigger: string,
): Promise<Execution> {
	const execution = await rest.runWorkflow(workflowId, trigger);
	assert.equal(execution.status, 'success', execution.error?.message);
	return execution;
}

/** Runs one operation of n8n's Data Table node on a table, and returns its output. */
async function onTable(rest: N8nRest, name: string, parameters: Record<string, unknown>) {
	const workflow: WorkflowFile = {
		name: `Rows of ${name}`,
		nodes: [
			MANUAL_TRIGGER,
			nodeOf(
				'Rows',
				'n8n-nodes-base.dataTable',
				[220, 0],
				{ dataTableId: { __rl: true, mode: 'name', value: name }, ...parameters },
				{ typeVersion: 1.1 },
			),
		],
		connections: { [TRIGGER]: next('Rows') },
	};
	const workflowId = await rest.createWorkflow(workflow);
	return leaving(await succeeds(rest, workflowId, TRIGGER), 'Rows');
}

/** All rows of a data table. */
export async function tableRows(rest: N8nRest, name: string) {
	const rows = await onTable(rest, name, { operation: 'get', returnAll: true });
	return rows.sort((one, other) => Number(one.id) - Number(other.id));
}

/** Sets columns of all rows of a data table, or of one person's rows, as by hand. */
export async function setRows(
	rest: N8nRest,
	name: string,
	value: Record<string, string>,
	person?: string,
) {
	const one =
		person === undefined
			? { keyName: 'id', condition: 'gt', keyValue: 0 }
			: { keyName: 'name', condition: 'eq', keyValue: person };
	await onTable(rest, name, {
		operation: 'update',
		filters: { conditions: [one] },
		columns: { mappingMode: 'defineBelow', value, ...columnsOf(value) },
	});
}

const columnsOf = (value: Record<string, string>) => ({
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({ id, displayName: id, type: 'string', display: true })),
});

/** Adds a row to a data table. */
export async function addRow(rest: N8nRest, name: string, value: Record<string, string>) {
	await onTable(rest, name, {
		operation: 'insert',
		columns: { mappingMode: 'defineBelow', value, ...columnsOf(value) },
	});
}
