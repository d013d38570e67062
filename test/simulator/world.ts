import type { WorldMessage } from './conversations';
import { relationOf, type People, type Person } from './people';
import type { UnipileWorld } from './unipile-world';

export type ProviderName = 'connectSafely' | 'linkupApi' | 'sendPilot' | 'seleqt' | 'unipile';

export interface AcceptedInvitation {
	provider: ProviderName;
	accountId: string;
	/** public identifier */
	person: string;
	invitationId: string;
	/** the note that was delivered, null where none was */
	note: string | null;
	/** ISO 8601 */
	at: string;
}

/** A limit of requests for a key per minute, starting with its first request; null turns it off. */
export interface MinuteLimit {
	perMinute: number | null;
	startedAt: number;
	count: number;
}

export interface ConnectSafelyAccount {
	id: string;
	firstName: string;
	lastName: string;
	publicId: string;
	picture: string | null;
	platform: string;
	status: string;
	enabled: boolean;
	/** the account with the latest one is the default account; the simulator never moves it */
	lastUsed: string;
	hasTokens: boolean;
	apiSeatAllocated: boolean;
	linkedinPlan: Record<string, string | boolean>;
	/** invitations since Monday 00:00 UTC; goes back to 0 by itself when the clock passes Monday */
	used: number;
	/** ms epoch of the Monday `used` counts from; null: the present one */
	week: number | null;
	/** ms epoch; set for 24 hours by a request over the limit */
	holdUntil: number | null;
}

export interface LinkupAccount {
	account_id: string;
	platform: string;
	account_name: string;
	is_active: boolean;
	status: string;
	country: string;
	created_at: string;
	updated_at: string;
}

export interface LinkupWebhook {
	webhook_id: string;
	account_id: string;
	/** null: events would be fetched, not sent */
	url: string | null;
	/** message_received, accepted_invitation, or all */
	events: string[];
	is_active: boolean;
	/** null: not signed */
	secret: string | null;
	created_at: string;
	updated_at: string;
}

export interface SendPilotSender {
	id: string;
	name: string;
	linkedinUrl: string;
	status: string;
	/** without it LinkedIn ignores the note */
	premium: boolean;
	dailyLimit: number;
	/** invitations since 00:00 UTC; goes back to 0 by itself */
	used: number;
	/** ms epoch of the day `used` counts from; null: the present one */
	day: number | null;
}

export interface SendPilotLead {
	id: string;
	linkedinUrl: string;
	/** PENDING, CONNECTION_SENT, CONNECTION_ACCEPTED, … */
	status: string;
	firstName: string;
	lastName: string;
	title: string;
	company: string;
	campaignId: string;
	createdAt: string;
	updatedAt: string;
}

export interface SeleqtAccount {
	id: number;
	/** OK, SYNC_SUCCESS, CREATION_SUCCESS and RECONNECTED are active */
	status: string;
}

export interface World {
	people: People;
	invitations: AcceptedInvitation[];
	/** in the order in which they were written */
	messages: WorldMessage[];
	/** how many invitation ids have been given out */
	invitationSequence: number;
	/** how many invitations have come in since the start */
	receivedSequence: number;
	/** shuffled: each reading of a list, from its start, has another order */
	listOrder: 'newest' | 'shuffled';
	/** how often each list was read from its start while shuffled */
	readings: Map<string, number>;
	connectSafely: {
		apiKey: string;
		accounts: Map<string, ConnectSafelyAccount>;
		weeklyLimit: number;
		holdHours: number;
		minute: MinuteLimit;
	};
	linkupApi: {
		apiKey: string;
		/** the LinkedIn session cookie of version 1 */
		loginToken: string;
		/** the account behind that cookie, as `relations` and `invitations` call it */
		v1AccountId: string;
		/** null: no end to them */
		credits: number | null;
		accounts: Map<string, LinkupAccount>;
		webhooks: Map<string, LinkupWebhook>;
		/** how many webhooks, and secrets for them, have been made */
		webhookSequence: number;
		minute: MinuteLimit;
	};
	sendPilot: {
		apiKey: string;
		/** valid, but may only do what `limitedScopes` says */
		limitedApiKey: string;
		limitedScopes: Set<string>;
		senders: Map<string, SendPilotSender>;
		credits: number;
		requestSequence: number;
		leads: SendPilotLead[];
		minute: MinuteLimit;
	};
	seleqt: {
		apiKey: string;
		/** in the order in which the first active one is chosen */
		accounts: Map<number, SeleqtAccount>;
		/** every prospect id from here on is a stranger of this workspace */
		strangersFrom: number;
		campaigns: Array<Record<string, unknown>>;
		leadLists: Array<Record<string, unknown>>;
		/** ids of prospects or companies, by lead list */
		leadListMembers: Map<number, Set<number>>;
		campaignMembers: Map<number, Set<number>>;
		minute: MinuteLimit;
	};
	unipile: UnipileWorld;
}

