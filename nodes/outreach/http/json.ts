/** In JSON that is valid: a string, or a number. Strings are matched so that digits inside them are left alone. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses a provider's JSON. Integers beyond 2^53 become strings, digit for digit: LinkedIn's
 * ids are that long, and `JSON.parse` alone would round them. Returns undefined for anything that
 * is not JSON.
 */
export function parseJson(text: string): unknown {
	try {
		const parsed: unknown = JSON.parse(text);
		return /\d{16}/.test(text)
			? JSON.parse(text.replace(STRING_OR_NUMBER, quoteIfRounded))
			: parsed;
	} catch {
		return undefined;
	}
}

function quoteIfRounded(token: string): string {
	const isInteger = /^-?\d+$/.test(token);
	return isInteger && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
}
