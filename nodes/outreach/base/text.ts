import { createHash } from 'node:crypto';

/** Maximum characters kept of a provider's sentence, and of its code or name for something. */
export const LONGEST_SENTENCE = 500;
export const LONGEST_NAME = 100;

/** Cuts a text to this many characters, including an ellipsis at the end. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	const head = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '');
	// Copied, because a slice of a string keeps the whole string in memory.
	return `${Buffer.from(head).toString()}…`;
}

/** A hash that identifies a text without storing it: 128 bits, in hex. */
export const fingerprint = (text: string) =>
	createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Longer values are cut in messages. */
const SHOWN_LENGTH = 60;

/** A value in quotes and on one line, for a message to show which value is meant. */
export type Show = (value: unknown) => string;

/** `hide` removes secrets before the value is cut. */
export function shower(hide: (text: string) => string = (text) => text): Show {
	return (value) =>
		`'${shortened(hide(String(value)).replace(/[\s\p{Cc}]+/gu, ' '), SHOWN_LENGTH)}'`;
}

/** For when no secret is known yet. */
export const show = shower();

/** Names of the fields that tools fill into a text. */
const FIELD =
	'(?:your |my |the )?(?:(?:first|last|full|sur|company|job|contact|lead)[ _-]?)?(?:name|title|company|position)';

/**
 * Traces of templates and failed expressions that do not occur in prose. Each pattern is bounded, and only reads
 * on from a possible beginning.
 */
const MARKS: readonly RegExp[] = [
	/\{\{[^{}]{0,80}(?:\}\})?|\}\}/,
	/\$\{[^{}]{0,80}\}/,
	/<%[^%]{0,80}%>|\{%[^%]{0,80}%\}/,
	/\*\|[\w:-]{1,40}\|\*/,
	// Does not match "%C3%A9" in an encoded address, or "100%".
	/(?<![\p{N}%])%(?![\dA-F]{2})(?:[A-Z][A-Z\d_]{2,40}|[a-z]{2,20}_[a-z]{2,20})%/u,
	/%%[a-z][\w ]{1,40}%%/i,
	new RegExp(`\\[${FIELD}\\]|\\{ ?${FIELD} ?\\}|<${FIELD}>`, 'i'),
	/\[object [A-Z]\w{1,30}\]/,
	/#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|ERROR!)/,
	/\bInvalid Date(?:Time)?\b/,
	// JavaScript's word for no value. "Undefined behavior", as programmers write it, is prose.
	/(?<![\p{L}\p{N}_])undefined(?![\p{L}\p{N}_]|[ -]behaviou?r)/iu,
	/(?<![\p{L}\p{N}_])NaN(?![\p{L}\p{N}_])/u,
];

const ENGLISH = 'hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)';
const GREETINGS = [
	ENGLISH,
	'hallo|guten (?:tag|morgen|abend)|moin|servus|liebe[rs]?|sehr geehrter?|beste|geachte|goedemorgen',
	'bonjour|bonsoir|salut|coucou|ch[eè]re?|hola|buen[oa]s (?:d[ií]as|tardes)|estimad[oa]|querid[oa]',
	'ciao|salve|buongiorno|buonasera|gentile|car[oa]|ol[aá]|oi|bom dia|boa tarde|prezad[oa]|hej|hei|cześć|merhaba',
].join('|');
const TITLES =
	'(?:mr|mrs|ms|miss|mx|dr|prof|sir|herrn?|frau|monsieur|madame|señora?|signora?|meneer|mevrouw)\\.?';
const LINE_START = '^[ \\t]{0,8}';
const GREETING = `${LINE_START}(?:${GREETINGS})(?: ${TITLES})?`;

/**
 * Words that are prose or names elsewhere ("null and void", German "null Euro", the name Nan), but mean no value
 * directly after a greeting, or as the whole text.
 */
const NOBODY_GREETED = new RegExp(
	`(?:${GREETING} )(null|none|nan|n/a|unknown)(?=[ \\t]{0,8}(?:[,.;:!?\\n–—-]|$))`,
	'imu',
);
const NOTHING = /^\s{0,100}(null|none|nan|n\/a|undefined)\s{0,100}$/i;
const NULL_PLACE = /(?<!\p{L})(?:at|from|with|for) null(?=[ \t]{0,8}(?:[,.;:!?\n]|$))/mu;

