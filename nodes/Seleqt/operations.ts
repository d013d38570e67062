import { toDataObject } from '../outreach/objects';
import type { ProviderNode } from '../outreach/provider-node';
import { seleqt, type SeleqtSession } from './provider';
import { connectionStatusSchema } from './responses';

/** What the Seleqt node offers. */
export const seleqtNode: ProviderNode<SeleqtSession> = {
	provider: seleqt,
	resources: [{ name: 'Prospect', value: 'prospect' }],
	account: {
		fromList: false,
		description:
			'The ID of the LinkedIn account to check with. Leave empty for the first active one. Seleqt does not list them.',
		placeholder: 'e.g. 7',
	},
	operations: [
		{
			resource: 'prospect',
			operation: 'getConnectionStatus',
			name: 'Get Connection Status',
			action: 'Get connection status of prospect',
			description: 'Check whether an account is already connected to a prospect',
			needs: { person: 'prospect', account: 'optional' },
			limitName: seleqt.limitName('getConnectionStatus'),
			output: connectionStatusSchema,
			run: {
				effect: 'read',
				call: async ({ client }, input) => await client.connectionStatus(input),
			},
		},
	],
	fieldsOf: toDataObject,
};
