import { z } from 'zod';
import { answer, whole, type ProviderAnswer, type ProviderRequest } from '../http';
import {
	accept,
	badParams,
	charge,
	invitationStatus,
	NO_CREDITS,
	noCredits,
	notParams,
	RATE_LIMIT,
	refuse,
	type Outcome,
} from './common';
import { messages } from './v2-conversations';
import { isV2List, list } from './v2-lists';
import { webhooks } from './webhooks';
import { arranged } from '../lists';
import { profileInLinkup, sendViaLinkup } from '../messages';
import { findPerson, idInProfileUrl, relationOf, type Person } from '../people';
import { acceptInvitation, iso, overMinute, withdrawInvitation, type World } from '../world';

const Envelope = z.object({
	account_id: z.string().optional(),
	action: z.string().optional(),
	params: z.record(z.unknown()).default({}),
});
const PersonParams = z.object({
	profile_url: z.string().optional(),
	linkedin_url: z.string().optional(),
	identifier: z.string().optional(),
	message: z.string().max(300).optional(),
});
const WithdrawParams = z.object({ invitation_id: z.string() });
const AcceptParams = z.object({ shared_secret: z.string(), entity_urn: z.string() });

export function v2(request: ProviderRequest, world: World, now: number): ProviderAnswer {
	const parsed = Envelope.safeParse(request.body ?? {});
	const { action = null, account_id: accountId = null } = parsed.data ?? {};
	const meta = (credits: number) => ({
		action,
		account_id: accountId,
		credits_consumed: credits,
		timestamp: iso(now),
	});
	const envelope = (outcome: Outcome, credits: number) =>
		'code' in outcome
			? answer(outcome.status, {
					success: false,
					error: { code: outcome.code, message: outcome.message },
					metadata: meta(0),
				})
			: answer(200, {
					success: true,
					data: outcome.data,
					metadata: meta(outcome.credits ?? credits),
				});

	const { linkupApi } = world;
	if (request.key !== linkupApi.apiKey) {
		return envelope(refuse(403, 'INVALID_API_KEY', 'Invalid API key'), 0);
	}
	if (overMinute(linkupApi.minute, now) !== null) {
		return envelope(refuse(429, 'RATE_LIMITED', RATE_LIMIT), 0);
	}
	const [, resource, id] = request.segments;
	const route = `${request.method} /${resource}`;
	if (route === 'GET /accounts' && id === undefined) return envelope(accounts(request, world), 0);
	if (resource === 'webhooks') return envelope(webhooks(request, world, now), 0);
	const routes = ['POST /network', 'POST /messages', 'POST /profiles'];
	if (!routes.includes(route) || id !== undefined) {
		return envelope(refuse(404, 'NOT_FOUND', 'Not found'), 0);
	}
	if (!parsed.success) return envelope(notParams(parsed.error), 0);
	return envelope(act(`${resource}`, parsed.data, world, now), 1);
}

function accounts(request: ProviderRequest, world: World): Outcome {
	const limit = Math.max(1, whole(request.query, 'limit', 50, 500));
	const offset = whole(request.query, 'offset', 0);
	const all = arranged(world, [...world.linkupApi.accounts.values()], {
		name: 'linkupApi accounts',
		key: (row) => row.account_id,
		begins: offset === 0,
	});
	return { data: { items: all.slice(offset, offset + limit), total: all.length, limit, offset } };
}

function act(
	resource: string,
	envelope: z.infer<typeof Envelope>,
	world: World,
	now: number,
): Outcome {
	const { account_id: accountId, action, params } = envelope;
	const account = accountId === undefined ? undefined : world.linkupApi.accounts.get(accountId);
	if (!account) return refuse(404, 'INVALID_ACCOUNT', 'Account not found');
	if (!account.is_active) return refuse(403, 'ACCOUNT_INACTIVE', 'Account is not active');
	const of = account.account_id;
	if (resource === 'profiles') {
		return action === 'get'
			? profileInLinkup(of, params, world)
			: refuse(400, 'INVALID_ACTION', `Unknown action: ${action ?? ''}`);
	}
	if (resource === 'messages' && action === 'send') return sendViaLinkup(of, params, world, now);
	if (resource === 'messages') return messages(action, of, params, world);
	if (action !== undefined && isV2List(action)) return list(action, of, params, world, now);
	switch (action) {
		case 'check_invitation':
		case 'invite':
			return aboutPerson(action, of, params, world, now);
		case 'withdraw':
			return withdraw(of, params, world);
		case 'accept':
			return acceptReceived(of, params, world, now);
		default:
			return refuse(400, 'INVALID_ACTION', `Unknown action: ${action ?? ''}`);
	}
}

function withdraw(accountId: string, params: unknown, world: World): Outcome {
	const wanted = WithdrawParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { invitation_id: id } = wanted.data;
	const one = world.people.invited(id, accountId);
	// Undocumented: the code for an invitation that is not there.
	if (!one) return badParams('Invitation not found');
	if (!charge(world)) return noCredits();
	withdrawInvitation(world, accountId, one);
	return { data: { withdrawn: true, invitation_id: id } };
}

/** Undocumented: the whole of this action but for its name and its two parameters. */
function acceptReceived(accountId: string, params: unknown, world: World, now: number): Outcome {
	const wanted = AcceptParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { shared_secret: secret, entity_urn: urn } = wanted.data;
	const refused = accept(world, accountId, { secret, urn }, now);
	if (refused === null) return { data: {} };
	return refused === NO_CREDITS ? noCredits() : badParams(refused);
}

function aboutPerson(
	action: string,
	accountId: string,
	params: unknown,
	world: World,
	now: number,
): Outcome {
	const wanted = PersonParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { profile_url, linkedin_url, message } = wanted.data;
	const identifier = action === 'invite' ? wanted.data.identifier : undefined;
	const url = profile_url ?? linkedin_url;
	if (url === undefined && identifier === undefined) return badParams('profile_url is required');
	const slug = url === undefined ? identifier : idInProfileUrl(url);
	if (slug === undefined) return badParams('profile_url is not a LinkedIn profile URL');
	const one = findPerson(world, slug);
	// Undocumented: the codes for a person who is not there, connected or invited already.
	if (!one) return badParams('Profile not found');
	const relationship = relationOf(one, accountId);
	if (action === 'invite') {
		if (relationship.relation === 'connected')
			return badParams('Already connected with this person');
		if (relationship.relation !== 'none') return badParams('Invitation already pending');
	}
	if (!charge(world)) return noCredits();
	if (action === 'check_invitation') return { data: invitationStatus(relationship) };
	const note = message || null;
	const sent = acceptInvitation(world, { provider: 'linkupApi', accountId, one, note }, now);
	return {
		data: { invitation_urn: `urn:li:fsd_invitation:${sent.invitationId}`, ...member(one) },
	};
}

const member = (one: Person) => ({
	profile_urn: `urn:li:fsd_profile:${one.urnId}`,
	first_name: one.firstName,
	last_name: one.lastName,
	headline: one.headline,
	public_identifier: one.publicIdentifier,
	profile_picture_url: null,
});
