import { z } from 'zod';
import { answer, whole, type Provider, type ProviderAnswer, type ProviderRequest } from './http';
import {
	acceptInvitation,
	findPerson,
	idInProfileUrl,
	iso,
	overMinute,
	relationOf,
	withdrawInvitation,
	type Person,
	type Relationship,
	type World,
} from './world';

const COUNTRIES = ['US', 'UK', 'FR', 'DE', 'NL', 'IT', 'IL', 'CA', 'BR', 'ES', 'IN'];
const RATE_LIMIT = 'Rate limit exceeded. Please try again later.';
const NO_CREDITS = 'Insufficient credits available';
const provider = 'linkupApi';

/** vendor documentation: POST /v1/network/invitation-status, and v2's check_invitation */
function invitationStatus(relationship: Relationship) {
	const { relation, degree, invitationId } = relationship;
	const of = (state: string, type: string | null, id: string | null, message: string) => ({
		invitation_state: state,
		invitation_type: type,
		invitation_id: id,
		member_distance: degree,
		message,
	});
	switch (relation) {
		case 'connected':
			return of('ACCEPTED', 'CONNECTED', null, 'You are connected with this person');
		case 'pending_sent':
			return of('PENDING', 'SENT', invitationId, 'Invitation pending');
		case 'pending_received':
			return of('PENDING', 'RECEIVED', invitationId, 'Invitation pending');
		case 'none':
			return of('NO_INVITATION', null, null, 'No invitation found');
	}
}

/** Takes one credit; false where none is left. */
function charge({ linkupApi }: World) {
	if (linkupApi.credits === null) return true;
	if (linkupApi.credits < 1) return false;
	linkupApi.credits -= 1;
	return true;
}

const V1 = z.object({
	login_token: z.string().optional(),
	country: z.string().default('FR'),
	linkedin_url: z.string().optional(),
	message: z.string().optional(),
	invitation_id: z.string().optional(),
});

/** The vendor documents the sentences of version 1's errors, not their HTTP status: 200, the harder case. */
const v1Error = (message: string, status = 200) => answer(status, { status: 'error', message });
const v1Missing = (name: string) => v1Error(`Missing required parameter: ${name}`);

function v1(request: ProviderRequest, world: World, now: number): ProviderAnswer {
	const { linkupApi, people } = world;
	// Undocumented: the answer to a wrong key, and the whole of GET /v1/check.
	if (request.key !== linkupApi.apiKey) return v1Error('Invalid API key', 401);
	const route = `${request.method} /${request.segments.slice(1).join('/')}`;
	if (route === 'GET /check')
		return answer(200, { status: 'success', message: 'API key is valid' });
	const known = ['invitation-status', 'connect', 'withdraw-invitation'];
	if (!known.some((name) => route === `POST /network/${name}`)) return v1Error('Not found', 404);

	if (overMinute(linkupApi.minute, now) !== null) return v1Error(RATE_LIMIT);
	const parsed = V1.safeParse(request.body ?? {});
	if (!parsed.success)
		return v1Error(`Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`);
	const {
		login_token: token,
		country,
		linkedin_url: url,
		invitation_id: id,
		message,
	} = parsed.data;
	if (!token) return v1Missing('login_token');
	if (token !== linkupApi.loginToken) return v1Error('Invalid or expired LinkedIn cookie');
	if (!COUNTRIES.includes(country)) return v1Error(`Invalid country code: ${country}`);
	const accountId = linkupApi.v1AccountId;

	if (route === 'POST /network/withdraw-invitation') {
		if (!id) return v1Missing('invitation_id');
		const one = people.invited(id, accountId);
		if (!one) return v1Error('Invitation not found');
		if (!charge(world)) return v1Error(NO_CREDITS);
		withdrawInvitation(world, accountId, one, now);
		return answer(200, { status: 'success', message: 'Invitation withdrawn successfully' });
	}
	if (!url) return v1Missing('linkedin_url');
	const slug = idInProfileUrl(url);
	if (slug === undefined) return v1Error('Invalid LinkedIn URL');
	const one = findPerson(world, slug);
	if (!one) return v1Error('Profile not found');
	const relationship = relationOf(one, accountId);
	if (route === 'POST /network/invitation-status') {
		if (!charge(world)) return v1Error(NO_CREDITS);
		return answer(200, { status: 'success', data: invitationStatus(relationship) });
	}
	// Undocumented: the answers of POST /v1/network/connect; those of its siblings are followed.
	if (relationship.relation === 'connected')
		return v1Error('You are already connected with this person');
	if (relationship.relation !== 'none') return v1Error('Invitation already pending');
	if (!charge(world)) return v1Error(NO_CREDITS);
	acceptInvitation(world, { provider, accountId, one, note: message || null }, now);
	return answer(200, { status: 'success', message: 'Connection request sent successfully' });
}

