import { mapAnswer } from '../outreach/answer';
import type { FieldParameter } from '../outreach/node/parameters';
import { sendOutput, type ProviderNode } from '../outreach/node/provider-node';
import { toDataObject } from '../outreach/objects';
import { onlyPage } from '../outreach/pages';
import { LEADS_PAGE, toLeadPage, toQuotaRows } from './lists';
import { sendPilot, type SendPilotSession } from './provider';
import {
	connectSchema,
	creditsSchema,
	leadSchema,
	meSchema,
	senderQuotaSchema,
	senderSchema,
} from './responses';

const campaignId: FieldParameter = {
	displayName: 'Campaign ID',
	name: 'campaignId',
	type: 'string',
	default: '',
	placeholder: 'e.g. camp_xyz789',
	description:
		"The campaign whose leads to return, as its address in SendPilot shows it. Leave empty for all, where the key's plan allows that.",
};

/** The words that the vendor documents (page *Get leads*). */
const status: FieldParameter = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Any', value: '' },
		{ name: 'Connection Accepted', value: 'CONNECTION_ACCEPTED' },
		{ name: 'Connection Sent', value: 'CONNECTION_SENT' },
		{ name: 'Done', value: 'DONE' },
		{ name: 'Message Sent', value: 'MESSAGE_SENT' },
		{ name: 'Pending', value: 'PENDING' },
		{ name: 'Reply Received', value: 'REPLY_RECEIVED' },
	],
	default: '',
	description: 'How far the leads to return are',
};

/** What the SendPilot node offers. */
export const sendPilotNode: ProviderNode<SendPilotSession> = {
	provider: sendPilot,
	resources: [
		{ name: 'Account', value: 'account' },
		{ name: 'Invitation', value: 'invitation' },
		{ name: 'Lead', value: 'lead' },
		{ name: 'Sender', value: 'sender' },
	],
	account: {
		fromList: true,
		description: 'The sender: a LinkedIn account that SendPilot sends from',
		placeholder: 'e.g. sender_abc123',
	},
	operations: [
		{
			resource: 'account',
			operation: 'get',
			name: 'Get',
			action: 'Get account',
			description: 'See the workspace, the subscription and the scopes of the key',
			needs: { person: 'none', account: 'none' },
			limitName: 'account',
			output: meSchema,
			run: { effect: 'read', call: async ({ client }) => await client.me() },
		},
		{
			resource: 'account',
			operation: 'getCredits',
			name: 'Get Credits',
			action: 'Get account credits',
			description: 'See how many credits remain, and when they are renewed',
			needs: { person: 'none', account: 'none' },
			limitName: 'account',
			output: creditsSchema,
			run: { effect: 'read', call: async ({ client }) => await client.credits() },
		},
		{
			resource: 'invitation',
			operation: 'send',
			name: 'Send',
			action: 'Send invitation',
			description: 'Invite a person to connect, at most once',
			needs: { person: 'profile', account: 'required', note: true },
			limitName: sendPilot.limitName('sendConnection'),
			output: sendOutput(connectSchema),
			run: { effect: 'send' },
		},
		{
			resource: 'lead',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many leads',
			description: 'List the people in campaigns, and how far each of them is',
			needs: { person: 'none', account: 'none' },
			fields: [campaignId, status],
			limitName: 'leads',
			output: leadSchema,
			run: {
				effect: 'list',
				page: async ({ client }, { fields }, at, size) => {
					const filters = { campaignId: fields.campaignId ?? '', status: fields.status ?? '' };
					// One size for all pages of a list, since SendPilot counts pages.
					const limit = Math.min(size ?? LEADS_PAGE, LEADS_PAGE);
					return mapAnswer(await client.leads(filters, at + 1, limit), (leads) =>
						toLeadPage(leads, at),
					);
				},
			},
		},
		{
			resource: 'sender',
			operation: 'get',
			name: 'Get',
			action: 'Get sender',
			description: 'Check whether a sender is active, disconnected or rate limited',
			needs: { person: 'none', account: 'required' },
			limitName: sendPilot.limitName('getAccountStatus'),
			output: senderSchema,
			run: {
				effect: 'read',
				call: async (session, input) => await session.getAccountStatus(input),
			},
		},
		{
			resource: 'sender',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many senders',
			description: 'List the LinkedIn accounts that SendPilot sends from',
			needs: { person: 'none', account: 'none' },
			limitName: sendPilot.limitName('getAccountStatus'),
			output: senderSchema,
			run: {
				effect: 'list',
				page: async ({ client }) =>
					mapAnswer(await client.senders(), ({ senders }) => onlyPage(senders)),
			},
		},
		{
			resource: 'sender',
			operation: 'getQuotas',
			name: 'Get Quotas',
			action: 'Get sender quotas',
			description: 'See how much senders have used of their limits; without a sender, all of them',
			needs: { person: 'none', account: 'filter' },
			limitName: 'quotas',
			output: senderQuotaSchema,
			run: {
				effect: 'list',
				isPaged: false,
				page: async ({ client }, { accountId }) =>
					mapAnswer(await client.senderQuotas(), ({ senders }) => ({
						rows: toQuotaRows(senders, accountId),
						next: null,
					})),
			},
		},
	],
	fieldsOf: toDataObject,
};