/** Each provider's account with an ID. */
export const ACCOUNTS: Readonly<
	Record<ProviderName, (world: World, accountId: string) => { status: string } | undefined>
> = {
	connectSafely: ({ connectSafely }, id) => connectSafely.accounts.get(id),
	linkupApi: ({ linkupApi }, id) => linkupApi.accounts.get(id),
	sendPilot: ({ sendPilot }, id) => sendPilot.senders.get(id),
	seleqt: ({ seleqt }, id) => seleqt.accounts.get(Number(id)),
	unipile: ({ unipile: { accounts } }, id) => accounts.v1.get(id) ?? accounts.v2.get(id),
};

export const iso = (ms: number) => new Date(ms).toISOString();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const dayStart = (ms: number) => Math.floor(ms / DAY) * DAY;
/** 1970-01-05 was a Monday */
export const weekStart = (ms: number) => Math.floor((ms - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY;
export const nextDay = (ms: number) => dayStart(ms) + DAY;
export const nextWeek = (ms: number) => weekStart(ms) + 7 * DAY;

/** Counts a request; returns the seconds to wait if it is one too many, otherwise null. */
export function overMinute(limit: MinuteLimit, now: number): number | null {
	if (limit.perMinute === null) return null;
	if (now - limit.startedAt >= MINUTE || now < limit.startedAt) {
		limit.startedAt = now;
		limit.count = 0;
	}
	if (limit.count >= limit.perMinute) return Math.ceil((limit.startedAt + MINUTE - now) / 1000);
	limit.count += 1;
	return null;
}

const FIRST_INVITATION_ID = 7310081824666370001n;

/** LinkedIn accepts the invitation: it is pending from now on, and counted. */
export function acceptInvitation(
	world: World,
	invitation: { provider: ProviderName; accountId: string; one: Person; note: string | null },
	now: number,
): AcceptedInvitation {
	const { provider, accountId, one, note } = invitation;
	const invitationId = String(FIRST_INVITATION_ID + 4097n * BigInt(world.invitationSequence));
	world.invitationSequence += 1;
	const degree = relationOf(one, accountId).degree;
	world.people.relate(one, accountId, {
		relation: 'pending_sent',
		degree,
		invitationId,
		since: now,
		note,
	});
	const accepted: AcceptedInvitation = {
		provider,
		accountId,
		person: one.publicIdentifier,
		invitationId,
		note,
		at: iso(now),
	};
	world.invitations.push(accepted);
	return accepted;
}

/** False if nothing was pending. Accepted invitations stay in the list. */
export function withdrawInvitation(world: World, accountId: string, one: Person) {
	const { relation, degree } = relationOf(one, accountId);
	if (relation !== 'pending_sent') return false;
	world.people.relate(one, accountId, { relation: 'none', degree, invitationId: null });
	return true;
}

export function knowsKey(world: World, provider: ProviderName, key: string | null) {
	if (key === null) return false;
	if (provider === 'sendPilot' && key === world.sendPilot.limitedApiKey) return true;
	const { scopedApiKey, serviceKey } = world.unipile;
	if (provider === 'unipile' && [scopedApiKey, serviceKey].includes(key)) return true;
	return key === world[provider].apiKey;
}
