import type {
	IAuthenticateRuleResponseCode,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { keyInHeader, testBaseUrl } from '../nodes/outreach/provider/credentials';

const REFUSED = 'Seleqt does not accept this API key.';

export class SeleqtApi implements ICredentialType {
	name = 'seleqtApi';

	displayName = 'Seleqt API';

	icon = {
		light: 'file:../nodes/Seleqt/seleqt.svg',
		dark: 'file:../nodes/Seleqt/seleqt.dark.svg',
	} as const;

	documentationUrl = 'https://docs.seleqt.ai';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Create one in Seleqt under Settings → API Keys. Enter the prefix and the secret, with the dot between them.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.seleqt.ai/api/v1',
			placeholder: 'e.g. https://api.seleqt.ai/api/v1',
			description: 'The URL of the API. Must be https, except on localhost.',
		},
	];

	authenticate = keyInHeader('X-API-Key');

	// A valid key without the scope to list keys gets a 403, which the test accepts.
	test: ICredentialTestRequest = {
		request: {
			baseURL: testBaseUrl(),
			url: '/api-keys/',
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
				properties: { value: 401, message: REFUSED },
			},
			// n8n before 2.10 does not support `except` and lets the 401 pass, so its body is checked too. Only
			// the first of these texts is documented.
			...['Missing API key', 'Invalid API key'].map((value) => ({
				type: 'responseSuccessBody',
				properties: { key: 'error', value, message: REFUSED },
			})),
		] as IAuthenticateRuleResponseCode[],
	};
}
