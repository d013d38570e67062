import { NodeOperationError, type IHookFunctions, type INodeType } from 'n8n-workflow';
import { InvalidInput, type Failure } from '../base/errors';
import { hideSecrets } from '../http/secrets';
import { openProvider } from '../provider/open';
import { failureOf } from '../tasks/errors';
import { apiError, explained, whyUnanswered } from './hook-errors';
import { forgetWebhooks, ownWebhooks, storeWebhooks, urlOf, type OwnWebhook } from './own-webhooks';
import { textsOf, type Texts } from './subscription-texts';
import {
	isGone,
	type ListedWebhook,
	type Wanted,
	type WantedWebhook,
	type WebhookCalls,
	type WebhookRules,
} from './webhook-rules';
import { chosenAccount, chosenIn } from './webhooks';

/** The node's webhooks at its provider, from the workflow's activation to its deactivation. */
export class Subscription<Api, Row extends ListedWebhook> {
	private readonly name: string;
	private readonly texts: Texts;

	constructor(
		private readonly context: IHookFunctions,
		private readonly rules: WebhookRules<Api, Row>,
	) {
		this.name = rules.provider.name;
		this.texts = textsOf(rules);
	}

	/**
	 * Whether the provider posts to this node according to its current settings. Removes other webhooks with this
	 * node's URL, so that nothing is delivered twice; leaves webhooks with other URLs alone.
	 */
	async isThere(): Promise<boolean> {
		const wanted = this.readWanted();
		const calls = await this.open();
		const plan = this.plan(calls, wanted);
		const own = ownWebhooks(this.context);
		const rows = await this.listAll(calls);
		for (const { id, url } of rows) {
			const isOwn = own.some(({ webhookId }) => webhookId === id);
			if (isOwn && !isAt(wanted.url, url)) this.warn(this.texts.moved(id));
		}
		const here = rows.filter(({ url }) => isAt(wanted.url, url));
		const found = findAll(plan, here, own);
		for (const { id } of here) {
			// An incomplete set is also removed, and created again as a whole.
			if (!found?.some(({ webhookId }) => webhookId === id)) await this.removeOrThrow(calls, id);
		}
		if (found) storeWebhooks(this.context, found);
		return found !== null;
	}

	/** Creates all wanted webhooks, or none. */
	async create(): Promise<boolean> {
		const wanted = this.readWanted();
		const calls = await this.open();
		const made: OwnWebhook[] = [];
		for (const webhook of this.plan(calls, wanted)) {
			const answer = await webhook.create();
			if (answer.kind !== 'answered') {
				const failure = explained(whyUnanswered(this.name, answer), wanted.url, (origin) =>
					this.rules.whyRefused(origin),
				);
				const mayExist = answer.kind === 'failed' && answer.accepted === 'unknown';
				throw await this.takenBack(calls, made, mayExist ? wanted.url : null, failure);
			}
			const { webhookId, secret } = answer.value;
			if (secret === null) {
				const isRemoved = isGone(await calls.remove(webhookId));
				throw await this.takenBack(calls, made, null, {
					source: 'provider',
					message: this.texts.noSecret,
					description: isRemoved ? this.texts.removedAgain : this.texts.notRemovedAgain(webhookId),
				});
			}
			made.push({ webhookId, secret });
		}
		storeWebhooks(this.context, made);
		return true;
	}

	/** Never throws, because n8n would then keep its own record of the webhook. Logs webhooks that cannot be removed. */
	async remove(): Promise<boolean> {
		const own = ownWebhooks(this.context);
		try {
			const calls = await this.open();
			const ids = own.map(({ webhookId }) => webhookId);
			// n8n may have lost the static data if another node of the workflow failed to start.
			const listed = ids.length === 0 ? await this.listAt(calls, urlOf(this.context)) : [];
			let isDone = true;
			for (const id of [...ids, ...listed.map((row) => row.id)]) {
				const answer = await calls.remove(id);
				if (answer.kind === 'answered' || isGone(answer)) continue;
				isDone = false;
				this.logKept(own, id, whyUnanswered(this.name, answer).message);
			}
			if (isDone) forgetWebhooks(this.context);
			return isDone;
		} catch (error) {
			const reason = error instanceof Error ? error.message : 'unknown cause';
			for (const { webhookId } of own) this.logKept(own, webhookId, reason);
			if (own.length === 0) this.warn(this.texts.notChecked(reason));
			return false;
		}
	}

	private logKept(own: readonly OwnWebhook[], id: string, reason: string): void {
		const secrets = own.map(({ secret }) => secret);
		const text = this.texts.notRemoved(id, hideSecrets(reason, secrets));
		this.context.logger.error(`${this.title}: ${text}`);
	}

	private warn(text: string): void {
		this.context.logger.warn(`${this.title}: ${text}`);
	}

