import { mapAnswer } from '../outreach/answer';
import type { FieldParameter } from '../outreach/node/parameters';
import { changeOutput, type ProviderNode } from '../outreach/node/provider-node';
import { toDataObject } from '../outreach/objects';
import { onlyPage } from '../outreach/pages';
import { checkLeads, leadsOf } from './leads';
import { seleqt, type SeleqtSession } from './provider';
import {
	addLeadsSchema,
	campaignSchema,
	connectionStatusSchema,
	leadListSchema,
} from './responses';

const leadListId: FieldParameter = {
	displayName: 'Lead List ID',
	name: 'leadListId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 742',
	description: 'The number that Seleqt gives the lead list, as Get Many returns it',
};

const leadType: FieldParameter = {
	displayName: 'Lead Type',
	name: 'leadType',
	type: 'options',
	options: [
		{ name: 'Companies', value: 'companies', description: 'For a list of companies' },
		{ name: 'Prospects', value: 'prospects', description: 'For a list of people' },
	],
	default: 'prospects',
	description: 'What the IDs belong to',
};

const leadIds: FieldParameter = {
	displayName: 'Lead IDs',
	name: 'leadIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12345, 12346',
	description: "Seleqt's numbers for the prospects or companies to add, separated by commas",
};

/** What the Seleqt node offers. */
export const seleqtNode: ProviderNode<SeleqtSession> = {
	provider: seleqt,
	resources: [
		{ name: 'Campaign', value: 'campaign' },
		{ name: 'Lead List', value: 'leadList' },
		{ name: 'Prospect', value: 'prospect' },
	],
	account: {
		fromList: false,
		description: 'The ID of the LinkedIn account to check with; Seleqt does not list them',
		whenEmpty: 'Leave empty for the first active one',
		placeholder: 'e.g. 7',
	},
	operations: [
		{
			resource: 'prospect',
			operation: 'getConnectionStatus',
			name: 'Get Connection Status',
			action: 'Get connection status',
			description: 'Check whether an account is already connected to a prospect',
			needs: { person: 'prospect', account: 'optional' },
			limitName: seleqt.limitName('getConnectionStatus'),
			output: connectionStatusSchema,
			run: {
				effect: 'read',
				call: async ({ client }, input) => await client.connectionStatus(input),
			},
		},
		{
			resource: 'campaign',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many campaigns',
			description: 'List the campaigns that the key can see',
			needs: { person: 'none', account: 'none' },
			limitName: 'campaigns',
			output: campaignSchema,
			run: {
				effect: 'list',
				page: async ({ client }) => mapAnswer(await client.campaigns(), onlyPage),
			},
		},
		{
			resource: 'leadList',
			operation: 'addLeads',
			name: 'Add Leads',
			action: 'Add leads to lead list',
			description: 'Put prospects or companies that Seleqt has into a lead list',
			needs: { person: 'none', account: 'none' },
			fields: [leadListId, leadType, leadIds],
			check: checkLeads,
			limitName: 'add-leads',
			output: changeOutput(addLeadsSchema, ['added']),
			run: {
				effect: 'change',
				call: async ({ client }, { fields }) =>
					mapAnswer(await client.addLeads(fields.leadListId ?? '', leadsOf(fields)), (added) => ({
						accountId: null,
						report: { outcome: 'added', message: added.message },
					})),
			},
		},
		{
			resource: 'leadList',
			operation: 'getMany',
			name: 'Get Many',
			action: 'Get many lead lists',
			description: 'List the lead lists of the workspace',
			needs: { person: 'none', account: 'none' },
			limitName: 'lead-lists',
			output: leadListSchema,
			run: {
				effect: 'list',
				page: async ({ client }) => mapAnswer(await client.leadLists(), onlyPage),
			},
		},
	],
	fieldsOf: toDataObject,
};
