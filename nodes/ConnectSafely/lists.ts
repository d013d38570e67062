import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { toDataObject } from '../outreach/base/objects';
import type { Row } from '../outreach/base/schemas';
import { readEnglishDay, readLatest, readMoment, readRelative, toIso } from '../outreach/base/time';
import {
	anonymousKey,
	personRowKey,
	type ListedPerson,
	type ListedRow,
	type Page,
} from '../outreach/operations/pages';
import type { PendingInvitation } from '../outreach/provider/provider';
import { profileOfName, profileOrNull, type Profile } from '../outreach/people/profile';
import type { Connection, ReceivedInvitation, SentInvitation } from './responses';

/** An invitation of the account's, with the row it was read from. */
export type SentRow = ListedRow & { readonly invitation: SentInvitation };
export type ReceivedRow = ListedPerson & { readonly invitation: ReceivedInvitation };

/** Positions count rows. No page is marked as the last one. */
export function toSentPage(
	{ invitations }: { invitations: ReadonlyArray<Row<SentInvitation>> },
	startIndex: number,
	now: number,
): Page<SentRow> {
	const rows = invitations.map(({ read, raw }) => ({
		key: keyOf(read),
		invitation: read,
		fields: { ...raw, sentAtApproximate: toIso(readRelative(read.sentAt, now)) },
	}));
	return { rows, next: startIndex + rows.length };
}

/** Unanswered invitations with the time they were sent, which LinkedIn gives in words such as "Sent 2 weeks ago". */
export function toPendingPage({ rows, next }: Page<SentRow>, now: number): Page<PendingInvitation> {
	const pending = rows.map(({ key, invitation, fields }) => ({
		key,
		profile: personOf(invitation),
		sentAtLatest: readMoment(invitation.sentAt) ?? readLatest(invitation.sentAt, now),
		fields,
	}));
	return { rows: pending, next };
}

/** A short page need not be the last one; only `endOfList`, where present, says so. */
export function toReceivedPage(
	page: {
		invitations: ReadonlyArray<Row<ReceivedInvitation>>;
		endOfList: boolean | null;
	},
	startIndex: number,
	now: number,
): Page<ReceivedRow> {
	const rows = page.invitations.map(({ read, raw }) => ({
		key: keyOf(read),
		invitation: read,
		profile: personOf(read),
		since: null,
		fields: { ...raw, receivedAtApproximate: toIso(readRelative(read.receivedAt, now)) },
	}));
	return { rows, next: page.endOfList === true ? null : startIndex + rows.length };
}

export function toConnectionsPage(
	{ connections }: { connections: ReadonlyArray<Row<Connection>> },
	startIndex: number,
): Page<ListedPerson> {
	const rows = connections.map(({ read, raw }) => {
		const profile = profileOrNull(read.profileUrl) ?? profileOfName(read.vanityName);
		const day = readEnglishDay(read.connectedDate);
		return {
			key: personRowKey(profile, raw),
			profile,
			since: day,
			fields: { ...raw, connectedOn: toIso(day)?.slice(0, 10) ?? null },
		};
	});
	return { rows, next: startIndex + rows.length };
}

function keyOf(invitation: Pick<SentInvitation, 'invitationId' | 'id' | 'invitationUrn'>): string {
	const { invitationId, id, invitationUrn } = invitation;
	return invitationId ?? id ?? invitationUrn ?? anonymousKey(invitation);
}

/** The same list includes invitations from companies, newsletters and events. */
export function isFromPerson({ invitation }: ReceivedRow): boolean {
	const { invitationCategory: category } = invitation;
	return category === null || category.toUpperCase() === 'CONNECTION';
}

/** The invitee or the inviter; null if the row names nobody. */
export function personOf(invitation: NamedPerson): Profile | null {
	return namesOf(invitation)[0] ?? null;
}

type NamedPerson = Pick<SentInvitation, 'profile' | 'memberUrn'>;

/** All identifiers of the person in the row: public identifier and ID. */
export function namesOf({ profile, memberUrn }: NamedPerson): Profile[] {
	const { publicIdentifier = null, profileUrl = null } = profile ?? {};
	const names = [
		profileOrNull(profileUrl),
		profileOfName(publicIdentifier),
		profileOrNull(memberUrn),
	];
	return names.flatMap((name) => (name ? [name] : []));
}

type NamedInvitation = Pick<SentInvitation, 'invitationId' | 'id' | 'invitationUrn'>;

export function hasId(invitation: NamedInvitation, wanted: string): boolean {
	return idsOf(invitation).includes(wanted);
}

/** All identifiers of the invitation in the row; from a URN, the ID in it. */
export function idsOf({ invitationId, id, invitationUrn }: NamedInvitation): string[] {
	const ofUrn = invitationUrn?.split(':').pop();
	return [invitationId, id, invitationUrn, ofUrn].flatMap((one) => (one ? [one] : []));
}

const text = z.string().nullable();

/** A row of a list of invitations after *Simplify*; a sent one has no category and no message. */
export const simpleInvitationSchema = z.object({
	invitationId: text,
	invitationCategory: text.optional(),
	firstName: text,
	lastName: text,
	headline: text,
	publicIdentifier: text,
	profileUrl: text,
	customMessage: text.optional(),
	sentAt: text.optional(),
	sentAtApproximate: text.optional(),
	receivedAt: text.optional(),
	receivedAtApproximate: text.optional(),
});

/** The fields of an invitation that a person acts on. */
export function simpleInvitation({ profile, ...row }: IDataObject): IDataObject {
	const person = toDataObject(profile);
	const simple: IDataObject = {
		invitationId: row.invitationId ?? row.id ?? null,
		firstName: person.firstName ?? null,
		lastName: person.lastName ?? null,
		headline: person.headline ?? null,
		publicIdentifier: person.publicIdentifier ?? null,
		profileUrl: person.profileUrl ?? null,
	};
	const own = 'receivedAtApproximate' in row ? RECEIVED_FIELDS : SENT_FIELDS;
	return { ...simple, ...Object.fromEntries(own.map((name) => [name, row[name] ?? null])) };
}

const SENT_FIELDS = ['sentAt', 'sentAtApproximate'];
const RECEIVED_FIELDS = [
	'invitationCategory',
	'customMessage',
	'receivedAt',
	'receivedAtApproximate',
];

/** A connection as returned to the workflow, including the date it was made. */
export function withConnectedOn(connection: z.AnyZodObject): z.AnyZodObject {
	return connection.extend({ connectedOn: text });
}
