import { z } from 'zod';
import type { Answer } from '../outreach/answer';
import { ask } from '../outreach/http/client';
import type { Transport } from '../outreach/http/transport';
import { isPlainObject } from '../outreach/objects';
import type { OutreachSession, Provider } from '../outreach/provider';
import { idSchema, looseBoolean, looseId, looseText } from '../outreach/reading';
import { linkupApiDialect } from './dialect';
import { linkupApi } from './provider';

/** A webhook to be made, or as it is to be found again. `events` in LinkupAPI's words. */
export interface Wanted {
	readonly accountId: string;
	readonly url: string;
	readonly events: readonly string[];
}

/** A webhook as LinkupAPI lists it. The list never holds its secret. */
export interface Listed {
	readonly id: string;
	readonly url: string;
	readonly accountId: string | null;
	readonly events: readonly string[];
	readonly isActive: boolean;
	readonly isSigned: boolean;
}

/**
 * The webhooks of LinkupAPI v2. None of the calls throws or costs a credit; what a webhook costs,
 * it costs by the day.
 */
export interface LinkupApiWebhooks {
	/** Active and billed from then on; the answer is the only one that holds the secret. */
	create(wanted: Wanted): Promise<Answer<Created>>;
	/** Those of the key, also of other integrations. */
	list(): Promise<Answer<Listed[]>>;
	remove(id: string): Promise<Answer<unknown>>;
}

const unwrapped = (body: unknown) => (isPlainObject(body) ? (body.data ?? body) : body);

const createdSchema = z.preprocess(
	unwrapped,
	z.object({ webhook_id: idSchema, secret: looseText }),
);
export type Created = z.infer<typeof createdSchema>;

const STOPPED = /stop|inactive|paus|disabled/i;

const rowSchema = z
	.object({
		webhook_id: idSchema,
		url: looseText,
		account_id: looseId,
		events: z.array(z.string()).catch([]),
		is_active: looseBoolean,
		status: looseText,
		signature_enabled: looseBoolean,
	})
	.transform(
		(row): Listed => ({
			id: row.webhook_id,
			url: row.url ?? '',
			accountId: row.account_id,
			events: row.events,
			isActive: row.is_active !== false && !STOPPED.test(row.status ?? ''),
			isSigned: row.signature_enabled !== false,
		}),
	);

/**
 * Undocumented but for its fields: read bare, in an envelope, and under the names that LinkupAPI
 * gives lists.
 */
const listSchema = z.preprocess((body) => {
	const data = unwrapped(body);
	return isPlainObject(data) ? (data.items ?? data.webhooks) : data;
}, z.array(rowSchema));

/** Vendor pages *Create webhook* and *Signature verification* (v2). */
export function linkupApiWebhooks(transport: Transport): LinkupApiWebhooks {
	const dialect = linkupApiDialect;
	return {
		create: async ({ accountId, url, events }) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/v2/webhooks',
					body: { account_id: accountId, url, events: [...events], enable_signature: true },
					reveals: ['secret'],
				},
				createdSchema,
			),
		list: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/v2/webhooks' }, listSchema),
		remove: async (id) =>
			await ask(
				transport,
				dialect,
				{ method: 'DELETE', path: `/v2/webhooks/${encodeURIComponent(id)}` },
				z.unknown(),
			),
	};
}

/** Whether a webhook is not there any more: removed now, or before. */
export function isGone(answer: Answer<unknown>): boolean {
	if (answer.kind !== 'failed') return answer.kind === 'answered';
	const { status, body } = answer;
	// Nothing need be said beside a success.
	const isSilentSuccess = status !== null && status >= 200 && status < 300 && body === undefined;
	return isSilentSuccess || status === 404 || status === 410;
}

export interface WebhookSession extends OutreachSession {
	/** Null for v1, whose webhooks are unsigned and tell of messages only. */
	readonly webhooks: LinkupApiWebhooks | null;
}

/** LinkupAPI as the trigger opens it: the same credential and the same way out. */
export const linkupApiHooks: Provider<WebhookSession> = {
	...linkupApi,
	open(credential, connect) {
		let webhooks: LinkupApiWebhooks | null = null;
		const session = linkupApi.open(credential, (options) => {
			const transport = connect(options);
			webhooks = linkupApiWebhooks(transport);
			return transport;
		});
		// v1 has no accounts, and a webhook is an account's.
		return { ...session, webhooks: session.accountRequired ? webhooks : null };
	},
};
