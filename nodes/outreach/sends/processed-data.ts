import { sleep, type ICheckProcessedOptions, type IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { setNewest } from '../base/bounded-map';
import { attempt, DatabaseUnavailable, type Attempt } from '../base/errors';
import { oneAtATime } from '../base/one-at-a-time';
import { processState } from '../base/process-state';

/** Maximum entries n8n keeps for a node, dropping the oldest: two for each person, one for each slot under a cap. */
export const MAX_ENTRIES = 40_000;

const OPTIONS: ICheckProcessedOptions = { mode: 'entries', maxEntries: MAX_ENTRIES };

/** How many times to try an operation that conflicts with another write. */
const TRIES = 10;
const RETRY_MS = 25;

/** How many of the latest operations to measure the duration by. */
const RECENT = 50;

/** How much longer another worker's operation may take than half of this one's recent ones, and than its slowest. */
const TIMES_MEDIAN = 12;
const TIMES_SLOWEST = 3;
const LONGEST_WAIT_MS = 500;
/** Only an in-memory store is faster, and no other worker writes to it. */
const SHORTEST_WAIT_MS = 4;
/** After only a few operations, a process does not know yet how long another one may take. */
const FEW = 12;
const WAIT_AFTER_FEW_MS = 200;

/** How long the latest operations of this process took (ms), overall and by memory; and how many writes it made. */
const operations = processState.add(() => {
	const durations: number[] = [];
	return { durations, byMemory: new Map<string, readonly number[]>(), writes: 0 };
});
const MEMORIES = 1_000;
export const countOwnWrites = () => operations().writes;

/** Operations allowed while no other job in this process uses the entries. */
export interface OpenEntries {
	/** Adds values, the one to keep longest last. Resolves to those that did not exist. */
	add(values: readonly string[]): Promise<ReadonlySet<string>>;
	remove(values: readonly string[]): Promise<void>;
}

/**
 * A node's entries in n8n's store of processed data (`checkProcessedAndRecord`). n8n reads all entries, changes
 * them and writes them back, without a lock. Within this process operations wait for each other, but of two
 * workers' simultaneous writes only the later one survives.
 */
export class ProcessedData {
	readonly name: string;
	/**
	 * Whether n8n has no store for this workflow, for example because it was never saved. Only a run's first
	 * operation can find that.
	 */
	isAbsent: boolean;
	private hasWorked = false;

	constructor(private readonly context: IExecuteFunctions) {
		const { id = '' } = context.getWorkflow();
		this.name = `memory ${id} ${context.getNode().id}`;
		this.isAbsent = id === '';
	}

	/**
	 * Runs a job while no other one in this process uses the entries.
	 * @throws DatabaseUnavailable if n8n's database fails, whatever it says
	 */
	async alone<T>(job: (entries: OpenEntries) => Promise<T>): Promise<T> {
		return await oneAtATime(this.name, async () => await job(this));
	}

	/** Only for jobs of `alone`. */
	async add(values: readonly string[]): Promise<ReadonlySet<string>> {
		operations().writes += 1;
		const all = new Set(values);
		const answer = await this.perform(
			async () => await this.context.helpers.checkProcessedAndRecord([...values], 'node', OPTIONS),
		);
		// Without a store, nobody is known.
		if (answer === null) return all;
		const { new: fresh } = answer;
		return new Set(fresh.map(String));
	}

	/** Only for jobs of `alone`. */
	async remove(values: readonly string[]): Promise<void> {
		if (values.length === 0) return;
		operations().writes += 1;
		await this.perform(
			async () => await this.context.helpers.removeProcessed([...values], 'node', OPTIONS),
		);
	}

	/** The number of entries. Only reads, so that no other worker's write is lost. */
	async count(): Promise<number> {
		return (
			(await this.perform(
				async () => await this.context.helpers.getProcessedDataCount('node', OPTIONS),
			)) ?? 0
		);
	}

	/**
	 * After how many ms the writes of other workers to this memory that started before now have ended; 0 if there
	 * can be none. Measured by this memory's own operations once there are enough: one with many entries takes far
	 * longer than a small one.
	 */
	othersNeed(): number {
		const { durations, byMemory } = operations();
		const own = byMemory.get(this.name) ?? [];
		const sorted = [...(own.length < FEW ? durations : own)].sort((one, other) => one - other);
		const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
		// A process that starts many executions pauses now and then, which only its slowest operation shows.
		const slowest = sorted.at(-1) ?? 0;
		const patience = Math.round(Math.max(TIMES_MEDIAN * median, TIMES_SLOWEST * slowest));
		if (patience < SHORTEST_WAIT_MS) return 0;
		const least = sorted.length < FEW ? WAIT_AFTER_FEW_MS : 0;
		return Math.min(LONGEST_WAIT_MS, Math.max(patience, least));
	}

	/** Waits for them. */
	async waitForOthers(): Promise<void> {
		const ms = this.othersNeed();
		if (ms > 0) await sleep(ms);
	}

	private noteDuration(ms: number): void {
		const { durations, byMemory } = operations();
		durations.push(ms);
		if (durations.length > RECENT) durations.shift();
		const own = byMemory.get(this.name) ?? [];
		setNewest(byMemory, MEMORIES, this.name, [...own, ms].slice(-RECENT));
	}

	/** Null if n8n has no store for this workflow. */
	private async perform<T>(operation: () => Promise<T>): Promise<T | null> {
		if (this.isAbsent) return null;
		for (let tries = 1; ; tries++) {
			const began = performance.now();
			const ended = await ending(operation);
			this.noteDuration(performance.now() - began);
			if (ended.kind === 'returned') {
				this.hasWorked = true;
				return ended.value;
			}
			if (!this.hasWorked && meansNoStore(ended.thrown)) {
				this.isAbsent = true;
				return null;
			}
			if (tries === TRIES || !isCollision(ended.thrown)) {
				return await Promise.reject(new DatabaseUnavailable(wordsOf(ended.thrown)));
			}
			await sleep(RETRY_MS * tries);
		}
	}
}

/**
 * A wait (ms) with a random part: two workers that started together must not continue together, or the look-up of one
 * would overwrite the writes of the other.
 */
export const spread = (ms: number) => ms * (1 + Math.random() / 2);

export const tooManyWorkers = () =>
	new DatabaseUnavailable("too many n8n workers are writing to this node's memory at once");

async function ending<T>(operation: () => Promise<T>): Promise<Attempt<T>> {
	try {
		return { kind: 'returned', value: await operation() };
	} catch (thrown) {
		return { kind: 'threw', thrown };
	}
}

const errorSchema = z.object({ message: z.string() });
const assertionSchema = z.object({ code: z.literal('ERR_ASSERTION') });

/** Anything can be thrown, even a value that throws when read. */
function wordsOf(error: unknown): string {
	const read = attempt(() => {
		const parsed = errorSchema.safeParse(error);
		return parsed.success && parsed.data.message !== '' ? parsed.data.message : String(error);
	});
	return read.kind === 'returned' ? read.value : 'an error without a message';
}

/**
 * Another operation wrote at the same time, and this one provably wrote nothing (the error texts of SQLite and
 * PostgreSQL). No other error is retried: if the connection broke, the write may have been made.
 */
function isCollision(error: unknown): boolean {
	return /unique constraint|SQLITE_BUSY|SQLITE_LOCKED|database is locked|could not serialize|deadlock detected/i.test(
		wordsOf(error),
	);
}

/**
 * n8n's own assertions, made before any database access: the workflow has no ID, or this process has no store at
 * all (`DataDeduplicationService`). All other errors are temporary.
 */
function meansNoStore(error: unknown): boolean {
	const isAssertion = attempt(() => assertionSchema.safeParse(error).success);
	return (
		isAssertion.kind === 'returned' &&
		isAssertion.value &&
		/workflow\.id\b|initialized before use/.test(wordsOf(error))
	);
}
