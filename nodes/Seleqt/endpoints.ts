import type { Input } from '../outreach/operations/operation';
import type { Endpoint } from '../outreach/provider/ask';
import type { prospectsOf } from './leads';
import {
	addLeadsSchema,
	addToCampaignSchema,
	campaignsSchema,
	connectionStatusSchema,
	leadListsSchema,
	type ConnectionStatus,
} from './responses';

/** Seleqt's endpoints, one function each. Their paths end in a slash. */

/** The connection between the account (or the workspace's first active one) and the prospect. */
export const connectionStatus = ({ ownId, accountId }: Input): Endpoint<ConnectionStatus> => ({
	method: 'GET',
	path: `/public/prospects/${ownId ?? ''}/connection-status/`,
	query: accountId === null ? {} : { account_id: accountId },
	response: connectionStatusSchema,
});

export const campaigns = () => ({
	method: 'GET' as const,
	path: '/public/campaigns/',
	response: campaignsSchema,
});

export const leadLists = () => ({
	method: 'GET' as const,
	path: '/public/lead-lists/',
	response: leadListsSchema,
});

/** Adds prospects to a list of people, or companies to a list of companies. */
export const addLeads = (
	leadListId: string,
	leads: { prospect_ids: number[] } | { company_ids: number[] },
) => ({
	method: 'POST' as const,
	path: `/public/lead-lists/${leadListId}/add-leads/`,
	body: leads,
	response: addLeadsSchema,
});

/** Only the people of the list that are named in `prospects`. */
export const addToCampaign = (leadListId: string, prospects: ReturnType<typeof prospectsOf>) => ({
	method: 'POST' as const,
	path: `/public/lead-lists/${leadListId}/add-to-campaign/`,
	body: prospects,
	response: addToCampaignSchema,
});
