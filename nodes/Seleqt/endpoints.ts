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

/** Between the account (or the workspace's first active one) and the prospect. */
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

/** To a list of people prospects are added, to one of companies companies. */
export const addLeads = (
	leadListId: string,
	leads: { prospect_ids: number[] } | { company_ids: number[] },
) => ({
	method: 'POST' as const,
	path: `/public/lead-lists/${leadListId}/add-leads/`,
	body: leads,
	response: addLeadsSchema,
});

/** Of a list of people, just those named in `prospects`. */
export const addToCampaign = (leadListId: string, prospects: ReturnType<typeof prospectsOf>) => ({
	method: 'POST' as const,
	path: `/public/lead-lists/${leadListId}/add-to-campaign/`,
	body: prospects,
	response: addToCampaignSchema,
});
