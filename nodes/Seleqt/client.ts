import { ask } from '../outreach/client';
import type { Input } from '../outreach/provider';
import type { Transport } from '../outreach/transport';
import { seleqtDialect } from './dialect';
import { connectionStatusSchema } from './responses';

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
	};
}
