import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Answer, Answered, Failed, Failure } from './answer';
import { takePlaces, type Places } from './caps';
import { failureOf } from './errors';
import type { Leaving } from './items';
import {
	heldRateLimit,
	limitedHold,
	passedRateLimit,
	processLimits,
	spentHold,
	type Hold,
	type LimitReading,
} from './limits';
import { forgetHolds, loadHolds, storeHold } from './limit-store';
import { Ledger } from './ledger';
import { oneAtATime } from './lock';
import { isPlainObject } from './objects';
import { ExecutionMemory } from './memory';
import type { Progress } from './progress';
import type { Attributed } from './provider';
import { settleSend } from './sends';
import { readList, type Listed } from './lists';
import type { ChangeTask, LimitedCall, ListTask, ReadTask, SendTask, Task } from './task';
import { isCancelled, pause } from './transport';

/** A call that a limit keeps from its answer; `tried` where the provider said so just now. */
export interface Held {
	readonly kind: 'held';
	readonly hold: Hold;
	readonly tried: { readonly httpStatus: number } | null;
}

/** An item's task, or why it cannot be one. */
export type Prepared = Task | Failure;

/** What came of a task. `reading` is what the last reply said of its limits. */
export type Settled<T = unknown> =
	| {
			readonly kind: 'answered';
			readonly value: Attributed<T>;
			readonly body: unknown;
			readonly status: number;
			readonly reading: LimitReading | null;
	  }
	| { readonly kind: 'limited'; readonly hold: Hold; readonly tried: { httpStatus: number } | null }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** A Wait node's timer may end this much before the moment it was given. */
const TIMER_SLACK_MS = 50;

/** When each account last sent, over all executions of this process (ms of a clock that cannot be set back). */
const lastSends = new Map<string, number>();

/** One execution of a node: its items' tasks, run within what is known of limits. */
export class Run {
	readonly memory: ExecutionMemory;
	readonly ledger: Ledger;
	private readonly staticData: IDataObject;
	private readonly quotasRead = new Set<string>();
	/** Only *Retry On Fail* runs the items again; without it there is nothing to keep answers for. */
	private readonly keepsReads: boolean;
	private readonly asked = new Map<string, Promise<Answer<Attributed<unknown>>>>();
	private waitedUntil = 0;
	private waitedMs = 0;
	private firstFailure = Infinity;

	constructor(
		readonly context: IExecuteFunctions,
		private readonly items: readonly INodeExecutionData[],
		/** Whether the node goes on after an item failed. */
		private readonly goesOn: boolean,
		private readonly progress: Progress,
	) {
		this.memory = new ExecutionMemory(context);
		this.ledger = new Ledger(context);
		this.keepsReads = context.getNode().retryOnFail === true;
		this.staticData = context.getWorkflowStaticData('node');
	}

