import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import type { Endpoint } from '../outreach/provider/ask';
import {
	addLeadSchema,
	connectSchema,
	conversationsSchema,
	creditsSchema,
	leadsSchema,
	meSchema,
	messageSchema,
	messagesSchema,
	senderQuotasSchema,
	sendersSchema,
	type AddedLead,
	type Connect,
	type Leads,
	type Senders,
	type SentMessage,
} from './responses';

/** SendPilot's endpoints, one function each. */

/** All senders of the workspace, in one response. */
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

/** `page` counts from 1. Empty filters are omitted. */
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

/** Maximum working page size: larger ones have returned status 500. */
const INBOX_PAGE = 20;

/** By the last page's token if there was one, otherwise by page number. */
const pageOf = (at: Position) => ({
	limit: INBOX_PAGE,
	...(typeof at === 'string' ? { continuationToken: at } : {}),
	...(typeof at === 'number' && at > 0 ? { page: at + 1 } : {}),
});

/** For one sender, or for all. */
export const conversations = (accountId: string | null, at: Position) => ({
	method: 'GET' as const,
	path: '/inbox/conversations',
	query: { ...(accountId === null ? {} : { accountId }), ...pageOf(at) },
	response: conversationsSchema,
});

export const messages = (accountId: string | null, conversationId: string, at: Position) => ({
	method: 'GET' as const,
	path: `/inbox/conversations/${encodeURIComponent(conversationId)}/messages`,
	query: { accountId: accountId ?? '', ...pageOf(at) },
	response: messagesSchema,
});

/** Adds one person. SendPilot skips people already in the campaign (vendor page *Add leads*). */
export const addLead = ({ profile, fields }: Input): Endpoint<AddedLead> => {
	const { campaignId, ...details } = fields;
	return {
		method: 'POST',
		path: '/leads',
		body: { campaignId, leads: [{ linkedinUrl: profile?.url, ...given(details) }] },
		response: addLeadSchema,
	};
};

function given(filters: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
}
