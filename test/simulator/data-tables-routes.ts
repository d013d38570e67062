/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { z } from 'zod';
import {
	bodyFilterSchema,
	cellsSchema,
	columnNameSchema,
	columnTypeSchema,
	filterSchema,
	Refusal,
	type Column,
} from './data-tables-rows';
import type { Table } from './data-tables-table';

export interface DataTablesAnswer {
	readonly status: number;
	readonly body: unknown;
}

/** A permitted request, and its context. */
export interface Call {
	readonly query: URLSearchParams;
	readonly body: unknown;
	readonly tables: readonly Table[];
	/** The one in the path. @throws Refusal */
	table(): Table;
	/** @throws Refusal */
	create(name: string, columns: readonly Column[]): Table;
}

export interface Route {
	/** The scope that the key needs. */
	readonly scope: string;
	/** The parameters of its query. */
	readonly query: readonly string[];
	/** IDs for the rows of an insert, which are not there yet. @throws Refusal */
	takeIds?(call: Call): number[];
	/** The effect and its answer. @throws Refusal */
	act(call: Call, ids: readonly number[]): DataTablesAnswer;
}

const ok = (body: unknown): DataTablesAnswer => ({ status: 200, body });
const created = (body: unknown): DataTablesAnswer => ({ status: 201, body });

const columnSchema = z.object({ name: columnNameSchema, type: columnTypeSchema });
const newTableSchema = z.object({
	name: z.string().trim().min(1).max(128),
	columns: z.array(columnSchema),
});
const newColumnSchema = columnSchema.extend({ index: z.number().int().min(0).optional() });
const newRowsSchema = z.object({
	data: z.array(cellsSchema).min(1),
	returnType: z.enum(['count', 'id', 'all']).default('count'),
});
const changeSchema = z.object({
	filter: bodyFilterSchema,
	data: cellsSchema.refine((cells) => Object.keys(cells).length > 0, 'data must not be empty'),
	returnData: z.boolean().default(false),
	dryRun: z.literal(false, { message: 'The simulator has no dryRun' }).optional(),
});
const tablesFilterSchema = z
	.object({ name: z.union([z.string(), z.array(z.string())]).optional() })
	.strict();
const cursorSchema = z.object({ offset: z.number().default(0), limit: z.number().optional() });

/** Refuses what n8n refuses; for a body, not always with n8n's message. @throws Refusal */
function read<S extends z.ZodTypeAny>(schema: S, value: unknown): z.output<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new Refusal(400, parsed.error.issues[0]?.message ?? '');
}

/** @throws Refusal */
function readBody<S extends z.ZodTypeAny>(schema: S, body: unknown): z.output<S> {
	if (body === undefined) throw new Refusal(415, 'unsupported media type undefined');
	return read(schema, body);
}

/** @throws Refusal */
function readFilter<S extends z.ZodTypeAny>(schema: S, query: URLSearchParams): z.output<S> {
	let json: unknown;
	try {
		json = JSON.parse(query.get('filter') ?? '{}');
	} catch {
		throw new Refusal(400, 'request/query/filter must match format "jsonString"');
	}
	const parsed = schema.safeParse(json);
	if (!parsed.success) throw new Refusal(400, 'Invalid filter fields');
	return parsed.data;
}

const MOST_ROWS = 250;

/** @throws Refusal */
function readPage(query: URLSearchParams): { offset: number; limit: number } {
	const given = Number(query.get('limit') ?? 100);
	if (Number.isNaN(given)) throw new Refusal(400, 'request/query/limit must be number');
	if (given > MOST_ROWS) throw new Refusal(400, `request/query/limit must be <= ${MOST_ROWS}`);
	const cursor = query.get('cursor');
	const { offset, limit = given } = cursor === null ? { offset: 0 } : parseCursor(cursor);
	if (limit < 0) throw new Refusal(400, 'Param `limit` must be a non-negative integer');
	return { offset, limit: Math.min(Math.trunc(limit), MOST_ROWS) };
}

function parseCursor(cursor: string) {
	try {
		return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64').toString()));
	} catch {
		throw new Refusal(400, 'An invalid cursor was provided');
	}
}

/** A cursor is a number of rows, so rows deleted before it cause others to be skipped. No limit is `0`. */
function pageOf<T>(rows: readonly T[], query: URLSearchParams) {
	const { offset, limit } = readPage(query);
	const end = offset + limit;
	const next = { limit, offset: end };
	return {
		data: rows.slice(offset, limit === 0 ? undefined : end),
		nextCursor: rows.length > end ? Buffer.from(JSON.stringify(next)).toString('base64') : null,
	};
}

