import { z } from 'zod';
import { looseId, looseText } from '../outreach/base/schemas';
import { readMoment } from '../outreach/base/time';
import { hideSecretFields } from '../outreach/http/secrets';
import type { Profile } from '../outreach/people/profile';
import type { ReportedStatus } from '../outreach/trigger/account-status';
import type { EventName, OutreachEvent } from '../outreach/trigger/events';
import { personOf, withoutSecrets } from '../outreach/trigger/messages';
import { firstMoment } from '../outreach/trigger/webhooks';
import { readMessageV1, readMessageV2, type ReadMessage } from './replies';

/** The events to subscribe to, as each API version names them. */
export interface Subscribed {
	/** v1 needs a separate webhook for each source. */
	readonly v1: { readonly source: string; readonly events: readonly string[] };
	readonly v2: readonly string[];
}

/** Not `relation.request.accept`: it is no longer documented, and an unknown name makes the whole call fail. */
const RELATIONS: Subscribed = {
	v1: { source: 'users', events: ['new_relation'] },
	v2: ['relation.new'],
};

/**
 * All statuses for either event, since each is a change from the other. v1 needs the names: by default it omits OK
 * and STOPPED. It accepts them in lower case, as existing integrations send them, and delivers them in capitals.
 */
const STATUSES: Subscribed = {
	v1: {
		source: 'account_status',
		events: [
			'ok',
			'reconnected',
			'sync_success',
			'creation_success',
			'credentials',
			'permissions',
			'error',
			'stopped',
			'deleted',
		],
	},
	v2: [
		'account.status.running',
		'account.status.errored',
		'account.status.disconnected',
		'account.status.degraded',
		'account.status.partial',
		'account.locked',
		'account.unlocked',
		'account.reconnect',
		'account.remove',
	],
};

const MESSAGES: Subscribed = {
	v1: { source: 'messaging', events: ['message_received'] },
	v2: ['message.new'],
};

/** The events that can be subscribed to, by our names. */
export const SUBSCRIPTIONS: ReadonlyMap<string, Subscribed> = new Map([
	['account_needs_attention', STATUSES],
	['account_recovered', STATUSES],
	['connection_accepted', RELATIONS],
	['reply_received', MESSAGES],
]);

type StatusMeaning = Pick<ReportedStatus, 'isGood' | 'impliesRecovery'>;
const BAD = { isGood: false, impliesRecovery: false };
/** Also sent for an account that never had a problem. */
const GOOD = { isGood: true, impliesRecovery: false };
const BACK = { isGood: true, impliesRecovery: true };

/**
 * Meaning of an account's status values: v1's `AccountStatus.message` (vendor page *Account status updates*), and
 * v2's event types (vendor page *Event types*). Any other value, such as CONNECTING, starts nothing.
 */
const STATUS_WORDS: ReadonlyMap<string, StatusMeaning> = new Map([
	['ok', GOOD],
	['sync_success', GOOD],
	['creation_success', GOOD],
	['reconnected', BACK],
	['credentials', BAD],
	['permissions', BAD],
	['error', BAD],
	['stopped', BAD],
	['deleted', BAD],
	['account.status.running', BACK],
	['account.status.errored', BAD],
	['account.status.disconnected', BAD],
	['account.status.degraded', BAD],
	['account.status.partial', BAD],
	['account.locked', BAD],
	['account.unlocked', BACK],
	['account.reconnect', BACK],
	['account.remove', BAD],
]);

/** A parsed delivery. */
export interface UnipileDelivery {
	/** Identifies the delivery if it is repeated; null if nothing does. */
	readonly id: string | null;
	readonly event: OutreachEvent;
	/** For an event about the account's status, which counts only if the status changed. */
	readonly status: ReportedStatus | null;
	/** For a message: whether it may be a reply, but the delivery has too little to prove it. */
	readonly isUnclear: boolean;
}

