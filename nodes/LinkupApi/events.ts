import { z } from 'zod';
import { isPlainObject } from '../outreach/base/objects';
import { looseFlag, looseId, looseText } from '../outreach/base/schemas';
import { hideSecretFields } from '../outreach/http/secrets';
import { isSamePerson, profileOrNull, type Profile } from '../outreach/people/profile';
import type { EventName, OutreachEvent } from '../outreach/trigger/events';
import { withoutSecrets } from '../outreach/trigger/messages';
import {
	firstMoment,
	isSignedBy,
	momentOrNull,
	valuesNamed,
	type Delivery,
	type DeliveredEvents,
} from '../outreach/trigger/webhooks';

/** The events of LinkupAPI v2 (vendor page *Create webhook*), by our names. */
export const SUBSCRIPTIONS: ReadonlyMap<string, string> = new Map([
	['connection_accepted', 'accepted_invitation'],
	['reply_received', 'message_received'],
]);

/**
 * `event.type` of a delivery. For an accepted invitation only the word to subscribe with is documented, so
 * variants of it are read too. A `disconnection` is posted without a subscription (vendor page *Signature
 * verification*).
 */
const EVENTS: ReadonlyMap<string, EventName> = new Map([
	['accepted_invitation', 'connection_accepted'],
	['connection', 'connection_accepted'],
	['connection_accepted', 'connection_accepted'],
	['disconnection', 'account_needs_attention'],
	['invitation_accepted', 'connection_accepted'],
	['message', 'reply_received'],
	['message_received', 'reply_received'],
]);

const isObject = z.record(z.unknown());
const eventSchema = z.object({
	type: looseText,
	event_id: looseId,
	account_id: looseId,
	accepted_at: z.unknown(),
	timestamp: z.unknown(),
});
const bodySchema = z.object({
	account_id: looseId,
	event_id: looseId,
	event_type: looseText,
	type: looseText,
	timestamp: z.unknown(),
	event: isObject.catch({}),
});

/** Reads a body that LinkupAPI v2 posted. `now` is in ms; `secrets` are hidden in what is returned. */
export function readLinkupApiEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): DeliveredEvents {
	const outer = bodySchema.parse(body);
	const event = eventSchema.parse(outer.event);
	const type = event.type ?? outer.event_type ?? outer.type ?? '';
	const word = EVENTS.get(type.trim().toLowerCase()) ?? 'unknown';
	const shown = isObject.parse(hideSecretFields(body, secrets));
	const id = outer.event_id ?? event.event_id;
	// Read once per delivery, which may be about many people.
	const ofAll = {
		provider: 'linkupApi',
		accountId: outer.account_id ?? event.account_id,
		occurredAt: firstMoment([event.accepted_at, event.timestamp, outer.timestamp], now),
	} as const;
	if (word === 'reply_received') {
		const read = readMessage(body, secrets);
		const occurredAt = read.message?.at ?? ofAll.occurredAt;
		return { id, events: [{ ...ofAll, ...read, occurredAt, providerEvent: shown }] };
	}
	return {
		id,
		events: perPerson(shown).map(({ profile, own }) => ({
			...ofAll,
			event: word,
			profile,
			providerEvent: own,
		})),
	};
}

/**
 * A message. `message_text` and `sender_profile` are documented (vendor page *Webhook events*); existing
 * integrations receive the other fields too. Whether the account's own messages are posted is undocumented, so
 * every sign of one counts.
 */
const messageSchema = z.object({
	message_id: looseId,
	entity_urn: looseId,
	conversation_id: looseId,
	message_text: looseText,
	message: looseText,
	text: looseText,
	content: looseText,
	message_type: looseText,
	direction: looseText,
	is_me: looseFlag,
	is_own: looseFlag,
	is_sender: looseFlag,
	from_me: looseFlag,
	is_group: looseFlag,
	timestamp: z.unknown(),
	metadata: z.object({ delivered_at: z.unknown() }).partial().catch({}),
	sender: z.object({ is_me: looseFlag }).catch({ is_me: null }),
});
const accountSchema = z.object({
	account: z.unknown(),
	account_profile: looseText,
	account_profile_url: looseText,
	timestamp: z.unknown(),
	metadata: z.object({ delivered_at: z.unknown() }).partial().catch({}),
});

