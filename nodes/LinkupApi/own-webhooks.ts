import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { setNewest } from '../outreach/base/bounded-map';
import { processState } from '../outreach/base/process-state';

/** A webhook that this node made. Its secret is sent only once, so it has to be kept. */
export interface OwnWebhook {
	readonly webhookId: string;
	readonly secret: string;
}

type Context = IHookFunctions | IWebhookFunctions;

const webhookSchema = z.object({ webhookId: z.string().min(1), secret: z.string().min(1) });

/**
 * What this process made, by URL. An execution that began before and ends late, such as after a
 * Wait, writes back the static data it began with, and with it a secret that is not right any more.
 */
const madeByUrl = processState.add(() => new Map<string, OwnWebhook>());
const REMEMBERED_URLS = 500;

/** Where LinkupAPI is to post to; empty where n8n cannot say. */
export function urlOf(context: Context): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

/** The webhooks that this node may have: as a rule one, or none. */
export function ownWebhooks(context: Context): OwnWebhook[] {
	const made = madeByUrl().get(urlOf(context));
	const stored = webhookSchema.safeParse(context.getWorkflowStaticData('node')).data;
	const isSame = made?.webhookId === stored?.webhookId;
	return [made, isSame ? undefined : stored].filter((webhook) => webhook !== undefined);
}

export function storeWebhook(context: IHookFunctions, { webhookId, secret }: OwnWebhook): void {
	const stored = context.getWorkflowStaticData('node');
	stored.webhookId = webhookId;
	stored.secret = secret;
	setNewest(madeByUrl(), REMEMBERED_URLS, urlOf(context), { webhookId, secret });
}

export function forgetWebhook(context: IHookFunctions): void {
	const stored = context.getWorkflowStaticData('node');
	delete stored.webhookId;
	delete stored.secret;
	madeByUrl().delete(urlOf(context));
}
