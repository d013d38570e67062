import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from '../answer';
import { LimitedCalls } from '../limits/limited-calls';
import { NodeMemory } from '../sends/node-memory';
import type { SendMemory } from '../sends/send-memory';
import { performSend } from '../sends/sends';
import { failureOf } from './errors';
import { emptyMemoryHint, hasSent, noMemoryHint } from './hints';
import type { Leaving } from './items';
import { Leavings } from './leavings';
import { readList } from './lists';
import { oneAtATime } from './lock';
import { ExecutionMemory } from './memory';
import type { Progress } from './progress';
import { runChanges, runReads } from './schedule';
import type { Prepared, Settled } from './settled';
import { SharedReads } from './shared-reads';
import type { ChangeTask, ListTask, ReadTask, SendTask, Task } from './task';

/** One execution of a node: its items' tasks, run within what is known of limits. */
export class Run {
	private readonly execution: ExecutionMemory;
	private readonly memory: SendMemory;
	private readonly calls: LimitedCalls;
	private readonly reads: SharedReads;
	private readonly leavings: Leavings;
	private firstFailure = Infinity;

	constructor(
		private readonly context: IExecuteFunctions,
		items: readonly INodeExecutionData[],
		/** Whether the node goes on after an item failed. */
		private readonly goesOn: boolean,
		private readonly progress: Progress,
		asTool: boolean,
	) {
		const triesAgain = context.getNode().retryOnFail === true;
		this.execution = new ExecutionMemory(context, triesAgain);
		this.memory = new NodeMemory(context);
		this.calls = new LimitedCalls(context);
		this.reads = new SharedReads(this.execution, triesAgain);
		this.leavings = new Leavings(this.execution, items, asTool);
	}

	/**
	 * Runs the tasks: reads side by side, what changes something one after the other for an account and a person.
	 * Returns one leaving for each item, or the failure that stops the workflow, with the lowest index of those met.
	 */
	async all(
		prepared: readonly Prepared[],
	): Promise<Leaving[] | { failure: Failure; itemIndex: number }> {
		const leavings: Leaving[] = [];
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
		const startsEmpty = await this.startsEmpty(prepared);
		this.calls.recallLimits(prepared);
		this.reads.expect(reads);
		await Promise.all([runReads(reads, settle), runChanges(changes, settle)]);
		await this.memory.close();
		this.addMemoryHint(startsEmpty && hasSent(leavings));
		const failed = leavings[this.firstFailure];
		if (failed?.kind === 'failed') {
			return { failure: failed.failure, itemIndex: this.firstFailure };
		}
		return leavings;
	}

	private async settle(task: Task): Promise<Leaving> {
		const looped = this.leavings.failureOfLoop(task);
		if (looped) return { kind: 'failed', failure: looped };
		try {
			if (task.effect === 'list') {
				return this.leavings.ofList(task, await readList(this.calls, this.reads, task));
			}
			const settled =
				task.effect === 'send' ? await this.settleAlone(task) : await this.settleOther(task);
			return this.leavings.of(task, settled);
		} catch (thrown) {
			const failure = failureOf(thrown, task.providerName);
			// A database says in its words what it was doing, whatever that was.
			const message = task.hide?.(failure.message) ?? failure.message;
			return { kind: 'failed', failure: { ...failure, message } };
		}
	}

	/**
	 * One send at a time for an account, and for a send of one memory, over all executions of this process: two that looked
	 * at the same last slot at once would both go for it.
	 */
	private async settleAlone(task: SendTask): Promise<Settled> {
		const { context, execution, memory, calls } = this;
		const deps = { context, execution, memory, calls };
		const cancelled = context.getExecutionCancelSignal();
		return await oneAtATime(
			`sends of ${task.accountKey}`,
			async () =>
				await oneAtATime(
					`${memory.name} ${task.key}`,
					async () => await performSend(deps, task),
					cancelled,
				),
			cancelled,
		);
	}

	private async settleOther(task: ReadTask | ChangeTask): Promise<Settled> {
		const call = task.effect === 'read' ? this.reads.share(task, task.call) : task.call;
		const answer = await this.calls.call(task, call, null);
		if (answer.kind === 'held') return { ...answer, kind: 'limited' };
		return answer;
	}

	/** A database that cannot be asked says so with the first send. */
	private async startsEmpty(prepared: readonly Prepared[]): Promise<boolean> {
		const sends = prepared.some((task) => 'effect' in task && task.effect === 'send');
		return sends && (await this.memory.isEmpty().catch(() => false));
	}

	/** Older versions of n8n have no place for hints. */
	private addMemoryHint(isFirst: boolean): void {
		if (this.memory.isAbsent) this.context.addExecutionHints?.(noMemoryHint());
		else if (isFirst) this.context.addExecutionHints?.(emptyMemoryHint());
	}

	private leaveFailed(leavings: Leaving[], index: number, failure: Failure): void {
		leavings[index] = { kind: 'failed', failure };
		if (!this.goesOn) this.firstFailure = Math.min(this.firstFailure, index);
	}

	private isStopped(): boolean {
		return this.firstFailure !== Infinity;
	}
}
