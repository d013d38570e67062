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
				"A key for n8n's own API. Create one in n8n under Settings → n8n API, with the Data Table scopes: <code>dataTable</code>, <code>dataTableColumn</code> and <code>dataTableRow</code>.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:5678/api/v1',
			placeholder: 'e.g. http://n8n:5678/api/v1',
			description:
				"The URL at which n8n's processes can reach n8n's own API. In queue mode, this is the main process, also for workers. Must be https, except within a private network.",
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
