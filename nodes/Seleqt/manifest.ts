import { z } from 'zod';
import { InvalidInput } from '../outreach/base/errors';
import type { Ask } from '../outreach/provider/ask';
import { neededSecretSchema } from '../outreach/provider/credentials';
import type { ProviderManifest } from '../outreach/provider/provider';
import { seleqtNode } from './node';
import { getConnectionStatusViaSeleqt, prospectId } from './operations';
import { ERRORS, LIMITS } from './rules';

const credentialSchema = z.object({
	apiKey: neededSecretSchema,
	baseUrl: z.string().trim().min(1),
});

export const seleqt: ProviderManifest<Ask, z.infer<typeof credentialSchema>> = {
	id: 'seleqt',
	name: 'Seleqt',
	credential: {
		type: 'seleqtApi',
		schema: credentialSchema,
		labels: { apiKey: 'API Key', baseUrl: 'Base URL' },
		connection: ({ apiKey, baseUrl }) => ({ baseUrl, secrets: [apiKey], identity: [apiKey] }),
	},
	limits: LIMITS,
	errors: ERRORS,
	versions: [{ id: 'only', name: 'Seleqt', account: 'optional' }],
	open: (ask) => ask,
	operations: [getConnectionStatusViaSeleqt],
	ownId: prospectId,
	account: {
		fromList: false,
		description: 'The ID of the LinkedIn account to check with; Seleqt does not list them',
		whenEmpty: 'Leave empty for the first active one',
		placeholder: 'e.g. 7',
	},
	checkAccountId: (accountId, show) => {
		if (/^[1-9]\d*$/.test(accountId)) return;
		throw new InvalidInput(
			`The parameter 'Account' is ${show(accountId)}, and Seleqt's account IDs are positive integers`,
			"Enter the number that Seleqt gives the LinkedIn account, or leave 'Account' empty to use the first active one.",
		);
	},
	node: seleqtNode,
};
