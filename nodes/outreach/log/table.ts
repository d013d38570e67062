import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { LogUnavailable } from '../base/errors';
import { shortened } from '../base/text';
import type { NoReply, ProviderRequest, Reply, Transport } from '../http/transport';
import { NEW_COLUMNS, rowSchema, type LogCells, type LogRow } from './columns';

/** One condition, or several combined with `and` or `or`: n8n's filters do not nest. */
export interface RowFilter {
	readonly type: 'and' | 'or';
	readonly filters: readonly RowCondition[];
}
interface RowCondition {
	readonly columnName: string;
	readonly condition: 'eq' | 'gt';
	readonly value: string | number | null;
}

/** Rows in which all of these columns have these values. */
export const where = (cells: Readonly<Record<string, string | number | null>>): RowFilter => ({
	type: 'and',
	filters: Object.entries(cells).map(([columnName, value]) => ({
		columnName,
		condition: 'eq',
		value,
	})),
});

/** Rows in which the column has any of these values. */
export const whereAny = (columnName: string, values: ReadonlyArray<string | null>): RowFilter => ({
	type: 'or',
	filters: values.map((value) => ({ columnName, condition: 'eq', value })),
});

/** Maximum page size of n8n's API. */
const PAGE = 250;
/** How many names to try for a new table. */
const MOST_NAMES = 50;
/** Maximum number of pages of tables to read. */
const MOST_PAGES = 20;

const columnSchema = z.object({ name: z.string(), type: z.string() });
const tableSchema = z.object({
	id: z.string(),
	name: z.string(),
	columns: z.array(columnSchema).optional(),
});
const pageOf = <S extends z.ZodTypeAny>(row: S) =>
	z.object({ data: z.array(row), nextCursor: z.string().nullish() });
const tablesPageSchema = pageOf(tableSchema);
const rowsPageSchema = pageOf(rowSchema);
const idsSchema = z.array(z.object({ id: z.number().int() }));
const rowsSchema = z.array(rowSchema);
const errorSchema = z.object({ message: z.string() });

/** A Data Table in n8n's list. */
export interface NamedTable {
	readonly id: string;
	readonly name: string;
}

/**
 * n8n's own public API for Data Tables, `/api/v1/data-tables` (n8n 2.10 and later; `openapi.yml` of n8n). Throws
 * `LogUnavailable` for all failures and unreadable responses.
 */
export class DataTables {
	constructor(private readonly transport: Transport) {}

	/** The tables the key can access. @throws LogUnavailable */
	async list(): Promise<NamedTable[]> {
		const tables: NamedTable[] = [];
		let cursor: string | null | undefined = null;
		for (let page = 0; page < MOST_PAGES && cursor !== undefined; page++) {
			const query: Record<string, string | number> = { limit: PAGE };
			if (cursor !== null) query.cursor = cursor;
			const answer = await this.ask({ method: 'GET', path: '/data-tables', query });
			const { data, nextCursor } = read(tablesPageSchema, answer);
			tables.push(...data);
			cursor = nextCursor ?? undefined;
		}
		return tables;
	}

	/** Creates a table with a log's columns; appends a number if the name is taken. @throws LogUnavailable */
	async create(name: string): Promise<NamedTable> {
		const columns: IDataObject[] = NEW_COLUMNS.map((column) => ({ ...column }));
		for (let number = 1; ; number++) {
			const body = { name: number === 1 ? name : `${name} ${number}`, columns };
			const answer = await this.send({ method: 'POST', path: '/data-tables', body });
			const isTaken = answer.kind === 'refused' && answer.status === 409;
			if (!isTaken || number === MOST_NAMES) return read(tableSchema, bodyOf(answer));
		}
	}

	/** @param id of the table */
	table(id: string): LogTable {
		return new LogTable(id, async (request) => await this.send(request));
	}

	private async ask(request: ProviderRequest): Promise<unknown> {
		return bodyOf(await this.send(request));
	}

	private async send(request: ProviderRequest): Promise<Answer> {
		const reply = await this.transport(request);
		if (reply.kind === 'no-reply') return { kind: 'refused', status: null, why: notReached(reply) };
		const { status, body } = reply;
		return status < 300
			? { kind: 'answered', body }
			: { kind: 'refused', status, why: refused(reply) };
	}
}

type Answer =
	| { readonly kind: 'answered'; readonly body: unknown }
	/** `status` is null if there was no response. */
	| { readonly kind: 'refused'; readonly status: number | null; readonly why: LogUnavailable };

function bodyOf(answer: Answer): unknown {
	if (answer.kind === 'answered') return answer.body;
	throw answer.why;
}

/** The rows of one log. */
export class LogTable {
	private readonly path: string;
	private checked: Promise<void> | null = null;
	private isChecked = false;

	constructor(
		readonly id: string,
		private readonly send: (request: ProviderRequest) => Promise<Answer>,
	) {
		this.path = `/data-tables/${encodeURIComponent(id)}`;
	}

	/** Checks once that the table has the columns of a log, and adds missing ones. @throws LogUnavailable */
	async check(): Promise<void> {
		this.checked ??= this.addMissingColumns().finally(() => {
			if (!this.isChecked) this.checked = null;
		});
		await this.checked;
	}

	/**
	 * The first rows that match the filter, by ID, and whether these are all. Does not page: the API's pages are
	 * counted in rows, so a deleted row would hide another.
	 * @throws LogUnavailable
	 */
	async page(filter: RowFilter): Promise<{ rows: LogRow[]; isWhole: boolean }> {
		const query = { limit: PAGE, filter: JSON.stringify(filter) };
		const answer = await this.ask({ method: 'GET', path: `${this.path}/rows`, query });
		const { data, nextCursor } = read(rowsPageSchema, answer);
		return { rows: data, isWhole: nextCursor === null || nextCursor === undefined };
	}

