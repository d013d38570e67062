/** A LinkedIn person as far as what was pasted tells. */
export interface Profile {
	publicIdentifier: string | null;
	url: string;
	urn: string | null;
}

const BASE = 'https://www.linkedin.com/in/';
const PASTE = `Paste the address of the person's own profile page, such as ${BASE}jane-doe`;
const OPEN = `Open it in a browser and paste the address shown then, such as ${BASE}jane-doe`;
const ONE = `Give one item for each person. ${PASTE}`;
const NUMBER = `A Seleqt prospect's number goes into the parameter Prospect ID. Else: ${PASTE}`;

/** Thrown for anything that is not a person. `message` says what it is; `description` says what to paste instead. */
export class NotAPerson extends Error {
	constructor(
		what: string,
		readonly description: string,
	) {
		super(`Profile ${what}`);
		this.name = 'NotAPerson';
	}
}

type Refusals = ReadonlyArray<readonly [when: RegExp, what: string, instead?: string]>;

const MAX_LENGTH = 2000;
// What the clipboard leaves. ZWJ and ZWNJ are not among it: emoji and Persian names need these inside.
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const LEADING = /^[\s\u200b-\u200f\u2060,;:'"`*<([|@“”‘’«»‹›„]+/;
const TRAILING = /[\s\u200b-\u200f\u2060,;:.!?'"`*>)\]|“”‘’«»‹›„、。，；]/;
const SHORTENED = /\.\.|…/;
const CUT_SHORT = 'holds ".." or "…", as an address does that was cut short';

const LINKEDIN = /^(?:[a-z0-9-]+\.)*linkedin\.com(?::(?:80|443))?$/i;
const ID = /^AC[ow]AA[\w-]{4,}$/;
// Alone, with no address around it, only what LinkedIn lets people choose counts, else any text would be a person.
const BARE = /^(?=.*\p{L})(?:[\p{L}\p{N}\p{Extended_Pictographic}-]|\p{M}|\p{Sk}|\u200c|\u200d)+$/u;
const PERSON_URN = /^fs(?:d_profile|_miniProfile|_profile|_salesProfile|_normalized_profile)$/i;

const TEXTS: Refusals = [
	[/\{\{|\}\}|\bobject Object\b/, 'is an expression that was not resolved to a text'],
	[/^$/, 'is empty'],
	[/^[+\d][\d\s().-]*$/, 'is only a number, such as a member or a Seleqt prospect has', NUMBER],
	[/^(?=[^]*\s)[\p{L}\p{M}\s.,'’()-]+$/u, "looks like a person's name, which others may have too"],
	[/\s/, 'holds a blank or a line break: more than one address, or text beside it', ONE],
	[/[\p{Cc}\p{Cs}]/u, 'holds a control or a broken character'],
	[/^(?:mailto:)?[^/@]+@[^/]*$/i, 'is an e-mail address, not that of a profile'],
];

// Names LinkedIn made up hold symbols and the punctuation of other scripts, so what a name may hold can't be listed.
const NAMES: Refusals = [
	[/^$/, 'is an address that ends at /in/, without a name'],
	[/^me$/i, 'is "me", which means whoever is logged in, not a certain person'],
	[/^(?:null|undefined)$/i, 'is "null" or "undefined": the field it was taken from has no value'],
	[/^AC[ow]AA/, 'is a profile id that was cut short or changed'],
	[/^ac[ow]aa[\w-]{15,}$/i, 'is a profile id whose capitals were lost'],
	[/^A[A-Z][A-Za-z]AA[\w-]{15,}$/, 'is an id of another kind (Recruiter?), not a profile id', OPEN],
	[/[\p{Cc}\p{Cs}\p{Z}!"#$%()*+/:;<=>?@[\\\]^`{|}~]/u, 'has a character no public identifier has'],
	[SHORTENED, CUT_SHORT],
];

const BARE_NAMES: Refusals = [
	[/^.{1,2}$/u, 'is too short for a public identifier (3 to 100 characters)'],
	[/.{101}/u, 'is too long for a public identifier (3 to 100 characters)'],
	[/_/, 'has a "_", which a public identifier may have only where its address shows it'],
];

const URN_TYPES: Refusals = [
	[/^$/, 'is no valid URN'],
	[/^(person|member)$/i, 'is a URN of the type "$1", whose id leads to no profile'],
	[/^(activity|ugcPost|share|fsd?_update.*)$/i, 'is the URN of a post ("$1"), not of a person'],
	[/(.*)/, 'is a URN of the type "$1", not of a person (fsd_profile)'],
];

// The first that matches counts: what is special stands above what is general.
const PATHS: Refusals = [
	[/^\//, 'is the LinkedIn home page, not a person'],
	[/^(company|school|showcase|group|job|newsletter|learning)s?\//, 'is a $1 page, not a person'],
	[/^(?:feed\/)?(hashtag|product|service)s?\//, 'is a $1 page, not a person'],
	[/^(?:posts|(?:embed\/)?feed\/update|video)\//, 'is a post, not a person'],
	[/^events\//, 'is an event, not a person'],
	[/^pulse\//, 'is an article, not a person'],
	[/^me\//, 'is an address for whoever is logged in, not for a certain person'],
	[/^(?:feed|home|mynetwork|messaging|notifications)\//, 'is the feed or the like, not a person'],
	[/^(?:search|pub\/dir|directory)\//, 'is a page of search results, not one person'],
	[/^(?:pub|profile\/view)\//, 'is an old-form address without a public identifier', OPEN],
	[/^sales\/(company|account|list|search)s?\//, 'is a Sales Navigator $1 page, not a person'],
	[/^sales\//, 'is a Sales Navigator page without the id of a lead'],
	[/^(?:talent|recruiter|hire)\//, 'is a Recruiter page, whose ids are no profile ids', OPEN],
	[/^(?:authwall|login|signup|uas|checkpoint)\//, "is LinkedIn's log-in page, not a person"],
	[/^/, 'is a LinkedIn address, but not that of a person'],
];

const HOSTS: Refusals = [
	[/^(?:www\.)?lnkd\.in$/i, 'is a short link (lnkd.in), which must be opened first', OPEN],
	[/@/, 'is a web address with a user name before its host'],
	[/^/, 'is an address on another web site than linkedin.com'],
];

function refuse(what: string, instead = PASTE): never {
	throw new NotAPerson(what, instead);
}

function check(text: string, refusals: Refusals): void {
	for (const [when, what, instead] of refusals) {
		const found = when.exec(text);
		if (found) refuse(what.replace('$1', String(found[1])), instead);
	}
}

function decode(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** From the end: a pattern would begin anew at each character of a run inside the text. */
function trim(text: string): string {
	let end = text.length;
	while (end > 0 && TRAILING.test(text.charAt(end - 1))) end -= 1;
	return text.slice(0, end).replace(LEADING, '');
}

/** Decodes twice if need be: an address taken out of another's query string is encoded twice. */
function decodeName(text: string): string {
	const once = decode(text);
	const name = once !== null && /%[0-9a-f]{2}/i.test(once) ? decode(once) : once;
	if (name === null) refuse('has a "%" that is no valid percent-encoding');
	if (/\p{Cc}/u.test(name)) refuse('holds a control character');
	return trim(name);
}

function fromName(name: string): Profile {
	if (ID.test(name)) {
		return { publicIdentifier: null, url: BASE + name, urn: `urn:li:fsd_profile:${name}` };
	}
	check(name, NAMES);
	return { publicIdentifier: name, url: BASE + encodeURIComponent(name), urn: null };
}

function fromUrn(urn: string): Profile {
	const [, type = '', id = ''] = /^urn:li:(\w+):?\(?([^,()]*)/i.exec(urn) ?? [];
	if (!PERSON_URN.test(type)) check(type, URN_TYPES);
	return ID.test(id)
		? fromName(id)
		: refuse('is a profile URN without a valid id (ACoAA… or ACwAA…)');
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
		const several = /[,;]/.test(second) || /linkedin\.com|\/in\/./.test(where);
		return several ? refuse('holds more than one address', ONE) : fromName(decodeName(second));
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

/** Throws nothing but `NotAPerson`. */
export function parseProfile(pasted: string): Profile {
	if (pasted.length > MAX_LENGTH) refuse(`is too long: ${pasted.length} characters`);
	const tidy = trim(pasted.replace(INVISIBLE, ''));
	const text = /^(?:https?|urn)%3a/i.test(tidy) ? (decode(tidy) ?? tidy) : tidy;
	check(text, TEXTS);
	// Trimming took the dots from the end of an address that was cut short.
	check(pasted.split(/[?#]/)[0] ?? '', [[SHORTENED, CUT_SHORT]]);
	if (/^urn:/i.test(text)) return fromUrn(text);
	const [address = ''] = text.split(/[?#]|&(?=\w+=)/);
	const [, host, path = ''] = /^(?:https?:)?\/\/([^/]*)(.*)/i.exec(address) ?? [];
	if (host !== undefined) return fromHost(host, path);
	if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(address)) refuse('is an address that is not on the web');
	const [first = ''] = address.split('/');
	if (/[.@]/.test(first)) return fromHost(first, address.slice(first.length));
	return address.includes('/') ? fromPath(address) : fromBare(address);
}

/** For what a provider writes: an address that names no person is as good as none. */
export function profileOrNull(written: string | null): Profile | null {
	if (written === null) return null;
	try {
		return parseProfile(written);
	} catch {
		return null;
	}
}

/** The person of a public identifier as a provider gives it: of two characters too, which alone nobody may paste. */
export function profileOfName(publicIdentifier: string | null): Profile | null {
	return publicIdentifier === null ? null : profileOrNull(BASE + publicIdentifier);
}

/** The same for two spellings of one vanity name (case, encoding, Unicode normalisation); a vanity name and an id never match. */
export function personKey({ publicIdentifier, url }: Profile): string {
	if (publicIdentifier === null) return `id:${url.slice(url.lastIndexOf('/') + 1)}`;
	const folded = publicIdentifier.replace(INVISIBLE, '').normalize('NFKC').toLowerCase();
	return `in:${folded.normalize('NFKC')}`;
}

/** Whether both are known, and one person. */
export function isSamePerson(one: Profile | null, other: Profile | null): boolean {
	return one !== null && other !== null && personKey(one) === personKey(other);
}
