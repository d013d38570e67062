/**
 * The state that an n8n process keeps across executions: limits, paces, turns, counts. No module in this package
 * has other mutable state, so that one call resets everything.
 */
class ProcessState {
	private readonly resets: Array<() => void> = [];

	/** Registers a piece of state. Returns its getter. */
	add<T>(create: () => T): () => T {
		let state = create();
		this.resets.push(() => {
			state = create();
		});
		return () => state;
	}

	/** For tests: resets everything, as in a new process. */
	reset(): void {
		for (const reset of this.resets) reset();
	}
}

export const processState = new ProcessState();
