import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProviderRequest } from '../http';
import { badParams, noCredits, notParams, refuse, type Outcome } from './common';
import { arranged } from '../lists';
import type { LinkupWebhook } from './world';
import { iso, type World } from '../world';

const Create = z.object({
	account_id: z.string(),
	url: z.string().nullish(),
	// vendor page: a list, ["all"] by default; the word alone is taken as well
	events: z
		.union([
			z.literal('all').transform((word) => [word]),
			z.array(z.enum(['message_received', 'accepted_invitation', 'all'])).min(1),
		])
		.default(['all']),
	enable_signature: z.boolean().default(false),
});

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The vendor requires public https; tests listen on local http. */
function isAllowed(text: string): boolean {
	try {
		const { protocol, hostname } = new URL(text);
		return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
	} catch {
		return false;
	}
}

/** Never the same twice. */
function fresh(world: World, what: string) {
	world.linkupApi.webhookSequence += 1;
	return createHash('sha256').update(`${what} ${world.linkupApi.webhookSequence}`);
}

/** A webhook in responses: never with its secret. */
const shown = ({ secret, ...webhook }: LinkupWebhook) => ({
	...webhook,
	signature_enabled: secret !== null,
});

function create(body: unknown, world: World, now: number): Outcome {
	const parsed = Create.safeParse(body ?? {});
	if (!parsed.success) return notParams(parsed.error);
	const { account_id, url = null, events, enable_signature } = parsed.data;
	const account = world.linkupApi.accounts.get(account_id);
	if (!account) return refuse(404, 'INVALID_ACCOUNT', 'Account not found');
	if (!account.is_active) return refuse(403, 'ACCOUNT_INACTIVE', 'Account is not active');
	if (url !== null && !isAllowed(url)) return badParams('url must be a public HTTPS URL');
	// vendor page: the call costs nothing, what it starts does. Undocumented: that it needs a credit.
	if (world.linkupApi.credits !== null && world.linkupApi.credits < 1) return noCredits();
	// vendor page: what is fetched rather than sent is not signed
	const signs = enable_signature && url !== null;
	const webhook: LinkupWebhook = {
		webhook_id: fresh(world, 'webhook').digest('hex').slice(0, 24),
		account_id,
		url,
		events,
		is_active: true,
		secret: signs ? fresh(world, 'secret').digest('base64url') : null,
		created_at: iso(now),
		updated_at: iso(now),
	};
	world.linkupApi.webhooks.set(webhook.webhook_id, webhook);
	return { data: { ...shown(webhook), ...(signs ? { secret: webhook.secret } : {}) } };
}

/** /v2/webhooks and paths below it; a webhook's secret is shown once, when it is created. */
export function webhooks(request: ProviderRequest, world: World, now: number): Outcome {
	const { method, segments, body } = request;
	const [, , id, ...rest] = segments;
	if (id === undefined) {
		if (method === 'POST') return create(body, world, now);
		if (method !== 'GET') return refuse(404, 'NOT_FOUND', 'Not found');
		const all = arranged(world, [...world.linkupApi.webhooks.values()], {
			name: 'linkupApi webhooks',
			key: (webhook) => webhook.webhook_id,
			begins: true,
		});
		return { data: { items: all.map(shown) } };
	}
	if (method !== 'DELETE' || rest.length > 0) return refuse(404, 'NOT_FOUND', 'Not found');
	// Undocumented: the code, and the answer.
	if (!world.linkupApi.webhooks.delete(id)) return refuse(404, 'NOT_FOUND', 'Webhook not found');
	return { data: { webhook_id: id, deleted: true } };
}
