import { mapAnswer } from '../outreach/answer';
import { directionParameter as direction, type FieldParameter } from '../outreach/node/parameters';
import { changeOutput, sendOutput, type ProviderNode } from '../outreach/node/provider-node';
import { toDataObject } from '../outreach/objects';
import { onlyPage } from '../outreach/pages';
import {
	simpleInvitation,
	simpleInvitationSchema,
	toConnectionsPage,
	withConnectedOn,
} from './lists';
import { connectSafely } from './provider';
import {
	accountStatusSchema,
	connectionSchema,
	connectSchema,
	listedAccountSchema,
	quotaSchema,
	relationshipSchema,
	respondSchema,
	withdrawSchema,
} from './responses';
import type { ConnectSafelySession } from './session';

const search: FieldParameter = {
	displayName: 'Search',
	name: 'search',
	type: 'string',
	default: '',
	placeholder: 'e.g. Jane',
	description: 'Part of the name of the accounts to return. Leave empty for all.',
};

const sortBy: FieldParameter = {
	displayName: 'Sort By',
	name: 'sortBy',
	type: 'options',
	options: [
		{ name: 'First Name', value: 'firstName' },
		{ name: 'Last Name', value: 'lastName' },
		{ name: 'Recently Added', value: 'recentlyAdded' },
	],
	default: 'recentlyAdded',
	description: 'The order of the connections',
};

const response: FieldParameter = {
	displayName: 'Response',
	name: 'response',
	type: 'options',
	options: [
		{ name: 'Accept', value: 'accept', description: 'Become connected' },
		{ name: 'Ignore', value: 'ignore', description: 'Remove the invitation unanswered' },
	],
	default: 'accept',
	description: 'How to answer the invitation',
};

/** What the ConnectSafely node offers. */
export const connectSafelyNode: ProviderNode<ConnectSafelySession> = {
	provider: connectSafely,
	resources: [
		{ name: 'Account', value: 'account' },
		{ name: 'Connection', value: 'connection' },
		{ name: 'Invitation', value: 'invitation' },
		{ name: 'Relationship', value: 'relationship' },
	],
	account: {
		fromList: true,
		description: 'The LinkedIn account to use',
		whenEmpty: "Leave empty for ConnectSafely's default account",
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
			resource: 'account',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many accounts',
			description: 'List the LinkedIn accounts of the key',
			needs: { person: 'none', account: 'none' },
			fields: [search],
			limitName: connectSafely.limitName('getAccountStatus'),
			output: listedAccountSchema,
			run: {
				effect: 'list',
				page: async ({ client }, { fields }) =>
					mapAnswer(await client.accounts(fields.search), onlyPage),
			},
		},
		{
			resource: 'account',
			operation: 'getQuota',
			name: 'Get Quota',
			action: 'Get account quota',
			description: 'See how much an account has used of its limits, and when they reset',
			needs: { person: 'none', account: 'required' },
			limitName: connectSafely.limitName('getAccountStatus'),
			output: quotaSchema,
			run: {
				effect: 'read',
				call: async ({ client }, { accountId }) => await client.quota(accountId ?? ''),
			},
		},
		{
			resource: 'connection',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many connections',
			description: 'List whom an account is connected to',
			needs: { person: 'none', account: 'optional' },
			fields: [sortBy],
			limitName: 'connections',
			output: withConnectedOn(connectionSchema),
			run: {
				effect: 'list',
				page: async ({ client }, { accountId, fields }, at) =>
					mapAnswer(
						await client.connections(accountId, at, fields.sortBy ?? 'recentlyAdded'),
						(page) => toConnectionsPage(page, at),
					),
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
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many invitations',
			description: 'List the pending invitations that an account sent or received',
			needs: { person: 'none', account: 'optional' },
			fields: [direction],
			limitName: 'invitations',
			output: simpleInvitationSchema,
			run: {
				effect: 'list',
				page: async ({ sentPage, receivedPage }, { accountId, fields }, at) =>
					fields.direction === 'received'
						? await receivedPage(accountId, at)
						: await sentPage(accountId, at),
				simplify: simpleInvitation,
			},
		},
		{
			resource: 'invitation',
			operation: 'respond',
			name: 'Respond',
			action: 'Respond to invitation',
			description: 'Accept or ignore an invitation that an account received',
			needs: { person: 'profileOrInvitation', account: 'optional' },
			fields: [response],
			limitName: 'respond',
			output: changeOutput(respondSchema, ['accepted', 'ignored', 'not_pending']),
			run: {
				effect: 'change',
				call: async ({ respond }, input) => await respond(input),
			},
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
