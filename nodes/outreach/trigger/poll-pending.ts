import { DAY_MS, toIso } from '../base/time';
import type { Position } from '../base/vocabulary';
import type { Failed } from '../operations/result';
import type { OutreachEvent } from './events';
import {
	MOST_PENDING,
	newPending,
	pendingStateSchema,
	PendingWatch,
	type Overdue,
	type PendingState,
} from './pending';
import type { PollClient } from './poll-client';
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

/**
 * Reads the account's pending invitations and returns those pending for *Days*, each once, including those already
 * overdue at activation. A row without a date counts from when it was first seen.
 */
export async function pollPending(
	poll: Poll,
	client: PollClient,
	stored: unknown,
): Promise<Watched<PendingState> | Failed> {
	const { open, accountId, budget, days, now, log } = poll;
	const page = pageReader(poll, open.provider.polls?.pending);
	if (!page) return lacks(poll);
	const subject = subjectOf(poll);
	const known = pendingStateSchema.safeParse(stored).data;
	const before = known?.subject === subject ? known : newPending(subject, accountId);
	let watch = new PendingWatch(before, now, days);
	if (watch.isResting) return { kind: 'watched', events: [], state: before };
	let account = accountId ?? before.accountId;
	const events: OutreachEvent[] = [];
	const addFound = () => {
		for (const one of oldestFirst(watch.found)) events.push(toPendingEvent(poll, account, one));
	};
	for (let pages = 0; pages < MOST_PAGES && !budget.isOver; pages++) {
		const { at } = watch;
		if (at === null) break;
		const answer = await client.ask(async () => await page(at));
		if (answer === null) break;
		if (answer.kind === 'failed') {
			if (pages > 0 || before.place === null) return answer;
			// A cursor from the last poll may have expired.
			watch = new PendingWatch({ ...before, place: null }, now, days);
			continue;
		}
		const used = accountId ?? accountIn(answer.response?.body);
		if (used !== null && account !== null && used !== account) {
			log(`The default account is now ${used}: invitations already overdue there start nothing`);
			addFound();
			watch = new PendingWatch(newPending(subject, used, true), now, days);
		}
		account = used ?? account;
		if (watch.at === at) watch.take(answer.value);
	}
	addFound();
	if (watch.isFull)
		log(`More than ${MOST_PENDING} invitations are pending, so not all of them are watched`);
	return { kind: 'watched', events, state: { ...watch.state(), accountId: account } };
}

/** One that has been pending long enough, otherwise any pending one. */
export async function newestPending(
	poll: Poll,
	client: PollClient,
): Promise<Newest | Failed | null> {
	const { open, accountId, now, days } = poll;
	const page = pageReader(poll, open.provider.polls?.pending);
	if (!page) return lacks(poll);
	const start: Position = 0;
	const answer = await client.ask(async () => await page(start));
	if (answer === null || answer.kind === 'failed') return answer;
	const { rows } = answer.value;
	const watch = new PendingWatch(newPending('', null), now, days);
	watch.take(answer.value);
	const [row] = rows;
	const example =
		watch.found[0] ?? (row ? { row, sentAtLatest: row.sentAtLatest ?? now } : undefined);
	const account = accountId ?? accountIn(answer.response?.body);
	return { kind: 'newest', event: example ? toPendingEvent(poll, account, example) : null };
}

const oldestFirst = (found: readonly Overdue[]) =>
	[...found].reverse().sort((one, other) => one.sentAtLatest - other.sentAtLatest);

function toPendingEvent(
	{ open, event, days, now }: Poll,
	accountId: string | null,
	{ row, sentAtLatest }: Overdue,
): OutreachEvent {
	const overdueAt = row.sentAtLatest === null ? now : sentAtLatest + days * DAY_MS;
	return {
		event,
		provider: open.provider.id,
		accountId,
		profile: row.profile,
		occurredAt: toIso(overdueAt),
		providerEvent: row.fields,
	};
}
