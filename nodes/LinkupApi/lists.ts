import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { fullName, looseNumber, looseText, type Row } from '../outreach/base/schemas';
import { DAY_MS, latestOf, readLatest, readRelative, toIso } from '../outreach/base/time';
import {
	anonymousKey,
	personRowKey,
	type ListedPerson,
	type ListedRow,
	type Page,
} from '../outreach/operations/pages';
import { profileOrNull } from '../outreach/people/profile';
import type { PendingInvitation } from '../outreach/provider/provider';
import type { Account, AccountPage, Connection, ListEnd, ListedInvitation } from './responses';

/** The lists of an account's network. */
export type InvitationList = 'sent' | 'received';

/** An invitation, with the values needed to answer it. */
export type InvitationRow = ListedPerson & {
	readonly invitationId: string | null;
	readonly entityUrn: string | null;
	readonly sharedSecret: string | null;
};

/** v1 counts pages (here from 0), v2 counts rows. */
export type Generation = 'v1' | 'v2';

const V1_PAGE = 10;

/** The position after a page with this many rows; null if it was the last page. */
function nextOf(
	{ pagination, total_available_results: total }: ListEnd,
	generation: Generation,
	at: number,
	rows: number,
): number | null {
	if (generation === 'v1') {
		const perPage = pagination?.results_per_page ?? V1_PAGE;
		return total !== null && (at + 1) * perPage >= total ? null : at + 1;
	}
	if (pagination?.has_more === false) return null;
	return pagination?.next_offset ?? at + rows;
}

export function toInvitationPage(
	data: ListEnd & { invitations: ReadonlyArray<Row<ListedInvitation>> },
	generation: Generation,
	at: number,
	now: number,
): Page<InvitationRow> {
	const rows = data.invitations.map(({ read, raw }) => toInvitationRow(read, raw, now));
	return { rows, next: nextOf(data, generation, at, rows.length) };
}

function toInvitationRow(read: ListedInvitation, raw: IDataObject, now: number): InvitationRow {
	const { entity_urn: entityUrn, sent_time: sent, sent_time_days: days } = read;
	// The URN has all digits of the ID. Elsewhere the ID is a number, which may be rounded.
	const invitationId = idOfUrn(entityUrn) ?? read.invitation_id;
	const person = read.sender ?? read.recipient;
	const profile = profileOrNull(person?.linkedin_url ?? read.profile_url);
	const about = readRelative(sent, now) ?? (days === null ? null : now - days * DAY_MS);
	return {
		key: invitationId ?? anonymousKey(raw),
		profile,
		since: null,
		invitationId,
		entityUrn,
		sharedSecret: read.shared_secret,
		fields: { ...raw, invitation_id: invitationId, sent_time_approximate: toIso(about) },
	};
}

const sentSchema = z.object({ sent_time: looseText, sent_time_days: looseNumber });

/** Unanswered invitations with the time they were sent; both fields are as imprecise as LinkedIn's words. */
export function toPendingPage(
	{ rows, next }: Page<InvitationRow>,
	now: number,
): Page<PendingInvitation> {
	const pending = rows.map(({ key, profile, fields }) => {
		const { sent_time: words, sent_time_days: days } = sentSchema.parse(fields);
		const sent = [readLatest(words, now), days === null ? null : now - days * DAY_MS];
		return { key, profile, sentAtLatest: latestOf(sent), fields };
	});
	return { rows: pending, next };
}

export function toConnectionPage(
	data: ListEnd & { connections: ReadonlyArray<Row<Connection>> },
	generation: Generation,
	at: number,
): Page<ListedPerson> {
	const rows = data.connections.map(({ read, raw }) => {
		const profile = profileOrNull(read.profile_url);
		return { key: personRowKey(profile, raw), profile, since: null, fields: raw };
	});
	return { rows, next: nextOf(data, generation, at, rows.length) };
}

export type AccountRow = ListedRow & { readonly account: Account };

/** If no total is given, a page that is not full is the last one. */
export function toAccountPage(
	{ items, total }: AccountPage,
	at: number,
	limit: number,
): Page<AccountRow> {
	const rows = items.map(({ read, raw }) => ({
		key: read.account_id,
		account: read,
		fields: raw,
	}));
	const next = at + rows.length;
	const isLast = total === null ? rows.length < limit : next >= total;
	return { rows, next: isLast ? null : next };
}

/** urn:li:invitation:123 → 123 */
export function idOfUrn(urn: string | null): string | null {
	return urn?.split(':').pop() || null;
}

const text = z.string().nullable();

/** A row of a list of invitations after *Simplify*; a sent one has no secret. */
export const simpleInvitationSchema = z.object({
	invitation_id: text,
	entity_urn: text,
	shared_secret: text.optional(),
	name: text,
	headline: text,
	profile_url: text,
	message: text,
	sent_time: text,
	sent_time_approximate: text,
});

const personSchema = z
	.object({
		first_name: text.catch(null),
		last_name: text.catch(null),
		headline: z.unknown(),
		linkedin_url: z.unknown(),
	})
	.partial()
	.catch({});

/** The fields of an invitation that a person acts on, the same for both generations. */
export function simpleInvitation(row: IDataObject): IDataObject {
	const person = personSchema.parse(row.sender ?? row.recipient);
	const name = fullName(person.first_name ?? null, person.last_name ?? null);
	return {
		invitation_id: row.invitation_id ?? null,
		entity_urn: row.entity_urn ?? null,
		...(row.shared_secret === undefined ? {} : { shared_secret: row.shared_secret }),
		name: row.name ?? name,
		headline: row.subtitle ?? asText(person.headline),
		profile_url: row.profile_url ?? asText(person.linkedin_url),
		message: row.message ?? null,
		sent_time: row.sent_time ?? null,
		sent_time_approximate: row.sent_time_approximate ?? null,
	};
}

const asText = (value: unknown) => (typeof value === 'string' ? value : null);
