import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { toIso } from '../moments';
import { isPlainObject, keep } from '../objects';
import { Entries, MANY, MAX_ENTRIES } from './entries';

/** How many invitations are remembered with their dates. */
const DATES_KEPT = 2_000;

/** Finding the oldest takes far longer than entering one, so that a few too many are kept meanwhile. */
const DATES_DROPPED_EVERY = 100;

/**
 * What is known of a person from any execution: never asked for; invited; or asked for, without the end being known
 * (the process died, or the answer never came).
 */
export type KnownOf = 'nothing' | 'invited' | 'open';

/** When a person was invited, as far as this process knows. Kept out of n8n's store, which holds hashes only. */
const invitedAt = new Map<string, string>();

/**
 * The invitations that a node asked for, in n8n's own database, where they outlive the execution and the process. An
 * entry is written before the request leaves, and the request leaves once it is sure to stay: of two workers that go
 * for one person at the same moment one finds its mark gone, and lets the other invite.
 */
export class Ledger {
	private readonly entries: Entries;
	private readonly stored: IDataObject;
	private datesEntered = 0;

	constructor(context: IExecuteFunctions) {
		this.entries = new Entries(context);
		this.stored = context.getWorkflowStaticData('node');
	}

	/** Whether n8n's store answers. */
	get available() {
		return this.entries.available;
	}

	/** Looks a person up, and leaves nothing behind that would be taken for an invitation. */
	async look(person: string): Promise<KnownOf> {
		const { entries } = this;
		await entries.settle(MANY);
		const mark = entries.markOn(`look ${person}`);
		return await entries.locked('nothing', async () => {
			// n8n's store can only be asked by entering. Both go in at once, so that a crash here leaves an open
			// entry, about which the provider is asked, and never one that reads as an invitation.
			const fresh = await entries.record([mark, asked(person), open(person)]);
			if (!fresh.has(open(person))) {
				await entries.remove([mark]);
				return 'open';
			}
			if (!fresh.has(asked(person))) {
				await entries.withdraw(mark, [open(person)]);
				return 'invited';
			}
			const both = [asked(person), open(person)];
			await entries.withdraw(mark, both, async () => await this.leftOfLook(person, both));
			return 'nothing';
		});
	}

	/** What is to go of a look that came back: the person may have been asked since, by this run or by another. */
	private async leftOfLook(person: string, both: readonly string[]): Promise<readonly string[]> {
		const fresh = await this.entries.record([claim(person), open(person)]);
		const isLook = fresh.has(claim(person)) && !fresh.has(open(person));
		return isLook
			? [claim(person), ...both]
			: [claim(person), open(person)].filter((value) => fresh.has(value));
	}

	/**
	 * An invitation is about to be asked for by who looked the person up as `before`. Returns what is known now: something
	 * else means that another worker entered the person meanwhile, and that this one is not to ask.
	 */
	async enter(person: string, before: KnownOf): Promise<KnownOf> {
		const { entries } = this;
		const mark = entries.markOn(person);
		const all = [mark, claim(person), asked(person), open(person)];
		const leave = async (fresh: Set<unknown>): Promise<KnownOf | null> => {
			// One is gone without the other: another worker's claim stands, or it took this one's for its own and settled.
			if (fresh.has(mark) !== fresh.has(claim(person))) {
				await entries.remove([mark]);
				return 'open';
			}
			// An open entry without a claim is another worker's look, which leaves none behind.
			const isSettled = !fresh.has(asked(person)) && fresh.has(open(person));
			if (before !== 'nothing' || !fresh.has(mark) || !isSettled) return null;
			await entries.withdraw(mark, [claim(person), open(person)]);
			return 'invited';
		};
		return (await entries.enter(all, leave)) ?? before;
	}

	/** The invitation went out. */
	async settle(person: string, now: number): Promise<void> {
		const at = toIso(now);
		keep(invitedAt, MAX_ENTRIES, person, at);
		this.rememberDate(person, at);
		await this.restore(person, 'invited');
	}

	/** Nothing was accepted: what was known of the person before the request holds again. */
	async restore(person: string, before: KnownOf): Promise<void> {
		if (before === 'open') return;
		const gone = [claim(person), open(person), ...(before === 'nothing' ? [asked(person)] : [])];
		const mark = this.entries.markOn(person);
		await this.entries.tidy(async () => await this.entries.withdraw(mark, gone));
	}

	/** When the person was invited, where that is still known (ISO 8601 UTC). */
	invitedSince(person: string): string | null {
		const stored = isPlainObject(this.stored.invitedAt) ? this.stored.invitedAt[person] : null;
		return invitedAt.get(person) ?? (typeof stored === 'string' ? stored : null);
	}

	/** Takes place `number` of a period under a cap. False: it is taken already. */
	async takePlace(period: string, number: number): Promise<boolean> {
		const { entries } = this;
		const name = place(period, number);
		const mark = entries.markOn(name);
		const taken = await entries.enter([mark, name], async (fresh) => {
			if (fresh.has(name)) return null;
			await entries.remove([mark]);
			return true;
		});
		if (taken) return false;
		await entries.tidy(async () => await entries.remove([mark]));
		return true;
	}

	async leavePlace(period: string, number: number): Promise<void> {
		await this.entries.tidy(async () => await this.entries.remove([place(period, number)]));
	}

	/** The run is over: what it took out stays out. */
	async close(): Promise<void> {
		await this.entries.settle();
	}

	/** In the node's static data, which n8n saves at the end of production executions only: best effort. */
	private rememberDate(person: string, at: string): void {
		const dates = isPlainObject(this.stored.invitedAt) ? this.stored.invitedAt : {};
		delete dates[person];
		dates[person] = at;
		// By being set n8n notices that there is something to save.
		this.stored.invitedAt = dates;
		if (this.datesEntered++ % DATES_DROPPED_EVERY > 0) return;
		for (const oldest of Object.keys(dates).slice(0, -DATES_KEPT)) delete dates[oldest];
	}
}

const asked = (person: string) => `asked ${person}`;
const open = (person: string) => `open ${person}`;
const claim = (person: string) => `claim ${person}`;
const place = (period: string, number: number) => `place ${period} ${number}`;

/** For tests: what this process knows of dates. */
export function forgetInvitationDates(): void {
	invitedAt.clear();
}
