import type { IDataObject } from 'n8n-workflow';
import nock, { type Body, type DataMatcherMap, type ReplyHeaders } from 'nock';
import type { ProviderName } from '../simulator/world';
import { runNode, type NodeCredentials } from './run-node';

/** A call that a provider's documentation shows, and its answer. */
export interface Exchange {
	/** "GET /account/status" */
	readonly call: string;
	readonly query?: Record<string, string | number>;
	readonly body?: object;
	readonly status?: number;
	readonly answer: unknown;
	readonly headers?: ReplyHeaders;
}

const BASES: Readonly<Record<ProviderName, string>> = {
	connectSafely: 'https://api.connectsafely.ai/linkedin',
	linkupApi: 'https://api.linkupapi.com',
	seleqt: 'https://api.seleqt.ai/api/v1',
	sendPilot: 'https://api.sendpilot.ai/v1',
};

const KEYS: Readonly<Record<ProviderName, Record<string, string>>> = {
	connectSafely: { authorization: 'Bearer cs-key-1' },
	linkupApi: { 'x-api-key': 'lk-key-1' },
	seleqt: { 'x-api-key': 'sq.key-1' },
	sendPilot: { 'x-api-key': 'sp-key-1' },
};

const linkup = { apiKey: 'lk-key-1', baseUrl: BASES.linkupApi };
export const LINKUP_V1 = { ...linkup, apiVersion: 'v1', loginToken: 'li-cookie-1', country: 'FR' };
export const LINKUP_V2 = { ...linkup, apiVersion: 'v2' };

/** Credentials as they stand at the vendors' own addresses. */
export const CREDENTIALS: Required<NodeCredentials> = {
	connectSafelyApi: { apiKey: 'cs-key-1', baseUrl: BASES.connectSafely },
	linkupApi: LINKUP_V2,
	seleqtApi: { apiKey: 'sq.key-1', baseUrl: BASES.seleqt },
	sendPilotApi: { apiKey: 'sp-key-1', baseUrl: BASES.sendPilot, webhookSecret: '' },
};

/** Lets a provider answer these calls, each once and with the right key. Anything else it is asked fails. */
export function answers(provider: ProviderName, exchanges: readonly Exchange[]) {
	for (const { call, query, body, status = 200, answer, headers } of exchanges) {
		const [method = 'GET', path = ''] = call.split(' ');
		nock(BASES[provider], { reqheaders: KEYS[provider] })
			.intercept(path, method, body as DataMatcherMap | undefined)
			.query(query ?? {})
			.reply(status, answer as Body, headers);
	}
}

/** A resource locator's value, by id. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** One item, one documented call, and the whole of what leaves. */
export interface DocumentedCase {
	readonly provider: ProviderName;
	readonly v1?: boolean;
	readonly parameters: IDataObject;
	readonly exchanges: readonly Exchange[];
	readonly output: IDataObject;
}

export async function expectOutput(given: DocumentedCase) {
	const { provider, v1, parameters, exchanges, output } = given;
	answers(provider, exchanges);
	const { outputs, failure } = await runNode({
		parameters: { provider, ...parameters },
		credentials: { ...CREDENTIALS, ...(v1 ? { linkupApi: LINKUP_V1 } : {}) },
	});
	expect(failure).toBeUndefined();
	expect(outputs).toEqual([[{ json: output, pairedItem: { item: 0 } }], []]);
	expect(nock.pendingMocks()).toEqual([]);
}
