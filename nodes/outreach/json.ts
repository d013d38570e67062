/** Strings are matched first so that digits inside them are left alone. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]+|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Parses a provider's JSON. Integers beyond 2^53 become strings, digit for digit: LinkedIn's
 * ids are that long, and `JSON.parse` alone would round them. Returns undefined for anything that
 * is not JSON.
 */
export function parseJson(text: string): unknown {
	const exact = /\d{16}/.test(text)
		? text.replace(STRING_OR_LONG_INTEGER, (token, offset: number) =>
				token.startsWith('"') || isSafe(token) || isFraction(text, offset) ? token : `"${token}"`,
			)
		: text;
	try {
		return JSON.parse(exact);
	} catch {
		return undefined;
	}
}

function isSafe(integer: string): boolean {
	return Number.isSafeInteger(Number(integer));
}

/** The digits behind a decimal point or an exponent are not an integer of their own. */
function isFraction(text: string, offset: number): boolean {
	return /[\d.eE+]/.test(text.charAt(offset - 1));
}
