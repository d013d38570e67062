import { z } from 'zod';
import { accountOf, badBody, failure, noAccount, urnOf } from './common';
import { listConversations, listMessages } from './conversations';
import { listConnections, listInvitations, respond } from './lists';
import { answer, type Provider, type ProviderAnswer } from '../http';
import { arranged } from '../lists';
import { existsInConnectSafely, profileInConnectSafely, sendViaConnectSafely } from '../messages';
import { findPerson, relationOf } from '../people';
import type { ConnectSafelyAccount } from './world';
import {
	acceptInvitation,
	iso,
	nextDay,
	nextWeek,
	overMinute,
	weekStart,
	withdrawInvitation,
	type World,
} from '../world';

const NEITHER = 'Either profileId or profileUrn must be provided';

const Target = z.object({
	accountId: z.string().optional(),
	profileId: z.string().optional(),
	profileUrn: z.string().optional(),
});
const Connect = Target.extend({ customMessage: z.string().max(300).optional() });
const Withdraw = Target.extend({
	memberId: z.string().optional(),
	firstName: z.string().optional(),
	lastName: z.string().optional(),
	invitationId: z.string().optional(),
});

/** Resets the count after Monday, and removes a hold that has ended. */
function settle(account: ConnectSafelyAccount, now: number) {
	const week = weekStart(now);
	if (account.week !== null && account.week !== week) account.used = 0;
	account.week = week;
	if (account.holdUntil !== null && account.holdUntil <= now) account.holdUntil = null;
}

function limitHeaders(world: World, account: ConnectSafelyAccount, now: number) {
	const limit = world.connectSafely.weeklyLimit;
	return {
		'X-RateLimit-Action': 'connect',
		'X-RateLimit-Limit': String(limit),
		'X-RateLimit-Used': String(account.used),
		'X-RateLimit-Remaining': String(Math.max(0, limit - account.used)),
		'X-RateLimit-Reset': iso(nextWeek(now)),
	};
}

function target(world: World, { profileId, profileUrn }: z.infer<typeof Target>) {
	if (!profileUrn) return profileId ? findPerson(world, profileId) : undefined;
	const id = /^urn:li:fsd_profile:(\S+)$/.exec(profileUrn)?.[1];
	return id === undefined ? undefined : findPerson(world, id);
}

const notFound = (id: string | undefined) =>
	failure(404, `LinkedIn profile not found: ${id ?? ''}`);

function connect(body: unknown, world: World, now: number): ProviderAnswer {
	const parsed = Connect.safeParse(body ?? {});
	const accountId = parsed.success ? parsed.data.accountId : undefined;
	const account = accountOf(world, accountId);
	if (!account) return failure(404, `LinkedIn account not found: ${accountId ?? ''}`);
	settle(account, now);
	const sent = parsed.success ? send(parsed.data, account, world, now) : badBody(parsed.error);
	return { ...sent, headers: limitHeaders(world, account, now) };
}

function send(
	wanted: z.infer<typeof Connect>,
	account: ConnectSafelyAccount,
	world: World,
	now: number,
): ProviderAnswer {
	if (!wanted.profileUrn && !wanted.profileId) return failure(400, NEITHER);
	// Undocumented: the response of an account that cannot act.
	if (!account.enabled || !account.hasTokens || account.status === 'ERROR') {
		return failure(400, `LinkedIn account is not available: ${account.id}`);
	}
	const { weeklyLimit, holdHours } = world.connectSafely;
	if (account.holdUntil !== null || account.used >= weeklyLimit) {
		account.holdUntil ??= now + holdHours * 3_600_000;
		return answer(429, {
			error: `Connection request limit exceeded: ${account.used}/${weeklyLimit} used. New connection requests blocked for ${holdHours} hours. Other activities (messaging, following, etc.) are not affected.`,
			success: false,
			holdUntil: iso(account.holdUntil),
			weeklyReset: iso(nextWeek(now)),
		});
	}
	const one = target(world, wanted);
	if (!one) return notFound(wanted.profileUrn ?? wanted.profileId);
	// vendor documentation names "already connected" as a 400; the sentences are not documented
	const { relation } = relationOf(one, account.id);
	if (relation === 'connected') return failure(400, 'You are already connected with this member');
	if (relation !== 'none') return failure(400, 'An invitation is already pending for this member');
	account.used += 1;
	const note = wanted.customMessage || null;
	acceptInvitation(world, { provider: 'connectSafely', accountId: account.id, one, note }, now);
	return answer(200, {
		success: true,
		message: 'Connection request sent successfully',
		profileUrn: urnOf(one),
	});
}

function withdraw(body: unknown, world: World): ProviderAnswer {
	const parsed = Withdraw.safeParse(body ?? {});
	if (!parsed.success) return badBody(parsed.error);
	const wanted = parsed.data;
	if (!wanted.profileUrn && !wanted.profileId) return failure(400, NEITHER);
	const account = accountOf(world, wanted.accountId);
	if (!account) return failure(404, `LinkedIn account not found: ${wanted.accountId ?? ''}`);
	const one = target(world, wanted);
	if (!one) return notFound(wanted.profileUrn ?? wanted.profileId);
	const pending = relationOf(one, account.id).invitationId;
	const other = wanted.invitationId !== undefined && wanted.invitationId !== pending;
	if (other || !withdrawInvitation(world, account.id, one)) {
		return failure(400, 'No pending invitation found for this profile');
	}
	return answer(200, {
		success: true,
		message: 'Invitation withdrawn successfully',
		accountId: account.id,
	});
}

