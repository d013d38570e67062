import { sleep } from 'n8n-workflow';
import type { Wait } from '../base/cancellation';
import { limitBook, type ActiveLimit } from '../limits/limits';
import type { Answered, Failed, Result } from '../operations/result';

/** How long a poll may take. Longer waits for the key's pace are not started. */
export class Budget {
	/** Whether a wait was given up. */
	isSpent = false;
	private readonly half: number;
	private readonly end: number;

	constructor(ms: number) {
		const now = performance.now();
		this.half = now + ms / 2;
		this.end = now + ms;
	}

	get isHalfOver(): boolean {
		return this.isSpent || performance.now() >= this.half;
	}

	get isOver(): boolean {
		return this.isSpent || performance.now() >= this.end;
	}

	readonly wait: Wait = async (ms) => {
		this.isSpent ||= performance.now() + ms > this.end;
		if (this.isSpent) return false;
		await sleep(Math.max(0, ms));
		return true;
	};
}

/** Makes a poll's requests to the provider, within known limits. */
export class PollClient {
	/** The limit that ended the poll, if any. */
	limit: ActiveLimit | null = null;

	constructor(
		private readonly limitKey: string,
		private readonly budget: Budget,
	) {}

	/** Null if the poll must end here. */
	async ask<T>(call: () => Promise<Result<T>>): Promise<Answered<T> | Failed | null> {
		this.limit = limitBook().find(this.limitKey, null, Date.now());
		if (this.limit) return null;
		const result = await call();
		if (result.kind === 'rateLimited') {
			this.limit = result.limit;
			limitBook().enterLimit(this.limitKey, result.limit);
			return null;
		}
		// Not a failure: the request was not made, since its turn would have come too late.
		return result.kind === 'failed' && this.budget.isSpent ? null : result;
	}
}
