import { toDataObject } from '../outreach/objects';
import { changeOutput, sendOutput, type ProviderNode } from '../outreach/provider-node';
import { connectSafely, type ConnectSafelySession } from './provider';
import {
	accountStatusSchema,
	connectSchema,
	relationshipSchema,
	withdrawSchema,
} from './responses';

/** What the ConnectSafely node offers. */
export const connectSafelyNode: ProviderNode<ConnectSafelySession> = {
	provider: connectSafely,
	resources: [
		{ name: 'Account', value: 'account' },
		{ name: 'Invitation', value: 'invitation' },
		{ name: 'Relationship', value: 'relationship' },
	],
	account: {
		fromList: true,
		description: "The LinkedIn account to use. Leave empty for ConnectSafely's default account.",
		placeholder: 'e.g. 696ce9e780e0483585e4e553',
	},
	operations: [
		{
			resource: 'account',
			operation: 'getStatus',
			name: 'Get Status',
			action: 'Get account status',
			description: 'Check whether an account is available, in use, or needs attention',
			needs: { person: 'none', account: 'optional' },
			limitName: connectSafely.limitName('getAccountStatus'),
			output: accountStatusSchema,
			run: {
				effect: 'read',
				call: async ({ client }, { accountId }) => await client.accountStatus(accountId),
			},
		},
		{
			resource: 'invitation',
			operation: 'send',
			name: 'Send',
			action: 'Send invitation',
			description: 'Invite a person to connect, at most once',
			needs: { person: 'profile', account: 'optional', note: true },
			limitName: connectSafely.limitName('sendConnection'),
			output: sendOutput(connectSchema),
			run: { effect: 'send' },
		},
		{
			resource: 'invitation',
			operation: 'withdraw',
			name: 'Withdraw',
			action: 'Withdraw invitation',
			description: 'Take back an invitation that is pending',
			needs: { person: 'profileOrInvitation', account: 'optional' },
			limitName: connectSafely.limitName('withdrawInvitation'),
			output: changeOutput(withdrawSchema),
			run: {
				effect: 'change',
				call: async (session, input) => await session.withdrawInvitation(input),
			},
		},
		{
			resource: 'relationship',
			operation: 'get',
			name: 'Get',
			action: 'Get relationship',
			description: 'Check whether an account and a person are connected or invited',
			needs: { person: 'profile', account: 'optional' },
			limitName: connectSafely.limitName('getConnectionStatus'),
			output: relationshipSchema,
			run: { effect: 'read', call: async ({ client }, input) => await client.relationship(input) },
		},
	],
	fieldsOf: toDataObject,
};
