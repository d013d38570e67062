import { MINUTE_MS } from '../base/time';
import type { EarlierSend, SendState } from '../operations/operation';
import { personKey, profileOfName, profileOrNull } from '../people/profile';
import type { SendSubject } from '../sends/send-memory';
import type { LogRow } from './columns';
import { where } from './table';

/**
 * What a row's status means:
 *
 * | `status`          | Meaning                                                                                  |
 * | ----------------- | ---------------------------------------------------------------------------------------- |
 * | `claimed …`       | somebody is about to send, and has asked for nothing yet; `…` is theirs alone            |
 * | `open`            | requested, its end unknown                                                               |
 * | `sent`, `accepted`, empty, any other word | sent: who edits a table may write what they like, and none of it means *not sent* |
 */
export type RowState = 'claimed' | 'inDoubt' | 'sent';

const CLAIMED = /^claimed [0-9a-f]{16}$/;

/** `token`: 16 hex digits that nobody else has. */
export const claimedBy = (token: string) => `claimed ${token}`;
export const OPEN = 'open';
export const SENT = 'sent';
export const ACCEPTED = 'accepted';

export function stateOfRow({ status }: LogRow): RowState {
	if (CLAIMED.test(status)) return 'claimed';
	return status.toLowerCase() === OPEN ? 'inDoubt' : 'sent';
}

/** Names a send in a log: which table's, the log itself knows. */
export function nameInLog({ action, fingerprint, person }: Omit<SendSubject, 'key'>): string {
	return [action, fingerprint, person].join(' ');
}

/** The actions that a log tells apart. Another word means any of them: nobody can say that it does not. */
const ACTIONS: readonly string[] = ['invitation', 'message'];

/** Whether a row is of this send. A message whose text is not known may be any. */
export function isOf(row: LogRow, { action, fingerprint, person }: SendSubject): boolean {
	if (row.person !== person) return false;
	const what = row.action.toLowerCase();
	if (ACTIONS.includes(what) && what !== action) return false;
	return row.fingerprint === '' || row.fingerprint === fingerprint;
}

/** The state of a send, by the rows that are of it. A claim says nothing: nobody has asked for anything yet. */
export function stateOf(rows: readonly LogRow[]): SendState {
	const states = rows.map(stateOfRow);
	if (states.includes('sent')) return 'sent';
	return states.includes('inDoubt') ? 'inDoubt' : 'none';
}

/** Of a send that was made: when, and by whom. The latest, where it was made several times. */
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
 * How long after it was opened a request may be under way (ms): as long as an answer is waited for, and a bit. A worker that
 * stands still for longer between the two is not reckoned with.
 */
const REQUEST_ENDS_MS = 3 * MINUTE_MS;

/** Whether another execution may be making this very request. `now` in ms since 1970, by n8n's clock. */
export function isUnderWay(row: LogRow, execution: string, now: number): boolean {
	if (stateOfRow(row) !== 'inDoubt' || row.execution === execution) return false;
	return row.updatedAt === null || now - Date.parse(row.updatedAt) < REQUEST_ENDS_MS;
}

/** Whether what is in doubt was requested from this account, through this provider: another one's can say nothing of it. */
export function isOwnDoubt(rows: readonly LogRow[], { provider, accountId }: SendSubject): boolean {
	const inDoubt = rows.filter((row) => stateOfRow(row) === 'inDoubt');
	const isOwn = (row: LogRow) => row.provider === provider && row.account === (accountId ?? '');
	return inDoubt.length > 0 && inDoubt.every(isOwn);
}

/** When the latest request was made whose end is unknown (ms since 1970); null where no row says so. */
export function attemptedAt(rows: readonly LogRow[]): number | null {
	const moments = rows
		.filter((row) => stateOfRow(row) === 'inDoubt' && row.sentAt !== null)
		.map(({ sentAt }) => Date.parse(sentAt ?? ''));
	return moments.length === 0 ? null : Math.max(...moments);
}

/** The row as it was read, and no other one. */
export const sameAs = ({ asRead }: LogRow) => where(asRead);

/** Put in the place of a person whom nobody can make out. */
export const NOBODY = 'unreadable';

/** Put in the place of the execution of a row that somebody added, once its person was made out. */
export const BY_HAND = 'by hand';

/** Whether somebody added the row, and nobody has made out yet of whom it is. */
export const isNew = ({ execution }: LogRow) => execution === '';

/** The person of a row that somebody added: as the package writes one, by an address, or by the name of a profile. */
export function personOf({ person, profileUrl }: LogRow): string {
	const [, named = person] = /^(?:in|id):(.+)$/i.exec(person) ?? [];
	const profile = profileOfName(named) ?? profileOrNull(named) ?? profileOrNull(profileUrl);
	if (profile) return personKey(profile);
	// A provider's own ID.
	return person === '' ? NOBODY : person;
}
