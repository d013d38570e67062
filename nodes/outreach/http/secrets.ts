import { isPlainObject } from '../base/objects';
import { processState } from '../base/process-state';

const HIDDEN = '[hidden]';

/**
 * Fields in which providers echo somebody's credentials, whatever their value; without the marks between their words.
 * Left out on purpose: what accepts an invitation (`shared_secret`, `validationToken`), and cursors of lists.
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

/** No name of a field is longer that is to be understood. */
const LONGEST_FIELD = 64;

/** Below this length a value is too common to be distinguished from other text. */
const SHORTEST_SECRET = 4;

/** Below this length a part of a secret is too common a string: a domain, or a word. */
const SHORTEST_PIECE = 16;

/** Below this length a part of an encoded secret is too common a string. */
const SHORTEST_PART = 8;

/** How secrets are found: the shortest form that one is written in tells texts apart in which there is none. */
interface Finder {
	readonly pattern: RegExp;
	readonly shortest: number;
}

const finders = processState.add(() => new WeakMap<readonly string[], Finder | null>());

/**
 * Takes the given secrets out of a text, in any case of letters, also where they are percent-encoded, base64-encoded
 * (alone, or within what is), or escaped as inside JSON or HTML. Everything that a provider sends is passed through this
 * before anything else sees it.
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
	// The longest first, so that nothing of it stays.
	const longestFirst = [...forms].sort((one, other) => other.length - one.length);
	return {
		pattern: new RegExp(longestFirst.map(literally).join('|'), 'gi'),
		shortest: Math.min(...longestFirst.map(({ length }) => length)),
	};
}

/**
 * Of a key that was pasted with something around it ("Bearer …", quotes) or that is made of several (prefix and secret,
 * cookies), a provider may show a part alone.
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
		// As forms are sent.
		encoded.replace(/%20/g, '+'),
		encodeURIComponent(encoded),
		html,
		// As a header's bytes, which are not UTF-8, and as what takes UTF-8 for single bytes.
		Buffer.from(secret, 'latin1').toString('utf8'),
		Buffer.from(secret, 'utf8').toString('latin1'),
		...base64,
		// A "+" or "/" of base64 within an address.
		...base64.map(encodeURIComponent),
		...base64.map((form) => form.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')),
	];
}

/** The base64 form of a secret at any position of a text, such as in "Bearer <key>": one of three. */
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
 * Takes secrets out of a parsed body: the given ones wherever they are, and the value of every field that has
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
	if (!isPlainObject(value)) return value;
	const hidden: Record<string, unknown> = {};
	for (const key of Object.keys(value)) {
		// Whoever copies an object field by field would change what it inherits from.
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
