/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { filterOf, parsePath, readQuery, type WireRequest } from './data-tables-request';
import {
	Refusal,
	type Cells,
	type Column,
	type DataTableRow,
	type Filter,
} from './data-tables-rows';
import { ROUTES, type Call, type DataTablesAnswer } from './data-tables-routes';
import { Table, type Surroundings } from './data-tables-table';

/**
 * The fault of a request: `refuse`, no connection is made; `hang`, there is never a response; a status, nothing is
 * done; `noAnswerButDone`, the effect happens and the connection breaks.
 */
export type DataTablesFault = 'refuse' | 'hang' | 500 | 503 | 'noAnswerButDone';
type ConnectionFault = Exclude<DataTablesFault, number>;

/** A request without a response. */
export class NoAnswer extends Error {
	constructor(readonly fault: ConnectionFault) {
		super(`No answer: ${fault}`);
	}
}

/** A recorded request, whatever its response. */
export interface DataTablesRequest {
	readonly method: string;
	/** Below `/api/v1`, without the query. */
	readonly path: string;
	/** From the query or the body; null if there is none, or an unreadable one. */
	readonly filter: Filter | null;
	/** undefined where there was none */
	readonly body: unknown;
	fault: DataTablesFault | null;
	/** As answered; null before that, and where no answer comes. */
	status: number | null;
}

/** May be changed at any time. */
export interface DataTablesOptions {
	/**
	 * Whether the ID of a deleted last row is given again, as SQLite does, whose way with moments and booleans comes with it.
	 * Else IDs are given as requests arrive, and rows can be seen from their effect on, as in PostgreSQL. Default: true.
	 */
	reusesIds: boolean;
	/** Absent: any key is valid, and no key too. */
	apiKey?: string;
	/** The key's scopes; absent: all. */
	scopes?: readonly string[];
	/** What an older n8n does not have: the routes of columns, or the whole API. */
	without?: 'columns' | 'all';
	/** Milliseconds since 1970; default the current time. */
	now?: () => number;
	/** Awaited before a request has its effect, which is one step. Not where nothing is done. */
	before?: (request: DataTablesRequest) => Promise<void> | void;
	/** Awaited after the effect, and before the answer. Not where the request is refused or hangs. */
	after?: (request: DataTablesRequest) => Promise<void> | void;
}

const FAILURES = {
	500: { message: 'Internal server error' },
	503: { code: 503, message: 'Database is not ready!' },
};

/**
 * n8n's own public API for Data Tables, in memory, like n8n 2.40.7 (its `openapi.yml`, and its service's behaviour
 * with SQLite and PostgreSQL), without `sortBy`, `search`, `dryRun`, and changes of existing tables and columns.
 */
export class DataTables {
	readonly options: DataTablesOptions;
	/** In order of arrival; those that were refused or hung too. */
	readonly requests: DataTablesRequest[] = [];
	private readonly tables = new Map<string, Table>();
	private readonly faults: Array<{
		readonly fault: DataTablesFault;
		readonly isFor: (request: DataTablesRequest) => boolean;
	}> = [];
	private readonly surroundings: Surroundings;

	constructor(given: Partial<DataTablesOptions> = {}) {
		const options: DataTablesOptions = { reusesIds: true, ...given };
		let lastId = 0;
		this.options = options;
		this.surroundings = {
			get database() {
				return options.reusesIds ? 'sqlite' : 'postgres';
			},
			now: () => new Date(options.now?.() ?? Date.now()).toISOString(),
			newId: (kind) => `${kind}${String((lastId += 1)).padStart(16 - kind.length, '0')}`,
		};
	}

	/** @returns its ID */
	createTable(name: string, columns: readonly Column[] = []): string {
		return this.create(name, columns).id;
	}

	/** A copy of what is stored, by IDs. */
	rows(tableId: string): DataTableRow[] {
		return this.known(tableId).rows();
	}

	columns(tableId: string): Column[] {
		return this.known(tableId).columns.map(({ name, type }) => ({ name, type }));
	}

	/** As in n8n's editor. @returns the row's ID */
	insertByHand(tableId: string, row: Cells): number {
		const [inserted] = this.known(tableId).insert([row]);
		if (!inserted) throw new TypeError('No row was inserted');
		return inserted.id;
	}

	/** As in n8n's editor. */
	deleteByHand(tableId: string, rowId: number) {
		this.known(tableId).remove(({ id }) => id === rowId);
	}

