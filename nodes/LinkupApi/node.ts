import { toDataObject } from '../outreach/base/objects';
import { changeOutput, sendOutput } from '../outreach/node/provider-node';
import { directionParameter as direction } from '../outreach/node/shared-parameters';
import { sendMessage } from '../outreach/operations/send-message';
import type { FieldParameter } from '../outreach/provider/provider';
import { providerNode } from '../outreach/provider/node-operations';
import type { LinkupApi } from './api';
import { conversationSchema, messageSchema } from './conversations';
import { simpleInvitation, simpleInvitationSchema } from './lists';
import {
	acceptInvitation,
	ACCOUNTS_LIMIT,
	CHECK_LIMIT,
	CONVERSATION_LIMIT,
	getAccountStatusViaLinkupApi,
	getProfileViaLinkupApi,
	messagesWith,
	sendConnectionViaLinkupApi,
	sendMessageViaLinkupApi,
	withdrawInvitationViaLinkupApi,
} from './operations';
import { profileSchema } from './profiles';
import {
	acceptSchema,
	accountSchema,
	bodySchema,
	connectionSchema,
	invitationSchema,
	inviteSchema,
	sentMessageSchema,
	withdrawSchema,
} from './responses';

const sharedSecret: FieldParameter = {
	displayName: 'Shared Secret',
	name: 'sharedSecret',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		"The invitation's 'shared_secret', as Get Many returns it. Together with 'Invitation ID', it saves a lookup of the invitation, which costs credits.",
};

const invitationType: FieldParameter = {
	displayName: 'Invitation Type',
	name: 'invitationType',
	type: 'options',
	options: [
		{ name: 'Connection', value: 'CONNECTION', description: 'Invitations to connect' },
		{ name: 'Content Series', value: 'CONTENT_SERIES', description: 'To newsletters' },
		{ name: 'Organization', value: 'ORGANIZATION', description: 'To follow pages' },
	],
	default: 'CONNECTION',
	description: 'What the invitations are for',
};

/** The operations of the LinkupAPI node, for v1 or v2 depending on the credential. */
export const linkupApiNode = providerNode<LinkupApi>({
	operations: [
		{
			resource: 'account',
			operation: 'get',
			description: 'Check whether an account is active (API version v2 only)',
			inputs: { person: 'none', account: 'required' },
			limit: ACCOUNTS_LIMIT,
			output: accountSchema,
			run: { kind: 'read', call: getAccountStatusViaLinkupApi.call },
		},
		{
			resource: 'account',
			operation: 'getMany',
			description: 'List the LinkedIn accounts of the API key (API version v2 only)',
			inputs: { person: 'none', account: 'none' },
			limit: ACCOUNTS_LIMIT,
			output: accountSchema,
			run: {
				kind: 'list',
				page: async ({ accountPage }, _input, at, size) => await accountPage(at, size),
			},
		},
		{
			resource: 'connection',
			operation: 'getMany',
			description: "List an account's connections",
			inputs: { person: 'none', account: 'optional' },
			limit: 'list_connections',
			output: connectionSchema,
			run: {
				kind: 'list',
				page: async ({ ask, endpoints }, { accountId }, at, size) =>
					await ask(endpoints.connections({ accountId, at, size })),
			},
		},
		{
			resource: 'conversation',
			operation: 'getMany',
			description: "List an account's conversations, the latest first",
			inputs: { person: 'none', account: 'optional' },
			limit: 'list_inbox',
			output: conversationSchema,
			run: {
				kind: 'list',
				page: async ({ ask, conversations }, { accountId }, at) =>
					await ask(conversations.conversations({ accountId, at })),
			},
		},
		{
			resource: 'invitation',
			operation: 'accept',
			description: 'Accept a received invitation',
			inputs: { person: 'profileOrInvitation', account: 'optional' },
			fields: [sharedSecret],
			limit: 'accept',
			output: changeOutput(acceptSchema, ['accepted', 'not_pending']),
			run: { kind: 'write', call: acceptInvitation },
		},
		{
			resource: 'invitation',
			operation: 'getMany',
			description: 'List the pending invitations that an account sent or received',
			inputs: { person: 'none', account: 'optional' },
			fields: [direction, invitationType],
			limit: 'list_invitations',
			output: simpleInvitationSchema,
			run: {
				kind: 'list',
				page: async ({ ask, endpoints }, { accountId, fields }, at, size) => {
					const list = fields.direction === 'received' ? 'received' : 'sent';
					const { invitationType } = fields;
					return await ask(endpoints.invitations(list, { accountId, at, size, invitationType }));
				},
				simplify: simpleInvitation,
			},
		},
		{
			resource: 'invitation',
			operation: 'getStatus',
			action: 'Get invitation status',
			description: 'Check the connection and the invitation between an account and a person',
			inputs: { person: 'profile', account: 'optional' },
			limit: CHECK_LIMIT,
			output: invitationSchema,
			run: {
				kind: 'read',
				call: async ({ checkInvitation }, input) => await checkInvitation(input),
			},
		},
		{
			resource: 'invitation',
			operation: 'send',
			output: sendOutput(inviteSchema),
			run: sendConnectionViaLinkupApi,
		},
		{
			resource: 'invitation',
			operation: 'withdraw',
			output: changeOutput(withdrawSchema),
			run: withdrawInvitationViaLinkupApi,
		},
		{
			resource: 'message',
			operation: 'getMany',
			description: 'List the messages with a person, the latest first',
			inputs: { person: 'profile', account: 'optional' },
			limit: CONVERSATION_LIMIT,
			output: messageSchema,
			run: { kind: 'list', page: messagesWith },
		},
		{
			resource: 'message',
			operation: 'send',
			output: sendOutput(sentMessageSchema, sendMessage),
			run: sendMessageViaLinkupApi,
		},
		{
			resource: 'profile',
			operation: 'get',
			description: "Look up a person's profile",
			inputs: { person: 'profile', account: 'optional' },
			limit: getProfileViaLinkupApi.limit,
			output: profileSchema,
			run: { kind: 'read', call: async ({ profile }, input) => await profile(input) },
		},
	],

	/** The data without its envelope, and the cost of the call if LinkupAPI reports it. */
	fieldsOf(body) {
		const { data, metadata, ...rest } = bodySchema.parse(body);
		if (data === undefined) return toDataObject(rest);
		const credits = metadata?.credits_consumed;
		return { ...toDataObject(data), ...(typeof credits === 'number' ? { credits } : {}) };
	},
});
