import type { Logger } from 'n8n-workflow';
import { setNewest } from '../base/bounded-map';
import type { Wait } from '../base/cancellation';
import { oneAtATime } from '../base/one-at-a-time';
import { toIso } from '../base/time';
import type { EarlierSend, SendState } from '../operations/operation';
import type { Claim, SendStore, SendSubject } from '../sends/send-memory';
import { LogClaims, REQUEST_PATIENCE_MS, type Author } from './claims';
import type { LogRow } from './columns';
import { LogReader } from './reader';
import {
	attemptedAt,
	earlierOf,
	isOf,
	isOwnDoubt,
	isUnderWay,
	nameInLog,
	sameAs,
	SENT,
	stateOf,
	stateOfRow,
} from './rows';
import type { LogTable } from './table';
import { LogWrites } from './undone';

/** How many people to look up and claim at once. */
const AT_ONCE = 25;

/** How many sends to keep data about; those in progress need it. */
const MOST_KNOWN = 1_000;

/** How often to check another worker's request that may be in progress (ms). */
const LOOK_AGAIN_MS = 1_000;

interface LookedUp {
	readonly send: SendSubject;
	readonly rows: readonly LogRow[];
}

/** A memory of sends that all nodes with one Data Table share, and that people can see and edit. */
export class LogMemory implements SendStore {
	private readonly reader: LogReader;
	private readonly writes: LogWrites;
	private readonly claims: LogClaims;
	private upcoming: Iterator<SendSubject> = [][Symbol.iterator]();
	/** Looked up together with an earlier send, and not used yet. */
	private readonly ahead = new Map<string, LookedUp>();
	/** What is known about a send: from its lookup, and from later writes. */
	private readonly known = new Map<string, readonly LogRow[]>();

	constructor(
		private readonly table: LogTable,
		/** Identifies the table, across n8n instances. */
		private readonly name: string,
		private readonly author: Author,
		private readonly logger: Logger,
	) {
		this.reader = new LogReader(table, logger);
		this.writes = new LogWrites(table, name, logger);
		this.claims = new LogClaims(table, this.reader, this.writes, author);
	}

	/** The run's sends, in order; several are looked up at once. */
	expect(upcoming: Iterable<SendSubject>): void {
		this.upcoming = upcoming[Symbol.iterator]();
	}

	/** Identical for two executions that would make the same send. */
	nameOf(send: SendSubject): string {
		return `${this.name} ${nameInLog(send)}`;
	}

	async lookUp(send: SendSubject, wait: Wait): Promise<SendState> {
		await this.table.check();
		const name = nameInLog(send);
		await this.writes.before(name);
		for (let waited = 0; waited < REQUEST_PATIENCE_MS; waited += LOOK_AGAIN_MS) {
			const rows = await this.rowsOf(send, name);
			setNewest(this.known, MOST_KNOWN, name, rows);
			const { execution } = this.author;
			const isOver = !rows.some((row) => isUnderWay(row, execution, Date.now()));
			if (stateOf(rows) !== 'inDoubt' || isOver || !(await wait(LOOK_AGAIN_MS))) break;
		}
		return stateOf(this.known.get(name) ?? []);
	}

	async claim(
		send: SendSubject,
		_before: SendState,
		wait: Wait,
	): Promise<Claim | 'sent' | 'inDoubt' | null> {
		const name = nameInLog(send);
		const known = this.known.get(name) ?? [];
		const following = send.isSpaced ? [] : this.following();
		const claimed = await this.claims.make(send, known, following, wait);
		if (claimed === null) return null;
		setNewest(this.known, MOST_KNOWN, name, [...known, ...claimed.rows]);
		return claimed.kind === 'claim' ? claimed.claim : claimed.state;
	}

	async resolveAsSent(send: SendSubject, at: number | null): Promise<void> {
		const name = nameInLog(send);
		const rows = this.known.get(name) ?? (await this.rowsToResolve(send));
		const cells = { status: SENT, ...(at === null ? {} : { sentAt: toIso(at) }) };
		for (const row of rows) {
			if (!isOf(row, send) || stateOfRow(row) !== 'inDoubt') continue;
			await this.writes.make({ name, rows: sameAs(row), cells });
		}
	}

	earlier(send: SendSubject): EarlierSend {
		return earlierOf(this.known.get(nameInLog(send)) ?? []);
	}

	isOwnDoubt(send: SendSubject): boolean {
		return isOwnDoubt(this.known.get(nameInLog(send)) ?? [], send);
	}

	attemptedAt(send: SendSubject): number | null {
		return attemptedAt(this.known.get(nameInLog(send)) ?? []);
	}

	async close(): Promise<void> {
		await this.claims.release();
		await this.writes.close();
	}

	private async rowsOf(send: SendSubject, name: string): Promise<readonly LogRow[]> {
		return await oneAtATime(`look-ups in ${this.name}`, async () => {
			const found = this.ahead.get(name)?.rows;
			this.ahead.delete(name);
			// A send in doubt may have been resolved since.
			return found && stateOf(found) !== 'inDoubt' ? found : await this.lookUpSeveral(send);
		});
	}

	/** Rows of a send made by an earlier try. If they cannot be read, the send stays in doubt. */
	private async rowsToResolve({ person }: SendSubject): Promise<readonly LogRow[]> {
		return await this.reader.written([person]).catch((error: unknown) => {
			this.logger.warn('A send stays in doubt because the log of sends could not be read', {
				error,
			});
			return [];
		});
	}

	/** Together with as many of the following sends as fit into one request. @throws LogUnavailable */
	private async lookUpSeveral(send: SendSubject): Promise<readonly LogRow[]> {
		const sends = [send];
		while (sends.length < AT_ONCE) {
			const next = this.upcoming.next();
			if (next.done) break;
			const name = nameInLog(next.value);
			const isNew = name !== nameInLog(send) && !this.ahead.has(name) && !this.known.has(name);
			if (isNew) sends.push(next.value);
		}
		const rows = await this.reader.all([...new Set(sends.map(({ person }) => person))]);
		for (const one of sends.slice(1)) {
			const own = rows.filter((row) => isOf(row, one));
			this.ahead.set(nameInLog(one), { send: one, rows: own });
		}
		return rows.filter((row) => isOf(row, send));
	}

	/** The following sends that were looked up and that nobody has made. */
	private following(): SendSubject[] {
		const unsent = [...this.ahead.values()].filter(({ rows }) => stateOf(rows) === 'none');
		return unsent.slice(0, AT_ONCE - 1).map(({ send }) => send);
	}
}
