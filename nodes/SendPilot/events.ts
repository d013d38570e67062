import { z } from 'zod';
import { looseId, looseText } from '../outreach/base/schemas';
import { hideSecretFields } from '../outreach/http/secrets';
import { profileOrNull } from '../outreach/people/profile';
import type { EventName } from '../outreach/trigger/events';
import { firstMoment, type DeliveredEvents } from '../outreach/trigger/webhooks';

/**
 * SendPilot's names of events (vendor page *Webhooks overview*). They changed between two versions
 * of that page, and the page *Send a connection request* still says the older ones: both are read.
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
	'reply.received': 'message_received',
	'message.received': 'message_received',
};

const NO_DATA = { senderId: null, linkedinUrl: null, acceptedAt: undefined };

const bodySchema = z.object({
	eventType: z.string().trim().min(1),
	eventId: looseId,
	timestamp: z.unknown(),
	// Events of a campaign name a lead beside the person, those of a sent request may not; neither
	// is needed.
	data: z
		.object({ senderId: looseId, linkedinUrl: looseText, acceptedAt: z.unknown() })
		.catch(NO_DATA),
});

/** Reads a body that SendPilot posted. `now` is in ms; `secrets` are hidden in what is returned. */
export function readSendPilotEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): DeliveredEvents | null {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) return null;
	const { eventType, eventId, timestamp, data } = parsed.data;
	const event = new Map(Object.entries(SEND_PILOT_EVENTS)).get(eventType.toLowerCase());
	return {
		id: eventId,
		events: [
			{
				event: event ?? 'unknown',
				provider: 'sendPilot',
				accountId: data.senderId,
				profile: profileOrNull(data.linkedinUrl),
				occurredAt: firstMoment([data.acceptedAt, timestamp], now),
				providerEvent: z.record(z.unknown()).parse(hideSecretFields(body, secrets)),
			},
		],
	};
}
