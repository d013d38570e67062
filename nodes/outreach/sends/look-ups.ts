import { sleep } from 'n8n-workflow';
import type { SendState } from '../operations/operation';
import type { Aftercare } from './aftercare';
import { doubtEntries, doubtOfEntries, LOOK_UP, newOwner, sentEntries } from './entries';
import { spread, tooManyWorkers, type OpenEntries, type ProcessedData } from './processed-data';

/** How many times to look again, and to remove again what other workers' writes restore. */
const TRIES = 20;
/** A look-up found in progress this many times belongs to a dead worker. */
const PATIENCE = 3;

export interface Found {
	readonly states: ReadonlyMap<string, SendState>;
	/** The sends in doubt that were requested from the account. */
	readonly ownDoubts: ReadonlySet<string>;
}

/**
 * Looks up sends in n8n's store, which can only be asked by adding. What one look-up adds could read as a send to
 * another. So only one is in progress at a time, across workers: it adds `LOOK_UP` with the first entries.
 */
export class LookUps {
	constructor(
		private readonly data: ProcessedData,
		private readonly aftercare: Aftercare,
	) {}

	/**
	 * n8n reads and writes all entries in each operation, so many sends cost no more than one.
	 * @throws DatabaseUnavailable
	 */
	async find(keys: readonly string[], account: string): Promise<Found> {
		for (let tries = 1; tries <= TRIES; tries++) {
			const look = new LookUp(keys, account);
			const found = await this.aftercare.asking(
				keys,
				async (entries, left) => await look.run(entries, left),
			);
			if (found && look.halves.length > 0) await this.confirmRemoval(look);
			if (found) return found;
			if (tries % PATIENCE === 0) {
				await this.data.alone(async (entries) => await entries.remove([LOOK_UP]));
			}
			await this.waitForOthers();
		}
		return await Promise.reject(tooManyWorkers());
	}

	private async confirmRemoval(look: LookUp): Promise<void> {
		for (let tries = 0; tries < TRIES; tries++) {
			await this.waitForOthers();
			if (await this.data.alone(async (entries) => await look.removeHalvesAgain(entries))) return;
		}
		return await Promise.reject(tooManyWorkers());
	}

	private async waitForOthers(): Promise<void> {
		const ms = this.data.othersNeed();
		if (ms > 0) await sleep(spread(ms));
	}
}

class LookUp {
	/** Sends of which only half a state is left. They count as not made, and the half is removed. */
	halves: readonly string[] = [];
	private readonly owner = newOwner();
	private readonly added = new Set<string>();

	constructor(
		private readonly keys: readonly string[],
		private readonly account: string,
	) {}

	/**
	 * Null if another look-up is in progress. Restores the entries. Adds to `left` those that were missing and could
	 * not be removed again.
	 */
	async run(entries: OpenEntries, left: Set<string>): Promise<Found | null> {
		const found = await this.ask(async (asked) => {
			const missing = await entries.add(asked);
			for (const entry of missing) {
				this.added.add(entry);
				left.add(entry);
			}
			return missing;
		});
		this.halves = this.keys.filter((key) => this.added.has(sentEntries(key)[1]));
		const gone = [...this.added, ...this.halves.map((key) => sentEntries(key)[0])];
		// Other look-ups wait until the halves are sure to stay removed.
		await entries.remove(gone.filter((entry) => entry !== LOOK_UP || this.halves.length === 0));
		for (const entry of this.added) left.delete(entry);
		return found;
	}

	/** `missingOf` adds entries, and resolves to those that were missing. */
	private async ask(
		missingOf: (asked: readonly string[]) => Promise<ReadonlySet<string>>,
	): Promise<Found | null> {
		const states = new Map<string, SendState>();
		let open = this.keys;
		for (const [mark, entryOf, stateWithout] of this.questions()) {
			if (open.length === 0) break;
			const missing = await missingOf([mark, ...open.map(entryOf)]);
			if (mark === LOOK_UP && !missing.has(LOOK_UP)) return null;
			for (const key of open) if (missing.has(entryOf(key))) states.set(key, stateWithout);
			open = open.filter((key) => !states.has(key));
		}
		for (const key of open) states.set(key, 'inDoubt');
		return { states, ownDoubts: new Set(open) };
	}

	/**
	 * In order: an entry, and the state of a send without it. `owner` is added together with everything that could
	 * make half a state whole, so that another worker's write can restore both or neither.
	 */
	private questions() {
		return [
			[LOOK_UP, (key: string) => sentEntries(key)[0], 'none'],
			[this.owner, (key: string) => sentEntries(key)[1], 'none'],
			[this.owner, (key: string) => doubtEntries(key)[0], 'sent'],
			[this.owner, (key: string) => doubtEntries(key)[1], 'sent'],
			[this.owner, (key: string) => doubtOfEntries(key, this.account)[0], 'inDoubt'],
			[this.owner, (key: string) => doubtOfEntries(key, this.account)[1], 'inDoubt'],
		] as const;
	}

	/** Whether the halves have stayed removed. If another worker's write restored them, removes them again. */
	async removeHalvesAgain(entries: OpenEntries): Promise<boolean> {
		const doubts = this.halves.map((key) => doubtEntries(key)[0]);
		const missing = await entries.add([this.owner, ...doubts]);
		for (const entry of missing) this.added.add(entry);
		const areGone = missing.has(this.owner);
		// A doubt that this look-up never added belongs to another worker's claim, and the state with it.
		const back = this.halves.filter((key) => !areGone && this.added.has(doubtEntries(key)[0]));
		const restored = back.flatMap((key) => [...sentEntries(key), doubtEntries(key)[0]]);
		const gone = [this.owner, ...missing, ...restored];
		await entries.remove(areGone ? [...gone, LOOK_UP] : gone);
		return areGone;
	}
}
