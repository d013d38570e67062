import type { ProviderName } from '../simulator/providers';
import { dayStart, iso, weekStart } from '../simulator/world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What the example says: its caps, its hours and its days. */
export const RULES = {
	dailyCap: 20,
	weeklyCap: 80,
	messagesADay: 40,
	welcomeFrom: 9 * HOUR,
	welcomeUntil: 17.5 * HOUR,
	followUpAfter: 5 * DAY,
	acceptedAtMost: 14 * DAY,
	withdrawAfter: 21 * DAY,
};

/** Whoever was reachable for so long has to be reached: over a weekend, a day lost to a crash and a limit. */
const PATIENCE = 5 * DAY;

/** How much later than it was decided on a send may arrive (simulated ms): half a second of real time, by night. */
const UNDER_WAY = 20 * 60_000;

/** A workflow that sends, and the people on its list. */
export interface Sequence {
	readonly provider: ProviderName;
	readonly account: string;
	readonly names: readonly string[];
	readonly workflowId: string;
	/** Whether the provider can be asked about people: SendPilot cannot, and so gets no follow-ups and withdraws nothing. */
	readonly asks: boolean;
}

/** Moments in ms since 1970, by the simulated clock. */
export interface Invitation {
	readonly account: string;
	readonly person: string;
	readonly at: number;
}

export interface Message extends Invitation {
	readonly isOwn: boolean;
	readonly text: string;
}

/** A row of the log, as far as it is compared. */
export interface LogEntry {
	readonly person: string;
	readonly action: string;
	readonly status: string;
	readonly account: string;
	readonly acceptedAt: number | null;
}

/** What really happened, by the simulated providers' own record, and what n8n says of it. */
export interface Month {
	readonly from: number;
	readonly until: number;
	readonly sequences: readonly Sequence[];
	readonly invitations: readonly Invitation[];
	readonly messages: readonly Message[];
	/** by account and person, as `pairOf` joins them */
	readonly acceptedAt: ReadonlyMap<string, number>;
	readonly withdrawnAt: ReadonlyMap<string, number>;
	readonly log: readonly LogEntry[];
	/** of each finished run of the node that invites, items that it got and items that it gave */
	readonly runs: ReadonlyArray<{
		readonly what: string;
		readonly got: number;
		readonly gave: number;
	}>;
	/** what prospects were said to be, and since when they are connected */
	readonly checks: ReadonlyArray<{
		readonly prospect: number;
		readonly at: number;
		readonly outcome: string;
	}>;
	readonly connectedAt: ReadonlyMap<number, number>;
	/** when n8n was killed or restarted */
	readonly interruptedAt: readonly number[];
	/** how often a send may have been broken off: by a fault of a provider, or by the end of n8n */
	readonly brokenOff: number;
	/** files in which a key was found */
	readonly leaks: readonly string[];
}

export const pairOf = (account: string, person: string) => `${account} ${person}`;

const isWeekend = (at: number) => [0, 6].includes(new Date(at).getUTCDay());

function grouped<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of list) {
		const group = groups.get(key(one));
		if (group) group.push(one);
		else groups.set(key(one), [one]);
	}
	return groups;
}

const oneInvitationEach = ({ invitations }: Month) =>
	[...grouped(invitations, ({ person }) => person)]
		.filter(([, sent]) => sent.length > 1)
		.map(
			([person, sent]) =>
				`${person} was invited ${sent.length} times: ${sent.map(({ at }) => iso(at)).join(', ')}`,
		);

/** What the accounts wrote. */
const writtenIn = ({ messages }: Month) => messages.filter(({ isOwn }) => isOwn);

const oneOfEachMessage = (month: Month) =>
	[...grouped(writtenIn(month), (one) => `${pairOf(one.account, one.person)}: ${one.text}`)]
		.filter(([, sent]) => sent.length > 1)
		.map(([what, sent]) => `Written ${sent.length} times to ${what}`);

function overCap(
	what: string,
	sent: ReadonlyArray<{ account: string; at: number }>,
	start: (at: number) => number,
	cap: number,
): string[] {
	return [...grouped(sent, ({ account, at }) => `${account} from ${iso(start(at))}`)]
		.filter(([, all]) => all.length > cap)
		.map(([period, all]) => `${all.length} ${what} through ${period}, with a cap of ${cap}`);
}

