export const BASE = 'https://www.linkedin.com/in/';
const PASTE = `Paste the address of the person's own profile page, such as ${BASE}jane-doe`;
const OPEN = `Open it in a browser and paste the address shown then, such as ${BASE}jane-doe`;
export const ONE = `Give one item for each person. ${PASTE}`;
const DECODE = `Give the text without HTML entities: they come from a page's source or a web export. ${PASTE}`;
const NUMBER = `A provider's own number for a person belongs in the parameter Prospect ID. Otherwise: ${PASTE}`;

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
export const CUT_SHORT = 'holds ".." or "…", as an address does that was cut short';
const LOST =
	'holds characters that got lost or changed where a file was saved or read in another encoding';
const LOST_AT =
	'has a "?" or "#" within the name, as where a letter got lost when a file was saved or read';

/** What is no text that could be read further. */
export const UNREADABLE: Refusals = [
	[/\{\{|\}\}|\bobject Object\b/, 'is an expression that was not resolved to a text'],
	[/^$/, 'is empty'],
	[/(?!\s)[\p{Cc}\p{Cs}]/u, 'holds a control or a broken character'],
];

export const TEXTS: Refusals = [
	[/^[+\d][\d\s().-]*$/, 'is only a number, such as a member or a prospect has', NUMBER],
	[/^(?=[^]*\s)[\p{L}\p{M}\s.,'’()-]+$/u, "looks like a person's name, which others may have too"],
	[/\s/, 'holds a blank or a line break: more than one address, or text beside it', ONE],
	[/^(?:mailto:)?[^/@]+@[^/]*$/i, 'is an e-mail address, not that of a profile'],
];

// Names LinkedIn made up hold symbols and the punctuation of other scripts, so what a name may hold can't be listed.
export const NAMES: Refusals = [
	[/^$/, 'is an address that ends at /in/, without a name'],
	[/^me$/i, 'is "me", which means whoever is logged in, not a certain person'],
	[/^AC[ow]AA/, 'is a profile id that was cut short or changed'],
	[/^ac[ow]aa[\w-]{15,}$/i, 'is a profile id whose capitals were lost'],
	[/^A[A-Z][A-Za-z]AA[\w-]{15,}$/, 'is an id of another kind (Recruiter?), not a profile id', OPEN],
	[/[\p{Cc}\p{Cs}\p{Z}!"#$%()*+/:;<=>?@[\\\]^`{|}~]/u, 'has a character no public identifier has'],
	[/\ufffd|[\u00c2-\u00c5][\u0080-\u00bf]/, LOST],
	[SHORTENED, CUT_SHORT],
];

/** An address up to its query and fragment. */
export const ADDRESSES: Refusals = [
	[/&(?:#|\w+;)/, 'holds an HTML entity, such as "&#233;" or "&amp;"', DECODE],
	[/&/, 'holds a "&" that begins no query, so that it cannot be told where the name ends'],
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
	[/_/, 'has a "_", which a public identifier may have only where its address shows it'],
];

export const URN_TYPES: Refusals = [
	[/^$/, 'is no valid URN'],
	[/^(person|member)$/i, 'is a URN of the type "$1", whose id leads to no profile'],
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

export const HOSTS: Refusals = [
	[/^(?:www\.)?lnkd\.in$/i, 'is a short link (lnkd.in), which must be opened first', OPEN],
	[/@/, 'is a web address with a user name before its host'],
	[/^/, 'is an address on another web site than linkedin.com'],
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
