import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { keyInHeader, testBaseUrl } from '../nodes/outreach/provider/credentials';

export class ConnectSafelyApi implements ICredentialType {
	name = 'connectSafelyApi';

	displayName = 'ConnectSafely API';

	icon = {
		light: 'file:../nodes/ConnectSafely/connectSafely.svg',
		dark: 'file:../nodes/ConnectSafely/connectSafely.dark.svg',
	} as const;

	documentationUrl = 'https://connectsafely.ai/docs/api';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Create one at <a href="https://connectsafely.ai/api-key" target="_blank">connectsafely.ai/api-key</a>',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Shown with the webhook in ConnectSafely. Needed only for webhooks.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.connectsafely.ai/linkedin',
			placeholder: 'e.g. https://api.connectsafely.ai/linkedin',
			description: 'The URL of the API. Must be https, except on localhost.',
		},
	];

	authenticate = keyInHeader('Authorization', 'Bearer ');

	// Answered from ConnectSafely's own database, so the test does not call LinkedIn.
	test: ICredentialTestRequest = {
		request: {
			baseURL: testBaseUrl(),
			url: '/accounts',
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'ConnectSafely does not accept this API key. Copy it again from connectsafely.ai/api-key.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The ConnectSafely trial or subscription for this key has ended.',
				},
			},
		],
	};
}
