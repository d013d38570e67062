import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { triggerHint } from '../outreach/node/builder-hints';
import { EVENT_SUBTITLE } from '../outreach/trigger/events';
import { pollOutreach } from '../outreach/trigger/poll-node';
import { othersThan, searchChosenAccounts } from './provider-choice';
import { readWatching, triggerProperties, WATCHED_IDS } from './watching';

export class LinkedInOutreachTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkedIn Outreach Trigger',
		name: 'linkedInOutreachTrigger',
		icon: { light: 'file:linkedInOutreach.svg', dark: 'file:linkedInOutreach.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENT_SUBTITLE,
		description: 'Starts the workflow on accepted and received invitations and troubled accounts',
		defaults: { name: 'LinkedIn Outreach Trigger' },
		polling: true,
		activationMessage:
			'Current connections, invitations and accounts were recorded as the baseline. The workflow now runs for anything new.',
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
				displayOptions: { hide: { provider: othersThan('connectSafely', WATCHED_IDS) } },
			},
			{
				name: 'linkupApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('linkupApi', WATCHED_IDS) } },
			},
			{
				name: 'sendPilotApi',
				required: true,
				displayOptions: { hide: { provider: othersThan('sendPilot', WATCHED_IDS) } },
			},
		],
		properties: triggerProperties,
	};

	methods = { listSearch: { searchAccounts: searchChosenAccounts } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOutreach(this, () => readWatching(this));
	}
}
