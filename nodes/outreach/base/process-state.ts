/**
 * What an n8n process remembers over all its executions: limits, paces, turns, counts. Nothing else in this package is
 * mutable at the level of a module, so that one call makes a process that remembers nothing.
 */
class ProcessState {
	private readonly resets: Array<() => void> = [];

	/** Adds a piece of state. Returns what gives it. */
	add<T>(create: () => T): () => T {
		let state = create();
		this.resets.push(() => {
			state = create();
		});
		return () => state;
	}

	/** For tests: as in a new process. */
	reset(): void {
		for (const reset of this.resets) reset();
	}
}

export const processState = new ProcessState();
