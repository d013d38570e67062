import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { looseId, looseText, type Row } from '../outreach/base/schemas';
import { latestOf, readLatest, readMoment } from '../outreach/base/time';
import type { Position } from '../outreach/base/vocabulary';
import type { AccountReport } from '../outreach/operations/get-account-status';
import {
	anonymousKey,
	countOf,
	personRowKey,
	type ListedPerson,
	type ListedRow,
	type Page,
} from '../outreach/operations/pages';
import type { WithAccount } from '../outreach/operations/result';
import { profileOfName, profileOrNull, type Profile } from '../outreach/people/profile';
import type { PendingInvitation } from '../outreach/provider/provider';
import { toAccountV1, toAccountV2 } from './mapping';
import { nextOf, type V2Page } from './paging';
import type {
	AccountV1,
	AccountV2,
	InvitationV1,
	InvitationV2,
	RelationV1,
	RelationV2,
} from './responses';

export type Direction = 'sent' | 'received';

/** A pending invitation, with what is needed to answer it. */
export type InvitationRow = ListedPerson & {
	readonly invitationId: string | null;
	/** Only in v1. */
	readonly sharedSecret: string | null;
	/** All identifiers of the person in the row. */
	readonly names: readonly Profile[];
};

/** An account of any provider that Unipile knows. */
export type AccountRow = ListedRow & {
	readonly provider: string | null;
	readonly account: WithAccount<AccountReport>;
};

interface ListV1<T> {
	readonly items: ReadonlyArray<Row<T>>;
	readonly cursor: string | null;
}

interface ListV2<T> extends V2Page {
	readonly data: ReadonlyArray<Row<T>>;
}

/** A person's identifiers: public identifier and IDs. The first one identifies the row. */
function namesOf(publicIdentifier: string | null, id: string | null): Profile[] {
	return [profileOfName(publicIdentifier), profileOrNull(id)].filter((name) => name !== null);
}

export function toInvitationPageV1(
	{ items, cursor }: ListV1<InvitationV1>,
	direction: Direction,
): Page<InvitationRow> {
	const rows = items.map(({ read, raw }) => {
		const { inviter } = read;
		const names =
			direction === 'sent'
				? namesOf(read.invited_user_public_id, read.invited_user_id)
				: namesOf(inviter?.inviter_public_identifier ?? null, inviter?.inviter_id ?? null);
		return invitationRow(read.id, read.specifics?.shared_secret ?? null, names, raw);
	});
	return { rows, next: cursor };
}

export function toInvitationPageV2(page: ListV2<InvitationV2>, at: Position): Page<InvitationRow> {
	const rows = page.data.map(({ read, raw }) => {
		const names = namesOf(read.user?.public_identifier ?? null, read.user?.id ?? null);
		return invitationRow(read.id, null, names, raw);
	});
	return { rows, next: nextOf(page, at) };
}

function invitationRow(
	invitationId: string | null,
	sharedSecret: string | null,
	names: readonly Profile[],
	raw: IDataObject,
): InvitationRow {
	return {
		key: invitationId ?? anonymousKey(raw),
		profile: names[0] ?? null,
		// v1 has only a date that it derived from words such as "2 weeks ago".
		since: null,
		invitationId,
		sharedSecret,
		names,
		fields: raw,
	};
}

/**
 * Unanswered invitations with the time they were sent. v1 derives the time from words such as "1 month ago", which
 * can be off by as many as 28 days.
 */
export function toPendingPage(
	{ rows, next }: Page<InvitationRow>,
	now: number,
): Page<PendingInvitation> {
	const pending = rows.map(({ key, profile, fields }) => {
		const { date, parsed_datetime: parsed, created_at: created } = rowSchema.parse(fields);
		const sent = [readLatest(date, now), ...[date, parsed, created].map(readMoment)];
		return { key, profile, sentAtLatest: latestOf(sent), fields };
	});
	return { rows: pending, next };
}

