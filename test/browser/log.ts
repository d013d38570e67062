/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { TablesApi } from '../n8n/log-table';
import { until } from '../n8n/processes';
import { nodeOf, PACKAGE } from '../n8n/workflows';
import { byTestId, closeNode, nodeId, openNode, openWorkflow } from './editor';
import type { Stage } from './stage';
import type { Step } from './step';

const NAME = 'Logged';
const TRIGGER_NAME = 'Watching';

async function pickLog({ page, url, rest, credentials, screenshots }: Stage): Promise<void> {
	const api = await TablesApi.open(rest);
	await api.create('Campaigns of autumn');
	const log = await rest.saveCredential('Log of this n8n', 'outreachLogApi', api.credential);
	const all = { ...credentials, outreachLogApi: log };
	const logTable = { __rl: true, mode: 'list', value: '' };
	const sends = { operation: 'sendConnection', options: { memory: 'dataTable', logTable } };
	const polls = { event: 'connection_accepted', options: { onlyFromLog: true, logTable } };
	const made = (index: number) => ({ id: nodeId(index), credentials: all });
	const nodes = [
		nodeOf(NAME, `${PACKAGE}.linkedInOutreach`, [0, 0], sends, made(1)),
		nodeOf(TRIGGER_NAME, `${PACKAGE}.linkedInOutreachTrigger`, [0, 200], polls, made(2)),
	];
	const workflowId = await rest.createWorkflow({ name: 'Log', nodes, connections: {} });
	await openWorkflow(page, url, workflowId);
	for (const [name, made] of [
		[NAME, 'LinkedIn Outreach Log'],
		[TRIGGER_NAME, 'LinkedIn Outreach Log 2'],
	] as const) {
		const dialog = await openNode(page, name);
		await dialog.getByText('Credential for Outreach Log API').waitFor();
		const field = byTestId(dialog, 'rlc-input-container').last();
		await field.click();
		const items = byTestId(page, 'rlc-item').filter({ visible: true });
		await items.filter({ hasText: 'Campaigns of autumn' }).first().waitFor();
		await page.screenshot({ path: `${screenshots}/log-${name}.png` });
		const create = byTestId(page, 'rlc-item-add-resource').filter({ visible: true });
		assert.equal((await create.innerText()).trim(), 'Create a Log');
		await create.click();
		const input = byTestId(field, 'rlc-input');
		await until(`${made} is picked`, async () => (await input.inputValue()) === made);
		await page.screenshot({ path: `${screenshots}/log-${name}-made.png` });
		await closeNode(page);
	}
}

/** How the log of sends is selected in a node. */
export const logSteps: Step[] = [
	{ name: 'A log can be picked and made, where a node or a trigger asks for one', run: pickLog },
];
