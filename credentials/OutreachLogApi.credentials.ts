import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { keyInHeader, testBaseUrl } from '../nodes/outreach/provider/credentials';

export class OutreachLogApi implements ICredentialType {
	name = 'outreachLogApi';

	displayName = 'Outreach Log API';

	icon = {
		light: 'file:../nodes/LinkedInOutreach/linkedInOutreach.svg',
		dark: 'file:../nodes/LinkedInOutreach/linkedInOutreach.dark.svg',
	} as const;

	documentationUrl = 'https://docs.n8n.io/api/authentication/';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				"A key of n8n's own API, made in n8n under Settings → n8n API. It needs the scopes of Data Tables: <code>dataTable</code>, <code>dataTableColumn</code> and <code>dataTableRow</code>.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:5678/api/v1',
			placeholder: 'e.g. http://n8n:5678/api/v1',
			description:
				"Where n8n's own API lives, as its processes reach it. In queue mode that is the main process, also for workers. Must be https, except within a private network.",
		},
	];

	authenticate = keyInHeader('X-N8N-API-KEY');

	test: ICredentialTestRequest = {
		request: {
			baseURL: testBaseUrl('', 'privateNetwork'),
			url: '/data-tables',
			qs: { limit: 1 },
			disableFollowRedirect: true,
		},
	};
}
