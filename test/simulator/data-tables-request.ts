import { filterSchema, Refusal, type Filter } from './data-tables-rows';
import { parseJson } from './request-log';

/** A request on the wire. */
export interface WireRequest {
	readonly method: string;
	/** Below `/api/v1`, without the query. */
	readonly path: string;
	/** The encoded query from the URL: n8n refuses unencoded characters. */
	readonly query?: string;
	/** The JSON; undefined where there is none. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Its address as `openapi.yml` has it, and the ID of its table. */
export function parsePath(path: string): { template: string; id: string | null } {
	const id = /^\/data-tables\/([^/]+)/.exec(path)?.[1] ?? null;
	const template = id === null ? path : path.replace(`/data-tables/${id}`, '/data-tables/{id}');
	return { template, id };
}

const RESERVED = /[:/?#[\]@!$&'()*+,;=]/;

/** @throws Refusal for what n8n does not read as a query */
export function readQuery(raw: string, known: readonly string[]): URLSearchParams {
	for (const pair of raw.split('&')) {
		const [name = '', value = ''] = pair.split('=');
		if (known.includes(name) && RESERVED.test(value)) {
			const why = 'must be url encoded. Its value may not contain reserved characters.';
			throw new Refusal(400, `Parameter '${name}' ${why}`);
		}
	}
	const query = new URLSearchParams(raw);
	for (const [name, value] of query) {
		if (!known.includes(name)) throw new Refusal(400, `Unknown query parameter '${name}'`);
		if (value === '') throw new Refusal(400, `Empty value found for query parameter '${name}'`);
	}
	return query;
}

/** From the query or the body; null if there is none, or an unreadable one. */
export function filterOf({ query = '', body }: WireRequest): Filter | null {
	const inQuery = new URLSearchParams(query).get('filter');
	const inBody = typeof body === 'object' && body !== null && 'filter' in body ? body.filter : null;
	return filterSchema.safeParse(inQuery === null ? inBody : parseJson(inQuery)).data ?? null;
}
