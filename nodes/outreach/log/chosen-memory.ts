import type { IExecuteFunctions } from 'n8n-workflow';
import type { Wait } from '../base/cancellation';
import type { EarlierSend, SendState } from '../operations/operation';
import type { NodeMemory } from '../sends/node-memory';
import type { Claim, SendMemory, SendSubject } from '../sends/send-memory';
import { LogMemory } from './log-memory';
import { openLog } from './open-log';

/** A row without an execution was added by hand. */
const NOT_SAVED = 'not saved';

/**
 * Remembers each send where its options say: in the node's own memory, or in a log. Slots under caps are always in
 * the node's memory.
 */
export class ChosenMemory implements SendMemory {
	/** By table ID. */
	private readonly logs = new Map<string, LogMemory>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly node: NodeMemory,
	) {}

	get isAbsent() {
		return this.node.isAbsent;
	}

	/**
	 * Opens the logs needed for these sends.
	 * @throws InvalidInput, LogUnavailable, and n8n's error if there is no credential
	 */
	async open(logTable: string, sends: Iterable<SendSubject>): Promise<void> {
		const { tables, siteId } = await openLog(this.context);
		const { name, id } = this.context.getWorkflow();
		const author = {
			workflow: name || id || '',
			execution: this.context.getExecutionId() || NOT_SAVED,
		};
		const table = tables.table(logTable);
		await table.check();
		const log = new LogMemory(table, `log ${siteId} ${logTable}`, author, this.context.logger);
		log.expect(sends);
		this.logs.set(logTable, log);
	}

	/** The run's sends that the node itself remembers, in order. */
	expect(sends: Iterable<string>): void {
		this.node.expect(sends);
	}

	nameOf(send: SendSubject): string {
		const log = this.logOf(send);
		return log ? log.nameOf(send) : `${this.node.name} ${send.key}`;
	}

	async lookUp(send: SendSubject, wait: Wait): Promise<SendState> {
		const log = this.logOf(send);
		return await (log ? log.lookUp(send, wait) : this.node.lookUp(send.key, accountOf(send)));
	}

	async claim(
		send: SendSubject,
		before: SendState,
		wait: Wait,
	): Promise<Claim | 'sent' | 'inDoubt' | null> {
		const log = this.logOf(send);
		return await (log
			? log.claim(send, before, wait)
			: this.node.claim(send.key, before, wait, accountOf(send)));
	}

	async resolveAsSent(send: SendSubject, at: number | null): Promise<void> {
		const log = this.logOf(send);
		await (log
			? log.resolveAsSent(send, at)
			: this.node.resolveAsSent(send.key, at, accountOf(send)));
	}

	earlier(send: SendSubject): EarlierSend {
		const log = this.logOf(send);
		return log ? log.earlier(send) : { sentAt: this.node.sentAt(send.key), by: null };
	}

	isOwnDoubt(send: SendSubject): boolean {
		return this.logOf(send)?.isOwnDoubt(send) ?? this.node.isOwnDoubt(send.key);
	}

	attemptedAt(send: SendSubject): number | null {
		const log = this.logOf(send);
		return log ? log.attemptedAt(send) : this.node.attemptedAt(send.key);
	}

	async noteThrottled({ key }: SendSubject): Promise<boolean> {
		return await this.node.noteThrottled(key);
	}

	async reserveSlot(period: string, number: number): Promise<boolean> {
		return await this.node.reserveSlot(period, number);
	}

	async releaseSlot(period: string, number: number): Promise<void> {
		await this.node.releaseSlot(period, number);
	}

	async close(): Promise<void> {
		for (const log of this.logs.values()) await log.close();
		await this.node.close();
	}

	/** Null if the node itself remembers it. */
	private logOf({ logTable }: SendSubject): LogMemory | null {
		if (logTable === null) return null;
		const log = this.logs.get(logTable);
		if (!log) throw new TypeError('A log is opened before it is asked');
		return log;
	}
}

const accountOf = ({ accountId }: SendSubject) => accountId ?? '';
