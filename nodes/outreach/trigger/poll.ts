import { z } from 'zod';
import { toIso } from '../base/time';
import { accountKey, limitKey } from '../limits/keys';
import { limitBook, NO_RATE_LIMIT_INFO, type ActiveLimit } from '../limits/limits';
import type { AccountReport } from '../operations/get-account-status';
import type { ListedPerson } from '../operations/pages';
import { limitReached, noSuchAccount } from '../operations/refusals';
import { failedWith, type Failed, type WithAccount } from '../operations/result';
import { profileOrNull } from '../people/profile';
import { isIn, polledList, type PolledListEvent } from '../provider/provider';
import type { OutreachEvent } from './events';
import type { PendingState } from './pending';
import { PollClient } from './poll-client';
import { newestPending, pollPending } from './poll-pending';
import { newestReply, pollReplies } from './poll-replies';
import {
	accountIn,
	lacks,
	MOST_PAGES,
	pageReader,
	subjectOf,
	type Newest,
	type Poll,
	type Watched,
} from './polled';
import type { RepliesState } from './replies';
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

/** The poll's events, oldest first, and the state for the next poll. */
export interface Polled {
	readonly kind: 'polled';
	readonly events: OutreachEvent[];
	readonly state: Stored;
}

const storedSchema = z.object({
	watch: z.unknown(),
	limit: z.object({ key: z.string(), retryAt: z.number(), message: z.string() }).nullable(),
});
export interface Stored {
	readonly watch: ListState | AccountsState | PendingState | RepliesState | null;
	/** The limit that was met, if any: no call is made before `retryAt` (ms since 1970). */
	readonly limit: {
		readonly key: string;
		readonly retryAt: number;
		readonly message: string;
	} | null;
}

/** One poll. Never throws. A failed poll changes no state, so that the next one finds the same events. */
export async function pollOnce(poll: Poll): Promise<Polled | Failed> {
	const { open, log } = poll;
	const key = keyOf(poll);
	const { watch = null, limit: known = null } = storedSchema.safeParse(poll.stored).data ?? {};
	if (known) limitBook().enterLimit(known.key, asLimit(known));
	const client = new PollClient(key, poll.budget);
	const watched = await pollFor(poll, client, watch);
	if (watched.kind === 'failed') return watched;
	const { limit } = client;
	if (limit) {
		const until = toIso(limit.retryAt);
		log(`${open.provider.name}'s rate limit is reached: no requests are made before ${until}`);
	}
	return {
		kind: 'polled',
		events: watched.events,
		state: {
			watch: watched.state,
			limit: limit && { key, retryAt: limit.retryAt, message: limit.message },
		},
	};
}

async function pollFor(
	poll: Poll,
	client: PollClient,
	watch: unknown,
): Promise<Watched<Stored['watch']> | Failed> {
	switch (poll.event) {
		case 'account_needs_attention':
			return await pollAccounts(poll, client, watch);
		case 'invitation_not_accepted':
			return await pollPending(poll, client, watch);
		case 'reply_received':
			return await pollReplies(poll, client, watch);
		default:
			return await pollList(poll, poll.event, client, watch);
	}
}

/** The newest watched event, as an example; `event` is null if there is none. */
export async function newestEvent(poll: Poll): Promise<Newest | Failed> {
	const client = new PollClient(keyOf(poll), poll.budget);
	const newest = await newestFor(poll, client);
	return newest ?? limited(poll.open.provider.name, client.limit);
}

/** Null if a limit prevents it. */
async function newestFor(poll: Poll, client: PollClient): Promise<Newest | Failed | null> {
	switch (poll.event) {
		case 'account_needs_attention':
			return await newestAccount(poll, client);
		case 'invitation_not_accepted':
			return await newestPending(poll, client);
		case 'reply_received':
			return await newestReply(poll, client);
		default:
			return await newestInList(poll, poll.event, client);
	}
}

async function newestAccount(poll: Poll, client: PollClient): Promise<Newest | Failed | null> {
	const accounts = await askForAccounts(poll, client);
	if (accounts === null || accounts.kind === 'failed') return accounts;
	const example = accounts.accounts.find(needsAttention) ?? accounts.accounts[0];
	return { kind: 'newest', event: example ? toAccountEvent(poll, example) : null };
}

async function newestInList(
	poll: Poll,
	event: PolledListEvent,
	client: PollClient,
): Promise<Newest | Failed | null> {
	const page = pageReader(poll, poll.open.provider.polls?.lists?.[event]);
	if (!page) return lacks(poll);
	const answer = await client.ask(async () => await page(0));
	if (answer === null || answer.kind === 'failed') return answer;
	const newest = newestOf(answer.value.rows);
	const account = poll.accountId ?? accountIn(answer.response?.body);
	return { kind: 'newest', event: newest && toListEvent(poll, event, account, newest) };
}

