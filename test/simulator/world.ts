import { createHash } from 'node:crypto';

export type ProviderName = 'connectSafely' | 'linkupApi' | 'sendPilot' | 'seleqt';
export type Relation = 'connected' | 'pending_sent' | 'pending_received' | 'none';
/** null: out of the network */
export type Degree = 1 | 2 | 3 | null;

export interface Relationship {
	relation: Relation;
	degree: Degree;
	/** 19 digits: more than a JavaScript number holds */
	invitationId: string | null;
	/** ms epoch of the invitation or the connection */
	since?: number;
	note?: string | null;
}

export interface Person {
	publicIdentifier: string;
	/** ACoAA…, case-sensitive; fixed once the person is in the world */
	urnId: string;
	firstName: string;
	lastName: string;
	headline: string;
	/** fixed once the person is in the world */
	seleqtProspectId: number | null;
	/** by account id (Seleqt's as a string); '*' holds for every account not named */
	relations: Record<string, Relationship>;
}

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
	/** ISO 8601; a withdrawn invitation was still accepted once, so it stays in the list */
	withdrawnAt: string | null;
}

/** A limit of requests for a key in a minute that starts with its first request; off at null. */
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

export interface SeleqtAccount {
	id: number;
	/** OK, SYNC_SUCCESS, CREATION_SUCCESS and RECONNECTED are active */
	status: string;
}

export interface World {
	people: People;
	/** public identifiers in lower case, or ACoAA… ids, that no provider knows */
	missingPeople: Set<string>;
	invitations: AcceptedInvitation[];
	/** how many invitation ids have been given out */
	invitationSequence: number;
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
		/** whether GET /v2/accounts answers in the envelope {success, data}, or bare */
		accountsEnveloped: boolean;
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
		campaigns: Array<Record<string, unknown>>;
		minute: MinuteLimit;
	};
	seleqt: {
		apiKey: string;
		/** in the order in which the first active one is chosen */
		accounts: Map<number, SeleqtAccount>;
		prospectsWithoutProfile: Set<number>;
		prospectsOfOthers: Set<number>;
		/** every prospect id from here on is a stranger of this workspace */
		strangersFrom: number;
		/** the LinkedIn provider behind Seleqt fails: 502 */
		upstreamDown: boolean;
		campaigns: Array<Record<string, unknown>>;
		leadLists: Array<Record<string, unknown>>;
		minute: MinuteLimit;
	};
}

export const personKey = (publicIdentifier: string) =>
	publicIdentifier.normalize('NFC').toLowerCase();

