import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Answered, Failed } from '../answer';
import { pause } from '../http/transport';
import type { Held, Prepared } from '../run/settled';
import type { LimitedCall, SendTask, Task } from '../run/task';
import { forgetHolds, loadHolds, storeHold } from './limit-store';
import { limitedHold, processLimits, spentHold, type Hold, type LimitReading } from './limits';

/** A Wait node's timer may end this much before the moment it was given. */
export const TIMER_SLACK_MS = 50;

/** The calls of one run, made within what is known of limits. What replies say of limits is entered here. */
export class LimitedCalls {
	private readonly staticData: IDataObject;
	private readonly quotasRead = new Set<string>();
	private waitedUntil = 0;
	private waitedMs = 0;

	constructor(private readonly context: IExecuteFunctions) {
		this.staticData = context.getWorkflowStaticData('node');
	}

	/** Takes up what an earlier process met, or forgets it where the author wants that. */
	recallLimits(prepared: readonly Prepared[]): void {
		const tasks = prepared.filter((task): task is Task => 'effect' in task);
		const forgotten = new Set(
			tasks.filter((task) => task.options.forgetLimits).map((task) => `${task.accountKey}|`),
		);
		forgetHolds(this.staticData, forgotten);
		for (const account of forgotten) processLimits.forget(account);
		loadHolds(this.staticData, processLimits, Date.now());
	}

	/** Why the bucket may not be called now, after waiting where the options say so; null where it may. */
	async held(task: Task, bucket: string, keepInReserve: number | null): Promise<Hold | null> {
		for (;;) {
			const hold = processLimits.find(bucket, keepInReserve, Date.now());
			if (!hold || !(await this.waitOut(task, hold, TIMER_SLACK_MS))) return hold;
		}
	}

	/** Calls once the limit allows it, waiting where the options say so. Enters what the reply says of limits. */
	async call<T>(
		task: Task,
		call: LimitedCall<T>,
		keepInReserve: number | null,
	): Promise<Answered<T> | Failed | Held> {
		let tried: { httpStatus: number } | null = null;
		for (;;) {
			const hold = await this.held(task, call.bucket, keepInReserve);
			if (hold) return { kind: 'held', hold, tried };
			const answer = await call.run();
			if (answer.kind !== 'limited') {
				const { reading } = answer;
				if (reading) this.noteReading(bucketOf(task, call, reading), reading);
				const sendLimit = answer.kind === 'answered' ? answer.sendLimit : null;
				// Not stored: a later status can lift it within the process.
				if (sendLimit) processLimits.enter(sendBucket(task), sendLimit, Date.now());
				return answer;
			}
			const now = Date.now();
			const met = limitedHold(answer.reading, now);
			processLimits.hold(call.bucket, met);
			storeHold(this.staticData, call.bucket, met, now);
			tried = { httpStatus: answer.status };
		}
	}

	/** What remains; where nothing does, that is kept for later executions too. */
	private noteReading(bucket: string, reading: LimitReading): void {
		const now = Date.now();
		processLimits.enter(bucket, reading, now);
		const spent = spentHold(reading, now);
		if (spent) storeHold(this.staticData, bucket, spent, now);
	}

	/** Before an account's first send of the run: what the provider says remains, where it can be asked. */
	async readQuota(task: SendTask): Promise<void> {
		if (!task.quota || this.quotasRead.has(task.accountKey)) return;
		if (processLimits.find(task.bucket, null, Date.now())) return;
		this.quotasRead.add(task.accountKey);
		const reading = await task.quota();
		if (reading) this.noteReading(task.bucket, reading);
	}

	/** Waits for a hold to end where the options allow it and the run's budget reaches so far. */
	async waitOut(task: Task, hold: Hold, slackMs = 0): Promise<boolean> {
		const { onRateLimit, maxWaitSeconds } = task.options;
		const now = Date.now();
		if (hold.retryAt - now <= slackMs) return await pause(this.context, hold.retryAt - now);
		if (onRateLimit !== 'wait') return false;
		// Items that wait at the same time spend the budget once.
		const cost = Math.max(0, hold.retryAt - Math.max(now, this.waitedUntil));
		if (this.waitedMs + cost > maxWaitSeconds * 1000) return false;
		this.waitedMs += cost;
		this.waitedUntil = Math.max(this.waitedUntil, hold.retryAt);
		return await pause(this.context, hold.retryAt - now);
	}
}

/** A reply may speak of another limit than the one that the call counts against: that of sends, above all. */
function bucketOf(task: Task, call: LimitedCall<unknown>, { action }: LimitReading): string {
	return action?.toLowerCase() === task.sendLimitName ? sendBucket(task) : call.bucket;
}

function sendBucket({ accountKey, sendLimitName }: Task): string {
	return `${accountKey}|${sendLimitName}`;
}