function withinCaps(month: Month): string[] {
	const { invitations } = month;
	const texts = grouped(writtenIn(month), ({ text }) => text);
	return [
		...overCap('invitations in a day', invitations, dayStart, RULES.dailyCap),
		...overCap('invitations in a week', invitations, weekStart, RULES.weeklyCap),
		...[...texts.values()].flatMap((sent) =>
			overCap('messages in a day', sent, dayStart, RULES.messagesADay),
		),
	];
}

/** What an account wrote to a person, and they to it, in order. */
interface Thread {
	readonly what: string;
	readonly accepted: number | undefined;
	readonly own: readonly Message[];
	readonly replies: readonly Message[];
}

function threads({ messages, acceptedAt }: Month): Thread[] {
	return [...grouped(messages, (one) => pairOf(one.account, one.person))].map(([pair, all]) => ({
		what: pair,
		accepted: acceptedAt.get(pair),
		own: all.filter(({ isOwn }) => isOwn),
		replies: all.filter(({ isOwn }) => !isOwn),
	}));
}

function historyOf({ what, accepted, own, replies }: Thread): string[] {
	const [welcome, followUp] = own;
	if (!welcome) return [];
	if (accepted === undefined || welcome.at < accepted)
		return [`${what} was written to before they accepted`];
	const time = welcome.at - dayStart(welcome.at);
	const found: string[] = [];
	if (isWeekend(welcome.at) || time < RULES.welcomeFrom || time > RULES.welcomeUntil + UNDER_WAY) {
		found.push(`${what} was welcomed out of hours, at ${iso(welcome.at)}`);
	}
	if (followUp && followUp.at - welcome.at < RULES.followUpAfter) {
		found.push(
			`${what} was followed up ${Math.round((followUp.at - welcome.at) / HOUR)} hours after the welcome`,
		);
	}
	const reply = replies[0];
	if (followUp && reply && reply.at < followUp.at - UNDER_WAY) {
		found.push(`${what} was followed up at ${iso(followUp.at)} after a reply at ${iso(reply.at)}`);
	}
	return found;
}

const stateOf = ({ status }: LogEntry) =>
	status === 'open' || status.startsWith('claimed') ? 'in doubt' : status;

/** The log agrees with what happened: every invitation has its row, and no row says of anybody what is not so. */
function logAgrees({ log, invitations, acceptedAt }: Month): string[] {
	// A claim counts for nothing: a worker that was killed may have left one.
	const rows = grouped(
		log.filter(({ action, status }) => action === 'invitation' && !status.startsWith('claimed')),
		({ person }) => person,
	);
	const invited = new Map(invitations.map((one) => [`in:${one.person}`, one]));
	const missing = [...invited.keys()].filter((person) => !rows.has(person));
	const found = missing.map((person) => `${person} was invited and is not in the log`);
	for (const [person, [row, ...more]] of rows) {
		if (!row) continue;
		if (more.length > 0) found.push(`${person} has ${more.length + 1} rows of invitations`);
		const invitation = invited.get(person);
		const state = stateOf(row);
		if (!invitation) {
			if (state !== 'in doubt')
				found.push(`${person} is "${row.status}" in the log and was not invited`);
			continue;
		}
		if (row.account !== invitation.account)
			found.push(`${person} was invited by ${invitation.account}, not ${row.account}`);
		const accepted = acceptedAt.get(pairOf(invitation.account, invitation.person));
		if (state !== 'accepted') continue;
		// ConnectSafely tells the day alone; an event waits for a poll, or for n8n to be there again.
		const isClose =
			accepted !== undefined &&
			row.acceptedAt !== null &&
			Math.abs(row.acceptedAt - accepted) <= 2 * DAY;
		if (!isClose)
			found.push(
				`${person} accepted at ${accepted === undefined ? 'no time' : iso(accepted)}, not at ${row.acceptedAt === null ? 'none' : iso(row.acceptedAt)}`,
			);
	}
	return found;
}

/** Nobody is in doubt for no reason. */
function doubtsHaveReasons({ log, brokenOff }: Month): string[] {
	const inDoubt = log.filter((row) => stateOf(row) === 'in doubt').length;
	return inDoubt > brokenOff
		? [`${inDoubt} sends are in doubt, and ${brokenOff} were broken off`]
		: [];
}

/** A send in doubt that the provider cannot be asked about is not made again: it is not forgotten, but shown. */
function doubts({ log }: Month, action: string): Set<string> {
	return new Set(
		log
			.filter((row) => row.action === action && stateOf(row) === 'in doubt')
			.map(({ person }) => person),
	);
}

/** The days that begin after `from` and on which it was ten o'clock before `until`. */
const weekdaysBetween = (from: number, until: number) => {
	let count = 0;
	for (let day = dayStart(from) + DAY; day + 10 * HOUR <= until; day += DAY)
		if (!isWeekend(day)) count++;
	return count;
};

