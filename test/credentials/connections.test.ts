import type { IDataObject } from 'n8n-workflow';
import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { seleqt } from '../../nodes/Seleqt/manifest';
import { sendPilot } from '../../nodes/SendPilot/manifest';
import { checkedBaseUrl } from '../../nodes/outreach/http/transport';
import { readCredential } from '../../nodes/outreach/provider/credentials';
import type { ProviderManifest } from '../../nodes/outreach/provider/provider';

/** What a credential means for requests, checked as it is before any of them. */
function connect<Api, Credential>(
	{ name, credential }: ProviderManifest<Api, Credential>,
	given: unknown,
) {
	const { schema, labels } = credential;
	const connection = credential.connection(readCredential(schema, given, name, labels));
	return { ...connection, baseUrl: checkedBaseUrl(connection.baseUrl, name) };
}

const API = 'https://api.test/x';
const KEY = { apiKey: ' key-1234 ', baseUrl: `${API}/` };
const identity = ['key-1234'];

describe('what a credential means for requests', () => {
	test('ConnectSafely: its key', () => {
		expect(connect(connectSafely, KEY)).toEqual({ baseUrl: API, secrets: identity, identity });
	});

	test('Seleqt: its key', () => {
		expect(connect(seleqt, KEY)).toEqual({ baseUrl: API, secrets: identity, identity });
	});

	test.each([
		[KEY, ''],
		[{ ...KEY, webhookSecret: 'whsec-1234' }, 'whsec-1234'],
	])('SendPilot: its key, and the webhook secret stays hidden too: %j', (given, secret) => {
		const secrets = ['key-1234', secret];
		expect(connect(sendPilot, given)).toEqual({ baseUrl: API, secrets, identity });
	});

	test.each(['', '/', '//', '/v1', '/v2/', '/v2//'])(
		'LinkupAPI: the version is part of each path, and not of the address: %j',
		(end) => {
			const given = { ...KEY, baseUrl: `${API}${end}`, apiVersion: 'v2' };
			expect(connect(linkupApi, given)).toEqual({
				baseUrl: API,
				version: 'v2',
				secrets: identity,
				identity,
				isOneAccount: false,
			});
		},
	);

	test('LinkupAPI v1: the login token is one account, and stays hidden too', () => {
		expect(connect(linkupApi, { ...KEY, apiVersion: 'v1', loginToken: ' cookie-1234 ' })).toEqual({
			baseUrl: API,
			version: 'v1',
			secrets: ['key-1234', 'cookie-1234'],
			identity,
			isOneAccount: true,
		});
	});
});

const V1 = { ...KEY, apiVersion: 'v1', loginToken: 'cookie-1234' };
const ALL = { ...V1, country: 'FR', webhookSecret: 'whsec-1234' };

describe('a credential is refused by its field', () => {
	const refusal = (name: string, label: string) =>
		`'${label}' of the ${name} credential is missing or cannot be used`;

	test.each([
		[{ ...ALL, apiKey: '' }, 'API Key'],
		[{ ...ALL, apiKey: ' ' }, 'API Key'],
		[{ ...ALL, apiKey: undefined }, 'API Key'],
		[{ ...ALL, baseUrl: '' }, 'Base URL'],
		[{ ...ALL, baseUrl: ' ' }, 'Base URL'],
		[{ ...ALL, baseUrl: 5 }, 'Base URL'],
		[{ ...ALL, baseUrl: undefined }, 'Base URL'],
	])('%j, of every provider', (given, label) => {
		for (const provider of PROVIDERS) {
			expect(() => connect(provider, given)).toThrow(refusal(provider.name, label));
		}
	});

	test.each([
		[{ ...V1, loginToken: '' }, 'Login Token'],
		[{ ...V1, loginToken: undefined }, 'Login Token'],
		[{ ...V1, country: 'XX' }, 'Country'],
		[{ ...V1, apiVersion: 'v3' }, 'API Version'],
		[{ ...V1, apiVersion: undefined }, 'API Version'],
	])('LinkupAPI: %j', (given, label) => {
		expect(() => connect(linkupApi, given)).toThrow(refusal('LinkupAPI', label));
	});

	test('SendPilot: a webhook secret that is no text, and no credential at all', () => {
		const given = { ...KEY, webhookSecret: 5 };
		expect(() => connect(sendPilot, given)).toThrow(refusal('SendPilot', 'Webhook Secret'));
		expect(() => connect(sendPilot, undefined)).toThrow(refusal('SendPilot', ''));
	});
});

describe('the key is sent only to an https address, or to this machine', () => {
	const to = (baseUrl: string): IDataObject => ({ ...ALL, baseUrl });

	test.each([
		['https://api.test/x//', 'https://api.test/x'],
		[' http://localhost:8080/x/ ', 'http://localhost:8080/x'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://[::1]:8080', 'http://[::1]:8080'],
	])('%s', (baseUrl, expected) => {
		for (const provider of PROVIDERS) {
			expect(connect(provider, to(baseUrl)).baseUrl).toBe(expected);
		}
	});

	test.each([
		'http://a.test',
		'http://localhost.a.test',
		'http://127.0.0.1.a.test',
		'https://user:pass@a.test',
		'https://:pass@a.test',
		'https://a.test/?q=1',
		'ftp://a.test',
		'a.test',
	])('%s is refused before any call', (baseUrl) => {
		for (const provider of PROVIDERS) {
			const open = () => connect(provider, to(baseUrl));
			expect(open).toThrow('not an https address');
			expect(open).not.toThrow('key-1234');
		}
	});
});
