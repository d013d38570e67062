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
import { isStatusNews } from '../outreach/trigger/account-status';
import { EVENTS_SUBTITLE } from '../outreach/trigger/events';
import { ownWebhooks } from '../outreach/trigger/own-webhooks';
import { subscriptionMethods } from '../outreach/trigger/subscription';
import {
	answerDelivery,
	chosenAccount,
	chosenIn,
	isTooLarge,
	readDelivery,
	refuse,
} from '../outreach/trigger/webhooks';
import { readUnipileEvent } from './events';
import { unipile } from './manifest';
import { UNIPILE_WEBHOOKS } from './webhook-rules';
import { isFromUnipile } from './webhooks';

const UNCLEAR_MESSAGE =
	"Unipile posted a message without saying whether it is a reply, so the workflow did not start. To miss no reply, also watch the account with 'Reply Received' in the LinkedIn Outreach Trigger.";

export class UnipileTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Unipile Trigger',
		name: 'unipileTrigger',
		icon: { light: 'file:unipile.svg', dark: 'file:unipile.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: EVENTS_SUBTITLE,
		description: 'Starts the workflow on new connections, replies and account problems in Unipile',
		eventTriggerDescription: 'Waiting for Unipile to post an event',
		activationMessage:
			'Unipile now posts each chosen event of the account to this workflow, until you deactivate (unpublish) it. Unipile reports new connections up to 8 hours late.',
		defaults: { name: 'Unipile Trigger' },
		builderHint: triggerHint(
			"Starts when Unipile posts a new connection (up to 8 hours late), a reply or a change in the account's state.",
		),
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'unipileApi', required: true }],
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
					"Unipile reports new connections up to 8 hours late, and some not at all: to miss none, also watch the account with the LinkedIn Outreach Trigger. Requires an n8n that can be reached at a public https address and, with Unipile v2, a 'Service Key' in the credential.",
				name: 'delayNotice',
				type: 'notice',
				default: '',
			},
			accountParameter({
				fromList: true,
				description: 'The LinkedIn account to receive events for; required',
				placeholder: 'e.g. Yk08cDzzdsqs9_8ds',
			}),
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				options: [
					{
						name: 'Account Needs Attention',
						value: 'account_needs_attention',
						description: 'The account must be reconnected, or it was stopped or removed',
					},
					{
						name: 'Account Recovered',
						value: 'account_recovered',
						description: 'The account works again after it needed attention',
					},
					{
						name: 'Connection Accepted',
						value: 'connection_accepted',
						description:
							'Unipile calls it new_relation or relation.new. Also when the account itself accepted an invitation.',
					},
					{
						name: 'Reply Received',
						value: 'reply_received',
						description:
							'Unipile calls it message_received or message.new. Messages from the account itself and in groups are ignored.',
					},
				],
				default: ['connection_accepted'],
				description:
					'The events that start the workflow. Other events are acknowledged and ignored.',
			},
		],
	};

	methods = { listSearch: { searchAccounts: accountsOf(unipile) } };

	webhookMethods = subscriptionMethods(UNIPILE_WEBHOOKS);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const secrets = ownWebhooks(this).map(({ secret }) => secret);
		const delivery = readDelivery(this);
		if (isTooLarge(delivery)) return refuse(this, 413, 'The request body is too large.');
		if (!isFromUnipile(delivery, secrets, Date.now())) {
			return refuse(this, 401, 'The secret or signature is missing, wrong or out of date.');
		}
		const chosen = chosenIn(this, 'events');
		const account = chosenAccount(this);
		return answerDelivery(this, delivery, {
			read: (body, now) => {
				const { id, event, status, isUnclear } = readUnipileEvent(body, now, secrets);
				const isOthers = event.accountId !== null && event.accountId !== account;
				const isMissed = isUnclear && !isOthers && !chosen.includes('unknown');
				if (isMissed && chosen.includes('reply_received')) {
					this.logger.warn(`Unipile Trigger "${this.getNode().name}": ${UNCLEAR_MESSAGE}`);
				}
				const isEvent = !isOthers && (status === null || isStatusNews(this, status));
				return { id, events: isEvent ? [event] : [] };
			},
			isWanted: (event) => chosen.includes(event),
			fallbackIdentity: delivery.raw,
		});
	}
}
