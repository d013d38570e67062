const HIDDEN = '[hidden]';

/** Fields in which providers echo somebody's credentials, whatever their value. */
const SECRET_FIELDS =
	/^(x[-_]?)?(api[-_]?key|login[-_]?token|li_at|password|authorization|cookies?|(webhook[-_]?)?secret)$/i;

/** Below this length a value is too common a string to be told from other text. */
const SHORTEST_SECRET = 4;

/**
 * Takes the given secrets out of a text, also where they are percent-encoded, base64-encoded or escaped as
 * inside JSON. Everything that comes from a provider passes here before anything else sees it.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
	const forms = knownForms.get(secrets) ?? formsOf(secrets);
	knownForms.set(secrets, forms);
	let hidden = text;
	for (const form of forms) hidden = hidden.replaceAll(form, HIDDEN);
	return hidden;
}

/** A transport's secrets stay the same, and every text of every answer is looked through for them. */
const knownForms = new WeakMap<readonly string[], readonly string[]>();

function formsOf(secrets: readonly string[]): readonly string[] {
	const forms = secrets
		.filter((secret) => secret.length >= SHORTEST_SECRET)
		.flatMap((secret) => [
			secret,
			// As in the header of those who send it as a bearer token.
			Buffer.from(`Bearer ${secret}`).toString('base64'),
			JSON.stringify(secret).slice(1, -1),
			encodeURIComponent(secret),
			Buffer.from(secret).toString('base64'),
		]);
	return [...new Set(forms)];
}

/** No provider nests its answers further; unbounded nesting would overflow the stack. */
const DEEPEST = 100;

/**
 * Takes secrets out of a parsed body: the given ones wherever they stand, and whatever stands in a field that holds
 * credentials, also other people's, but for the fields that are to be revealed. Here, since JSON has several ways to
 * write one character.
 */
export function hideSecretFields(
	value: unknown,
	secrets: readonly string[] = [],
	reveals: readonly string[] = [],
	depth = 0,
): unknown {
	if (depth > DEEPEST) return '[nested too deep]';
	if (typeof value === 'string') return hideSecrets(value, secrets);
	if (Array.isArray(value))
		return value.map((entry) => hideSecretFields(entry, secrets, reveals, depth + 1));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value)
			// Whoever copies an object field by field would change what it inherits from.
			.filter(([key]) => key !== '__proto__')
			.map(([key, entry]) => [
				hideSecrets(key, secrets),
				isSecretField(key, entry) && !reveals.includes(key)
					? HIDDEN
					: hideSecretFields(entry, secrets, reveals, depth + 1),
			]),
	);
}

function isSecretField(key: string, entry: unknown): boolean {
	return SECRET_FIELDS.test(key) && typeof entry !== 'boolean' && entry !== null;
}
