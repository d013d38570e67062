import { z } from 'zod';
import { checkedBaseUrl } from '../outreach/http/transport';
import { neededSecretSchema, readCredential } from '../outreach/node/credentials';
import type { Provider } from '../outreach/provider';
import { connectSafelyClient } from './client';
import { connectSafelySession, type ConnectSafelySession } from './session';

const credentialSchema = z.object({
	apiKey: neededSecretSchema,
	baseUrl: z.string().trim().min(1),
});

export const connectSafely: Provider<ConnectSafelySession> = {
	id: 'connectSafely',
	name: 'ConnectSafely',
	credentialType: 'connectSafelyApi',
	requestsPerMinute: 60,
	operations: {
		getAccountStatus: { person: 'none', account: 'optional' },
		getConnectionStatus: { person: 'profile', account: 'optional' },
		getInvitationStatus: { person: 'profile', account: 'optional' },
		sendConnection: { person: 'profile', account: 'optional', note: true },
		withdrawInvitation: { person: 'profileOrInvitation', account: 'optional' },
	},

	limitName(operation) {
		if (operation === 'sendConnection') return 'connect';
		if (operation === 'getAccountStatus') return 'account';
		return operation === 'withdrawInvitation' ? 'withdraw' : 'relationship';
	},

	open(credential, connect) {
		const { apiKey, baseUrl } = readCredential(credentialSchema, credential, 'ConnectSafely', {
			apiKey: 'API Key',
			baseUrl: 'Base URL',
		});
		const transport = connect({
			baseUrl: checkedBaseUrl(baseUrl, 'ConnectSafely'),
			secrets: [apiKey],
			identity: [apiKey],
		});
		return connectSafelySession(connectSafelyClient(transport));
	},
};
