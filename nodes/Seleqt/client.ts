import { ask } from '../outreach/http/client';
import type { Transport } from '../outreach/http/transport';
import type { Input } from '../outreach/provider';
import { seleqtDialect } from './dialect';
import {
	addLeadsSchema,
	campaignsSchema,
	connectionStatusSchema,
	leadListsSchema,
} from './responses';

/** Seleqt's numbers for prospects or companies. */
type Ids = number[];

/** Seleqt's endpoints, one function each. None throws. Their paths end in a slash. */
export type SeleqtClient = ReturnType<typeof seleqtClient>;

export function seleqtClient(transport: Transport) {
	return {
		/** Between the account (or the workspace's first active one) and the prospect. */
		connectionStatus: async ({ prospectId, accountId }: Input) =>
			await ask(
				transport,
				seleqtDialect,
				{
					method: 'GET',
					path: `/public/prospects/${prospectId ?? ''}/connection-status/`,
					query: accountId === null ? {} : { account_id: accountId },
				},
				connectionStatusSchema,
			),

		campaigns: async () =>
			await ask(
				transport,
				seleqtDialect,
				{ method: 'GET', path: '/public/campaigns/' },
				campaignsSchema,
			),

		leadLists: async () =>
			await ask(
				transport,
				seleqtDialect,
				{ method: 'GET', path: '/public/lead-lists/' },
				leadListsSchema,
			),

		/** To a list of people prospects are added, to one of companies companies. */
		addLeads: async (leadListId: string, leads: { prospect_ids?: Ids; company_ids?: Ids }) =>
			await ask(
				transport,
				seleqtDialect,
				{ method: 'POST', path: `/public/lead-lists/${leadListId}/add-leads/`, body: leads },
				addLeadsSchema,
			),
	};
}
