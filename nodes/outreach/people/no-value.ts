/**
 * Words, separated by commas. A space in one is any separator or none: "not found" also matches "Not Found",
 * "NOT_FOUND" and "notfound". A slash must be there: "nd" may be a name, "N/D" is not.
 */
const listOf = (words: string) => words.trim().split(/,\s+/);

/** What spreadsheets, databases, programming languages and forms write for a missing value. */
const NO_VALUE = listOf(`
	unknown, nan, none, null, nil, undefined, void, n a, n/d, n/v, pd na, tbd, tba, tbc, true, false, yes, no, empty,
	blank, missing, nothing, unavailable, unspecified, undisclosed, error, invalid, not available, not applicable,
	not found, not set, not provided, not specified, not given, not defined, not known, no value, no data, no match,
	no result, no results, object object, 0, on, off, private, hidden, anonymous, unnamed, confidential, restricted,
	deleted, removed, redacted, deactivated, loading, no info, no information, member not found, profile not found,
	out of network, oui, nein, unbekannt, leer, keine angabe, k/a, nicht vorhanden, nicht verfügbar, wahr, falsch, vrai,
	inconnu, inconnue, aucun, aucune, non renseigné, non disponible, desconocido, no disponible, vacío, ninguno,
	verdadero, falso, desconhecido, não disponível, vazio, nenhum, verdadeiro, sconosciuto, nessuno, onbekend,
	нет, нет данных, неизвестно, 无数据, 不明, なし, 無し, 未設定, 未入力, 未知, 无, 無, 暂无, 空, 없음
`);

/** Values of tools, case-sensitive because otherwise they are names, such as Nat and Vero. `\N` is MySQL's. */
const NO_VALUE_AS_WRITTEN = ['NaT', 'Infinity', 'FAUX', 'VERO', 'WAAR', '\\N'];

/**
 * Column headings, parts of addresses, samples. Someone may have chosen "test" or "link", but in a list it nearly
 * always means nobody, and that person can still be given by profile ID.
 */
const NOT_A_NAME = listOf(`
	linkedin, www, http, https, in, url, uri, link, href, profile, profiles, member, user, name, slug, handle,
	headless, website, test, example, placeholder, first name, last name, full name, your name,
	your profile, public profile, profile page, profile url, profile link, vanity name, public identifier,
	person linkedin url, linkedin page, linkedin address, linkedin com, linkedin url, linkedin link, linkedin profile,
	linkedin member, linkedin user, user name, linkedin mitglied, no linkedin, no profile, no url
`);

const MAX_LENGTH = 60;
const HAS_SUBSTANCE = /[\p{L}\p{N}\p{S}\p{Co}]/u;

function spellings(words: readonly string[]): ReadonlySet<string> {
	return new Set(words.flatMap((word) => [word.replace(/[ /]/g, '-'), word.replace(/ /g, '')]));
}

const noValue = spellings(NO_VALUE);
const notAName = spellings(NOT_A_NAME);

/** Lower case, any run of separators as one "-". */
function spell(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s._/\\|\u2010-\u2015-]+/gu, '-')
		.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/**
 * Why a text, or the name in an address, is not a person, as the end of a sentence about it; null if it may be a
 * name. Whole words only: "joe-blank" and "nil-sharma" are names, "null-null" and "linkedin-profile" are not.
 */
export function whyNobody(text: string): string | null {
	if (text === '' || text.length > MAX_LENGTH) return null;
	if (text.startsWith('#')) {
		return 'starts with "#", like a spreadsheet formula without a result';
	}
	const spelled = spell(text);
	const parts = spelled.split('-');
	const isWord = (words: ReadonlySet<string>) =>
		words.has(spelled) || parts.every((part) => words.has(part));
	const isEmpty =
		!HAS_SUBSTANCE.test(text) || NO_VALUE_AS_WRITTEN.includes(text) || isWord(noValue);
	// Unlike "null", "undefined" is never part of a name: {{ first }}-{{ last }} returned it for one of the two.
	if (isEmpty || parts.includes('undefined')) {
		return `is "${text}": its field has no value`;
	}
	const isNeither = parts.every((part) => noValue.has(part) || notAName.has(part));
	return isWord(notAName) || isNeither ? `is "${text}", which is not a person` : null;
}
