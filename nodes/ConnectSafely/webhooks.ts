import { isBodySignedBy, valuesNamed, type Delivery } from '../outreach/trigger/webhooks';

/**
 * Whether ConnectSafely signed the delivery with this secret (vendor page *Webhook security*):
 * `X-Webhook-Signature: sha256=<hex>` over the raw body. The header `X-Webhook-Timestamp` is ignored: it is not
 * signed, so it does not stop forgeries, and a retried delivery may still carry the time of the first attempt.
 */
export function isFromConnectSafely({ raw, header }: Delivery, secret: string): boolean {
	const signatures = valuesNamed('sha256', header('x-webhook-signature'));
	return isBodySignedBy(secret, { signatures, raw });
}
