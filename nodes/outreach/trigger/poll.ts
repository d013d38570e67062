import { z } from 'zod';
import { failedWith, type Failed } from '../answer';
import { NOTHING_SAID, processLimits, type Hold } from '../limits/limits';
import { toIso } from '../moments';
import type { ListedPerson } from '../pages';
import { profileOrNull } from '../profile';
import type { Attributed, OutreachSession, Provider } from '../provider';
import { looseId } from '../reading';
import { limitReached, noSuchAccount } from '../refusals';
import type { OpenSession } from '../sessions';
import type { AccountReport } from '../vocabulary';
import { Desk, type Budget } from './desk';
import type { OutreachEvent } from './events';
import {
	accountsStateSchema,
	listStateSchema,
	ListWatch,
	needsAttention,
	newestOf,
	newList,
	oldestFirst,
	watchAccounts,
	type AccountsState,
	type ListState,
} from './watch';

/** What can be learnt by polling. */
export const POLLED_EVENTS = [
	'account_needs_attention',
	'connection_accepted',
	'invitation_received',
] as const;
export type PolledEvent = (typeof POLLED_EVENTS)[number];
type ListEvent = Exclude<PolledEvent, 'account_needs_attention'>;

/** So many pages in one poll; the next one goes on from there. */
export const MOST_PAGES = 60;

/** Where each event shows. */
const LISTS = {
	connection_accepted: { list: 'connections', rows: 'connections' },
	invitation_received: { list: 'receivedInvitations', rows: 'received invitations' },
} as const satisfies Record<ListEvent, unknown>;

/** What one poll works with. */
export interface Poll {
	readonly provider: Provider;
	readonly opened: Pick<OpenSession<OutreachSession>, 'session' | 'keyId'>;
	readonly event: PolledEvent;
	/** Null: the provider's default account; where accounts are watched, all of them. */
	readonly accountId: string | null;
	/** The provider's name for what reading the list uses up, as the nodes that act have it. */
	readonly limitName: string;
	/** So many pages without news end a poll; absent: as many as usual. */
	readonly quietPages?: number;
	/** What the poll before left, as n8n kept it. */
	readonly stored: unknown;
	readonly budget: Budget;
	readonly log: (message: string) => void;
	/** ms since 1970 */
	readonly now: number;
}

/** The poll's events, oldest first, and what the next poll has to be given. */
export interface Polled {
	readonly kind: 'polled';
	readonly events: OutreachEvent[];
	readonly state: Stored;
}

const storedSchema = z.object({
	watch: z.unknown(),
	held: z.object({ bucket: z.string(), retryAt: z.number(), message: z.string() }).nullable(),
});
export interface Stored {
	readonly watch: ListState | AccountsState | null;
	/** The limit that was met, where one was: no call leaves before `retryAt` (ms since 1970). */
	readonly held: {
		readonly bucket: string;
		readonly retryAt: number;
		readonly message: string;
	} | null;
}

/** One poll. Never throws. A failed one leaves no trace, so that the next finds what it found. */
export async function pollOnce(poll: Poll): Promise<Polled | Failed> {
	const { provider, event, log } = poll;
	const bucket = bucketOf(poll);
	const { watch = null, held = null } = storedSchema.safeParse(poll.stored).data ?? {};
	if (held) processLimits.hold(held.bucket, asHold(held));
	const desk = new Desk(bucket, poll.budget);
	const watched =
		event === 'account_needs_attention'
			? await pollAccounts(poll, desk, watch)
			: await pollList(poll, event, desk, watch);
	if (watched.kind === 'failed') return watched;
	const { hold } = desk;
	if (hold) {
		log(`${provider.name}'s rate limit is reached: nothing is asked before ${toIso(hold.retryAt)}`);
	}
	return {
		kind: 'polled',
		events: watched.events,
		state: {
			watch: watched.state,
			held: hold && { bucket, retryAt: hold.retryAt, message: hold.message },
		},
	};
}

/** The newest of what is watched, as an example; null where there is none. */
export async function newestEvent(poll: Poll): Promise<OutreachEvent | Failed | null> {
	const { event, accountId, opened, provider } = poll;
	const desk = new Desk(bucketOf(poll), poll.budget);
	if (event === 'account_needs_attention') {
		const accounts = await askForAccounts(poll, desk);
		if (accounts === null) return limited(provider.name, desk.hold);
		if ('kind' in accounts) return accounts;
		const example = accounts.find(needsAttention) ?? accounts[0];
		return example ? toAccountEvent(poll, example) : null;
	}
	const list = opened.session[LISTS[event].list];
	if (!list) return lacks(poll, LISTS[event].rows);
	const answer = await desk.ask(async () => await list(accountId, 0));
	if (answer === null) return limited(provider.name, desk.hold);
	if (answer.kind === 'failed') return answer;
	const newest = newestOf(answer.value.rows);
	return newest && toListEvent(poll, event, accountId ?? accountIn(answer.body), newest);
}

