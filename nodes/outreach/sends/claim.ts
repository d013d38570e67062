import { sleep } from 'n8n-workflow';
import type { Wait } from '../base/cancellation';
import type { SendState } from '../operations/operation';
import type { Aftercare } from './aftercare';
import {
	claimEntry,
	doubtEntries,
	doubtOfEntries,
	newOwner,
	sentEntries,
	stateBefore,
} from './entries';
import { countOwnWrites, spread, type ProcessedData } from './processed-data';
import type { Claim } from './send-memory';
import { attemptOf, type SentDates } from './sent-dates';

/**
 * A worker that takes longer than this (ms) to complete its claim gives it up. Half of the time that others wait for it.
 */
const OWN_LEASE_MS = 8_000;
/** How many times to check again a send that another worker seems to have made since the lookup. */
const LOOKS = 2;
/** How many times to check for entries that other workers' writes remove. */
const TRIES = 20;

type Completed = 'taken' | 'sent' | 'inDoubt' | 'changed' | 'unchanged';

/** One try to claim a send: adds the claim, waits for other workers' writes, and then adds the send as in doubt. */
export class ClaimAttempt implements Claim {
	readonly owner = newOwner();
	private readonly claim: string;
	/** The entries for the send in doubt, and for its account. */
	private readonly ownDoubt: readonly string[];
	private readonly all: readonly string[];

	constructor(
		private readonly data: ProcessedData,
		private readonly dates: SentDates,
		private readonly aftercare: Aftercare,
		private readonly key: string,
		/** What was known about the send. */
		private readonly before: SendState,
		/** 1, plus one for each claim of a dead worker that this one takes over. */
		private readonly generation: number,
		/**
		 * The owners of earlier tries. Removed together with this one's, since each write may cost another worker
		 * its own.
		 */
		private readonly leftovers: readonly string[],
		/** Which account sends. */
		account: string,
	) {
		this.claim = claimEntry(key, generation);
		this.ownDoubt = [...doubtEntries(key), ...doubtOfEntries(key, account)];
		this.all = [this.owner, this.claim, ...sentEntries(key), ...this.ownDoubt];
	}

	/**
	 * Resolves to itself if this worker may send; to `taken` if there is another claim; to `lost` if this one took
	 * too long; to the send's state if it was made meanwhile; and to null if `wait` reports that the execution was
	 * cancelled. `isFirst`: the run's first claim, which checks whether other workers write to this memory too.
	 * @throws DatabaseUnavailable
	 */
	async make(
		wait: Wait,
		isFirst: boolean,
	): Promise<Claim | 'taken' | 'lost' | 'sent' | 'inDoubt' | null> {
		const began = performance.now();
		if (!(await this.unlessItFails(async () => await this.enter()))) return 'taken';
		if (this.data.isAbsent) return this;
		const othersWrote = isFirst
			? await this.unlessItFails(async () => await this.watchOthers())
			: null;
		if (!(await this.waitForOthers(wait))) {
			await this.end([]);
			return null;
		}
		if (othersWrote && (await this.unlessItFails(othersWrote))) this.aftercare.noteShared();
		const found = await this.completeOnceStill(wait);
		if (found === 'changed') {
			await this.end([]);
			return 'lost';
		}
		if (found === 'sent') await this.end(this.ownDoubt, sentEntries(this.key));
		if (found === 'inDoubt') await this.leaveToOther();
		if (found !== 'unchanged') return found;
		if (
			this.aftercare.isShared &&
			!(await this.unlessItFails(async () => await this.stays(wait)))
		) {
			await this.rollBack();
			return 'lost';
		}
		if (performance.now() - began <= OWN_LEASE_MS) return this;
		await this.rollBack();
		return 'lost';
	}

	noteRequest(at: number): void {
		this.dates.add(attemptOf(this.key), at);
	}

	async confirm(answered: AbortSignal): Promise<void> {
		const ms = this.data.othersNeed();
		if (ms === 0 || this.data.isAbsent || !(await isStillAwaited(ms, answered))) return;
		await this.aftercare.tidy(async () => {
			if ((await this.addAll()).size > 0) this.aftercare.noteShared();
		});
	}

	async markSent(at: number): Promise<void> {
		this.dates.add(this.key, at);
		this.dates.remove(attemptOf(this.key));
		await this.end(this.ownDoubt, sentEntries(this.key));
	}

	async rollBack(): Promise<void> {
		this.dates.remove(attemptOf(this.key));
		const [sent, doubt] = [sentEntries(this.key), this.ownDoubt];
		if (this.before === 'none') await this.end([...sent, ...doubt]);
		else if (this.before === 'sent') await this.end(doubt, sent);
		else await this.leaveInDoubt();
	}

