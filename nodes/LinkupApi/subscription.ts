import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { InvalidInput } from '../outreach/base/errors';
import { idSchema } from '../outreach/base/schemas';
import { hideSecrets } from '../outreach/http/secrets';
import type { Ask } from '../outreach/provider/ask';
import { openProvider } from '../outreach/provider/open';
import { chosenIn } from '../outreach/trigger/webhooks';
import { SUBSCRIPTIONS } from './events';
import { apiError, explained, whyUnanswered } from './hook-errors';
import { linkupApi } from './manifest';
import { forgetWebhook, ownWebhooks, storeWebhook, urlOf, type OwnWebhook } from './own-webhooks';
import * as webhooks from './webhooks';
import { isGone, type Listed, type Wanted } from './webhooks';

/**
 * Whether LinkupAPI posts to this node as it is set now. What it posts to this node's URL
 * otherwise is removed, so that nothing is delivered twice; webhooks of other URLs are not touched.
 */
export async function isSubscribed(context: IHookFunctions): Promise<boolean> {
	const wanted = readWanted(context);
	const ask = await open(context);
	const own = ownWebhooks(context);
	let found: OwnWebhook | undefined;
	for (const row of await listAll(context, ask)) {
		const mine = own.find(({ webhookId }) => webhookId === row.id);
		if (!isAt(wanted.url, row)) {
			if (mine) logMoved(context, row.id);
		} else if (!found && mine && isAsWanted(row, wanted)) found = mine;
		else await removeOrThrow(context, ask, row.id);
	}
	if (found) storeWebhook(context, found);
	return found !== undefined;
}

function isAsWanted(row: Listed, wanted: Wanted): boolean {
	const has = new Set(row.events);
	return (
		row.isActive &&
		row.isSigned &&
		row.accountId === wanted.accountId &&
		has.size === wanted.events.length &&
		wanted.events.every((event) => has.has(event))
	);
}

export async function subscribe(context: IHookFunctions): Promise<boolean> {
	const wanted = readWanted(context);
	const ask = await open(context);
	const answer = await ask(webhooks.create(wanted));
	if (answer.kind !== 'answered') {
		const failure = explained(whyUnanswered(answer), wanted.url);
		const mayExist = answer.kind === 'failed' && answer.accepted === 'unknown';
		const rest = mayExist ? await removeAllAt(context, ask, wanted.url) : '';
		throw apiError(context, { ...failure, description: `${failure.description}${rest}` });
	}
	const { webhook_id: webhookId, secret } = answer.value;
	if (secret === null) {
		const isRemoved = isGone(await ask(webhooks.remove(webhookId)));
		throw apiError(context, {
			source: 'provider',
			message:
				'LinkupAPI made a webhook without a secret, so its events could not be told from forged ones',
			description: isRemoved
				? 'The webhook was removed again. Try again later, or ask LinkupAPI why the webhook is not signed.'
				: `The webhook ${webhookId} could not be removed again and is billed. ${howToRemove(webhookId)}`,
		});
	}
	storeWebhook(context, { webhookId, secret });
	return true;
}

/**
 * Never throws: n8n would then leave its own record of the webhook behind. What cannot be removed
 * is told in the log.
 */
export async function unsubscribe(context: IHookFunctions): Promise<boolean> {
	const own = ownWebhooks(context);
	try {
		const ask = await open(context);
		const ids = own.map(({ webhookId }) => webhookId);
		// n8n may have lost what it was to keep, where another node of the workflow kept it from
		// starting.
		const listed = ids.length === 0 ? await listAt(context, ask, urlOf(context)) : [];
		let isDone = true;
		for (const id of [...ids, ...listed.map((row) => row.id)]) {
			const answer = await ask(webhooks.remove(id));
			if (answer.kind === 'answered' || isGone(answer)) continue;
			isDone = false;
			logKept(context, own, id, whyUnanswered(answer).message);
		}
		if (isDone) forgetWebhook(context);
		return isDone;
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown cause';
		for (const { webhookId } of own) logKept(context, own, webhookId, reason);
		if (own.length === 0) {
			context.logger.warn(
				`${titleOf(context)}: it could not be checked whether LinkupAPI holds a webhook of this node (${reason})`,
			);
		}
		return false;
	}
}

