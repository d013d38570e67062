import type { Logger } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';
import { doubtEntries, LOOK_UP, newOwner, sentEntries } from './entries';
import type { OpenEntries, ProcessedData } from './processed-data';

/** How a claim ended: which entries to remove, and which to keep. */
export interface EndedClaim {
	readonly key: string;
	/** An entry unique to the claim, added and removed with the others. */
	readonly owner: string;
	readonly claims: readonly string[];
	/** Removed as well, unless another worker has changed it since. */
	readonly gone: readonly string[];
	readonly kept: readonly string[];
}

interface Pending extends EndedClaim {
	/** Whether the store failed while removing the entries, so that it is unknown which exist. */
	readonly failed: boolean;
	/** Entries unique to this claim, removed whether or not the owner is there. */
	readonly ours?: readonly string[];
}

/** After this many ended claims, entries are checked before the run is over. */
const MANY = 50;
/** How many times to remove entries again that other workers' writes restore. */
const TRIES = 20;

/** By memory, and kept for later runs, when n8n's database may be available again. */
const pendingByMemory = processState.add(() => new Map<string, readonly Pending[]>());
const MEMORIES = 1_000;
const PENDING = 10_000;

/** Entries left behind by lookups of this process, by memory. */
const leftByQuestions = processState.add(() => new Map<string, Set<string>>());

/** Memories in which another worker's write changed what this process had written. */
const sharedMemories = processState.add(() => new Map<string, true>());

/**
 * Looks after entries once their claim has ended: another worker's write can restore removed entries and remove
 * kept ones. Both happen together with the claim's `owner`.
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

	/** Ends a claim. Store failures are logged: unfinished work errs on the safe side, and is done later. */
	async end(claim: EndedClaim): Promise<void> {
		const isRemoved = await this.tidy(async () => {
			await this.data.alone(async (entries) => {
				if (claim.kept.length > 0 && (await entries.add(claim.kept)).size > 0) this.noteShared();
				await entries.remove([claim.owner, ...claim.claims, ...claim.gone]);
			});
		});
		this.push({ ...claim, failed: !isRemoved });
	}

	/** Removes entries unique to this process, now or later. */
	async takeOut(key: string, ours: readonly string[]): Promise<void> {
		const isRemoved = await this.tidy(async () => {
			await this.data.alone(async (entries) => await entries.remove(ours));
		});
		const nothing = { owner: newOwner(), claims: [], gone: [], kept: [] };
		if (!isRemoved) this.push({ ...nothing, key, ours, failed: true });
	}

	/** A part of a claim. If the store fails, it is unknown what was written; that is checked later. */
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

	/** Before the lookup of a send or slot: finishes what this process left undone. @throws DatabaseUnavailable */
	async before(key: string): Promise<void> {
		const pending = this.pending();
		const isUndone = pending.some((one) => one.failed && one.key === key);
		if (isUndone || pending.length >= MANY) await this.check();
	}

	/**
	 * Looks up the states of sends. `left` are entries that the lookup added and could not remove again. Once they
	 * are as many as a state has, they are removed first, because they would read as one.
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
				const gone = left.has(LOOK_UP) ? [...whole, LOOK_UP] : whole;
				await entries.remove(gone);
				for (const entry of gone) left.delete(entry);
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

	/** At the end of a run: makes sure that removed entries stay removed, and kept entries exist. */
	async close(): Promise<void> {
		await this.tidy(async () => await this.check());
	}

	private async check(): Promise<void> {
		for (let tries = 0; tries < TRIES && this.pending().length > 0; tries++) {
			await this.data.waitForOthers();
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

	/** Only the restored ones of the checked entries need another check. */
	private keepOnly(back: readonly Pending[], looked: readonly Pending[]): void {
		this.set([...back, ...this.pending().filter((one) => !looked.includes(one))]);
	}

	private set(pending: readonly Pending[]): void {
		if (pending.length === 0) pendingByMemory().delete(this.data.name);
		else setNewest(pendingByMemory(), MEMORIES, this.data.name, pending);
	}
}

/** An earlier claim of the same send no longer looks after entries that a later one keeps or removes. */
function superseded(earlier: Pending, { key, gone, kept }: EndedClaim): Pending {
	if (earlier.key !== key) return earlier;
	return {
		...earlier,
		kept: earlier.kept.filter((entry) => !gone.includes(entry)),
		gone: earlier.gone.filter((entry) => !kept.includes(entry)),
	};
}

/**
 * All entries, unless some were missing. Then another worker has written since, and may have taken the claim over,
 * so only the entries added now are removed.
 */
function goneOf({ claims, gone }: EndedClaim, added: ReadonlySet<string>): string[] {
	const isWhole = [...claims, ...gone].every((value) => !added.has(value));
	return [...claims, ...(isWhole ? gone : gone.filter((value) => added.has(value)))];
}
