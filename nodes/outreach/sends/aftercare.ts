import { sleep, type Logger } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';
import { doubtEntries, newOwner, sentEntries } from './entries';
import type { OpenEntries, ProcessedData } from './processed-data';

/** How a claim ended: which of its entries are removed, and which are kept. */
export interface EndedClaim {
	readonly key: string;
	/** An entry that no other claim has: it is added and removed with the others. */
	readonly owner: string;
	readonly claims: readonly string[];
	/** Removed as well, unless another worker has changed it since. */
	readonly gone: readonly string[];
	readonly kept: readonly string[];
}

interface Pending extends EndedClaim {
	/** Whether the store failed when the entries were to be removed, so that it is unknown which are there. */
	readonly failed: boolean;
	/** Entries that nobody else has, removed whether or not the owner is there. */
	readonly ours?: readonly string[];
}

/** So many ended claims are worth a check before a run is over. */
const MANY = 50;
/** How often entries are taken out again that other workers' writes bring back. */
const TRIES = 20;

/** By memory, also for later runs: n8n's database may work again by then. */
const pendingByMemory = processState.add(() => new Map<string, readonly Pending[]>());
const MEMORIES = 1_000;
const PENDING = 10_000;

/** Entries that questions of this process have left behind, by memory. */
const leftByQuestions = processState.add(() => new Map<string, Set<string>>());

/** Memories in which another worker's write was seen to change what this process had written. */
const sharedMemories = processState.add(() => new Map<string, true>());

/**
 * Looks after entries once their claim has ended: another worker's write can bring back what was taken out, and take
 * away what was to be kept. Both happen together with the claim's `owner`.
 */
export class Aftercare {
	constructor(
		private readonly data: ProcessedData,
		private readonly logger: Logger,
	) {}

	/** Whether another worker is known to write to this memory too. */
	get isShared(): boolean {
		return sharedMemories().has(this.data.name);
	}

	noteShared(): void {
		setNewest(sharedMemories(), MEMORIES, this.data.name, true);
	}

	/** Ends a claim. Trouble with the store is logged: what is left undone errs on the safe side, and is done later. */
	async end(claim: EndedClaim): Promise<void> {
		const isRemoved = await this.tidy(async () => {
			await this.data.alone(async (entries) => {
				if (claim.kept.length > 0 && (await entries.add(claim.kept)).size > 0) this.noteShared();
				await entries.remove([claim.owner, ...claim.claims, ...claim.gone]);
			});
		});
		this.push({ ...claim, failed: !isRemoved });
	}

	/** Takes out entries that nobody else has, at once or else later. */
	async takeOut(key: string, ours: readonly string[]): Promise<void> {
		const isRemoved = await this.tidy(async () => {
			await this.data.alone(async (entries) => await entries.remove(ours));
		});
		const nothing = { owner: newOwner(), claims: [], gone: [], kept: [] };
		if (!isRemoved) this.push({ ...nothing, key, ours, failed: true });
	}

	/** A part of a claim. Where the store fails, nobody knows what it has written of it: that is found out later. */
	async unlessItFails<T>(claim: EndedClaim, job: () => Promise<T>): Promise<T> {
		let isDone = false;
		try {
			const result = await job();
			isDone = true;
			return result;
		} finally {
			if (!isDone) this.push({ ...claim, failed: true });
		}
	}

	/** Before a send or a slot is looked up: what this process left undone of it is done first. @throws DatabaseUnavailable */
	async before(key: string): Promise<void> {
		const pending = this.pending();
		const isUndone = pending.some((one) => one.failed && one.key === key);
		if (isUndone || pending.length >= MANY) await this.check();
	}