	/** The IDs of the added rows, in order. @throws LogUnavailable */
	async insert(rows: readonly LogCells[]): Promise<number[]> {
		const body = { data: rows.map((row) => ({ ...row })), returnType: 'id' };
		const answer = await this.ask({ method: 'POST', path: `${this.path}/rows`, body });
		const ids = read(idsSchema, answer);
		if (ids.length !== rows.length) throw unreadable('one ID for each row');
		return ids.map(({ id }) => id);
	}

	/** The changed rows with their new values; empty if none matches the filter. @throws LogUnavailable */
	async update({ type, filters }: RowFilter, cells: LogCells): Promise<LogRow[]> {
		const filter = { type, filters: filters.map((one) => ({ ...one })) };
		const body = { filter, data: { ...cells }, returnData: true };
		const answer = await this.ask({ method: 'PATCH', path: `${this.path}/rows/update`, body });
		return read(rowsSchema, answer);
	}

	/** @throws LogUnavailable */
	async remove(filter: RowFilter): Promise<void> {
		const query = { filter: JSON.stringify(filter) };
		await this.ask({ method: 'DELETE', path: `${this.path}/rows/delete`, query });
	}

	private async addMissingColumns(): Promise<void> {
		const { columns = [] } = read(tableSchema, await this.ask({ method: 'GET', path: this.path }));
		const types = new Map(columns.map(({ name, type }) => [name, type]));
		const wrong = NEW_COLUMNS.find(({ name, type }) => !canHold(types.get(name), type));
		if (wrong) {
			throw new LogUnavailable(
				`its column '${wrong.name}' has the type ${types.get(wrong.name)} instead of ${wrong.type}`,
				`Rename that column of the Data Table, or choose another table under 'Log Table'.`,
			);
		}
		const missing = NEW_COLUMNS.filter(({ name }) => !types.has(name));
		for (const column of missing) {
			await this.addColumn(
				{ ...column },
				missing.map(({ name }) => name),
			);
		}
		this.isChecked = true;
	}

	private async addColumn(column: IDataObject, missing: readonly string[]): Promise<void> {
		const path = `${this.path}/columns`;
		const answer = await this.send({ method: 'POST', path, body: column });
		// Another worker has just added it.
		if (answer.kind === 'answered' || answer.status === 409) return;
		const { status } = answer;
		if (status === null || ![403, 404, 405].includes(status)) throw answer.why;
		throw new LogUnavailable(
			`the Data Table lacks the columns ${missing.join(', ')}, and they could not be added`,
			`Add them to the table by hand (${missing.map((name) => `${name}: ${typeOf(name)}`).join(', ')}), give the key of the log's credential the scope dataTableColumn:create, or use n8n 2.20 or later.`,
		);
	}

	private async ask(request: ProviderRequest): Promise<unknown> {
		return bodyOf(await this.send(request));
	}
}

const typeOf = (name: string) => NEW_COLUMNS.find((column) => column.name === name)?.type;

/** Text columns can hold times too. */
const canHold = (found: string | undefined, wanted: string) =>
	found === undefined || found === wanted || (wanted === 'date' && found === 'string');

const CREDENTIAL = "the credential 'Outreach Log API'";

/** What to do about a status, if there is more to say than that n8n is in trouble. */
const ADVICE: Readonly<Record<number, string>> = {
	400: "Check 'Log Table'. If the table is full, raise N8N_DATA_TABLES_MAX_SIZE_BYTES or delete old rows.",
	401: `Create a key in n8n under Settings → n8n API, and enter it in ${CREDENTIAL}.`,
	403: `Give the key in ${CREDENTIAL} the scopes of Data Tables: dataTable:list and dataTable:read, and dataTableRow:read, :create, :update and :delete. Its owner needs access to the table's project.`,
	404: `Check 'Log Table', and 'Base URL' in ${CREDENTIAL}. n8n has this API from version 2.10, unless N8N_PUBLIC_API_DISABLED is set.`,
	413: 'A proxy in front of n8n allows no requests of this size.',
	429: 'Something in front of n8n limits its API. Try again later.',
};

function refused({ status, body, isText }: Reply): LogUnavailable {
	const words = isText ? '' : (errorSchema.safeParse(body).data?.message ?? '');
	const said = words === '' ? '' : `: ${shortened(words, 200)}`;
	const isRedirect = status < 400;
	return new LogUnavailable(
		`n8n's API answered with HTTP status ${status}${said}`,
		isRedirect
			? `Check 'Base URL' in ${CREDENTIAL}: the API has another address.`
			: (ADVICE[status] ?? 'n8n is having trouble: look at its log, then run the item again.'),
	);
}

function notReached({ reason, cancelled }: NoReply): LogUnavailable {
	return new LogUnavailable(
		`n8n's API could not be reached: ${reason}`,
		cancelled
			? 'The execution was cancelled.'
			: `Check 'Base URL' in ${CREDENTIAL}. From another container or a worker, it is the address of n8n's main process, such as http://n8n:5678/api/v1.`,
	);
}

function unreadable(what: string): LogUnavailable {
	return new LogUnavailable(
		`n8n's API did not answer with ${what}`,
		`Check 'Base URL' in ${CREDENTIAL}. If it is right, look for a newer version of this node.`,
	);
}

function read<S extends z.ZodTypeAny>(schema: S, answer: unknown): z.output<S> {
	const parsed = schema.safeParse(answer);
	if (parsed.success) return parsed.data;
	const field = parsed.error.issues[0]?.path.join('.') ?? '';
	throw unreadable(field === '' ? 'what was asked for' : `a '${field}' that can be read`);
}
