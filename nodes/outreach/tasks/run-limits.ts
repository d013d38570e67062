import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { pause } from '../base/cancellation';
import { limitKeyPrefix } from '../limits/keys';
import { forgetStoredLimits, loadLimits, storeLimit, type StoredAs } from '../limits/limit-store';
import { limitBook, usedUpLimit, type ActiveLimit, type RateLimitInfo } from '../limits/limits';
import type { RateLimited, Result } from '../operations/result';
import type { OnceTask, Prepared, Task } from './task';

/** A Wait node's timer may end this much too early (ms). */
export const TIMER_SLACK_MS = 50;

/** What limits allow in one run. Records what responses report about limits. */
export class RunLimits {
	private readonly staticData: IDataObject;
	private readonly quotasRead = new Set<string>();
	private waitedUntil = 0;
	private waitedMs = 0;

	constructor(private readonly context: IExecuteFunctions) {
		this.staticData = context.getWorkflowStaticData('node');
	}

	/** Loads the limits of an earlier process, or forgets them if the author wants that. */
	recall(prepared: readonly Prepared[]): void {
		const tasks = prepared.filter((task): task is Task => task.kind === 'task');
		const forgotten = new Set(
			tasks
				.filter((task) => task.options.forgetLimits)
				.map((task) => limitKeyPrefix(task.accountKey)),
		);
		forgetStoredLimits(this.staticData, forgotten);
		for (const prefix of forgotten) limitBook().forget(prefix);
		loadLimits(this.staticData, limitBook(), Date.now());
	}

	/** The active limit under the key, after waiting if the options say so; null if a call is allowed. */
	async active(task: Task, key: string, keepInReserve: number | null): Promise<ActiveLimit | null> {
		for (;;) {
			const limit = limitBook().find(key, keepInReserve, Date.now());
			if (!limit || !(await this.waitOut(task, limit, TIMER_SLACK_MS))) return limit;
		}
	}

	/**
	 * Calls once the limit under the key allows it, and again after a met limit ends, waiting if the options say
	 * so. `keepInReserve` is null for calls that do not use the limit up.
	 */
	async call<T>(
		task: Task,
		key: string,
		keepInReserve: number | null,
		perform: () => Promise<Result<T>>,
	): Promise<Result<T>> {
		let httpStatus: number | null = null;
		for (;;) {
			const limit = await this.active(task, key, keepInReserve);
			if (limit) return { kind: 'rateLimited', limit, httpStatus };
			const result = await perform();
			if (result.kind !== 'rateLimited') {
				this.enterResponse(task, key, result);
				return result;
			}
			if (result.httpStatus === null && !result.isOfPerson) {
				// The author's own limit: no response reported it, and it applies to no other item.
				if (!(await this.waitOut(task, result.limit))) return result;
			} else if (result.isOfPerson) {
				if (task.effect === 'once') this.enterLimit(task.personLimitKey, result, 'personLimits');
				return result;
			} else {
				this.enterLimit(key, result);
				httpStatus = result.httpStatus;
			}
		}
	}

	private enterLimit(key: string, { limit }: RateLimited, kind?: StoredAs): void {
		limitBook().enterLimit(key, limit);
		storeLimit(this.staticData, key, limit, Date.now(), kind);
	}

	/** Records what a response reports about limits, whatever its result. */
	enterResponse(
		task: Task,
		key: string,
		{ response }: Exclude<Result<unknown>, RateLimited>,
	): void {
		if (response?.rateLimit) {
			this.enterInfo(task.scope.limitKeyOf(response.rateLimit, key), response.rateLimit);
		}
		// Not stored, because a later status can lift it within the process.
		const { sendLimit } = response ?? {};
		if (sendLimit) {
			limitBook().enterInfo(task.scope.sendLimitKeyOf(sendLimit), sendLimit, Date.now());
		}
	}

	/** Records what remains; if nothing does, also for later executions. */
	private enterInfo(key: string, info: RateLimitInfo): void {
		const now = Date.now();
		limitBook().enterInfo(key, info, now);
		const usedUp = usedUpLimit(info, now);
		if (usedUp) storeLimit(this.staticData, key, usedUp, now);
	}

	/** Before an account's first send of a kind in the run: reads what remains, if the provider can be asked. */
	async readQuota(task: OnceTask): Promise<void> {
		const { readQuota } = task;
		if (!readQuota || this.quotasRead.has(task.limitKey)) return;
		if (limitBook().find(task.limitKey, null, Date.now())) return;
		this.quotasRead.add(task.limitKey);
		const info = await readQuota();
		if (info) this.enterInfo(task.limitKey, info);
	}

	/** Waits for a limit to end if the options allow it and the run's budget suffices. Resolves to whether it ended. */
	async waitOut(task: Task, { retryAt }: ActiveLimit, slackMs = 0): Promise<boolean> {
		const { onRateLimit, maxWaitSeconds } = task.options;
		const now = Date.now();
		if (retryAt - now <= slackMs) return await pause(this.context, retryAt - now);
		if (onRateLimit !== 'wait') return false;
		// Items that wait at the same time share the budget.
		const cost = Math.max(0, retryAt - Math.max(now, this.waitedUntil));
		if (this.waitedMs + cost > maxWaitSeconds * 1000) return false;
		this.waitedMs += cost;
		this.waitedUntil = Math.max(this.waitedUntil, retryAt);
		return await pause(this.context, retryAt - now);
	}
}
