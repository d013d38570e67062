import {
	brokenDatabase,
	Refusal,
	refuseValue,
	SYSTEM_COLUMNS,
	toCells,
	toMatches,
	type Cells,
	type Column,
	type Database,
	type DataTableRow,
	type Filter,
	type Matches,
} from './data-tables-rows';

interface TableColumn extends Column {
	readonly id: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface Surroundings {
	readonly database: Database;
	/** ISO 8601 UTC. */
	now(): string;
	/** 16 letters and digits, as n8n's own. */
	newId(kind: string): string;
}

const PROJECT = 'Project000000001';
const TESTING_COLUMN = 'dryRunState';

/** @throws Refusal with this status for a name that n8n keeps for itself */
function checkName(name: string, status: number) {
	const isOf = (own: string) => own.toLowerCase() === name.toLowerCase();
	const isSystem = SYSTEM_COLUMNS.some((column) => isOf(column.name));
	if (!isSystem && !isOf(TESTING_COLUMN)) return;
	const kind = isSystem ? 'system' : 'testing';
	throw new Refusal(status, `Column name "${name}" is reserved as a ${kind} column name.`);
}

/** One table, with its rows. */
export class Table {
	readonly id: string;
	private readonly createdAt: string;
	private touchedAt: string;
	private readonly tableColumns: TableColumn[] = [];
	private readonly stored = new Map<number, DataTableRow>();
	private lastId = 0;

	/** @throws Refusal */
	constructor(
		readonly name: string,
		columns: readonly Column[],
		private readonly surroundings: Surroundings,
	) {
		for (const column of columns) checkName(column.name, 400);
		const isTwice = new Set(columns.map((column) => column.name)).size < columns.length;
		if (isTwice) throw brokenDatabase();
		this.id = surroundings.newId('DataTable');
		this.createdAt = surroundings.now();
		this.touchedAt = this.createdAt;
		for (const column of columns) this.tableColumns.push(this.made(column));
	}

	get updatedAt(): string {
		return this.touchedAt;
	}

	get columns(): readonly Column[] {
		return this.tableColumns;
	}

	/** The columns in responses, by position. */
	describeColumns() {
		return this.tableColumns.map((column, index) => ({ ...column, dataTableId: this.id, index }));
	}

	/** Its form in responses. */
	describe() {
		return { ...this.describeInList(), columns: this.describeColumns() };
	}

	/** Its form in a list of tables, whose columns do not include the table's ID. */
	describeInList() {
		const { id, name, createdAt, touchedAt: updatedAt } = this;
		const columns = this.tableColumns.map((column, index) => ({ ...column, index }));
		return { id, name, projectId: PROJECT, columns, sizeBytes: 4096, createdAt, updatedAt };
	}

	/** @throws Refusal */
	addColumn(column: Column, index = Infinity) {
		checkName(column.name, 409);
		const isTaken = (like: (name: string) => string) =>
			this.tableColumns.some(({ name }) => like(name) === like(column.name));
		if (isTaken((name) => name)) {
			const where = `already exists in data table '${this.name}'`;
			throw new Refusal(409, `Data table column with name '${column.name}' ${where}`);
		}
		if (this.surroundings.database === 'sqlite' && isTaken((name) => name.toLowerCase())) {
			throw brokenDatabase();
		}
		const place = Math.min(index, this.tableColumns.length);
		this.tableColumns.splice(place, 0, this.made(column));
		this.touch();
		return this.describeColumns()[place];
	}

	/** SQLite reuses the ID of a deleted last row; PostgreSQL never reuses one. */
	takeId(): number {
		const { database } = this.surroundings;
		this.lastId = (database === 'sqlite' ? Math.max(0, ...this.stored.keys()) : this.lastId) + 1;
		return this.lastId;
	}

	/** The rows that match a filter. @throws Refusal */
	where(filter: Filter): Matches {
		return toMatches(filter, this.tableColumns, this.surroundings.database);
	}

	/** Copies, by their IDs. */
	rows(matches: Matches = () => true): DataTableRow[] {
		const rows = [...this.stored.values()].sort((one, other) => one.id - other.id);
		return rows.filter(matches).map((row) => ({ ...row, ...this.missing(row) }));
	}

	/** @throws Refusal, and then no row is inserted */
	checkRows(rows: readonly Cells[]): Cells[] {
		return rows.map((row) => toCells(row, this.tableColumns, this.surroundings.database));
	}

	/** @param ids that were taken for these rows; for the others they are taken now. @throws Refusal */
	insert(rows: readonly Cells[], ids: readonly number[] = []): DataTableRow[] {
		const inserted = this.checkRows(rows).map((cells, index) => {
			const now = this.surroundings.now();
			const row = { ...cells, id: ids[index] ?? this.takeId(), createdAt: now, updatedAt: now };
			this.stored.set(row.id, row);
			return row.id;
		});
		this.touch();
		return this.rows(({ id }) => inserted.includes(id));
	}

	/** The changed rows, as they are now. @throws Refusal */
	update(filter: Filter, values: Cells): DataTableRow[] {
		if (this.tableColumns.length === 0) {
			throw refuseValue('No columns found for this data table or data table not found');
		}
		const cells = toCells(values, this.tableColumns, this.surroundings.database);
		const changed = this.rows(this.where(filter)).map((row) => {
			this.stored.set(row.id, { ...row, ...cells, updatedAt: this.surroundings.now() });
			return row.id;
		});
		this.touch();
		return this.rows(({ id }) => changed.includes(id));
	}

	/** The deleted rows. */
	remove(matches: Matches): DataTableRow[] {
		const removed = this.rows(matches);
		for (const { id } of removed) this.stored.delete(id);
		this.touch();
		return removed;
	}

	private touch() {
		this.touchedAt = this.surroundings.now();
	}

	private made({ name, type }: Column): TableColumn {
		const now = this.surroundings.now();
		const id = this.surroundings.newId('Column');
		return { id, name, type, createdAt: now, updatedAt: now };
	}

	private missing(row: DataTableRow): Cells {
		const names = this.tableColumns.map(({ name }) => name).filter((name) => !(name in row));
		return Object.fromEntries(names.map((name) => [name, null]));
	}
}
