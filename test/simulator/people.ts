import { createHash } from 'node:crypto';
import type { World } from './world';

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
	prospectId: number | null;
	/** by account ID as a string; '*' applies to every account not named */
	relations: Record<string, Relationship>;
}

/** A connection of unknown age. */
export const CONNECTED = { relation: 'connected', degree: 1, invitationId: null } as const;

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
		if (one.prospectId !== null) this.byProspectId.set(one.prospectId, one);
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

	/** the person this account has invited, with a pending invitation, under this invitation ID */
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
		prospectId: null,
		relations: {},
		...input,
	};
}

export const nameOf = ({ firstName, lastName }: Person) => `${firstName} ${lastName}`.trim();

/** The person with a public identifier or an ACoAA… ID; undefined if LinkedIn has none. */
export function findPerson(world: World, id: string): Person | undefined {
	const known = world.people.ofUrnId(id) ?? world.people.get(id);
	if (known) return known;
	if (URN_ID.test(id)) {
		const hash = createHash('sha256').update(id).digest('hex').slice(0, 12);
		return world.people.add({ publicIdentifier: `member-${hash}`, urnId: id });
	}
	return PUBLIC_IDENTIFIER.test(id) ? world.people.add({ publicIdentifier: id }) : undefined;
}

/** The public identifier or ID in a LinkedIn profile URL; undefined for any other text. */
export function idInProfileUrl(url: string): string | undefined {
	const slug = /^https?:\/\/(?:[a-z]{1,3}\.)?linkedin\.com\/in\/([^/?#]+)/i.exec(url)?.[1];
	if (slug === undefined) return undefined;
	try {
		return decodeURIComponent(slug);
	} catch {
		return undefined;
	}
}

/** Percent-encoded, without a slash at its end. */
export const profileUrl = ({ publicIdentifier }: Person) =>
	`https://www.linkedin.com/in/${encodeURIComponent(publicIdentifier)}`;

export function relationOf(one: Person, accountId: string): Relationship {
	return (
		one.relations[accountId] ??
		one.relations['*'] ?? { relation: 'none', degree: 3, invitationId: null }
	);
}
