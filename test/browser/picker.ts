/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { pause, until } from '../n8n/processes';
import { PACKAGE } from '../n8n/workflows';
import {
	byTestId,
	canvasNode,
	chosen,
	closeNode,
	firstLines,
	openedNode,
	openEmpty,
	pickerItems,
	pickerNode,
	searchPicker,
	settlesTo,
} from './editor';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { actionNodes, actionsOf, eventsOf, triggerNodes } from './nodes';
import type { Stage } from './stage';
import type { Step } from './step';

const ALL = actionNodes.map(({ name }) => name).sort();
const INVITING = actionNodes
	.filter((node) => actionsOf(node).some((action) => /invit|connection request/i.test(action)))
	.map(({ name }) => name)
	.sort();

/** Typed searches, and the nodes of this package they must find. */
const SEARCHES: Readonly<Record<string, readonly string[]>> = {
	linkedin: ALL,
	connect: ALL,
	connection: ALL,
	invitation: INVITING,
	invite: INVITING,
	outreach: ALL,
	...Object.fromEntries(PROVIDERS.map(({ id, name }) => [name.toLowerCase(), [id]])),
};

async function openPicker({ page, url }: Stage): Promise<void> {
	await openEmpty(page, url);
	await byTestId(page, 'canvas-plus-button').click();
	await byTestId(page, 'node-creator-search-bar').waitFor();
}

/** The listed nodes of this package, in alphabetical order. */
async function ours(page: Page): Promise<string[]> {
	const ids: string[] = await pickerItems(page).evaluateAll(NAVIGATION_IDS);
	const names = ids.map((id) => id.replace(/-[0-9a-f]{8}-[0-9a-f-]+$/, ''));
	return ALL.filter((name) => names.includes(`${PACKAGE}.${name}`));
}

/** Runs in the page in one step, since the list may change meanwhile. */
const NAVIGATION_IDS = (items: Array<{ dataset: Record<string, string | undefined> }>) =>
	items.map(({ dataset }) => dataset.keyboardNavId ?? '');

async function findByWords(stage: Stage): Promise<void> {
	await openPicker(stage);
	const { page } = stage;
	for (const [words, expected] of Object.entries(SEARCHES)) {
		await searchPicker(page, words);
		await settlesTo(async () => await ours(page), expected, `searching for "${words}"`);
		await page.screenshot({ path: `${stage.screenshots}/picker-${words}.png` });
	}
}

/** n8n expands either the triggers or the actions first. */
async function unfoldActions(page: Page, firstAction: Locator): Promise<void> {
	const category = page.locator('[data-category-collapsed]').filter({ hasText: /Actions \(/ });
	const isCollapsed = async () =>
		(await category.last().getAttribute('data-category-collapsed')) === 'true';
	await category.first().waitFor();
	await until('the actions are listed', async () => {
		if (await isCollapsed()) {
			await byTestId(category.last(), 'node-creator-category-item').click();
			// A second click before the first takes effect would collapse them again.
			await until('the actions unfold', async () => !(await isCollapsed()));
			return false;
		}
		return await firstAction.isVisible();
	});
	// Entries shown at first may be collapsed a moment later.
	await pause(500);
	if (await isCollapsed()) await unfoldActions(page, firstAction);
}

async function readsAsActions(stage: Stage): Promise<void> {
	const { page } = stage;
	await openPicker(stage);
	for (const description of actionNodes) {
		await searchPicker(page, 'linkedin');
		await pickerNode(page, description.name).click();
		const wanted = actionsOf(description);
		await unfoldActions(page, page.getByText(wanted[0] ?? '', { exact: true }).first());
		const names = async () => await firstLines(byTestId(page, 'node-creator-item-name'));
		await settlesTo(
			async () => (await names()).filter((name) => wanted.includes(name)).sort(),
			[...wanted].sort(),
			`the actions of ${description.name}`,
		);
		for (const action of wanted) assert.match(action, /^[A-Z][a-z]+( [a-z]+)+$/);

		const trigger = triggerNodes.find(({ name }) => name === `${description.name}Trigger`);
		const events = trigger ? eventsOf(trigger) : [];
		await settlesTo(
			async () => (await names()).filter((name) => events.includes(name)).sort(),
			[...events].sort(),
			`the events of ${description.name}`,
		);
		await page.screenshot({ path: `${stage.screenshots}/actions-${description.name}.png` });
		await byTestId(page, 'nodes-list-header').getByRole('button').first().click();
	}
}

async function picksTrigger(stage: Stage): Promise<void> {
	const { page } = stage;
	await openPicker(stage);
	await page.getByText('What triggers this workflow?').waitFor();
	await searchPicker(page, 'linkedin outreach');
	await pickerNode(page, 'linkedInOutreach').click();
	await page.getByText('On invitation received', { exact: true }).click();
	await openedNode(page, 'LinkedIn Outreach Trigger');
	assert.equal(await chosen(page, 'event'), 'Invitation Received');
	await closeNode(page);
	const node = canvasNode(page, 'LinkedIn Outreach Trigger');
	await byTestId(node, 'canvas-trigger-node').waitFor();
}

export const pickerSteps: Step[] = [
	{ name: 'the nodes are found by the words that people type', run: findByWords },
	{
		name: 'the picker lists what each node does, and what starts each trigger',
		run: readsAsActions,
	},
	{ name: 'a trigger that is picked by its event starts with this event', run: picksTrigger },
];
