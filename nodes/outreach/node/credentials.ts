import type { z } from 'zod';
import { InvalidInput } from '../answer';

/**
 * Parses a credential as n8n hands it over.
 * @throws InvalidInput naming the field that cannot be used
 */
export function readCredential<S extends z.ZodTypeAny>(
	schema: S,
	credential: unknown,
	providerName: string,
	labels: Readonly<Record<string, string>>,
): z.output<S> {
	const parsed = schema.safeParse(credential);
	if (parsed.success) return parsed.data;
	const field = String(parsed.error.issues[0]?.path[0] ?? '');
	const label = labels[field] ?? field;
	throw new InvalidInput(
		`'${label}' of the ${providerName} credential is missing or cannot be used`,
		`Open the ${providerName} credential and fill in '${label}'.`,
	);
}
