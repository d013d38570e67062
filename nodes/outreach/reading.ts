import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { readMoment, toIso } from './moments';
import { toDataObject } from './objects';
import type { Degree } from './vocabulary';

/** An id as providers write it: text, or a number. Long numbers arrive as text already, digit for digit. */
export const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

/** An id whose absence costs nothing. */
export const looseId = idSchema
	.nullish()
	.catch(null)
	.transform((id) => id ?? null);

/** Text where there is some; anything else is none. For fields whose absence costs nothing. */
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

export const looseNumber = z
	.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
	.nullish()
	.catch(null)
	.transform((value) => value ?? null);

/** A degree of connection; a number that is none, or a word, is null. */
export const looseDegree = z
	.union([z.literal(1), z.literal(2), z.literal(3)])
	.nullish()
	.catch(null)
	.transform((value): Degree => value ?? null);

/** A row of a list as it is read, beside the provider's own. */
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

/** A zod error as it is: ConnectSafely puts one where its sentence stands elsewhere. */
const issuesSchema = z.object({ issues: z.array(z.object({ message: z.string() })).min(1) });

/** Collects the first text found at these keys of a body: what a provider says is wrong. */
export function sentenceOf(body: unknown, keys: readonly string[]): string | null {
	const parsed = z.record(z.unknown()).safeParse(body);
	if (!parsed.success) return null;
	for (const key of keys) {
		const value = parsed.data[key];
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
		if (Array.isArray(value)) {
			const lines = value.filter((line) => typeof line === 'string');
			if (lines.length > 0) return lines.join('; ');
		}
		const issues = issuesSchema.safeParse(value);
		if (issues.success) return issues.data.issues.map(({ message }) => message).join('; ');
	}
	return null;
}

/** The name a person goes by, of first and last. */
export function fullName(first: string | null, last: string | null): string | null {
	const name = [first, last].join(' ').trim();
	return name === '' ? null : name;
}

/** ISO 8601 in UTC where the text is a point in time. */
export function isoOrNull(text: string | null): string | null {
	return toIso(readMoment(text));
}
