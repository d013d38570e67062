import type { IAuthenticate, IHttpRequestOptions } from 'n8n-workflow';
import type { z } from 'zod';
import { InvalidInput } from '../answer';

/** Stands for a base URL that must not get the key. Unreachable, should a request go there all the same. */
const REFUSED_BASE_URL = 'https://base-url-must-be-https.invalid';

/**
 * Where a credential's test asks, as an expression. The key leaves only to an https address, or to this machine; to
 * anything else the test fails, and `keyInHeader` says why: of an expression that throws, n8n shows nothing. `more` is what else is done to the address, as code behind it.
 */
export const testBaseUrl = (more = '') =>
	`={{ /^(https:\\/\\/|http:\\/\\/(localhost|127(\\.\\d+)+|\\[::1\\])(:\\d+)?(\\/|$))/.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\\/+$/, "")${more} : "${REFUSED_BASE_URL}" }}`;

/** @throws Error that n8n shows as the result of the credential's test */
function checkBaseUrl({ baseURL }: IHttpRequestOptions): void {
	if (baseURL !== REFUSED_BASE_URL) return;
	throw new Error(
		"'Base URL' must start with https://. The API key is not sent unencrypted, except to this machine (http://localhost).",
	);
}

/**
 * Adds the API key to a request as a header. Not as an expression, which n8n would evaluate for each request, in as much
 * time as the request itself takes.
 */
export const keyInHeader =
	(name: string, before = ''): IAuthenticate =>
	async ({ apiKey }, request) => {
		checkBaseUrl(request);
		return {
			...request,
			headers: { ...request.headers, [name]: `${before}${String(apiKey ?? '')}` },
		};
	};

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
