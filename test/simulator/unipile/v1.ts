import { z } from 'zod';
import { answer, type Provider, type ProviderAnswer } from '../http';
import { findPerson, profileUrl, relationOf, type Relation } from '../people';
import {
	distanceOf,
	invite,
	routed,
	v1Problem,
	wasWithdrawn,
	type Context,
	type OfAccount,
	type Refusal,
	type Routes,
} from './common';
import { chatsV1, messagesV1 } from './conversations';
import { attendeeChatsV1, startChatV1 } from './messages';
import {
	badParameters,
	cancel,
	listInvitations,
	notFound,
	page,
	relations,
	respond,
} from './v1-lists';
import { webhooksV1 } from './webhooks';
import { CONNECTED_AT, type UnipileAccount } from './world';
import { overMinute, type World } from '../world';

const AccountField = z.object({ account_id: z.string() }).partial().catch({});

/** LinkedIn's actions for an account named in the query or the body. */
const onLinkedIn =
	(handle: OfAccount): Routes[string] =>
	(context, ...found) => {
		const { query, body } = context.request;
		const id = query.get('account_id') ?? AccountField.parse(body).account_id;
		if (!id) return v1Problem(400, 'missing_parameters', 'account_id is required');
		const account = context.world.unipile.accounts.v1.get(id);
		if (!account) return notFound();
		if (account.type !== 'LINKEDIN') return v1Problem(422, 'invalid_account');
		if (account.status === 'CREDENTIALS') {
			return v1Problem(401, 'disconnected_account', 'The account appears to be disconnected.');
		}
		return handle({ ...context, account }, ...found);
	};

const shown = ({ id, type, name, status, premium }: UnipileAccount) => ({
	object: 'Account',
	type,
	id,
	name,
	created_at: CONNECTED_AT,
	groups: [],
	sources: [{ id: `${id}_MESSAGING`, status }],
	connection_params:
		type === 'LINKEDIN'
			? { im: { id: `urn-${id}`, username: name, premiumContractId: null, ...plan(premium) } }
			: { im: { phone_number: name } },
});
const plan = (premium: boolean) => (premium ? { premiumFeatures: ['premium'] } : {});

const Link = z.object({
	type: z.literal('reconnect'),
	reconnect_account: z.string(),
	expiresOn: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
	api_url: z.string().url(),
});

function reconnectLink({ request: { body }, world, now }: Context) {
	const parsed = Link.safeParse(body);
	if (!parsed.success) return badParameters(parsed.error.issues[0]?.message ?? '');
	const { reconnect_account: id, expiresOn } = parsed.data;
	if (!world.unipile.accounts.v1.has(id)) return notFound();
	if (Date.parse(expiresOn) <= now) return badParameters('expiresOn is in the past');
	return answer(201, { object: 'HostedAuthURL', url: `https://account.unipile.com/${id}` });
}

const PENDING: Partial<Record<Relation, string>> = {
	pending_sent: 'SENT',
	pending_received: 'RECEIVED',
};

const EXPERIENCE = [
	{ position: 'Head of Examples', company: 'Example Ltd', current: true, start: '1/1/2024' },
];

const profile: OfAccount = ({ request, world, account, now }, identifier = '') => {
	const one = findPerson(world, identifier);
	if (!one) return v1Problem(404, 'resource_not_found', 'User not found');
	const relationship = relationOf(one, account.id);
	const { relation } = relationship;
	const type = PENDING[relation];
	const isWithdrawn = relation === 'none' && wasWithdrawn(world, account.id, one, now);
	return answer(200, {
		object: 'UserProfile',
		provider: 'LINKEDIN',
		provider_id: one.urnId,
		public_identifier: one.publicIdentifier,
		is_self: false,
		first_name: one.firstName,
		last_name: one.lastName,
		headline: one.headline,
		public_profile_url: profileUrl(one),
		network_distance: distanceOf(relationship),
		is_relationship: relation === 'connected',
		...(type ? { invitation: { type, status: 'PENDING' } } : {}),
		...(request.query.get('linkedin_sections') === 'experience'
			? { work_experience: EXPERIENCE }
			: {}),
		...(isWithdrawn ? { invitation: { type: 'SENT', status: 'WITHDRAWN' } } : {}),
	});
};

