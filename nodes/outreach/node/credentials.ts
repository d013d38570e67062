import type { IAuthenticate } from 'n8n-workflow';
import type { z } from 'zod';
import { InvalidInput } from '../answer';

/**
 * Where a credential's test asks, as an expression. The key leaves only to an https address, or to this machine; to
 * anything else the test fails. `more` is what else is done to the address, as code behind it.
 */
export const testBaseUrl = (more = '') =>
	`={{ /^(https:\\/\\/|http:\\/\\/(localhost|127(\\.\\d+)+|\\[::1\\])(:\\d+)?(\\/|$))/.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\\/+$/, "")${more} : "https://base-url-must-be-https.invalid" }}`;

/**
 * Adds the API key to a request as a header. Not as an expression, which n8n would evaluate for each request, in as much
 * time as the request itself takes.
 */
export const keyInHeader =
	(name: string, before = ''): IAuthenticate =>
	async ({ apiKey }, request) => ({
		...request,
		headers: { ...request.headers, [name]: `${before}${String(apiKey ?? '')}` },
	});

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
