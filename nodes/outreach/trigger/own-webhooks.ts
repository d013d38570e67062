import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';

/** A webhook created by this node. Its secret is shown only once, so it must be kept. */
export interface OwnWebhook {
	readonly webhookId: string;
	readonly secret: string;
}

type Context = IHookFunctions | IWebhookFunctions;

const webhookSchema = z.object({ webhookId: z.string().min(1), secret: z.string().min(1) });

/** The first webhook's fields are stored at the top level, since most providers need only one. */
const storedSchema = z.object({ more: z.array(webhookSchema).catch([]) });

/**
 * Webhooks created by this process, by URL. An execution that started earlier and ends late, such as after a Wait,
 * restores its old static data, including an outdated secret.
 */
const madeByUrl = processState.add(() => new Map<string, readonly OwnWebhook[]>());
const REMEMBERED_URLS = 500;

/** The URL to post to; empty if n8n does not know it. */
export function urlOf(context: Context): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

/** The webhooks this node may have, those created by this process first. */
export function ownWebhooks(context: Context): OwnWebhook[] {
	const made = madeByUrl().get(urlOf(context)) ?? [];
	const known = new Set(made.map(({ webhookId }) => webhookId));
	return [...made, ...storedIn(context).filter(({ webhookId }) => !known.has(webhookId))];
}

function storedIn(context: Context): OwnWebhook[] {
	const stored = context.getWorkflowStaticData('node');
	const first = webhookSchema.safeParse(stored).data;
	return [...(first ? [first] : []), ...storedSchema.parse(stored).more];
}

export function storeWebhooks(context: IHookFunctions, webhooks: readonly OwnWebhook[]): void {
	clear(context);
	const [first, ...more] = webhooks.map(({ webhookId, secret }) => ({ webhookId, secret }));
	const stored = context.getWorkflowStaticData('node');
	Object.assign(stored, first, more.length > 0 ? { more } : {});
	setNewest(madeByUrl(), REMEMBERED_URLS, urlOf(context), webhooks);
}

export function forgetWebhooks(context: IHookFunctions): void {
	clear(context);
	madeByUrl().delete(urlOf(context));
}

function clear(context: IHookFunctions): void {
	const stored = context.getWorkflowStaticData('node');
	delete stored.webhookId;
	delete stored.secret;
	delete stored.more;
}
