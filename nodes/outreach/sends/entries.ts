import { randomUUID } from 'node:crypto';
import { sleep, type ICheckProcessedOptions, type IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../answer';
import { oneAtATime } from '../run/lock';

/**
 * How many entries n8n keeps for a node: one for a person, one for a place under a cap. The oldest go first. n8n reads and
 * writes them all at each look, so this bounds the time too.
 */
export const MAX_ENTRIES = 20_000;

/** n8n's first insert for a node can collide with another worker's; SQLite can be busy for a moment. */
const TRIES = 10;

/** How often a claim is looked for again before the item is given up. */
const LOOKS = 20;

/** By how much another process's operation may take longer than half of this one's of late, and than its slowest. */
const PATIENCE = 12;
const PATIENCE_WITH_SLOWEST = 3;
const LONGEST_WAIT_MS = 500;
/** Only a store in memory is as quick as that; nobody else writes to it. */
const SHORTEST_WAIT_MS = 4;
const OF_LATE = 50;

/** How long the latest operations of the store took in this process (ms). */
const durations: number[] = [];

/** What was taken out: it came back if its mark did, which only this run knows. */
interface Withdrawal {
	readonly mark: string;
	/** What is to go again, of what came back. */
	readonly again: () => Promise<readonly string[]>;
}

/** So many withdrawals are worth looking after before a run is over. */
export const MANY = 50;

/**
 * A node's entries in n8n's store of processed data. n8n reads a node's entries, changes them and writes them all back,
 * without a lock: within this process one operation goes after the other, but what two workers write at the same moment
 * is as the later one left it. What must not be lost is therefore looked for again once every such write has ended.
 */
export class Entries {
	/** Whether n8n's store answers. */
	available = true;
	private readonly name: string;
	private readonly run = randomUUID();
	private withdrawals: Withdrawal[] = [];

	constructor(private readonly context: IExecuteFunctions) {
		this.name = `ledger ${context.getWorkflow().id} ${context.getNode().id}`;
	}

	/** An entry that no other run has: it comes and goes with what this run enters beside it. */
	markOn(value: string): string {
		return `mark ${this.run} ${value}`;
	}

	/** Puts values in, the one to be kept longest last. Returns those that were not there. */
	async record(values: string[]): Promise<Set<unknown>> {
		const { new: fresh } = await this.persist(
			async () => await this.context.helpers.checkProcessedAndRecord(values, 'node', OPTIONS),
		);
		return new Set<unknown>(fresh);
	}

	async remove(values: readonly string[]): Promise<void> {
		await this.persist(
			async () => await this.context.helpers.removeProcessed([...values], 'node', OPTIONS),
		);
	}

	/**
	 * Takes out a mark and what was entered beside it. Another worker's write can bring both back, together; `again` then
	 * says what is to go once more.
	 */
	async withdraw(
		mark: string,
		values: readonly string[],
		again: Withdrawal['again'] = async () => values,
	): Promise<void> {
		this.withdrawals.push({ mark, again });
		await this.remove([mark, ...values]);
	}

	/**
	 * Enters values, this run's mark among them, waits until no other write that began before is under way, and looks
	 * whether all are there. `leave` is told which were not there before: what it resolves to, if not null, is what another
	 * worker's entries say, to which this one gives way.
	 */
	async enter<T>(values: string[], leave: (fresh: Set<unknown>) => Promise<T | null>) {
		for (let looks = 0; looks <= LOOKS; looks++) {
			if (looks > 0) await untilSettled();
			let isEntered = false;
			const other = await this.locked(null, async () => {
				const fresh = await this.record(values);
				isEntered = fresh.size === 0;
				return isEntered ? null : await leave(fresh);
			});
			if (isEntered || other !== null || !this.available) return other;
		}
		await this.tidy(async () => await this.remove(values));
		throw new InvalidInput(
			'Too many n8n workers write at once to what this node remembers of its invitations',
			'Run the item again. No invitation went out for it.',
		);
	}

	/** Looks after what was withdrawn, at the end of a run or where there is much of it: what came back goes again. */
	async settle(atLeast = 1): Promise<void> {
		for (let looks = 0; looks < LOOKS; looks++) {
			if (!this.available || this.withdrawals.length < atLeast) return;
			const looked = this.withdrawals.splice(0);
			await untilSettled();
			await this.tidy(async () => {
				const marks = looked.map(({ mark }) => mark);
				const fresh = await this.record(marks);
				const back = looked.filter(({ mark }) => !fresh.has(mark));
				const gone: string[] = [];
				for (const { mark, again } of back) {
					const values = await again();
					gone.push(...values);
					this.withdrawals.push({ mark, again: async () => values });
				}
				// With their marks, in one go: else what comes back could come back without.
				await this.remove([...marks, ...gone]);
			});
		}
	}

	/** What is left undone here errs on the safe side, and must not make a failure of an invitation that went out. */
	async tidy(job: () => Promise<void>): Promise<void> {
		try {
			await this.locked(undefined, job);
		} catch (error) {
			this.context.logger.warn('An entry could not be taken out of the store of processed data', {
				error,
			});
		}
	}

	/**
	 * Runs a job alone. Where n8n has no store for this workflow the node goes on without; where the store only did not
	 * answer this time, that is thrown, since going on would forget whom it holds.
	 */
	async locked<T>(otherwise: T, job: () => Promise<T>): Promise<T> {
		if (!this.available) return otherwise;
		return await oneAtATime(this.name, async () => {
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

	/** Tries one operation of the store until a moment's trouble has passed; what came before it is not done again. */
	private async persist<T>(operation: () => Promise<T>): Promise<T> {
		for (let tries = 1; ; tries++) {
			const began = performance.now();
			const ended = await attempt(operation);
			durations.push(performance.now() - began);
			if (durations.length > OF_LATE) durations.shift();
			if ('value' in ended) return ended.value;
			if (tries === TRIES || !isPassing(ended.error)) return await Promise.reject(ended.error);
			await sleep(25 * tries);
		}
	}
}

/** Waits until the writes of other processes that began before now have ended. */
async function untilSettled(): Promise<void> {
	const sorted = [...durations].sort((one, other) => one - other);
	const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
	// A process that starts many executions stands still now and then, which only the slowest operation shows.
	const slowest = sorted.at(-1) ?? 0;
	const patience = Math.max(PATIENCE * median, PATIENCE_WITH_SLOWEST * slowest);
	const ms = Math.min(LONGEST_WAIT_MS, Math.round(patience));
	if (ms >= SHORTEST_WAIT_MS) await sleep(ms);
}

async function attempt<T>(operation: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
	try {
		return { value: await operation() };
	} catch (error) {
		return { error };
	}
}

const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: MAX_ENTRIES };

/** Another worker writes at this moment, in the words of SQLite and PostgreSQL. */
function isPassing(error: unknown): error is Error {
	return (
		error instanceof Error &&
		/unique|duplicate|busy|locked|serializ|deadlock|timeout|connection/i.test(error.message)
	);
}
