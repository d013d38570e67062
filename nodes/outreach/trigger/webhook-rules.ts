import type { Result } from '../operations/result';
import type { OpenProvider } from '../provider/open';
import type { ProviderManifest } from '../provider/provider';

/**
 * A provider's rules for webhooks, so that a trigger node can create and remove its own. `Row` is a webhook in the
 * provider's list.
 */
export interface WebhookRules<Api, Row extends ListedWebhook> {
	readonly provider: ProviderManifest<Api, unknown>;
	/** The trigger node's displayed name. */
	readonly triggerName: string;
	/** The values of the parameter 'Events' that can be subscribed to. */
	readonly events: readonly string[];
	/** Why the parameter 'Account' is needed, and what to do. */
	readonly whyAccount: string;
	/** What to do if the provider refuses to create a webhook. `origin` is n8n's address. */
	whyRefused(origin: string): string;
	/** What a webhook costs while it exists, if anything. */
	readonly cost?: string;
	/** Where people find the provider's webhooks. */
	readonly whereListed: string;
	/** How people remove one: "send DELETE … to …". */
	howToRemove(id: string): string;
	/** @throws InvalidInput if the credential does not support webhooks */
	open(opened: OpenProvider<Api>): WebhookCalls<Row>;
}

/** The provider's webhooks, opened with the node's credential. */
export interface WebhookCalls<Row extends ListedWebhook> {
	/** All webhooks of the key, including those of other integrations. */
	list(): Promise<Result<readonly Row[]>>;
	remove(id: string): Promise<Result<unknown>>;
	/**
	 * The webhooks that together post the wanted events.
	 * @throws InvalidInput if the provider cannot post that
	 */
	plan(wanted: Wanted): readonly WantedWebhook<Row>[];
}

/** What to post where. `events` are our names, and some of the rules' own. */
export interface Wanted {
	readonly accountId: string;
	readonly url: string;
	readonly events: readonly string[];
}

/** One webhook to create or to find again. */
export interface WantedWebhook<Row> {
	create(): Promise<Result<CreatedWebhook>>;
	/**
	 * Whether this listed webhook of the node, with this secret, posts what is wanted. Its URL is already known to match.
	 */
	isMetBy(row: Row, secret: string): boolean;
}

/** A webhook in the provider's list, as far as the rules of all providers read it. */
export interface ListedWebhook {
	readonly id: string;
	/** Empty where it posts nowhere. */
	readonly url: string;
}

/** A webhook just created. The secret is the provider's or ours; null if its deliveries cannot be checked. */
export interface CreatedWebhook {
	readonly webhookId: string;
	readonly secret: string | null;
}

/** Whether a webhook is gone: removed now, or before. */
export function isGone(result: Result<unknown>): boolean {
	if (result.kind !== 'failed') return result.kind === 'answered';
	if (result.response === null) return false;
	const { status, body } = result.response;
	// A success needs no body.
	const isSilentSuccess = status >= 200 && status < 300 && body === undefined;
	return isSilentSuccess || status === 404 || status === 410;
}
