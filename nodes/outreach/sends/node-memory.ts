import type { IExecuteFunctions } from 'n8n-workflow';
import type { Wait } from '../base/cancellation';
import type { SendState } from '../operations/operation';
import { Aftercare } from './aftercare';
import { ClaimAttempt } from './claim';
import {
	doubtEntries,
	doubtOfEntries,
	newOwner,
	sentEntries,
	slotEntry,
	throttledEntry,
} from './entries';
import { LookUps } from './look-ups';
import { ProcessedData, tooManyWorkers } from './processed-data';
import type { SlotStore } from '../limits/caps';
import type { Claim } from './send-memory';
import { attemptOf, SentDates } from './sent-dates';

/** How many times to restart a claim that other workers' writes remove. */
const TRIES = 20;

/** How many sends to look up at once. If n8n's store is full, this many of the oldest entries are dropped. */
const AT_ONCE = 50;

/** A claim without activity for this long (ms) belongs to a dead worker, and is taken over. */
const LEASE_MS = 16_000;
const POLL_MS = 1_000;

/**
 * A node's memory in n8n's own database. The order is: add a claim, wait for other workers' writes, and only then
 * add the send as in doubt, right before its request. So of two workers that attempt a send at the same time, one
 * finds the other's claim, and after a crash before the request no send is in doubt.
 */
export class NodeMemory implements SlotStore {
	private readonly data: ProcessedData;
	private readonly dates: SentDates;
	private readonly aftercare: Aftercare;
	private readonly lookUps: LookUps;
	private hasClaimed = false;
	private upcoming: Iterator<string> = [][Symbol.iterator]();
	/** Sends in doubt that were requested from the account that would send now. */
	private readonly ownDoubts = new Set<string>();
	/** Looked up together with an earlier send, and not used yet. */
	private readonly ahead = new Map<string, SendState>();

	constructor(context: IExecuteFunctions) {
		this.data = new ProcessedData(context);
		this.dates = new SentDates(context.getWorkflowStaticData('node'), this.data.name);
		this.aftercare = new Aftercare(this.data, context.logger);
		this.lookUps = new LookUps(this.data, this.aftercare);
	}

	/** Identical for two executions of the node. */
	get name() {
		return this.data.name;
	}

	/** Whether n8n has no store for this workflow at all. Known after a lookup. */
	get isAbsent() {
		return this.data.isAbsent;
	}

	/** Whether the memory is empty. @throws DatabaseUnavailable */
	async isEmpty(): Promise<boolean> {
		return (await this.data.count()) === 0;
	}

	/** The run's sends, in order; several are looked up at once. */
	expect(upcoming: Iterable<string>): void {
		this.upcoming = upcoming[Symbol.iterator]();
	}

	/** `account` is the one that would send. */
	async lookUp(key: string, account = ''): Promise<SendState> {
		const known = this.ahead.get(key);
		this.ahead.delete(key);
		// A send in doubt may have been resolved since.
		if (known && known !== 'inDoubt') return known;
		return await this.lookUpSeveral(key, account);
	}

	/** Whether the send in doubt was requested from the account that would send now. */
	isOwnDoubt(key: string): boolean {
		return this.ownDoubts.has(key);
	}

	/** Together with as many of the following sends as worthwhile. */
	private async lookUpSeveral(key: string, account: string): Promise<SendState> {
		const chosen = new Set([key]);
		while (chosen.size < AT_ONCE) {
			const next = this.upcoming.next();
			if (next.done) break;
			if (!this.ahead.has(next.value)) chosen.add(next.value);
		}
		const keys = [...chosen];
		for (const one of keys) await this.aftercare.before(one);
		const { states, ownDoubts } = await this.lookUps.find(keys, account);
		if (ownDoubts.has(key)) this.ownDoubts.add(key);
		else this.ownDoubts.delete(key);
		for (const one of keys.slice(1)) this.ahead.set(one, states.get(one) ?? 'inDoubt');
		return states.get(key) ?? 'inDoubt';
	}

