import { validateFieldType } from 'n8n-workflow';
import { z } from 'zod';

export type ColumnType = 'string' | 'number' | 'boolean' | 'date';
export interface Column {
	readonly name: string;
	readonly type: ColumnType;
}

/** A moment is ISO 8601 UTC. */
export type Cell = string | number | boolean | null;
export type Cells = Readonly<Record<string, Cell>>;
export type DataTableRow = Cells & {
	readonly id: number;
	readonly createdAt: string;
	readonly updatedAt: string;
};

/** The names of n8n's own columns. */
export type Database = 'sqlite' | 'postgres';

/** n8n's response to a refused request. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const refuseValue = (message: string) =>
	new Refusal(400, `Validation error with data table request: ${message}`);
const refuseColumn = (name: string) => refuseValue(`unknown column name '${name}'`);
/** n8n gives no details of database errors. */
export const brokenDatabase = () => new Refusal(500, 'Internal server error');

const NAME_RULE =
	'Only alphabetical characters and non-leading numbers and underscores are allowed for column names, and the maximum length is 63 characters.';
export const columnNameSchema = z
	.string()
	.trim()
	.min(1)
	.max(63)
	.regex(/^[a-zA-Z][a-zA-Z0-9_]*$/, NAME_RULE);
export const columnTypeSchema = z.enum(['string', 'number', 'boolean', 'date']);
const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const cellsSchema = z.record(columnNameSchema, cellSchema);

const compareSchema = z.enum(['eq', 'neq', 'like', 'ilike', 'gt', 'gte', 'lt', 'lte']);
const conditionSchema = z.enum([...compareSchema.options, 'isEmpty', 'isNotEmpty']);
const filterTypeSchema = z.enum(['and', 'or']).default('and');
export const filterSchema = z.object({
	type: filterTypeSchema,
	filters: z
		.array(
			z.object({
				columnName: columnNameSchema,
				condition: conditionSchema.default('eq'),
				value: cellSchema,
			}),
		)
		.default([]),
});
export type Filter = z.infer<typeof filterSchema>;

/** A body's filter names its conditions, and has none for empty values: `openapi.yml` has no such word there. */
export const bodyFilterSchema = z.object({
	type: filterTypeSchema,
	filters: z
		.array(z.object({ columnName: columnNameSchema, condition: compareSchema, value: cellSchema }))
		.min(1),
});

/** What every row has. */
export const SYSTEM_COLUMNS: readonly Column[] = [
	{ name: 'id', type: 'number' },
	{ name: 'createdAt', type: 'date' },
	{ name: 'updatedAt', type: 'date' },
];

const FIELD_TYPES = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	date: 'dateTime',
} as const;

/** A value in the form of a column of this type. @throws Refusal */
function toCell({ name, type }: Column, value: Cell, database: Database): Cell {
	if (value === null) return null;
	const checked = validateFieldType(name, value, FIELD_TYPES[type]);
	if (!checked.valid) {
		const why = `value '${String(value)}' does not match column type '${type}'`;
		throw refuseValue(`${why}: ${checked.errorMessage}`);
	}
	switch (type) {
		case 'string':
			// SQLite has no booleans.
			return String(typeof value === 'boolean' && database === 'sqlite' ? Number(value) : value);
		case 'date':
			return new Date(String(checked.newValue)).toISOString();
		default:
			return checked.newValue ?? null;
	}
}

/** The cells of a row that is written. @throws Refusal for a column that there is not, and for a value that it cannot hold */
export function toCells(values: Cells, columns: readonly Column[], database: Database): Cells {
	const cells = Object.entries(values).map(([name, value]) => {
		const column = columns.find((one) => one.name === name);
		if (!column) throw refuseColumn(name);
		return [name, toCell(column, value, database)] as const;
	});
	return Object.fromEntries(cells);
}

export type Matches = (row: DataTableRow) => boolean;

/** The rows that match a filter; without conditions, all. @throws Refusal */
export function toMatches(
	{ type, filters }: Filter,
	columns: readonly Column[],
	database: Database,
): Matches {
	const known = [...SYSTEM_COLUMNS, ...columns];
	const tests = filters.map((one) => toMatch(one, known, database));
	if (tests.length === 0) return () => true;
	return (row) =>
		type === 'or' ? tests.some((test) => test(row)) : tests.every((test) => test(row));
}

const ORDERED = {
	gt: (order: number) => order > 0,
	gte: (order: number) => order >= 0,
	lt: (order: number) => order < 0,
	lte: (order: number) => order <= 0,
};

function toMatch(
	{ columnName, condition, value }: Filter['filters'][number],
	columns: readonly Column[],
	database: Database,
): Matches {
	const column = columns.find(({ name }) => name === columnName);
	if (!column) throw refuseColumn(columnName);
	const wanted = toCell(column, value, database);
	const heldIn = (row: DataTableRow) => asCompared(row[columnName] ?? null, column, database);
	switch (condition) {
		case 'isEmpty':
			return (row) => isEmpty(heldIn(row));
		case 'isNotEmpty':
			return (row) => !isEmpty(heldIn(row));
		case 'eq':
			return (row) => heldIn(row) === wanted;
		// Of a value, rows that have none are found too.
		case 'neq':
			return (row) => heldIn(row) !== wanted;
		case 'like':
		case 'ilike': {
			if (wanted === null) throw refuseNull(condition);
			// A number is a text in a column of texts, but none to look for a part of.
			const isText = typeof wanted === 'string' && (column.type !== 'string' || wanted === value);
			if (!isText) {
				throw refuseValue(`${condition.toUpperCase()} filter value must be a string`);
			}
			if (column.type === 'date' && database === 'postgres') throw brokenDatabase();
			return like(condition, wanted, heldIn);
		}
		default: {
			if (wanted === null) throw refuseNull(condition);
			return (row) => {
				const held = heldIn(row);
				return held !== null && ORDERED[condition](order(held, wanted));
			};
		}
	}
}

const isEmpty = (cell: Cell) => cell === null || cell === '';
const refuseNull = (condition: string) =>
	refuseValue(`${condition.toUpperCase()} filter value cannot be null or undefined`);

/**
 * SQLite stores times as texts with a space in the middle, and n8n compares them to texts with a "T": none is ever
 * equal, and each is before every other one of its day.
 */
function asCompared(cell: Cell, { type }: Column, database: Database): Cell {
	const isMoment = type === 'date' && typeof cell === 'string' && database === 'sqlite';
	return isMoment ? cell.replace('T', ' ').replace('Z', '') : cell;
}

/** Texts by their code units, as in SQLite; PostgreSQL goes by its locale. */
function order(one: Exclude<Cell, null>, other: Exclude<Cell, null>): number {
	if (typeof one !== 'string' || typeof other !== 'string') return Number(one) - Number(other);
	return one < other ? -1 : Number(one > other);
}

/** `%` matches any text, implicitly also before and after if there is none; no other character is special. */
function like(
	condition: 'like' | 'ilike',
	wanted: string,
	heldIn: (row: DataTableRow) => Cell,
): Matches {
	// SQLite knows the case of ASCII's letters only.
	const cased = (text: string) =>
		condition === 'like' ? text : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
	const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	const parts = (wanted.includes('%') ? wanted : `%${wanted}%`).split('%');
	const pattern = new RegExp(`^${parts.map((part) => literal(cased(part))).join('.*')}$`, 's');
	return (row) => {
		const held = heldIn(row);
		return held !== null && pattern.test(cased(String(held)));
	};
}
