/** The most characters that are kept of a provider's sentence, and of its code or name for something. */
export const LONGEST_SENTENCE = 500;
export const LONGEST_NAME = 100;

/** Cuts a text to so many characters, of which the last is then an ellipsis. */
export function shortened(text: string, most: number): string {
	if (text.length <= most) return text;
	const head = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '');
	// Copied: what is cut out of a text keeps the whole of it in memory.
	return `${Buffer.from(head).toString()}…`;
}
