/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { nodeOf, PACKAGE } from '../n8n/workflows';
import { canvasNode, nodeId, openNode, openWorkflow } from './editor';
import { actionNodes, triggerNodes } from './nodes';
import type { PageLook, Stage } from './stage';
import type { Step } from './step';

const ALL = [...actionNodes, ...triggerNodes];

/** One node of each kind, as the picker would add them. */
async function oneOfEach({ rest, credentials }: Stage): Promise<string> {
	return await rest.createWorkflow({
		name: 'One of each',
		nodes: ALL.map(({ name, displayName, credentials: wanted = [] }, index) => {
			const type = wanted[0]?.name ?? '';
			const stored = credentials[type];
			const place: [number, number] = [(index % 4) * 340, Math.floor(index / 4) * 260];
			return nodeOf(
				displayName,
				`${PACKAGE}.${name}`,
				place,
				{},
				{
					id: nodeId(index),
					...(stored ? { credentials: { [type]: stored } } : {}),
				},
			);
		}),
		connections: {},
	});
}

/** The icon of each node on the canvas, by the node's name, as an SVG that has really loaded. */
async function icons(page: Page, url: string): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const { displayName } of ALL) {
		const image = canvasNode(page, displayName).locator('img').first();
		const source = (await image.getAttribute('src')) ?? '';
		const answer = await page.request.get(new URL(source, url).href);
		assert.equal(answer.status(), 200, source);
		assert.match(answer.headers()['content-type'] ?? '', /svg/, source);
		found.set(displayName, await answer.text());
	}
	return found;
}

async function darkMode(stage: Stage): Promise<void> {
	const { url, screenshots, openPage } = stage;
	const workflowId = await oneOfEach(stage);
	const looks = new Map<string, Map<string, string>>();
	for (const theme of ['light', 'dark'] as const) {
		const page = await openPage({ theme, width: 1440, height: 1000 });
		await openWorkflow(page, url, workflowId);
		await page.screenshot({ path: `${screenshots}/${theme}-canvas.png` });
		looks.set(theme, await icons(page, url));
		await openNode(page, 'LinkedIn Outreach');
		assert.equal(await themeOfPanel(page), theme, 'the theme of the panel');
		await page.screenshot({ path: `${screenshots}/${theme}-panel.png` });
		await page.context().close();
	}
	for (const { displayName } of ALL) {
		const [light, dark] = ['light', 'dark'].map((theme) => looks.get(theme)?.get(displayName));
		assert.notEqual(light, dark, `${displayName} has one icon for light and dark`);
	}
	const distinct = new Set(ALL.map(({ displayName }) => looks.get('light')?.get(displayName)));
	assert.equal(distinct.size, actionNodes.length, 'each provider has an icon of its own');
}

/** Which theme the open panel shows, by how bright it is: n8n writes colours in either notation. */
async function themeOfPanel(page: Page): Promise<PageLook['theme'] | undefined> {
	const colour: unknown = await page.evaluate(PANEL_COLOUR);
	const [, notation, first] = /^(oklch|rgb)\(([\d.]+)/.exec(String(colour)) ?? [];
	if (first === undefined) return undefined;
	return Number(first) < (notation === 'rgb' ? 128 : 0.5) ? 'dark' : 'light';
}

/** Run in the page. */
const PANEL_COLOUR = "getComputedStyle(document.querySelector('.node-settings')).backgroundColor";

export const darkSteps: Step[] = [
	{ name: 'canvas and panel follow the dark theme, each node with an icon for it', run: darkMode },
];
