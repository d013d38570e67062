import type { IExecuteFunctions } from 'n8n-workflow';

/** Shorter waits are not reported. */
const WORTH_SAYING_MS = 1_000;
const SAID_AT_MOST_EVERY_MS = 10_000;

/** Reports a run's progress while it waits for the key's pace: in n8n's log, and in the editor's console. */
export class Progress {
	private done = 0;
	private lastSaid = 0;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly total: number,
	) {}

	itemDone(): void {
		this.done += 1;
	}

	waiting(ms: number): void {
		const now = Date.now();
		if (ms < WORTH_SAYING_MS || now - this.lastSaid < SAID_AT_MOST_EVERY_MS) return;
		this.lastSaid = now;
		const seconds = Math.ceil(ms / 1000);
		const message = `${this.context.getNode().name}: ${this.done} of ${this.total} items done; waiting ${seconds} s to stay within the requests per minute`;
		this.context.logger.info(message);
		this.context.sendMessageToUI(message);
	}
}
