const HIDDEN = '[hidden]';

/** Fields in which providers echo somebody's credentials, whatever their value. */
const SECRET_FIELDS =
	/^(x[-_]?)?(api[-_]?key|login[-_]?token|li_at|password|authorization|cookies?|(webhook[-_]?)?secret)$/i;

/** Below this length a value is too common a string to be told from other text. */
const SHORTEST_SECRET = 4;

/** Below this length a part of an encoded secret is too common a string. */
const SHORTEST_PART = 8;

const patterns = new WeakMap<readonly string[], RegExp | null>();

/**
 * Takes the given secrets out of a text, in any case of letters, also where they are percent-encoded, base64-encoded
 * (alone, or within what is), or escaped as inside JSON or HTML. Everything that comes from a provider passes here
 * before anything else sees it.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
	let pattern = patterns.get(secrets);
	if (pattern === undefined) {
		pattern = patternOf(secrets);
		patterns.set(secrets, pattern);
	}
	return pattern === null ? text : text.replace(pattern, HIDDEN);
}

function patternOf(secrets: readonly string[]): RegExp | null {
	const forms = new Set(
		secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap((secret) => formsOf(secret)),
	);
	if (forms.size === 0) return null;
	// The longest first, so that nothing of it stays.
	const longestFirst = [...forms].sort((one, other) => other.length - one.length);
	return new RegExp(longestFirst.map(literally).join('|'), 'gi');
}

const literally = (form: string) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function formsOf(secret: string): string[] {
	const escaped = JSON.stringify(secret).slice(1, -1);
	const encoded = encodeURIComponent(secret);
	const html = secret
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
	const base64 = [Buffer.from(secret).toString('base64'), ...base64Within(secret)];
	return [
		secret,
		escaped,
		JSON.stringify(escaped).slice(1, -1),
		encoded,
		encodeURI(secret),
		// As forms are sent.
		encoded.replace(/%20/g, '+'),
		encodeURIComponent(encoded),
		html,
		...base64,
		...base64.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')),
	];
}

/** What base64 makes of a text wherever the secret stands in it, such as in "Bearer <key>": one of three. */
function base64Within(secret: string): string[] {
	return [0, 1, 2]
		.map((before) => {
			const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
			// The characters that hold bits of the neighbours are not known.
			return bytes
				.toString('base64')
				.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
		})
		.filter(({ length }) => length >= SHORTEST_PART);
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
