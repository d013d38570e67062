import { z } from 'zod';
import { answer, whole, type Provider, type ProviderAnswer } from '../http';
import { arranged } from '../lists';
import { addLeads, readInbox, sendMessage } from './inbox';
import { findPerson, idInProfileUrl, relationOf } from '../people';
import type { SendPilotSender } from './world';
import { acceptInvitation, dayStart, iso, nextDay, overMinute, type World } from '../world';

const Connect = z.object({
	senderId: z
		.string({ message: 'senderId must be a string' })
		.min(1, 'senderId should not be empty'),
	recipientLinkedinUrl: z.string({ message: 'recipientLinkedinUrl must be a string' }),
	message: z
		.string({ message: 'message must be a string' })
		.max(300, 'message must be shorter than or equal to 300 characters')
		.optional(),
});

const ERRORS: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	429: 'Too Many Requests',
};
const failure = (status: number, message: string | string[]) =>
	answer(status, { statusCode: status, message, error: ERRORS[status] ?? 'Error' });

/** The scopes of senders, workspace and leads are the vendor's words, the other two a guess. */
const SCOPES: Record<string, string> = {
	'POST /inbox/connect': 'inbox:write',
	'GET /inbox/senders': 'senders:read',
	'GET /senders/quotas': 'senders:read',
	'GET /me': 'workspace:read',
	'GET /credits': 'workspace:read',
	'GET /leads': 'leads:read',
	'POST /leads': 'leads:write',
	'POST /inbox/send': 'inbox:write',
	'GET /inbox/conversations': 'inbox:read',
};

function settle(sender: SendPilotSender, now: number) {
	const day = dayStart(now);
	if (sender.day !== null && sender.day !== day) sender.used = 0;
	sender.day = day;
}

/** conn_xyz789 first, as on the vendor's page, then counting on */
const requestId = (sequence: number) => `conn_${(parseInt('xyz789', 36) + sequence).toString(36)}`;

function connect(body: unknown, world: World, now: number): ProviderAnswer {
	const parsed = Connect.safeParse(body ?? {});
	if (!parsed.success)
		return failure(
			400,
			parsed.error.issues.map(({ message }) => message),
		);
	const { senderId, recipientLinkedinUrl, message } = parsed.data;
	const sender = world.sendPilot.senders.get(senderId);
	if (!sender) return failure(400, 'Sender not found');
	const slug = idInProfileUrl(recipientLinkedinUrl);
	if (slug === undefined) return failure(400, 'Invalid LinkedIn URL');
	if (sender.status === 'disconnected') return failure(400, 'Sender is disconnected');
	settle(sender, now);
	if (sender.status === 'rate_limited' || sender.used >= sender.dailyLimit) {
		return failure(429, 'Daily connection request limit reached for this sender');
	}
	const one = findPerson(world, slug);
	if (!one) return failure(404, 'LinkedIn profile not found');
	const connected = relationOf(one, senderId).relation === 'connected';
	// The page knows two words only, and none for "already pending": as documented, a repeated
	// request is accepted and sent once more.
	if (!connected) {
		sender.used += 1;
		const note = sender.premium ? message || null : null;
		acceptInvitation(world, { provider: 'sendPilot', accountId: senderId, one, note }, now);
	}
	const id = requestId(world.sendPilot.requestSequence);
	world.sendPilot.requestSequence += 1;
	return answer(200, {
		success: true,
		requestId: id,
		recipientLinkedinUrl,
		status: connected ? 'already_connected' : 'sent',
		timestamp: iso(now),
	});
}

/** Vendor page *Get Leads*. Undocumented: what `full` adds; nothing here. */
function leads(query: URLSearchParams, world: World) {
	const isWanted = (name: 'campaignId' | 'status', value: string) =>
		[null, '', value].includes(query.get(name));
	const wanted = world.sendPilot.leads.filter(
		(one) => isWanted('campaignId', one.campaignId) && isWanted('status', one.status),
	);
	const page = Math.max(1, whole(query, 'page', 1));
	const limit = Math.max(1, whole(query, 'limit', 50, 100));
	const kind = { name: 'sendPilot leads', key: ({ id }: { id: string }) => id, begins: page === 1 };
	const rows = arranged(world, wanted, kind).slice((page - 1) * limit, page * limit);
	const total = wanted.length;
	const pagination = { total, page, limit, totalPages: Math.ceil(total / limit) };
	return answer(200, { leads: rows, pagination });
}

export const sendPilot: Provider = (request, world, now) => {
	const { sendPilot: mine } = world;
	const route = `${request.method} /${request.segments.join('/')}`;
	const limited = request.key === mine.limitedApiKey;
	if (request.key !== mine.apiKey && !limited) return failure(401, 'Invalid API key');
	const [, thread] = /^\/inbox\/conversations\/([^/]+)\/messages$/.exec(route.slice(4)) ?? [];
	const scope = SCOPES[thread === undefined ? route : 'GET /inbox/conversations'];
	if (scope === undefined) return failure(404, `Cannot ${route}`);
	if (limited && !mine.limitedScopes.has(scope)) {
		return failure(403, `Key lacks required scope: ${scope}`);
	}
	if (overMinute(mine.minute, now) !== null) return failure(429, 'Too many requests');

	const senders = arranged(world, [...mine.senders.values()], {
		name: `sendPilot ${route}`,
		key: ({ id }) => id,
		begins: true,
	});
	if (thread !== undefined) return readInbox(thread, request.query, world, failure);
	switch (route) {
		case 'POST /inbox/connect':
			return connect(request.body, world, now);
		case 'POST /inbox/send':
			return sendMessage(request.body, world, now, failure);
		case 'GET /inbox/conversations':
			return readInbox(undefined, request.query, world, failure);
		case 'POST /leads':
			return addLeads(request.body, world, now, failure);
		case 'GET /inbox/senders':
			return answer(200, {
				senders: senders.map(({ id, name, linkedinUrl, status }) => ({
					id,
					name,
					linkedinUrl,
					status,
				})),
				total: senders.length,
			});
		case 'GET /senders/quotas':
			// Undocumented: the fields of a row.
			return answer(200, {
				senders: senders.map((sender) => {
					settle(sender, now);
					const { id, name, used, dailyLimit: limit } = sender;
					const remaining = Math.max(0, limit - used);
					const resetAt = iso(nextDay(now));
					return { id, name, connectionRequests: { used, limit, remaining, resetAt } };
				}),
				total: senders.length,
			});
		case 'GET /me': {
			// Undocumented: what is inside these four.
			const missing = [...new Set(Object.values(SCOPES))].filter(
				(name) => limited && !mine.limitedScopes.has(name),
			);
			return answer(200, {
				apiKey: { id: 'key_1', name: limited ? 'Limited' : 'Full' },
				missingScopes: missing,
				subscription: { plan: 'pro', status: 'active' },
				workspace: { id: 'ws_1', name: 'Simulated workspace' },
			});
		}
		case 'GET /credits':
			return answer(200, {
				available: mine.credits,
				used: 0,
				purchased: 0,
				subscription: mine.credits,
				nextResetDate: iso(nextDay(now)),
			});
		default:
			return leads(request.query, world);
	}
};
