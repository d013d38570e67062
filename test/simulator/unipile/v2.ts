import { z } from 'zod';
import { answer, type Provider } from '../http';
import { findPerson, relationOf, type Person } from '../people';
import {
	distanceOf,
	invite,
	routed,
	v2Problem,
	wasWithdrawn,
	type Context,
	type ContextOfAccount,
	type OfAccount,
	type Refusal,
	type Routes,
} from './common';
import { chatsV2, messagesV2 } from './conversations';
import { startChatV2, userChatV2 } from './messages';
import {
	accept,
	badParameters,
	cancel,
	ownPage,
	relationRequest,
	relations,
	requests,
	user,
} from './v2-lists';
import { v2NotFound, webhooksV2 } from './webhooks';
import { CONNECTED_AT, type UnipileAccount } from './world';
import { overMinute } from '../world';

/** LinkedIn's actions for the account at the start of the path. */
const onLinkedIn =
	(handle: OfAccount): Routes[string] =>
	(context, accountId = '', ...found) => {
		const account = context.world.unipile.accounts.v2.get(accountId);
		if (!account) return v2NotFound();
		if (account.status === 'disconnected') {
			return v2Problem(401, 'provider/invalid_authorization', {
				detail: 'Account is disconnected.',
			});
		}
		return handle({ ...context, account }, ...found);
	};

const shown = ({ id, type, name, status }: UnipileAccount) => ({
	object: 'Account',
	id,
	application_id: 'app_simulated',
	user_id: `ACoAA_${id}`,
	name,
	created_at: CONNECTED_AT,
	status,
	provider: type.toLowerCase(),
	metadata: {},
});

const Link = z.object({
	account_id: z.string(),
	expires_on: z.string().datetime(),
	redirect_uri: z.string().url(),
});

function reconnectLink({ request: { body }, world, now }: Context) {
	const parsed = Link.safeParse(body);
	if (!parsed.success) return badParameters(parsed.error.issues[0]?.message ?? '');
	const { account_id: id, expires_on: expiresOn } = parsed.data;
	if (!world.unipile.accounts.v2.has(id)) return v2NotFound();
	if (Date.parse(expiresOn) <= now) return badParameters('expires_on is in the past');
	return answer(200, { object: 'AuthLink', link: `https://auth.unipile.com/${id}` });
}

/** The part of a member's profile specific to LinkedIn. */
function specificsOf({ world, account, now }: ContextOfAccount, one: Person) {
	const relationship = relationOf(one, account.id);
	const specifics = { network_distance: distanceOf(relationship), is_premium: false };
	const { relation, invitationId, since = now, note = null } = relationship;
	if (relation === 'none' && wasWithdrawn(world, account.id, one, now)) {
		return { ...specifics, relation_request_status: 'WITHDRAWN' };
	}
	if (invitationId === null || (relation !== 'pending_sent' && relation !== 'pending_received')) {
		return specifics;
	}
	const way = relation === 'pending_sent' ? 'sent' : 'received';
	return {
		...specifics,
		relation_request: relationRequest(way, { invitationId, one, since, note }),
		relation_request_status: 'PENDING',
	};
}

const EXPERIENCE = [
	{
		company: { id: '1441', name: 'Example Ltd' },
		job_title: 'Head of Examples',
		started_on: '01/01/2024',
	},
];

/** Unipile caches people's profiles, until a request asks for fresh data. */
const profile: OfAccount = (context, identifier = '') => {
	const { request, world, account } = context;
	const one = findPerson(world, identifier);
	if (!one) return v2Problem(404, 'provider/resource_not_found');
	const { keptProfiles } = world.unipile;
	const sections = request.query.get('with_sections');
	const name = `${account.id} ${one.urnId} ${sections ?? ''}`;
	if (keptProfiles.has(name) && !request.uncached) {
		return answer(200, keptProfiles.get(name), { 'X-Cache': 'HIT', Age: '60' });
	}
	const body = {
		...user(one),
		object: 'UserProfile',
		provider: 'linkedin',
		first_name: one.firstName,
		last_name: one.lastName,
		is_blocked: false,
		specifics: {
			...specificsOf(context, one),
			...(sections === 'linkedin_experience' ? { experience: EXPERIENCE } : {}),
		},
	};
	keptProfiles.set(name, body);
	return answer(200, body, { 'X-Cache': request.uncached ? 'BYPASS' : 'MISS' });
};

const Send = z.object({ user_id: z.string(), message: z.string().optional() });

