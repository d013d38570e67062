import { z } from 'zod';
import { NEW_COLUMNS } from '../../nodes/outreach/log/columns';
import type { N8nRest } from './rest';
import { byId } from './workflows';

const keySchema = z.object({ rawApiKey: z.string() });
const tableSchema = z.object({ id: z.string(), name: z.string() });
const rowSchema = z.object({ id: z.number() }).passthrough();
const pageSchema = z.object({ data: z.array(rowSchema), nextCursor: z.string().nullish() });

/** A row of a Data Table in n8n's API. */
export type TableRow = z.infer<typeof rowSchema>;

/** n8n's own API for Data Tables, used with a key. */
export class TablesApi {
	private constructor(
		readonly baseUrl: string,
		readonly apiKey: string,
	) {}

	/** Creates an API key for the owner, with all scopes of Data Tables, or only the given ones. */
	static async open(rest: N8nRest, only?: readonly string[]): Promise<TablesApi> {
		const all = z.array(z.string()).parse(await rest.request('GET', '/rest/api-keys/scopes'));
		const scopes = only ?? all.filter((scope) => scope.startsWith('dataTable'));
		const label = `log ${Math.random()}`;
		const body = { label, scopes, expiresAt: null };
		const made = await rest.request('POST', '/rest/api-keys', body);
		return new TablesApi(`${rest.url}/api/v1`, keySchema.parse(made).rawApiKey);
	}

	/** The data of the log's credential. */
	get credential() {
		return { apiKey: this.apiKey, baseUrl: this.baseUrl };
	}

	/** Creates a table and returns its ID; by default without a log's columns. */
	async create(name: string, columns: typeof NEW_COLUMNS | [] = NEW_COLUMNS): Promise<string> {
		const own = [{ name: 'mine', type: 'string' }];
		const body = { name, columns: [...columns, ...own] };
		return tableSchema.parse(await this.request('POST', '/data-tables', body)).id;
	}

	/** All rows, in the order of their IDs. */
	async rows(tableId: string): Promise<TableRow[]> {
		const rows: TableRow[] = [];
		let cursor: string | null | undefined = '';
		while (cursor !== null && cursor !== undefined) {
			const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
			const path = `/data-tables/${tableId}/rows?limit=250${query}`;
			const page = pageSchema.parse(await this.request('GET', path));
			rows.push(...page.data);
			cursor = page.nextCursor;
		}
		return rows;
	}

	async insert(tableId: string, data: ReadonlyArray<Record<string, unknown>>): Promise<void> {
		for (let at = 0; at < data.length; at += 1_000) {
			const body = { data: data.slice(at, at + 1_000), returnType: 'count' };
			await this.request('POST', `/data-tables/${tableId}/rows`, body);
		}
	}

	/** Changes the rows in which a column has a value. */
	async update(
		tableId: string,
		column: string,
		value: string | number,
		data: Record<string, unknown>,
	): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName: column, condition: 'eq', value }] };
		await this.request('PATCH', `/data-tables/${tableId}/rows/update`, { filter, data });
	}

	/** Removes the rows in which a column has a value. */
	async remove(tableId: string, column: string, value: string | number): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName: column, condition: 'eq', value }] };
		const query = `filter=${encodeURIComponent(JSON.stringify(filter))}`;
		await this.request('DELETE', `/data-tables/${tableId}/rows/delete?${query}`);
	}

	private async request(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.baseUrl}${path}`, {
			method,
			headers: { 'x-n8n-api-key': this.apiKey, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return JSON.parse(text);
	}
}

/** A table with a log's columns (none if `columns` is empty), and the options of a node that uses it. */
export async function newLog(rest: N8nRest, name: string, columns?: []) {
	const api = await TablesApi.open(rest);
	const table = await api.create(name, columns);
	const credential = await rest.saveCredential(name, 'outreachLogApi', api.credential);
	const options = { memory: 'dataTable', logTable: byId(table) };
	return { api, table, credential, options };
}
