import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { idSchema, looseBoolean, looseText } from '../outreach/base/schemas';
import type { Endpoint } from '../outreach/provider/ask';
import type { CreatedWebhook, ListedWebhook } from '../outreach/trigger/webhook-rules';
import { isSignedBy, valuesNamed, type Delivery } from '../outreach/trigger/webhooks';

/** A webhook to create. `events` are Unipile's names. */
export interface WebhookInput {
	readonly accountId: string;
	readonly url: string;
	readonly events: readonly string[];
}

/** A webhook as Unipile lists it. */
export interface Listed extends ListedWebhook {
	readonly accountIds: readonly string[];
	/** In lower case. */
	readonly events: readonly string[];
	readonly isEnabled: boolean;
	/** v1 only, if listed: the secret sent with each delivery. */
	readonly sentSecret: string | null;
}

/** A page of a list, and the position of the next one; null after the last one. */
export interface ListedPage<At> {
	readonly rows: Listed[];
	readonly next: At | null;
}

/** The webhook's name in Unipile's dashboard. */
const NAME = 'n8n Unipile Trigger';

/** The header with the secret in v1's deliveries, since v1 does not sign them. */
export const SECRET_HEADER = 'X-Webhook-Secret';

const wordsSchema = z.array(z.string().transform((word) => word.toLowerCase())).catch([]);
/** v1 takes account IDs, and lists accounts. */
const accountsSchema = z
	.array(z.union([idSchema, z.object({ id: idSchema }).transform(({ id }) => id)]))
	.catch([]);
const headersSchema = z.array(z.object({ key: z.string(), value: z.string() })).catch([]);

const v1RowSchema = z
	.object({
		id: idSchema,
		request_url: looseText,
		account_ids: accountsSchema,
		events: wordsSchema,
		enabled: looseBoolean,
		headers: headersSchema,
	})
	.transform(
		(row): Listed => ({
			id: row.id,
			url: row.request_url ?? '',
			accountIds: row.account_ids,
			events: row.events,
			isEnabled: row.enabled !== false,
			sentSecret: row.headers.find(({ key }) => isSecretHeader(key))?.value ?? null,
		}),
	);

const isSecretHeader = (name: string) => name.toLowerCase() === SECRET_HEADER.toLowerCase();

const V1_PAGE = 100;

/**
 * v1 (vendor page *Webhooks overview*). It does not sign, so it gets a secret to send with each delivery. It sends
 * JSON without a content type unless configured.
 */
export const v1 = {
	list: (cursor: string | null): Endpoint<ListedPage<string>> => ({
		method: 'GET',
		path: '/webhooks',
		query: { limit: V1_PAGE, ...(cursor === null ? {} : { cursor }) },
		response: z
			.object({ items: z.array(v1RowSchema), cursor: looseText })
			.transform(({ items, cursor: next }) => ({ rows: items, next })),
	}),

	create: (source: string, { accountId, url, events }: WebhookInput): Endpoint<CreatedWebhook> => {
		const secret = randomBytes(32).toString('hex');
		return {
			method: 'POST',
			path: '/webhooks',
			body: {
				request_url: url,
				source,
				name: NAME,
				format: 'json',
				account_ids: [accountId],
				events: [...events],
				headers: [
					{ key: 'Content-Type', value: 'application/json' },
					{ key: SECRET_HEADER, value: secret },
				],
			},
			response: z
				.object({ webhook_id: idSchema })
				.transform(({ webhook_id: webhookId }) => ({ webhookId, secret })),
		};
	},

	remove: (id: string): Endpoint<unknown> => ({
		method: 'DELETE',
		path: `/webhooks/${encodeURIComponent(id)}`,
		response: z.unknown(),
	}),
};

const v2RowSchema = z
	.object({
		id: idSchema,
		url: looseText,
		account_ids: accountsSchema,
		trigger_events: wordsSchema,
		enabled: looseBoolean,
	})
	.transform(
		(row): Listed => ({
			id: row.id,
			url: row.url ?? '',
			accountIds: row.account_ids,
			events: row.trigger_events,
			isEnabled: row.enabled !== false,
			sentSecret: null,
		}),
	);

/** The longest URL that v2 stores. */
export const LONGEST_URL = 255;

/** v2's webhook endpoints. They need the service key instead of the API key. */
export function v2Of(serviceKey: string) {
	const headers = { 'X-API-KEY': serviceKey };
	return {
		list: (offset: number): Endpoint<ListedPage<number>> => ({
			method: 'GET',
			path: '/webhooks/endpoints/',
			...(offset === 0 ? {} : { query: { offset } }),
			headers,
			response: z
				.object({ data: z.array(v2RowSchema), has_more: looseBoolean })
				.transform(({ data, has_more: hasMore }) => ({
					rows: data,
					next: hasMore === true && data.length > 0 ? offset + data.length : null,
				})),
		}),

		/** The response includes the secret that signs its deliveries. */
		create: ({ accountId, url, events }: WebhookInput): Endpoint<CreatedWebhook> => ({
			method: 'POST',
			path: '/webhooks/endpoints/',
			body: { url, trigger_events: [...events], account_ids: [accountId], description: NAME },
			headers,
			reveals: ['secret'],
			response: z
				.object({ id: idSchema, secret: looseText })
				.transform(({ id, secret }) => ({ webhookId: id, secret })),
		}),

		remove: (id: string): Endpoint<unknown> => ({
			method: 'DELETE',
			path: `/webhooks/endpoints/${encodeURIComponent(id)}`,
			headers,
			response: z.unknown(),
		}),
	};
}

/** Whether an ID is one of v2's webhooks. */
export const isOfV2 = (id: string): boolean => id.startsWith('we_');

/**
 * Whether Unipile posted the delivery for a webhook with one of these secrets. v1 sends the secret; v2 signs with
 * it: `unipile-signature: t=<unix s>,v0=<hex>` over "{t}.{raw body}".
 */
export function isFromUnipile(
	{ raw, header }: Delivery,
	secrets: readonly string[],
	now: number,
): boolean {
	const sent = header(SECRET_HEADER);
	const signature = header('unipile-signature');
	const [timestamp = ''] = valuesNamed('t', signature);
	const signed = { timestamp, signatures: valuesNamed('v0', signature), raw };
	return secrets.some(
		(secret) => (sent !== '' && isSame(secret, sent)) || isSignedBy(secret, signed, now),
	);
}

/** Compares in constant time. */
function isSame(secret: string, sent: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(secret), hash(sent));
}
