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
			"Starts when ConnectSafely posts a reply; the webhook is made by hand in ConnectSafely's dashboard.",
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'connectSafelyApi' }],
		webhooks: [PASTED_WEBHOOK],
		properties: [
			{
				displayName:
					"ConnectSafely's webhooks are made in its dashboard, for accounts with an API seat: add a webhook there, paste this node's production URL as its URL (open 'Webhook URLs' above and choose 'Production URL'), and choose the event 'message.received'. Then put the webhook's secret into the credential's 'Webhook Secret'. Without a secret, anyone who knows the URL could post events to it.",
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
							'ConnectSafely calls it message.received. Not what the account itself wrote.',
					},
				],
				default: ['reply_received'],
				description:
					'What starts the workflow. Other events that ConnectSafely posts are answered, and nothing runs.',
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
