import { z } from 'zod';

/** n8n's types of a column, as far as a log needs them. */
type ColumnType = 'string' | 'date';

/** What a log's columns are called, in the order in which a new table has them, and what they hold. */
export const COLUMNS = {
	person: 'string',
	profileUrl: 'string',
	action: 'string',
	status: 'string',
	account: 'string',
	provider: 'string',
	workflow: 'string',
	execution: 'string',
	fingerprint: 'string',
	sentAt: 'date',
	acceptedAt: 'date',
} as const satisfies Readonly<Record<string, ColumnType>>;

export type ColumnName = keyof typeof COLUMNS;

/** The same as n8n's API wants them. */
export const NEW_COLUMNS: ReadonlyArray<{ readonly name: string; readonly type: ColumnType }> =
	Object.entries(COLUMNS).map(([name, type]) => ({ name, type }));

/** A cell as it is written; people may have made a column of another type. */
const cell = z
	.union([z.string(), z.number(), z.boolean().transform(String), z.null()])
	.optional()
	.transform((value) => value ?? null);

/** Empty and absent are the same. */
const text = cell.transform((value) => String(value ?? '').trim());

const moment = text.transform((value) => {
	const at = Date.parse(value);
	return value === '' || Number.isNaN(at) ? null : new Date(at).toISOString();
});

/** A row as n8n's API returns it. Columns of people's own are left out. */
export const rowSchema = z
	.object({
		id: z.number().int(),
		person: cell,
		profileUrl: cell,
		action: text,
		status: cell,
		account: text,
		provider: text,
		workflow: text,
		execution: text,
		fingerprint: text,
		/** ISO 8601 UTC */
		sentAt: moment,
		acceptedAt: moment,
		createdAt: moment,
		updatedAt: moment,
	})
	.transform(({ id, person, profileUrl, status, ...row }) => ({
		...row,
		id,
		person: text.parse(person),
		profileUrl: text.parse(profileUrl),
		status: text.parse(status),
		/**
		 * The row as it was read, and no other one, for filters: SQLite gives its ID to another row, once it is deleted.
		 */
		asRead: { id, person, profileUrl, status },
	}));
export type LogRow = z.infer<typeof rowSchema>;

/** What is written into a row. */
export type LogCells = Partial<Readonly<Record<ColumnName, string | null>>>;
