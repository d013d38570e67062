import { z } from 'zod';
import { nullableText, profileSchema } from '../base/vocabulary';

/** What the triggers tell of, in one vocabulary; a word that a provider adds tomorrow is `unknown`. */
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

/** Of `reply_received`: what the person wrote. `at` is ISO 8601 UTC; null where the provider does not say. */
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
	/** The person it is about; of an account, whose it is. Null where nobody is named. */
	profile: profileSchema.nullable(),
	/** ISO 8601 UTC, as the provider says; where it says nothing, the moment at which it was noticed. */
	occurredAt: z.string(),
	/** Of `reply_received` alone. */
	message: eventMessageSchema.optional(),
	/** The provider's own event, or its row, whole but for secrets. */
	providerEvent: z.record(z.unknown()),
});
export type OutreachEvent = z.infer<typeof outreachEventSchema>;

const CAPITALISED = '.replace(/^./, (first) => first.toUpperCase())';

/** The subtitle of a trigger that has its event under `event`: "Connection accepted". */
export const EVENT_SUBTITLE = `={{ $parameter.event.replaceAll('_', ' ')${CAPITALISED} }}`;

/** The subtitle of a trigger that has its events under `events`: "Connection accepted or reply received". */
export const EVENTS_SUBTITLE = `={{ $parameter.events.map((event) => event.replaceAll('_', ' ')).join(' or ')${CAPITALISED} }}`;
