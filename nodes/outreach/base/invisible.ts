/** Scripts that need joiners: without them, Persian "علی‌رضا" and Malayalam chillus are different words. */
const JOINING = [
	...['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya'],
	...['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
]
	.map((script) => `\\p{Script=${script}}`)
	.join('');

const PICTOGRAPH = '\\p{Extended_Pictographic}';

// Sequences that keep their joiners are matched first. U+2800 is Braille's blank, a symbol to Unicode.
const INVISIBLE = new RegExp(
	[
		`(?<flag>\\u{1f3f4}[\\u{e0020}-\\u{e007f}]+)`,
		`(?<joined>[${JOINING}][\\u200c\\u200d](?=[${JOINING}]))`,
		`(?<emoji>${PICTOGRAPH}\\p{Emoji_Modifier}?(?:\\ufe0f\\u200d(?=${PICTOGRAPH})|\\ufe0f|\\u200d(?=${PICTOGRAPH})))`,
		'[\\p{Default_Ignorable_Code_Point}\\u2800]',
	].join('|'),
	'gu',
);

/**
 * Removes invisible characters: zero-width spaces, soft hyphens, direction marks, byte order marks. Keeps joiners
 * and variation selectors where they affect rendering, as in emoji and in Persian or Indic names.
 */
export function withoutInvisible(text: string): string {
	return text.replace(INVISIBLE, (found, flag?: string, joined?: string, emoji?: string) =>
		flag === undefined && joined === undefined && emoji === undefined ? '' : found,
	);
}

/** Also removes joiners and variation selectors. For comparing only, not for showing or sending. */
export function withoutAnyInvisible(text: string): string {
	return text.replace(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
}