/** Reads a body that Unipile posted, of either API version. `now` is in ms; `secrets` are hidden in what is returned. */
export function readUnipileEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): UnipileDelivery {
	const { word, id, accountId, product, moments, profile, written } = readBody(body);
	const meaning = STATUS_WORDS.get(word);
	const at = moments.map(readMoment).find((moment) => moment !== null) ?? now;
	const status =
		meaning && accountId !== null ? { accountId, product, word, ...meaning, at } : null;
	return {
		// v1 gives a status no ID and no time, and the same status may occur again. A repetition of the last
		// status is not a change anyway.
		id: id ?? (status && JSON.stringify([accountId, product, word, at])),
		event: {
			event: written?.event ?? eventOf(word, meaning),
			provider: 'unipile',
			accountId,
			profile,
			occurredAt: firstMoment(moments, now),
			...(written?.event === 'reply_received'
				? { message: withoutSecrets(written.message, secrets) }
				: {}),
			providerEvent: z.record(z.unknown()).parse(hideSecretFields(body, secrets)),
		},
		status,
		isUnclear: written?.isUnclear ?? false,
	};
}

const NEW_MESSAGE = { v1: 'message_received', v2: 'message.new' };
const NEW_RELATION = ['new_relation', 'relation.new', 'relation.request.accept'];

function eventOf(word: string, meaning: StatusMeaning | undefined): EventName {
	if (NEW_RELATION.includes(word)) return 'connection_accepted';
	if (!meaning) return 'unknown';
	return meaning.isGood ? 'account_recovered' : 'account_needs_attention';
}

interface Read {
	/** Unipile's event name, in lower case. */
	readonly word: string;
	readonly id: string | null;
	readonly accountId: string | null;
	readonly product: string | null;
	readonly moments: readonly unknown[];
	readonly profile: Profile | null;
	/** For a new message. */
	readonly written: ReadMessage | null;
}

const v1StatusSchema = z.object({
	AccountStatus: z.object({
		account_id: looseId,
		message: looseText,
		product: looseText,
		timestamp: z.unknown(),
	}),
});
const v1EventSchema = z.object({
	event: looseText,
	account_id: looseId,
	timestamp: z.unknown(),
	user_provider_id: looseId,
	user_public_identifier: looseText,
	user_profile_url: looseText,
});
const NO_PAYLOAD = { timestamp: undefined, product: null, user: null };
const v2EventSchema = z.object({
	type: z.string().min(1),
	id: looseId,
	account_id: looseId,
	account_provider: looseText,
	created_at: z.unknown(),
	payload: z
		.object({
			timestamp: z.unknown(),
			product: looseText,
			user: z
				.object({ id: looseId, public_identifier: looseText, profile_url: looseText })
				.nullish()
				.catch(null),
		})
		.catch(NO_PAYLOAD),
});

function readBody(body: Record<string, unknown>): Read {
	const v1Status = v1StatusSchema.safeParse(body).data?.AccountStatus;
	if (v1Status) {
		return {
			word: wordIn(v1Status.message),
			id: null,
			accountId: v1Status.account_id,
			product: v1Status.product,
			moments: [v1Status.timestamp],
			profile: null,
			written: null,
		};
	}
	const v2 = v2EventSchema.safeParse(body).data;
	if (v2) {
		const { timestamp, product, user } = v2.payload;
		const word = wordIn(v2.type);
		const written =
			word === NEW_MESSAGE.v2 ? readMessageV2(body.payload, v2.account_provider) : null;
		const profile = user ? personOf(user.public_identifier, user.profile_url, user.id) : null;
		return {
			word,
			id: v2.id,
			accountId: v2.account_id,
			product,
			moments: [timestamp, v2.created_at],
			profile: written?.profile ?? profile,
			written,
		};
	}
	const v1 = v1EventSchema.parse(body);
	const { account_id: accountId, user_provider_id: userId } = v1;
	const word = wordIn(v1.event);
	const written = word === NEW_MESSAGE.v1 ? readMessageV1(body) : null;
	// v1's events have no ID, and Unipile may repeat them. A person becomes a new connection of an account only once.
	const about = written ? written.message.id : userId;
	return {
		word,
		id: about === null ? null : JSON.stringify([word, accountId, about]),
		accountId,
		product: null,
		moments: [v1.timestamp],
		profile: written
			? written.profile
			: personOf(v1.user_public_identifier, v1.user_profile_url, userId),
		written,
	};
}

const wordIn = (text: string | null) => (text ?? '').trim().toLowerCase();
