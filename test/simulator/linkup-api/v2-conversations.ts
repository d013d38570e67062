import { z } from 'zod';
import { conversationsOf, type WorldConversation } from '../conversations';
import { badParams, charge, noCredits, notParams, refuse, type Outcome } from './common';
import { idInProfileUrl, nameOf, profileUrl, type Person } from '../people';
import type { World } from '../world';

const InboxParams = z.object({ count: z.number().int().min(1), cursor: z.string().optional() });
const ThreadParams = InboxParams.extend({
	conversation_id: z.string().optional(),
	profile_url: z.string().optional(),
});

const OWN = { name: 'John Doe', headline: '', profile_url: 'https://www.linkedin.com/in/john-own' };

const memberOf = (one: Person) => ({
	name: nameOf(one),
	headline: one.headline,
	profile_url: profileUrl(one),
	profile_picture: null,
});

/** POST /v2/messages: `list_inbox` and `get_conversation`. */
export function messages(
	action: string | undefined,
	accountId: string,
	params: unknown,
	world: World,
): Outcome {
	if (action === 'list_inbox') return inbox(accountId, params, world);
	if (action === 'get_conversation') return thread(accountId, params, world);
	return refuse(400, 'INVALID_ACTION', `Unknown action: ${action ?? ''}`);
}

function inbox(accountId: string, params: unknown, world: World): Outcome {
	const wanted = InboxParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	if (!charge(world, 1)) return noCredits();
	const { count, cursor } = wanted.data;
	const start = Number(cursor ?? 0);
	const all = conversationsOf(world, accountId, start === 0);
	const conversations = all.slice(start, start + count).map(({ id, one, messages: [last] }) => ({
		conversation_id: id,
		participant: memberOf(one),
		last_message: {
			text: last.text,
			time: last.at,
			sender: { ...(last.isOwn ? OWN : memberOf(one)), is_me: last.isOwn },
		},
		unread: !last.isOwn,
		type: 'INBOX',
	}));
	const next = start + count;
	const data = {
		conversations,
		total_results: conversations.length,
		next_cursor: next < all.length ? String(next) : null,
	};
	return { data, credits: 1 };
}

function thread(accountId: string, params: unknown, world: World): Outcome {
	const wanted = ThreadParams.safeParse(params);
	if (!wanted.success) return notParams(wanted.error);
	const { conversation_id: id, profile_url: url, count } = wanted.data;
	const slug = url === undefined ? undefined : idInProfileUrl(url);
	const isWanted = ({ id: own, one }: WorldConversation) =>
		id === undefined ? one.publicIdentifier === slug : own === id;
	const found = conversationsOf(world, accountId, false).find(isWanted);
	if (!found) return badParams('Conversation not found');
	if (!charge(world, 1)) return noCredits();
	const rows = found.messages.slice(0, count).map((message) => ({
		text: message.text,
		timestamp: message.at,
		sender: message.isOwn ? OWN.name : nameOf(found.one),
		sender_info: { profile_url: message.isOwn ? OWN.profile_url : profileUrl(found.one) },
		message_type: 'TEXT',
		entity_urn: `urn:li:msg_message:${message.id}`,
	}));
	return {
		data: { total_message_count: found.messages.length, messages: rows, next_cursor: null },
		credits: 1,
	};
}
