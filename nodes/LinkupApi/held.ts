import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { keep } from '../outreach/objects';

/** A webhook that this node made. Its secret is told only once, so it has to be kept. */
export interface Held {
	readonly webhookId: string;
	readonly secret: string;
}

type Context = IHookFunctions | IWebhookFunctions;

const heldSchema = z.object({ webhookId: z.string().min(1), secret: z.string().min(1) });

/**
 * What this process made, by URL. An execution that began before and ends late, such as after a
 * Wait, writes back the static data it began with, and with it a secret that is not right any more.
 */
const heldByUrl = new Map<string, Held>();
const REMEMBERED_URLS = 500;

/** For tests: as after a restart. */
export function forgetWebhooks(): void {
	heldByUrl.clear();
}

/** Where LinkupAPI is to post to; empty where n8n cannot say. */
export function urlOf(context: Context): string {
	return context.getNodeWebhookUrl('default') ?? '';
}

/** The webhooks that this node may hold: as a rule one, or none. */
export function heldWebhooks(context: Context): Held[] {
	const made = heldByUrl.get(urlOf(context));
	const stored = heldSchema.safeParse(context.getWorkflowStaticData('node')).data;
	const isSame = made?.webhookId === stored?.webhookId;
	return [made, isSame ? undefined : stored].filter((held) => held !== undefined);
}

export function hold(context: IHookFunctions, { webhookId, secret }: Held): void {
	const stored = context.getWorkflowStaticData('node');
	stored.webhookId = webhookId;
	stored.secret = secret;
	keep(heldByUrl, REMEMBERED_URLS, urlOf(context), { webhookId, secret });
}

export function release(context: IHookFunctions): void {
	const stored = context.getWorkflowStaticData('node');
	delete stored.webhookId;
	delete stored.secret;
	heldByUrl.delete(urlOf(context));
}
