import { mapResult } from '../outreach/operations/result';
import type { ProviderManifest } from '../outreach/provider/provider';
import { webhookCredentialRules, type WebhookCredential } from '../outreach/trigger/pasted';
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

export const sendPilot: ProviderManifest<SendPilotApi, WebhookCredential> = {
	id: 'sendPilot',
	name: 'SendPilot',
	credential: webhookCredentialRules('sendPilotApi'),
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
