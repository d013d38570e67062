import { countOf } from '../outreach/operations/pages';
import { mapResult } from '../outreach/operations/result';
import type { ProviderManifest } from '../outreach/provider/provider';
import { webhookCredentialRules, type WebhookCredential } from '../outreach/trigger/pasted';
import { connectSafelyApi, receivedFromPeople, type ConnectSafelyApi } from './api';
import { conversations, messages } from './conversations';
import * as endpoints from './endpoints';
import { toConnectionsPage, toPendingPage } from './lists';
import { relationshipOf, toListedReport, toQuotaInfo } from './mapping';
import { connectSafelyNode } from './node';
import {
	ACCOUNT_LIMIT,
	getAccountStatusViaConnectSafely,
	getConnectionStatusViaConnectSafely,
	getConversationViaConnectSafely,
	getInvitationStatusViaConnectSafely,
	getProfileViaConnectSafely,
	RELATIONSHIP_LIMIT,
	sendConnectionViaConnectSafely,
	sendMessageViaConnectSafely,
	withdrawInvitationViaConnectSafely,
} from './operations';
import { ERRORS, LIMITS } from './rules';

export const connectSafely: ProviderManifest<ConnectSafelyApi, WebhookCredential> = {
	id: 'connectSafely',
	name: 'ConnectSafely',
	credential: webhookCredentialRules('connectSafelyApi'),
	limits: LIMITS,
	errors: ERRORS,
	versions: [{ id: 'only', name: 'ConnectSafely', account: 'optional' }],
	open: connectSafelyApi,
	operations: [
		getAccountStatusViaConnectSafely,
		getConnectionStatusViaConnectSafely,
		getInvitationStatusViaConnectSafely,
		sendConnectionViaConnectSafely,
		withdrawInvitationViaConnectSafely,
		getProfileViaConnectSafely,
		getConversationViaConnectSafely,
		sendMessageViaConnectSafely,
	],
	account: {
		fromList: true,
		description: 'The LinkedIn account to use',
		whenEmpty: "Leave empty for ConnectSafely's default account",
		placeholder: 'e.g. 696ce9e780e0483585e4e553',
	},
	relationship: {
		limit: RELATIONSHIP_LIMIT,
		read: async (api, input) => mapResult(await api.relationship(input), relationshipOf),
	},
	readQuota: async ({ ask }, accountId, limit) => {
		const quota = await ask(endpoints.quota(accountId));
		return quota.kind === 'answered' ? toQuotaInfo(quota.value, limit) : null;
	},
	accounts: {
		limit: ACCOUNT_LIMIT,
		list: async ({ ask }) =>
			mapResult(await ask(endpoints.accounts()), (accounts) =>
				accounts.map(({ read }) => toListedReport(read)),
			),
	},
	polls: {
		whenEmpty:
			"If empty, 'Account Needs Attention' watches all accounts. The other events watch ConnectSafely's default account, which is the one used last: if you have several accounts, pick one",
		lists: {
			connection_accepted: {
				limit: 'connections',
				page: async ({ ask }, accountId, at) =>
					mapResult(await ask(endpoints.connections(accountId, at, 'recentlyAdded')), (page) =>
						toConnectionsPage(page, countOf(at)),
					),
			},
			invitation_received: { limit: 'invitations', page: receivedFromPeople },
		},
		pending: {
			limit: 'invitations',
			page: async ({ sentPage }, accountId, at) =>
				mapResult(await sentPage(accountId, at), (page) => toPendingPage(page, Date.now())),
		},
		conversations: {
			limit: 'conversations',
			page: async ({ ask }, accountId, at) => await ask(conversations({ accountId, at })),
			messages: async ({ ask }, request) => await ask(messages(request)),
		},
	},
	node: connectSafelyNode,
};
