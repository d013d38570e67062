import { withoutAnyInvisible, withoutInvisible } from '../base/invisible';
import { whyNobody } from './no-value';
import {
	ADDRESSES,
	BARE_NAMES,
	BASE,
	check,
	CUT_SHORT,
	HOSTS,
	NAMES,
	ONE,
	PATHS,
	refuse,
	REMAINDERS,
	SHORTENED,
	TEXTS,
	UNREADABLE,
	URN_TYPES,
} from './profile-refusals';

export { NotAPerson } from './profile-refusals';

type Nullable<T> = { readonly [Name in keyof T]: T[Name] | null };

/** A LinkedIn person, as far as the pasted text shows. */
export interface Profile {
	publicIdentifier: string | null;
	url: string;
	urn: string | null;
}

const EMPTY_ROW = `Fill in the field, or remove rows without a profile. An address looks like ${BASE}jane-doe`;

const MAX_LENGTH = 2000;
const LEADING = /^[\s\u200b-\u200f\u2060,;:'"`*<([|@“”‘’«»‹›„]+/;
const TRAILING = /[\s\u200b-\u200f\u2060,;:.!?'"`*>)\]|“”‘’«»‹›„、。，；]/;
const LINKEDIN = /^(?:[a-z0-9-]+\.)*linkedin\.com(?::(?:80|443))?$/i;
const ID = /^AC[ow]AA[\w-]{4,}$/;
// Without an address, only names that LinkedIn lets people choose are accepted, otherwise any text would be a person.
const BARE = /^(?=.*\p{L})(?:[\p{L}\p{N}\p{Extended_Pictographic}-]|\p{M}|\p{Sk}|\u200c|\u200d)+$/u;
const PERSON_URN = /^fs(?:d_profile|_miniProfile|_profile|_salesProfile|_normalized_profile)$/i;

function decode(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Scans from the end: a pattern would restart at each character of a run inside the text. */
function trim(text: string): string {
	let end = text.length;
	while (end > 0 && TRAILING.test(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end).replace(LEADING, '');
}

/** Decodes twice if needed: an address from another URL's query string is encoded twice. */
function decodeName(text: string): string {
	const once = decode(text);
	const name = once !== null && /%[0-9a-f]{2}/i.test(once) ? decode(once) : once;
	if (name === null) refuse('has a "%" that is not valid percent-encoding');
	if (/\p{Cc}/u.test(name)) refuse('contains a control character');
	if (/^\s*[<[({]/.test(name)) refuse('has a placeholder in brackets where the name belongs');
	return trim(withoutInvisible(name));
}

function refuseNobody(text: string): void {
	const why = whyNobody(text);
	if (why !== null) refuse(why, EMPTY_ROW);
}

function fromName(name: string): Profile {
	if (ID.test(name)) {
		return { publicIdentifier: null, url: BASE + name, urn: `urn:li:fsd_profile:${name}` };
	}
	refuseNobody(name);
	check(name, NAMES);
	return { publicIdentifier: name, url: BASE + encodeURIComponent(name), urn: null };
}

function fromUrn(urn: string): Profile {
	const [, type = '', id = ''] = /^urn:li:(\w+):?\(?([^,()]*)/i.exec(urn) ?? [];
	if (!PERSON_URN.test(type)) check(type, URN_TYPES);
	return ID.test(id)
		? fromName(id)
		: refuse('is a profile URN without a valid ID (ACoAA… or ACwAA…)');
}

function fromBare(text: string): Profile {
	const name = decodeName(text);
	const [lead = ''] = name.split(',');
	const profile = fromName(ID.test(lead) ? lead : name);
	if (profile.urn !== null) return profile;
	check(name, BARE_NAMES);
	return BARE.test(name) ? profile : refuse('is neither an address nor a public identifier');
}

function fromPath(path: string): Profile {
	const segments = path.split('/').filter((segment) => segment !== '');
	if (segments.some((segment) => /^\.+$/.test(decode(segment) ?? ''))) refuse(CUT_SHORT);
	if (/^(?:mwlite|comm)$/i.test(segments[0] ?? '')) segments.shift();
	const [, second = '', third = ''] = segments;
	const where = `${segments.join('/').toLowerCase()}/`;
	if (where.startsWith('in/')) {
		// "N/A" is two segments.
		if (third !== '') refuseNobody(`${second}/${third}`);
		const several = /[,;]/.test(second) || /linkedin\.com|\/in\/./.test(where);
		return several ? refuse('contains more than one address', ONE) : fromName(decodeName(second));
	}
	const holdsId = /^(?:sales\/(?:lead|people)|talent\/profile)\//.test(where);
	const [id = ''] = holdsId ? decodeName(third).split(',') : [];
	if (!ID.test(id)) check(where, PATHS);
	return fromName(id);
}

function fromHost(host: string, path: string): Profile {
	if (!LINKEDIN.test(host)) check(host, HOSTS);
	return fromPath(path);
}

function fromAddress(address: string): Profile {
	const [, host, path = ''] = /^(?:https?:)?\/\/([^/]*)(.*)/i.exec(address) ?? [];
	if (host !== undefined) return fromHost(host, path);
	if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address)) refuse('is not a web address');
	const [first = ''] = address.split('/');
	if (/[.@]/.test(first)) return fromHost(first, address.slice(first.length));
	return address.includes('/') ? fromPath(address) : fromBare(address);
}

/** An address that is percent-encoded as a whole, once or more, as in another URL's query string. */
function decodeWhole(text: string): string {
	let decoded = text;
	for (let left = 3; left > 0 && /^(?:https?|urn)%(?:25)*3a/i.test(decoded); left--) {
		decoded = decode(decoded) ?? refuse('has a "%" that is not valid percent-encoding');
	}
	return trim(withoutInvisible(decoded));
}

/**
 * Reads a person from pasted text. Ignores invisible characters, raw or percent-encoded. Refuses HTML entities
 * instead of decoding them, because the original text is unknown. Throws only `NotAPerson`.
 */
export function parseProfile(pasted: string): Profile {
	if (pasted.length > MAX_LENGTH) refuse(`is too long: ${pasted.length} characters`);
	const visible = withoutInvisible(pasted);
	const text = decodeWhole(trim(visible));
	check(text, UNREADABLE);
	refuseNobody(text);
	check(text, TEXTS);
	// Trimming removed the dots at the end of an address that was cut short.
	check(visible.split(/[?#]/)[0] ?? '', [[SHORTENED, CUT_SHORT]]);
	if (/^urn:/i.test(text)) return fromUrn(text);
	const end = text.search(/\?|(?<!&)#|&(?:amp;)?(?=\w+=)/);
	const address = end === -1 ? text : text.slice(0, end);
	check(address, ADDRESSES);
	const profile = fromAddress(address);
	if (end !== -1 && !address.endsWith('/')) check(text.slice(end), REMAINDERS);
	return profile;
}

/** For a provider's data: an address that is not a person's counts as none. */
export function profileOrNull(written: string | null): Profile | null {
	if (written === null) return null;
	try {
		return parseProfile(written);
	} catch {
		return null;
	}
}

/** The person with a provider's public identifier. It may have two characters, which pasted text must not. */
export function profileOfName(publicIdentifier: string | null): Profile | null {
	return publicIdentifier === null ? null : profileOrNull(BASE + publicIdentifier);
}

/**
 * Identical for two spellings of one vanity name (case, encoding, Unicode normalisation, invisible characters). A
 * vanity name and an ID never match.
 */
export function personKey({ publicIdentifier, url }: Profile): string {
	if (publicIdentifier === null) return `id:${url.slice(url.lastIndexOf('/') + 1)}`;
	const folded = withoutAnyInvisible(publicIdentifier).normalize('NFKC').toLowerCase();
	return `in:${folded.normalize('NFKC')}`;
}

/** All possible `personKey`s of a person with these identifiers. */
export function personKeys({ publicIdentifier, url, urn }: Nullable<Profile>): string[] {
	const known = [profileOfName(publicIdentifier), profileOrNull(url), profileOrNull(urn)];
	return [...new Set(known.filter((one) => one !== null).map(personKey))];
}

/** Whether both are known and the same person. */
export function isSamePerson(one: Profile | null, other: Profile | null): boolean {
	return one !== null && other !== null && personKey(one) === personKey(other);
}

/**
 * The requested person, with the public identifier and ID from a provider added; what was requested stays. Every
 * item that asks for a profile names a person.
 */
export function completedProfile(
	given: Profile | null,
	learned: { publicIdentifier: string | null; memberId: string | null },
): Profile {
	const asked = given ?? { publicIdentifier: null, url: '', urn: null };
	const named = asked.publicIdentifier === null ? profileOfName(learned.publicIdentifier) : asked;
	const { publicIdentifier, url } = named?.publicIdentifier ? named : asked;
	return { publicIdentifier, url, urn: asked.urn ?? profileOrNull(learned.memberId)?.urn ?? null };
}