/** Newest change first, so a table moves in the list when it is written. */
function listTables({ tables, query }: Call): DataTablesAnswer {
	const { name = [] } = readFilter(tablesFilterSchema, query);
	const wanted = [name].flat().map(partPattern);
	const rows = tables
		.filter((table) => wanted.every((pattern) => pattern.test(table.name)))
		.sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1))
		.map((table) => table.describeInList());
	return ok(pageOf(rows, query));
}

/** Any part of a name, in any case; `_` and `%` are SQL's wildcards here. */
function partPattern(part: string): RegExp {
	const literal = part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	return new RegExp(literal.replace(/_/g, '.').replace(/%/g, '.*'), 'is');
}

function takeIds({ table, body }: Call): number[] {
	const { data } = readBody(newRowsSchema, body);
	return table()
		.checkRows(data)
		.map(() => table().takeId());
}

function insert({ table, body }: Call, ids: readonly number[]): DataTablesAnswer {
	const { data, returnType } = readBody(newRowsSchema, body);
	const rows = table().insert(data, ids);
	if (returnType === 'all') return ok(rows);
	if (returnType === 'id') return ok(rows.map(({ id }) => ({ id })));
	return ok({ success: true, insertedRows: rows.length });
}

function update({ table, body }: Call): DataTablesAnswer {
	const { filter, data, returnData } = readBody(changeSchema, body);
	const rows = table().update(filter, data);
	return ok(returnData ? rows : true);
}

function upsert({ table, body }: Call): DataTablesAnswer {
	const { filter, data, returnData } = readBody(changeSchema, body);
	const updated = table().update(filter, data);
	const rows = updated.length > 0 ? updated : table().insert([data]);
	return ok(returnData ? rows : true);
}

function remove({ table, query }: Call): DataTablesAnswer {
	if (!query.has('filter')) {
		throw new Refusal(400, "request/query must have required property 'filter'");
	}
	const returnData = query.get('returnData') ?? 'false';
	if (!['true', 'false'].includes(returnData)) {
		throw new Refusal(400, 'request/query/returnData must be boolean');
	}
	const filter = readFilter(filterSchema, query);
	if (filter.filters.length === 0) {
		const message = 'At least one filter condition is required for delete operations';
		throw new Refusal(400, message);
	}
	const one = table();
	const rows = one.remove(one.where(filter));
	return ok(returnData === 'true' ? rows : true);
}

const PAGED = ['limit', 'cursor', 'filter'];

/** The simulated routes of n8n's `openapi.yml`. */
export const ROUTES: Readonly<Record<string, Route>> = {
	'GET /data-tables': { scope: 'dataTable:list', query: PAGED, act: listTables },
	'POST /data-tables': {
		scope: 'dataTable:create',
		query: [],
		act: ({ body, create }) => {
			const { name, columns } = readBody(newTableSchema, body);
			return created(create(name, columns).describe());
		},
	},
	'GET /data-tables/{id}': {
		scope: 'dataTable:read',
		query: [],
		act: ({ table }) => ok(table().describe()),
	},
	'GET /data-tables/{id}/columns': {
		scope: 'dataTableColumn:read',
		query: [],
		act: ({ table }) => ok(table().describeColumns()),
	},
	'POST /data-tables/{id}/columns': {
		scope: 'dataTableColumn:create',
		query: [],
		act: ({ table, body }) => {
			const { index, ...column } = readBody(newColumnSchema, body);
			return created(table().addColumn(column, index));
		},
	},
	'GET /data-tables/{id}/rows': {
		scope: 'dataTableRow:read',
		query: PAGED,
		act: ({ table, query }) => {
			const one = table();
			return ok(pageOf(one.rows(one.where(readFilter(filterSchema, query))), query));
		},
	},
	'POST /data-tables/{id}/rows': {
		scope: 'dataTableRow:create',
		query: [],
		takeIds,
		act: insert,
	},
	'PATCH /data-tables/{id}/rows/update': { scope: 'dataTableRow:update', query: [], act: update },
	'POST /data-tables/{id}/rows/upsert': { scope: 'dataTableRow:upsert', query: [], act: upsert },
	'DELETE /data-tables/{id}/rows/delete': {
		scope: 'dataTableRow:delete',
		query: ['filter', 'returnData'],
		act: remove,
	},
};
