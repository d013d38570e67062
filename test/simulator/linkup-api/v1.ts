import { z } from 'zod';
import { answer, type ProviderAnswer, type ProviderRequest } from '../http';
import { accept, charge, invitationStatus, NO_CREDITS, RATE_LIMIT } from './common';
import { isV1List, list } from './v1-lists';
import { messages } from './v2-conversations';
import { profileInLinkup, sendViaLinkup } from '../messages';
import { findPerson, idInProfileUrl, relationOf } from '../people';
import { acceptInvitation, overMinute, withdrawInvitation, type World } from '../world';

const COUNTRIES = ['US', 'UK', 'FR', 'DE', 'NL', 'IT', 'IL', 'CA', 'BR', 'ES', 'IN'];

const Fields = z.object({
	login_token: z.string().optional(),
	country: z.string().default('FR'),
	linkedin_url: z.string().optional(),
	message: z.string().optional(),
	invitation_id: z.string().optional(),
	shared_secret: z.string().optional(),
	entity_urn: z.string().optional(),
});

/** The vendor documents version 1's sentences, not their HTTP status: 200, the harder case. */
const failure = (message: string, status = 200) => answer(status, { status: 'error', message });
const missing = (name: string) => failure(`Missing required parameter: ${name}`);
const success = (message: string) => answer(200, { status: 'success', message });

const ROUTES = ['invitation-status', 'connect', 'withdraw-invitation', 'accept-invitation'];

const Written = z.object({
	linkedin_url: z.string().optional(),
	conversation_id: z.string().optional(),
	message_text: z.string().optional(),
	total_results: z.number().optional(),
	cursor: z.string().optional(),
	next_cursor: z.string().optional(),
});
const WRITTEN = [
	'messages/send-message',
	'messages/inbox',
	'messages/conversation',
	'profile/info',
];

/** v2's response to the same request. */
function written(route: string, body: unknown, world: World, now: number) {
	const { linkedin_url: url, total_results: count, ...given } = Written.parse(body);
	const { v1AccountId } = world.linkupApi;
	const params = { ...given, profile_url: url, count, cursor: given.cursor ?? given.next_cursor };
	switch (route) {
		case 'messages/send-message':
			return sendViaLinkup(v1AccountId, params, world, now);
		case 'profile/info':
			return profileInLinkup(v1AccountId, params, world);
		default:
			return messages(
				route === 'messages/inbox' ? 'list_inbox' : 'get_conversation',
				v1AccountId,
				params,
				world,
			);
	}
}

export function v1(request: ProviderRequest, world: World, now: number): ProviderAnswer {
	const { linkupApi } = world;
	// Undocumented: the answer to a wrong key, and the whole of GET /v1/check.
	if (request.key !== linkupApi.apiKey) return failure('Invalid API key', 401);
	const route = `${request.method} /${request.segments.slice(1).join('/')}`;
	if (route === 'GET /check') return success('API key is valid');
	const name = /^POST \/network\/([\w-]+)$/.exec(route)?.[1] ?? '';
	const other = route.replace('POST /', '');
	const isWritten = WRITTEN.includes(other);
	if (!ROUTES.includes(name) && !isV1List(name) && !isWritten) return failure('Not found', 404);

	if (overMinute(linkupApi.minute, now) !== null) return failure(RATE_LIMIT);
	const parsed = Fields.safeParse(request.body ?? {});
	if (!parsed.success) {
		return failure(`Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`);
	}
	const { login_token: token, country } = parsed.data;
	if (!token) return missing('login_token');
	if (token !== linkupApi.loginToken) return failure('Invalid or expired LinkedIn cookie');
	if (!COUNTRIES.includes(country)) return failure(`Invalid country code: ${country}`);

	if (isWritten) {
		const outcome = written(other, request.body, world, now);
		return 'code' in outcome
			? failure(outcome.message)
			: answer(200, { status: 'success', data: outcome.data });
	}
	if (isV1List(name)) {
		const listed = list(name, request.body, world, now);
		return 'error' in listed
			? failure(listed.error)
			: answer(200, { status: 'success', data: listed.data });
	}
	switch (name) {
		case 'withdraw-invitation':
			return withdraw(parsed.data, world);
		case 'accept-invitation':
			return acceptReceived(parsed.data, world, now);
		default:
			return aboutPerson(name, parsed.data, world, now);
	}
}

function withdraw({ invitation_id: id }: z.infer<typeof Fields>, world: World) {
	if (!id) return missing('invitation_id');
	const { v1AccountId } = world.linkupApi;
	const one = world.people.invited(id, v1AccountId);
	if (!one) return failure('Invitation not found');
	if (!charge(world)) return failure(NO_CREDITS);
	withdrawInvitation(world, v1AccountId, one);
	return success('Invitation withdrawn successfully');
}

function acceptReceived(
	{ shared_secret: secret, entity_urn: urn }: z.infer<typeof Fields>,
	world: World,
	now: number,
) {
	if (!secret) return missing('shared_secret');
	if (!urn) return missing('entity_urn');
	const refused = accept(world, world.linkupApi.v1AccountId, { secret, urn }, now);
	return refused === null ? success('Invitation accepted successfully') : failure(refused);
}

function aboutPerson(
	name: string,
	{ linkedin_url: url, message }: z.infer<typeof Fields>,
	world: World,
	now: number,
) {
	if (!url) return missing('linkedin_url');
	const slug = idInProfileUrl(url);
	if (slug === undefined) return failure('Invalid LinkedIn URL');
	const one = findPerson(world, slug);
	if (!one) return failure('Profile not found');
	const accountId = world.linkupApi.v1AccountId;
	const relationship = relationOf(one, accountId);
	if (name === 'invitation-status') {
		if (!charge(world)) return failure(NO_CREDITS);
		return answer(200, { status: 'success', data: invitationStatus(relationship) });
	}
	// Undocumented: the answers of POST /v1/network/connect; those of its siblings are followed.
	if (relationship.relation === 'connected') {
		return failure('You are already connected with this person');
	}
	if (relationship.relation !== 'none') return failure('Invitation already pending');
	if (!charge(world)) return failure(NO_CREDITS);
	const note = message || null;
	acceptInvitation(world, { provider: 'linkupApi', accountId, one, note }, now);
	return success('Connection request sent successfully');
}
