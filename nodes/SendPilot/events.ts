import { z } from 'zod';
import { looseId, looseText } from '../outreach/base/schemas';
import { hideSecretFields } from '../outreach/http/secrets';
import { profileOrNull } from '../outreach/people/profile';
import type { EventName } from '../outreach/trigger/events';
import { withoutSecrets } from '../outreach/trigger/messages';
import { firstMoment, momentOrNull, type DeliveredEvents } from '../outreach/trigger/webhooks';

/**
 * SendPilot's event names (vendor page *Webhooks overview*). They changed between two versions of that page, and
 * the page *Send a connection request* still has the older ones, so both are read.
 */
export const SEND_PILOT_EVENTS: Readonly<Record<string, EventName>> = {
	'campaign.finished': 'campaign_finished',
	'campaign.paused': 'campaign_paused',
	'campaign.resumed': 'campaign_resumed',
	'campaign.started': 'campaign_started',
	'connection_request.accepted': 'connection_accepted',
	'connection.accepted': 'connection_accepted',
	'connection_request.sent': 'connection_request_sent',
	'connection.sent': 'connection_request_sent',
	'lead_database.search.completed': 'search_completed',
	'lead_extractor.job.completed': 'extraction_completed',
	'lead.tag.updated': 'lead_tags_updated',
	'lead.updated': 'lead_updated',
	'lead.status.changed': 'lead_updated',
	'message.sent': 'message_sent',
	'reply.received': 'reply_received',
	'message.received': 'reply_received',
};

const dataSchema = z.object({
	senderId: looseId,
	linkedinUrl: looseText,
	acceptedAt: z.unknown(),
	// A reply's text is in one of these fields; a preview has the first 100 characters (vendor page *Message Received*).
	reply: looseText,
	message: looseText,
	messagePreview: looseText,
	replyPreview: looseText,
});

const bodySchema = z.object({
	eventType: z.string().trim().min(1),
	eventId: looseId,
	timestamp: z.unknown(),
	// Campaign events include a lead besides the person, events of a sent request may not. Neither is required.
	data: z.unknown(),
});

/** Reads a body that SendPilot posted. `now` is in ms; `secrets` are hidden in what is returned. */
export function readSendPilotEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): DeliveredEvents | null {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) return null;
	const { eventType, eventId, timestamp } = parsed.data;
	const data = dataSchema.safeParse(parsed.data.data).data ?? dataSchema.parse({});
	const known = new Map(Object.entries(SEND_PILOT_EVENTS)).get(eventType.toLowerCase());
	const event = known ?? 'unknown';
	const text = data.reply ?? data.message ?? data.messagePreview ?? data.replyPreview;
	const at = momentOrNull([timestamp]);
	return {
		id: eventId,
		events: [
			{
				event,
				provider: 'sendPilot',
				accountId: data.senderId,
				profile: profileOrNull(data.linkedinUrl),
				occurredAt: firstMoment([data.acceptedAt, timestamp], now),
				// SendPilot gives no ID for the message or the conversation.
				...(event === 'reply_received'
					? { message: withoutSecrets({ id: null, text, at, conversationId: null }, secrets) }
					: {}),
				providerEvent: z.record(z.unknown()).parse(hideSecretFields(body, secrets)),
			},
		],
	};
}
