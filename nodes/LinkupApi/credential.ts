import { z } from 'zod';
import { KEY_LABELS, keyFields, neededSecretSchema } from '../outreach/provider/credentials';
import type { CredentialRules } from '../outreach/provider/provider';

/** The countries of LinkupAPI v1's proxies (vendor page *Get invitation status*). */
export const COUNTRIES = [
	'US',
	'UK',
	'FR',
	'DE',
	'NL',
	'IT',
	'IL',
	'CA',
	'BR',
	'ES',
	'IN',
] as const;

const schema = z.discriminatedUnion('apiVersion', [
	z.object({
		...keyFields,
		apiVersion: z.literal('v1'),
		loginToken: neededSecretSchema,
		country: z.enum(COUNTRIES).default('FR'),
	}),
	z.object({ ...keyFields, apiVersion: z.literal('v2') }),
]);
export type LinkupApiCredential = z.infer<typeof schema>;

export const credential: CredentialRules<LinkupApiCredential> = {
	type: 'linkupApi',
	schema,
	labels: {
		...KEY_LABELS,
		apiVersion: 'API Version',
		loginToken: 'Login Token',
		country: 'Country',
	},
	connection: (given) => {
		const isV1 = given.apiVersion === 'v1';
		return {
			// Each path includes the version, so a version typed after the address is removed.
			baseUrl: given.baseUrl.replace(/\/+$/, '').replace(/\/v[12]$/, ''),
			version: given.apiVersion,
			secrets: isV1 ? [given.apiKey, given.loginToken] : [given.apiKey],
			identity: [given.apiKey],
			// A v1 login token belongs to one LinkedIn account.
			isOneAccount: isV1,
		};
	},
};
