import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { secretSchema } from '../outreach/node/credentials';
import { isSignedBy, valuesNamed, type Delivery } from '../outreach/trigger/webhooks';

const CREDENTIAL = 'sendPilotApi';

/** A secret that is not text cannot be checked against, and must not pass for none. */
const credentialSchema = z.object({
	webhookSecret: secretSchema.default(''),
	apiKey: secretSchema.catch(''),
});
export type WebhookCredential = z.infer<typeof credentialSchema>;

/**
 * What the node's credential says of webhooks: null where none is chosen, `unreadable` where it
 * can't be had.
 */
export async function webhookCredential(
	context: IWebhookFunctions,
): Promise<WebhookCredential | 'unreadable' | null> {
	if (!context.getNode().credentials?.[CREDENTIAL]) return null;
	try {
		return credentialSchema.parse(await context.getCredentials(CREDENTIAL));
	} catch {
		return 'unreadable';
	}
}

/**
 * Whether SendPilot signed the delivery with this secret. Its header is `Webhook-Signature:
 * v1,t=<unix>,s=<hex>` (vendor page *Webhook setup*; the `v1` is not on that page). While a secret
 * is being changed there may be several `s`.
 */
export function isFromSendPilot({ raw, header }: Delivery, secret: string, now: number): boolean {
	const signature = header('webhook-signature');
	const [timestamp = ''] = valuesNamed('t', signature);
	return isSignedBy(secret, { timestamp, signatures: valuesNamed('s', signature), raw }, now);
}
