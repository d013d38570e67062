/** In JSON that is valid: an escaped character, the begin or end of a string, or a number, also inside of a string. */
const MARK_OR_NUMBER = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses a provider's JSON. Integers beyond 2^53 become strings, digit for digit: LinkedIn's
 * ids are that long, and `JSON.parse` alone would round them. Returns undefined for anything that
 * is not JSON. A byte order mark in front is read over.
 */
export function parseJson(written: string): unknown {
	const text = written.replace(/^\ufeff/, '');
	try {
		const parsed: unknown = JSON.parse(text);
		return /\d{16}/.test(text) ? JSON.parse(withLongIntegersQuoted(text)) : parsed;
	} catch {
		return undefined;
	}
}

function withLongIntegersQuoted(text: string): string {
	// One pattern for a whole string overflows the stack where a string holds very many escapes.
	let inString = false;
	return text.replace(MARK_OR_NUMBER, (token) => {
		if (token === '"') inString = !inString;
		return inString || token.length < 16 ? token : quoteIfRounded(token);
	});
}

function quoteIfRounded(token: string): string {
	const isInteger = /^-?\d+$/.test(token);
	return isInteger && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
