import { toDataObject } from '../outreach/base/objects';
import { InvalidInput } from '../outreach/base/errors';
import { changeOutput, sendOutput } from '../outreach/node/provider-node';
import type { Input } from '../outreach/operations/operation';
import { countOf, onlyPage } from '../outreach/operations/pages';
import { mapResult } from '../outreach/operations/result';
import { sendMessage } from '../outreach/operations/send-message';
import type { FieldParameter } from '../outreach/provider/provider';
import { providerNode } from '../outreach/provider/node-operations';
import type { SendPilotApi } from './api';
import * as endpoints from './endpoints';
import { LEADS_PAGE, toInboxPage, toLeadPage, toQuotaRows } from './lists';
import { toAddedReport } from './mapping';
import {
	getAccountStatusViaSendPilot,
	sendConnectionViaSendPilot,
	sendMessageViaSendPilot,
	SENDERS_LIMIT,
} from './operations';
import {
	addLeadSchema,
	connectSchema,
	conversationSchema,
	creditsSchema,
	inboxMessageSchema,
	leadSchema,
	meSchema,
	messageSchema,
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
		"The campaign whose leads to return. Its ID is in its URL in SendPilot. Leave empty for all campaigns, if the key's plan allows it.",
};

const intoCampaign: FieldParameter = {
	displayName: 'Campaign ID',
	name: 'campaignId',
	type: 'string',
	default: '',
	placeholder: 'e.g. camp_xyz789',
	description: 'The campaign to add the person to. Its ID is in its URL in SendPilot.',
};

const conversationId: FieldParameter = {
	displayName: 'Conversation ID',
	name: 'conversationId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 2-OVp-y-UNyFXBYvx0FqmQ',
	description:
		"The conversation's ID, as returned by Get Many for conversations or by a sent message",
};

const detail = (displayName: string, name: string, placeholder: string): FieldParameter => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description: "For the campaign's messages. Optional.",
});

/** Optional fields of a lead (vendor page *Add leads*). */
const LEAD_DETAILS = [
	detail('First Name', 'firstName', 'Jane'),
	detail('Last Name', 'lastName', 'Doe'),
	detail('Company', 'company', 'Acme'),
	detail('Title', 'title', 'Head of Sales'),
	detail('Email', 'email', 'jane@example.com'),
];

/** @throws InvalidInput if a required field is empty */
const needs =
	({ name, displayName, placeholder = '' }: FieldParameter) =>
	({ fields }: Pick<Input, 'fields'>): void => {
		if ((fields[name] ?? '') !== '') return;
		throw new InvalidInput(
			`The parameter '${displayName}' is empty, but SendPilot needs it`,
			`Fill in '${displayName}', ${placeholder}.`,
		);
	};

/** The values that the vendor documents (page *Get leads*). */
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
	description: 'The status of the leads to return',
};