	/**
	 * Asks for the states of sends. `left` is what was found missing and could not be taken out again. Once that is as much
	 * as a state has, it is removed first, or it would read as one.
	 */
	async asking<T>(
		keys: readonly string[],
		ask: (entries: OpenEntries, left: Set<string>) => Promise<T>,
	): Promise<T> {
		const { name } = this.data;
		return await this.data.alone(async (entries) => {
			const left = leftByQuestions().get(name) ?? new Set();
			try {
				const pairs = keys.flatMap((key) => [sentEntries(key), doubtEntries(key)]);
				const whole = pairs.filter(([, second]) => left.has(second)).flat();
				await entries.remove(whole);
				for (const entry of whole) left.delete(entry);
				return await ask(entries, left);
			} finally {
				for (const oldest of left) {
					if (left.size <= PENDING) break;
					left.delete(oldest);
				}
				if (left.size === 0) leftByQuestions().delete(name);
				else setNewest(leftByQuestions(), MEMORIES, name, left);
			}
		});
	}

	/** The run is over: what went stays out, and what was to stay is there. */
	async close(): Promise<void> {
		await this.tidy(async () => await this.check());
	}

	private async check(): Promise<void> {
		for (let tries = 0; tries < TRIES && this.pending().length > 0; tries++) {
			const ms = this.data.othersNeed();
			if (ms > 0) await sleep(ms);
			await this.data.alone(async (entries) => {
				const looked = this.pending();
				const owners = looked.map(({ owner }) => owner);
				const kept = looked.flatMap((one) => one.kept);
				const fresh = await entries.add([...owners, ...kept]);
				if (kept.some((value) => fresh.has(value))) this.noteShared();
				const back = looked.filter(({ owner }) => !fresh.has(owner));
				const added = await this.addGone(entries, back);
				const ours = looked.flatMap((one) => one.ours ?? []);
				await entries.remove([...owners, ...ours, ...back.flatMap((one) => goneOf(one, added))]);
				this.keepOnly(
					back.map((one) => ({ ...one, failed: false })),
					looked,
				);
			});
		}
	}

	private async addGone(
		entries: OpenEntries,
		back: readonly Pending[],
	): Promise<ReadonlySet<string>> {
		const gone = back.flatMap((one) => [...one.claims, ...one.gone]);
		return gone.length === 0 ? new Set() : await entries.add(gone);
	}

	/** Whether the job was done. */
	async tidy(job: () => Promise<void>): Promise<boolean> {
		try {
			await job();
			return true;
		} catch (error) {
			this.logger.warn(
				"This node's memory of its sends could not be cleaned up in n8n's database",
				{
					error,
				},
			);
			return false;
		}
	}

	private pending(): readonly Pending[] {
		return pendingByMemory().get(this.data.name) ?? [];
	}

	private push(one: Pending): void {
		const earlier = this.pending().map((other) => superseded(other, one));
		this.set([...earlier, one].slice(-PENDING));
	}

	/** Of those that were looked at, only what came back has to be looked at again. */
	private keepOnly(back: readonly Pending[], looked: readonly Pending[]): void {
		this.set([...back, ...this.pending().filter((one) => !looked.includes(one))]);
	}

	private set(pending: readonly Pending[]): void {
		if (pending.length === 0) pendingByMemory().delete(this.data.name);
		else setNewest(pendingByMemory(), MEMORIES, this.data.name, pending);
	}
}

/** An earlier claim of the same send: what a later one keeps or removes is no longer its to look after. */
function superseded(earlier: Pending, { key, gone, kept }: EndedClaim): Pending {
	if (earlier.key !== key) return earlier;
	return {
		...earlier,
		kept: earlier.kept.filter((entry) => !gone.includes(entry)),
		gone: earlier.gone.filter((entry) => !kept.includes(entry)),
	};
}

/**
 * All of it, unless some was missing: then another worker has written since, perhaps taken the claim over, and only what
 * was added now goes.
 */
function goneOf({ claims, gone }: EndedClaim, added: ReadonlySet<string>): string[] {
	const isWhole = [...claims, ...gone].every((value) => !added.has(value));
	return [...claims, ...(isWhole ? gone : gone.filter((value) => added.has(value)))];
}
