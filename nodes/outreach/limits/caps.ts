import { setActive } from '../base/bounded-map';
import { processState } from '../base/process-state';
import { nextUtcDay, nextUtcMonday } from '../base/time';
import { capEnd, capKey } from './keys';
import { NO_RATE_LIMIT_INFO, type ActiveLimit } from './limits';

/** The author's own caps for an account; 0 means none. */
export interface Caps {
	readonly dailyCap: number;
	readonly weeklyCap: number;
}

/** Stores slots under caps across executions. */
export interface SlotStore {
	/** Reserves slot `number` of a period; false if it is taken. @throws DatabaseUnavailable */
	reserveSlot(period: string, number: number): Promise<boolean>;
	releaseSlot(period: string, number: number): Promise<void>;
}

/** The slots a send uses under the author's caps. */
export interface SlotReservation {
	readonly kind: 'reserved';
	/** When the first of their periods ends, in ms since 1970; `Infinity` without caps. */
	readonly until: number;
	/** Frees the slots, because nothing was accepted. */
	release(): Promise<void>;
}

/** Why no slot could be reserved. */
export interface CapReached {
	readonly kind: 'reached';
	readonly limit: ActiveLimit;
}

/** What is sent, and from which account. */
export interface Counted {
	readonly accountKey: string;
	readonly noun: { readonly one: string; readonly many: string };
}

/** Sends counted by this process, by period. */
const sentInPeriod = processState.add(() => new Map<string, number>());
const MOST_PERIODS = 10_000;

const countIn = (key: string) => sentInPeriod().get(key) ?? 0;

function setCount(key: string, count: number): void {
	const now = Date.now();
	const isActive = (_count: number, period: string) => capEnd(period) > now;
	setActive(sentInPeriod(), MOST_PERIODS, [key, count], isActive);
}

interface Period {
	readonly key: string;
	readonly label: 'day' | 'week';
	readonly cap: number;
	readonly ends: number;
	readonly noun: Counted['noun'];
}

/**
 * Reserves a slot under each cap of an account (UTC day, ISO week), or returns the cap that is reached. Counts
 * across executions: in this process for all workflows, in the store for those that share it. `now` in ms.
 * @throws DatabaseUnavailable
 */
export async function reserveSlots(
	store: SlotStore,
	counted: Counted,
	caps: Caps,
	now: number,
): Promise<SlotReservation | CapReached> {
	const reserved: Array<{ key: string; number: number }> = [];
	const release = async () => {
		for (const { key, number } of reserved) {
			setCount(key, Math.max(0, countIn(key) - 1));
			await store.releaseSlot(key, number);
		}
	};
	let isReserved = false;
	try {
		const periods = periodsOf(counted, caps, now);
		for (const period of periods) {
			const number = await reserveSlot(store, period);
			if (number === null) return { kind: 'reached', limit: reachedLimit(period) };
			reserved.push({ key: period.key, number });
		}
		isReserved = true;
		return { kind: 'reserved', until: Math.min(...periods.map(({ ends }) => ends)), release };
	} finally {
		if (!isReserved) await release();
	}
}

/** The cap that this process knows to be reached, before anything is requested for the item; null if none is. */
export function reachedCap(counted: Counted, caps: Caps, now: number): ActiveLimit | null {
	const reached = periodsOf(counted, caps, now).find(({ key, cap }) => countIn(key) >= cap);
	return reached ? reachedLimit(reached) : null;
}

async function reserveSlot(store: SlotStore, { key, cap }: Period): Promise<number | null> {
	const before = countIn(key);
	let isAnswered = false;
	try {
		for (let number = before + 1; number <= cap; number++) {
			// Counted before calling the store, so that two executions never try the same slot.
			setCount(key, number);
			if (!(await store.reserveSlot(key, number))) continue;
			isAnswered = true;
			return number;
		}
		isAnswered = true;
		return null;
	} finally {
		// The store failed, so no slot was reserved.
		if (!isAnswered) setCount(key, before);
	}
}

function periodsOf({ accountKey, noun }: Counted, caps: Caps, now: number): Period[] {
	const period = (label: Period['label'], cap: number, ends: number): Period => {
		return { key: capKey(accountKey, noun.one, label, ends), label, cap, ends, noun };
	};
	return [
		// The week first: if both are reached, it ends later.
		period('week', caps.weeklyCap, nextUtcMonday(now)),
		period('day', caps.dailyCap, nextUtcDay(now)),
	].filter(({ cap }) => cap > 0);
}

function reachedLimit({ cap, ends, label, noun }: Period): ActiveLimit {
	return {
		info: {
			...NO_RATE_LIMIT_INFO,
			scope: 'cap',
			limit: cap,
			used: cap,
			remaining: 0,
			resetAt: ends,
		},
		scope: 'cap',
		retryAt: ends,
		message: `Held back: your cap of ${cap} ${cap === 1 ? noun.one : noun.many} a ${label} for this account is reached.`,
	};
}
