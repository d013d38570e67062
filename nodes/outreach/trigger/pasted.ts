import type {
	INodeType,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';
import { KEY_LABELS, keyFields, secretSchema } from '../provider/credentials';
import type { CredentialRules } from '../provider/provider';
import {
	answerDelivery,
	chosenIn,
	isTooLarge,
	readDelivery,
	refuse,
	type DeliveredEvents,
	type Delivery,
} from './webhooks';

/** A webhook that people create at the provider by hand, with the URL of a trigger node. */
export interface PastedWebhook {
	readonly providerName: string;
	/** The internal name of the credential, one of `webhookCredentialRules`. */
	readonly credentialType: string;
	/** Whether the provider signed the delivery with this secret. `now` is in ms. */
	isFrom(delivery: Delivery, secret: string, now: number): boolean;
	/** Null if the body is not one of the provider's events; hides `secrets` in the result. */
	read(
		body: Record<string, unknown>,
		now: number,
		secrets: readonly string[],
	): DeliveredEvents | null;
}

const fields = { ...keyFields, webhookSecret: secretSchema.default('') };
const rulesSchema = z.object(fields);
export type WebhookCredential = z.infer<typeof rulesSchema>;

/** The rules of a credential with a key, an address and the secret of a webhook. `type` is its internal name. */
export const webhookCredentialRules = (type: string): CredentialRules<WebhookCredential> => ({
	type,
	schema: rulesSchema,
	labels: { ...KEY_LABELS, webhookSecret: 'Webhook Secret' },
	connection: ({ apiKey, baseUrl, webhookSecret }) => ({
		baseUrl,
		secrets: [apiKey, webhookSecret],
		identity: [apiKey],
	}),
});

/** A webhook secret other than text cannot be used for checks, and must not count as none. */
const secretsSchema = z.object({
	webhookSecret: fields.webhookSecret,
	apiKey: secretSchema.catch(''),
});
export type WebhookSecrets = z.infer<typeof secretsSchema>;

/** The webhook part of the node's credential: null if no credential is chosen, `unreadable` if it cannot be loaded. */
export async function webhookSecrets(
	context: IWebhookFunctions,
	type: string,
): Promise<WebhookSecrets | 'unreadable' | null> {
	if (!context.getNode().credentials?.[type]) return null;
	try {
		return secretsSchema.parse(await context.getCredentials(type));
	} catch {
		return 'unreadable';
	}
}

export const PASTED_WEBHOOK: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	path: 'webhook',
};

const isDone = async () => true;

/** The provider has no webhook API, so there is nothing to find, create or remove. */
export const PASTED_METHODS: INodeType['webhookMethods'] = {
	default: { checkExists: isDone, create: isDone, delete: isDone },
};

/** Responds to a delivery. It starts the workflow if its signature is right and its event is chosen. */
export async function answerPasted(
	context: IWebhookFunctions,
	{ providerName, credentialType, isFrom, read }: PastedWebhook,
): Promise<IWebhookResponseData> {
	const credential = await webhookSecrets(context, credentialType);
	if (credential === 'unreadable') {
		context.logger.error(
			`${providerName} Trigger "${context.getNode().name}": the ${providerName} credential cannot be read, so its events cannot be checked and are refused. Open the credential and save it again.`,
		);
		return refuse(context, 503, 'The signature cannot be checked at the moment.');
	}
	const { webhookSecret, apiKey } = credential ?? { webhookSecret: '', apiKey: '' };
	const delivery = readDelivery(context);
	if (isTooLarge(delivery)) return refuse(context, 413, 'The request body is too large.');
	if (webhookSecret !== '' && !isFrom(delivery, webhookSecret, Date.now())) {
		return refuse(context, 401, 'The signature is missing, wrong or out of date.');
	}
	const chosen = chosenIn(context, 'events');
	return answerDelivery(context, delivery, {
		read: (body, now) => read(body, now, [webhookSecret, apiKey]),
		isWanted: (event) => chosen.includes('all') || chosen.includes(event),
		fallbackIdentity: delivery.raw,
	});
}
