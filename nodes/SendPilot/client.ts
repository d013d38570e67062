import { ask } from '../outreach/http/client';
import type { Transport } from '../outreach/http/transport';
import type { Input } from '../outreach/provider';
import { sendPilotDialect } from './dialect';
import {
	connectSchema,
	creditsSchema,
	leadsSchema,
	meSchema,
	senderQuotasSchema,
	sendersSchema,
} from './responses';

/** SendPilot's endpoints, one function each. None throws. */
export type SendPilotClient = ReturnType<typeof sendPilotClient>;

export function sendPilotClient(transport: Transport) {
	const dialect = sendPilotDialect;
	return {
		/** All senders of the workspace; they are not paged. */
		senders: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/inbox/senders' }, sendersSchema),

		senderQuotas: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/senders/quotas' }, senderQuotasSchema),

		me: async () => await ask(transport, dialect, { method: 'GET', path: '/me' }, meSchema),

		credits: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/credits' }, creditsSchema),

		/** `page` counts from 1; empty filters are left out. */
		leads: async (filters: { campaignId: string; status: string }, page: number, limit: number) =>
			await ask(
				transport,
				dialect,
				{ method: 'GET', path: '/leads', query: { ...given(filters), page, limit } },
				leadsSchema,
			),

		connect: async ({ accountId, profile, note }: Input) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/inbox/connect',
					body: {
						senderId: accountId,
						recipientLinkedinUrl: profile?.url,
						...(note === null ? {} : { message: note }),
					},
				},
				connectSchema,
			),
	};
}

function given(filters: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
}
