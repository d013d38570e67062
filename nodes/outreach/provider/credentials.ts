import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from '../base/errors';
import { PLAIN_HTTP } from '../http/transport';
import type { CredentialRules } from './provider';

/** Replaces a base URL that must not receive the key. Unreachable, in case a request is made anyway. */
const REFUSED_BASE_URL = 'https://base-url-must-be-https.invalid';

/**
 * The URL of a credential's test, as an expression. The key is sent only to an https address or to the hosts of
 * `plain`. For anything else the test fails, and `keyInHeader` says why, because n8n does not show the error of an
 * expression that throws. `more` is code that further changes the address.
 */
export const testBaseUrl = (more = '', plain: keyof typeof PLAIN_HTTP = 'thisMachine') =>
	`={{ /^(https:\\/\\/|http:\\/\\/${PLAIN_HTTP[plain].source.replace(/^\^|\$$/g, '')}(:\\d+)?(\\/|$))/.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\\/+$/, "")${more} : "${REFUSED_BASE_URL}" }}`;

/** @throws Error that n8n shows as the result of the credential's test */
function checkBaseUrl({ baseURL }: IHttpRequestOptions): void {
	if (baseURL !== REFUSED_BASE_URL) return;
	throw new Error(
		"'Base URL' must start with https://. The API key is not sent unencrypted, except to this machine (http://localhost) or, for n8n's own API, within a private network.",
	);
}

/** Invisible characters copied together with a key from a page or an e-mail. HTTP clients drop or refuse them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Z}/gu;

/**
 * Characters not allowed in a header (RFC 9110, `field-value`): other scripts, typographic quotes, the dots of a
 * hidden key.
 */
const BEYOND_HEADERS = /[^\x20-\x7e\xa0-\xff]/;

const UNFIT = 'contains a character that an API key cannot contain';

/**
 * A secret in the form in which it is sent, and hidden in every response: cleaned here and nowhere else. Null if
 * it cannot be sent.
 */
function cleanSecret(given: string): string | null {
	const clean = given.replace(INVISIBLE, '').trim();
	return BEYOND_HEADERS.test(clean) ? null : clean;
}

/** A secret of a credential; empty if the field is empty. One that cannot be used is an error, never an empty one. */
export const secretSchema = z.string().transform((given, context) => {
	const clean = cleanSecret(given);
	if (clean !== null && (clean !== '' || given.trim() === '')) return clean;
	context.addIssue({ code: 'custom', message: UNFIT });
	return z.NEVER;
});

/** A required secret. */
export const neededSecretSchema = secretSchema.refine((secret) => secret !== '');

/** Adds the credentials to a request. @throws Error that n8n shows as the result of a credential's test */
export type Authenticate = (
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

/**
 * Adds the API key to a request as a header, unless the request has its own. Not as an expression, which n8n would
 * evaluate for each request, taking as long as the request itself.
 */
export const keyInHeader =
	(name: string, before = ''): Authenticate =>
	async ({ apiKey }, request) => {
		checkBaseUrl(request);
		const key = secretSchema.safeParse(String(apiKey ?? ''));
		// The credential's test calls this with unchecked values.
		if (!key.success) throw unfit('API Key');
		return { ...request, headers: { [name]: `${before}${key.data}`, ...request.headers } };
	};

/** An API key, and the URL of the API. */
export const keyFields = { apiKey: neededSecretSchema, baseUrl: z.string().trim().min(1) };
export const KEY_LABELS = { apiKey: 'API Key', baseUrl: 'Base URL' };

const keySchema = z.object(keyFields);
export type KeyCredential = z.infer<typeof keySchema>;

/** The rules of a credential with a key and an address. `type` is its internal name. */
export const keyCredential = (type: string): CredentialRules<KeyCredential> => ({
	type,
	schema: keySchema,
	labels: KEY_LABELS,
	connection: ({ apiKey, baseUrl }) => ({ baseUrl, secrets: [apiKey], identity: [apiKey] }),
});

function unfit(label: string, credential = 'credential'): InvalidInput {
	return new InvalidInput(
		`'${label}' of the ${credential} ${UNFIT}`,
		`Copy '${label}' again from the provider, and paste only the value into the credential: no quotes, and no dots in place of hidden characters.`,
	);
}

/**
 * Parses a credential from n8n.
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
	const [issue] = parsed.error.issues;
	const field = String(issue?.path[0] ?? '');
	const label = labels[field] ?? field;
	if (issue?.message === UNFIT) throw unfit(label, `${providerName} credential`);
	throw new InvalidInput(
		`'${label}' of the ${providerName} credential is missing or cannot be used`,
		`Open the ${providerName} credential and fill in '${label}'.`,
	);
}
