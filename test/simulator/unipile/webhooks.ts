import { z } from 'zod';
import { answer, type ProviderAnswer } from '../http';
import { digest, v1Problem, v2Problem } from './common';
import { badParameters } from './v2-lists';
import type { UnipileWebhook } from './world';
import { iso, type World } from '../world';

const CreateV1 = z.object({
	request_url: z.string().url(),
	source: z.enum(['users', 'account_status', 'messaging', 'email', 'email_tracking']),
	account_ids: z.array(z.string()).default([]),
	events: z.array(z.string()).default([]),
	headers: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
});

function keep(
	{ unipile }: World,
	webhook: Omit<UnipileWebhook, 'id' | 'created_at' | 'enabled'>,
	now: number,
): UnipileWebhook {
	unipile.webhookSequence += 1;
	const isV2 = webhook.source === null;
	const id = `${isV2 ? 'we_' : ''}${digest(`webhook ${unipile.webhookSequence}`)}`;
	const secret = isV2 ? `wes_${digest(`secret ${unipile.webhookSequence}`)}` : null;
	const made = { ...webhook, id, secret, enabled: true, created_at: iso(now) };
	unipile.webhooks.set(id, made);
	return made;
}

const ofGeneration = ({ unipile }: World, isV2: boolean) =>
	[...unipile.webhooks.values()].filter(({ source }) => (source === null) === isV2);

const unknown = (asked: string[], known: string[] | Map<string, unknown>) =>
	asked.find((one) => (Array.isArray(known) ? !known.includes(one) : !known.has(one)));

/** Vendor page *Webhooks overview* (v1). */
export const webhooksV1 = {
	list: (world: World) => ofGeneration(world, false),
	shown: ({ id, url, source, events, accountIds, headers, enabled }: UnipileWebhook) => ({
		object: 'Webhook',
		id,
		request_url: url,
		source,
		events,
		enabled,
		account_ids: accountIds,
		headers,
		format: 'json',
	}),
	create(body: unknown, world: World, now: number): ProviderAnswer {
		const parsed = CreateV1.safeParse(body);
		if (!parsed.success) return v1Problem(400, 'invalid_parameters', parsed.error.message);
		const { request_url: url, source, events, headers, account_ids: accountIds } = parsed.data;
		if (unknown(accountIds, world.unipile.accounts.v1) !== undefined) {
			return v1Problem(404, 'resource_not_found', 'Account not found');
		}
		const { id } = keep(world, { url, source, events, accountIds, headers, secret: null }, now);
		return answer(201, { object: 'WebhookCreated', webhook_id: id });
	},
	remove: (id: string, { unipile }: World) =>
		unipile.webhooks.get(id)?.source !== null && unipile.webhooks.delete(id),
};

/** Vendor page *Event types*. */
const V2_EVENTS = [
	'relation.new',
	'follower.new',
	'message.new',
	'message.update',
	'message.delete',
	...['running', 'errored', 'disconnected', 'degraded', 'partial'].map(
		(word) => `account.status.${word}`,
	),
	...['locked', 'unlocked', 'add', 'reconnect', 'remove'].map((word) => `account.${word}`),
];

const CreateV2 = z.object({
	url: z.string().url().max(255),
	trigger_events: z.array(z.string()).min(1),
	account_ids: z.array(z.string()).default([]),
});

/** v2's webhooks, accessible only with the service key; a webhook's secret is shown when it is created. */
export const webhooksV2 = {
	list: (world: World) => ofGeneration(world, true),
	shown: ({ id, url, events, accountIds, enabled }: UnipileWebhook) => ({
		object: 'WebhookEndpoint',
		id,
		application_id: 'app_simulated',
		enabled,
		url,
		description: null,
		trigger_events: events,
		account_ids: accountIds,
		account_targets: [],
	}),
	create(body: unknown, world: World, now: number): ProviderAnswer {
		const parsed = CreateV2.safeParse(body);
		if (!parsed.success) return badParameters(parsed.error.message);
		const { url, trigger_events: events, account_ids: accountIds } = parsed.data;
		// One unknown name makes the whole call fail.
		const wrong = unknown(events, V2_EVENTS);
		if (wrong !== undefined) return badParameters(`Unknown event ${wrong}`);
		if (unknown(accountIds, world.unipile.accounts.v2) !== undefined) return v2NotFound();
		const made = keep(
			world,
			{ url, source: null, events, accountIds, headers: [], secret: null },
			now,
		);
		return answer(201, { ...webhooksV2.shown(made), secret: made.secret });
	},
	one: (id: string, { unipile }: World) => {
		const webhook = unipile.webhooks.get(id);
		return webhook?.source === null ? webhook : undefined;
	},
};

export const v2NotFound = () => v2Problem(404, 'api/resource_not_found');
