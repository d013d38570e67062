import { randomUUID } from 'node:crypto';

/** A multipart/form-data body and its header. */
export interface Multipart {
	readonly contentType: string;
	readonly body: string;
}

/**
 * Writes text fields as multipart/form-data (RFC 7578), in UTF-8. Values are unchanged, because the boundary
 * occurs in none of them. In names, characters that would end the header are percent-encoded, as browsers do.
 */
export function toMultipart(fields: Readonly<Record<string, string>>): Multipart {
	const entries = Object.entries(fields);
	const boundary = boundaryFor(entries.flat());
	const parts = entries.map(
		([name, value]) =>
			`--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`,
	);
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		body: `${parts.join('')}--${boundary}--\r\n`,
	};
}

/** A text that occurs in none of these. */
function boundaryFor(texts: readonly string[]): string {
	for (;;) {
		const boundary = `form-${randomUUID()}`;
		if (!texts.some((text) => text.includes(boundary))) return boundary;
	}
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

const escaped = (name: string) => name.replace(/["\r\n]/g, (character) => ESCAPES[character] ?? '');
