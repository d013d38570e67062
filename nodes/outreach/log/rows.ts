import { MINUTE_MS } from '../base/time';
import type { EarlierSend, SendState } from '../operations/operation';
import { personKey, profileOfName, profileOrNull } from '../people/profile';
import type { SendSubject } from '../sends/send-memory';
import type { LogRow } from './columns';
import { where } from './table';

/** What a row's status means: | `status` */
export type RowState = 'claimed' | 'inDoubt' | 'sent';

const CLAIMED = /^claimed [0-9a-f]{16}$/;

/** `token`: 16 hex digits, unique to the worker. */
export const claimedBy = (token: string) => `claimed ${token}`;
export const OPEN = 'open';
export const SENT = 'sent';
export const ACCEPTED = 'accepted';

export function stateOfRow({ status }: LogRow): RowState {
	if (CLAIMED.test(status)) return 'claimed';
	return status.toLowerCase() === OPEN ? 'inDoubt' : 'sent';
}

/** Identifies a send within a log; the log itself knows the table. */
export function nameInLog({ action, fingerprint, person }: Omit<SendSubject, 'key'>): string {
	return [action, fingerprint, person].join(' ');
}

/** The actions in a log. Any other word means any action, since it may stand for this one. */
const ACTIONS: readonly string[] = ['invitation', 'message'];

/** Whether a row belongs to this send. A message with unknown text may be any message. */
export function isOf(row: LogRow, { action, fingerprint, person }: SendSubject): boolean {
	if (row.person !== person) return false;
	const what = row.action.toLowerCase();
	if (ACTIONS.includes(what) && what !== action) return false;
	return row.fingerprint === '' || row.fingerprint === fingerprint;
}

/** The state of a send, by its rows. Claims do not count: nothing has been requested yet. */
export function stateOf(rows: readonly LogRow[]): SendState {
	const states = rows.map(stateOfRow);
	if (states.includes('sent')) return 'sent';
	return states.includes('inDoubt') ? 'inDoubt' : 'none';
}

/** When and by whom a send was made. The latest, if it was made several times. */
export function earlierOf(rows: readonly LogRow[]): EarlierSend {
	const sent = rows.filter((row) => stateOfRow(row) === 'sent');
	const [latest] = sent.sort((one, other) => dateOf(other).localeCompare(dateOf(one)));
	return {
		sentAt: latest?.sentAt ?? null,
		by: { account: latest?.account || null, workflow: latest?.workflow || null },
	};
}

const dateOf = ({ sentAt }: LogRow) => sentAt ?? '';

/**
 * How long a request may be in progress after it was opened (ms): the timeout for a response and a margin. Does
 * not allow for a worker that pauses longer between the two.
 */
const REQUEST_ENDS_MS = 3 * MINUTE_MS;

/** Whether another execution may be making this request now. `now` in ms since 1970, by n8n's clock. */
export function isUnderWay(row: LogRow, execution: string, now: number): boolean {
	if (stateOfRow(row) !== 'inDoubt' || row.execution === execution) return false;
	return row.updatedAt === null || now - Date.parse(row.updatedAt) < REQUEST_ENDS_MS;
}

/**
 * Whether the send in doubt was requested from this account through this provider. Another account or provider
 * cannot resolve it.
 */
export function isOwnDoubt(rows: readonly LogRow[], { provider, accountId }: SendSubject): boolean {
	const inDoubt = rows.filter((row) => stateOfRow(row) === 'inDoubt');
	const isOwn = (row: LogRow) => row.provider === provider && row.account === (accountId ?? '');
	return inDoubt.length > 0 && inDoubt.every(isOwn);
}

/** When the latest request with unknown end was made (ms since 1970); null if no row says so. */
export function attemptedAt(rows: readonly LogRow[]): number | null {
	const moments = rows
		.filter((row) => stateOfRow(row) === 'inDoubt' && row.sentAt !== null)
		.map(({ sentAt }) => Date.parse(sentAt ?? ''));
	return moments.length === 0 ? null : Math.max(...moments);
}

/** A filter that matches the row exactly as it was read. */
export const sameAs = ({ asRead }: LogRow) => where(asRead);

/** Replaces a person that cannot be identified. */
export const NOBODY = 'unreadable';

/** Replaces the empty execution of a row added by hand, once its person was identified. */
export const BY_HAND = 'by hand';

/** Whether the row was added by hand and its person was not identified yet. */
export const isNew = ({ execution }: LogRow) => execution === '';

/** The person of a row added by hand, given in the package's form, as an address, or as a profile name. */
export function personOf({ person, profileUrl }: LogRow): string {
	const [, named = person] = /^(?:in|id):(.+)$/i.exec(person) ?? [];
	const profile = profileOfName(named) ?? profileOrNull(named) ?? profileOrNull(profileUrl);
	if (profile) return personKey(profile);
	// A provider's own ID.
	return person === '' ? NOBODY : person;
}
