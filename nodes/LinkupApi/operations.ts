import type { Answer } from '../outreach/answer';
import { toDataObject } from '../outreach/objects';
import { changeOutput, sendOutput, type ProviderNode } from '../outreach/provider-node';
import { linkupApi, type LinkupApiSession } from './provider';
import {
	accountSchema,
	invitationSchema,
	inviteSchema,
	withdrawSchema,
	bodySchema,
} from './responses';

/** What the LinkupAPI node offers, through v1 or v2 as the credential says. */
export const linkupApiNode: ProviderNode<LinkupApiSession> = {
	provider: linkupApi,
	resources: [
		{ name: 'Account', value: 'account' },
		{ name: 'Invitation', value: 'invitation' },
	],
	account: {
		fromList: true,
		description:
			'The LinkedIn account to use. Needed with API version v2; v1 uses its Login Token.',
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
