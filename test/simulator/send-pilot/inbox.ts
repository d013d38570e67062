import { z } from 'zod';
import { conversationOf, conversationsOf, write, type WorldConversation } from '../conversations';
import { answer, whole, type ProviderAnswer } from '../http';
import { findPerson, idInProfileUrl, relationOf } from '../people';
import { iso, type World } from '../world';

type Refuse = (status: number, message: string | string[]) => ProviderAnswer;

const Message = z.object({
	senderId: z.string().min(1),
	recipientLinkedinUrl: z.string(),
	message: z.string().min(1).max(8_000),
});

/** POST /inbox/send. Its `messageId` is the conversation's ID, as running clients see it. */
export function sendMessage(
	body: unknown,
	world: World,
	now: number,
	refuse: Refuse,
): ProviderAnswer {
	const parsed = Message.safeParse(body ?? {});
	if (!parsed.success) {
		return refuse(
			400,
			parsed.error.issues.map(({ message }) => message),
		);
	}
	const { senderId, recipientLinkedinUrl, message: text } = parsed.data;
	if (!world.sendPilot.senders.has(senderId)) return refuse(400, 'Sender not found');
	const one = findPerson(world, idInProfileUrl(recipientLinkedinUrl) ?? '');
	if (!one) return refuse(404, 'LinkedIn profile not found');
	if (relationOf(one, senderId).relation !== 'connected') {
		return refuse(400, 'Recipient is not a 1st degree connection of the sender');
	}
	const person = one.publicIdentifier;
	write(world, { accountId: senderId, person, isOwn: true, text }, now);
	const thread = conversationsOf(world, senderId, false).find((row) => row.one === one);
	return answer(200, {
		success: true,
		messageId: thread?.id,
		recipientLinkedinUrl,
		status: 'sent',
		timestamp: iso(now),
	});
}

/** A page, and where the next one begins. */
function pageOf<T>(rows: readonly T[], query: URLSearchParams) {
	const limit = Math.max(1, whole(query, 'limit', 20, 100));
	const from = Number(query.get('continuationToken')?.replace('from-', '') ?? 0);
	const isLast = from + limit >= rows.length;
	const pagination = isLast
		? { hasMore: false }
		: { hasMore: true, continuationToken: `from-${from + limit}` };
	return { page: rows.slice(from, from + limit), pagination };
}

const direction = (isOwn: boolean) => (isOwn ? 'sent' : 'received');

function toRow(accountId: string, { id, one, messages }: WorldConversation) {
	const [last] = messages;
	return {
		id,
		accountId,
		participants: [
			{
				id: one.publicIdentifier,
				name: one.publicIdentifier,
				profileUrl: `https://www.linkedin.com/in/${one.publicIdentifier}`,
				profilePicture: null,
			},
		],
		lastMessage: { content: last.text, sentAt: iso(last.at), direction: direction(last.isOwn) },
		lastActivityAt: iso(last.at),
		unreadCount: 0,
	};
}

/** GET /inbox/conversations, and GET /inbox/conversations/{id}/messages */
export function readInbox(
	id: string | undefined,
	query: URLSearchParams,
	world: World,
	refuse: Refuse,
): ProviderAnswer {
	const accountId = query.get('accountId');
	if (id === undefined) {
		const senders = accountId === null ? [...world.sendPilot.senders.keys()] : [accountId];
		const rows = senders.flatMap((sender) =>
			conversationsOf(world, sender, !query.has('continuationToken')).map((row) =>
				toRow(sender, row),
			),
		);
		const { page, pagination } = pageOf(rows, query);
		return answer(200, { conversations: page, pagination });
	}
	if (accountId === null) return refuse(400, 'accountId is required');
	const thread = conversationOf(world, accountId, id);
	if (!thread) return refuse(404, 'Conversation not found');
	const rows = thread.messages.map((message) => ({
		id: message.id,
		content: `${message.text} `,
		direction: direction(message.isOwn),
		sentAt: iso(message.at),
		contentType: 'TEXT',
	}));
	const { page, pagination } = pageOf(rows, query);
	return answer(200, { conversationId: id, messages: page, pagination });
}

const Leads = z.object({
	campaignId: z.string().min(1),
	leads: z
		.array(z.object({ linkedinUrl: z.string() }).passthrough())
		.min(1)
		.max(100),
});

/** POST /leads */
export function addLeads(body: unknown, world: World, now: number, refuse: Refuse): ProviderAnswer {
	const parsed = Leads.safeParse(body ?? {});
	if (!parsed.success) return refuse(400, 'campaignId and leads are required');
	const { campaignId, leads: given } = parsed.data;
	const { leads } = world.sendPilot;
	const [fresh, duplicates] = [[...given], [] as typeof given];
	for (const lead of given) {
		const isKnown = leads.some(
			(one) => one.campaignId === campaignId && one.linkedinUrl === lead.linkedinUrl,
		);
		if (isKnown) duplicates.push(...fresh.splice(fresh.indexOf(lead), 1));
	}
	for (const lead of fresh) {
		const text = (name: string) => (typeof lead[name] === 'string' ? lead[name] : '');
		leads.push({
			id: `lead_${leads.length + 1}`,
			linkedinUrl: lead.linkedinUrl,
			status: 'PENDING',
			firstName: text('firstName'),
			lastName: text('lastName'),
			title: text('title'),
			company: text('company'),
			campaignId,
			createdAt: iso(now),
			updatedAt: iso(now),
		});
	}
	return answer(201, {
		success: true,
		leadsAdded: fresh.length,
		duplicatesSkipped: duplicates.length,
		invalidEntries: 0,
	});
}
