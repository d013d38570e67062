import { z } from 'zod';
import { InvalidInput, mapAnswer } from '../outreach/answer';
import { checkedBaseUrl } from '../outreach/http/transport';
import { neededSecretSchema, readCredential } from '../outreach/node/credentials';
import type { OutreachSession, Provider } from '../outreach/provider';
import { seleqtClient, type SeleqtClient } from './client';
import { toConnectionReport } from './mapping';

const credentialSchema = z.object({
	apiKey: neededSecretSchema,
	baseUrl: z.string().trim().min(1),
});

export interface SeleqtSession extends OutreachSession {
	readonly client: SeleqtClient;
}

export const seleqt: Provider<SeleqtSession> = {
	id: 'seleqt',
	name: 'Seleqt',
	credentialType: 'seleqtApi',
	requestsPerMinute: 50,
	operations: {
		getConnectionStatus: { person: 'prospect', account: 'optional' },
	},

	limitName() {
		return 'connection-status';
	},

	checkAccountId(accountId, show) {
		if (/^[1-9]\d*$/.test(accountId)) return;
		throw new InvalidInput(
			`The parameter 'Account' is ${show(accountId)}, and Seleqt's account IDs are positive integers`,
			"Enter the number that Seleqt gives the LinkedIn account, or leave 'Account' empty to use the first active one.",
		);
	},

	open(credential, connect) {
		const { apiKey, baseUrl } = readCredential(credentialSchema, credential, 'Seleqt', {
			apiKey: 'API Key',
			baseUrl: 'Base URL',
		});
		const transport = connect({
			baseUrl: checkedBaseUrl(baseUrl, 'Seleqt'),
			secrets: [apiKey],
			identity: [apiKey],
		});
		return seleqtSession(seleqtClient(transport));
	},
};

function seleqtSession(client: SeleqtClient): SeleqtSession {
	return {
		client,
		accountRequired: false,
		apiName: 'Seleqt',

		getConnectionStatus: async (input) =>
			mapAnswer(await client.connectionStatus(input), (status) =>
				toConnectionReport(status, input.prospectId),
			),
	};
}