	private get title(): string {
		return `${this.rules.triggerName} "${this.context.getNode().name}"`;
	}

	private readWanted(): Wanted {
		const { context, rules } = this;
		const accountId = chosenAccount(context);
		if (accountId === '') throw this.refuse("The parameter 'Account' is empty", rules.whyAccount);
		const chosen = chosenIn(context, 'events').filter((event) => rules.events.includes(event));
		if (chosen.length === 0) {
			throw this.refuse(
				"The parameter 'Events' is empty",
				"Choose at least one event under 'Events'.",
			);
		}
		const url = urlOf(context);
		// Without a URL, the provider would create a webhook that posts nowhere.
		if (url === '') {
			throw this.refuse(
				'n8n does not know the URL of this node',
				'Save the workflow, then activate it again.',
			);
		}
		return { accountId, url, events: [...new Set(chosen)] };
	}

	private async open(): Promise<WebhookCalls<Row>> {
		const { context, rules, name } = this;
		try {
			return rules.open(await openProvider(context, rules.provider, null));
		} catch (error) {
			if (error instanceof InvalidInput) throw this.refuse(error.message, error.description);
			const reason = error instanceof Error ? error.message : 'unknown cause';
			throw this.refuse(
				`The ${name} credential cannot be read: ${reason}`,
				`Choose a ${name} credential in the node, or open the credential and save it again.`,
			);
		}
	}

	private plan(calls: WebhookCalls<Row>, wanted: Wanted): readonly WantedWebhook<Row>[] {
		try {
			return calls.plan(wanted);
		} catch (error) {
			const { message, description } = failureOf(error, this.name);
			throw this.refuse(message, description);
		}
	}

	private refuse(message: string, description: string): NodeOperationError {
		return new NodeOperationError(this.context.getNode(), message, { description });
	}

	private async listAll(calls: WebhookCalls<Row>): Promise<readonly Row[]> {
		const answer = await calls.list();
		if (answer.kind !== 'answered') throw apiError(this.context, whyUnanswered(this.name, answer));
		return answer.value;
	}

	private async listAt(calls: WebhookCalls<Row>, wanted: string): Promise<Row[]> {
		return (await this.listAll(calls)).filter(({ url }) => isAt(wanted, url));
	}

	private async removeOrThrow(calls: WebhookCalls<Row>, id: string): Promise<void> {
		const answer = await calls.remove(id);
		if (answer.kind === 'answered' || isGone(answer)) return;
		const { message, ...failure } = whyUnanswered(this.name, answer);
		throw apiError(this.context, {
			...failure,
			message: `The earlier webhook ${id} of this node could not be removed: ${message}`,
		});
	}

	/**
	 * The failure to create a webhook, after removing those of its set already `made` and, if one may have been
	 * created unnoticed, all with its `url`.
	 */
	private async takenBack(
		calls: WebhookCalls<Row>,
		made: readonly OwnWebhook[],
		url: string | null,
		failure: Failure,
	) {
		let rest = '';
		try {
			for (const { webhookId } of made) await this.removeOrThrow(calls, webhookId);
			const listed = url === null ? [] : await this.listAt(calls, url);
			for (const { id } of listed) await this.removeOrThrow(calls, id);
		} catch {
			rest = this.texts.perhapsMade;
		}
		return apiError(this.context, { ...failure, description: `${failure.description}${rest}` });
	}
}

/** The node's own webhooks if they are all that is wanted; null if one is missing. */
function findAll<Row extends ListedWebhook>(
	wanted: readonly WantedWebhook<Row>[],
	rows: readonly Row[],
	own: readonly OwnWebhook[],
): OwnWebhook[] | null {
	const found: OwnWebhook[] = [];
	for (const webhook of wanted) {
		const match = own.find((mine) => {
			const row = rows.find(({ id }) => id === mine.webhookId);
			return row !== undefined && !found.includes(mine) && webhook.isMetBy(row, mine.secret);
		});
		if (!match) return null;
		found.push(match);
	}
	return found;
}

function isAt(wanted: string, url: string): boolean {
	const bare = (text: string) => text.replace(/\/+$/, '');
	return wanted !== '' && bare(url) === bare(wanted);
}

/** What n8n calls when a workflow is activated and deactivated, for a node with webhooks of its own. */
export function subscriptionMethods<Api, Row extends ListedWebhook>(
	rules: WebhookRules<Api, Row>,
): INodeType['webhookMethods'] {
	return {
		default: {
			async checkExists(this: IHookFunctions) {
				return await new Subscription(this, rules).isThere();
			},
			async create(this: IHookFunctions) {
				return await new Subscription(this, rules).create();
			},
			async delete(this: IHookFunctions) {
				return await new Subscription(this, rules).remove();
			},
		},
	};
}
