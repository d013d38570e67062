import { z } from 'zod';
import { mapResult } from '../outreach/operations/result';
import { KEY_LABELS, keyFields, secretSchema } from '../outreach/provider/credentials';
import type { ProviderManifest } from '../outreach/provider/provider';
import { sendPilotApi, type SendPilotApi } from './api';
import { toAccountReport } from './mapping';
import { sendPilotNode } from './node';
import {
	getAccountStatusViaSendPilot,
	sendConnectionViaSendPilot,
	sendMessageViaSendPilot,
	SENDERS_LIMIT,
} from './operations';
import { ERRORS, LIMITS } from './rules';

const credentialSchema = z.object({
	...keyFields,
	webhookSecret: secretSchema.default(''),
});

export const sendPilot: ProviderManifest<SendPilotApi, z.infer<typeof credentialSchema>> = {
	id: 'sendPilot',
	name: 'SendPilot',
	credential: {
		type: 'sendPilotApi',
		schema: credentialSchema,
		labels: { ...KEY_LABELS, webhookSecret: 'Webhook Secret' },
		connection: ({ apiKey, baseUrl, webhookSecret }) => ({
			baseUrl,
			secrets: [apiKey, webhookSecret],
			identity: [apiKey],
		}),
	},
	limits: LIMITS,
	errors: ERRORS,
	versions: [{ id: 'only', name: 'SendPilot', account: 'required' }],
	open: sendPilotApi,
	operations: [getAccountStatusViaSendPilot, sendConnectionViaSendPilot, sendMessageViaSendPilot],
	account: {
		fromList: true,
		description: 'The sender: a LinkedIn account that SendPilot sends from',
		placeholder: 'e.g. sender_abc123',
	},
	accounts: {
		limit: SENDERS_LIMIT,
		list: async ({ senders }) =>
			mapResult(await senders(), ({ senders: all }) =>
				all.map(({ read }) => toAccountReport(read)),
			),
	},
	polls: { whenEmpty: 'Leave empty to watch all accounts' },
	node: sendPilotNode,
};
