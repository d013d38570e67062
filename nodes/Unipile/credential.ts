import { z } from 'zod';
import { InvalidInput } from '../outreach/base/errors';
import { checkedBaseUrl } from '../outreach/http/transport';
import {
	KEY_LABELS,
	keyFields,
	neededSecretSchema,
	secretSchema,
} from '../outreach/provider/credentials';
import type { CredentialRules } from '../outreach/provider/provider';

const schema = z.discriminatedUnion('apiVersion', [
	z.object({
		apiVersion: z.literal('v1'),
		apiKey: neededSecretSchema,
		dsn: z.string().trim().min(1),
	}),
	z.object({
		...keyFields,
		apiVersion: z.literal('v2'),
		/** Needed only for webhooks; empty if there is none. */
		serviceKey: secretSchema.default(''),
	}),
]);
export type UnipileCredential = z.infer<typeof schema>;

export const credential: CredentialRules<UnipileCredential> = {
	type: 'unipileApi',
	schema,
	labels: {
		...KEY_LABELS,
		apiVersion: 'API Version',
		dsn: 'DSN',
		serviceKey: 'Service Key',
	},
	connection: (given) =>
		given.apiVersion === 'v1'
			? {
					baseUrl: addressOfDsn(given.dsn),
					version: 'v1',
					secrets: [given.apiKey],
					identity: [given.apiKey],
				}
			: {
					baseUrl: given.baseUrl,
					version: 'v2',
					secrets: [given.apiKey, given.serviceKey],
					identity: [given.apiKey],
				},
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const HOW_TO = "Enter the DSN as Unipile's dashboard shows it, such as api8.unipile.com:13424.";

/**
 * The base URL of v1 behind a DSN: host and port, with or without scheme, `/api/v1` and trailing slash.
 * @throws InvalidInput
 */
export function addressOfDsn(dsn: string): string {
	const trimmed = dsn.trim();
	const [, scheme = 'https', rest = ''] =
		/^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/is.exec(trimmed) ?? [];
	const [, host = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
	const address = `${scheme.toLowerCase()}://${host}`;
	if (host.includes('@') || !URL.canParse(address)) {
		throw refused('is not a host and a port', HOW_TO);
	}
	const url = new URL(address);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
		throw refused(
			`uses ${scheme.toLowerCase()}, which would send the API key unencrypted`,
			'Enter the DSN without http://. Plain http is accepted only for localhost.',
		);
	}
	if (!/^(?:\/+api\/+v1)?\/*$/.test(path)) {
		throw refused('has a path or a query after its port', HOW_TO);
	}
	if (!/:\d+$/.test(host)) throw refused('has no port', HOW_TO);
	return `${url.protocol}//${host.toLowerCase()}/api/v1`;
}

const refused = (why: string, whatToDo: string) =>
	new InvalidInput(`'DSN' of the Unipile credential ${why}`, whatToDo);

const addressSchema = z.object({
	apiVersion: z.unknown(),
	dsn: z.string().catch(''),
	baseUrl: z.string().catch(''),
});

/**
 * The URL of a credential's test, for whatever has been typed so far.
 * @throws InvalidInput
 */
export function addressOf(credential: unknown): string {
	const { apiVersion, dsn, baseUrl } = addressSchema.parse(credential);
	return apiVersion === 'v2' ? checkedBaseUrl(baseUrl, 'Unipile') : addressOfDsn(dsn);
}