interface Watched {
	readonly kind: 'watched';
	readonly events: OutreachEvent[];
	readonly state: ListState | AccountsState | null;
}

async function pollList(
	poll: Poll,
	event: ListEvent,
	desk: Desk,
	stored: unknown,
): Promise<Watched | Failed> {
	const { opened, accountId, budget, now, log } = poll;
	const list = opened.session[LISTS[event].list];
	if (!list) return lacks(poll, LISTS[event].rows);
	const subject = subjectOf(poll);
	const known = listStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : newList(subject, accountId, now);
	let account = before.accountId;
	let watch = new ListWatch(before, now, poll.quietPages);
	const events: OutreachEvent[] = [];
	const tell = () => {
		for (const row of oldestFirst(watch.found)) {
			events.push(toListEvent(poll, event, account, row));
		}
	};
	for (let pages = 0; pages < MOST_PAGES && !budget.isOver; pages++) {
		const { at } = watch;
		if (at === null) break;
		const answer = await desk.ask(async () => await list(accountId, at));
		if (answer === null) break;
		if (answer.kind === 'failed') return answer;
		const said = accountId ?? accountIn(answer.body);
		if (said !== null && account !== null && said !== account) {
			// ConnectSafely's default is the account used last. All of another's list would seem new.
			log(`The default account is now ${said}: what it lists already is not told`);
			tell();
			watch = new ListWatch(newList(subject, said, now), now, poll.quietPages);
		}
		account = said ?? account;
		if (watch.at === at) watch.take(answer.value);
	}
	tell();
	return { kind: 'watched', events, state: { ...watch.state(), accountId: account } };
}

async function pollAccounts(poll: Poll, desk: Desk, stored: unknown): Promise<Watched | Failed> {
	const subject = subjectOf(poll);
	const known = accountsStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : null;
	const accounts = await askForAccounts(poll, desk);
	if (accounts === null) return { kind: 'watched', events: [], state: before };
	if ('kind' in accounts) return accounts;
	const { found, state } = watchAccounts(before, subject, accounts);
	const events = found.map((account) => toAccountEvent(poll, account));
	return { kind: 'watched', events, state };
}

async function askForAccounts(
	poll: Poll,
	desk: Desk,
): Promise<Array<Attributed<AccountReport>> | Failed | null> {
	const { opened, accountId, provider } = poll;
	const { accountReports } = opened.session;
	if (!accountReports) return lacks(poll, 'accounts');
	const answer = await desk.ask(accountReports);
	if (answer === null || answer.kind === 'failed') return answer;
	if (accountId === null) return answer.value;
	const own = answer.value.filter((account) => account.accountId === accountId);
	return own.length > 0 ? own : noSuchAccount(provider.name, accountId);
}

function toListEvent(
	{ provider, now }: Poll,
	event: ListEvent,
	accountId: string | null,
	{ profile, since, fields }: ListedPerson,
): OutreachEvent {
	return {
		event,
		provider: provider.id,
		accountId,
		profile,
		occurredAt: toIso(since ?? now),
		providerEvent: fields,
	};
}

function toAccountEvent(
	{ provider, event, now }: Poll,
	{ accountId, report }: Attributed<AccountReport>,
): OutreachEvent {
	return {
		event,
		provider: provider.id,
		accountId,
		profile: profileOrNull(report.publicIdentifier),
		occurredAt: toIso(now),
		providerEvent: report,
	};
}

/** As the nodes that act name their limits: by key, account and what is limited. */
function bucketOf({ provider, opened, accountId, limitName }: Poll): string {
	return [provider.id, opened.keyId, accountId ?? 'default', limitName].join('|');
}

/** Whose list it is. The default account is another one with another key. */
function subjectOf({ provider, opened, event, accountId }: Poll): string {
	const unnamed = event === 'account_needs_attention' ? 'all' : `default of ${opened.keyId}`;
	return [provider.id, event, accountId === null ? unnamed : `account ${accountId}`].join('|');
}

/** ConnectSafely says in each answer which account it used. */
function accountIn(body: unknown): string | null {
	return z.object({ accountId: looseId }).safeParse(body).data?.accountId ?? null;
}

function asHold({ retryAt, message }: { retryAt: number; message: string }): Hold {
	return { reading: NOTHING_SAID, scope: 'unknown', retryAt, message };
}

function limited(providerName: string, hold: Hold | null): Failed {
	const when = hold ? `after ${toIso(hold.retryAt)}` : 'in a minute';
	return failedWith(limitReached(providerName, `Try again ${when}.`));
}

function lacks({ opened }: Poll, rows: string): Failed {
	return failedWith({
		source: 'workflow',
		message: `${opened.session.apiName} does not list ${rows}`,
		description: "Choose another 'Event', or another 'Provider'.",
	});
}
