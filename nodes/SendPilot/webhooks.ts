import { isSignedBy, valuesNamed, type Delivery, type Signed } from '../outreach/trigger/webhooks';

/** Svix and Standard Webhooks sign alike, with headers of these prefixes. */
const PREFIXES = ['svix', 'webhook'];

/**
 * Whether SendPilot signed the delivery with this secret, in one of three forms: `Webhook-Signature:
 * v1,t=<unix>,s=<hex>` (vendor page *Webhook setup*), or as Svix or Standard Webhooks do, which existing
 * integrations receive. One valid signature is enough: a second form does not help anyone who cannot sign.
 */
export function isFromSendPilot({ raw, header }: Delivery, secret: string, now: number): boolean {
	const documented = header('webhook-signature');
	const [timestamp = ''] = valuesNamed('t', documented);
	const forms: Signed[] = [
		{ timestamp, signatures: valuesNamed('s', documented), raw },
		...PREFIXES.map((prefix) => ({
			id: header(`${prefix}-id`).trim(),
			timestamp: header(`${prefix}-timestamp`).trim(),
			signatures: signaturesIn(header(`${prefix}-signature`)),
			raw,
		})),
	];
	return keysOf(secret).some((key) => forms.some((signed) => isSignedBy(key, signed, now)));
}

/** `v1,<base64> v1,<base64>`, or the same joined by commas where the header was written twice. */
function signaturesIn(header: string): string[] {
	const parts = header.split(/[\s,]/).filter((part) => part !== '');
	return parts.filter((_part, index) => parts[index - 1] === 'v1');
}

/** Text too short for a key is not decoded: its few bytes could be guessed. */
const SHORTEST_KEY_BYTES = 8;

/** The secret as shown, and the decoded text after `whsec_`. */
function keysOf(secret: string): Array<string | Buffer> {
	const [, encoded = ''] = /^whsec_([\w+/-]+={0,2})$/.exec(secret) ?? [];
	const key = Buffer.from(encoded, 'base64');
	return key.length < SHORTEST_KEY_BYTES ? [secret] : [secret, key];
}