const send: OfAccount = ({ request: { body }, world, account, now }) => {
	const parsed = Send.safeParse(body);
	if (!parsed.success) return badParameters(parsed.error.issues[0]?.message ?? '');
	const { user_id: memberId, message: note = null } = parsed.data;
	const sent = invite(world, account, { memberId, note }, now);
	if (typeof sent === 'string') return v2Problem(...REFUSALS[sent]);
	const one = findPerson(world, memberId);
	if (!one) return v2NotFound();
	const { invitationId } = sent;
	return answer(201, relationRequest('sent', { invitationId, one, since: now, note }));
};

/** Undocumented: which refusal of an invitation has which of these. */
const REFUSALS: Record<Refusal, [status: number, type: string]> = {
	nobody: [404, 'provider/resource_not_found'],
	note: [400, 'provider/invalid_parameters'],
	connected: [409, 'provider/conflict'],
	pending: [409, 'provider/conflict'],
	withdrawn: [422, 'provider/unprocessable_entity'],
	limit: [429, 'provider/too_many_requests'],
};

const WEBHOOKS: Routes = {
	'GET /webhooks/endpoints': (context) =>
		ownPage(context, webhooksV2.list(context.world), {
			object: 'WebhookEndpointList',
			show: webhooksV2.shown,
		}),
	'POST /webhooks/endpoints': ({ request, world, now }) =>
		webhooksV2.create(request.body, world, now),
	'DELETE /webhooks/endpoints/*': ({ world }, id = '') => {
		const isThere = webhooksV2.one(id, world) && world.unipile.webhooks.delete(id);
		return isThere ? answer(200, { object: 'WebhookEndpointDeleted', id }) : v2NotFound();
	},
};

const ROUTES: Routes = {
	'GET /accounts': (context) => {
		const { request, world } = context;
		if (request.key === world.unipile.scopedApiKey) {
			return v2Problem(403, 'api/insufficient_permissions');
		}
		const provider = request.query.get('provider');
		const all = [...world.unipile.accounts.v2.values()].filter(
			({ type }) => provider === null || type.toLowerCase() === provider,
		);
		return ownPage(context, all, { object: 'AccountList', show: shown });
	},
	'GET /accounts/*': ({ world }, id = '') => {
		const account = world.unipile.accounts.v2.get(id);
		return account ? answer(200, shown(account)) : v2NotFound();
	},
	'POST /auth/link': reconnectLink,
	'GET /*/linkedin/inmail-credits': onLinkedIn(() =>
		// Undocumented: what is inside.
		answer(200, { object: 'InmailCredits', credits: { premium: 5 } }),
	),
	'GET /*/users/me/relation-requests': onLinkedIn(requests),
	'POST /*/users/me/relation-requests': onLinkedIn(send),
	'POST /*/users/me/relation-requests/*/accept': onLinkedIn(accept),
	'POST /*/users/me/relation-requests/*/cancel': onLinkedIn(cancel),
	'GET /*/inboxes/*/chats': onLinkedIn(chatsV2),
	'POST /*/inboxes/*/chats/send': onLinkedIn(startChatV2),
	'GET /*/users/*/chat': onLinkedIn(userChatV2),
	'GET /*/chats/*/messages': onLinkedIn(messagesV2),
	'GET /*/users/me/relations': onLinkedIn(relations),
	'GET /*/users/*': onLinkedIn(profile),
};

const LISTS = ['accounts', 'webhooks/endpoints'];

/** Unipile's own limit: its title has the maximum, its headers when it ends. */
function overOwnLimit({ perMinute }: { perMinute: number | null }, seconds: number) {
	return v2Problem(429, 'api/too_many_requests', {
		title: `We only allow ${perMinute ?? 0} requests. Retry in ${seconds} seconds.`,
		headers: {
			'X-RateLimit-Limit': String(perMinute ?? 0),
			'X-RateLimit-Remaining': '0',
			'X-RateLimit-Reset': String(seconds),
			// A fraction of a second, as observed.
			'Retry-After': String(seconds - 0.5),
		},
	});
}

/** Unipile's second generation. Three kinds of key: for all accounts, for one, and for webhooks. */
export const unipileV2: Provider = (request, world, now) => {
	const { apiKey, scopedApiKey, serviceKey, minute } = world.unipile;
	const { key, segments, slash } = request;
	if (key === null) return v2Problem(401, 'api/missing_authorization');
	if (![apiKey, scopedApiKey, serviceKey].includes(key)) {
		return v2Problem(401, 'api/invalid_credentials');
	}
	const isWebhook = segments[0] === 'webhooks';
	if (isWebhook !== (key === serviceKey)) return v2Problem(403, 'api/insufficient_permissions');
	const wait = overMinute(minute, now);
	if (wait !== null) return overOwnLimit(minute, wait);
	// The paths of these lists end in a slash.
	if (LISTS.includes(segments.join('/')) && !slash) return v2NotFound();
	return routed(isWebhook ? WEBHOOKS : ROUTES, { request, world, now }) ?? v2NotFound();
};
