/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { credentialClasses } from '../harness/loaded.cjs';
import { credentialData } from '../n8n/checks';
import { isSimulated } from '../simulator/credentials';
import { until } from '../n8n/processes';
import { byTestId } from './editor';
import type { Stage } from './stage';
import type { Step } from './step';

interface Named {
	readonly type: string;
	readonly name: string;
	readonly provider: string;
}

/** The credentials of the simulated providers. */
const CREDENTIALS: readonly Named[] = credentialClasses()
	.map((CredentialClass) => new CredentialClass())
	.flatMap(({ name: type, displayName: name }) =>
		PROVIDERS.filter(({ id, credential }) => credential.type === type && isSimulated(id)).map(
			(provider) => ({ type, name, provider: provider.name }),
		),
	);

const field = (page: Page, name: string) =>
	byTestId(page, `parameter-input-${name}`).locator('input');

async function saveWithKey(page: Page, apiKey: string): Promise<void> {
	await field(page, 'apiKey').fill(apiKey);
	await byTestId(page, 'credential-save-button').click();
}

async function makeAndTest(
	{ page, url, simulator, screenshots }: Stage,
	{ type, name, provider }: Named,
): Promise<void> {
	await page.goto(`${url}/home/credentials/create`);
	await byTestId(page, 'new-credential-type-select').locator('input').fill(provider);
	const options = byTestId(page, 'new-credential-type-select-option');
	await options.filter({ hasText: name }).click();
	await byTestId(page, 'new-credential-type-button').click();
	const dialog = byTestId(page, 'credential-edit-dialog');
	await dialog.waitFor();

	const { apiKey, baseUrl, dsn } = credentialData(simulator)[type] ?? {};
	const address = field(page, dsn === undefined ? 'baseUrl' : 'dsn');
	// The editor fills in the default shortly after the dialog opens; earlier input would be mixed with it.
	if (dsn === undefined) {
		await until('the default Base URL is there', async () => (await address.inputValue()) !== '');
	} else await address.waitFor();
	await address.fill(String(dsn ?? baseUrl));
	assert.equal(await address.inputValue(), String(dsn ?? baseUrl));
	await saveWithKey(page, 'not-the-key');
	await dialog.getByText('More details').click();
	const complaint = await dialog.locator('.el-tag--danger').filter({ visible: true }).innerText();
	await page.screenshot({ path: `${screenshots}/credential-${type}-refused.png` });
	assert.match(complaint, new RegExp(`${provider} does not accept this API key`));

	await saveWithKey(page, String(apiKey));
	await byTestId(page, 'credentials-config-container-test-success').waitFor({ state: 'visible' });
	await page.screenshot({ path: `${screenshots}/credential-${type}-accepted.png` });
}

/** A credential is made in the editor, and tested with a wrong key and with the right one. */
export const credentialSteps: Step[] = CREDENTIALS.map((credential) => ({
	name: `the ${credential.name} credential says why a wrong key is refused, and takes the right one`,
	run: async (stage) => await makeAndTest(stage, credential),
}));
