import type { IDataObject } from 'n8n-workflow';
import nock, { type Body, type DataMatcherMap, type ReplyHeaders } from 'nock';
import type { ProviderHarness } from '../conformance/harness';
import type { CredentialData } from './harness';
import { harnesses } from './loaded.cjs';

/** A documented call and its response. */
export interface Exchange {
	/** "GET /account/status" */
	readonly call: string;
	readonly query?: Record<string, string | number>;
	readonly body?: object;
	readonly status?: number;
	readonly answer: unknown;
	readonly headers?: ReplyHeaders;
}

/** A credential with the vendor's own address, for this version of the API or for the newest. */
export function credentialOf({ fields, versions }: ProviderHarness, id?: string): IDataObject {
	const version = versions.find((one) => one.id === id) ?? versions.at(-1);
	return { ...fields, ...version?.credential };
}

/** One of each provider, by credential type. */
export const credentialsOf = (version?: string): CredentialData =>
	Object.fromEntries(
		harnesses().map((harness) => [new harness.credential().name, credentialOf(harness, version)]),
	);

export const CREDENTIALS = credentialsOf();

export function harnessOf(provider: string): ProviderHarness {
	const harness = harnesses().find(({ id }) => id === provider);
	if (!harness) throw new TypeError(`There is no provider ${provider}`);
	return harness;
}

/** Makes a provider respond to these calls, each once and with the right key. Any other call fails. */
export function answers(provider: string, exchanges: readonly Exchange[]) {
	const harness = harnessOf(provider);
	const { baseUrl, apiKey } = credentialOf(harness);
	const [{ auth }] = harness.versions;
	const key = auth.scheme === undefined ? String(apiKey) : `${auth.scheme} ${String(apiKey)}`;
	for (const { call, query, body, status = 200, answer, headers } of exchanges) {
		const [method = 'GET', path = ''] = call.split(' ');
		nock(String(baseUrl), { reqheaders: { [auth.header]: key } })
			.intercept(path, method, body as DataMatcherMap | undefined)
			.query(query ?? {})
			.reply(status, answer as Body, headers);
	}
}

/** A resource locator's value, by ID. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
