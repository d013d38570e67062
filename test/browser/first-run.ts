/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { until } from '../n8n/processes';
import { codeOf, MANUAL_TRIGGER, next, nodeOf, TRIGGER } from '../n8n/workflows';
import { connectSafelyAccount } from '../simulator/connect-safely/world';
import {
	byTestId,
	canvasNode,
	choose,
	chosen,
	closeNode,
	firstLines,
	isStill,
	nodeId,
	openedNode,
	openWorkflow,
	pickerNode,
	saved,
	searchPicker,
} from './editor';
import type { Stage } from './stage';
import type { Step } from './step';

const NODE = 'LinkedIn Outreach';
const ACCOUNT = { id: 'acc_editor', firstName: 'Edda', lastName: 'Torres' };
const PEOPLE = ['ada-brandt', 'bela-novak', 'chidi-okafor', 'dana-levi', 'emre-kaya'];
const REMAINING = 3;

/** The workflow of a person about to add the node: a trigger and a list. */
async function listOfPeople({ rest }: Stage): Promise<string> {
	const jsCode = codeOf(PEOPLE.map((linkedin) => ({ linkedin })));
	const more = { id: nodeId(2), typeVersion: 2 };
	return await rest.createWorkflow({
		name: 'First run',
		nodes: [
			{ ...MANUAL_TRIGGER, id: nodeId(1) },
			nodeOf('People', 'n8n-nodes-base.code', [220, 0], { jsCode }, more),
		],
		connections: { [TRIGGER]: next('People') },
	});
}

async function addByAction(page: Page, after: string, action: string): Promise<Locator> {
	await byTestId(canvasNode(page, after), 'canvas-handle-plus').click();
	await searchPicker(page, 'linkedin outreach');
	await pickerNode(page, 'linkedInOutreach').click();
	await page.getByText(action, { exact: true }).click();
	return await openedNode(page, NODE);
}

async function enterExpression(page: Page, parameter: string, expression: string): Promise<void> {
	const input = byTestId(page, `parameter-input-${parameter}`);
	await input.hover();
	const options = byTestId(page, `${parameter}-parameter-input-options-container`);
	await byTestId(options, 'radio-button-expression').click();
	// The editor adds closing braces automatically, so they are not typed.
	await input.locator('.cm-content').click();
	await saved(page, expression, async () => await page.keyboard.type(`{{ ${expression}`));
	// The expression's value is shown over the parameters below it until the field loses the focus.
	await byTestId(page, 'tab-params').click();
	await page.locator('.cm-focused').waitFor({ state: 'detached' });
}

async function pickAccount(page: Page, typed: string, name: string): Promise<void> {
	await byTestId(page, 'rlc-input-container').click();
	const items = byTestId(page, 'rlc-item').filter({ visible: true });
	await items.filter({ hasText: name }).waitFor();
	assert.ok((await items.count()) > 1, 'From List shows all accounts before anything is typed');
	await byTestId(page, 'rlc-search').fill(typed);
	await until(`typing "${typed}" leaves one account`, async () => (await items.count()) === 1);
	await items.click();
	assert.equal(await byTestId(page, 'rlc-input').inputValue(), name);
}

/** The rows in the table view of the shown output. */
async function tableOf(output: Locator): Promise<{ head: string[]; rows: number }> {
	await byTestId(output, 'radio-button-table').click();
	const table = output.locator('table');
	await table.locator('tbody tr').first().waitFor();
	const head = (await firstLines(table.locator('thead th'))).filter(Boolean);
	return { head, rows: await table.locator('tbody tr').count() };
}

async function firstRun(stage: Stage): Promise<void> {
	const { page, simulator, screenshots } = stage;
	const { connectSafely } = simulator.world;
	const used = connectSafely.weeklyLimit - REMAINING;
	connectSafely.accounts.set(ACCOUNT.id, connectSafelyAccount({ ...ACCOUNT, used }));
	await openWorkflow(page, stage.url, await listOfPeople(stage));

	const dialog = await addByAction(page, 'People', 'Get connection status');
	await choose(page, 'provider', 'SendPilot');
	assert.equal(await chosen(page, 'operation'), 'Send Connection Request');
	await choose(page, 'provider', 'ConnectSafely');
	await choose(page, 'operation', 'Send Connection Request');
	await enterExpression(page, 'profile', '$json.linkedin');
	await pickAccount(page, 'torr', `Edda Torres (${ACCOUNT.id})`);
	await byTestId(dialog, 'node-execute-button').click();

	const output = byTestId(dialog, 'output-panel');
	const tabs = byTestId(output, 'branches').getByRole('tab');
	await tabs.first().waitFor();
	assert.match((await tabs.nth(0).innerText()).trim(), /^Success Branch \(3 items\)$/);
	assert.match((await tabs.nth(1).innerText()).trim(), /^Rate Limited Branch \(2 items\)$/);
	const success = await tableOf(output);
	assert.equal(success.rows, REMAINING);
	for (const field of ['outcome', 'invited', 'profile']) assert.ok(success.head.includes(field));
	await page.screenshot({ path: `${screenshots}/first-run-success.png` });

	await tabs.nth(1).click();
	await output.locator('thead th').filter({ hasText: 'linkedin' }).waitFor();
	const held = await tableOf(output);
	assert.deepEqual(held, { head: ['linkedin', 'rateLimit'], rows: PEOPLE.length - REMAINING });
	const cell = await output
		.locator('table tbody td')
		.filter({ hasText: 'retryAt' })
		.first()
		.innerText();
	assert.match(cell, /^\s*message\b[^]*?\bretryAt\b[^]*?\bscope\b/);
	await page.screenshot({ path: `${screenshots}/first-run-rate-limited.png` });

	await closeNode(page);
	const node = canvasNode(page, NODE);
	assert.match(await node.innerText(), /Success/);
	assert.match(await node.innerText(), /Rate Limited/);
	await isStill(node);
	await page.screenshot({ path: `${screenshots}/first-run-canvas.png` });
	assert.equal(simulator.invitationsAccepted('connectSafely').length, REMAINING);
}

export const firstRunSteps: Step[] = [
	{
		name: 'a person adds LinkedIn Outreach, picks an account, runs it and sees both outputs',
		run: firstRun,
	},
];
