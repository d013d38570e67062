import { isPlainObject } from '../base/objects';
import { processState } from '../base/process-state';

const HIDDEN = '[hidden]';

/**
 * Fields in which providers echo credentials, whatever their value; names without separators. Deliberately
 * excluded: the values that accept an invitation (`shared_secret`, `validationToken`), and cursors of lists.
 */
const SECRET_FIELDS = new RegExp(
	`^(?:x|linkedin|proxy|user|account)*(?:${[
		'(?:access|api|encryption|private|secret|signing)key',
		'(?:access|api|auth|authentication|bearer|csrf|id|login|refresh|secret|session|xsrf)?token',
		'(?:api|app|client|signing|totp|webhook)?secret',
		'lia|liat|j?session(?:id|key|cookie)?',
		'(?:set)?cookies?',
		'password|passwd|passphrase|authorization|bearer|jwt|credentials?',
	].join('|')})$`,
	'i',
);

/** Field names longer than this are not checked. */
const LONGEST_FIELD = 64;

/** Shorter values are too common to be told from other text. */
const SHORTEST_SECRET = 4;

/** Shorter parts of a secret are too common: a domain, or a word. */
const SHORTEST_PIECE = 16;

/** Shorter parts of an encoded secret are too common. */
const SHORTEST_PART = 8;

/** How secrets are found. The shortest form of a secret quickly rules out texts that have none. */
interface Finder {
	readonly pattern: RegExp;
	readonly shortest: number;
}

const finders = processState.add(() => new WeakMap<readonly string[], Finder | null>());

/**
 * Removes the given secrets from a text, in upper or lower case, and also if they are percent-encoded,
 * base64-encoded (alone, or within other data), or escaped as in JSON or HTML. Everything a provider sends goes
 * through this before anything else reads it.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
	let finder = finders().get(secrets);
	if (finder === undefined) {
		finder = finderOf(secrets);
		finders().set(secrets, finder);
	}
	if (finder === null || text.length < finder.shortest) return text;
	return text.replace(finder.pattern, HIDDEN);
}

function finderOf(secrets: readonly string[]): Finder | null {
	const forms = new Set(
		secrets
			.flatMap((secret) => [secret, ...piecesOf(secret)])
			.filter(({ length }) => length >= SHORTEST_SECRET)
			.flatMap((secret) => formsOf(secret)),
	);
	if (forms.size === 0) return null;
	// Longest first, so that no part of it remains.
	const longestFirst = [...forms].sort((one, other) => other.length - one.length);
	return {
		pattern: new RegExp(longestFirst.map(literally).join('|'), 'gi'),
		shortest: Math.min(...longestFirst.map(({ length }) => length)),
	};
}

/**
 * A provider may show only part of a key that was pasted with something around it ("Bearer …", quotes) or that
 * consists of several parts (prefix and secret, cookies).
 */
function piecesOf(secret: string): string[] {
	return secret.split(/[\s"'`,;:.=]+/).filter(({ length }) => length >= SHORTEST_PIECE);
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
		// Form encoding.
		encoded.replace(/%20/g, '+'),
		encodeURIComponent(encoded),
		html,
		// As the bytes of a header, which are not UTF-8, and as UTF-8 misread as single bytes.
		Buffer.from(secret, 'latin1').toString('utf8'),
		Buffer.from(secret, 'utf8').toString('latin1'),
		...base64,
		// "+" and "/" of base64 in a URL.
		...base64.map(encodeURIComponent),
		...base64.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')),
	];
}

/** The base64 forms of a secret at any position of a text, such as in "Bearer <key>": there are three. */
function base64Within(secret: string): string[] {
	return [0, 1, 2]
		.map((before) => {
			const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
			// The characters that include bits of neighbouring characters are not known.
			return bytes
				.toString('base64')
				.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
		})
		.filter(({ length }) => length >= SHORTEST_PART);
}

/** No provider nests its responses deeper, and unbounded nesting would overflow the stack. */
const DEEPEST = 100;

/**
 * Removes secrets from a parsed body: the given ones everywhere, and the value of every field for credentials,
 * even of other people, except for the fields in `reveals`. Done on the parsed body, since JSON has several ways
 * to write one character.
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
	if (!isPlainObject(value)) return value;
	const hidden: Record<string, unknown> = {};
	for (const key of Object.keys(value)) {
		// Copying such a field would change the object's prototype.
		if (key === '__proto__') continue;
		const entry = value[key];
		hidden[hideSecrets(key, secrets)] =
			isSecretField(key, entry) && !reveals.includes(key)
				? HIDDEN
				: hideSecretFields(entry, secrets, reveals, depth + 1);
	}
	return hidden;
}

function isSecretField(key: string, entry: unknown): boolean {
	if (key.length > LONGEST_FIELD || typeof entry === 'boolean' || entry === null) return false;
	return SECRET_FIELDS.test(key.replace(/[-_. ]/g, ''));
}