function readMessage(
	body: Record<string, unknown>,
	secrets: readonly string[],
): Pick<OutreachEvent, 'event' | 'profile' | 'message'> {
	const event = isObject.catch({}).parse(body.event);
	const read = messageSchema.parse(event);
	const outer = accountSchema.parse(body);
	const profile = profileIn(event.sender) ?? profileIn(event);
	const account =
		profileOrNull(outer.account_profile) ??
		profileOrNull(outer.account_profile_url) ??
		profileIn(outer.account);
	const isOwn =
		[read.is_me, read.is_own, read.is_sender, read.from_me, read.sender.is_me].includes(true) ||
		/^(?:out(?:going|bound)?|sent)$/i.test(read.direction ?? '') ||
		isSamePerson(profile, account);
	if (isOwn) return { event: 'message_sent', profile: null };
	// System messages and messages in groups are not replies.
	if (read.is_group === true || /^system$/i.test(read.message_type ?? '')) {
		return { event: 'unknown', profile };
	}
	const times = [read.metadata.delivered_at, outer.metadata.delivered_at];
	const message = {
		id: read.message_id ?? read.entity_urn,
		text: read.message_text ?? read.message ?? read.text ?? read.content,
		at: momentOrNull([...times, read.timestamp, outer.timestamp]),
		conversationId: read.conversation_id,
	};
	return { event: 'reply_received', profile, message: withoutSecrets(message, secrets) };
}

interface Person {
	readonly profile: Profile | null;
	/** The part of the body about this person. */
	readonly own: Record<string, unknown>;
}

/** More accepted invitations at once are implausible: such a delivery becomes one event without a person. */
const MOST_PEOPLE = 1_000;
/**
 * Maximum size of the delivery's body repeated for each person (characters of JSON, for all people). Above that,
 * each event has only its own row.
 */
const MOST_REPEATED = 1024 * 1024;

/** Undocumented: integrations receive several accepted invitations at once as the list `new_connections`. */
function perPerson(body: Record<string, unknown>): Person[] {
	const event = isObject.catch({}).parse(body.event);
	const { new_connections: list, ...others } = event;
	const rows: unknown[] = Array.isArray(list) ? list : [];
	if (rows.length === 0) return [{ profile: profileIn(event), own: body }];
	if (rows.length > MOST_PEOPLE) return [{ profile: null, own: body }];
	const ofAll = { ...body, event: others };
	const isSmall = rows.length === 1 || JSON.stringify(ofAll).length * rows.length <= MOST_REPEATED;
	return rows.map((row) => ({
		profile: profileIn(row),
		own: {
			...(isSmall ? body : {}),
			event: { ...(isSmall ? others : {}), new_connections: [row] },
		},
	}));
}

/** Where a person's address, name or ID may be. Only a message's `sender_profile` is documented. */
const PERSON_TEXTS = [
	'profile_url',
	'linkedin_url',
	'sender_profile',
	'sender_profile_url',
	'profile',
	'public_identifier',
	'profile_urn',
	'urn',
	'url',
];
/** Objects that may hold the same fields. Not `recipient`, which for a message is the account itself. */
const PERSON_OBJECTS = ['profile', 'connection', 'invitee', 'sender_profile', 'sender', 'member'];

function profileIn(holder: unknown, depth = 0): Profile | null {
	if (!isPlainObject(holder) || depth > 2) return null;
	for (const key of PERSON_TEXTS) {
		const text = holder[key];
		const profile = typeof text === 'string' ? profileOrNull(text) : null;
		if (profile) return profile;
	}
	for (const key of PERSON_OBJECTS) {
		const profile = profileIn(holder[key], depth + 1);
		if (profile) return profile;
	}
	return null;
}

/**
 * Whether LinkupAPI signed the delivery with one of these secrets (vendor page *Signature
 * verification*): `X-Linkup-Signature: v1=<hex>` over "{X-Linkup-Timestamp}.{raw body}".
 */
export function isFromLinkupApi(
	{ raw, header }: Delivery,
	secrets: readonly string[],
	now: number,
): boolean {
	const signatures = valuesNamed('v1', header('x-linkup-signature'));
	const timestamp = header('x-linkup-timestamp').trim();
	return secrets.some((secret) => isSignedBy(secret, { timestamp, signatures, raw }, now));
}

/** The signed text, which identifies deliveries without an ID. */
export function signedText({ raw, header }: Delivery): Buffer {
	return Buffer.concat([Buffer.from(`${header('x-linkup-timestamp').trim()}.`), raw]);
}
