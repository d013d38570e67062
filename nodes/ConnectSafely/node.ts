import { toDataObject } from '../outreach/base/objects';
import { changeOutput, sendOutput } from '../outreach/node/provider-node';
import { directionParameter as direction } from '../outreach/node/shared-parameters';
import { countOf, onlyPage } from '../outreach/operations/pages';
import { mapResult } from '../outreach/operations/result';
import { sendMessage } from '../outreach/operations/send-message';
import type { FieldParameter } from '../outreach/provider/provider';
import { providerNode } from '../outreach/provider/node-operations';
import type { ConnectSafelyApi } from './api';
import { conversations, conversationSchema, messageSchema } from './conversations';
import * as endpoints from './endpoints';
import {
	simpleInvitation,
	simpleInvitationSchema,
	toConnectionsPage,
	withConnectedOn,
} from './lists';
import {
	ACCOUNT_LIMIT,
	CONVERSATIONS_LIMIT,
	getProfileViaConnectSafely,
	messagesWith,
	RELATIONSHIP_LIMIT,
	respondToInvitation,
	sendConnectionViaConnectSafely,
	sendMessageViaConnectSafely,
	withdrawInvitationViaConnectSafely,
} from './operations';
import {
	accountStatusSchema,
	connectionSchema,
	connectSchema,
	conversationExistsSchema,
	listedAccountSchema,
	profileSchema,
	quotaSchema,
	relationshipSchema,
	respondSchema,
	sentMessageSchema,
	withdrawSchema,
} from './responses';

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
		{ name: 'Ignore', value: 'ignore', description: 'Remove the invitation without answering' },
	],
	default: 'accept',
	description: 'How to answer the invitation',
};

/** The operations of the ConnectSafely node. */
export const connectSafelyNode = providerNode<ConnectSafelyApi>({
	operations: [
		{
			resource: 'account',
			operation: 'getStatus',
			action: 'Get account status',
			description: 'Check whether an account is available, in use, or needs attention',
			inputs: { person: 'none', account: 'optional' },
			limit: ACCOUNT_LIMIT,
			output: accountStatusSchema,
			run: {
				kind: 'read',
				call: async ({ ask }, { accountId }) => await ask(endpoints.accountStatus(accountId)),
			},
		},
		{
			resource: 'account',
			operation: 'getMany',
			description: 'List the LinkedIn accounts of the API key',
			inputs: { person: 'none', account: 'none' },
			fields: [search],
			limit: ACCOUNT_LIMIT,
			output: listedAccountSchema,
			run: {
				kind: 'list',
				page: async ({ ask }, { fields }) =>
					mapResult(await ask(endpoints.accounts(fields.search)), onlyPage),
			},
		},
		{
			resource: 'account',
			operation: 'getQuota',
			action: 'Get account quota',
			description: 'See how much of its limits an account has used, and when they reset',
			inputs: { person: 'none', account: 'required' },
			limit: ACCOUNT_LIMIT,
			output: quotaSchema,
			run: {
				kind: 'read',
				call: async ({ ask }, { accountId }) => await ask(endpoints.quota(accountId ?? '')),
			},
		},
		{
			resource: 'connection',
			operation: 'getMany',
			description: "List an account's connections",
			inputs: { person: 'none', account: 'optional' },
			fields: [sortBy],
			limit: 'connections',
			output: withConnectedOn(connectionSchema),
			run: {
				kind: 'list',
				page: async ({ ask }, { accountId, fields }, at) =>
					mapResult(
						await ask(endpoints.connections(accountId, at, fields.sortBy ?? 'recentlyAdded')),
						(page) => toConnectionsPage(page, countOf(at)),
					),
			},
		},
		{
			resource: 'conversation',
			operation: 'get',
			description: 'Check whether a conversation with a person exists, and get its ID',
			inputs: { person: 'profile', account: 'optional' },
			limit: CONVERSATIONS_LIMIT,
			output: conversationExistsSchema,
			run: {
				kind: 'read',
				call: async ({ conversationWith }, input) => await conversationWith(input),
			},
		},
		{
			resource: 'conversation',
			operation: 'getMany',
			description: "List an account's conversations, the latest first",
			inputs: { person: 'none', account: 'optional' },
			limit: CONVERSATIONS_LIMIT,
			output: conversationSchema,
			run: {
				kind: 'list',
				page: async ({ ask }, { accountId }, at) => await ask(conversations({ accountId, at })),
			},
		},
		{
			resource: 'invitation',
			operation: 'send',
			output: sendOutput(connectSchema),
			run: sendConnectionViaConnectSafely,
		},
		{
			resource: 'invitation',
			operation: 'getMany',
			description: 'List the pending invitations that an account sent or received',
			inputs: { person: 'none', account: 'optional' },
			fields: [direction],
			limit: 'invitations',
			output: simpleInvitationSchema,
			run: {
				kind: 'list',
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
			action: 'Respond to invitation',
			description: 'Accept or ignore an invitation that an account received',
			inputs: { person: 'profileOrInvitation', account: 'optional' },
			fields: [response],
			limit: 'respond',
			output: changeOutput(respondSchema, ['accepted', 'ignored', 'not_pending']),
			run: { kind: 'write', call: respondToInvitation },
		},
		{
			resource: 'invitation',
			operation: 'withdraw',
			output: changeOutput(withdrawSchema),
			run: withdrawInvitationViaConnectSafely,
		},
		{
			resource: 'message',
			operation: 'getMany',
			description: 'List the messages with a person, the latest first',
			inputs: { person: 'profile', account: 'optional' },
			limit: CONVERSATIONS_LIMIT,
			output: messageSchema,
			run: { kind: 'list', page: messagesWith },
		},
		{
			resource: 'message',
			operation: 'send',
			output: sendOutput(sentMessageSchema, sendMessage),
			run: sendMessageViaConnectSafely,
		},
		{
			resource: 'profile',
			operation: 'get',
			description: "Look up a person's profile and how an account is connected to them",
			inputs: { person: 'profile', account: 'optional' },
			limit: getProfileViaConnectSafely.limit,
			output: profileSchema,
			run: { kind: 'read', call: async ({ profile }, input) => await profile(input) },
		},
		{
			resource: 'relationship',
			operation: 'get',
			description: 'Check whether an account and a person are connected or invited',
			inputs: { person: 'profile', account: 'optional' },
			limit: RELATIONSHIP_LIMIT,
			output: relationshipSchema,
			run: { kind: 'read', call: async ({ relationship }, input) => await relationship(input) },
		},
	],
	fieldsOf: toDataObject,
});
