import type { World } from './world';

export interface ProviderRequest {
	method: string;
	/** decoded segments of the path below the provider's base path */
	segments: string[];
	/** whether the path ends in a slash */
	slash: boolean;
	query: URLSearchParams;
	/** the key as sent, without "Bearer " */
	key: string | null;
	/** whether the answer is not to be one that was kept */
	uncached: boolean;
	/** the parsed JSON body, or the fields of a form; null where there is none or it is neither */
	body: unknown;
	/** whether the body is multipart/form-data */
	isForm: boolean;
}

export interface ProviderAnswer {
	status: number;
	headers?: Record<string, string | string[]>;
	body: unknown;
}

export type Provider = (request: ProviderRequest, world: World, now: number) => ProviderAnswer;

export const answer = (
	status: number,
	body: unknown,
	headers?: Record<string, string>,
): ProviderAnswer => ({ status, body, headers });

/** A whole number of the query within bounds, or the fallback. */
export function whole(query: URLSearchParams, name: string, fallback: number, max = Infinity) {
	const value = Number(query.get(name) ?? fallback);
	return Number.isInteger(value) && value >= 0 ? Math.min(value, max) : fallback;
}

/** JSON with a bigint as a number with all its digits; undefined as from JSON.stringify. */
export function jsonText(value: unknown): string | undefined {
	if (typeof value === 'bigint') return String(value);
	if (Array.isArray(value)) {
		return `[${value.map((one: unknown) => jsonText(one) ?? 'null').join(',')}]`;
	}
	if (typeof value !== 'object' || value === null || value instanceof Date) {
		return JSON.stringify(value);
	}
	const fields = Object.entries(value).flatMap(([key, one]: [string, unknown]) => {
		const text = jsonText(one);
		return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
	});
	return `{${fields.join(',')}}`;
}

/** Whether a request's Content-Type says that its body is a form. */
export const isFormType = (contentType = '') => /^multipart\/form-data\b/i.test(contentType);

const PART = /^Content-Disposition: form-data; name="([^"\r\n]*)"\r\n\r\n([\s\S]*)$/;

/** The text fields of multipart/form-data; null if it does not strictly follow RFC 7578. */
export function formFields(contentType: string, body: string): Record<string, string> | null {
	const boundary = /^multipart\/form-data; boundary=([\w'()+,./:=?-]{1,70})$/.exec(
		contentType,
	)?.[1];
	const end = `\r\n--${boundary ?? ''}--\r\n`;
	if (boundary === undefined || !`\r\n${body}`.endsWith(end)) return null;
	const [preamble, ...parts] = `\r\n${body}`.slice(0, -end.length).split(`\r\n--${boundary}\r\n`);
	const fields = parts.map((part) => PART.exec(part));
	if (preamble !== '' || fields.includes(null)) return null;
	return Object.fromEntries(fields.map((field) => [field?.[1] ?? '', field?.[2] ?? '']));
}
