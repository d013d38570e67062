import { z } from 'zod';
import { nullableText, profileSchema } from '../base/vocabulary';

/** The events of the triggers, in one vocabulary; a provider's new event is `unknown`. */
export const EVENTS = [
	'account_needs_attention',
	'account_recovered',
	'campaign_finished',
	'campaign_paused',
	'campaign_resumed',
	'campaign_started',
	'connection_accepted',
	'connection_request_sent',
	'extraction_completed',
	'invitation_not_accepted',
	'invitation_received',
	'lead_tags_updated',
	'lead_updated',
	'message_sent',
	'reply_received',
	'search_completed',
	'unknown',
] as const;
export type EventName = (typeof EVENTS)[number];

/** For `reply_received`: what the person wrote. `at` is ISO 8601 UTC; null if the provider does not report it. */
export const eventMessageSchema = z.object({
	id: nullableText,
	text: nullableText,
	at: nullableText,
	conversationId: nullableText,
});
export type EventMessage = z.infer<typeof eventMessageSchema>;

/** What every trigger of this package returns, so that a workflow can switch from one to another. */
export const outreachEventSchema = z.object({
	event: z.enum(EVENTS),
	provider: z.string(),
	accountId: z.string().nullable(),
	/** The person it is about; for an account, its owner. Null if nobody is named. */
	profile: profileSchema.nullable(),
	/** ISO 8601 UTC, from the provider; otherwise the time it was noticed. */
	occurredAt: z.string(),
	/** Only for `reply_received`. */
	message: eventMessageSchema.optional(),
	/** The provider's own event or row, complete except for secrets. */
	providerEvent: z.record(z.unknown()),
});
export type OutreachEvent = z.infer<typeof outreachEventSchema>;

const CAPITALISED = '.replace(/^./, (first) => first.toUpperCase())';

/** The subtitle of a trigger that has its event under `event`: "Connection accepted". */
export const EVENT_SUBTITLE = `={{ $parameter.event.replaceAll('_', ' ')${CAPITALISED} }}`;

/** The subtitle of a trigger that has its events under `events`: "Connection accepted or reply received". */
export const EVENTS_SUBTITLE = `={{ $parameter.events.map((event) => event.replaceAll('_', ' ')).join(' or ')${CAPITALISED} }}`;
