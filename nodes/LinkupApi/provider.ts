import { z } from 'zod';
import { checkedBaseUrl } from '../outreach/http/transport';
import { neededSecretSchema, readCredential } from '../outreach/node/credentials';
import type { Provider } from '../outreach/provider';
import { linkupApiV1Client, linkupApiV2Client } from './client';
import { linkupApiSession, type LinkupApiSession } from './session';

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

const common = { apiKey: neededSecretSchema, baseUrl: z.string().trim().min(1) };
const credentialSchema = z.discriminatedUnion('apiVersion', [
	z.object({
		...common,
		apiVersion: z.literal('v1'),
		loginToken: neededSecretSchema,
		country: z.enum(COUNTRIES).default('FR'),
	}),
	z.object({ ...common, apiVersion: z.literal('v2') }),
]);

const LABELS = {
	apiKey: 'API Key',
	apiVersion: 'API Version',
	baseUrl: 'Base URL',
	loginToken: 'Login Token',
	country: 'Country',
};

export const linkupApi: Provider<LinkupApiSession> = {
	id: 'linkupApi',
	name: 'LinkupAPI',
	credentialType: 'linkupApi',
	operations: {
		getAccountStatus: { person: 'none', account: 'optional', onlyIn: 'LinkupAPI v2' },
		getConnectionStatus: { person: 'profile', account: 'optional' },
		getInvitationStatus: { person: 'profile', account: 'optional' },
		sendConnection: { person: 'profile', account: 'optional', note: true },
		withdrawInvitation: { person: 'profileOrInvitation', account: 'optional' },
	},

	limitName(operation) {
		if (operation === 'sendConnection') return 'invite';
		if (operation === 'getAccountStatus') return 'accounts';
		return operation === 'withdrawInvitation' ? 'withdraw' : 'check_invitation';
	},

	open(credential, connect) {
		const parsed = readCredential(credentialSchema, credential, 'LinkupAPI', LABELS);
		// The version is part of each path, so one that was typed behind the address is taken off.
		const baseUrl = checkedBaseUrl(parsed.baseUrl, 'LinkupAPI').replace(/\/v[12]$/, '');
		const secrets =
			parsed.apiVersion === 'v1' ? [parsed.apiKey, parsed.loginToken] : [parsed.apiKey];
		const isOneAccount = parsed.apiVersion === 'v1';
		const transport = connect({ baseUrl, secrets, identity: [parsed.apiKey], isOneAccount });
		return parsed.apiVersion === 'v1'
			? linkupApiSession(linkupApiV1Client(transport, parsed), 'LinkupAPI v1', false)
			: linkupApiSession(linkupApiV2Client(transport), 'LinkupAPI v2', true);
	},
};