const Invite = z.object({ provider_id: z.string(), message: z.string().max(300).optional() });

const RECENTLY =
	'An invitation has already been sent recently to this recipient. Please try again later.';

const send: OfAccount = ({ request: { body }, world, account, now }) => {
	const parsed = Invite.safeParse(body);
	if (!parsed.success) {
		const isLong = parsed.error.issues.some(({ code }) => code === 'too_big');
		return v1Problem(400, isLong ? 'too_many_characters' : 'invalid_parameters');
	}
	const { provider_id: memberId, message: note = null } = parsed.data;
	const sent = invite(world, account, { memberId, note }, now);
	if (typeof sent === 'string') return refused(sent, world);
	return answer(201, { object: 'UserInvitationSent', invitation_id: sent.invitationId });
};

function refused(refusal: Refusal, { unipile: { v1Limit } }: World): ProviderAnswer {
	switch (refusal) {
		case 'nobody':
			return v1Problem(422, 'invalid_recipient');
		case 'note':
			return v1Problem(400, 'too_many_characters');
		case 'connected':
			return v1Problem(422, 'already_connected');
		// vendor page *Invite users*: said of a pending invitation and of one that was withdrawn
		case 'pending':
		case 'withdrawn':
			return v1Problem(422, 'already_invited_recently', RECENTLY);
		case 'limit':
			return v1Problem(v1Limit === 'too_many_requests' ? 429 : 422, v1Limit);
	}
}

const ROUTES: Routes = {
	'GET /accounts': (context) =>
		page(context, [...context.world.unipile.accounts.v1.values()], {
			object: 'AccountList',
			key: ({ id }) => id,
			show: shown,
		}),
	'GET /accounts/*': ({ world }, id = '') => {
		const account = world.unipile.accounts.v1.get(id);
		return account ? answer(200, shown(account)) : notFound();
	},
	'POST /hosted/accounts/link': reconnectLink,
	'GET /linkedin/inmail_balance': onLinkedIn(() =>
		// Undocumented: the fields.
		answer(200, {
			object: 'LinkedinInmailBalance',
			premium: 5,
			recruiter: null,
			sales_navigator: null,
		}),
	),
	'POST /users/invite': onLinkedIn(send),
	'GET /users/invite/sent': onLinkedIn(listInvitations(true)),
	'GET /users/invite/received': onLinkedIn(listInvitations(false)),
	'POST /users/invite/received/*': onLinkedIn(respond),
	'DELETE /users/invite/sent/*': onLinkedIn(cancel),
	'GET /chats': onLinkedIn(chatsV1),
	'POST /chats': onLinkedIn(startChatV1),
	'GET /chat_attendees/*/chats': onLinkedIn(attendeeChatsV1),
	'GET /chats/*/messages': messagesV1,
	'GET /users/relations': onLinkedIn(relations),
	'GET /users/*': onLinkedIn(profile),
	'GET /webhooks': (context) =>
		page(context, webhooksV1.list(context.world), {
			object: 'WebhookList',
			key: ({ id }) => id,
			show: webhooksV1.shown,
		}),
	'POST /webhooks': ({ request, world, now }) => webhooksV1.create(request.body, world, now),
	'DELETE /webhooks/*': ({ world }, id = '') =>
		webhooksV1.remove(id, world) ? answer(200, { object: 'WebhookDeleted' }) : notFound(),
};

/** Unipile's first generation, below `/api/v1` of a customer's own host. */
export const unipileV1: Provider = (request, world, now) => {
	if (request.key !== world.unipile.apiKey) {
		return v1Problem(401, 'missing_credentials', 'The access token is missing or invalid.');
	}
	if (overMinute(world.unipile.minute, now) !== null) return v1Problem(429, 'too_many_requests');
	return routed(ROUTES, { request, world, now }) ?? notFound();
};
