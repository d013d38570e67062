import { nextUtcDay, nextUtcMonday } from '../moments';
import type { Options } from '../node/options';
import { keepActive } from '../objects';
import type { SendMemory } from '../sends/send-memory';
import { NOTHING_SAID, type Hold, type LimitReading } from './limits';

/** What this process has sent, by account and period. Shared by all its executions. */
const sentInPeriod = new Map<string, number>();
/** Of how many accounts and periods that is known; their names end with when they end. */
const MOST_PERIODS = 10_000;

function count(name: string, number: number): void {
	const now = Date.now();
	const isActive = (_number: number, period: string) =>
		Number(period.slice(period.lastIndexOf(' '))) > now;
	keepActive(sentInPeriod, MOST_PERIODS, [name, number], isActive);
}

interface Period {
	readonly name: string;
	readonly label: 'day' | 'week';
	readonly cap: number;
	readonly ends: number;
}

/** The slots that a send takes up under the author's own caps. */
export interface SlotReservation {
	/** Nothing was accepted: the slots are free again. */
	release(): Promise<void>;
}

/**
 * Reserves a slot under each cap of an account (UTC day, ISO week), or says which cap is full. Counted over executions: in
 * this process for all workflows, in n8n's database for this node.
 */
export async function reserveSlots(
	memory: SendMemory,
	accountKey: string,
	options: Pick<Options, 'dailyCap' | 'weeklyCap'>,
	now: number,
): Promise<SlotReservation | Hold> {
	const taken: Array<{ name: string; number: number }> = [];
	const slots: SlotReservation = {
		release: async () => {
			for (const { name, number } of taken) {
				count(name, Math.max(0, (sentInPeriod.get(name) ?? 0) - 1));
				await memory.releaseSlot(name, number);
			}
		},
	};
	let isReserved = false;
	try {
		for (const period of periodsOf(accountKey, options, now)) {
			const number = await reserveSlot(memory, period);
			if (number === null) return capHold(period);
			taken.push({ name: period.name, number });
		}
		isReserved = true;
		return slots;
	} finally {
		if (!isReserved) await slots.release();
	}
}

async function reserveSlot(memory: SendMemory, { name, cap }: Period): Promise<number | null> {
	const before = sentInPeriod.get(name) ?? 0;
	let isAnswered = false;
	try {
		for (let number = before + 1; number <= cap; number++) {
			// Counted before the store is asked, so that two executions never go for one slot.
			count(name, number);
			if (!(await memory.reserveSlot(name, number))) continue;
			isAnswered = true;
			return number;
		}
		isAnswered = true;
		return null;
	} finally {
		// What the store did not answer took no slot.
		if (!isAnswered) count(name, before);
	}
}

function periodsOf(
	accountKey: string,
	{ dailyCap, weeklyCap }: Pick<Options, 'dailyCap' | 'weeklyCap'>,
	now: number,
): Period[] {
	const [day, week] = [nextUtcDay(now), nextUtcMonday(now)];
	const periods: Period[] = [
		// The week first: where both are full, its end is the later one.
		{ name: `${accountKey} week ${week}`, label: 'week', cap: weeklyCap, ends: week },
		{ name: `${accountKey} day ${day}`, label: 'day', cap: dailyCap, ends: day },
	];
	return periods.filter(({ cap }) => cap > 0);
}

function capHold({ cap, ends, label }: Period): Hold {
	const reading: LimitReading = {
		...NOTHING_SAID,
		scope: 'cap',
		limit: cap,
		used: cap,
		remaining: 0,
		resetAt: ends,
	};
	return {
		reading,
		scope: 'cap',
		retryAt: ends,
		message: `Held back: your cap of ${cap} invitations a ${label} for this account is reached.`,
	};
}

/** For tests: what this process has counted. */
export function forgetCounts(): void {
	sentInPeriod.clear();
}
