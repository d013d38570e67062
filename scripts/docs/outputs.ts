import type { z } from 'zod';
import { rateLimitSchema } from '../../nodes/outreach/base/vocabulary';
import { successSchema, type OperationRecord } from '../../nodes/outreach/operations/operation';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { code, table } from './markdown';
import { ADDED, MEANINGS, RATE_LIMIT_MEANINGS } from './meanings';
import { toJsonSchema } from './untyped.cjs';

interface Field {
	readonly name: string;
	readonly type: string;
	readonly isOptional: boolean;
}

/** The fields of an output, from the schemas that also make the editor's previews. */
function fieldsOf(schema: z.ZodTypeAny): Field[] {
	const whole = asRecord(toJsonSchema(schema));
	const needed = Array.isArray(whole.required) ? whole.required : [];
	return Object.entries(asRecord(whole.properties)).map(([name, described]) => {
		const types = typesIn(asRecord(described));
		return { name, type: types.join(' or '), isOptional: !needed.includes(name) };
	});
}

function typesIn(described: Record<string, unknown>): string[] {
	const { enum: words, const: word, type, anyOf, not } = described;
	if (not !== undefined) return [];
	if (Array.isArray(words)) return unique(words.map((one) => code(String(one))));
	// Refusals that are outcomes have `success: false`, other responses `true`.
	if (typeof word === 'boolean') return ['true or false'];
	if (word !== undefined) return [code(String(word))];
	if (Array.isArray(anyOf)) return unique(anyOf.flatMap((one) => typesIn(asRecord(one))));
	const types = Array.isArray(type) ? type : type === undefined ? ['unknown'] : [type];
	return unique(types.map((one) => TYPE_NAMES[String(one)] ?? String(one)));
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
	string: 'text',
	boolean: 'true or false',
	integer: 'number',
	array: 'list',
	unknown: 'anything',
};

/** `null` last. */
function unique(types: string[]): string[] {
	const found = [...new Set(types)];
	return [...found.filter((one) => one !== 'null'), ...found.filter((one) => one === 'null')];
}

function asRecord(value: unknown): Record<string, unknown> {
	return value !== null && typeof value === 'object' ? { ...value } : {};
}

/** The fields that LinkedIn Outreach adds for an operation. */
export function reportTable({ report }: OperationRecord): string {
	return meaningTable(fieldsOf(report), MEANINGS);
}

/** The fields of every success of LinkedIn Outreach: the same for all operations, except for the outcomes. */
export function commonTable(record: OperationRecord): string {
	const isCommon = ({ name }: Field) => name === 'outcome' || !(name in record.report.shape);
	const common = fieldsOf(successSchema(record)).filter(isCommon);
	const general = common.map((field) =>
		['operation', 'outcome'].includes(field.name) ? { ...field, type: 'text' } : field,
	);
	return meaningTable(general, { ...MEANINGS, outcome: 'The result: one word to switch on.' });
}

export function rateLimitTable(): string {
	return meaningTable(fieldsOf(rateLimitSchema), RATE_LIMIT_MEANINGS);
}

const PROVIDER_IDS = PROVIDERS.map(({ id }) => code(id)).join(' or ');

function meaningTable(fields: readonly Field[], meanings: Readonly<Record<string, string>>) {
	const rows = fields.map(({ name, type: own, isOptional }) => {
		const type = name === 'provider' ? PROVIDER_IDS : own;
		const meaning = meanings[name];
		if (meaning === undefined)
			throw new Error(`scripts/docs/meanings.ts does not say what '${name}' means`);
		return [code(name), isOptional ? `${type}, or absent` : type, meaning];
	});
	return table(['Field', 'Type', 'Meaning'], rows);
}

/** The known fields of a provider's own response. */
export function providerFieldsTable(schema: z.AnyZodObject): string {
	const rows = fieldsOf(schema).map(({ name, type, isOptional }) => [
		code(name),
		isOptional ? `${type}, or absent`.replace(/^, or /, '') : type,
		ADDED[name] ?? '',
	]);
	if (rows.length === 0) return 'Whatever the provider answers.';
	const isAdding = rows.some(([, , added]) => added !== '');
	return isAdding
		? table(['Field', 'Type', 'Added by the node'], rows)
		: table(
				['Field', 'Type'],
				rows.map((row) => row.slice(0, 2)),
			);
}
