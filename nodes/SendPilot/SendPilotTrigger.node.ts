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
import { readSendPilotEvent } from './events';
import { isFromSendPilot } from './webhooks';

export class SendPilotTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SendPilot Trigger',
		name: 'sendPilotTrigger',
		icon: { light: 'file:sendPilot.svg', dark: 'file:sendPilot.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENTS_SUBTITLE,
		description: 'Starts the workflow on accepted requests, replies and other events of SendPilot',
		eventTriggerDescription: 'Waiting for SendPilot to post an event to the test URL',
		activationMessage:
			"The workflow now runs for each chosen event that SendPilot posts to this node's production URL.",
		defaults: { name: 'SendPilot Trigger' },
		builderHint: triggerHint(
			"Starts when SendPilot posts an event. You create the webhook in SendPilot's dashboard.",
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'sendPilotApi' }],
		webhooks: [PASTED_WEBHOOK],
		properties: [
			{
				displayName:
					"Create the webhook in SendPilot's dashboard: open Integrations → Webhooks → Add Webhook, paste this node's production URL (open 'Webhook URLs' above and choose 'Production URL'), and tick the events chosen here. Then enter the secret that SendPilot shows as 'Webhook Secret' in the credential. Without a secret, anyone who knows the URL could post events to it.",
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
						name: 'All Events',
						value: 'all',
						description: 'Including events that this node does not know, as the event "unknown"',
					},
					{
						name: 'Campaign Finished',
						value: 'campaign_finished',
						description: 'SendPilot calls it campaign.finished',
					},
					{
						name: 'Campaign Paused',
						value: 'campaign_paused',
						description: 'SendPilot calls it campaign.paused',
					},
					{
						name: 'Campaign Resumed',
						value: 'campaign_resumed',
						description: 'SendPilot calls it campaign.resumed',
					},
					{
						name: 'Campaign Started',
						value: 'campaign_started',
						description: 'SendPilot calls it campaign.started',
					},
					{
						name: 'Connection Accepted',
						value: 'connection_accepted',
						description: 'SendPilot calls it connection_request.accepted or connection.accepted',
					},
					{
						name: 'Connection Request Sent',
						value: 'connection_request_sent',
						description: 'SendPilot calls it connection_request.sent or connection.sent',
					},
					{
						name: 'Extraction Completed',
						value: 'extraction_completed',
						description: 'SendPilot calls it lead_extractor.job.completed',
					},
					{
						name: 'Lead Tags Updated',
						value: 'lead_tags_updated',
						description: 'SendPilot calls it lead.tag.updated',
					},
					{
						name: 'Lead Updated',
						value: 'lead_updated',
						description: 'SendPilot calls it lead.updated or lead.status.changed',
					},
					{
						name: 'Message Sent',
						value: 'message_sent',
						description: 'SendPilot calls it message.sent',
					},
					{
						name: 'Reply Received',
						value: 'reply_received',
						description: 'SendPilot calls it reply.received or message.received',
					},
					{
						name: 'Search Completed',
						value: 'search_completed',
						description: 'SendPilot calls it lead_database.search.completed',
					},
				],
				default: ['connection_accepted'],
				description:
					'The events that start the workflow. Other events from SendPilot are acknowledged and ignored.',
			},
		],
	};

	webhookMethods = PASTED_METHODS;

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerPasted(this, {
			providerName: 'SendPilot',
			credentialType: 'sendPilotApi',
			isFrom: isFromSendPilot,
			read: readSendPilotEvent,
		});
	}
}
