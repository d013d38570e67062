import {
	NodeConnectionTypes,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { triggerHint } from '../outreach/node/builder-hints';
import { searchAccounts } from '../outreach/node/account-search';
import { pollOutreach } from '../outreach/trigger/poll-node';
import { PROVIDERS } from './registry';
import { readProvider } from './tasks';
import { readWatching, TRIGGER_SUBTITLE, triggerProperties } from './watching';

export class LinkedInOutreachTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkedIn Outreach Trigger',
		name: 'linkedInOutreachTrigger',
		icon: { light: 'file:linkedInOutreach.svg', dark: 'file:linkedInOutreach.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: TRIGGER_SUBTITLE,
		description: 'Starts the workflow on accepted and received invitations and troubled accounts',
		defaults: { name: 'LinkedIn Outreach Trigger' },
		polling: true,
		activationMessage:
			'The present connections, invitations and accounts were taken stock of. You are told of what is new from now on.',
		builderHint: triggerHint(
			'Starts when a poll finds a new connection, a received invitation, or an account that needs attention.',
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// By `hide`: a parameter that credentials are shown by counts as a choice of authentication, and the editor would
		// move 'Provider' out of the panel, into the credential's dialogue.
		credentials: [
			{
				name: 'connectSafelyApi',
				required: true,
				displayOptions: { hide: { provider: ['linkupApi', 'sendPilot'] } },
			},
			{
				name: 'linkupApi',
				required: true,
				displayOptions: { hide: { provider: ['connectSafely', 'sendPilot'] } },
			},
			{
				name: 'sendPilotApi',
				required: true,
				displayOptions: { hide: { provider: ['connectSafely', 'linkupApi'] } },
			},
		],
		properties: triggerProperties,
	};

	methods = {
		listSearch: {
			async searchAccounts(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const provider = readProvider(this.getNodeParameter('provider', ''));
				return await searchAccounts(this, PROVIDERS[provider], filter);
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOutreach(this, () => readWatching(this));
	}
}
