import { toDataObject } from '../outreach/base/objects';
import { changeOutput } from '../outreach/node/provider-node';
import { onlyPage } from '../outreach/operations/pages';
import { mapResult } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import type { FieldParameter } from '../outreach/provider/provider';
import { providerNode } from '../outreach/provider/node-operations';
import * as endpoints from './endpoints';
import { checkLeads, checkProspects, leadsOf, prospectsOf } from './leads';
import { toAddedReport } from './mapping';
import { getConnectionStatusViaSeleqt } from './operations';
import {
	addLeadsSchema,
	addToCampaignSchema,
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
	description: "Seleqt's number for the lead list, as Get Many returns it",
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

const campaignId: FieldParameter = {
	displayName: 'Campaign ID',
	name: 'campaignId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 311',
	description: "Seleqt's number for the campaign, as Get Many returns it",
};

const prospectIds: FieldParameter = {
	displayName: 'Prospect IDs',
	name: 'prospectIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12345, 12346',
	description:
		"Seleqt's numbers for the prospects of the list to add, separated by commas. No other prospects on the list are added.",
};

const start: FieldParameter = {
	displayName: 'Outreach',
	name: 'start',
	type: 'options',
	options: [
		{ name: 'Add Only', value: 'no', description: 'Nothing is sent yet' },
		{
			name: 'Add and Start',
			value: 'yes',
			description: 'An active campaign starts to invite and message them',
		},
	],
	default: 'no',
	description: 'Whether the campaign starts its outreach to the prospects at once',
};

/** The operations of the Seleqt node. */
export const seleqtNode = providerNode<Ask>({
	operations: [
		{
			resource: 'prospect',
			operation: 'getConnectionStatus',
			action: 'Get connection status',
			description: 'Check whether an account is already connected to a prospect',
			inputs: { person: 'ownId', account: 'optional' },
			limit: getConnectionStatusViaSeleqt.limit,
			output: connectionStatusSchema,
			run: {
				kind: 'read',
				call: async (ask, input) => await ask(endpoints.connectionStatus(input)),
			},
		},
		{
			resource: 'campaign',
			operation: 'getMany',
			description: 'List the campaigns that the key can see',
			inputs: { person: 'none', account: 'none' },
			limit: 'campaigns',
			output: campaignSchema,
			run: {
				kind: 'list',
				page: async (ask) => mapResult(await ask(endpoints.campaigns()), onlyPage),
			},
		},
		{
			resource: 'leadList',
			operation: 'addLeads',
			action: 'Add leads to lead list',
			description: 'Add existing Seleqt prospects or companies to a lead list',
			inputs: { person: 'none', account: 'none' },
			fields: [leadListId, leadType, leadIds],
			check: checkLeads,
			limit: 'add-leads',
			output: changeOutput(addLeadsSchema, ['added']),
			run: {
				kind: 'write',
				call: async (ask, { fields }) =>
					mapResult(
						await ask(endpoints.addLeads(fields.leadListId ?? '', leadsOf(fields))),
						({ message }) => ({ accountId: null, report: { outcome: 'added', message } }),
					),
			},
		},
		{
			resource: 'leadList',
			operation: 'addToCampaign',
			name: 'Add to Campaign',
			action: 'Add prospects to campaign',
			description:
				'Add prospects from a lead list to a campaign, which can invite and message them',
			inputs: { person: 'none', account: 'none' },
			fields: [leadListId, campaignId, prospectIds, start],
			check: checkProspects,
			limit: 'add-to-campaign',
			output: changeOutput(addToCampaignSchema, ['added', 'not_added', 'unknown']),
			run: {
				kind: 'write',
				call: async (ask, { fields }) => {
					const prospects = prospectsOf(fields);
					const answer = await ask(endpoints.addToCampaign(fields.leadListId ?? '', prospects));
					return mapResult(answer, (added) => toAddedReport(added, prospects.amount));
				},
			},
		},
		{
			resource: 'leadList',
			operation: 'getMany',
			description: 'List the lead lists of the workspace',
			inputs: { person: 'none', account: 'none' },
			limit: 'lead-lists',
			output: leadListSchema,
			run: {
				kind: 'list',
				page: async (ask) => mapResult(await ask(endpoints.leadLists()), onlyPage),
			},
		},
	],
	fieldsOf: toDataObject,
});