function logKept(
	context: IHookFunctions,
	own: readonly OwnWebhook[],
	id: string,
	reason: string,
): void {
	const secrets = own.map(({ secret }) => secret);
	context.logger.error(
		`${titleOf(context)}: the webhook ${id} could not be removed (${hideSecrets(reason, secrets)}). LinkupAPI goes on billing it, about 10 credits a day. ${howToRemove(id)}`,
	);
}

/** Not removed: a copy of this n8n, with the same data, may live there. */
function logMoved(context: IHookFunctions, id: string): void {
	context.logger.warn(
		`${titleOf(context)}: its webhook ${id} posts to another address than this n8n's, and is billed. If nothing listens there any more, send DELETE /v2/webhooks/${id} to LinkupAPI with the API key.`,
	);
}

const howToRemove = (id: string) =>
	`To remove it, activate the workflow and deactivate it again, or send DELETE /v2/webhooks/${id} to LinkupAPI with the API key.`;

const titleOf = (context: IHookFunctions) => `LinkupAPI Trigger "${context.getNode().name}"`;

const accountSchema = idSchema.transform((id) => id.trim()).catch('');

function readWanted(context: IHookFunctions): Wanted {
	const accountId = accountSchema.parse(
		context.getNodeParameter('accountId', '', { extractValue: true }),
	);
	if (accountId === '') {
		throw new NodeOperationError(context.getNode(), "The parameter 'Account' is empty", {
			description:
				"Pick the LinkedIn account under 'Account': a webhook of LinkupAPI is one account's.",
		});
	}
	const events = chosenIn(context, 'events').flatMap((event) => SUBSCRIPTIONS.get(event) ?? []);
	if (events.length === 0) {
		throw new NodeOperationError(context.getNode(), "The parameter 'Events' is empty", {
			description: "Choose at least one event under 'Events'.",
		});
	}
	const url = urlOf(context);
	// Without one LinkupAPI would make a webhook that posts nowhere, and bill it.
	if (url === '') {
		throw new NodeOperationError(context.getNode(), 'n8n does not know the URL of this node', {
			description: 'Save the workflow, then activate it again.',
		});
	}
	return { accountId, url, events: [...new Set(events)] };
}

async function open(context: IHookFunctions): Promise<Ask> {
	const { version, ask } = await openLinkupApi(context);
	// v1's webhooks are unsigned, and tell of messages only.
	if (version.id === 'v2') return ask;
	throw new NodeOperationError(
		context.getNode(),
		'LinkupAPI Trigger needs LinkupAPI v2, and the LinkupAPI credential is set to v1',
		{ description: "Set 'API Version' of the LinkupAPI credential to v2." },
	);
}

async function openLinkupApi(context: IHookFunctions) {
	try {
		return await openProvider(context, linkupApi, null);
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown cause';
		const isInput = error instanceof InvalidInput;
		throw new NodeOperationError(
			context.getNode(),
			isInput ? reason : `The LinkupAPI credential cannot be read: ${reason}`,
			{
				description: isInput
					? error.description
					: 'Choose a LinkupAPI credential in the node, or open the credential and save it again.',
			},
		);
	}
}

async function listAll(context: IHookFunctions, ask: Ask) {
	const answer = await ask(webhooks.list());
	if (answer.kind !== 'answered') throw apiError(context, whyUnanswered(answer));
	return answer.value;
}

async function listAt(context: IHookFunctions, ask: Ask, url: string) {
	return (await listAll(context, ask)).filter((row) => isAt(url, row));
}

function isAt(url: string, row: Listed): boolean {
	const bare = (text: string) => text.replace(/\/+$/, '');
	return url !== '' && bare(row.url) === bare(url);
}

async function removeOrThrow(context: IHookFunctions, ask: Ask, id: string) {
	const answer = await ask(webhooks.remove(id));
	if (answer.kind === 'answered' || isGone(answer)) return;
	const { message, ...failure } = whyUnanswered(answer);
	throw apiError(context, {
		...failure,
		message: `The earlier webhook ${id} of this node could not be removed: ${message}`,
	});
}

/**
 * After a webhook may have been made without our hearing of it: it would be billed. Says what
 * could not be done.
 */
async function removeAllAt(context: IHookFunctions, ask: Ask, url: string): Promise<string> {
	try {
		for (const { id } of await listAt(context, ask, url)) {
			await removeOrThrow(context, ask, id);
		}
		return '';
	} catch {
		return ' LinkupAPI may have made the webhook all the same, and bills it then: look at GET /v2/webhooks of LinkupAPI, or activate the workflow again, which removes what was left.';
	}
}
