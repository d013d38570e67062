import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { accountsOf } from '../outreach/node/account-search';
import { triggerHint } from '../outreach/node/builder-hints';
import { accountParameter } from '../outreach/node/shared-parameters';
import { EVENTS_SUBTITLE } from '../outreach/trigger/events';
import { ownWebhooks } from '../outreach/trigger/own-webhooks';
import { subscriptionMethods } from '../outreach/trigger/subscription';
import {
	answerDelivery,
	chosenIn,
	isTooLarge,
	readDelivery,
	refuse,
} from '../outreach/trigger/webhooks';
import { isFromLinkupApi, readLinkupApiEvent, signedText } from './events';
import { linkupApi } from './manifest';
import { LINKUP_API_WEBHOOKS } from './webhook-rules';

export class LinkupApiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LinkupAPI Trigger',
		name: 'linkupApiTrigger',
		icon: { light: 'file:linkupApi.svg', dark: 'file:linkupApi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENTS_SUBTITLE,
		description: 'Starts the workflow on accepted invitations and replies in LinkupAPI',
		eventTriggerDescription: 'Waiting for LinkupAPI to post an event',
		activationMessage:
			'LinkupAPI now posts each chosen event of the account to this workflow, and bills the webhook by the day until you deactivate (unpublish) the workflow.',
		defaults: { name: 'LinkupAPI Trigger' },
		builderHint: triggerHint(
			'Starts when LinkupAPI posts an accepted invitation or a reply; billed by the day while the workflow is active.',
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'linkupApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				// The node registers its URL itself, so there is no URL to copy.
				ndvHideUrl: true,
			},
		],
		properties: [
			{
				displayName:
					'LinkupAPI bills a running webhook by the day: about 10 credits a day per account while the workflow is active (published). A test from the editor also creates a webhook, and removes it at the end. Requires a credential for LinkupAPI v2, and an n8n that can be reached at a public https address.',
				name: 'billingNotice',
				type: 'notice',
				default: '',
			},
			accountParameter({
				fromList: true,
				description: 'The LinkedIn account to receive events for; required',
				placeholder: 'e.g. 6789abcdef0123456789abcd',
			}),
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Connection Accepted',
						value: 'connection_accepted',
						description: 'LinkupAPI calls it accepted_invitation',
					},
					{
						name: 'Reply Received',
						value: 'reply_received',
						description: 'LinkupAPI calls it message_received',
					},
				],
				default: ['connection_accepted'],
				description:
					'The events that start the workflow. If LinkupAPI loses its connection to the account, the workflow also starts, with the event "account_needs_attention", so you know why no other events arrive.',
			},
		],
	};

	methods = { listSearch: { searchAccounts: accountsOf(linkupApi) } };

	webhookMethods = subscriptionMethods(LINKUP_API_WEBHOOKS);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const secrets = ownWebhooks(this).map(({ secret }) => secret);
		const delivery = readDelivery(this);
		if (isTooLarge(delivery)) return refuse(this, 413, 'The request body is too large.');
		if (!isFromLinkupApi(delivery, secrets, Date.now())) {
			return refuse(this, 401, 'The signature is missing, wrong or out of date.');
		}
		const chosen = chosenIn(this, 'events');
		return answerDelivery(this, delivery, {
			read: (body, now) => readLinkupApiEvent(body, now, secrets),
			isWanted: (event) => event === 'account_needs_attention' || chosen.includes(event),
			fallbackIdentity: signedText(delivery),
		});
	}
}
