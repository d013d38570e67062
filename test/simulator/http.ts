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
	/** the parsed JSON body; null where there is none or it is no JSON */
	body: unknown;
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

/** JSON in which a bigint is a number with all its digits; undefined as from JSON.stringify. */
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
