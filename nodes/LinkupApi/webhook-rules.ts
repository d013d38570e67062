import { InvalidInput } from '../outreach/base/errors';
import { mapResult } from '../outreach/operations/result';
import type { WebhookRules } from '../outreach/trigger/webhook-rules';
import type { LinkupApi } from './api';
import { SUBSCRIPTIONS } from './events';
import { linkupApi } from './manifest';
import { create, list, remove, type Listed } from './webhooks';

export const LINKUP_API_WEBHOOKS: WebhookRules<LinkupApi, Listed> = {
	provider: linkupApi,
	triggerName: 'LinkupAPI Trigger',
	events: [...SUBSCRIPTIONS.keys()],
	whyAccount:
		"Pick the LinkedIn account under 'Account': each LinkupAPI webhook belongs to one account.",
	whyRefused: (origin) =>
		`LinkupAPI posts only to public https addresses, and the address of this n8n is ${origin}. If that is not a public https address, set n8n's WEBHOOK_URL. Otherwise check 'Account'.`,
	cost: 'about 10 credits a day',
	whereListed: 'GET /v2/webhooks of LinkupAPI',
	howToRemove: (id) => `send DELETE /v2/webhooks/${id} to LinkupAPI with the API key`,
	open: ({ version, ask }) => {
		// v1's webhooks are unsigned and report only messages.
		if (version.id !== 'v2') {
			throw new InvalidInput(
				'LinkupAPI Trigger needs LinkupAPI v2, but the LinkupAPI credential is set to v1',
				"Set 'API Version' of the LinkupAPI credential to v2.",
			);
		}
		return {
			list: async () => await ask(list()),
			remove: async (id) => await ask(remove(id)),
			plan: ({ accountId, url, events: chosen }) => {
				const events = chosen.flatMap((event) => SUBSCRIPTIONS.get(event) ?? []);
				return [
					{
						// Active and billed from now on. Only this response includes the secret.
						create: async () =>
							mapResult(await ask(create({ accountId, url, events })), (created) => ({
								webhookId: created.webhook_id,
								secret: created.secret,
							})),
						isMetBy: (row) =>
							row.isActive &&
							row.isSigned &&
							row.accountId === accountId &&
							new Set(row.events).size === events.length &&
							events.every((event) => row.events.includes(event)),
					},
				];
			},
		};
	},
};
