import type { Row } from '../outreach/base/schemas';
import { anonymousKey, rowById, type ListedRow, type Page } from '../outreach/operations/pages';
import type { Leads, SenderQuota } from './responses';

/** Maximum page size of GET /leads (vendor page *Get leads*). */
export const LEADS_PAGE = 100;

/** Positions count pages (here from 0). */
export function toLeadPage({ leads, pagination }: Leads, at: number): Page<ListedRow> {
	const pages = pagination?.totalPages ?? null;
	return { rows: leads.map(rowById), next: pages !== null && at + 1 >= pages ? null : at + 1 };
}

/** The quotas of one sender, or of all if none is given. */
export function toQuotaRows(
	quotas: ReadonlyArray<Row<SenderQuota>>,
	senderId: string | null,
): ListedRow[] {
	return quotas
		.map(({ read, raw }) => ({ key: read.id ?? read.senderId ?? anonymousKey(raw), fields: raw }))
		.filter(({ key }) => senderId === null || key === senderId);
}

interface Inbox<T> {
	readonly pagination?: Pagination | null;
	readonly rows: ReadonlyArray<Row<T>>;
}

interface Pagination {
	readonly continuationToken: string | null;
	readonly hasMore: boolean | null;
	/** Counted from 1. */
	readonly page: number | null;
	readonly totalPages: number | null;
}

/** A page of conversations or messages. Positions count pages from 0 unless there is a token. */
export function toInboxPage<T extends { readonly id: string }>({
	pagination,
	rows,
}: Inbox<T>): Page<ListedRow> {
	return { rows: rows.map(rowById), next: pagination ? nextOf(pagination) : null };
}

function nextOf({ continuationToken, hasMore, page, totalPages }: Pagination) {
	if (hasMore === false) return null;
	if (continuationToken !== null) return continuationToken;
	return page !== null && totalPages !== null && page < totalPages ? page : null;
}
