/** What only a program writes where a value is missing. */
const UNRESOLVED = /\{\{.{0,60}|\}\}|\[object \w{1,40}\]|\b(?:undefined|NaN)\b/;

/** What an unresolved expression left behind in a text for people: `undefined`, `[object Object]`, `{{ … }}`; else null. */
export function findUnresolved(text: string): string | null {
	return UNRESOLVED.exec(text)?.[0] ?? null;
}

/** A place where a word is missing, as in "Hi , hello"; else null. */
export function findGap(text: string): string | null {
	return /(?:^|\S) ,(?=\s|$)/u.exec(text)?.[0] ?? null;
}

/** Shortens a text at a word; one without blanks is cut hard, though never through a surrogate pair. */
export function truncateText(text: string, maxLength: number): string {
	if (text.length <= maxLength) return text;
	const head = text.slice(0, maxLength);
	const endsAtWord = /\s/.test(text.charAt(maxLength));
	const cut = endsAtWord ? head.length : head.search(/\s\S*$/);
	return (cut > 0 ? head.slice(0, cut) : head.replace(/[\uD800-\uDBFF]$/, '')).trimEnd();
}
