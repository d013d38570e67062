import { sleep } from 'n8n-workflow';
import type { Answer, Answered, Failed } from '../answer';
import { limitedHold, processLimits, type Hold } from '../limits/limits';
import type { Wait } from '../sessions';

/** How long a poll may go on. A wait for the key's pace that would take longer is not begun. */
export class Budget {
	/** Whether a wait was given up. */
	isSpent = false;
	private readonly end: number;

	constructor(ms: number) {
		this.end = performance.now() + ms;
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

/** Where a poll asks the provider, within what is known of its limits. */
export class Desk {
	/** The limit that ended the poll, where one did. */
	hold: Hold | null = null;

	constructor(
		private readonly bucket: string,
		private readonly budget: Budget,
	) {}

	/** Null: the poll has to end here. */
	async ask<T>(call: () => Promise<Answer<T>>): Promise<Answered<T> | Failed | null> {
		this.hold = processLimits.find(this.bucket, null, Date.now());
		if (this.hold) return null;
		const answer = await call();
		if (answer.kind === 'limited') {
			this.hold = limitedHold(answer.reading, Date.now());
			processLimits.hold(this.bucket, this.hold);
			return null;
		}
		// Nothing failed: the request did not leave, since its turn would have come too late.
		return answer.kind === 'failed' && this.budget.isSpent ? null : answer;
	}
}
