/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { FaultKind } from './faults';
import type { ProviderRequest } from './http';
import type { ProviderName } from './providers';

export interface LoggedRequest {
	/** ISO 8601 */
	at: string;
	provider: ProviderName;
	method: string;
	/** without the provider's prefix, with the query */
	path: string;
	/** parsed JSON, login tokens hidden; null where there was none */
	body: unknown;
	/** whether the API key was a right one */
	authorized: boolean;
	/** as answered; null where the connection was cut, or no answer has left yet */
	status: number | null;
	/** the account that the request named */
	accountId: string | null;
	/** LinkupAPI: the webhook in the path */
	webhookId: string | null;
	fault: FaultKind | null;
}

export const BodyFields = z
	.object({
		accountId: z.string(),
		account_id: z.string(),
		reconnect_account: z.string(),
		senderId: z.string(),
		action: z.string(),
		login_token: z.string(),
	})
	.partial()
	.catch({});

export function parseJson(
	text: string,
	reviver?: (key: string, value: unknown) => unknown,
): unknown {
	try {
		return JSON.parse(text, reviver);
	} catch {
		return null;
	}
}

export const hideTokens = (key: string, value: unknown) =>
	key === 'login_token' ? '[hidden]' : value;

export function keyOf(provider: ProviderName, { headers }: IncomingMessage): string | null {
	if (provider === 'connectSafely') {
		return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
	}
	const key = headers['x-api-key'];
	return typeof key === 'string' && key !== '' ? key : null;
}

export function segmentsOf(path: string): string[] {
	try {
		return path
			.split('/')
			.filter((part) => part !== '')
			.map(decodeURIComponent);
	} catch {
		return ['%'];
	}
}

export const webhookIn = (provider: ProviderName, { segments }: ProviderRequest) =>
	provider === 'linkupApi' && segments[0] === 'v2' && segments[1] === 'webhooks'
		? (segments[2] ?? null)
		: null;

export function accountIn({ segments, query }: ProviderRequest, body: z.infer<typeof BodyFields>) {
	const [first, second, third] = segments;
	// Unipile v2 begins with it.
	if (first?.startsWith('acc_')) return first;
	const inPath =
		(first === 'account' || first === 'relationship') && third !== undefined
			? second
			: first === 'v2' && second === 'accounts'
				? third
				: first === 'accounts'
					? second
					: undefined;
	const inQuery = query.get('accountId') ?? query.get('account_id');
	const inBody = body.accountId ?? body.account_id ?? body.senderId ?? body.reconnect_account;
	return inBody ?? inPath ?? inQuery ?? null;
}
