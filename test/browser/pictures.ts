/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { prepareWorld } from '../../demo/world';
import { repositoryFolder } from '../n8n/cache';
import { readExample } from '../n8n/checks-examples-files';
import type { WorkflowFile } from '../n8n/rest';
import { PACKAGE, nodeOf } from '../n8n/workflows';
import { byTestId, fitView, nodeId, openNode, openWorkflow } from './editor';
import type { Stage } from './stage';
import type { Step } from './step';

const FOLDER = join(repositoryFolder, 'docs', 'images');
const MOST_BYTES = 300_000;
const MARGIN = 24;
/** Elements over the canvas that are not part of a workflow. */
const WITHOUT_TOOLS = `
	[data-test-id="canvas-controls"], [data-test-id="canvas-minimap"],
	[data-test-id="canvas-background"], [data-test-id="floating-nodes"], .el-notification,
	[data-test-id^="execute-workflow-button"], [data-test-id="node-creator-plus-button"],
	[data-test-id="canvas-node-toolbar"] { visibility: hidden !important; }
	* { caret-color: transparent !important; }
`;

interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The smallest area that holds all the elements, and a margin. */
async function around(elements: Locator): Promise<Area> {
	const boxes: Area[] = [];
	for (const element of await elements.all()) {
		const box = await element.boundingBox();
		if (box) boxes.push(box);
	}
	const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN;
	const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function write(page: Page, name: string, clip: Area): Promise<void> {
	mkdirSync(FOLDER, { recursive: true });
	const path = join(FOLDER, `${name}.png`);
	await page.screenshot({ path, clip, animations: 'disabled', style: WITHOUT_TOOLS });
	const { size } = statSync(path);
	assert.ok(size < MOST_BYTES, `${name}.png has ${size} bytes`);
}

const outreachNode = ({ nodes }: WorkflowFile, operation: string): string =>
	nodes.find(({ type, parameters }) => {
		const chosen = typeof parameters === 'object' && parameters !== null ? parameters : {};
		return type === `${PACKAGE}.linkedInOutreach` && Reflect.get(chosen, 'operation') === operation;
	})?.name ?? '';

/** A stored example, run manually to its end in the editor. */
async function openRun(stage: Stage, workflow: WorkflowFile): Promise<Page> {
	const { rest, url, credentials, simulator, openPage } = stage;
	simulator.reset();
	prepareWorld(simulator);
	// One invitation short of the weekly limit, so that both outputs have items.
	const { accounts, weeklyLimit } = simulator.world.connectSafely;
	for (const account of accounts.values()) account.used = weeklyLimit - 1;
	const page = await openPage({ theme: 'light', width: 1500, height: 800, isPicture: true });
	await openWorkflow(page, url, await rest.createWorkflow(workflow, credentials));
	await byTestId(page, 'execute-workflow-button').click();
	await page.getByText('Workflow executed successfully').waitFor({ timeout: 120_000 });
	await fitView(page);
	return page;
}

/** Nodes and notes, with node captions and the stubs of unconnected outputs. */
const canvasParts = (page: Page): Locator =>
	page.locator(
		['', ' [class*="_description_"]', ' [data-test-id="canvas-handle-plus-wrapper"]']
			.map((part) => `.vue-flow__node${part}`)
			.join(', '),
	);

/** The same run in both themes, since a second run would be at the weekly limit from the start. */
async function canvasPictures(page: Page): Promise<void> {
	for (const [name, theme] of [
		['canvas', 'light'],
		['canvas-dark', 'dark'],
	] as const) {
		await page.emulateMedia({ colorScheme: theme });
		const icon = page.locator(`img[src$="linkedInOutreach${theme === 'dark' ? '.dark' : ''}.svg"]`);
		await icon.first().waitFor();
		await write(page, name, await around(canvasParts(page)));
	}
	await page.emulateMedia({ colorScheme: 'light' });
}

/** The middle column of a node's dialogue, down to its last parameter. */
async function panelArea(page: Page, dialog: Locator): Promise<Area> {
	await page.mouse.move(0, 0);
	const column = await dialog.locator('.node-settings').boundingBox();
	assert.ok(column);
	const { y, height } = await around(byTestId(dialog, 'parameter-item').filter({ visible: true }));
	return { ...column, height: Math.min(y + height, column.y + column.height) - column.y };
}

/** The output's column as JSON, down to the end of the first items. */
async function outputArea(output: Locator): Promise<Area> {
	await byTestId(output, 'radio-button-json').click();
	const column = await output.boundingBox();
	assert.ok(column);
	const items = await around(output.locator('.vjs-tree-node').filter({ visible: true }));
	const bottom = Math.min(column.y + column.height - MARGIN, items.y + items.height);
	return { ...column, height: bottom - column.y };
}

async function examplePictures(stage: Stage): Promise<void> {
	const example = readExample('check-then-connect.json');
	const page = await openRun(stage, example);
	await canvasPictures(page);
	// Higher, so that an item is on the picture to its end.
	await page.setViewportSize({ width: 1500, height: 1250 });
	const dialog = await openNode(page, outreachNode(example, 'sendConnection'));
	await write(page, 'panel', await panelArea(page, dialog));
	const output = byTestId(dialog, 'output-panel');
	const tabs = byTestId(output, 'branches').getByRole('tab');
	for (const [index, name] of ['output-success', 'output-rate-limited'].entries()) {
		await tabs.nth(index).click();
		await write(page, name, await outputArea(output));
	}
	await page.context().close();
}

async function triggerPicture({ rest, url, credentials, openPage }: Stage): Promise<void> {
	const page = await openPage({ theme: 'light', width: 1440, height: 1000, isPicture: true });
	const { connectSafelyApi } = credentials;
	const name = 'LinkedIn Outreach Trigger';
	const more = {
		id: nodeId(0),
		...(connectSafelyApi ? { credentials: { connectSafelyApi } } : {}),
	};
	const trigger = nodeOf(name, `${PACKAGE}.linkedInOutreachTrigger`, [0, 0], {}, more);
	const workflow = { name, nodes: [trigger], connections: {} };
	await openWorkflow(page, url, await rest.createWorkflow(workflow));
	await write(page, 'trigger', await panelArea(page, await openNode(page, name)));
	await page.context().close();
}

export const pictureSteps: Step[] = [
	{ name: 'pictures: an example after its run, a panel, the two outputs', run: examplePictures },
	{ name: "pictures: the trigger's panel", run: triggerPicture },
];
