import type { IDataObject } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import { isPlainObject } from '../base/objects';
import { processState } from '../base/process-state';
import { toIso } from '../base/time';

/** How many dates of sends to keep: in the node's static data, and in this process for all nodes. */
const STORED = 2_000;
const IN_PROCESS = 20_000;

/** Finding the oldest takes far longer than adding one, so a few extra are kept meanwhile. */
const DROPPED_EVERY = 100;

/** n8n's store of processed data has only hashes, so dates are kept here. */
const inProcess = processState.add(() => new Map<string, string>());

/** The key for the date of a request with unknown end. */
export const attemptOf = (key: string) => `attempt ${key}`;

/** When sends were made. Best effort: in the node's static data, which n8n saves only after production executions. */
export class SentDates {
	private added = 0;

	/** `memory` identifies the node: another one may have made the same send at another time. */
	constructor(
		private readonly staticData: IDataObject,
		private readonly memory: string,
	) {}

	/** ISO 8601 UTC, or null if no longer known. */
	find(key: string): string | null {
		const { sentAt } = this.staticData;
		const stored = isPlainObject(sentAt) ? sentAt[key] : null;
		return inProcess().get(this.named(key)) ?? (typeof stored === 'string' ? stored : null);
	}

	/** `at` in ms since 1970. */
	add(key: string, at: number): void {
		const date = toIso(at);
		setNewest(inProcess(), IN_PROCESS, this.named(key), date);
		const { sentAt } = this.staticData;
		const dates = isPlainObject(sentAt) ? sentAt : {};
		delete dates[key];
		dates[key] = date;
		// n8n only notices a change if a field is assigned.
		this.staticData.sentAt = dates;
		if (this.added++ % DROPPED_EVERY > 0) return;
		for (const oldest of Object.keys(dates).slice(0, -STORED)) delete dates[oldest];
	}

	remove(key: string): void {
		inProcess().delete(this.named(key));
		const { sentAt } = this.staticData;
		if (!isPlainObject(sentAt) || !(key in sentAt)) return;
		delete sentAt[key];
		this.staticData.sentAt = sentAt;
	}

	private named(key: string): string {
		return `${this.memory} ${key}`;
	}
}
