import type { Result, WithAccount } from '../operations/result';
import type { ExecutionMemory } from '../tasks/execution-memory';
import type { ReadTask } from '../tasks/task';

/** The bodies of a list's responses are never needed. */
type Shared = Pick<ReadTask, 'readKey'> & Partial<Pick<ReadTask, 'needsBody'>>;

/** Identical reads of a run share one request. Keeps answers for another try. */
export class SharedReads {
	private readonly asked = new Map<string, Promise<Result<WithAccount<unknown>>>>();
	/** Reads that several tasks make; other answers need not be kept. */
	private readonly repeated = new Set<string>();
	/** Reads whose body is also needed. */
	private readonly withBody = new Set<string>();

	constructor(
		private readonly memory: ExecutionMemory,
		/** Only *Retry On Fail* runs the items again, so answers are kept only for it. */
		private readonly keepsReads: boolean,
	) {}

	/** Called before any task runs. */
	expect(tasks: readonly Shared[]): void {
		const seen = new Set<string>();
		for (const { readKey, needsBody } of tasks) {
			(seen.has(readKey) ? this.repeated : seen).add(readKey);
			if (needsBody === true) this.withBody.add(readKey);
		}
	}

	/** Makes the request, or uses another task's answer. `page` identifies a list's calls. */
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
		// A limited request is repeated once the limit allows it.
		if (result.kind === 'rateLimited') this.asked.delete(readKey);
		if (result.kind === 'answered' && this.keepsReads) {
			this.memory.keepRead(readKey, result, needsBody);
		}
		return result;
	}
}
