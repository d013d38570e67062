import { z } from 'zod';

/** n8n's column types, as far as a log needs them. */
type ColumnType = 'string' | 'date';

/** The columns of a log and their contents, in the order of a new table. */
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

/** The same, in the form of n8n's API. */
export const NEW_COLUMNS: ReadonlyArray<{ readonly name: string; readonly type: ColumnType }> =
	Object.entries(COLUMNS).map(([name, type]) => ({ name, type }));

/** A cell's value. People may have created the column with another type. */
const cell = z
	.union([z.string(), z.number(), z.boolean().transform(String), z.null()])
	.optional()
	.transform((value) => value ?? null);

/** Empty and missing are equivalent. */
const text = cell.transform((value) => String(value ?? '').trim());

const moment = text.transform((value) => {
	const at = Date.parse(value);
	return value === '' || Number.isNaN(at) ? null : new Date(at).toISOString();
});

/** A row from n8n's API, without columns that people added. */
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
		 * A filter that matches the row exactly as it was read. The ID is not enough: SQLite reuses IDs of deleted rows.
		 */
		asRead: { id, person, profileUrl, status },
	}));
export type LogRow = z.infer<typeof rowSchema>;

/** The values to write into a row. */
export type LogCells = Partial<Readonly<Record<ColumnName, string | null>>>;
