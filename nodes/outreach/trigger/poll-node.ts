import {
	NodeOperationError,
	type INodeExecutionData,
	type IPollFunctions,
	type NodeApiError,
} from 'n8n-workflow';
import { z } from 'zod';
import { attempt, type Failure } from '../base/errors';
import { toDataObject } from '../base/objects';
import { processState } from '../base/process-state';
import { shower } from '../base/text';
import { failedWith, type Failed } from '../operations/result';
import { openProvider } from '../provider/open';
import type { ApiVersion, PolledEvent, Provider } from '../provider/provider';
import { failureOf, toNodeError } from '../tasks/errors';
import type { OutreachEvent } from './events';
import { onlyFromLog } from './from-log';
import { newestEvent, pollOnce, type Polled, type Stored } from './poll';
import { Budget } from './poll-client';
import type { Poll } from './polled';
import { hasUnread } from './replies';

/** Maximum duration of a poll (ms). n8n delays a workflow's activation until its first poll is done. */
const POLL_MS = 60_000;

/** What a node watches, as its parameters say. */
export interface PollConfig {
	readonly provider: Provider;
	readonly event: PolledEvent;
	/** Null for the provider's default account or, if accounts are watched, for all of them. */
	readonly accountId: string | null;
	/** For `invitation_not_accepted`: after this many days. */
	readonly days: number;
	/** The ID of the Data Table whose people start the workflow; null for everyone. */
	readonly logTable: string | null;
	/** The range of the random time between two polls (ms); null to poll whenever n8n does. */
	readonly gap: { readonly from: number; readonly to: number } | null;
}

/** The delay after a poll that failed, or did not finish its list. */
const SHORT_GAP = { from: 10 * 60_000, to: 30 * 60_000 };

/** The nodes with a poll in progress: n8n starts the next one even if the last has not ended. */
const underWay = processState.add(() => new Set<string>());

/**
 * The `poll` of a polling trigger: one item for each event since the previous poll, or null if there is none.
 * `read` returns what to watch; if it throws, the poll ends.
 */
export async function pollOutreach(
	context: IPollFunctions,
	read: () => PollConfig,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return toItems([await showNewest(context, read)]);
	const node = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	if (underWay().has(node)) return null;
	underWay().add(node);
	try {
		return toItems(await pollOn(context, read));
	} finally {
		underWay().delete(node);
	}
}

async function pollOn(context: IPollFunctions, read: () => PollConfig): Promise<OutreachEvent[]> {
	const staticData = context.getWorkflowStaticData('node');
	const config = configOf(context, read);
	const { gap } = config;
	const of = watchedAs(config);
	const { next: due } = storedSchema.parse(staticData.poll);
	if (gap && due?.of === of && isAhead(due.at, gap)) return [];
	// Older versions of n8n have no time limit; newer ones discard the result of a poll that takes too long.
	const budget = new Budget(Math.min(POLL_MS, context.getPollBudgetMs?.() ?? POLL_MS));
	const poll = await open(context, config, budget, staticData.poll);
	const polled = poll.kind === 'failed' ? poll : await pollWithin(context, config, poll);
	if (polled.kind === 'failed') {
		// Only the time of the next poll changes.
		if (gap) {
			const next = { of, at: randomlyAfter(SHORT_GAP) };
			staticData.poll = { ...toDataObject(staticData.poll), next };
		}
		throw toPollError(context, polled.failure);
	}
	// The only write, and only together with the events. n8n saves it to its database if the poll returns events,
	// and at activation. The state of a poll without events exists only in the process until then. So after a
	// restart the state may be older, but not older than the last event: only rows of the baseline and account
	// recoveries seen since are lost, and are read again. There is one way for an older state to reach the
	// database: an execution that started before that event and ends after it, with its own static data to save,
	// since n8n saves a workflow's static data as a whole.
	const { watch, limit } = polled.state;
	const next = gap && { of, at: randomlyAfter(isThrough(watch) ? gap : SHORT_GAP) };
	staticData.poll = { watch, limit, ...(next ? { next } : {}) };
	return polled.events;
}

