import { z } from 'zod';
import { looseFlag, looseId, looseText } from '../outreach/base/schemas';
import { hideSecretFields } from '../outreach/http/secrets';
import { isSamePerson, profileOrNull } from '../outreach/people/profile';
import type { EventName } from '../outreach/trigger/events';
import { personOf, withoutSecrets } from '../outreach/trigger/messages';
import { firstMoment, momentOrNull, type DeliveredEvents } from '../outreach/trigger/webhooks';

const NO_SENDER = { id: null, profile_url: null, public_identifier: null };

/**
 * A message (vendor page *Webhook events*). Only received messages are documented. The account's own messages
 * might be posted too, so the flags that mark them elsewhere are also read.
 */
const dataSchema = z.object({
	id: looseId,
	message_urn: looseId,
	account_id: looseId,
	provider: looseText,
	sender: z
		.object({ id: looseId, profile_url: looseText, public_identifier: looseText })
		.catch(NO_SENDER),
	body: looseText,
	timestamp: z.unknown(),
	conversation_id: looseText,
	is_group: looseFlag,
	is_sender: looseFlag,
	isSentByOwner: looseFlag,
	direction: looseText,
});
type Data = z.infer<typeof dataSchema>;

const bodySchema = z.object({
	event: z.string().trim().min(1),
	timestamp: z.unknown(),
	data: z.unknown(),
});

/** Reads a body that ConnectSafely posted. `now` is in ms; `secrets` are hidden in what is returned. */
export function readConnectSafelyEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): DeliveredEvents | null {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) return null;
	const data = dataSchema.safeParse(parsed.data.data).data ?? dataSchema.parse({});
	const { sender } = data;
	const isMessage = parsed.data.event.toLowerCase() === 'message.received';
	const event = isMessage ? messageEventOf(data) : 'unknown';
	const id = data.message_urn ?? data.id;
	const at = momentOrNull([data.timestamp]);
	const message = { id, text: data.body, at, conversationId: data.conversation_id };
	return {
		id: id === null ? null : JSON.stringify([parsed.data.event.toLowerCase(), id]),
		events: [
			{
				event,
				provider: 'connectSafely',
				accountId: data.account_id,
				// The address is usually missing.
				profile: personOf(sender.public_identifier, sender.profile_url, sender.id),
				occurredAt: firstMoment([at, parsed.data.timestamp], now),
				...(event === 'reply_received' ? { message: withoutSecrets(message, secrets) } : {}),
				providerEvent: z.record(z.unknown()).parse(hideSecretFields(body, secrets)),
			},
		],
	};
}

function messageEventOf(data: Data): EventName {
	const isOwn =
		data.is_sender === true ||
		data.isSentByOwner === true ||
		/^(?:out(?:going|bound)?|sent)$/i.test(data.direction ?? '') ||
		isSamePerson(profileOrNull(data.sender.id), ownerOf(data.conversation_id));
	if (isOwn) return 'message_sent';
	const isOther = data.provider !== null && !/^linkedin$/i.test(data.provider.trim());
	return isOther || data.is_group === true ? 'unknown' : 'reply_received';
}

/**
 * The owner of the mailbox a conversation is in, if its URN has it:
 * `urn:li:msg_conversation:(urn:li:fsd_profile:ACoAA…,2-…)`.
 */
function ownerOf(conversation: string | null) {
	const [owner] = /urn:li:fsd_profile:[\w-]+/.exec(conversation ?? '') ?? [];
	return profileOrNull(owner ?? null);
}