const URN_ID = /^AC[ow]AA[\w-]{4,}$/;
const PUBLIC_IDENTIFIER = /^[\p{L}\p{N}\p{M}\p{Emoji_Presentation}_.~'’-]{2,100}$/u;

/** By public identifier, any case; also by URN id, by prospect id and by invitation. */
export class People extends Map<string, Person> {
	private byUrnId = new Map<string, Person>();
	private byProspectId = new Map<number, Person>();
	private byInvitationId = new Map<string, Person>();

	static of(...inputs: PersonInput[]) {
		const people = new People();
		for (const input of inputs) people.add(input);
		return people;
	}

	add(input: PersonInput): Person {
		const one = person(input);
		this.set(one.publicIdentifier, one);
		return one;
	}

	override get(publicIdentifier: string) {
		return super.get(personKey(publicIdentifier));
	}

	override has(publicIdentifier: string) {
		return super.has(personKey(publicIdentifier));
	}

	override set(publicIdentifier: string, one: Person) {
		this.byUrnId.set(one.urnId, one);
		if (one.seleqtProspectId !== null) this.byProspectId.set(one.seleqtProspectId, one);
		for (const { invitationId } of Object.values(one.relations)) {
			if (invitationId !== null) this.byInvitationId.set(invitationId, one);
		}
		return super.set(personKey(publicIdentifier), one);
	}

	relate(one: Person, accountId: string, relationship: Relationship) {
		one.relations[accountId] = relationship;
		if (relationship.invitationId !== null) {
			this.byInvitationId.set(relationship.invitationId, one);
		}
	}

	ofUrnId(urnId: string) {
		return this.byUrnId.get(urnId);
	}

	ofProspect(prospectId: number) {
		return this.byProspectId.get(prospectId);
	}

	/** whoever this account has invited, and not yet heard from, under this invitation id */
	invited(invitationId: string, accountId: string): Person | undefined {
		const fits = (one: Person) => {
			const now = relationOf(one, accountId);
			return now.relation === 'pending_sent' && now.invitationId === invitationId;
		};
		const indexed = this.byInvitationId.get(invitationId);
		if (indexed) return fits(indexed) ? indexed : undefined;
		return [...this.values()].find(fits);
	}

	related(accountId: string, relation: Relation) {
		const rows: Array<{ one: Person; relationship: Relationship }> = [];
		for (const one of this.values()) {
			const relationship = relationOf(one, accountId);
			if (relationship.relation === relation) rows.push({ one, relationship });
		}
		return rows;
	}
}

export type PersonInput = Partial<Person> & { publicIdentifier: string };

export function person(input: PersonInput): Person {
	const key = personKey(input.publicIdentifier);
	const [first = '', ...rest] = key.split(/[-_.]+/).filter((word) => word !== '');
	const name = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
	return {
		urnId: `ACoAA${createHash('sha256').update(key).digest('base64url').slice(0, 34)}`,
		firstName: name(first),
		lastName: rest.map(name).join(' '),
		headline: 'Head of Examples at Example Ltd',
		seleqtProspectId: null,
		relations: {},
		...input,
	};
}

/** Who is meant by a public identifier or an ACoAA… id; undefined where LinkedIn knows nobody of that name. */
export function findPerson(world: World, id: string): Person | undefined {
	if (world.missingPeople.has(id) || world.missingPeople.has(personKey(id))) return undefined;
	const known = world.people.ofUrnId(id) ?? world.people.get(id);
	if (known) return world.missingPeople.has(personKey(known.publicIdentifier)) ? undefined : known;
	if (URN_ID.test(id)) {
		const hash = createHash('sha256').update(id).digest('hex').slice(0, 12);
		return world.people.add({ publicIdentifier: `member-${hash}`, urnId: id });
	}
	return PUBLIC_IDENTIFIER.test(id) ? world.people.add({ publicIdentifier: id }) : undefined;
}

/** The public identifier or id in a LinkedIn profile URL; undefined where it is no such URL. */
export function idInProfileUrl(url: string): string | undefined {
	const slug = /^https?:\/\/(?:[a-z]{1,3}\.)?linkedin\.com\/in\/([^/?#]+)/i.exec(url)?.[1];
	if (slug === undefined) return undefined;
	try {
		return decodeURIComponent(slug);
	} catch {
		return undefined;
	}
}

export function relationOf(one: Person, accountId: string): Relationship {
	return (
		one.relations[accountId] ??
		one.relations['*'] ?? { relation: 'none', degree: 3, invitationId: null }
	);
}

export const iso = (ms: number) => new Date(ms).toISOString();

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const dayStart = (ms: number) => Math.floor(ms / DAY) * DAY;
/** 1970-01-05 was a Monday */
export const weekStart = (ms: number) => Math.floor((ms - 4 * DAY) / (7 * DAY)) * 7 * DAY + 4 * DAY;
export const nextDay = (ms: number) => dayStart(ms) + DAY;
export const nextWeek = (ms: number) => weekStart(ms) + 7 * DAY;

/** Counts a request; the seconds to wait where it is one too many, else null. */
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

/** LinkedIn takes the invitation: from here on it is pending, and counted. */
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
		withdrawnAt: null,
	};
	world.invitations.push(accepted);
	return accepted;
}

/** False where nothing was pending. */
export function withdrawInvitation(world: World, accountId: string, one: Person, now: number) {
	const { relation, degree, invitationId } = relationOf(one, accountId);
	if (relation !== 'pending_sent') return false;
	world.people.relate(one, accountId, { relation: 'none', degree, invitationId: null });
	const record = invitationId === null ? undefined : world.invitations[sequenceOf(invitationId)];
	if (record?.invitationId === invitationId) record.withdrawnAt = iso(now);
	return true;
}

const sequenceOf = (invitationId: string) =>
	Number((BigInt(invitationId.replace(/\D/g, '') || '0') - FIRST_INVITATION_ID) / 4097n);

export function knowsKey(world: World, provider: ProviderName, key: string | null) {
	if (key === null) return false;
	if (provider === 'sendPilot' && key === world.sendPilot.limitedApiKey) return true;
	return key === world[provider].apiKey;
}

const off = (): MinuteLimit => ({ perMinute: null, startedAt: 0, count: 0 });

export function connectSafelyAccount(
	input: Partial<ConnectSafelyAccount> & { id: string },
): ConnectSafelyAccount {
	return {
		firstName: 'John',
		lastName: 'Doe',
		publicId: 'john-doe-123',
		picture: null,
		platform: 'ConnectSafely',
		status: 'AVAILABLE',
		enabled: true,
		lastUsed: '2026-02-01T08:00:00.000Z',
		hasTokens: true,
		apiSeatAllocated: true,
		linkedinPlan: {
			premiumType: 'NON_PREMIUM',
			isPremium: false,
			hasSalesNavigator: false,
			hasRecruiter: false,
			hasAwayMessages: false,
			hasAdvertiseBadge: false,
			hasHiringManager: false,
		},
		used: 0,
		week: null,
		holdUntil: null,
		...input,
	};
}

export function sendPilotSender(input: Partial<SendPilotSender> & { id: string }): SendPilotSender {
	return {
		name: 'John Doe',
		linkedinUrl: 'https://www.linkedin.com/in/john-doe-sender',
		status: 'active',
		premium: true,
		dailyLimit: 25,
		used: 0,
		day: null,
		...input,
	};
}

export function linkupAccount(
	input: Partial<LinkupAccount> & { account_id: string },
): LinkupAccount {
	return {
		platform: 'linkedin',
		account_name: 'John Doe',
		is_active: true,
		status: 'active',
		country: 'FR',
		created_at: '2026-01-10T09:00:00.000Z',
		updated_at: '2026-02-20T09:00:00.000Z',
		...input,
	};
}

const byId = <T extends { id: K }, K>(rows: T[]) => new Map(rows.map((row) => [row.id, row]));

/** People of the vendors' examples, and one for each relation; `reset` starts from here again. */
export function defaultWorld(): World {
	return {
		people: People.of(
			{
				publicIdentifier: 'john-doe-123',
				urnId: 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM',
				relations: { '*': { relation: 'none', degree: 2, invitationId: null } },
			},
			{ publicIdentifier: 'john-doe' },
			{
				publicIdentifier: 'connie-connected',
				seleqtProspectId: 101,
				relations: { '*': { relation: 'connected', degree: 1, invitationId: null } },
			},
			{
				publicIdentifier: 'peter-pending',
				seleqtProspectId: 102,
				relations: {
					'*': { relation: 'pending_sent', degree: 2, invitationId: '7310081824666365952' },
				},
			},
			{
				publicIdentifier: 'rita-received',
				seleqtProspectId: 103,
				relations: {
					'*': { relation: 'pending_received', degree: 2, invitationId: '7310081824666367777' },
				},
			},
			{ publicIdentifier: 'nora-none', seleqtProspectId: 104 },
			{
				publicIdentifier: 'otto-outside',
				seleqtProspectId: 105,
				relations: { '*': { relation: 'none', degree: null, invitationId: null } },
			},
			{
				publicIdentifier: 'josé-garcía',
				seleqtProspectId: 106,
				relations: { '*': { relation: 'none', degree: 2, invitationId: null } },
			},
		),
		missingPeople: new Set(['invalid-profile-id']),
		invitations: [],
		invitationSequence: 0,
		connectSafely: {
			apiKey: 'cs-simulator-key',
			accounts: byId([
				connectSafelyAccount({
					id: '696ce9e780e0483585e4e553',
					lastUsed: '2026-02-24T04:53:13.750Z',
				}),
				connectSafelyAccount({ id: 'acc_12345', firstName: 'Ada', publicId: 'ada-doe' }),
				connectSafelyAccount({ id: 'acc_busy', firstName: 'Ben', status: 'IN_USE' }),
				connectSafelyAccount({
					id: 'acc_error',
					firstName: 'Eve',
					status: 'ERROR',
					hasTokens: false,
				}),
				connectSafelyAccount({ id: 'acc_warmup', firstName: 'Will', status: 'WARMUP' }),
				connectSafelyAccount({ id: 'acc_disabled', firstName: 'Dan', enabled: false }),
			]),
			weeklyLimit: 90,
			holdHours: 24,
			minute: off(),
		},
		linkupApi: {
			apiKey: 'linkup-simulator-key',
			loginToken: 'linkup-simulator-login-token',
			v1AccountId: 'v1-session',
			credits: null,
			accounts: new Map(
				[
					linkupAccount({ account_id: 'acc_abc123' }),
					linkupAccount({ account_id: 'acc_def456', account_name: 'Ada Doe', country: 'US' }),
					linkupAccount({ account_id: 'acc_inactive', is_active: false, status: 'disconnected' }),
				].map((account) => [account.account_id, account]),
			),
			accountsEnveloped: true,
			minute: off(),
		},
		sendPilot: {
			apiKey: 'sendpilot-simulator-key',
			limitedApiKey: 'sendpilot-simulator-limited-key',
			limitedScopes: new Set(['inbox:write']),
			senders: byId([
				sendPilotSender({ id: 'sender_abc123' }),
				sendPilotSender({ id: 'sender_free', name: 'Ada Doe', premium: false }),
				sendPilotSender({ id: 'sender_disconnected', name: 'Dan Doe', status: 'disconnected' }),
				sendPilotSender({ id: 'sender_limited', name: 'Rae Doe', status: 'rate_limited' }),
			]),
			credits: 1000,
			requestSequence: 0,
			campaigns: [{ id: 'camp_1', name: 'Spring outreach', status: 'active' }],
			minute: off(),
		},
		seleqt: {
			apiKey: 'seleqt.simulator-secret',
			accounts: byId([
				{ id: 6, status: 'CREDENTIALS' },
				{ id: 7, status: 'OK' },
				{ id: 8, status: 'RECONNECTED' },
			]),
			prospectsWithoutProfile: new Set([107]),
			prospectsOfOthers: new Set([108]),
			strangersFrom: 1_000_000,
			upstreamDown: false,
			campaigns: [
				{
					id: 1,
					name: 'Spring outreach',
					status: 'active',
					workspace_id: 1,
					timezone: 'UTC',
					language: 'en',
					created_at: '2026-01-10T09:00:00Z',
					updated_at: '2026-02-20T09:00:00Z',
					prospect_count: 8,
				},
			],
			leadLists: [{ id: 1, name: 'Prospects', lead_count: 8 }],
			minute: off(),
		},
	};
}
