/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { nodeOf, PACKAGE } from '../n8n/workflows';
import { byTestId, choose, chooseMode, closeNode, nodeId, openNode, openWorkflow } from './editor';
import type { Stage } from './stage';
import type { Step } from './step';

const NAME = 'Switched';

/** The entries of *From List*, and the list closed again. */
async function listed(page: Page): Promise<string[]> {
	await byTestId(page, 'rlc-input-container').click();
	const items = byTestId(page, 'rlc-item').filter({ visible: true });
	await items.first().waitFor();
	const names = (await items.allInnerTexts()).map((name) => name.trim());
	await items.first().click();
	return names;
}

async function switchProviders(stage: Stage): Promise<void> {
	const { page, url, rest, credentials, screenshots } = stage;
	const more = { id: nodeId(1), credentials };
	const node = nodeOf(NAME, `${PACKAGE}.linkedInOutreach`, [0, 0], {}, more);
	const workflow = { name: 'Switching providers', nodes: [node], connections: {} };
	const workflowId = await rest.createWorkflow(workflow);
	await openWorkflow(page, url, workflowId);
	await openNode(page, NAME);
	const unlisted = PROVIDERS.find(({ accounts }) => accounts === undefined);
	assert.ok(unlisted);
	await choose(page, 'provider', unlisted.name);
	assert.deepEqual(await listed(page), ['Default account (use By ID for others)']);
	await page.screenshot({ path: `${screenshots}/account-unlisted.png` });
	await chooseMode(page, 'By ID');
	await byTestId(page, 'rlc-input').fill('7');
	assert.equal(await byTestId(page, 'rlc-input').inputValue(), '7');

	await choose(page, 'provider', 'SendPilot');
	await chooseMode(page, 'From list');
	assert.ok((await listed(page)).includes('Ada Doe (sender_free)'));
	await closeNode(page);
}

/** The editor keeps the mode of *Account* when the provider is switched. */
export const accountSteps: Step[] = [
	{ name: 'Account can be filled in after every switch of the provider', run: switchProviders },
];
