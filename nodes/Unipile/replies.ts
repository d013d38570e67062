import { z } from 'zod';
import { looseFlag, looseId, looseText } from '../outreach/base/schemas';
import type { Profile } from '../outreach/people/profile';
import type { EventMessage, EventName } from '../outreach/trigger/events';
import { personOf } from '../outreach/trigger/messages';
import { momentOrNull } from '../outreach/trigger/webhooks';

/** A message in a delivery. */
export interface ReadMessage {
	/** `reply_received` only if it is certain that another person wrote it to the account alone. */
	readonly event: EventName;
	/** Whether it may still be a reply, but the delivery has too little to prove it. */
	readonly isUnclear: boolean;
	readonly profile: Profile | null;
	readonly message: EventMessage;
}

/** An unreadable flag counts as set. */
const mark = z
	.unknown()
	.transform((given) => (given === undefined || given === null ? null : readFlag(given)));
const readFlag = (given: unknown) => looseFlag.parse(given) ?? true;

/** Signs that a message is not from one person to another, in both API versions. */
const marksSchema = z.object({
	is_sender: looseFlag,
	is_group: mark,
	is_event: mark,
	is_deleted: mark,
	is_hidden: mark,
	deleted: mark,
	hidden: mark,
	message_type: looseText,
	account_info: z.object({ user_id: looseId }).catch({ user_id: null }),
	// An unreadable list may belong to a group.
	attendees: z.array(z.unknown()).nullish().catch([null, null]),
});
type Marks = z.infer<typeof marksSchema>;

const NO_SENDER = {
	attendee_id: null,
	attendee_provider_id: null,
	attendee_public_identifier: null,
	attendee_profile_url: null,
};
const v1Schema = z.object({
	account_type: looseText,
	message_id: looseId,
	message: looseText,
	chat_id: looseId,
	timestamp: z.unknown(),
	sender: z
		.object({
			attendee_id: looseId,
			attendee_provider_id: looseId,
			attendee_public_identifier: looseText,
			attendee_profile_url: looseText,
		})
		.catch(NO_SENDER),
});

const isLinkedIn = (word: string | null) => word?.trim().toLowerCase() === 'linkedin';

/**
 * Reads a `message_received` of v1 (vendor page *New messages webhook*). The account's own messages use the same
 * event name.
 */
export function readMessageV1(body: Record<string, unknown>): ReadMessage {
	const read = v1Schema.parse(body);
	const marks = marksSchema.parse(body);
	const { sender } = read;
	const { user_id: own } = marks.account_info;
	const id = sender.attendee_provider_id;
	const said = { own, ids: [id, sender.attendee_id], isOthers: false };
	return {
		...(isLinkedIn(read.account_type) ? eventOf(marks, said) : noReply(read.account_type === null)),
		profile: personOf(sender.attendee_public_identifier, sender.attendee_profile_url, id),
		message: {
			id: read.message_id,
			text: read.message,
			at: momentOrNull([read.timestamp]),
			conversationId: read.chat_id,
		},
	};
}

const v2Schema = z.object({
	id: looseId,
	message_id: looseId,
	text: looseText,
	body: looseText,
	chat_id: looseId,
	timestamp: z.unknown(),
	sender_id: looseId,
	sender_provider_id: looseId,
	sender_public_identifier: looseText,
	sender: z
		.object({ id: looseId, public_identifier: looseText, profile_url: looseText })
		.catch({ id: null, public_identifier: null, profile_url: null }),
});

/**
 * Reads the payload of v2's `message.new`. Its contents for LinkedIn are undocumented: these are the fields of
 * v2's messages, and those one integration reads. `network` is the envelope's `account_provider`.
 */
