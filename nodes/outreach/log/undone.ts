import type { Logger } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import { processState } from '../base/process-state';
import type { LogCells } from './columns';
import type { LogTable, RowFilter } from './table';

/** A write to a log that has to be made, whether or not the log can be reached at the moment. */
export interface LogWrite {
	/** The send that it is of (`nameInLog`). */
	readonly name: string;
	readonly rows: RowFilter;
	/** What these rows are changed to; null: they are removed. */
	readonly cells: LogCells | null;
	/** A row that is added where none was there to be changed, unless one is there that `unless` finds. */
	readonly orElse?: { readonly unless: RowFilter; readonly cells: LogCells };
}

/** By table, also for later runs: n8n may answer again by then. */
const undone = processState.add(() => new Map<string, readonly LogWrite[]>());
const MOST_TABLES = 1_000;
const MOST_WRITES = 10_000;

/** Makes writes, and those once more that could not be made. What stays undone errs on the safe side. */
export class LogWrites {
	constructor(
		private readonly table: LogTable,
		/** Tells tables apart, also of two n8n. */
		private readonly tableName: string,
		private readonly logger: Logger,
	) {}

	/** Makes it now, or else later. */
	async make(write: LogWrite): Promise<void> {
		this.later(write);
		await this.tidy(async () => await this.perform(write));
	}

	/** For a write that can hardly be made now. */
	later(write: LogWrite): void {
		this.set([...this.all(), write].slice(-MOST_WRITES));
	}

	/** Before a send is looked up: what is undone of it is done first. @throws LogUnavailable */
	async before(name: string): Promise<void> {
		for (const write of this.all()) if (write.name === name) await this.perform(write);
	}

	/** The run is over: everything is tried once more, until one fails. */
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
