import { countOf } from '../outreach/operations/pages';
import { mapResult } from '../outreach/operations/result';
import { keyCredential, type KeyCredential } from '../outreach/provider/credentials';
import type { ProviderManifest } from '../outreach/provider/provider';
import { connectSafelyApi, receivedFromPeople, type ConnectSafelyApi } from './api';
import * as endpoints from './endpoints';
import { toConnectionsPage } from './lists';
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

export const connectSafely: ProviderManifest<ConnectSafelyApi, KeyCredential> = {
	id: 'connectSafely',
	name: 'ConnectSafely',
	credential: keyCredential('connectSafelyApi'),
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
			"Left empty, 'Account Needs Attention' watches all accounts, and the other events watch ConnectSafely's default account, which is the one used last: with several accounts, pick one",
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
	},
	node: connectSafelyNode,
};
