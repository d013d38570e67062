import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { triggerHint } from '../outreach/node/builder-hints';
import { methodsWithLog, withLogCredential } from '../outreach/node/log-parameters';
import { EVENT_SUBTITLE } from '../outreach/trigger/events';
import { pollOutreach } from '../outreach/trigger/poll-node';
import { POLLED_PROVIDERS, readPollConfig, triggerProperties } from './polling';
import { credentialsOf, searchChosenAccounts } from './provider-choice';

export class LinkedInOutreachTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkedIn Outreach Trigger',
		name: 'linkedInOutreachTrigger',
		icon: { light: 'file:linkedInOutreach.svg', dark: 'file:linkedInOutreach.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENT_SUBTITLE,
		description:
			'Starts the workflow on replies, on accepted, received or unanswered invitations, and when an account needs attention',
		defaults: { name: 'LinkedIn Outreach Trigger' },
		polling: true,
		activationMessage:
			'Current connections, invitations, conversations and accounts were recorded as the baseline. The workflow now runs for anything new.',
		builderHint: triggerHint(
			'Starts when a poll finds a new connection, a reply, a received invitation, an invitation not accepted in time, or an account that needs attention.',
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: withLogCredential(credentialsOf(POLLED_PROVIDERS), 'onlyFromLog', true),
		properties: triggerProperties,
	};

	methods = methodsWithLog({ searchAccounts: searchChosenAccounts });

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOutreach(this, () => readPollConfig(this));
	}
}
