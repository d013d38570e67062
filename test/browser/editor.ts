/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page, Request } from 'playwright-core';
import { until } from '../n8n/processes';
import { PACKAGE } from '../n8n/workflows';

/** The elements of n8n 2.40's editor, by the IDs that n8n's own tests use. */
export const byTestId = (page: Page | Locator, id: string): Locator =>
	page.locator(`[data-test-id="${id}"]`);

const DIALOG = '[data-test-id="ndv"]';

/** A node on the canvas, by its name. */
export const canvasNode = (page: Page, name: string): Locator =>
	page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

/** Opens the editor on a stored workflow, all nodes in view. */
export async function openWorkflow(page: Page, url: string, workflowId: string): Promise<void> {
	await page.goto(`${url}/workflow/${workflowId}`);
	await byTestId(page, 'canvas-node').first().waitFor();
	await fitView(page);
}

export async function fitView(page: Page): Promise<void> {
	await byTestId(page, 'zoom-to-fit').click();
	await isStill(byTestId(page, 'canvas-node').first());
}

/** Resolves when an element did not move between two checks. */
export async function isStill(element: Locator): Promise<void> {
	let before = '';
	for (let same = 0; same < 3; ) {
		const now = JSON.stringify(await element.boundingBox());
		same = now === before ? same + 1 : 0;
		before = now;
	}
}

/** Opens the editor on a workflow without nodes. */
export async function openEmpty(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/workflow/new`);
	await byTestId(page, 'canvas-plus-button').waitFor();
}

/** Opens a node's dialogue and returns it. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	await canvasNode(page, name).locator('[data-canvas-node-render-type]').dblclick();
	return await openedNode(page, name);
}

/** The dialogue of a node that is opening. */
export async function openedNode(page: Page, name: string): Promise<Locator> {
	const dialog = page.locator(DIALOG);
	await byTestId(dialog, 'node-title-container').filter({ hasText: name }).waitFor();
	await byTestId(dialog, 'node-parameters').waitFor();
	return dialog;
}

export async function closeNode(page: Page): Promise<void> {
	await byTestId(page, 'ndv-close-button').click();
	await page.locator(DIALOG).waitFor({ state: 'hidden' });
}

/** Picks an entry of a drop-down parameter by its displayed name. */
export async function choose(page: Page, parameter: string, label: string): Promise<void> {
	await chooseIn(page, byTestId(page, `parameter-input-${parameter}`), label);
}

/** What a drop-down parameter shows as chosen. */
export async function chosen(page: Page, parameter: string): Promise<string> {
	return await byTestId(page, `parameter-input-${parameter}`).locator('input').inputValue();
}

/** Picks how a parameter with several modes (*From list*, *By ID*) is filled in. */
export async function chooseMode(page: Page, mode: string): Promise<void> {
	await chooseIn(page, byTestId(page, 'rlc-mode-selector'), mode);
}

/**
 * n8n stores a choice in the node a tenth of a second later, or more on a busy machine, and shows it only then. An
 * earlier click still hits the old fields: a list whose mode is not yet stored gets the focus and never opens.
 */
async function chooseIn(page: Page, select: Locator, label: string): Promise<void> {
	await select.click();
	await page.getByRole('option').filter({ hasText: label, visible: true }).first().click();
	const shown = select.locator('input');
	await until(`"${label}" is chosen`, async () => (await shown.inputValue()).includes(label));
}

/**
 * Makes a change to the node, and resolves once the editor has sent it to be saved. n8n stores typed text in the
 * node a moment later. If that happens while a list is open, the list stays in its loading state until it is
 * reopened, since n8n (2.40) loads a list for the parameters at the time it opens.
 */
export async function saved(page: Page, words: string, change: () => Promise<void>): Promise<void> {
	const isSave = (request: Request) =>
		request.method() === 'PATCH' && (request.postData() ?? '').includes(words);
	await Promise.all([page.waitForRequest(isSave), change()]);
}

/** The entries of the node picker, as n8n lists them now. */
export const pickerItems = (page: Page): Locator =>
	byTestId(byTestId(page, 'node-creator'), 'item-iterator-item');

/** A node of this package in the node picker. */
export const pickerNode = (page: Page, name: string): Locator =>
	page.locator(`[data-keyboard-nav-id^="${PACKAGE}.${name}-"]`);

export async function searchPicker(page: Page, words: string): Promise<void> {
	await byTestId(page, 'node-creator-search-bar').fill(words);
}

/** The first line of each element's text. */
export async function firstLines(elements: Locator): Promise<string[]> {
	const texts = await elements.allInnerTexts();
	return texts.map((text) => text.trim().split('\n')[0] ?? '').map((text) => text.trim());
}

/** IDs that differ in their first six characters: n8n's URLs contain only that part of a node's ID. */
export const nodeId = (index: number): string => `n${String(index).padStart(5, '0')}`;

/** Asserts a list's eventual entries: n8n updates lists with a delay, and fades out old entries. */
export async function settlesTo<T>(
	read: () => Promise<T>,
	expected: T,
	what: string,
): Promise<void> {
	let found: T | undefined;
	const isThere = async () => isDeepStrictEqual((found = await read()), expected);
	await until(what, isThere).catch(() => assert.deepEqual(found, expected, what));
}
