/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'n8n-workflow';
import type { NoReply, Reply, Transport } from '../../../nodes/outreach/http/transport';
import { LogMemory } from '../../../nodes/outreach/log/log-memory';
import { DataTables as TablesClient } from '../../../nodes/outreach/log/table';
import { NEW_COLUMNS } from '../../../nodes/outreach/log/columns';
import type { SendSubject } from '../../../nodes/outreach/sends/send-memory';
import { DataTables, NoAnswer } from '../../simulator/data-tables';

export const quiet: Logger = {
	error: () => undefined,
	warn: () => undefined,
	info: () => undefined,
	debug: () => undefined,
};

/** Encodes a query like n8n's HTTP client. */
const encoded = (query: Readonly<Record<string, string | number>>) =>
	Object.entries(query)
		.map(([name, value]) => {
			const all = encodeURIComponent(value).replace(/[!'()*]/g, (character) => {
				return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
			});
			return `${name}=${all}`;
		})
		.join('&');

/** Direct access to the tables, without a network. A dead worker's requests never return. */
export function transportTo(tables: DataTables, isAlive: () => boolean = () => true): Transport {
	return async ({ method, path, query, body }): Promise<Reply | NoReply> => {
		const nothing = new Promise<never>(() => undefined);
		if (!isAlive()) return await nothing;
		const given = { method, path, body, ...(query ? { query: encoded(query) } : {}) };
		const answer = await tables.handle(given).catch((thrown: unknown) => {
			if (!(thrown instanceof NoAnswer)) throw thrown;
			const delivered = thrown.fault === 'refuse' ? ('no' as const) : ('unknown' as const);
			return { kind: 'no-reply' as const, delivered, cancelled: false, reason: thrown.fault };
		});
		if (!isAlive()) return await nothing;
		return 'kind' in answer ? answer : { kind: 'reply', headers: {}, ...answer };
	};
}

/** A log's table, with an additional column. */
export const newLog = (tables: DataTables) =>
	tables.createTable('Log', [...NEW_COLUMNS, { name: 'mine', type: 'string' }]);

/** The memory of one worker. For this package, each has its own process. */
export function logOf(tables: DataTables, tableId: string, worker = '1', isAlive?: () => boolean) {
	const author = { workflow: `Workflow ${worker}`, execution: `execution-${worker}` };
	const table = new TablesClient(transportTo(tables, isAlive)).table(tableId);
	return new LogMemory(table, `log of ${worker}`, author, quiet);
}

export function invitation(person: string, more: Partial<SendSubject> = {}): SendSubject {
	return {
		key: `invitation acme|in:${person}`,
		action: 'invitation',
		fingerprint: '',
		person: `in:${person}`,
		profileUrl: `https://www.linkedin.com/in/${person}`,
		provider: 'acme',
		accountId: 'acc_1',
		logTable: 'tbl',
		isSpaced: false,
		...more,
	};
}

export const message = (person: string, fingerprint: string, more: Partial<SendSubject> = {}) =>
	invitation(person, { key: `message ${fingerprint}`, action: 'message', fingerprint, ...more });

/** The running worker. One for all tests, because each AsyncLocalStorage makes every await slower. */
const working = new AsyncLocalStorage<number>();

/** A possible next step: one of the workers continues. */
interface Turn {
	readonly worker: number;
	go(): void;
}

/**
 * Lets workers continue one at a time, in an order chosen by the caller. Each stops before a request has its
 * effect, before its response arrives, and at its waits.
 */
export class Scheduler {
	private turns: Turn[] = [];
	private running = 0;

	constructor(tables: DataTables) {
		tables.options.before = async () => await this.stop();
		tables.options.after = async () => await this.stop();
	}

	/** Called by a worker: waits until it is its turn. */
	async stop(): Promise<void> {
		const worker = working.getStore();
		if (worker === undefined) return;
		await new Promise<void>((resolve) => this.turns.push({ worker, go: resolve }));
	}

	/** Starts a worker; it counts as running until its job is done. */
	start(worker: number, job: () => Promise<void>): void {
		this.running += 1;
		void working.run(worker, async () => {
			await this.stop();
			await job();
			this.running -= 1;
		});
	}

	/**
	 * Runs all workers to the end. `choose` gets those that can continue, in the order in which they stopped.
	 * Returns how many there were to choose from, each time.
	 */
	async run(choose: (workers: readonly number[], turn: number) => number): Promise<number[]> {
		const widths: number[] = [];
		for (let turn = 0; turn < 2_000; turn++) {
			await this.settle();
			if (this.turns.length === 0) return widths;
			widths.push(this.turns.length);
			const index = choose(
				this.turns.map(({ worker }) => worker),
				turn,
			);
			const [chosen] = this.turns.splice(index, 1);
			chosen?.go();
		}
		throw new Error('They never end');
	}

	/** Waits until every worker that can continue by itself has stopped. */
	private async settle(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
	}
}
