import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { toDataObject, valueAt } from './objects';
import { shortened } from './text';
import { readMoment, toIso } from './time';
import { NETWORK_DISTANCES, type Degree } from './vocabulary';

/** An object of a response. Other fields are kept. */
export const openObject = <S extends z.ZodRawShape>(fields: S) => z.object(fields).passthrough();

/** The same, if it is there; null for anything else. */
export const openObjectOrNull = <S extends z.ZodRawShape>(fields: S) =>
	openObject(fields).nullish().catch(null);

/** An ID as providers write it: text or a number. Long numbers are already text here, digit for digit. */
export const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

/** An ID that may be missing without harm. */
export const looseId = idSchema
	.nullish()
	.catch(null)
	.transform((id) => id ?? null);

/** Text if there is any, otherwise null. For fields that may be missing without harm. */
export const looseText = z
	.string()
	.min(1)
	.nullish()
	.catch(null)
	.transform((text) => text ?? null);

export const looseBoolean = z
	.boolean()
	.nullish()
	.catch(null)
	.transform((value) => value ?? null);

/** Yes or no as providers write it: true, 1, "true"; null for anything else. */
export const looseFlag = z
	.union([z.boolean(), z.number(), z.string().max(10)])
	.nullish()
	.catch(null)
	.transform((given) => {
		const word = String(given).trim().toLowerCase();
		if (word === 'true' || word === '1') return true;
		return word === 'false' || word === '0' ? false : null;
	});

export const looseNumber = z
	.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
	.nullish()
	.catch(null)
	.transform((value) => value ?? null);

const DEGREES: ReadonlyMap<string, Degree> = new Map([
	['1', 1],
	['1st', 1],
	['first', 1],
	['2', 2],
	['2nd', 2],
	['second', 2],
	['3', 3],
	['3rd', 3],
	['third', 3],
]);

/** A degree of connection: 1, "1", "1st", "3rd+", "DISTANCE_1", "FIRST_DEGREE"; null for anything else. */
export const looseDegree = z
	.union([z.number(), z.string().max(40)])
	.nullish()
	.catch(null)
	.transform((given): Degree => {
		const words = String(given)
			.toLowerCase()
			// After a sign, it would be a different number.
			.replace(/(?!^)-|[^a-z0-9.-]/g, '');
		return (
			DEGREES.get(words.replace(/^(?:distance|degree)|(?:degree)?(?:connection)?$/g, '')) ?? null
		);
	});

/** A parsed row of a list, with the provider's original. */
export interface Row<T> {
	readonly read: T;
	readonly raw: IDataObject;
}

export function rowsOf<S extends z.ZodTypeAny>(schema: S) {
	const row = z.unknown().transform((given, context): Row<z.output<S>> => {
		const parsed = schema.safeParse(given);
		if (parsed.success) return { read: parsed.data, raw: toDataObject(given) };
		for (const issue of parsed.error.issues) context.addIssue(issue);
		return z.NEVER;
	});
	return z.array(row);
}

export const DISTANCE_OF_DEGREE = {
	1: 'FIRST_DEGREE',
	2: 'SECOND_DEGREE',
	3: 'THIRD_DEGREE',
} as const;

/** A network distance in LinkedIn's words, or as a degree; null for anything else. */
export const looseDistance = z.unknown().transform((given) => {
	const words = String(given).slice(0, 40).toUpperCase().replace(/[ -]/g, '_');
	const degree = looseDegree.parse(given);
	if (degree !== null) return DISTANCE_OF_DEGREE[degree];
	return NETWORK_DISTANCES.find((distance) => distance === words) ?? null;
});

/** Maximum length read of a provider's sentence: patterns are run over it, and no provider documents a longer one. */
const LONGEST_READ = 2000;

const messageSchema = z.union([
	z.object({ message: z.string() }).transform(({ message }) => message),
	z.object({ msg: z.string() }).transform(({ msg }) => msg),
]);
/** A raw zod error: some providers return one instead of a sentence. */
const issuesSchema = z.object({ issues: z.array(messageSchema).min(1) });

/** The name of an HTTP status; another field has more information. */
const STATUS_NAME =
	/^(?:bad request|unauthorized|payment required|forbidden|not found|conflict|unprocessable (?:entity|content)|error|failed|failure)$/i;

/**
 * The provider's explanation: the first text at these paths of a body that is more than the name of a status,
 * otherwise the first text. Cut to a bounded length.
 */
export function sentenceOf(body: unknown, paths: readonly string[]): string | null {
	const sentences = paths
		.map((path) => textIn(valueAt(body, path))?.trim() ?? '')
		.filter((sentence) => sentence !== '');
	const [first] = sentences;
	const told = sentences.find((sentence) => !STATUS_NAME.test(sentence)) ?? first;
	return told === undefined ? null : shortened(told, LONGEST_READ);
}

function textIn(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) {
		return value
			.map((line: unknown) =>
				typeof line === 'string' ? line : messageSchema.safeParse(line).data,
			)
			.filter((line) => line !== undefined)
			.join('; ');
	}
	const issues = issuesSchema.safeParse(value).data?.issues;
	return issues?.join('; ') ?? messageSchema.safeParse(value).data ?? null;
}

/** A person's full name, from first and last name. */
export function fullName(first: string | null, last: string | null): string | null {
	const name = [first, last].join(' ').trim();
	return name === '' ? null : name;
}

/** ISO 8601 in UTC if the text is a point in time. */
export function isoOrNull(text: string | null): string | null {
	return toIso(readMoment(text));
}
