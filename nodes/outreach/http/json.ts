/**
 * Parses a provider's JSON. Integers above 2^53 become strings, digit for digit: LinkedIn's IDs are that long, and
 * `JSON.parse` would round them. Returns undefined if the text is not JSON. Ignores a byte order mark.
 */
export function parseJson(written: string): unknown {
	const text = written.replace(/^\ufeff/, '');
	try {
		const parsed: unknown = JSON.parse(text);
		const quoted = withLongIntegersQuoted(text);
		return quoted === text ? parsed : JSON.parse(quoted);
	} catch {
		return undefined;
	}
}

/**
 * Scans from one run of digits to the next, and from quote to quote in between: a single pattern for a whole
 * string overflows the stack if the string has very many escapes.
 */
function withLongIntegersQuoted(text: string): string {
	const parts: string[] = [];
	let taken = 0;
	let afterString = 0;
	let nextString = positionOfQuote(text, 0);
	for (const { 0: digits, index } of text.matchAll(/\d{16,}/g)) {
		while (nextString < index) {
			afterString = endOfString(text, nextString);
			nextString = positionOfQuote(text, afterString);
		}
		if (afterString > index) continue;
		const begin = text.charAt(index - 1) === '-' ? index - 1 : index;
		const end = index + digits.length;
		const isInteger = !/[.eE+]/.test(text.charAt(begin - 1)) && !/[.eE]/.test(text.charAt(end));
		if (!isInteger || Number.isSafeInteger(Number(digits))) continue;
		parts.push(text.slice(taken, begin), `"${text.slice(begin, end)}"`);
		taken = end;
	}
	parts.push(text.slice(taken));
	return parts.join('');
}

function positionOfQuote(text: string, from: number): number {
	const found = text.indexOf('"', from);
	return found < 0 ? text.length : found;
}

/** The end of the string that starts here. */
function endOfString(text: string, begin: number): number {
	let end = positionOfQuote(text, begin + 1);
	while (isEscaped(text, end)) end = positionOfQuote(text, end + 1);
	return end + 1;
}

function isEscaped(text: string, at: number): boolean {
	let backslashes = 0;
	while (text.charAt(at - 1 - backslashes) === '\\') backslashes += 1;
	return backslashes % 2 === 1;
}
