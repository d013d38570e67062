import { z } from 'zod';
import { looseId } from '../base/schemas';
import type { Position } from '../base/vocabulary';
import type { ListedRow, Page } from '../operations/pages';
import { failedWith, type Failed, type Result } from '../operations/result';
import type { OpenProvider } from '../provider/open';
import type { PolledEvent, PolledList } from '../provider/provider';
import type { OutreachEvent } from './events';
import type { Budget } from './poll-client';

/** Maximum pages read by one poll; the next one continues from there. */
export const MOST_PAGES = 60;

/** What one poll works with. */
export interface Poll {
	readonly kind: 'poll';
	readonly open: OpenProvider;
	readonly event: PolledEvent;
	/** Null for the provider's default account or, if accounts are watched, for all of them. */
	readonly accountId: string | null;
	/** For `invitation_not_accepted`: after this many days. */
	readonly days: number;
	/** The previous poll's state, as n8n stored it. */
	readonly stored: unknown;
	readonly budget: Budget;
	readonly log: (message: string) => void;
	/** ms since 1970 */
	readonly now: number;
}

/** The events found, oldest first, and the state for the next poll. */
export interface Watched<State> {
	readonly kind: 'watched';
	readonly events: OutreachEvent[];
	readonly state: State;
}

/** An example of a watched event; `event` is null if there is none. */
export interface Newest {
	readonly kind: 'newest';
	readonly event: OutreachEvent | null;
}

/** What each list contains, for messages. */
const ROWS: Readonly<Record<PolledEvent, string>> = {
	account_needs_attention: 'accounts',
	connection_accepted: 'connections',
	invitation_not_accepted: 'sent invitations',
	invitation_received: 'received invitations',
	reply_received: 'conversations',
};

type ReadPage<Row> = (at: Position) => Promise<Result<Page<Row>>>;

/** Reads a page of a list; null if the provider, or this version of its API, has none. */
export function pageReader<Row extends ListedRow>(
	{ open, accountId }: Poll,
	list: PolledList<unknown, Row> | undefined,
): ReadPage<Row> | null {
	const { provider, version, api } = open;
	const { polls } = provider;
	const isHad = polls?.version === undefined || polls.version.id === version.id;
	return list && isHad ? async (at: Position) => await list.page(api, accountId, at) : null;
}

/** The owner of the list. A different key has a different default account. */
export function subjectOf({ open, event, accountId }: Poll): string {
	const unnamed = event === 'account_needs_attention' ? 'all' : `default of ${open.keyId}`;
	return [open.provider.id, event, accountId === null ? unnamed : `account ${accountId}`].join('|');
}

/** Some providers report in each response which account they used. */
export function accountIn(body: unknown): string | null {
	return z.object({ accountId: looseId }).safeParse(body).data?.accountId ?? null;
}

export function lacks({ open, event }: Poll): Failed {
	return failedWith({
		source: 'workflow',
		message: `${open.version.name} does not list ${ROWS[event]}`,
		description: "Choose another 'Event', or another 'Provider'.",
	});
}