	/**
	 * Runs the tasks: reads side by side, what changes something one after the other for an account and a person.
	 * Returns one leaving for each item, or the failure that stops the workflow, with the lowest index of those met.
	 */
	async all(
		prepared: readonly Prepared[],
	): Promise<Leaving[] | { failure: Failure; itemIndex: number }> {
		const leavings = new Array<Leaving | undefined>(prepared.length);
		const reads: Array<ReadTask | ListTask> = [];
		const changes: Task[] = [];
		for (const [index, task] of prepared.entries()) {
			if (!('effect' in task)) this.leaveFailed(leavings, index, task);
			else if (task.effect === 'read' || task.effect === 'list') reads.push(task);
			else changes.push(task);
		}
		const settle = async (task: Task) => {
			if (this.isStopped()) return;
			const leaving = await this.settle(task);
			leavings[task.itemIndex] = leaving;
			this.progress.itemDone();
			if (leaving.kind === 'failed') this.leaveFailed(leavings, task.itemIndex, leaving.failure);
		};
		this.recallLimits(prepared);
		if (!this.isStopped())
			await Promise.all([runReads(reads, settle), runChanges(changes, settle)]);
		this.sayWhatDoesNotLast();
		const failed = leavings[this.firstFailure];
		if (this.isStopped() && failed?.kind === 'failed') {
			return { failure: failed.failure, itemIndex: this.firstFailure };
		}
		return leavings.map((leaving) => leaving ?? { kind: 'failed', failure: UNSETTLED });
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
				if (sendLimit) processLimits.enter(sendBucket(task), sendLimit, false, Date.now());
				return answer;
			}
			const now = Date.now();
			const met = limitedHold(answer.reading, now);
			processLimits.restore(call.bucket, met);
			storeHold(this.staticData, call.bucket, met, now);
			tried = { httpStatus: answer.status };
			if (!(await this.waitOut(task, met))) return { kind: 'held', hold: met, tried };
		}
	}

	/** What remains; where nothing does, that is kept for later executions too. */
	private noteReading(bucket: string, reading: LimitReading): void {
		const now = Date.now();
		processLimits.enter(bucket, reading, false, now);
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

	/** The pause between two sends of an account. Resolves to false when the execution was cancelled meanwhile. */
	async spaceSends(task: Task): Promise<boolean> {
		const { delayMinSeconds, delayMaxSeconds } = task.options;
		const spread = Math.max(0, delayMaxSeconds - delayMinSeconds);
		const gap = (delayMinSeconds + Math.random() * spread) * 1000;
		const last = lastSends.get(task.accountKey);
		const rest = last === undefined ? 0 : last + gap - performance.now();
		return rest > 0 ? await pause(this.context, rest) : !isCancelled(this.context);
	}

	/** The pause counts from when the last send was answered. */
	markSent(task: Task): void {
		lastSends.set(task.accountKey, performance.now());
	}

	/** Places under the author's own caps, after waiting where the options say so. */
	async takePlaces(task: Task): Promise<Places | Hold> {
		for (;;) {
			const places = await takePlaces(this.ledger, task.accountKey, task.options, Date.now());
			if (!('retryAt' in places) || !(await this.waitOut(task, places))) return places;
		}
	}

	private async settle(task: Task): Promise<Leaving> {
		const looped = this.failureOfLoop(task);
		if (looped) return { kind: 'failed', failure: looped };
		try {
			if (task.effect === 'list') return this.toRows(task, await readList(this, task));
			const settled =
				task.effect === 'send' ? await this.settleAlone(task) : await this.settleOther(task);
			return this.toLeaving(task, settled);
		} catch (thrown) {
			return { kind: 'failed', failure: failureOf(thrown, task.providerName) };
		}
	}

	/**
	 * One send at a time for an account, and for a person, over all executions of this process: two that looked at the
	 * same last place at once would both go for it.
	 */
	private async settleAlone(task: SendTask): Promise<Settled> {
		const cancelled = this.context.getExecutionCancelSignal();
		return await oneAtATime(
			`sends of ${task.accountKey}`,
			async () =>
				await oneAtATime(
					`sends to ${task.personKey}`,
					async () => await settleSend(this, task),
					cancelled,
				),
			cancelled,
		);
	}

	private async settleOther(task: ReadTask | ChangeTask): Promise<Settled> {
		const call = task.effect === 'read' ? this.shared(task.readKey, task.call) : task.call;
		const answer = await this.call(task, call, null);
		if (answer.kind === 'held') return { ...answer, kind: 'limited' };
		return answer;
	}

	/** Lets a read that was asked in this run already have the same answer. */
	shared(
		readKey: string,
		call: LimitedCall<Attributed<unknown>>,
	): LimitedCall<Attributed<unknown>> {
		return {
			bucket: call.bucket,
			run: async () => {
				const earlier = this.keepsReads ? this.memory.findRead(readKey) : null;
				if (earlier) return earlier;
				const asked = this.asked.get(readKey) ?? call.run();
				this.asked.set(readKey, asked);
				const answer = await asked;
				// What was limited is asked again once the limit allows it.
				if (answer.kind === 'limited') this.asked.delete(readKey);
				if (answer.kind === 'answered' && this.keepsReads) this.memory.keepRead(readKey, answer);
				return answer;
			},
		};
	}

	private toLeaving(task: Task, settled: Settled): Leaving {
		const now = Date.now();
		if (settled.kind === 'failed') return { kind: 'failed', failure: settled.failure };
		if (settled.kind === 'limited') {
			const rateLimit = heldRateLimit(task.subject, settled.hold, settled.tried, now);
			this.memory.rememberLimited(loopKey(task), rateLimit);
			return { kind: 'limited', rateLimit };
		}
		const { value, body, status, reading } = settled;
		const accountId = value.accountId ?? task.subject.accountId;
		const rateLimit =
			reading && passedRateLimit({ ...task.subject, accountId }, reading, status, now);
		return {
			kind: 'success',
			rows: task.present({ report: value.report, accountId, body, rateLimit }),
		};
	}

	private toRows(task: ListTask, listed: Listed): Leaving {
		if (listed.kind === 'failed') return listed;
		const { rows, rest } = listed;
		const presented = task.present({
			report: rows,
			accountId: task.subject.accountId,
			body: null,
			rateLimit: null,
		});
		if (!rest) return { kind: 'success', rows: presented };
		const rateLimit = {
			...heldRateLimit(task.subject, rest.hold, rest.tried, Date.now()),
			continueFrom: rest.place,
		};
		this.memory.rememberLimited(loopKey(task), rateLimit);
		return rows.length > 0
			? { kind: 'partly', rows: presented, rateLimit }
			: { kind: 'limited', rateLimit };
	}

	/** A limited item that is back before its time would go round until memory runs out. */
	private failureOfLoop(task: Task): Failure | null {
		const retryAt = this.memory.leftLimitedUntil(loopKey(task));
		if (retryAt === null || !(Date.parse(retryAt) > Date.now() + TIMER_SLACK_MS)) return null;
		// A person is known again even where the loop dropped `rateLimit`; a call without one is told by it alone.
		const item = this.items[task.itemIndex]?.json;
		if (task.personKey === null && !isPlainObject(item?.rateLimit)) return null;
		return {
			source: 'workflow',
			message: `The item is back before ${retryAt}, when its rate limit ends: the loop has no Wait node, or one that is too short`,
			description:
				"Put a Wait node between the 'Rate Limited' output and this node, with 'Resume' set to 'At Specified Time' and the time {{ $json.rateLimit.retryAt }}.",
		};
	}

	/** Takes up what an earlier process met, or forgets it where the author wants that. */
	private recallLimits(prepared: readonly Prepared[]): void {
		const tasks = prepared.filter((task): task is Task => 'effect' in task);
		const forgotten = new Set(
			tasks.filter((task) => task.options.forgetLimits).map((task) => task.keyPrefix),
		);
		forgetHolds(this.staticData, forgotten);
		for (const keyPrefix of forgotten) processLimits.forget(keyPrefix);
		loadHolds(this.staticData, processLimits, Date.now());
	}

	/** Once a run, where invitations could not be entered in n8n's database. */
	private sayWhatDoesNotLast(): void {
		if (this.ledger.available) return;
		this.context.addExecutionHints?.({
			message:
				"n8n's database cannot be used for this workflow, so the node remembers whom it invited within this execution only. A workflow that was never saved has no place there: save it first.",
			location: 'outputPane',
		});
	}

	private leaveFailed(leavings: Array<Leaving | undefined>, index: number, failure: Failure): void {
		leavings[index] = { kind: 'failed', failure };
		if (!this.goesOn) this.firstFailure = Math.min(this.firstFailure, index);
	}

	private isStopped(): boolean {
		return this.firstFailure !== Infinity;
	}

	/** Waits for a hold to end where the options allow it and the run's budget reaches so far. */
	private async waitOut(task: Task, hold: Hold, slackMs = 0): Promise<boolean> {
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

const UNSETTLED: Failure = {
	source: 'workflow',
	message: 'The execution ended before the item was tried',
	description: 'Run the item again.',
};

/** A reply may speak of another limit than the one that the call counts against: that of sends, above all. */
function bucketOf(task: Task, call: LimitedCall<unknown>, { action }: LimitReading): string {
	return action?.toLowerCase() === task.sendLimitName ? sendBucket(task) : call.bucket;
}

function sendBucket({ accountKey, sendLimitName }: Task): string {
	return `${accountKey}|${sendLimitName}`;
}

function loopKey(task: Task): string {
	const what = task.effect === 'list' ? task.readKey : (task.personKey ?? '');
	return [task.accountKey, task.subject.operation, what].join('|');
}

/**
 * As many at once as the options say. The first of each bucket goes alone: when the limit is met already, or the key is
 * wrong, that is one request and not several.
 */
async function runReads(
	tasks: Array<ReadTask | ListTask>,
	settle: (task: Task) => Promise<void>,
): Promise<void> {
	const first = new Map<string, Promise<void>>();
	let next = 0;
	const worker = async () => {
		for (let task = tasks[next++]; task; task = tasks[next++]) {
			const { bucket } = task.effect === 'list' ? task : task.call;
			const probe = first.get(bucket);
			if (probe) await probe;
			const settled = settle(task);
			if (!probe) first.set(bucket, settled);
			await settled;
		}
	};
	const workers = tasks[0]?.options.maxConcurrentRequests ?? 0;
	await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, worker));
}

/** In item order within an account, and within a person over all accounts; else side by side. */
async function runChanges(tasks: Task[], settle: (task: Task) => Promise<void>): Promise<void> {
	const tails = new Map<string, Promise<void>>();
	const all = tasks.map(async (task) => {
		const queues = [`account ${task.accountKey}`, `person ${task.personKey ?? task.itemIndex}`];
		const ahead = queues.map(async (queue) => await tails.get(queue));
		const settled = Promise.all(ahead).then(async () => await settle(task));
		for (const queue of queues) tails.set(queue, settled);
		await settled;
	});
	await Promise.all(all);
}
