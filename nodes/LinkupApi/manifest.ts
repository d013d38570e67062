import { mapResult } from '../outreach/operations/result';
import type { ProviderManifest } from '../outreach/provider/provider';
import { CONNECTIONS, linkupApiOf, POLLED_ROWS, type LinkupApi } from './api';
import { credential, type LinkupApiCredential } from './credential';
import { relationshipOf, toAccountReport } from './mapping';
import { toPendingPage } from './lists';
import { linkupApiNode } from './node';
import {
	ACCOUNTS_LIMIT,
	CHECK_LIMIT,
	getAccountStatusViaLinkupApi,
	getConnectionStatusViaLinkupApi,
	getConversationViaLinkupApi,
	getInvitationStatusViaLinkupApi,
	getProfileViaLinkupApi,
	sendConnectionViaLinkupApi,
	sendMessageViaLinkupApi,
	withdrawInvitationViaLinkupApi,
} from './operations';
import { ERRORS, LIMITS } from './rules';

export const linkupApi: ProviderManifest<LinkupApi, LinkupApiCredential> = {
	id: 'linkupApi',
	name: 'LinkupAPI',
	credential,
	limits: LIMITS,
	errors: ERRORS,
	versions: [
		{ id: 'v1', name: 'LinkupAPI v1', account: 'ignored' },
		{ id: 'v2', name: 'LinkupAPI v2', account: 'required' },
	],
	open: linkupApiOf,
	operations: [
		getAccountStatusViaLinkupApi,
		getConnectionStatusViaLinkupApi,
		getInvitationStatusViaLinkupApi,
		sendConnectionViaLinkupApi,
		withdrawInvitationViaLinkupApi,
		getProfileViaLinkupApi,
		getConversationViaLinkupApi,
		sendMessageViaLinkupApi,
	],
	account: {
		fromList: true,
		description: 'The LinkedIn account to use',
		whenEmpty: 'Needed with API version v2; v1 uses its Login Token',
		placeholder: 'e.g. acc_abc123',
	},
	relationship: {
		limit: CHECK_LIMIT,
		read: async (api, input) => mapResult(await api.checkInvitation(input), relationshipOf),
	},
	accounts: {
		limit: ACCOUNTS_LIMIT,
		versions: ['v2'],
		list: async ({ accounts }) =>
			mapResult(await accounts(), (all) => all.map(({ account }) => toAccountReport(account))),
	},
	polls: {
		whenEmpty:
			"Required, except for 'Account Needs Attention', which watches all accounts if this is empty",
		version: {
			id: 'v2',
			advice: "Set 'API Version' of the LinkupAPI credential to v2.",
		},
		lists: {
			connection_accepted: {
				limit: 'list_connections',
				page: async ({ ask, endpoints }, accountId, at) =>
					await ask(endpoints.connections({ accountId, at, size: POLLED_ROWS })),
			},
			invitation_received: {
				limit: 'list_invitations',
				page: async ({ ask, endpoints }, accountId, at) =>
					await ask(endpoints.invitations('received', { ...CONNECTIONS, accountId, at })),
			},
		},
		pending: {
			limit: 'list_sent',
			page: async ({ ask, endpoints }, accountId, at) =>
				mapResult(
					await ask(endpoints.invitations('sent', { ...CONNECTIONS, accountId, at })),
					(page) => toPendingPage(page, Date.now()),
				),
		},
		conversations: {
			limit: 'list_inbox',
			page: async ({ ask, conversations }, accountId, at) =>
				await ask(conversations.conversations({ accountId, at })),
			messages: async ({ ask, conversations }, request) =>
				await ask(conversations.messages(request)),
		},
		quietPages: 1,
		cost: 'LinkupAPI charges 1 credit for every 50 connections or invitations that a poll reads. A poll that finds nothing new costs 1 credit, which is 1,440 a day if you poll every minute. The first poll reads the whole list. Poll less often, or use the LinkupAPI Trigger.',
		costs: {
			invitation_not_accepted:
				'LinkupAPI charges 1 credit for every 50 pending invitations that a poll reads. The whole list is read, but only four times a day and when an invitation is due, however often you poll.',
			reply_received:
				'LinkupAPI charges credits for every 20 conversations that a poll lists, usually once per poll, which is 1,440 times a day if you poll every minute. Each conversation that has changed costs 1 credit more, for at most 20 conversations per poll. Poll less often, or use the LinkupAPI Trigger.',
		},
	},
	node: linkupApiNode,
};