/** The operations of the SendPilot node. */
export const sendPilotNode = providerNode<SendPilotApi>({
	operations: [
		{
			resource: 'account',
			operation: 'get',
			description: 'See the workspace, the subscription and the scopes of the key',
			inputs: { person: 'none', account: 'none' },
			limit: 'account',
			output: meSchema,
			run: { kind: 'read', call: async ({ ask }) => await ask(endpoints.me()) },
		},
		{
			resource: 'account',
			operation: 'getCredits',
			action: 'Get account credits',
			description: 'See how many credits remain, and when they are renewed',
			inputs: { person: 'none', account: 'none' },
			limit: 'account',
			output: creditsSchema,
			run: { kind: 'read', call: async ({ ask }) => await ask(endpoints.credits()) },
		},
		{
			resource: 'invitation',
			operation: 'send',
			output: sendOutput(connectSchema),
			run: sendConnectionViaSendPilot,
		},
		{
			resource: 'lead',
			operation: 'add',
			name: 'Add to Campaign',
			action: 'Add lead to campaign',
			description: 'Add a person to a campaign, which then invites and messages them',
			inputs: { person: 'profile', account: 'none' },
			fields: [intoCampaign, ...LEAD_DETAILS],
			check: needs(intoCampaign),
			limit: 'leads',
			output: changeOutput(addLeadSchema, ['added', 'already_there', 'not_added', 'unknown']),
			run: {
				kind: 'write',
				call: async ({ ask }, input) =>
					mapResult(await ask(endpoints.addLead(input)), toAddedReport),
			},
		},
		{
			resource: 'lead',
			operation: 'getMany',
			description: 'List the people in campaigns, with the status of each',
			inputs: { person: 'none', account: 'none' },
			fields: [campaignId, status],
			limit: 'leads',
			output: leadSchema,
			run: {
				kind: 'list',
				page: async ({ ask }, { fields }, at, size) => {
					const filters = { campaignId: fields.campaignId ?? '', status: fields.status ?? '' };
					const page = countOf(at);
					// All pages of a list need the same size, since SendPilot counts pages.
					const limit = Math.min(size ?? LEADS_PAGE, LEADS_PAGE);
					return mapResult(await ask(endpoints.leads(filters, page + 1, limit)), (leads) =>
						toLeadPage(leads, page),
					);
				},
			},
		},
		{
			resource: 'conversation',
			operation: 'getMany',
			description: 'List the conversations of a sender, or of all, the newest first',
			inputs: { person: 'none', account: 'filter' },
			limit: 'inbox',
			output: conversationSchema,
			run: {
				kind: 'list',
				page: async ({ ask }, { accountId }, at) =>
					mapResult(
						await ask(endpoints.conversations(accountId, at)),
						({ conversations: rows, pagination }) => toInboxPage({ rows, pagination }),
					),
			},
		},
		{
			resource: 'message',
			operation: 'getMany',
			description: 'List the messages of a conversation',
			inputs: { person: 'none', account: 'required' },
			fields: [conversationId],
			check: needs(conversationId),
			limit: 'inbox',
			output: inboxMessageSchema,
			run: {
				kind: 'list',
				page: async ({ ask }, { accountId, fields }, at) =>
					mapResult(
						await ask(endpoints.messages(accountId, fields.conversationId ?? '', at)),
						({ messages: rows, pagination }) => toInboxPage({ rows, pagination }),
					),
			},
		},
		{
			resource: 'message',
			operation: 'send',
			output: sendOutput(messageSchema, sendMessage),
			run: sendMessageViaSendPilot,
		},
		{
			resource: 'sender',
			operation: 'get',
			description: 'Check whether a sender is active, disconnected or rate limited',
			inputs: { person: 'none', account: 'required' },
			limit: SENDERS_LIMIT,
			output: senderSchema,
			run: { kind: 'read', call: getAccountStatusViaSendPilot.call },
		},
		{
			resource: 'sender',
			operation: 'getMany',
			description: 'List the LinkedIn accounts that SendPilot sends from',
			inputs: { person: 'none', account: 'none' },
			limit: SENDERS_LIMIT,
			output: senderSchema,
			run: {
				kind: 'list',
				page: async ({ ask }) =>
					mapResult(await ask(endpoints.senders()), ({ senders }) => onlyPage(senders)),
			},
		},
		{
			resource: 'sender',
			operation: 'getQuotas',
			action: 'Get sender quotas',
			description: 'See how much of their limits one or all senders have used',
			inputs: { person: 'none', account: 'filter' },
			limit: 'quotas',
			output: senderQuotaSchema,
			run: {
				kind: 'list',
				isPaged: false,
				page: async ({ ask }, { accountId }) =>
					mapResult(await ask(endpoints.senderQuotas()), ({ senders }) => ({
						rows: toQuotaRows(senders, accountId),
						next: null,
					})),
			},
		},
	],
	fieldsOf: toDataObject,
});