export function toRelationPageV1({ items, cursor }: ListV1<RelationV1>): Page<ListedPerson> {
	const rows = items.map(({ read, raw }) => {
		const [profile = null] = namesOf(read.public_identifier, read.member_id ?? read.provider_id);
		return relationRow(profile ?? profileOrNull(read.public_profile_url), read.created_at, raw);
	});
	return { rows, next: cursor };
}

export function toRelationPageV2(page: ListV2<RelationV2>, at: Position): Page<ListedPerson> {
	const rows = page.data.map(({ read, raw }) => {
		const { user } = read;
		const [profile = null] = namesOf(user?.public_identifier ?? null, user?.id ?? null);
		return relationRow(profile ?? profileOrNull(user?.profile_url ?? null), read.created_at, raw);
	});
	return { rows, next: nextOf(page, at) };
}

function relationRow(profile: Profile | null, since: unknown, raw: IDataObject): ListedPerson {
	return { key: personRowKey(profile, raw), profile, since: readMoment(since), fields: raw };
}

export function toAccountPageV1({ items, cursor }: ListV1<AccountV1>): Page<AccountRow> {
	const rows = items.map(({ read, raw }) => ({
		key: read.id,
		provider: read.type,
		account: toAccountV1(read),
		fields: raw,
	}));
	return { rows, next: cursor };
}

export function toAccountPageV2(
	{
		data,
		has_more: hasMore,
	}: { readonly data: ReadonlyArray<Row<AccountV2>>; readonly has_more: boolean | null },
	at: Position,
): Page<AccountRow> {
	const rows = data.map(({ read, raw }) => ({
		key: read.id,
		provider: read.provider,
		account: toAccountV2(read),
		fields: raw,
	}));
	return { rows, next: hasMore === true ? countOf(at) + data.length : null };
}

/** `mock` is Unipile's own test account. */
export function isLinkedIn(provider: string | null): boolean {
	return provider === null || /^(?:linkedin|mock)$/i.test(provider.trim());
}

const text = z.string().nullable();

/** A row of a list of invitations after *Simplify*; the same for both generations. */
export const simpleInvitationSchema = z.object({
	id: text,
	publicIdentifier: text,
	memberId: text,
	name: text,
	headline: text,
	message: text,
	date: text,
	shared_secret: text.optional(),
});

const personSchema = z
	.object({
		inviter_name: looseText,
		inviter_id: looseText,
		inviter_public_identifier: looseText,
		inviter_description: looseText,
		id: looseText,
		display_name: looseText,
		public_identifier: looseText,
		description: looseText,
	})
	.nullish()
	.catch(null);

const rowSchema = z.object({
	id: looseId,
	date: looseText,
	parsed_datetime: looseText,
	created_at: looseText,
	message: looseText,
	invitation_text: looseText,
	invited_user: looseText,
	invited_user_id: looseText,
	invited_user_public_id: looseText,
	invited_user_description: looseText,
	inviter: personSchema,
	user: personSchema,
	specifics: z.object({ shared_secret: looseText }).nullish().catch(null),
});

/** The fields of an invitation that a person acts on. */
export function simpleInvitation(fields: IDataObject): IDataObject {
	const row = rowSchema.parse(fields);
	const { inviter, user, specifics } = row;
	// In v1 the inviter of a sent invitation is the account itself.
	const isSent = row.invited_user_id !== null || row.invited_user_public_id !== null;
	const sender = isSent ? null : inviter;
	return {
		id: row.id,
		publicIdentifier:
			row.invited_user_public_id ??
			sender?.inviter_public_identifier ??
			user?.public_identifier ??
			null,
		memberId: row.invited_user_id ?? sender?.inviter_id ?? user?.id ?? null,
		name: row.invited_user ?? sender?.inviter_name ?? user?.display_name ?? null,
		headline:
			row.invited_user_description ?? sender?.inviter_description ?? user?.description ?? null,
		message: row.invitation_text ?? row.message,
		date: row.parsed_datetime ?? row.created_at ?? row.date,
		...(specifics?.shared_secret ? { shared_secret: specifics.shared_secret } : {}),
	};
}
