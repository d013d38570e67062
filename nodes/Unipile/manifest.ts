import { mapResult } from '../outreach/operations/result';
import type { ProviderManifest } from '../outreach/provider/provider';
import { listAccounts, unipileOf, type UnipileApi } from './api';
import { credential, type UnipileCredential } from './credential';
import { toPendingPage } from './lists';
import { unipileNode } from './node';
import {
	ACCOUNTS_LIMIT,
	getAccountStatusViaUnipile,
	getConnectionStatusViaUnipile,
	getConversationViaUnipile,
	getInvitationStatusViaUnipile,
	getProfileViaUnipile,
	PROFILE_LIMIT,
	readRelationship,
	sendConnectionViaUnipile,
	sendMessageViaUnipile,
	withdrawInvitationViaUnipile,
} from './operations';
import { ERRORS, LIMITS } from './rules';

export const unipile: ProviderManifest<UnipileApi, UnipileCredential> = {
	id: 'unipile',
	name: 'Unipile',
	credential,
	limits: LIMITS,
	errors: ERRORS,
	versions: [
		{ id: 'v1', name: 'Unipile v1', account: 'required' },
		{ id: 'v2', name: 'Unipile v2', account: 'required' },
	],
	open: unipileOf,
	operations: [
		getAccountStatusViaUnipile,
		getConnectionStatusViaUnipile,
		getInvitationStatusViaUnipile,
		sendConnectionViaUnipile,
		withdrawInvitationViaUnipile,
		getProfileViaUnipile,
		getConversationViaUnipile,
		sendMessageViaUnipile,
	],
	account: {
		fromList: true,
		description: 'The LinkedIn account to use',
		placeholder: 'e.g. acc_01h455vb4pex5vsknk084sn02q',
	},
	relationship: { limit: PROFILE_LIMIT, read: readRelationship },
	accounts: { limit: ACCOUNTS_LIMIT, list: listAccounts },
	polls: {
		whenEmpty:
			"Required, except for 'Account Needs Attention', which watches all accounts if this is empty",
		lists: {
			connection_accepted: {
				limit: 'relations',
				page: async ({ ask, endpoints }, accountId, at) =>
					await ask(endpoints.relations({ accountId: accountId ?? '', at, size: null })),
			},
			invitation_received: {
				limit: 'invitations',
				page: async ({ ask, endpoints }, accountId, at) =>
					await ask(
						endpoints.invitations('received', { accountId: accountId ?? '', at, size: null }),
					),
			},
		},
		pending: {
			limit: 'invitations',
			page: async ({ ask, endpoints }, accountId, at) =>
				mapResult(
					await ask(endpoints.invitations('sent', { accountId: accountId ?? '', at, size: null })),
					(page) => toPendingPage(page, Date.now()),
				),
		},
		conversations: {
			limit: 'chats',
			page: async ({ ask, conversations }, accountId, at) =>
				await ask(conversations.conversations({ accountId, at })),
			messages: async ({ ask, conversations }, request) =>
				await ask(conversations.messages(request)),
		},
		atRandom: {
			fromHours: 4,
			toHours: 8,
			why: 'Unipile advises reading lists a few times a day, never every hour or at fixed times, because each read is a call to LinkedIn',
		},
		// LinkedIn allows an account about a hundred reads a day, and lists the newest first.
		quietPages: 1,
	},
	node: unipileNode,
};
