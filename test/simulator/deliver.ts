import { createHmac } from 'node:crypto';

/** Unipile's v1 does not sign, and sends the configured headers. */
export type WebhookProvider = 'connectSafely' | 'sendPilot' | 'linkupApi' | 'unipile';

/**
 * How a delivery is signed. wrong: with another secret; stale: correctly, an hour ago; missing: not at all;
 * altered: correctly, but changed afterwards.
 */
export type DeliveryKind = 'right' | 'wrong' | 'stale' | 'missing' | 'altered';

export interface Delivery {
	/** needed by all kinds but `missing` and `right`, which is unsigned without it */
	secret?: string;
	/** in place of what says that the body is JSON */
	headers?: Array<{ key: string; value: string }>;
	/** default: right */
	kind?: DeliveryKind;
	/** ms epoch; default Date.now() */
	now?: number;
}

export interface Delivered {
	status: number;
	/** the parsed JSON, else the text */
	body: unknown;
}

const HOUR = 3_600_000;

/**
 * Vendor pages *Webhook security* (ConnectSafely), *Webhook setup* (SendPilot) and *Signature Verification* (LinkupAPI).
 * Unipile's is what its clients check, as is ConnectSafely's time.
 */
export function signatureHeaders(
	provider: WebhookProvider,
	raw: string | Buffer,
	{ secret, at }: { secret: string; at: number },
): Record<string, string> {
	const seconds = String(Math.floor(at / 1000));
	const hex = createHmac('sha256', secret).update(`${seconds}.`).update(raw).digest('hex');
	switch (provider) {
		case 'connectSafely': {
			const bare = createHmac('sha256', secret).update(raw).digest('hex');
			return { 'X-Webhook-Timestamp': seconds, 'X-Webhook-Signature': `sha256=${bare}` };
		}
		case 'sendPilot':
			return { 'Webhook-Signature': `v1,t=${seconds},s=${hex}` };
		case 'linkupApi':
			return { 'X-Linkup-Timestamp': seconds, 'X-Linkup-Signature': `v1=${hex}` };
		case 'unipile':
			return { 'unipile-signature': `t=${seconds},v0=${hex}` };
	}
}

function headersFor(provider: WebhookProvider, raw: string, delivery: Delivery) {
	const { secret, kind = 'right', now = Date.now() } = delivery;
	if (kind === 'missing' || (kind === 'right' && secret === undefined)) return {};
	if (secret === undefined) throw new TypeError(`A delivery of the kind ${kind} needs a secret`);
	return signatureHeaders(provider, raw, {
		secret: kind === 'wrong' ? `not ${secret}` : secret,
		at: kind === 'stale' ? now - HOUR : now,
	});
}

/** Adds a field; or a space to anything but a non-empty JSON object. */
function altered(raw: string): string {
	const text = raw.trimEnd();
	return /[^{\s]\s*\}$/.test(text) ? `${text.slice(0, -1)},"altered":true}` : `${raw} `;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/**
 * Posts an event as the provider would.
 * @param payload a string is sent as it is, anything else as its JSON
 */
export async function deliver(
	provider: WebhookProvider,
	url: string,
	payload: unknown,
	delivery: Delivery = {},
): Promise<Delivered> {
	const raw = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const given = delivery.headers ?? [{ key: 'Content-Type', value: 'application/json' }];
	const response = await fetch(url, {
		method: 'POST',
		headers: {
			...Object.fromEntries(given.map(({ key, value }) => [key, value])),
			...headersFor(provider, raw, delivery),
		},
		body: delivery.kind === 'altered' ? altered(raw) : raw,
	});
	return { status: response.status, body: parsed(await response.text()) };
}