	async leaveInDoubt(): Promise<void> {
		await this.end([], [...sentEntries(this.key), ...this.ownDoubt]);
	}

	/** The doubt is another worker's, and may be another account's. */
	private async leaveToOther(): Promise<void> {
		const doubt = doubtEntries(this.key);
		const own = this.ownDoubt.filter((entry) => !doubt.some((one) => one === entry));
		await this.end(own, [...sentEntries(this.key), ...doubt]);
	}

	private async enter(): Promise<boolean> {
		const added = await this.data.alone(
			async (entries) => await entries.add([this.owner, this.claim]),
		);
		return added.has(this.claim);
	}

	/** Resolves to a function that tells whether another worker has written between now and its call. */
	private async watchOthers(): Promise<() => Promise<boolean>> {
		const [writes, entries] = [countOwnWrites(), await this.data.count()];
		return async () => {
			const isOurs = countOwnWrites() !== writes;
			return !isOurs && (await this.data.count()) !== entries;
		};
	}

	/**
	 * Adds the send as in doubt, if the claim is still there and the send unchanged. Not in one operation: if the
	 * claim is gone, the added entries would read as a send to the other worker. `changed`: another worker's write
	 * had removed something.
	 */
	private async complete(): Promise<Completed> {
		return await this.data.alone(async (entries) => {
			const lost = await entries.add([this.owner, this.claim]);
			// Another worker's claim has replaced this one.
			if (lost.has(this.owner) && !lost.has(this.claim)) return 'taken';
			if (lost.size > 0) return 'changed';
			const added = await entries.add([...sentEntries(this.key), ...this.ownDoubt]);
			const state = stateBefore(added, this.key);
			return state === 'none' || state === this.before ? 'unchanged' : state;
		});
	}

	/** Completes the claim, and tries again if other workers' writes interfered. */
	private async completeOnceStill(wait: Wait): Promise<Completed> {
		let looks = 0;
		for (let tries = 0; ; tries++) {
			const found = await this.unlessItFails(async () => await this.complete());
			// A send unknown a moment ago can look sent while another worker's lookup is in progress.
			const isDoubtful = found === 'sent' && this.before === 'none' && looks++ < LOOKS;
			if (found === 'changed') this.aftercare.noteShared();
			if ((found !== 'changed' && !isDoubtful) || tries === TRIES) return found;
			if (isDoubtful) await this.unlessItFails(async () => await this.leaveAsSent());
			if (!(await this.waitForOthers(wait))) return found;
		}
	}

	private async leaveAsSent(): Promise<void> {
		await this.data.alone(async (entries) => await entries.remove(this.ownDoubt));
	}

	/** Waits until all entries are there after other workers' writes have ended. */
	private async stays(wait: Wait): Promise<boolean> {
		for (let tries = 0; tries < TRIES && (await this.waitForOthers(wait)); tries++) {
			if ((await this.addAll()).size === 0) return true;
		}
		return false;
	}

	private async addAll(): Promise<ReadonlySet<string>> {
		return await this.data.alone(async (entries) => await entries.add(this.all));
	}

	private async waitForOthers(wait: Wait): Promise<boolean> {
		const ms = this.data.othersNeed();
		return ms === 0 || (await wait(spread(ms)));
	}

	private claims(): string[] {
		return Array.from({ length: this.generation }, (_, index) => claimEntry(this.key, index + 1));
	}

	private async end(gone: readonly string[], kept: readonly string[] = []): Promise<void> {
		await this.aftercare.end({ ...this.entries(), gone, kept });
	}

	private async unlessItFails<T>(job: () => Promise<T>): Promise<T> {
		return await this.aftercare.unlessItFails({ ...this.entries(), ...this.perhapsWritten() }, job);
	}

	private entries() {
		const claims = [...this.claims(), ...this.leftovers];
		return { key: this.key, owner: this.owner, claims };
	}

	private perhapsWritten() {
		const [sent, doubt] = [sentEntries(this.key), this.ownDoubt];
		if (this.before === 'none') return { gone: [...sent, ...doubt], kept: [] };
		return { gone: this.before === 'sent' ? doubt : [], kept: [] };
	}
}

/** False once the response has arrived. */
async function isStillAwaited(ms: number, answered: AbortSignal): Promise<boolean> {
	try {
		await sleep(ms, answered);
		return !answered.aborted;
	} catch {
		return false;
	}
}