/** If the log cannot be read, the state does not change either: the next poll finds the same events. */
async function pollWithin(
	context: IPollFunctions,
	{ logTable }: PollConfig,
	poll: Poll,
): Promise<Polled | Failed> {
	const polled = await pollOnce(poll);
	if (polled.kind === 'failed' || logTable === null) return polled;
	try {
		return { ...polled, events: await onlyFromLog(context, logTable, polled.events) };
	} catch (thrown) {
		return failedWith(failureOf(thrown));
	}
}

/** When the next poll is due (ms since 1970) for polls at random times, and what it watches. */
const storedSchema = z
	.object({ next: z.object({ of: z.string(), at: z.number() }).optional() })
	.catch({});

/** A time further ahead than any gap was stored while the clock was ahead. */
function isAhead(at: number, { to }: NonNullable<PollConfig['gap']>): boolean {
	const wait = at - Date.now();
	return wait > 0 && wait <= to;
}

/** Whether the poll left nothing to read soon. */
function isThrough(watch: Stored['watch']): boolean {
	if (watch === null) return false;
	if ('waiting' in watch) return !hasUnread(watch);
	return !('place' in watch && watch.place !== null);
}

const watchedAs = ({ provider, event, accountId }: PollConfig) =>
	JSON.stringify([provider.id, event, accountId]);

function randomlyAfter({ from, to }: NonNullable<PollConfig['gap']>): number {
	return Date.now() + from + Math.random() * (to - from);
}

/** For *Fetch Test Event*: changes no state, so that it takes nothing from the active workflow. */
async function showNewest(context: IPollFunctions, read: () => PollConfig): Promise<OutreachEvent> {
	const config = configOf(context, read);
	const poll = await open(context, config, new Budget(Infinity), null);
	const newest = poll.kind === 'failed' ? poll : await newestEvent(poll);
	if (newest.kind === 'failed') throw toPollError(context, newest.failure);
	if (newest.event === null) {
		throw new NodeOperationError(context.getNode(), 'There is nothing to show yet', {
			description:
				"The provider's list is empty. An active workflow starts as soon as there is a new entry.",
		});
	}
	return newest.event;
}

/** @throws NodeOperationError if a parameter cannot be used */
function configOf(context: IPollFunctions, read: () => PollConfig): PollConfig {
	const config = attempt(read);
	if (config.kind === 'returned') return config.value;
	throw toPollError(context, failureOf(config.thrown));
}

async function open(
	context: IPollFunctions,
	{ provider, event, accountId, days }: PollConfig,
	budget: Budget,
	stored: unknown,
): Promise<Poll | Failed> {
	try {
		const pace = { requestsPerMinute: undefined, wait: budget.wait };
		const opened = await openProvider(context, provider, pace);
		const { version } = opened;
		const only = provider.polls?.version;
		if (only && version.id !== only.id) return notIn(provider, version, only);
		if (accountId !== null) provider.checkAccountId?.(accountId, shower(opened.hide));
		else if (version.account === 'required' && event !== 'account_needs_attention') {
			return noAccount(version);
		}
		const log = (message: string) => context.logger.info(`${context.getNode().name}: ${message}`);
		return {
			kind: 'poll',
			open: opened,
			event,
			accountId,
			days,
			stored,
			budget,
			log,
			now: Date.now(),
		};
	} catch (thrown) {
		return failedWith(failureOf(thrown, provider.name));
	}
}

function toItems(events: readonly OutreachEvent[]): INodeExecutionData[][] | null {
	return events.length === 0 ? null : [events.map((event) => ({ json: toDataObject(event) }))];
}

/** A trigger has no item, but n8n requires an index with each error. */
function toPollError(context: IPollFunctions, failure: Failure): NodeApiError | NodeOperationError {
	return toNodeError(context.getNode(), failure, 0);
}

function notIn(
	{ versions }: Provider,
	{ name }: ApiVersion,
	only: { readonly id: string; readonly advice: string },
): Failed {
	const other = versions.find(({ id }) => id === only.id)?.name ?? only.id;
	return failedWith({
		source: 'workflow',
		message: `${name} cannot be watched, only ${other}`,
		description: only.advice,
	});
}

function noAccount({ name }: ApiVersion): Failed {
	return failedWith({
		source: 'workflow',
		message: `${name} needs to know which account to watch, but 'Account' is empty`,
		description: "Pick an account under 'Account', or enter its ID.",
	});
}