const V2 = z.object({
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
const ListParams = z.object({
	count: z.number().int().min(1).default(10),
	offset: z.number().int().min(0).default(0),
	invitation_type: z.string().optional(),
});
const WithdrawParams = z.object({ invitation_id: z.string() });

interface Failure {
	status: number;
	code: string;
	message: string;
}
type Outcome = { data: unknown } | Failure;

const refuse = (status: number, code: string, message: string): Failure => ({
	status,
	code,
	message,
});
const badParams = (message: string) => refuse(400, 'INVALID_PARAMS', message);
const notParams = ({ issues }: z.ZodError) =>
	badParams(`${issues[0]?.path.join('.')}: ${issues[0]?.message}`);

function v2(request: ProviderRequest, world: World, now: number): ProviderAnswer {
	const parsed = V2.safeParse(request.body ?? {});
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
			: answer(200, { success: true, data: outcome.data, metadata: meta(credits) });

	const { linkupApi } = world;
	if (request.key !== linkupApi.apiKey) {
		return envelope(refuse(403, 'INVALID_API_KEY', 'Invalid API key'), 0);
	}
	if (overMinute(linkupApi.minute, now) !== null) {
		return envelope(refuse(429, 'RATE_LIMITED', RATE_LIMIT), 0);
	}
	const [, resource, id] = request.segments;
	const route = `${request.method} /${resource}`;
	if (route === 'GET /accounts' && request.segments.length <= 3) {
		const outcome = accounts(request, id, world);
		return 'data' in outcome && !linkupApi.accountsEnveloped
			? answer(200, outcome.data)
			: envelope(outcome, 0);
	}
	if (route !== 'POST /network' || id !== undefined) {
		return envelope(refuse(404, 'NOT_FOUND', 'Not found'), 0);
	}
	if (!parsed.success) return envelope(notParams(parsed.error), 0);
	return envelope(network(parsed.data, world, now), 1);
}

function accounts(request: ProviderRequest, id: string | undefined, world: World): Outcome {
	if (id !== undefined) {
		const account = world.linkupApi.accounts.get(id);
		return account ? { data: account } : refuse(404, 'INVALID_ACCOUNT', 'Account not found');
	}
	const limit = Math.max(1, whole(request.query, 'limit', 50, 500));
	const offset = whole(request.query, 'offset', 0);
	const all = [...world.linkupApi.accounts.values()];
	return { data: { items: all.slice(offset, offset + limit), total: all.length, limit, offset } };
}

function network(envelope: z.infer<typeof V2>, world: World, now: number): Outcome {
	const { account_id: accountId, action, params } = envelope;
	const account = accountId === undefined ? undefined : world.linkupApi.accounts.get(accountId);
	if (!account) return refuse(404, 'INVALID_ACCOUNT', 'Account not found');
	if (!account.is_active) return refuse(403, 'ACCOUNT_INACTIVE', 'Account is not active');
	const of = account.account_id;
	switch (action) {
		case 'check_invitation':
		case 'invite':
			return aboutPerson(action, of, params, world, now);
		case 'withdraw': {
			const wanted = WithdrawParams.safeParse(params);
			if (!wanted.success) return notParams(wanted.error);
			const { invitation_id: id } = wanted.data;
			const one = world.people.invited(id, of);
			// Undocumented: the code for an invitation that is not there.
			if (!one) return badParams('Invitation not found');
			if (!charge(world)) return refuse(402, 'INSUFFICIENT_CREDITS', NO_CREDITS);
			withdrawInvitation(world, of, one, now);
			return { data: { withdrawn: true, invitation_id: id } };
		}
		case 'list_sent':
		case 'list_invitations':
		case 'list_connections': {
			const wanted = ListParams.safeParse(params);
			if (!wanted.success) return notParams(wanted.error);
			if (!charge(world)) return refuse(402, 'INSUFFICIENT_CREDITS', NO_CREDITS);
			return list(action, of, wanted.data, world, now);
		}
		default:
			return refuse(400, 'INVALID_ACTION', `Unknown action: ${action ?? ''}`);
	}
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
	if (!charge(world)) return refuse(402, 'INSUFFICIENT_CREDITS', NO_CREDITS);
	if (action === 'check_invitation') return { data: invitationStatus(relationship) };
	const sent = acceptInvitation(world, { provider, accountId, one, note: message || null }, now);
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

function list(
	action: 'list_sent' | 'list_invitations' | 'list_connections',
	accountId: string,
	{ count, offset }: z.infer<typeof ListParams>,
	world: World,
	now: number,
): Outcome {
	const relation = {
		list_sent: 'pending_sent' as const,
		list_invitations: 'pending_received' as const,
		list_connections: 'connected' as const,
	}[action];
	const all = world.people.related(accountId, relation);
	const page = all.slice(offset, offset + count);
	const has_more = offset + count < all.length;
	const tail = {
		total_available_results: all.length,
		pagination: { offset, count, next_offset: has_more ? offset + count : null, has_more },
	};
	// Undocumented: the rows of list_connections; those of a member are used.
	if (action === 'list_connections') {
		return { data: { connections: page.map(({ one }) => member(one)), ...tail } };
	}
	const invitations = page.map(({ one, relationship }) => {
		const days = Math.floor((now - (relationship.since ?? now)) / 86_400_000);
		const row = {
			entity_urn: `urn:li:fsd_invitation:${relationship.invitationId}`,
			sent_time: `Sent ${days} days ago`,
			sent_time_days: days,
		};
		return action === 'list_sent'
			? { ...row, recipient: member(one) }
			: { ...row, shared_secret: `secret-${relationship.invitationId}`, sender: member(one) };
	});
	return { data: { invitations, ...tail } };
}

export const linkupApi: Provider = (request, world, now) => {
	if (request.segments[0] === 'v1') return v1(request, world, now);
	if (request.segments[0] === 'v2') return v2(request, world, now);
	return answer(404, { detail: 'Not Found' });
};
