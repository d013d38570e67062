import type { ListedWebhook, WebhookRules } from './webhook-rules';

export type Texts = ReturnType<typeof textsOf>;

/** Texts about webhooks that could not be created or removed. */
export function textsOf<Api, Row extends ListedWebhook>(rules: WebhookRules<Api, Row>) {
	const { cost, whereListed } = rules;
	const { name } = rules.provider;
	const isBilled = cost !== undefined;
	const howToRemove = (id: string) =>
		`To remove it, activate the workflow and deactivate it again, or ${rules.howToRemove(id)}.`;
	return {
		noSecret: `${name} created a webhook without a secret, so its events could not be told from forged ones`,
		removedAgain: `The webhook was removed again. Try again later, or ask ${name} why the webhook is not signed.`,
		notRemovedAgain: (id: string) =>
			`The webhook ${id} could not be removed again${isBilled ? ' and is billed' : ''}. ${howToRemove(id)}`,
		notRemoved: (id: string, reason: string) =>
			`the webhook ${id} could not be removed (${reason}). ${name} continues ${isBilled ? `to bill it, ${cost}` : 'to post to it'}. ${howToRemove(id)}`,
		moved: (id: string) =>
			`its webhook ${id} posts to an address other than this n8n's${isBilled ? ', and is billed' : ''}. If nothing listens there any more, ${rules.howToRemove(id)}.`,
		perhapsMade: ` ${name} may still have created the webhook${isBilled ? ' and may bill it' : ''}: check ${whereListed}, or activate the workflow again to remove it.`,
		notChecked: (reason: string) =>
			`it could not be checked whether ${name} still has a webhook of this node (${reason})`,
	};
}
