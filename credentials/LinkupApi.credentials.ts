import type {
	IAuthenticateRuleResponseCode,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { keyInHeader, testBaseUrl } from '../nodes/outreach/provider/credentials';

export class LinkupApi implements ICredentialType {
	name = 'linkupApi';

	displayName = 'LinkupAPI API';

	icon = {
		light: 'file:../nodes/LinkupApi/linkupApi.svg',
		dark: 'file:../nodes/LinkupApi/linkupApi.dark.svg',
	} as const;

	documentationUrl = 'https://docs.linkupapi.com';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Shown in the dashboard at <a href="https://app.linkupapi.com" target="_blank">app.linkupapi.com</a>',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{
					name: 'V1 (Login Token in Each Call)',
					value: 'v1',
				},
				{
					name: 'V2 (Accounts Connected Once)',
					value: 'v2',
				},
			],
			default: 'v2',
			description:
				'LinkupAPI recommends V2, which identifies accounts by ID. V1 sends the LinkedIn session with each call.',
		},
		{
			displayName: 'Login Token',
			name: 'loginToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { apiVersion: ['v1'] } },
			description: 'The LinkedIn session returned by the login and verify calls of LinkupAPI v1',
		},
		{
			displayName: 'Country',
			name: 'country',
			type: 'options',
			options: [
				{ name: 'Brazil', value: 'BR' },
				{ name: 'Canada', value: 'CA' },
				{ name: 'France', value: 'FR' },
				{ name: 'Germany', value: 'DE' },
				{ name: 'India', value: 'IN' },
				{ name: 'Israel', value: 'IL' },
				{ name: 'Italy', value: 'IT' },
				{ name: 'Netherlands', value: 'NL' },
				{ name: 'Spain', value: 'ES' },
				{ name: 'United Kingdom', value: 'UK' },
				{ name: 'United States', value: 'US' },
			],
			default: 'FR',
			displayOptions: { show: { apiVersion: ['v1'] } },
			description: 'The country of the proxy that LinkupAPI uses to call LinkedIn',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.linkupapi.com',
			placeholder: 'e.g. https://api.linkupapi.com',
			description: 'The URL of the API, without the version. Must be https, except on localhost.',
		},
	];

	authenticate = keyInHeader('x-api-key');

	// Neither call costs a credit. v1 reports a refusal under HTTP 200, so its body is checked.
	test: ICredentialTestRequest = {
		request: {
			baseURL: testBaseUrl('.replace(/\\/v[12]$/, "")'),
			url: '={{$credentials.apiVersion === "v1" ? "/v1/check" : "/v2/accounts?limit=1"}}',
			disableFollowRedirect: true,
		},
		// n8n applies each rule by its own type, although the list's type allows only one kind.
		rules: [
			// v2 refuses a wrong key with 403 (vendor page *Error codes*).
			{
				type: 'responseCode',
				properties: { value: 401, message: 'LinkupAPI does not accept this API key.' },
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'LinkupAPI does not accept this API key.' },
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'status',
					value: 'error',
					message: 'LinkupAPI does not accept this API key or Login Token.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'success',
					value: false,
					message: 'LinkupAPI does not accept this API key.',
				},
			},
		] as IAuthenticateRuleResponseCode[],
	};
}
