import {
	sleep,
	type ICheckProcessedOptions,
	type IDataObject,
	type IExecuteFunctions,
} from 'n8n-workflow';
import { InvalidInput } from '../answer';
import { oneAtATime } from '../run/lock';
import { toIso } from '../moments';
import { isPlainObject, keep } from '../objects';

/**
 * How many entries n8n keeps for a node: one for a person, one for a place under a cap. The oldest go first. n8n reads and
 * writes them all at each look, so this bounds the time too.
 */
const MAX_ENTRIES = 20_000;

/** How many invitations are remembered with their dates. */
const DATES_KEPT = 2_000;

/** Finding the oldest takes far longer than entering one, so that a few too many are kept meanwhile. */
const DATES_DROPPED_EVERY = 100;

/** n8n's first insert for a node can collide with another worker's; SQLite can be busy for a moment. */
const TRIES = 10;

/**
 * What is known of a person from any execution: never asked for; invited; or asked for, without the end being known
 * (the process died, or the answer never came).
 */
export type KnownOf = 'nothing' | 'invited' | 'open';

/** When a person was invited, as far as this process knows. Kept out of n8n's store, which holds hashes only. */
const invitedAt = new Map<string, string>();

/**
 * The invitations that a node asked for, in n8n's own database, where they outlive the execution and the process. An
 * entry is written before the request leaves. Entries are written one at a time in this process; of two workers that
 * write at the same moment one entry may be lost, which is why each is looked for again after it was written.
 */
export class Ledger {
	/** Whether n8n's store answers. */
	available = true;
	private readonly lockName: string;
	private readonly stored: IDataObject;
	private datesEntered = 0;

	constructor(private readonly context: IExecuteFunctions) {
		this.lockName = `ledger ${context.getWorkflow().id} ${context.getNode().id}`;
		this.stored = context.getWorkflowStaticData('node');
	}

	/** Looks a person up, and leaves nothing behind that would be taken for an invitation. */
	async look(person: string): Promise<KnownOf> {
		return await this.locked('nothing', async () => {
			// n8n's store can only be asked by entering. Both go in at once, so that a crash here leaves an open
			// entry, about which the provider is asked, and never one that reads as an invitation.
			const fresh = await this.record([asked(person), open(person)]);
			if (!fresh.includes(open(person))) return 'open';
			if (!fresh.includes(asked(person))) {
				await this.remove([open(person)]);
				return 'invited';
			}
			await this.remove([asked(person), open(person)]);
			return 'nothing';
		});
	}

	/**
	 * An invitation is about to be asked for by who looked the person up as `before`. Returns what is known now: something
	 * else means that another worker entered the person meanwhile, and that this one is not to ask.
	 */
	async enter(person: string, before: KnownOf): Promise<KnownOf> {
		return await this.locked(before, async () => {
			const fresh = await this.record([asked(person), open(person)]);
			if (before === 'nothing' && !fresh.includes(asked(person))) {
				if (!fresh.includes(open(person))) return 'open';
				await this.remove([open(person)]);
				return 'invited';
			}
			// Another worker that wrote at the same moment may have lost the entry.
			await this.record([asked(person), open(person)]);
			return before;
		});
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
		const gone = before === 'invited' ? [open(person)] : [asked(person), open(person)];
		await this.tidy(async () => await this.remove(gone));
	}

	/** When the person was invited, where that is still known (ISO 8601 UTC). */
	invitedSince(person: string): string | null {
		const stored = isPlainObject(this.stored.invitedAt) ? this.stored.invitedAt[person] : null;
		return invitedAt.get(person) ?? (typeof stored === 'string' ? stored : null);
	}

	/** Takes place `number` of a period under a cap. False: it is taken already. */
	async takePlace(period: string, number: number): Promise<boolean> {
		const name = place(period, number);
		return await this.locked(true, async () => (await this.record([name])).includes(name));
	}

	async leavePlace(period: string, number: number): Promise<void> {
		await this.tidy(async () => await this.remove([place(period, number)]));
	}

	/** What is left undone here errs on the safe side, and must not make a failure of an invitation that went out. */
	private async tidy(job: () => Promise<void>): Promise<void> {
		try {
			await this.locked(undefined, job);
		} catch (error) {
			this.context.logger.warn('An entry could not be taken out of the store of processed data', {
				error,
			});
		}
	}

	/** Enters values, the one to be kept longest last. Returns those that were not there. */
	private async record(values: string[]): Promise<unknown[]> {
		const { new: fresh } = await this.persist(
			async () => await this.context.helpers.checkProcessedAndRecord(values, 'node', OPTIONS),
		);
		return fresh;
	}

	private async remove(values: string[]): Promise<void> {
		await this.persist(
			async () => await this.context.helpers.removeProcessed(values, 'node', OPTIONS),
		);
	}

	/** Tries one operation of the store until a moment's trouble has passed; what came before it is not done again. */
	private async persist<T>(operation: () => Promise<T>): Promise<T> {
		for (let tries = 1; ; tries++) {
			const ended = await attempt(operation);
			if ('value' in ended) return ended.value;
			if (tries === TRIES || !isPassing(ended.error)) return await Promise.reject(ended.error);
			await sleep(25 * tries);
		}
	}

	/**
	 * Runs a job alone. Where n8n has no store for this workflow the node goes on without; where the store only did not
	 * answer this time, that is thrown, since going on would forget whom it holds.
	 */
	private async locked<T>(otherwise: T, job: () => Promise<T>): Promise<T> {
		if (!this.available) return otherwise;
		return await oneAtATime(this.lockName, async () => {
			const ended = await attempt(job);
			if ('value' in ended) return ended.value;
			if (isPassing(ended.error)) {
				throw new InvalidInput(
					`n8n's database did not answer when it was asked whom this node invited: ${ended.error.message}`,
					'Run the item again. No invitation went out for it.',
				);
			}
			this.context.logger.debug('The store of processed data cannot be used', ended);
			this.available = false;
			return otherwise;
		});
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

async function attempt<T>(operation: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
	try {
		return { value: await operation() };
	} catch (error) {
		return { error };
	}
}

const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: MAX_ENTRIES };

const asked = (person: string) => `asked ${person}`;
const open = (person: string) => `open ${person}`;
const place = (period: string, number: number) => `place ${period} ${number}`;

/** Another worker writes at this moment, in the words of SQLite and PostgreSQL. */
function isPassing(error: unknown): error is Error {
	return (
		error instanceof Error &&
		/unique|duplicate|busy|locked|serializ|deadlock|timeout|connection/i.test(error.message)
	);
}

/** For tests: what this process knows of dates. */
export function forgetInvitationDates(): void {
	invitedAt.clear();
}
