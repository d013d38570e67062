import type {
	IAuthenticateRuleResponseCode,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { keyInHeader, type Authenticate } from '../nodes/outreach/provider/credentials';
import { addressOf } from '../nodes/Unipile/credential';

const withKey = keyInHeader('X-API-KEY');

/** Holds a secret, but the lint rule recognises secrets only by name and does not detect this one. */
const SERVICE_KEY: INodeProperties = {
	displayName: 'Service Key',
	name: 'serviceKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	displayOptions: { show: { apiVersion: ['v2'] } },
	description: 'Needed only by the Unipile Trigger, to create and remove its webhook',
};

export class UnipileApi implements ICredentialType {
	name = 'unipileApi';

	displayName = 'Unipile API';

	icon = {
		light: 'file:../nodes/Unipile/unipile.svg',
		dark: 'file:../nodes/Unipile/unipile.dark.svg',
	} as const;

	documentationUrl = 'https://developer.unipile.com/docs/getting-started';

	properties: INodeProperties[] = [
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{ name: 'V1 (With a DSN)', value: 'v1' },
				{ name: 'V2', value: 'v2' },
			],
			default: 'v1',
			description:
				'The API version the key belongs to. Accounts linked in one version are not visible in the other.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'V1: an access token from the Unipile dashboard. V2: a global or a scoped account key.',
		},
		{
			displayName: 'DSN',
			name: 'dsn',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. api8.unipile.com:13424',
			displayOptions: { show: { apiVersion: ['v1'] } },
			description: 'Host and port of your Unipile API, as the dashboard shows them',
		},
		SERVICE_KEY,
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.unipile.com/v2',
			placeholder: 'e.g. https://api.unipile.com/v2',
			displayOptions: { show: { apiVersion: ['v2'] } },
			description: 'The URL of the API. Must be https, except on localhost.',
		},
	];

	authenticate: Authenticate = async (credentials, request) => {
		// Present only in the credential's test, which runs before anything has checked the address.
		const isTest = request.baseURL !== undefined;
		const addressed = isTest ? { ...request, baseURL: addressOf(credentials) } : request;
		return await withKey(credentials, addressed);
	};

	// A scoped key may not list accounts and is answered with 403, which the test accepts.
	test: ICredentialTestRequest = {
		request: {
			baseURL: 'https://api.unipile.com',
			url: '={{ $credentials.apiVersion === "v2" ? "/accounts/?limit=1" : "/accounts?limit=1" }}',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [301, 302, 307, 308, 400, 401, 404, 429, 500, 502, 503, 504],
			},
		},
		// n8n applies each rule by its own type, although the list's type allows only one kind.
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: "Unipile does not accept this API key. Also check 'API Version'.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'No Unipile API answers at this address. Check the DSN or the Base URL.',
				},
			},
			// n8n before 2.10 does not support `except` and lets the 401 pass, so its body is checked too.
			{
				type: 'responseSuccessBody',
				properties: { key: 'status', value: 401, message: 'Unipile does not accept this API key.' },
			},
		] as IAuthenticateRuleResponseCode[],
	};
}
