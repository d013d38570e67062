import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { MemoryUnavailable, type Failure } from '../base/errors';
import { onceLayers } from '../once/layers';
import { failedWith } from '../operations/result';
import { ChosenMemory } from '../log/chosen-memory';
import { NodeMemory } from '../sends/node-memory';
import type { SendSubject } from '../sends/send-memory';
import { failureOf } from '../tasks/errors';
import { ExecutionMemory } from '../tasks/execution-memory';
import type { Perform } from '../tasks/layers';
import { RunLimits } from '../tasks/run-limits';
import type { Runtime } from '../tasks/runtime';
import type {
	ListTask,
	OnceTask,
	Prepared,
	ReadTask,
	Task,
	TaskResult,
	WriteTask,
} from '../tasks/task';
import { emptyMemoryHint, hasSent, noMemoryHint } from './hints';
import { ItemResults, type ItemResult } from './items';
import { readList } from './lists';
import type { Progress } from './progress';
import { runSideBySide, startInOrder } from './schedule';
import { SharedReads } from './shared-reads';

/** The failure that stops the workflow, and its item. */
export interface Stopped {
	readonly kind: 'stopped';
	readonly failure: Failure;
	readonly itemIndex: number;
}

export interface Finished {
	readonly kind: 'finished';
	/** One for each item. */
	readonly results: ItemResult[];
}

/** One execution of a node: its items' tasks, run within the known limits. */
export class Run {
	private readonly nodeMemory: NodeMemory;
	private readonly memory: ChosenMemory;
	private readonly runtime: Runtime;
	private readonly reads: SharedReads;
	private readonly yields: ItemResults;
	private readonly performOnce: Perform<OnceTask>;
	private readonly results: ItemResult[] = [];
	private firstFailure = Infinity;

	constructor(
		private readonly context: IExecuteFunctions,
		items: readonly INodeExecutionData[],
		/** Whether the node continues after an item failed. */
		private readonly goesOn: boolean,
		private readonly progress: Progress,
		asTool: boolean,
	) {
		const triesAgain = context.getNode().retryOnFail === true;
		const execution = new ExecutionMemory(context, triesAgain);
		this.nodeMemory = new NodeMemory(context);
		this.memory = new ChosenMemory(context, this.nodeMemory);
		const limits = new RunLimits(context);
		this.runtime = { context, execution, memory: this.memory, limits };
		this.reads = new SharedReads(execution, triesAgain);
		this.yields = new ItemResults(execution, items, asTool);
		this.performOnce = onceLayers(this.runtime);
	}

	/**
	 * Runs the tasks: reads in parallel, writes and sends one after the other for an account and a person. Of
	 * several failures that stop the workflow, returns the one with the lowest index.
	 */
	async all(prepared: readonly Prepared[]): Promise<Finished | Stopped> {
		const { limits } = this.runtime;
		const reads: Array<ReadTask | ListTask> = [];
		const changes: Array<WriteTask | OnceTask> = [];
		for (const [index, task] of prepared.entries()) {
			if (task.kind === 'failed') this.enter(index, task);
			else if (task.effect === 'read' || task.effect === 'list') reads.push(task);
			else changes.push(task);
		}
		const able = await this.withMemory(changes);
		this.memory.expect(keysOf(able));
		const startsEmpty = await this.startsEmpty(able);
		limits.recall(prepared);
		this.reads.expect(reads);
		await Promise.all([
			runSideBySide(reads, (task) => this.runOne(task)),
			...startInOrder(able, (task, ahead) => this.runOne(task, ahead)),
		]);
		await this.memory.close();
		this.addMemoryHint(startsEmpty && hasSent(prepared, this.results));
		const failed = this.results[this.firstFailure];
		return failed?.kind === 'failed'
			? { kind: 'stopped', failure: failed.failure, itemIndex: this.firstFailure }
			: { kind: 'finished', results: this.results };
	}

	private async runOne(task: Task, ahead?: Promise<unknown>): Promise<void> {
		await ahead;
		if (this.firstFailure !== Infinity) return;
		const { limits } = this.runtime;
		const { itemIndex } = task;
		try {
			const loop = this.yields.failureOfLoop(task);
			if (loop) this.enter(itemIndex, failedWith(loop));
			else if (task.effect === 'list') {
				const part = await readList(limits, this.reads, task);
				this.enter(itemIndex, this.yields.ofList(task, part));
			} else {
				const result =
					task.effect === 'once'
						? await this.performOnce(task)
						: await limits.call(task, task.limitKey, null, async () => await this.call(task));
				this.enter(itemIndex, this.yields.of(task, result));
			}
		} catch (thrown) {
			const failure = failureOfItem(thrown, task.providerName);
			// A database error may quote the statement, with any data in it.
			const message = task.hide(failure.message);
			this.enter(itemIndex, failedWith({ ...failure, message }));
		}
		this.progress.itemDone();
	}

	private async call(task: ReadTask | WriteTask): Promise<TaskResult> {
		if (task.effect === 'write') return await task.call();
		return await this.reads.ask(task, async () => await task.call());
	}

	private enter(itemIndex: number, result: ItemResult): void {
		this.results[itemIndex] = result;
		if (result.kind === 'failed' && !this.goesOn) {
			this.firstFailure = Math.min(this.firstFailure, itemIndex);
		}
	}

	/** Opens the memories of sends. Sends without a memory fail before any request. */
	private async withMemory(
		changes: ReadonlyArray<WriteTask | OnceTask>,
	): Promise<ReadonlyArray<WriteTask | OnceTask>> {
		const unopened = new Set<string | null>();
		for (const table of new Set(changes.map(logTableOf))) {
			if (table === null) continue;
			const own = changes.filter((task) => logTableOf(task) === table);
			try {
				await this.memory.open(table, subjectsOf(own));
			} catch (thrown) {
				unopened.add(table);
				const failed = failedWith(failureOfItem(thrown));
				for (const { itemIndex } of own) this.enter(itemIndex, failed);
			}
		}
		return changes.filter((task) => !unopened.has(logTableOf(task)));
	}

	/** A database failure is reported with the first send. */
	private async startsEmpty(changes: ReadonlyArray<WriteTask | OnceTask>): Promise<boolean> {
		const isAsked = changes.some((task) => task.effect === 'once' && logTableOf(task) === null);
		return isAsked && (await this.nodeMemory.isEmpty().catch(() => false));
	}

	/** Older versions of n8n have no hints. */
	private addMemoryHint(isFirst: boolean): void {
		if (this.runtime.memory.isAbsent) this.context.addExecutionHints?.(noMemoryHint());
		else if (isFirst) this.context.addExecutionHints?.(emptyMemoryHint());
	}
}

function failureOfItem(thrown: unknown, providerName?: string): Failure {
	const failure = failureOf(thrown, providerName);
	if (!(thrown instanceof MemoryUnavailable)) return failure;
	return { ...failure, description: `Nothing was sent for this item. ${failure.description}` };
}

const logTableOf = (task: WriteTask | OnceTask) => (task.effect === 'once' ? task.logTable : null);

/** For sends that the node itself remembers. */
function* keysOf(tasks: ReadonlyArray<WriteTask | OnceTask>): Generator<string> {
	for (const task of tasks) if (task.effect === 'once' && task.logTable === null) yield task.key;
}

function* subjectsOf(tasks: ReadonlyArray<WriteTask | OnceTask>): Generator<SendSubject> {
	for (const task of tasks) if (task.effect === 'once') yield task.sendSubject;
}
