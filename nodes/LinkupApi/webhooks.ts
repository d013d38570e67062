import { z } from 'zod';
import { isPlainObject } from '../outreach/base/objects';
import { idSchema, looseBoolean, looseId, looseText } from '../outreach/base/schemas';
import type { Endpoint } from '../outreach/provider/ask';
import type { ListedWebhook } from '../outreach/trigger/webhook-rules';

/** A webhook to create. `events` are LinkupAPI's names. */
export interface WebhookInput {
	readonly accountId: string;
	readonly url: string;
	readonly events: readonly string[];
}

/** A webhook as LinkupAPI lists it. The list never has its secret. */
export interface Listed extends ListedWebhook {
	readonly accountId: string | null;
	readonly events: readonly string[];
	readonly isActive: boolean;
	readonly isSigned: boolean;
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
 * Only the fields are documented, so the list is read without an envelope, in one, and under the names LinkupAPI
 * uses for lists.
 */
const listSchema = z.preprocess((body) => {
	const data = unwrapped(body);
	return isPlainObject(data) ? (data.items ?? data.webhooks) : data;
}, z.array(rowSchema));

/**
 * The webhooks of LinkupAPI v2 (vendor pages *Create webhook* and *Signature verification*). The calls are free;
 * each webhook is billed by the day.
 */

/** The webhook is active and billed from now on. Only this response includes the secret. */
export const create = ({ accountId, url, events }: WebhookInput): Endpoint<Created> => ({
	method: 'POST',
	path: '/v2/webhooks',
	body: { account_id: accountId, url, events: [...events], enable_signature: true },
	reveals: ['secret'],
	response: createdSchema,
});

/** All webhooks of the key, including those of other integrations. */
export const list = (): Endpoint<Listed[]> => ({
	method: 'GET',
	path: '/v2/webhooks',
	response: listSchema,
});

export const remove = (id: string): Endpoint<unknown> => ({
	method: 'DELETE',
	path: `/v2/webhooks/${encodeURIComponent(id)}`,
	response: z.unknown(),
});
