import type { Result, WithAccount } from '../operations/result';
import type { ExecutionMemory } from '../tasks/execution-memory';
import type { ReadTask } from '../tasks/task';

/** Of a list the responses' bodies are never needed. */
type Shared = Pick<ReadTask, 'readKey'> & Partial<Pick<ReadTask, 'needsBody'>>;

/** Lets the reads of a run that ask the same share one request, and keeps what was answered for another try. */
export class SharedReads {
	private readonly asked = new Map<string, Promise<Result<WithAccount<unknown>>>>();
	/** What several tasks ask: the answers to all else need not be kept. */
	private readonly repeated = new Set<string>();
	/** What is asked for its body too. */
	private readonly withBody = new Set<string>();

	constructor(
		private readonly memory: ExecutionMemory,
		/** Only *Retry On Fail* runs the items again; without it there is nothing to keep answers for. */
		private readonly keepsReads: boolean,
	) {}

	/** Before any of them is run. */
	expect(tasks: readonly Shared[]): void {
		const seen = new Set<string>();
		for (const { readKey, needsBody } of tasks) {
			(seen.has(readKey) ? this.repeated : seen).add(readKey);
			if (needsBody === true) this.withBody.add(readKey);
		}
	}

	/** Asks, or takes the answer that another task has, or will have. `page` tells a list's calls apart. */
	async ask(
		task: Shared,
		call: () => Promise<Result<WithAccount<unknown>>>,
		page = '',
	): Promise<Result<WithAccount<unknown>>> {
		const readKey = task.readKey + page;
		const needsBody = this.withBody.has(task.readKey);
		const earlier = this.keepsReads ? this.memory.findRead(readKey, needsBody) : null;
		if (earlier) return earlier;
		const asked = this.asked.get(readKey) ?? call();
		if (this.repeated.has(task.readKey)) this.asked.set(readKey, asked);
		const result = await asked;
		// What was limited is asked again once the limit allows it.
		if (result.kind === 'rateLimited') this.asked.delete(readKey);
		if (result.kind === 'answered' && this.keepsReads) {
			this.memory.keepRead(readKey, result, needsBody);
		}
		return result;
	}
}
