import type { Input } from '../outreach/operations/operation';
import type { Endpoint } from '../outreach/provider/ask';
import {
	connectSchema,
	creditsSchema,
	leadsSchema,
	meSchema,
	messageSchema,
	senderQuotasSchema,
	sendersSchema,
	type Connect,
	type Leads,
	type Senders,
	type SentMessage,
} from './responses';

/** SendPilot's endpoints, one function each. */

/** All senders of the workspace; they are not paged. */
export const senders = (): Endpoint<Senders> => ({
	method: 'GET',
	path: '/inbox/senders',
	response: sendersSchema,
});

export const senderQuotas = () => ({
	method: 'GET' as const,
	path: '/senders/quotas',
	response: senderQuotasSchema,
});

export const me = () => ({ method: 'GET' as const, path: '/me', response: meSchema });

export const credits = () => ({
	method: 'GET' as const,
	path: '/credits',
	response: creditsSchema,
});

/** `page` counts from 1; empty filters are left out. */
export const leads = (
	filters: { campaignId: string; status: string },
	page: number,
	limit: number,
): Endpoint<Leads> => ({
	method: 'GET',
	path: '/leads',
	query: { ...given(filters), page, limit },
	response: leadsSchema,
});

export const connect = ({ accountId, profile, note }: Input): Endpoint<Connect> => ({
	method: 'POST',
	path: '/inbox/connect',
	body: {
		senderId: accountId,
		recipientLinkedinUrl: profile?.url,
		...(note === null ? {} : { message: note }),
	},
	response: connectSchema,
});

/** The first message and every reply (vendor page *Send a message*). */
export const sendMessage = ({ accountId, profile, message }: Input): Endpoint<SentMessage> => ({
	method: 'POST',
	path: '/inbox/send',
	body: { senderId: accountId, recipientLinkedinUrl: profile?.url, message },
	response: messageSchema,
});

function given(filters: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
}