async function pollList(
	poll: Poll,
	event: PolledListEvent,
	client: PollClient,
	stored: unknown,
): Promise<Watched<ListState> | Failed> {
	const { open, accountId, budget, now, log } = poll;
	const page = pageReader(poll, open.provider.polls?.lists?.[event]);
	if (!page) return lacks(poll);
	const quietPages = open.provider.polls?.quietPages;
	const subject = subjectOf(poll);
	const known = listStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : newList(subject, accountId, now);
	let account = before.accountId;
	let watch = new ListWatch(before, now, quietPages);
	const events: OutreachEvent[] = [];
	const addFound = () => {
		for (const row of oldestFirst(watch.found)) {
			events.push(toListEvent(poll, event, account, row));
		}
	};
	for (let pages = 0; pages < MOST_PAGES && !budget.isOver; pages++) {
		const { at } = watch;
		if (at === null) break;
		const answer = await client.ask(async () => await page(at));
		if (answer === null) break;
		if (answer.kind === 'failed') return answer;
		const used = accountId ?? accountIn(answer.response?.body);
		if (used !== null && account !== null && used !== account) {
			// The default account can be the one used last. All rows of another account would seem new.
			log(`The default account is now ${used}: entries already in its list start nothing`);
			addFound();
			watch = new ListWatch(newList(subject, used, now), now, quietPages);
		}
		account = used ?? account;
		if (watch.at === at) watch.take(answer.value);
	}
	addFound();
	return { kind: 'watched', events, state: { ...watch.state(), accountId: account } };
}

async function pollAccounts(
	poll: Poll,
	client: PollClient,
	stored: unknown,
): Promise<Watched<AccountsState | null> | Failed> {
	const subject = subjectOf(poll);
	const known = accountsStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : null;
	const listed = await askForAccounts(poll, client);
	if (listed === null) return { kind: 'watched', events: [], state: before };
	if (listed.kind === 'failed') return listed;
	const { found, state } = watchAccounts(before, subject, listed.accounts);
	const events = found.map((account) => toAccountEvent(poll, account));
	return { kind: 'watched', events, state };
}

interface ListedAccounts {
	readonly kind: 'listed';
	readonly accounts: ReadonlyArray<WithAccount<AccountReport>>;
}

async function askForAccounts(
	poll: Poll,
	client: PollClient,
): Promise<ListedAccounts | Failed | null> {
	const { open, accountId } = poll;
	const { provider, version, api } = open;
	const { accounts } = provider;
	if (!accounts || !isIn(accounts, version)) return lacks(poll);
	const answer = await client.ask(async () => await accounts.list(api));
	if (answer === null || answer.kind === 'failed') return answer;
	const own = answer.value.filter((one) => accountId === null || one.accountId === accountId);
	return accountId === null || own.length > 0
		? { kind: 'listed', accounts: own }
		: noSuchAccount(provider.name, accountId);
}

function toListEvent(
	{ open, now }: Poll,
	event: PolledListEvent,
	accountId: string | null,
	{ profile, since, fields }: ListedPerson,
): OutreachEvent {
	return {
		event,
		provider: open.provider.id,
		accountId,
		profile,
		occurredAt: toIso(since ?? now),
		providerEvent: fields,
	};
}

function toAccountEvent(
	{ open, event, now }: Poll,
	{ accountId, report }: WithAccount<AccountReport>,
): OutreachEvent {
	return {
		event,
		provider: open.provider.id,
		accountId,
		profile: profileOrNull(report.publicIdentifier),
		occurredAt: toIso(now),
		providerEvent: report,
	};
}

/** The limit of reading the list: the same as in the action nodes. */
function keyOf({ open, accountId, event }: Poll): string {
	const { provider } = open;
	const limit =
		event === 'account_needs_attention'
			? provider.accounts?.limit
			: polledList(provider.polls, event)?.limit;
	return limitKey(accountKey(provider.id, open, accountId), limit ?? event);
}

function asLimit({ retryAt, message }: { retryAt: number; message: string }): ActiveLimit {
	return { info: NO_RATE_LIMIT_INFO, scope: 'unknown', retryAt, message };
}

function limited(providerName: string, limit: ActiveLimit | null): Failed {
	const when = limit ? `after ${toIso(limit.retryAt)}` : 'in a minute';
	return failedWith(limitReached(providerName, `Try again ${when}.`));
}
