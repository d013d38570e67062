import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProviderRequest } from './http';
import { badParams, noCredits, notParams, refuse, type Outcome } from './linkup-common';
import { arranged } from './lists';
import { iso, type LinkupWebhook, type World } from './world';

const SIGNATURE_SCHEME =
	"HMAC-SHA256 over '<X-Linkup-Timestamp>.<raw_body>'; " +
	'compare to X-Linkup-Signature header (format: v1=<hex>)';

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

/** The vendor wants public https; http to this machine is what tests listen on. */
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
const freshSecret = (world: World) => fresh(world, 'secret').digest('base64url');

/** How a webhook is shown: never with its secret. */
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
		secret: signs ? freshSecret(world) : null,
		created_at: iso(now),
		updated_at: iso(now),
	};
	world.linkupApi.webhooks.set(webhook.webhook_id, webhook);
	return { data: { ...shown(webhook), ...(signs ? { secret: webhook.secret } : {}) } };
}

/** What is done to one webhook, by method and the rest of its path. */
const ACTIONS: Record<string, (webhook: LinkupWebhook, world: World) => object> = {
	// Undocumented: the answers of these four.
	'POST start': (webhook) => {
		webhook.is_active = true;
		return shown(webhook);
	},
	'POST stop': (webhook) => {
		webhook.is_active = false;
		return shown(webhook);
	},
	'DELETE ': ({ webhook_id }, { linkupApi }) => {
		linkupApi.webhooks.delete(webhook_id);
		return { webhook_id, deleted: true };
	},
	'DELETE secret': (webhook) => {
		webhook.secret = null;
		return shown(webhook);
	},
	// vendor page *Signature Verification*
	'POST rotate-secret': (webhook, world) => {
		webhook.secret = freshSecret(world);
		const { webhook_id, secret } = webhook;
		return { webhook_id, secret, signature_scheme: SIGNATURE_SCHEME };
	},
};

/** /v2/webhooks and what is below it; a webhook's secret is told once, when it is made. */
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
	const act = ACTIONS[`${method} ${rest.join('/')}`];
	if (!act) return refuse(404, 'NOT_FOUND', 'Not found');
	const webhook = world.linkupApi.webhooks.get(id);
	// Undocumented: the code.
	if (!webhook) return refuse(404, 'NOT_FOUND', 'Webhook not found');
	webhook.updated_at = iso(now);
	return { data: act(webhook, world) };
}
