import type {
	IAuthenticateRuleResponseCode,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { keyInHeader, testBaseUrl } from '../nodes/outreach/provider/credentials';

export class SendPilotApi implements ICredentialType {
	name = 'sendPilotApi';

	displayName = 'SendPilot API';

	icon = {
		light: 'file:../nodes/SendPilot/sendPilot.svg',
		dark: 'file:../nodes/SendPilot/sendPilot.dark.svg',
	} as const;

	documentationUrl = 'https://docs.sendpilot.ai';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Create one in the SendPilot dashboard. Listing senders needs the scope <code>senders:read</code>.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Shown in SendPilot under Integrations → Webhooks. Needed only for webhooks.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.sendpilot.ai/v1',
			placeholder: 'e.g. https://api.sendpilot.ai/v1',
			description: 'The URL of the API. Must be https, except on localhost.',
		},
	];

	authenticate = keyInHeader('X-API-Key');

	// A valid key that lacks a scope gets a 403, which the test accepts.
	test: ICredentialTestRequest = {
		request: {
			baseURL: testBaseUrl(),
			url: '/me',
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
				properties: { value: 401, message: 'SendPilot does not accept this API key.' },
			},
			// n8n before 2.10 does not support `except` and lets the 401 pass, so its body is checked too.
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'statusCode',
					value: 401,
					message: 'SendPilot does not accept this API key.',
				},
			},
		] as IAuthenticateRuleResponseCode[],
	};
}