const firstOf = (text: string, patterns: readonly RegExp[]): string | null => {
	for (const pattern of patterns) {
		const found = pattern.exec(text)?.[0].trim();
		if (found !== undefined) return found;
	}
	return null;
};

/**
 * The part of a text that is clearly a value or expression that did not resolve, such as "undefined", "NaN",
 * "[object Object]", "{{ $json.name }}", "%FIRSTNAME%", "[First Name]", "#N/A" or "Hi null"; otherwise null. Does
 * not find what could be prose: "null and void", "one of none", names.
 */
export function findUnresolved(text: string): string | null {
	const found = firstOf(text, [...MARKS, NOBODY_GREETED, NULL_PLACE, NOTHING]);
	// "Nan" is a name; pandas writes a missing value as "nan".
	return found?.endsWith('Nan') === true || found?.endsWith('NAN') === true ? null : found;
}

const FRENCH =
	/(?<!\p{L})(?:je|vous|votre|vos|nous|notre|avec|merci|très|plaisir|bonjour|et|au|c['’]est|j['’]ai)(?!\p{L})/iu;

const GAPS: readonly RegExp[] = [
	// No language has a space before a comma.
	new RegExp(`${GREETING}[ \\t\\u00a0\\u202f]{1,20}[,،、，]`, 'imu'),
	new RegExp(`${GREETING}[ \\t]{2,20}(?:!|\\.(?!\\.))`, 'imu'),
	// A form of address that follows the name in Japanese and Korean.
	new RegExp(`${LINE_START}(?:様|さま|さん|님)(?=[、，,。!！\\s]|$)`, 'mu'),
];
const ENGLISH_GAP = new RegExp(`${LINE_START}(?:${ENGLISH}) (?:!|\\.(?!\\.))`, 'imu');

/**
 * The greeting of a text if its name is missing, such as "Hi ,", "Dear Mr. ," or "Hello !"; otherwise null.
 * "Bonjour !" has no missing name: French has a space before "!", also after an English greeting, so there only a
 * comma counts. A greeting without a space ("Hi,") is intended.
 */
export function findGap(text: string): string | null {
	return firstOf(text, FRENCH.test(text) ? GAPS : [...GAPS, ENGLISH_GAP]);
}

// Every locale includes the dictionaries for Japanese, Chinese, Thai and similar scripts.
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** How far to look past the cut: longer than any character in use (a family emoji has 11 units). */
const LOOK_AHEAD = 100;
/** Maximum part of a text that may be lost to end at a whole word. */
const WORD_LOSS = 1 / 4;

const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
/** Characters that must not end a text: spaces, and punctuation that announces more. */
const DANGLING = /[\s,;:、，；：،·([{<“‘«„¿¡（「『【–—-]/;

/**
 * A text in at most `maxLength` UTF-16 units, as LinkedIn and JavaScript count. Unchanged if it fits. Otherwise
 * cut at the end of a word if that loses at most a quarter, and never inside a character as people see it. Empty
 * if not even the first character fits. Reads only the beginning, however long the text is.
 */
export function truncateText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const head = text.slice(0, maxLength + LOOK_AHEAD);
	const cut = startOf(characters, head, maxLength);
	let end = endOfWord(head, cut);
	while (end > 0 && DANGLING.test(head.charAt(end - 1))) end -= 1;
	return head.slice(0, end);
}

/** The start of the segment that contains `at`; `at` itself if a segment starts there. */
function startOf(segmenter: Intl.Segmenter, text: string, at: number): number {
	return segmenter.segment(text).containing(at)?.index ?? 0;
}

function endOfWord(text: string, cut: number): number {
	const before = text.slice(0, cut);
	if (/\s/.test(text.charAt(cut))) return cut;
	const earliest = cut * (1 - WORD_LOSS);
	const word = startOf(words, text, cut);
	const isUnspaced = UNSPACED.test(before.slice(-1)) || UNSPACED.test(text.charAt(cut));
	// In text with spaces, "don't" or an address is cut at its space, not at its punctuation.
	const blank = isUnspaced ? word : lastBlank(before);
	if (blank >= earliest) return blank;
	return word >= earliest ? word : cut;
}

function lastBlank(text: string): number {
	let at = text.length;
	while (at > 0 && !/\s/.test(text.charAt(at - 1))) at -= 1;
	return at;
}
