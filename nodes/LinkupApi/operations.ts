import type { Answer } from '../outreach/answer';
import { directionParameter as direction, type FieldParameter } from '../outreach/node/parameters';
import { changeOutput, sendOutput, type ProviderNode } from '../outreach/node/provider-node';
import { toDataObject } from '../outreach/objects';
import { simpleInvitation, simpleInvitationSchema } from './lists';
import { linkupApi } from './provider';
import {
	acceptSchema,
	accountSchema,
	connectionSchema,
	invitationSchema,
	inviteSchema,
	withdrawSchema,
	bodySchema,
} from './responses';
import type { LinkupApiSession } from './session';

const sharedSecret: FieldParameter = {
	displayName: 'Shared Secret',
	name: 'sharedSecret',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	description:
		"The invitation's 'shared_secret', as Get Many returns it. Together with 'Invitation ID' it saves looking the invitation up, which costs credits.",
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
	description: 'What the invitations are to',
};

/** What the LinkupAPI node offers, through v1 or v2 as the credential says. */
export const linkupApiNode: ProviderNode<LinkupApiSession> = {
	provider: linkupApi,
	resources: [
		{ name: 'Account', value: 'account' },
		{ name: 'Connection', value: 'connection' },
		{ name: 'Invitation', value: 'invitation' },
	],
	account: {
		fromList: true,
		description: 'The LinkedIn account to use',
		whenEmpty: 'Needed with API version v2; v1 uses its Login Token',
		placeholder: 'e.g. acc_abc123',
	},
	operations: [
		{
			resource: 'account',
			operation: 'get',
			name: 'Get',
			action: 'Get account',
			description: 'Check whether an account is active (API version v2 only)',
			needs: { person: 'none', account: 'required' },
			limitName: linkupApi.limitName('getAccountStatus'),
			output: accountSchema,
			run: {
				effect: 'read',
				call: async (session, input): Promise<Answer<unknown>> =>
					session.getAccountStatus ? await session.getAccountStatus(input) : session.noAccounts,
			},
		},
		{
			resource: 'account',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many accounts',
			description: 'List the LinkedIn accounts of the key (API version v2 only)',
			needs: { person: 'none', account: 'none' },
			limitName: linkupApi.limitName('getAccountStatus'),
			output: accountSchema,
			run: {
				effect: 'list',
				page: async ({ accountPage }, _input, at, size) => await accountPage(at, size),
			},
		},
		{
			resource: 'connection',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many connections',
			description: 'List whom an account is connected to',
			needs: { person: 'none', account: 'optional' },
			limitName: 'list_connections',
			output: connectionSchema,
			run: {
				effect: 'list',
				page: async ({ client }, { accountId }, at, size) =>
					await client.connections({ accountId, at, size }),
			},
		},
		{
			resource: 'invitation',
			operation: 'accept',
			name: 'Accept',
			action: 'Accept invitation',
			description: 'Become connected to a person who invites',
			needs: { person: 'profileOrInvitation', account: 'optional' },
			fields: [sharedSecret],
			limitName: 'accept',
			output: changeOutput(acceptSchema, ['accepted', 'not_pending']),
			run: { effect: 'change', call: async ({ accept }, input) => await accept(input) },
		},
		{
			resource: 'invitation',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many invitations',
			description: 'List the pending invitations that an account sent or received',
			needs: { person: 'none', account: 'optional' },
			fields: [direction, invitationType],
			limitName: 'list_invitations',
			output: simpleInvitationSchema,
			run: {
				effect: 'list',
				page: async ({ client }, { accountId, fields }, at, size) =>
					await client.invitations(fields.direction === 'received' ? 'received' : 'sent', {
						accountId,
						at,
						size,
						invitationType: fields.invitationType,
					}),
				simplify: simpleInvitation,
			},
		},
		{
			resource: 'invitation',
			operation: 'getStatus',
			name: 'Get Status',
			action: 'Get invitation status',
			description: 'Check the connection and the invitation between an account and a person',
			needs: { person: 'profile', account: 'optional' },
			limitName: linkupApi.limitName('getInvitationStatus'),
			output: invitationSchema,
			run: {
				effect: 'read',
				call: async ({ client }, input) => await client.checkInvitation(input),
			},
		},
		{
			resource: 'invitation',
			operation: 'send',
			name: 'Send',
			action: 'Send invitation',
			description: 'Invite a person to connect, at most once',
			needs: { person: 'profile', account: 'optional', note: true },
			limitName: linkupApi.limitName('sendConnection'),
			output: sendOutput(inviteSchema),
			run: { effect: 'send' },
		},
		{
			resource: 'invitation',
			operation: 'withdraw',
			name: 'Withdraw',
			action: 'Withdraw invitation',
			description: 'Take back an invitation that is pending',
			needs: { person: 'profileOrInvitation', account: 'optional' },
			limitName: linkupApi.limitName('withdrawInvitation'),
			output: changeOutput(withdrawSchema),
			run: {
				effect: 'change',
				call: async (session, input) => await session.withdrawInvitation(input),
			},
		},
	],

	/** The data without its envelope, and what the call cost where LinkupAPI says so. */
	fieldsOf(body) {
		const { data, metadata, ...rest } = bodySchema.parse(body);
		if (data === undefined) return toDataObject(rest);
		const credits = metadata?.credits_consumed;
		return { ...toDataObject(data), ...(typeof credits === 'number' ? { credits } : {}) };
	},
};
