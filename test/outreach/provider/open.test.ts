import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import { processState } from '../../../nodes/outreach/base/process-state';
import type { CallContext } from '../../../nodes/outreach/base/cancellation';
import { OpenProviders, openProvider } from '../../../nodes/outreach/provider/open';
import type { Connection, Provider } from '../../../nodes/outreach/provider/provider';
import { acme } from '../acme';

const SITE = 'https://acme.example';
const ENDPOINT = { method: 'GET', path: '/', response: z.unknown() } as const;

beforeEach(() => processState.reset());

/** Acme, whose credential means this. */
const acmeWith = (
	connection: Partial<Connection> = {},
	more: Partial<Provider> = {},
): Provider => ({
	...acme,
	...more,
	credential: {
		...acme.credential,
		connection: () => ({
			baseUrl: SITE,
			secrets: ['hunter2-key'],
			identity: ['key'],
			...connection,
		}),
	},
});

function contextOf({
	credentialId = '1' as string | null,
	signal = undefined as AbortSignal | undefined,
} = {}) {
	const requests: string[] = [];
	const context = {
		getCredentials: async () => ({}),
		getNode: () => ({ credentials: { acmeApi: { id: credentialId, name: 'Acme' } } }),
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: IHttpRequestOptions) => {
				requests.push(url);
				return { statusCode: 200, headers: {}, body: '{"key":"hunter2-key"}' };
			},
		},
	} as unknown as CallContext;
	return { context, requests };
}

describe('Opened providers', () => {
	test('An opened provider is asked at its address, and its secrets are hidden in answers and texts', async () => {
		const { context, requests } = contextOf();
		const { askNow, hide } = await openProvider(context, acmeWith(), null);
		expect(await askNow(ENDPOINT)).toMatchObject({ value: { key: '[hidden]' } });
		expect(requests).toEqual([`${SITE}/`]);
		expect(hide('It is hunter2-key!')).toBe('It is [hidden]!');
	});

	test('A provider is opened in its credential’s version, or else in its first', async () => {
		const version = (id: string) => ({ id, name: id, account: 'optional' }) as const;
		const versions = [version('v1'), version('v2')] as const;
		const opened = async (id?: string) =>
			await openProvider(contextOf().context, acmeWith({ version: id }, { versions }), null);
		expect((await opened('v2')).version.id).toBe('v2');
		expect((await opened()).version.id).toBe('v1');
	});

	test('A provider’s API receives the paced ask function and the credential', async () => {
		const open = jest.fn(() => 'api');
		const { api, ask } = await openProvider(contextOf().context, acmeWith({}, { open }), null);
		expect(api).toBe('api');
		expect(open).toHaveBeenCalledWith(ask, {});
	});

	test('A provider is opened once for an execution', async () => {
		const open = jest.fn(() => null);
		const provider = acmeWith({}, { open });
		const pace = { requestsPerMinute: 0, wait: async () => true };
		const providers = new OpenProviders(contextOf().context, pace);
		const [one, other] = await Promise.all([providers.open(provider), providers.open(provider)]);
		expect(one).toBe(other);
		expect(open).toHaveBeenCalledTimes(1);
	});
});

describe('Pace', () => {
	test.each<[string, number | undefined, number | undefined, number]>([
		['the provider’s documented limit', undefined, 1, 1],
		['the author’s, where there is one', 2, 1, 0],
		['none where the author turns it off', 0, 1, 0],
		['none where none is documented', undefined, undefined, 0],
	])('The pace of requests is %s', async (_which, requestsPerMinute, documented, waits) => {
		const { context, requests } = contextOf();
		const waited: number[] = [];
		const wait = async (ms: number) => {
			waited.push(ms);
			return true;
		};
		const limits = { ...acme.limits, requestsPerMinute: documented };
		const { ask, turn } = await openProvider(context, acmeWith({}, { limits }), {
			requestsPerMinute,
			wait,
		});
		await ask(ENDPOINT);
		expect(await turn()).toBe(true);
		expect([waited.length, requests.length]).toEqual([waits, 1]);
		for (const ms of waited) expect(ms).toBeGreaterThan(59_000);
	});

	test('Requests without a pace, or made at once, do not wait', async () => {
		const { context } = contextOf();
		const limits = { ...acme.limits, requestsPerMinute: 1 };
		const unpaced = await openProvider(context, acmeWith({}, { limits }), null);
		const wait = jest.fn(async () => true);
		const paced = await openProvider(context, acmeWith({}, { limits }), {
			requestsPerMinute: 1,
			wait,
		});
		for (let asked = 0; asked < 3; asked++) {
			await unpaced.ask(ENDPOINT);
			await paced.askNow(ENDPOINT);
		}
		expect(wait).not.toHaveBeenCalled();
	});

	test.each<[string, AbortSignal | undefined, number]>([
		['during the wait', undefined, 1],
		['before the wait', AbortSignal.abort(), 0],
	])('A cancellation %s of the pace ends it without a request', async (_when, signal, before) => {
		const { context, requests } = contextOf({ signal });
		const pace = { requestsPerMinute: 1, wait: async () => false };
		const { ask } = await openProvider(context, acmeWith(), pace);
		await ask(ENDPOINT);
		expect(await ask(ENDPOINT)).toMatchObject({
			kind: 'failed',
			accepted: 'no',
			failure: { message: 'Acme could not be reached: the execution was cancelled' },
		});
		expect(requests).toHaveLength(before);
	});
});

describe('IDs of keys, sites and accounts', () => {
	const opened = async (
		{ baseUrl = SITE, key = 'key', isOneAccount = false },
		credentialId: string | null = '1',
	) => {
		const provider = acmeWith({ baseUrl, identity: [key], isOneAccount });
		const { context } = contextOf({ credentialId });
		const { keyId, siteId, defaultAccountId } = await openProvider(context, provider, null);
		return { keyId, siteId, defaultAccountId };
	};

	test.each(['https://ACME.example', 'https://acme.example:443', 'https://acme.example/'])(
		'The address %s is the same site as its normal form',
		async (baseUrl) => {
			expect(await opened({ baseUrl })).toEqual(await opened({}));
		},
	);

	test('Another key has the same site and its own default account', async () => {
		const [one, other] = [await opened({}), await opened({ key: 'other' })];
		expect(other.siteId).toBe(one.siteId);
		expect(other.keyId).not.toBe(one.keyId);
		expect(other.defaultAccountId).not.toBe(one.defaultAccountId);
	});

	test('Another credential with the same key is another account only if a credential is one account', async () => {
		expect(await opened({}, '2')).toEqual(await opened({}));
		const [one, other] = [
			await opened({ isOneAccount: true }),
			await opened({ isOneAccount: true }, '2'),
		];
		expect(other.keyId).toBe(one.keyId);
		expect(other.defaultAccountId).not.toBe(one.defaultAccountId);
		expect(await opened({ isOneAccount: true }, null)).toEqual(
			await opened({ isOneAccount: true }, null),
		);
	});
});
