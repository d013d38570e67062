import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { triggerHint } from '../outreach/node/builder-hints';
import { EVENTS_SUBTITLE } from '../outreach/trigger/events';
import { answerPasted, PASTED_METHODS, PASTED_WEBHOOK } from '../outreach/trigger/pasted';
import { readConnectSafelyEvent } from './events';
import { isFromConnectSafely } from './webhooks';

export class ConnectSafelyTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ConnectSafely Trigger',
		name: 'connectSafelyTrigger',
		icon: { light: 'file:connectSafely.svg', dark: 'file:connectSafely.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENTS_SUBTITLE,
		description: 'Starts the workflow on replies that ConnectSafely posts',
		eventTriggerDescription: 'Waiting for ConnectSafely to post an event to the test URL',
		activationMessage:
			"The workflow now runs for each chosen event that ConnectSafely posts to this node's production URL.",
		defaults: { name: 'ConnectSafely Trigger' },
		builderHint: triggerHint(
			"Starts when ConnectSafely posts a reply. You create the webhook in ConnectSafely's dashboard.",
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'connectSafelyApi' }],
		webhooks: [PASTED_WEBHOOK],
		properties: [
			{
				displayName:
					"Create the webhook in ConnectSafely's dashboard, for an account with an API seat: as its URL, paste this node's production URL (open 'Webhook URLs' above and choose 'Production URL'), and choose the event 'message.received'. Then enter the webhook's secret as 'Webhook Secret' in the credential. Without a secret, anyone who knows the URL could post events to it.",
				name: 'setupNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Reply Received',
						value: 'reply_received',
						description:
							'ConnectSafely calls it message.received. Messages from the account itself are ignored.',
					},
				],
				default: ['reply_received'],
				description:
					'The events that start the workflow. Other events from ConnectSafely are acknowledged and ignored.',
			},
		],
	};

	webhookMethods = PASTED_METHODS;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPasted(this, {
			providerName: 'ConnectSafely',
			credentialType: 'connectSafelyApi',
			isFrom: isFromConnectSafely,
			read: readConnectSafelyEvent,
		});
	}
}