export function readMessageV2(payload: unknown, network: string | null): ReadMessage {
	const body = z.record(z.unknown()).catch({}).parse(payload);
	const read = v2Schema.parse(body);
	const marks = marksSchema.parse(body);
	const { sender } = read;
	const id = read.sender_provider_id ?? read.sender_id ?? sender.id;
	const said = {
		own: marks.account_info.user_id,
		ids: [id, read.sender_id, sender.id],
		isOthers: marks.is_sender === false,
	};
	const name = read.sender_public_identifier ?? sender.public_identifier;
	return {
		...(network === null || isLinkedIn(network) ? eventOf(marks, said) : noReply(false)),
		profile: personOf(name, sender.profile_url, id),
		message: {
			id: read.id ?? read.message_id,
			text: read.text ?? read.body,
			at: momentOrNull([read.timestamp]),
			conversationId: read.chat_id,
		},
	};
}

interface Said {
	/** The account's own ID. */
	readonly own: string | null;
	/** The sender's IDs; LinkedIn's comes first if it is known. */
	readonly ids: ReadonlyArray<string | null>;
	/** Whether the delivery itself shows that someone else wrote it. */
	readonly isOthers: boolean;
}

type Reading = Pick<ReadMessage, 'event' | 'isUnclear'>;

const noReply = (isUnclear: boolean): Reading => ({ event: 'unknown', isUnclear });

function eventOf(marks: Marks, { own, ids, isOthers }: Said): Reading {
	const isOwn = marks.is_sender === true || (own !== null && known(ids).includes(bare(own)));
	if (isOwn) return { event: 'message_sent', isUnclear: false };
	const isSpecial = [
		marks.is_group,
		marks.is_event,
		marks.is_deleted,
		marks.is_hidden,
		marks.deleted,
		marks.hidden,
		// The note of an invitation.
		/^invitation$/i.test(marks.message_type ?? ''),
	].includes(true);
	if (isSpecial) return noReply(false);
	if (isGroup(marks, own, known(ids))) return noReply(own === null);
	const isReply = isOthers || areDifferent(own, ids[0] ?? null);
	return isReply ? { event: 'reply_received', isUnclear: false } : noReply(true);
}

/** The ID in a URN. */
const bare = (id: string) => id.slice(id.lastIndexOf(':') + 1);
const known = (ids: ReadonlyArray<string | null | undefined>) =>
	ids.flatMap((id) => (id ? [bare(id)] : []));

/**
 * A person has a different ID in each LinkedIn product (ACoA…, ACwA…, AE…). Only IDs of the same product can be compared.
 */
function areDifferent(one: string | null, other: string | null): boolean {
	if (one === null || other === null) return false;
	const kind = (id: string) => /^A[CE]../.exec(bare(id))?.[0];
	return kind(one) === kind(other) && bare(one) !== bare(other);
}

const attendeeSchema = z.object({
	attendee_provider_id: looseId,
	provider_id: looseId,
	attendee_id: looseId,
	id: looseId,
	is_self: looseFlag,
});

/** Whether more than one other person takes part. The list may or may not include the account and the sender. */
function isGroup(marks: Marks, own: string | null, sender: readonly string[]): boolean {
	const all = (marks.attendees ?? []).map((attendee) => {
		const read = attendeeSchema.safeParse(attendee).data;
		const { attendee_provider_id: v1Id, provider_id: v2Id, attendee_id, id } = read ?? {};
		return { ids: known([v1Id, v2Id, attendee_id, id]), isSelf: read?.is_self ?? null };
	});
	const isOfSender = ({ ids }: { readonly ids: readonly string[] }) =>
		ids.some((id) => sender.includes(id));
	const rest = all.filter(
		(one) =>
			!isOfSender(one) && one.isSelf !== true && (own === null || !one.ids.includes(bare(own))),
	);
	// Someone without an ID could be anyone.
	const others = new Set<unknown>(rest.map(({ ids }) => ids[0] ?? {})).size;
	const count = others + (sender.length > 0 ? 1 : 0);
	if (own !== null) return count > 1;
	// If the account's own ID is unknown, one of two people may be the account or a third person.
	return marks.is_group === false ? count > 2 : count > 1;
}
