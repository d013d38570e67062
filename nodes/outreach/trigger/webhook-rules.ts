import type { Result } from '../operations/result';
import type { OpenProvider } from '../provider/open';
import type { ProviderManifest } from '../provider/provider';

/**
 * What a provider's folder says of its webhooks, so that a trigger node can make and remove its
 * own. `Row` is a webhook as the provider lists it.
 */
export interface WebhookRules<Api, Row extends ListedWebhook> {
	readonly provider: ProviderManifest<Api, unknown>;
	/** The trigger node as people see it. */
	readonly triggerName: string;
	/** The values of the parameter 'Events' that can be subscribed to. */
	readonly events: readonly string[];
	/** Why the parameter 'Account' is needed, and what to do. */
	readonly whyAccount: string;
	/** What to do where the provider refuses to make a webhook; `origin` is n8n's address. */
	whyRefused(origin: string): string;
	/** What a webhook costs for as long as it is there, where it does. */
	readonly cost?: string;
	/** Where the provider lists its webhooks, for a person. */
	readonly whereListed: string;
	/** How a person removes one: "send DELETE … to …". */
	howToRemove(id: string): string;
	/** @throws InvalidInput where the credential is not one for webhooks */
	open(opened: OpenProvider<Api>): WebhookCalls<Row>;
}

/** The provider's webhooks, opened with the node's credential. */
export interface WebhookCalls<Row extends ListedWebhook> {
	/** All webhooks of the key, also other integrations'. */
	list(): Promise<Result<readonly Row[]>>;
	remove(id: string): Promise<Result<unknown>>;
	/**
	 * The webhooks that together post what is wanted.
	 * @throws InvalidInput where the provider cannot post that
	 */
	plan(wanted: Wanted): readonly WantedWebhook<Row>[];
}

/** What is to be posted where. `events` are ours, and some of the rules' own. */
export interface Wanted {
	readonly accountId: string;
	readonly url: string;
	readonly events: readonly string[];
}

/** One webhook to be made, or to be found again. */
export interface WantedWebhook<Row> {
	create(): Promise<Result<CreatedWebhook>>;
	/** Whether this listed webhook of the node, with this secret, posts what is wanted. Its URL does. */
	isMetBy(row: Row, secret: string): boolean;
}

/** A webhook as the provider lists it, as far as the rules of all providers read it. */
export interface ListedWebhook {
	readonly id: string;
	/** Empty where it posts nowhere. */
	readonly url: string;
}

/** A webhook just made. The secret is the provider's or ours; null: its deliveries cannot be checked. */
export interface CreatedWebhook {
	readonly webhookId: string;
	readonly secret: string | null;
}

/** Whether a webhook is not there any more: removed now, or before. */
export function isGone(result: Result<unknown>): boolean {
	if (result.kind !== 'failed') return result.kind === 'answered';
	if (result.response === null) return false;
	const { status, body } = result.response;
	// Nothing need be said beside a success.
	const isSilentSuccess = status >= 200 && status < 300 && body === undefined;
	return isSilentSuccess || status === 404 || status === 410;
}
