import { z } from 'zod';
import { looseId, looseText } from '../outreach/base/schemas';
import { readMoment } from '../outreach/base/time';
import { hideSecretFields } from '../outreach/http/secrets';
import { profileOfName, profileOrNull, type Profile } from '../outreach/people/profile';
import type { ReportedStatus } from '../outreach/trigger/account-status';
import type { EventName, OutreachEvent } from '../outreach/trigger/events';
import { firstMoment } from '../outreach/trigger/webhooks';

/** What has to be subscribed to, in the words of each API version. */
export interface Subscribed {
	/** In v1 each source is a webhook of its own. */
	readonly v1: { readonly source: string; readonly events: readonly string[] };
	readonly v2: readonly string[];
}

/** Not `relation.request.accept`: it is off the list, and an unknown name makes the whole call fail. */
const RELATIONS: Subscribed = {
	v1: { source: 'users', events: ['new_relation'] },
	v2: ['relation.new'],
};

/**
 * All of them for either event, since each is a change from the other. v1 has to be given the
 * names: left to itself it leaves out OK and STOPPED. It takes them in lower case, as running
 * integrations do, and delivers them in capitals.
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

/** What can be subscribed to, by our name for it. */
export const SUBSCRIPTIONS: ReadonlyMap<string, Subscribed> = new Map([
	['account_needs_attention', STATUSES],
	['account_recovered', STATUSES],
	['connection_accepted', RELATIONS],
]);

type StatusMeaning = Pick<ReportedStatus, 'isGood' | 'impliesRecovery'>;
const BAD = { isGood: false, impliesRecovery: false };
/** Also said of an account that was well all the time. */
const GOOD = { isGood: true, impliesRecovery: false };
const BACK = { isGood: true, impliesRecovery: true };

/**
 * What the words for an account's state mean: v1's `AccountStatus.message` (vendor page *Account
 * status updates*), and v2's event types (vendor page *Event types*). Any other word, such as
 * CONNECTING, starts nothing.
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

/** A delivery as it is read. */
export interface UnipileDelivery {
	/** The same where it is delivered again; null where nothing tells. */
	readonly id: string | null;
	readonly event: OutreachEvent;
	/** Of an event about the account itself: it is one only where it is a change. */
	readonly status: ReportedStatus | null;
}

/**
 * Reads a body that Unipile posted, of either API version. `now` is in ms; `secrets` are hidden in
 * what is returned.
 */
export function readUnipileEvent(
	body: Record<string, unknown>,
	now: number,
	secrets: readonly string[],
): UnipileDelivery {
	const { word, id, accountId, product, moments, profile } = readBody(body);
	const meaning = STATUS_WORDS.get(word);
	const at = moments.map(readMoment).find((moment) => moment !== null) ?? now;
	const status =
		meaning && accountId !== null ? { accountId, product, word, ...meaning, at } : null;
	return {
		// v1 gives a status neither id nor time, and it may come back; what only repeats the last one is
		// no change anyway.
		id: id ?? (status && JSON.stringify([accountId, product, word, at])),
		event: {
			event: eventOf(word, meaning),
			provider: 'unipile',
			accountId,
			profile,
			occurredAt: firstMoment(moments, now),
			providerEvent: z.record(z.unknown()).parse(hideSecretFields(body, secrets)),
		},
		status,
	};
}

const NEW_RELATION = ['new_relation', 'relation.new', 'relation.request.accept'];

function eventOf(word: string, meaning: StatusMeaning | undefined): EventName {
	if (NEW_RELATION.includes(word)) return 'connection_accepted';
	if (!meaning) return 'unknown';
	return meaning.isGood ? 'account_recovered' : 'account_needs_attention';
}

interface Read {
	/** What happened, in Unipile's word, in lower case. */
	readonly word: string;
	readonly id: string | null;
	readonly accountId: string | null;
	readonly product: string | null;
	readonly moments: readonly unknown[];
	readonly profile: Profile | null;
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
		};
	}
	const v2 = v2EventSchema.safeParse(body).data;
	if (v2) {
		const { timestamp, product, user } = v2.payload;
		return {
			word: wordIn(v2.type),
			id: v2.id,
			accountId: v2.account_id,
			product,
			moments: [timestamp, v2.created_at],
			profile: user ? personOf(user.public_identifier, user.profile_url, user.id) : null,
		};
	}
	const v1 = v1EventSchema.parse(body);
	const { account_id: accountId, user_provider_id: userId } = v1;
	const word = wordIn(v1.event);
	return {
		word,
		// v1's events have no id. It repeats this one; a person is an account's new connection once.
		id: userId === null ? null : JSON.stringify([word, accountId, userId]),
		accountId,
		product: null,
		moments: [v1.timestamp],
		profile: personOf(v1.user_public_identifier, v1.user_profile_url, userId),
	};
}

const wordIn = (text: string | null) => (text ?? '').trim().toLowerCase();

function personOf(name: string | null, url: string | null, id: string | null): Profile | null {
	const byId = profileOrNull(id);
	const known = [
		profileOfName(name),
		profileOrNull(url),
		// Any other ID than LinkedIn's own would be read as a name.
		byId?.urn ? byId : null,
	].filter((profile) => profile !== null);
	const best = known.find(({ publicIdentifier }) => publicIdentifier !== null) ?? known[0];
	const urn = known.find((profile) => profile.urn !== null)?.urn ?? null;
	return best ? { ...best, urn } : null;
}
