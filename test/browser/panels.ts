/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import {
	byTestId,
	canvasNode,
	closeNode,
	firstLines,
	openNode,
	openWorkflow,
	settlesTo,
} from './editor';
import { choicesOf } from './nodes';
import { internalWords, panelCases, type PanelCase } from './panel-cases';
import type { Stage } from './stage';
import type { Step } from './step';

/** Labels and notices of the panel, without n8n's *Poll Times*. */
const LABELS = [
	'label[for].n8n-input-label:not([data-test-id^="fixed-collection-"] label):not([for="pollTimes"])',
	'.notice-content',
].join(', ');
const UNREADABLE = /undefined|\[object|\[ERROR|\[invalid|NaN|=\{\{/i;

async function storeAll({ rest, credentials }: Stage): Promise<string> {
	return await rest.createWorkflow({
		name: 'Every panel',
		nodes: panelCases.map(({ node, credentialType }) => {
			const stored = credentialType === undefined ? undefined : credentials[credentialType];
			return {
				...node,
				...(credentialType && stored ? { credentials: { [credentialType]: stored } } : {}),
			};
		}),
		connections: {},
	});
}

/** Everything readable in the panel: text, and the values of fields. */
async function readable(panel: Locator): Promise<string> {
	const fields: string[] = [];
	for (const input of await panel.locator('input, textarea').filter({ visible: true }).all()) {
		fields.push(await input.inputValue());
	}
	return [await panel.innerText(), ...fields].join('\n');
}

function assertReadable(text: string, name: string): void {
	assert.doesNotMatch(text, UNREADABLE, name);
	const words = new Set(text.split(/[^\w]+/));
	const raw = internalWords.filter((word) => words.has(word));
	assert.deepEqual(raw, [], `${name} shows names that are for programs`);
}

async function checkPanel(stage: Stage, { node, labels, options, credentialType }: PanelCase) {
	const { page, screenshots, credentials } = stage;
	const dialog = await openNode(page, node.name);
	const panel = byTestId(dialog, 'node-parameters');
	const shown = panel.locator(LABELS).filter({ visible: true });
	await settlesTo(async () => await firstLines(shown), labels, node.name);
	const credential = byTestId(panel, 'node-credentials-select').locator('input');
	const expected = credentials[credentialType ?? '']?.name;
	await settlesTo(
		async () => await credential.inputValue(),
		expected,
		`${node.name}: its credential`,
	);
	assertReadable(await readable(panel), node.name);
	await page.screenshot({ path: `${screenshots}/panel-${node.name.replace(/\W+/g, '-')}.png` });

	const add = byTestId(panel, 'collection-parameter-add');
	assert.equal(await add.count(), options ? 1 : 0, `${node.name}: options`);
	if (options) {
		await add.click();
		const offered = byTestId(page, 'collection-parameter-option').filter({ visible: true });
		await offered.first().waitFor();
		assert.deepEqual(await firstLines(offered), options, `${node.name}: options`);
		await page.keyboard.press('Escape');
		await offered.first().waitFor({ state: 'hidden' });
	}
	await closeNode(page);
}

/** The expected subtitle of a node: its action, in the words of the choices. */
function assertSubtitle({ node, description }: PanelCase, subtitle: string): void {
	assert.match(subtitle, /^[A-Z][a-z]+[A-Za-z ,:]*$/, node.name);
	assert.doesNotMatch(subtitle, UNREADABLE, node.name);
	const { operation, resource, provider } = node.parameters;
	const operations = description.properties.filter(
		(one) =>
			one.name === 'operation' &&
			[resource, provider].some((value) =>
				Object.values(one.displayOptions?.show ?? {})
					.flat()
					.includes(String(value)),
			),
	);
	const chosen = operations.flatMap(choicesOf).find(({ value }) => value === operation);
	const subject = chosen?.action?.split(' ').slice(1) ?? [];
	const told = subject.some((word) => subtitle.toLowerCase().includes(word));
	assert.ok(subject.length === 0 || told, `${node.name}: "${subtitle}" does not tell what it does`);
}

async function everyPanel(stage: Stage): Promise<string> {
	const { page, url, screenshots } = stage;
	await openWorkflow(page, url, await storeAll(stage));
	await page.screenshot({ path: `${screenshots}/every-node.png` });
	for (const panelCase of panelCases) {
		const subtitle = canvasNode(page, panelCase.node.name).locator('[class*="_subtitle_"]');
		assertSubtitle(panelCase, (await subtitle.innerText()).trim());
		assert.ok(!(await subtitle.evaluate(IS_CUT)), `"${await subtitle.innerText()}" is cut`);
		await checkPanel(stage, panelCase);
	}
	return `${panelCases.length} panels`;
}

/** Runs in the page, where elements have these properties. */
const IS_CUT = ({ scrollWidth, clientWidth }: { scrollWidth: number; clientWidth: number }) =>
	scrollWidth > clientWidth;

export const panelSteps: Step[] = [
	{ name: 'each panel shows what applies, in order and in words', run: everyPanel },
];
