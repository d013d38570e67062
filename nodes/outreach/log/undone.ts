import type { Logger } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';
import type { LogCells } from './columns';
import type { LogTable, RowFilter } from './table';

/** A write to a log that must be made eventually, even if the log cannot be reached now. */
export interface LogWrite {
	/** The send it belongs to (`nameInLog`). */
	readonly name: string;
	readonly rows: RowFilter;
	/** New values for these rows; null deletes them. */
	readonly cells: LogCells | null;
	/** A row to add if there was none to change, unless `unless` finds one. */
	readonly orElse?: { readonly unless: RowFilter; readonly cells: LogCells };
}

/** By table, and kept for later runs, when n8n may be available again. */
const undone = processState.add(() => new Map<string, readonly LogWrite[]>());
const MOST_TABLES = 1_000;
const MOST_WRITES = 10_000;

/** Makes writes and repeats failed ones. A write that is never made errs on the safe side. */
export class LogWrites {
	constructor(
		private readonly table: LogTable,
		/** Identifies the table, across n8n instances. */
		private readonly tableName: string,
		private readonly logger: Logger,
	) {}

	/** Writes now, or later if that fails. */
	async make(write: LogWrite): Promise<void> {
		this.later(write);
		await this.tidy(async () => await this.perform(write));
	}

	/** For a write that would probably fail now. */
	later(write: LogWrite): void {
		this.set([...this.all(), write].slice(-MOST_WRITES));
	}

	/** Before the lookup of a send: completes its outstanding writes. @throws LogUnavailable */
	async before(name: string): Promise<void> {
		for (const write of this.all()) if (write.name === name) await this.perform(write);
	}

	/** At the end of a run: retries all outstanding writes until one fails. */
	async close(): Promise<void> {
		await this.tidy(async () => {
			for (const write of this.all()) await this.perform(write);
		});
	}

	private async tidy(job: () => Promise<void>): Promise<void> {
		try {
			await job();
		} catch (error) {
			this.logger.warn('The log of sends could not be written; the write is retried later', {
				error,
			});
		}
	}

	private async perform(write: LogWrite): Promise<void> {
		const { rows, cells, orElse } = write;
		if (cells === null) await this.table.remove(rows);
		else if ((await this.table.update(rows, cells)).length === 0 && orElse) {
			const { rows: there } = await this.table.page(orElse.unless);
			if (there.length === 0) await this.table.insert([orElse.cells]);
		}
		this.set(this.all().filter((one) => one !== write));
	}

	private all(): readonly LogWrite[] {
		return undone().get(this.tableName) ?? [];
	}

	private set(writes: readonly LogWrite[]): void {
		if (writes.length === 0) undone().delete(this.tableName);
		else setNewest(undone(), MOST_TABLES, this.tableName, writes);
	}
}