/** Only NOT_CONNECTED is documented; the other words are a guess, the three booleans are not. */
const RELATION_WORDS = {
	connected: 'CONNECTED',
	pending_sent: 'INVITATION_SENT',
	pending_received: 'INVITATION_RECEIVED',
	none: 'NOT_CONNECTED',
};

function relationship(accountId: string | undefined, profileId: string, world: World) {
	const account = accountOf(world, accountId);
	if (!account) return failure(404, `LinkedIn account not found: ${accountId ?? ''}`);
	const one = findPerson(world, profileId);
	if (!one) return notFound(profileId);
	const { relation } = relationOf(one, account.id);
	return answer(200, {
		connected: relation === 'connected',
		invitationSent: relation === 'pending_sent',
		invitationReceived: relation === 'pending_received',
		status: RELATION_WORDS[relation],
		profileUrn: urnOf(one),
		accountId: account.id,
	});
}

function status(accountId: string | null, world: World) {
	const account = accountOf(world, accountId);
	if (!account) return noAccount();
	const planKnown = account.status === 'AVAILABLE' || account.status === 'WARMUP';
	const plan = planKnown ? { linkedinPlan: account.linkedinPlan } : {};
	return answer(200, { ...picked(account, STATUS), ...plan });
}

function quota(accountId: string, world: World, now: number) {
	const account = accountOf(world, accountId);
	if (!account) return noAccount();
	settle(account, now);
	const limit = world.connectSafely.weeklyLimit;
	const row = (feature: string, window: string, used: number, most: number, reset: number) => ({
		feature,
		window,
		used,
		limit: most,
		linkedinLimit: most,
		remaining: Math.max(0, most - used),
		limitReached: used >= most,
		limitReachedAt: null,
		resetAt: `${iso(reset).slice(0, 10)} 00:00:00+00:00`,
	});
	return answer(200, {
		accountId: account.id,
		quotas: [
			row('CONNECT', 'weekly', account.used, limit, nextWeek(now)),
			row('PROFILE_VIEW', 'daily', 0, 120, nextDay(now)),
		],
	});
}

const NAMED = ['id', 'firstName', 'lastName', 'publicId'] as const;
const LISTED = [...NAMED, 'picture', 'status', 'enabled', 'apiSeatAllocated'] as const;
const STATUS = [...NAMED, 'platform', 'status', 'enabled', 'lastUsed', 'hasTokens'] as const;

function picked<K extends keyof ConnectSafelyAccount>(
	account: ConnectSafelyAccount,
	names: readonly K[],
) {
	return Object.fromEntries(names.map((name) => [name, account[name]])) as Pick<
		ConnectSafelyAccount,
		K
	>;
}

function accounts(query: URLSearchParams, world: World) {
	const wanted = (query.get('q') ?? '').toLowerCase();
	const rows = [...world.connectSafely.accounts.values()]
		.map((account) => picked(account, LISTED))
		.filter((row) =>
			`${row.firstName} ${row.lastName} ${row.publicId}`.toLowerCase().includes(wanted),
		);
	return answer(
		200,
		arranged(world, rows, { name: 'connectSafely accounts', key: (row) => row.id, begins: true }),
	);
}

export const connectSafely: Provider = (request, world, now) => {
	const { method, segments, query, body } = request;
	const route = `${method} /${segments.join('/')}`;
	const [first, second, third] = segments;
	if (request.key !== world.connectSafely.apiKey) {
		const long = first === 'account' ? 'Unauthorized - Invalid credentials' : 'Unauthorized';
		return answer(401, { error: long });
	}
	const wait = overMinute(world.connectSafely.minute, now);
	if (wait !== null) {
		// vendor overview: {success, code, message}; the code's word is not documented
		const busy = { success: false, code: 'RATE_LIMIT_EXCEEDED', message: 'Too many requests' };
		const account = accountOf(world, Target.safeParse(body).data?.accountId);
		if (account) settle(account, now);
		const headers = route === 'POST /connect' && account ? limitHeaders(world, account, now) : {};
		return answer(429, busy, { ...headers, 'Retry-After': String(wait) });
	}
	switch (route) {
		case 'POST /connect':
			return connect(body, world, now);
		case 'POST /conversations/send':
			return sendViaConnectSafely(body, world, now);
		case 'POST /profile':
			return profileInConnectSafely(body, world);
		case 'POST /invitations/withdraw':
			return withdraw(body, world);
		case 'GET /accounts':
			return accounts(query, world);
		case 'GET /account/status':
			return status(query.get('accountId'), world);
		case 'POST /invitations/received/respond':
			return respond(body, world, now);
		case 'GET /invitations/sent':
			return listInvitations('sent', query, world, now);
		case 'GET /invitations/received':
			return listInvitations('received', query, world, now);
		case 'GET /conversations':
			return listConversations(query, world);
		case 'GET /connections':
			return listConnections(query, world, now);
	}
	if (method === 'GET' && first === 'account' && second && segments.length === 3) {
		if (third === 'status') return status(second, world);
		if (third === 'quota') return quota(second, world, now);
	}
	if (method === 'GET' && first === 'conversations' && second && third === 'messages') {
		return listMessages(second, query, world);
	}
	if (method === 'GET' && first === 'conversations' && second === 'exists' && third) {
		return existsInConnectSafely(third, query, world);
	}
	if (method === 'GET' && first === 'relationship' && second) {
		if (segments.length === 2) return relationship(undefined, second, world);
		if (segments.length === 3 && third) return relationship(second, third, world);
	}
	return failure(404, 'Not found');
};
