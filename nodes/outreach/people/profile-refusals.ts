export const BASE = 'https://www.linkedin.com/in/';
const PASTE = `Paste the address of the person's own profile page, such as ${BASE}jane-doe`;
const OPEN = `Open it in a browser and paste the address shown there, such as ${BASE}jane-doe`;
export const ONE = `Give one item for each person. ${PASTE}`;
const DECODE = `Enter the text without HTML entities, which are part of a page's source or a web export. ${PASTE}`;
const NUMBER = `Enter a provider's own number for a person under 'Prospect ID', if there is one. Otherwise: ${PASTE}`;

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

export type Refusals = ReadonlyArray<readonly [when: RegExp, what: string, instead?: string]>;

export const SHORTENED = /\.\.|…/;
export const CUT_SHORT = 'contains ".." or "…", like an address that was cut short';
const LOST =
	'contains characters that were lost or changed because a file was saved or read in the wrong encoding';
const LOST_AT =
	'has a "?" or "#" within the name, probably in place of a letter that was lost because of a wrong file encoding';

/** What is no text that could be read further. */
export const UNREADABLE: Refusals = [
	[/\{\{|\}\}|\bobject Object\b/, 'is an expression that was not evaluated'],
	[/^$/, 'is empty'],
	[/(?!\s)[\p{Cc}\p{Cs}]/u, 'contains a control character or a broken one'],
];

export const TEXTS: Refusals = [
	[/^[+\d][\d\s().-]*$/, 'is only a number, like the number of a member or a prospect', NUMBER],
	[
		/^(?=[^]*\s)[\p{L}\p{M}\s.,'’()-]+$/u,
		"looks like a person's name, and several people may have it",
	],
	[/\s/, 'contains a space or a line break: more than one address, or extra text', ONE],
	[/^(?:mailto:)?[^/@]+@[^/]*$/i, 'is an e-mail address, not a profile address'],
];

// Names LinkedIn made up hold symbols and the punctuation of other scripts, so what a name may hold can't be listed.
export const NAMES: Refusals = [
	[/^$/, 'is an address that ends at /in/, without a name'],
	[/^me$/i, 'is "me", which means the logged-in user, not a specific person'],
	[/^AC[ow]AA/, 'is a profile ID that was cut short or changed'],
	[/^ac[ow]aa[\w-]{15,}$/i, 'is a profile ID that has lost its capital letters'],
	[/^A[A-Z][A-Za-z]AA[\w-]{15,}$/, 'is an ID of another kind (Recruiter?), not a profile ID', OPEN],
	[
		/[\p{Cc}\p{Cs}\p{Z}!"#$%()*+/:;<=>?@[\\\]^`{|}~]/u,
		'contains a character that public identifiers cannot contain',
	],
	[/\ufffd|[\u00c2-\u00c5][\u0080-\u00bf]/, LOST],
	[SHORTENED, CUT_SHORT],
];

/** An address up to its query and fragment. */
export const ADDRESSES: Refusals = [
	[/&(?:#|\w+;)/, 'contains an HTML entity, such as "&#233;" or "&amp;"', DECODE],
	[/&/, 'contains a "&" outside a query, so it is unclear where the name ends'],
];

/**
 * What is cut off right behind a name. An address whose accents became "?" on the way ("jos?-garcia"), or whose
 * entity lost its "&" ("jos#233;-garcia"), would else be that of a stranger ("jos").
 */
export const REMAINDERS: Refusals = [
	[/^\?(?![\w.~%[\]-]+=|$)/, LOST_AT],
	[/^#(?!(?:[a-z][\w-]*)?(?:$|[?&=/])|:~:)/i, LOST_AT],
];

export const BARE_NAMES: Refusals = [
	[/^.{1,2}$/u, 'is too short for a public identifier (3 to 100 characters)'],
	[/.{101}/u, 'is too long for a public identifier (3 to 100 characters)'],
	[/_/, 'has a "_", which is accepted only in the full address of a profile'],
];

export const URN_TYPES: Refusals = [
	[/^$/, 'is not a valid URN'],
	[/^(person|member)$/i, 'is a URN of the type "$1", whose ID does not identify a profile'],
	[/^(activity|ugcPost|share|fsd?_update.*)$/i, 'is the URN of a post ("$1"), not of a person'],
	[/(.*)/, 'is a URN of the type "$1", not of a person (fsd_profile)'],
];

// The first that matches counts: the special ones precede the general ones.
export const PATHS: Refusals = [
	[/^\//, 'is the LinkedIn home page, not a person'],
	[/^(company|school|showcase|group|job|newsletter|learning)s?\//, 'is a $1 page, not a person'],
	[/^(?:feed\/)?(hashtag|product|service)s?\//, 'is a $1 page, not a person'],
	[/^(?:posts|(?:embed\/)?feed\/update|video)\//, 'is a post, not a person'],
	[/^events\//, 'is an event, not a person'],
	[/^pulse\//, 'is an article, not a person'],
	[/^me\//, 'is an address for the logged-in user, not for a specific person'],
	[
		/^(?:feed|home|mynetwork|messaging|notifications)\//,
		'is the feed or a similar page, not a person',
	],
	[/^(?:search|pub\/dir|directory)\//, 'is a page of search results, not one person'],
	[/^(?:pub|profile\/view)\//, 'is an old-form address without a public identifier', OPEN],
	[/^sales\/(company|account|list|search)s?\//, 'is a Sales Navigator $1 page, not a person'],
	[/^sales\//, 'is a Sales Navigator page without the ID of a lead'],
	[/^(?:talent|recruiter|hire)\//, 'is a Recruiter page, whose IDs are not profile IDs', OPEN],
	[/^(?:authwall|login|signup|uas|checkpoint)\//, "is LinkedIn's log-in page, not a person"],
	[/^/, "is a LinkedIn address, but not a person's"],
];

export const HOSTS: Refusals = [
	[/^(?:www\.)?lnkd\.in$/i, 'is a short link (lnkd.in), which must be opened first', OPEN],
	[/@/, 'is a web address with a user name before its host'],
	[/^/, 'is an address on a site other than linkedin.com'],
];

/** @throws NotAPerson */
export function refuse(what: string, instead = PASTE): never {
	throw new NotAPerson(what, instead);
}

/**
 * The first that matches counts.
 * @throws NotAPerson
 */
export function check(text: string, refusals: Refusals): void {
	for (const [when, what, instead] of refusals) {
		const found = when.exec(text);
		if (found) refuse(what.replace('$1', String(found[1])), instead);
	}
}
