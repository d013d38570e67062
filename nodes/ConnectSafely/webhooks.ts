import { isBodySignedBy, isRecent, valuesNamed, type Delivery } from '../outreach/trigger/webhooks';

/**
 * Whether ConnectSafely signed the delivery with this secret (vendor page *Webhook security*):
 * `X-Webhook-Signature: sha256=<hex>` over the raw body. The time that comes beside it, in Unix
 * seconds, is not signed: it keeps out what is late, and no forger.
 */
export function isFromConnectSafely(
	{ raw, header }: Delivery,
	secret: string,
	now: number,
): boolean {
	const timestamp = header('x-webhook-timestamp').trim();
	if (timestamp !== '' && !isRecent(timestamp, now)) return false;
	const signatures = valuesNamed('sha256', header('x-webhook-signature'));
	return isBodySignedBy(secret, { signatures, raw });
}
