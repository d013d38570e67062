const HIDDEN = '[hidden]';

/** Fields in which providers echo somebody's credentials, whatever their value. */
const SECRET_FIELDS =
	/^(x[-_]?)?(api[-_]?key|login[-_]?token|li_at|password|authorization|cookies?)$/i;

/** Below this length a value is too common a string to be told from other text. */
const SHORTEST_SECRET = 6;

/**
 * Takes the given secrets out of a text, also where they are percent-encoded, base64-encoded or escaped as
 * inside JSON. Everything that comes from a provider passes here before anything else sees it.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
	let hidden = text;
	for (const secret of secrets) {
		if (secret.length < SHORTEST_SECRET) continue;
		const forms = [
			secret,
			JSON.stringify(secret).slice(1, -1),
			encodeURIComponent(secret),
			Buffer.from(secret).toString('base64'),
		];
		for (const form of new Set(forms)) hidden = hidden.split(form).join(HIDDEN);
	}
	return hidden;
}

/** Blanks the fields of a parsed body that hold credentials, also other people's. */
export function hideSecretFields(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(hideSecretFields);
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			key,
			SECRET_FIELDS.test(key) && typeof entry === 'string' ? HIDDEN : hideSecretFields(entry),
		]),
	);
}