	async claim(
		key: string,
		before: SendState,
		wait: Wait,
		account = '',
	): Promise<Claim | 'sent' | 'inDoubt' | null> {
		const isFirst = !this.hasClaimed;
		this.hasClaimed = true;
		const leftovers: string[] = [];
		let generation = 1;
		let polled = 0;
		for (let tries = 0; tries < TRIES; ) {
			const attempt = new ClaimAttempt(
				this.data,
				this.dates,
				this.aftercare,
				key,
				before,
				generation,
				leftovers,
				account,
			);
			const step = await attempt.make(wait, isFirst);
			if (step !== 'taken' && step !== 'lost') return step;
			if (step === 'lost') {
				tries += 1;
				continue;
			}
			leftovers.push(attempt.owner);
			if (polled < LEASE_MS) {
				// The send itself is not looked up meanwhile, because a lookup adds entries that would confuse the
				// worker making it.
				if (!(await wait(POLL_MS))) return await this.leave(leftovers, null);
				polled += POLL_MS;
			} else {
				const state = await this.lookUp(key, account);
				if (state !== 'none' && state !== before) return await this.leave(leftovers, state);
				generation += 1;
				polled = 0;
			}
		}
		return await Promise.reject(tooManyWorkers());
	}

	private async leave<T>(leftovers: readonly string[], found: T): Promise<T> {
		await this.aftercare.tidy(async () => await this.remove(leftovers));
		return found;
	}

	async resolveAsSent(key: string, at: number | null, account = ''): Promise<void> {
		if (at !== null) this.dates.add(key, at);
		this.dates.remove(attemptOf(key));
		await this.aftercare.end({
			key,
			owner: newOwner(),
			claims: [],
			gone: [...doubtEntries(key), ...doubtOfEntries(key, account)],
			kept: sentEntries(key),
		});
	}

	/** Records that the provider held this send back for a limit. Returns whether it did so before. */
	async noteThrottled(key: string): Promise<boolean> {
		const entry = throttledEntry(key);
		let wasThere = false;
		// If the store fails, assumes the account's limit, which holds back more.
		await this.aftercare.tidy(async () => {
			wasThere = !(await this.add([entry])).has(entry);
		});
		return wasThere;
	}

	/** When the send was made, if still known (ISO 8601 UTC). */
	sentAt(key: string): string | null {
		return this.dates.find(key);
	}

	attemptedAt(key: string): number | null {
		const attempted = this.dates.find(attemptOf(key));
		return attempted === null ? null : Date.parse(attempted);
	}

	async reserveSlot(period: string, number: number): Promise<boolean> {
		const entry = slotEntry(period, number);
		const owner = newOwner();
		const claim = { key: entry, owner, claims: [entry], gone: [], kept: [] };
		await this.aftercare.before(entry);
		for (let tries = 0; tries < TRIES; tries++) {
			const fresh = await this.aftercare.unlessItFails(
				claim,
				async () => await this.add([owner, entry]),
			);
			if (this.isAbsent) return true;
			if (fresh.size === 0 || !fresh.has(entry)) {
				await this.aftercare.takeOut(entry, [owner]);
				return fresh.size === 0;
			}
			await this.data.waitForOthers();
		}
		await this.aftercare.takeOut(entry, [owner, entry]);
		return await Promise.reject(tooManyWorkers());
	}

	async releaseSlot(period: string, number: number): Promise<void> {
		const entry = slotEntry(period, number);
		await this.aftercare.takeOut(entry, [entry]);
	}

	async close(): Promise<void> {
		await this.aftercare.close();
	}

	private async add(values: readonly string[]): Promise<ReadonlySet<string>> {
		return await this.data.alone(async (entries) => await entries.add(values));
	}

	private async remove(values: readonly string[]): Promise<void> {
		await this.data.alone(async (entries) => await entries.remove(values));
	}
}