/** The daily run starts at ten, and ends within an hour. */
const RUN = { from: 10 * HOUR, until: 11 * HOUR };

/**
 * How many an account can invite within the caps: not on days on which n8n was interrupted while it sent, and not on one
 * day of every week, which it may lose to limits and faults.
 */
function possibleInvitations({ from, until, interruptedAt }: Month): number {
	const isWhole = (day: number) =>
		!isWeekend(day) && !interruptedAt.some((at) => at > day + RUN.from && at < day + RUN.until);
	let possible = 0;
	for (let week = weekStart(from); week < until; week += 7 * DAY) {
		const days = Array.from({ length: 7 }, (_, index) => week + index * DAY)
			.filter((day) => day >= dayStart(from) && day + RUN.until <= until)
			.filter(isWhole);
		possible += Math.min(RULES.weeklyCap, RULES.dailyCap * Math.max(0, days.length - 1));
	}
	return possible;
}

function nobodyForgotten(month: Month): string[] {
	const { sequences, invitations, acceptedAt, withdrawnAt, until } = month;
	const invited = new Map(invitations.map((one) => [one.person, one]));
	const inDoubt = doubts(month, 'invitation');
	const messageInDoubt = doubts(month, 'message');
	const found: string[] = [];
	const possible = possibleInvitations(month);
	for (const { names, account } of sequences) {
		const left = names.filter((name) => !invited.has(name) && !inDoubt.has(`in:${name}`));
		const due = Math.max(0, Math.min(names.length, possible) - (names.length - left.length));
		if (due > 0) found.push(`${account} has not invited ${due} who were due of ${left.join(', ')}`);
	}
	const written = new Map(threads(month).map((thread) => [thread.what, thread]));
	const asking = new Set(sequences.filter(({ asks }) => asks).map(({ account }) => account));
	for (const { account, person, at } of invitations) {
		const pair = pairOf(account, person);
		const accepted = acceptedAt.get(pair);
		if (accepted === undefined) {
			const isDue = asking.has(account) && at + RULES.withdrawAfter + PATIENCE < until;
			if (isDue && !withdrawnAt.has(pair))
				found.push(`${pair}, invited at ${iso(at)}, was not withdrawn`);
			continue;
		}
		if (messageInDoubt.has(`in:${person}`)) continue;
		const { own = [], replies = [] } = written.get(pair) ?? {};
		const [welcome, followUp] = own;
		if (!welcome) {
			if (accepted + PATIENCE < until)
				found.push(`${pair} accepted at ${iso(accepted)} and was not welcomed`);
			continue;
		}
		if (!asking.has(account) || followUp) continue;
		// The example counts from the acceptance, by the day, and gives up after two weeks.
		const dueFrom = Math.max(accepted, welcome.at) + RULES.followUpAfter + DAY;
		const dueUntil = Math.min(
			accepted + RULES.acceptedAtMost - DAY,
			until,
			replies[0]?.at ?? Infinity,
		);
		if (weekdaysBetween(dueFrom, dueUntil) >= 3)
			found.push(`${pair}, welcomed at ${iso(welcome.at)}, was not followed up`);
	}
	return found;
}

const itemsConserved = ({ runs }: Month) =>
	runs
		.filter(({ got, gave }) => got !== gave)
		.map(({ what, got, gave }) => `${what} got ${got} items and gave ${gave}`);

/** A prospect is connected from a moment on, and was so when somebody looked, give or take how long the list takes. */
const prospectsAgree = ({ checks, connectedAt }: Month) =>
	checks
		.filter(({ prospect, at, outcome }) => {
			const since = connectedAt.get(prospect) ?? Infinity;
			if (Math.abs(since - at) < 2 * HOUR) return false;
			return outcome !== (since < at ? 'connected' : 'not_connected');
		})
		.map(
			({ prospect, at, outcome }) => `Prospect ${prospect} was said to be ${outcome} at ${iso(at)}`,
		);

/** Everything that is not as it should be; empty where all is. */
export function complaintsAbout(month: Month): string[] {
	return [
		...oneInvitationEach(month),
		...oneOfEachMessage(month),
		...withinCaps(month),
		...threads(month).flatMap(historyOf),
		...logAgrees(month),
		...doubtsHaveReasons(month),
		...nobodyForgotten(month),
		...itemsConserved(month),
		...prospectsAgree(month),
		...month.leaks.map((file) => `A key is in ${file}`),
	];
}
