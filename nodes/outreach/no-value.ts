/** A blank stands for any separator, or none: "not found" is "Not Found", "not-found", "NOT_FOUND" and "notfound". */
type Words = readonly string[];

/** What spreadsheets, databases, programming languages and forms write for a field without a value. */
const NO_VALUE: Words = [
	...['unknown', 'nan', 'none', 'null', 'nil', 'undefined', 'void', 'n a', 'tbd', 'tba', 'tbc'],
	...['true', 'false', 'yes', 'no', 'empty', 'blank', 'missing', 'nothing', 'unavailable'],
	...['unspecified', 'undisclosed', 'error', 'invalid', 'not available', 'not applicable'],
	...['not found', 'not set', 'not provided', 'not specified', 'not given', 'not defined'],
	...['not known', 'no value', 'no data', 'no match', 'no result', 'no results', 'pd na'],
	// "n/d" alone, since "nd" may be a name.
	'n/d',
	// Other languages: only what export tools and forms write, and nobody is called.
	...['unbekannt', 'keine angabe', 'k a', 'leer', 'nicht vorhanden', 'nicht verfügbar', 'wahr'],
	...[
		'falsch',
		'inconnu',
		'inconnue',
		'aucun',
		'aucune',
		'non renseigné',
		'non disponible',
		'vrai',
	],
	...['desconocido', 'no disponible', 'vacío', 'ninguno', 'verdadero', 'falso', 'desconhecido'],
	...['não disponível', 'verdadeiro', 'nenhum', 'vazio', 'sconosciuto', 'nessuno', 'onbekend'],
	...[
		'нет',
		'неизвестно',
		'不明',
		'なし',
		'無し',
		'未設定',
		'未入力',
		'未知',
		'无',
		'無',
		'暂无',
		'空',
		'없음',
	],
];

/** Written so, they are values of tools; in another case they are names: Nat, Faux, Vero, Waar. "\\N" is a database's. */
const NO_VALUE_AS_WRITTEN: Words = ['NaT', 'FAUX', 'VERO', 'WAAR', '\\N'];

/**
 * Column headings, parts of addresses and samples. A person may have chosen "test" or "link"; a row with
 * it as a rule means nobody, and such a person can still be given by profile id.
 */
const NOT_A_NAME: Words = [
	...[
		'linkedin',
		'www',
		'http',
		'https',
		'in',
		'url',
		'uri',
		'link',
		'href',
		'profile',
		'profiles',
	],
	...['member', 'user', 'username', 'name', 'slug', 'handle', 'id', 'headless', 'website', 'test'],
	...['example', 'placeholder', 'first name', 'last name', 'full name', 'user name', 'your name'],
	...['your profile', 'public profile', 'vanity name', 'public identifier', 'person linkedin url'],
	...[
		'profile page',
		'linkedin page',
		'linkedin address',
		'linkedin com',
		'linkedin url',
		'linkedin link',
		'linkedin profile',
		'linkedin member',
		'profile url',
		'profile link',
		'no linkedin',
		'no profile',
		'no url',
	],
];

const MAX_LENGTH = 60;
const HAS_SUBSTANCE = /[\p{L}\p{N}\p{S}\p{Co}]/u;

function spellings(words: Words): ReadonlySet<string> {
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
 * Why a text, or the name in an address, means nobody, as the end of a sentence about it; null where it may be a name.
 * Whole words only: "joe-blank" and "nil-sharma" are names, "null-null" and "linkedin-profile" are not.
 */
export function whyNobody(text: string): string | null {
	if (text === '' || text.length > MAX_LENGTH) return null;
	if (text.startsWith('#'))
		return 'begins with "#", as a spreadsheet shows a formula without a result';
	const spelled = spell(text);
	const parts = spelled.split('-');
	const isWord = (words: ReadonlySet<string>) =>
		words.has(spelled) || parts.every((part) => words.has(part));
	const isEmpty =
		!HAS_SUBSTANCE.test(text) || NO_VALUE_AS_WRITTEN.includes(text) || isWord(noValue);
	// Unlike "null", "undefined" is nobody's name: {{ first }}-{{ last }} gave it for one of the two.
	if (isEmpty || parts.includes('undefined')) {
		return `is "${text}": the field it was taken from has no value`;
	}
	const isNeither = parts.every((part) => noValue.has(part) || notAName.has(part));
	return isWord(notAName) || isNeither ? `is "${text}", which names no person` : null;
}
