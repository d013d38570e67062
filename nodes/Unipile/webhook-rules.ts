import { InvalidInput } from '../outreach/base/errors';
import { answeredWith, failedWith, type Result } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import type { Wanted, WebhookCalls, WebhookRules } from '../outreach/trigger/webhook-rules';
import type { UnipileApi } from './api';
import { SUBSCRIPTIONS, type Subscribed } from './events';
import { unipile } from './manifest';
import { isOfV2, LONGEST_URL, v1, v2Of, type Listed, type ListedPage } from './webhooks';

export const UNIPILE_WEBHOOKS: WebhookRules<UnipileApi, Listed> = {
	provider: unipile,
	triggerName: 'Unipile Trigger',
	events: [...SUBSCRIPTIONS.keys()],
	whyAccount:
		"Pick the LinkedIn account under 'Account': without one Unipile would post the events of all accounts.",
	whyRefused: (origin) =>
		`Unipile must be able to reach this n8n, whose address is ${origin}. If that is not a public https address, set n8n's WEBHOOK_URL. Otherwise check 'Account'.`,
	whereListed: "the webhooks in Unipile's dashboard",
	howToRemove: (id) =>
		isOfV2(id)
			? `send DELETE /v2/webhooks/endpoints/${id} to Unipile with the service key`
			: `send DELETE /api/v1/webhooks/${id} to Unipile with the API key`,
	open: ({ ask, api: { credential } }) =>
		credential.apiVersion === 'v1' ? inV1(ask) : inV2(ask, credential.serviceKey),
};

function inV1(ask: Ask): WebhookCalls<Listed> {
	return {
		list: async () => await allPages(async (at: string | null) => await ask(v1.list(at))),
		remove: async (id) => (isOfV2(id) ? otherVersions('v2') : await ask(v1.remove(id))),
		plan: ({ accountId, url, events: chosen }) => {
			const sources = new Set(subscribed(chosen).map((each) => each.v1));
			return [...sources].map(({ source, events }) => ({
				create: async () => await ask(v1.create(source, { accountId, url, events })),
				// If the secret is not listed, it cannot be compared.
				isMetBy: (row, secret) =>
					isAsWanted(row, accountId, events) && (row.sentSecret ?? secret) === secret,
			}));
		},
	};
}

function inV2(ask: Ask, serviceKey: string): WebhookCalls<Listed> {
	if (serviceKey === '') {
		throw new InvalidInput(
			'Unipile Trigger needs a service key for Unipile v2, but the Unipile credential has none',
			"Create a service key in Unipile's dashboard, under API keys, and enter it as 'Service Key' of the Unipile credential.",
		);
	}
	const v2 = v2Of(serviceKey);
	return {
		list: async () =>
			withServiceKey(await allPages(async (at: number | null) => await ask(v2.list(at ?? 0)))),
		remove: async (id) =>
			isOfV2(id) ? withServiceKey(await ask(v2.remove(id))) : otherVersions('v1'),
		plan: (wanted) => {
			const { accountId, url } = checkUrl(wanted);
			const events = [...new Set(subscribed(wanted.events).flatMap((each) => each.v2))];
			return [
				{
					create: async () => withServiceKey(await ask(v2.create({ accountId, url, events }))),
					isMetBy: (row) => isAsWanted(row, accountId, events),
				},
			];
		},
	};
}

function subscribed(chosen: readonly string[]): Subscribed[] {
	return chosen.flatMap((event) => SUBSCRIPTIONS.get(event) ?? []);
}

function isAsWanted(row: Listed, accountId: string, events: readonly string[]): boolean {
	return (
		row.isEnabled &&
		row.accountIds.length === 1 &&
		row.accountIds[0] === accountId &&
		new Set(row.events).size === events.length &&
		events.every((event) => row.events.includes(event))
	);
}

function checkUrl(wanted: Wanted): Wanted {
	if (wanted.url.length <= LONGEST_URL) return wanted;
	throw new InvalidInput(
		`The URL of this node is ${wanted.url.length} characters long, but Unipile v2 accepts at most ${LONGEST_URL}`,
		"Set n8n's WEBHOOK_URL to a shorter address.",
	);
}

/** More webhooks than anyone has, so that an endless list is not followed. */
const MOST_PAGES = 100;

async function allPages<At>(
	read: (at: At | null) => Promise<Result<ListedPage<At>>>,
): Promise<Result<Listed[]>> {
	const rows = new Map<string, Listed>();
	let at: At | null = null;
	for (let pages = 0; pages < MOST_PAGES; pages += 1) {
		const page = await read(at);
		if (page.kind !== 'answered') return page;
		const before = rows.size;
		for (const row of page.value.rows) rows.set(row.id, row);
		const { next } = page.value;
		if (next === null || rows.size === before) break;
		at = next;
	}
	return answeredWith([...rows.values()]);
}

/** The general description would name the API key, but this call uses the service key. */
function withServiceKey<T>(result: Result<T>): Result<T> {
	if (result.kind !== 'failed') return result;
	const { httpStatus } = result.failure;
	if (httpStatus !== 401 && httpStatus !== 403) return result;
	const description = "Check 'Service Key' in the Unipile credential: webhooks need one.";
	return { ...result, failure: { ...result.failure, description } };
}

/** A webhook created before the credential was changed. The current API version would not find it. */
function otherVersions(version: 'v1' | 'v2') {
	return failedWith({
		source: 'workflow',
		message: `it was made with Unipile ${version}, and the Unipile credential is set to the other version`,
		description: `Set 'API Version' of the Unipile credential to ${version}, or remove it by hand.`,
	});
}
