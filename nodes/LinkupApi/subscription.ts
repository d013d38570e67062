import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { InvalidInput } from '../outreach/answer';
import { hideSecrets } from '../outreach/http/secrets';
import { idSchema } from '../outreach/reading';
import { openSession } from '../outreach/sessions';
import { chosenIn } from '../outreach/trigger/webhooks';
import { SUBSCRIPTIONS } from './events';
import { heldWebhooks, hold, release, urlOf, type Held } from './held';
import { apiError, explained, whyUnanswered } from './hook-errors';
import {
	isGone,
	linkupApiHooks,
	type Listed,
	type LinkupApiWebhooks,
	type Wanted,
} from './webhooks';

/**
 * Whether LinkupAPI posts to this node as it is set now. What it posts to this node's URL
 * otherwise is removed, so that nothing comes twice; webhooks of other URLs are not touched.
 */
export async function isSubscribed(context: IHookFunctions): Promise<boolean> {
	const wanted = readWanted(context);
	const webhooks = await open(context);
	const held = heldWebhooks(context);
	let found: Held | undefined;
	for (const row of await listAll(context, webhooks)) {
		const own = held.find(({ webhookId }) => webhookId === row.id);
		if (!isAt(wanted.url, row)) {
			if (own) logMoved(context, row.id);
		} else if (!found && own && isAsWanted(row, wanted)) found = own;
		else await removeOrThrow(context, webhooks, row.id);
	}
	if (found) hold(context, found);
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
	const webhooks = await open(context);
	const answer = await webhooks.create(wanted);
	if (answer.kind !== 'answered') {
		const failure = explained(whyUnanswered(answer), wanted.url);
		const mayExist = answer.kind === 'failed' && answer.accepted === 'unknown';
		const rest = mayExist ? await removeAllAt(context, webhooks, wanted.url) : '';
		throw apiError(context, { ...failure, description: `${failure.description}${rest}` });
	}
	const { webhook_id: webhookId, secret } = answer.value;
	if (secret === null) {
		const isRemoved = isGone(await webhooks.remove(webhookId));
		throw apiError(context, {
			source: 'provider',
			message:
				'LinkupAPI made a webhook without a secret, so its events could not be told from forged ones',
			description: isRemoved
				? 'The webhook was removed again. Try again later, or ask LinkupAPI why the webhook is not signed.'
				: `The webhook ${webhookId} could not be removed again and is billed. ${howToRemove(webhookId)}`,
		});
	}
	hold(context, { webhookId, secret });
	return true;
}

/**
 * Never throws: n8n would then leave its own record of the webhook behind. What cannot be removed
 * is told in the log.
 */
export async function unsubscribe(context: IHookFunctions): Promise<boolean> {
	const held = heldWebhooks(context);
	try {
		const webhooks = await open(context);
		const ids = held.map(({ webhookId }) => webhookId);
		// n8n may have lost what it was to keep, where another node of the workflow kept it from
		// starting.
		const listed = ids.length === 0 ? await listAt(context, webhooks, urlOf(context)) : [];
		let isDone = true;
		for (const id of [...ids, ...listed.map((row) => row.id)]) {
			const answer = await webhooks.remove(id);
			if (isGone(answer)) continue;
			isDone = false;
			logKept(context, held, id, whyUnanswered(answer).message);
		}
		if (isDone) release(context);
		return isDone;
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown cause';
		for (const { webhookId } of held) logKept(context, held, webhookId, reason);
		if (held.length === 0) {
			context.logger.warn(
				`${titleOf(context)}: it could not be checked whether LinkupAPI holds a webhook of this node (${reason})`,
			);
		}
		return false;
	}
}

function logKept(context: IHookFunctions, held: readonly Held[], id: string, reason: string): void {
	const secrets = held.map(({ secret }) => secret);
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

async function open(context: IHookFunctions): Promise<LinkupApiWebhooks> {
	const { webhooks } = await openHooks(context);
	if (webhooks) return webhooks;
	throw new NodeOperationError(
		context.getNode(),
		'LinkupAPI Trigger needs LinkupAPI v2, and the LinkupAPI credential is set to v1',
		{ description: "Set 'API Version' of the LinkupAPI credential to v2." },
	);
}

async function openHooks(context: IHookFunctions) {
	try {
		const { session } = await openSession(context, linkupApiHooks, null);
		return session;
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

async function listAll(context: IHookFunctions, webhooks: LinkupApiWebhooks) {
	const answer = await webhooks.list();
	if (answer.kind !== 'answered') throw apiError(context, whyUnanswered(answer));
	return answer.value;
}

async function listAt(context: IHookFunctions, webhooks: LinkupApiWebhooks, url: string) {
	return (await listAll(context, webhooks)).filter((row) => isAt(url, row));
}

function isAt(url: string, row: Listed): boolean {
	const bare = (text: string) => text.replace(/\/+$/, '');
	return url !== '' && bare(row.url) === bare(url);
}

async function removeOrThrow(context: IHookFunctions, webhooks: LinkupApiWebhooks, id: string) {
	const answer = await webhooks.remove(id);
	if (isGone(answer)) return;
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
async function removeAllAt(
	context: IHookFunctions,
	webhooks: LinkupApiWebhooks,
	url: string,
): Promise<string> {
	try {
		for (const { id } of await listAt(context, webhooks, url)) {
			await removeOrThrow(context, webhooks, id);
		}
		return '';
	} catch {
		return ' LinkupAPI may have made the webhook all the same, and bills it then: look at GET /v2/webhooks of LinkupAPI, or activate the workflow again, which removes what was left.';
	}
}