	/** The fault of the next request, or of the next few one by one; applies only to matching requests. */
	fail(
		next: DataTablesFault | readonly DataTablesFault[],
		matching: (request: DataTablesRequest) => boolean = () => true,
	) {
		for (const fault of [next].flat()) this.faults.push({ fault, isFor: matching });
	}

	/** @throws NoAnswer where the connection is what fails */
	async handle(given: WireRequest): Promise<DataTablesAnswer> {
		const { method, path, body } = given;
		const request: DataTablesRequest = {
			method,
			path,
			filter: filterOf(given),
			body,
			fault: null,
			status: null,
		};
		this.requests.push(request);
		const fault = this.takeFault(request);
		request.fault = fault;
		if (fault === 'refuse' || fault === 'hang') throw new NoAnswer(fault);
		const answer =
			typeof fault === 'number'
				? { status: fault, body: FAILURES[fault] }
				: await this.perform(given, request);
		await this.options.after?.(request);
		if (fault === 'noAnswerButDone') throw new NoAnswer(fault);
		request.status = answer.status;
		return answer;
	}

	private async perform(given: WireRequest, request: DataTablesRequest): Promise<DataTablesAnswer> {
		const ids = this.options.reusesIds ? [] : this.takeIds(given);
		await this.options.before?.(request);
		try {
			const { route, call } = this.resolve(given);
			return route.act(call, ids);
		} catch (thrown) {
			if (!(thrown instanceof Refusal)) throw thrown;
			return { status: thrown.status, body: { message: thrown.message } };
		}
	}

	/** If the insert is refused later, they are not used. */
	private takeIds(given: WireRequest): number[] {
		try {
			const { route, call } = this.resolve(given);
			return route.takeIds?.(call) ?? [];
		} catch (thrown) {
			if (!(thrown instanceof Refusal)) throw thrown;
			return [];
		}
	}

	/** In the order in which n8n checks a request. @throws Refusal */
	private resolve({ method, path, query: raw = '', body, headers = {} }: WireRequest) {
		const { template, id } = parsePath(path);
		const route = this.isLacking(template) ? undefined : ROUTES[`${method} ${template}`];
		if (!route) throw this.refuseAddress(method, template);
		this.checkKey(headers);
		if (id !== null && !/^[A-Za-z0-9]{16}$/.test(id)) {
			throw new Refusal(400, 'request/params/dataTableId must match format "nanoid"');
		}
		const query = readQuery(raw, route.query);
		const { scopes = [route.scope] } = this.options;
		if (!scopes.includes(route.scope)) throw new Refusal(403, 'Forbidden');
		const call: Call = {
			query,
			body,
			tables: [...this.tables.values()],
			table: () => this.find(id ?? ''),
			create: (name, columns) => this.create(name, columns),
		};
		return { route, call };
	}

	private isLacking(template: string): boolean {
		const { without } = this.options;
		return without === 'all' || (without === 'columns' && template.endsWith('/columns'));
	}

	private refuseAddress(method: string, template: string): Refusal {
		const isKnown = Object.keys(ROUTES).some((key) => key.endsWith(` ${template}`));
		return isKnown && !this.isLacking(template)
			? new Refusal(405, `${method} method not allowed`)
			: new Refusal(404, 'not found');
	}

	/** @throws Refusal */
	private checkKey(headers: NonNullable<WireRequest['headers']>) {
		const { apiKey } = this.options;
		if (apiKey === undefined) return;
		const [, key = ''] =
			Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-n8n-api-key') ?? [];
		if (key === '') throw new Refusal(401, "'X-N8N-API-KEY' header required");
		if ([key].flat().join() !== apiKey) throw new Refusal(401, 'unauthorized');
	}

	private takeFault(request: DataTablesRequest): DataTablesFault | null {
		const index = this.faults.findIndex(({ isFor }) => isFor(request));
		const [taken] = index === -1 ? [] : this.faults.splice(index, 1);
		return taken?.fault ?? null;
	}

	/** @throws Refusal */
	private create(name: string, columns: readonly Column[]): Table {
		if ([...this.tables.values()].some((table) => table.name === name)) {
			throw new Refusal(409, `Data table with name '${name}' already exists in this project`);
		}
		const table = new Table(name, columns, this.surroundings);
		this.tables.set(table.id, table);
		return table;
	}

	/** @throws Refusal */
	private find(id: string): Table {
		const table = this.tables.get(id);
		if (!table) throw new Refusal(404, `Could not find the data table: '${id}'`);
		return table;
	}

	private known(id: string): Table {
		const table = this.tables.get(id);
		if (!table) throw new TypeError(`There is no table ${id}`);
		return table;
	}
}
