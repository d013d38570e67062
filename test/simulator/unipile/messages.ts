import { z } from 'zod';
import { conversationsOf, write, type WorldMessage } from '../conversations';
import { answer } from '../http';
import { findPerson, relationOf, type Person } from '../people';
import { v1Problem, v2Problem, type ContextOfAccount, type OfAccount } from './common';
import { chatsV1 } from './conversations';
import { badParameters as badV1 } from './v1-lists';
import { badParameters as badV2 } from './v2-lists';

type Refusal = 'nobody' | 'not connected';

/** Writes to the person with an ACoAA… ID, if the two are connected. */
function send(
	{ world, account, now }: ContextOfAccount,
	memberId: string,
	text: string,
): WorldMessage | Refusal {
	const one = /^ACo/.test(memberId) ? findPerson(world, memberId) : undefined;
	if (!one) return 'nobody';
	if (relationOf(one, account.id).relation !== 'connected') return 'not connected';
	const { publicIdentifier: person } = one;
	return write(world, { accountId: account.id, person, isOwn: true, text }, now);
}

const chatWith = ({ world, account }: ContextOfAccount, one: Person) =>
	conversationsOf(world, account.id, false).find((chat) => chat.one === one);

function started(context: ContextOfAccount, { id, person }: WorldMessage) {
	const one = findPerson(context.world, person);
	return { object: 'ChatStarted', chat_id: one && chatWith(context, one)?.id, message_id: id };
}

const Form = z.object({ attendees_ids: z.string(), text: z.string().min(1) });

/** v1: POST /chats, of forms alone. */
export const startChatV1: OfAccount = (context) => {
	if (!context.request.isForm) return v1Problem(415, 'unsupported_media_type');
	const parsed = Form.safeParse(context.request.body);
	if (!parsed.success) return badV1(parsed.error.issues[0]?.message ?? '');
	const sent = send(context, parsed.data.attendees_ids, parsed.data.text);
	if (sent === 'nobody') return v1Problem(422, 'invalid_recipient');
	if (sent === 'not connected') return v1Problem(422, 'no_connection_with_recipient');
	return answer(201, started(context, sent));
};

/** A list of one ID would begin a group, which is not simulated. */
const Body = z.object({ users_ids: z.string(), text: z.string().min(1) });

/** v2: POST /{account}/inboxes/{inbox}/chats/send */
export const startChatV2: OfAccount = (context, inbox) => {
	if (inbox !== 'CLASSIC_PRIMARY') return v2Problem(404, 'provider/resource_not_found');
	const parsed = Body.safeParse(context.request.body);
	if (!parsed.success) return badV2(parsed.error.issues[0]?.message ?? '');
	const sent = send(context, parsed.data.users_ids, parsed.data.text);
	if (typeof sent === 'string') return v2Problem(422, 'provider/unprocessable_entity');
	return answer(200, started(context, sent));
};

/** v1: GET /chat_attendees/{id}/chats, by LinkedIn's ID. */
export const attendeeChatsV1: OfAccount = (context, memberId) => {
	const messages = context.world.messages.filter(
		({ person }) => findPerson(context.world, person)?.urnId === memberId,
	);
	return chatsV1({ ...context, world: { ...context.world, messages } });
};

/** v2: GET /{account}/users/{id}/chat */
export const userChatV2: OfAccount = (context, memberId = '') => {
	const one = findPerson(context.world, memberId);
	const chat = one && chatWith(context, one);
	const row = chat && { chat_id: chat.id, inbox_id: 'CLASSIC_PRIMARY', has_history: true };
	return answer(200, { object: 'UserChatList', data: row ? [row] : [] });
};
