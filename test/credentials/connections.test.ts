import type { IDataObject } from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { checkedBaseUrl } from '../../nodes/outreach/http/transport';
import { readCredential } from '../../nodes/outreach/provider/credentials';
import type { Provider } from '../../nodes/outreach/provider/provider';
import { credentialOf, harnessOf } from '../harness/exchange';
import { harnesses } from '../harness/loaded.cjs';

/** What requests take from a credential, checked as before each of them. */
function connect({ name, credential }: Provider, given: unknown) {
	const { schema, labels } = credential;
	const connection = credential.connection(readCredential(schema, given, name, labels));
	return { ...connection, baseUrl: checkedBaseUrl(connection.baseUrl, name) };
}

function providerOf(wanted: string): Provider {
	const provider = PROVIDERS.find(({ id }) => id === wanted);
	if (!provider) throw new TypeError(`The registry has no provider ${wanted}`);
	return provider;
}

const API = 'https://api.test/x';

/** Each provider's credential, of each version of its API. */
const CASES = harnesses().flatMap((harness) => {
	const provider = providerOf(harness.id);
	// Addresses other than a Base URL are tested with their provider.
	const versions = harness.versions.filter(({ address }) => address === undefined);
	return versions.map(({ id, secrets, credential }) => ({
		title: `${provider.name} ${id}`,
		provider,
		secrets,
		given: { ...credential, baseUrl: `${API}/` },
		properties: new harness.credential().properties,
	}));
});

test('Every provider of the registry is tested here', () => {
	expect(new Set(CASES.map(({ provider }) => provider))).toEqual(new Set(PROVIDERS));
});

test.each<[id: string, version: string, given: IDataObject, label: string]>([
	['linkupApi', 'v1', { loginToken: '' }, 'Login Token'],
	['linkupApi', 'v1', { loginToken: undefined }, 'Login Token'],
	['linkupApi', 'v1', { country: 'XX' }, 'Country'],
	['linkupApi', 'v1', { apiVersion: 'v3' }, 'API Version'],
	['linkupApi', 'v1', { apiVersion: undefined }, 'API Version'],
	['sendPilot', 'only', { webhookSecret: 5 }, 'Webhook Secret'],
	['unipile', 'v1', { apiVersion: 'v3' }, 'API Version'],
	['unipile', 'v1', { apiVersion: undefined }, 'API Version'],
	['unipile', 'v1', { apiKey: '' }, 'API Key'],
	['unipile', 'v1', { dsn: ' ' }, 'DSN'],
	['unipile', 'v1', { dsn: undefined }, 'DSN'],
	['unipile', 'v2', { baseUrl: '' }, 'Base URL'],
])('A credential of %s %s with %j is refused with the label %s', (id, version, given, label) => {
	const provider = providerOf(id);
	const credential = { ...credentialOf(harnessOf(id), version), ...given };
	expect(() => connect(provider, credential)).toThrow(
		`'${label}' of the ${provider.name} credential is missing or cannot be used`,
	);
});

test('A webhook secret may be missing', () => {
	const { webhookSecret, ...given } = credentialOf(harnessOf('sendPilot'));
	expect(webhookSecret).toMatch(/\S/);
	expect(connect(providerOf('sendPilot'), given).secrets).toEqual([given.apiKey, '']);
});

describe.each(CASES)('$title', ({ provider, secrets, given, properties }) => {
	const right: IDataObject = given;
	const secret = (name: string) => String(right[name]);

	test('A credential has its key as its identity, and all its secrets, without surrounding blanks', () => {
		const padded = Object.fromEntries(secrets.map((name) => [name, ` ${secret(name)}\n`]));
		const connection = connect(provider, { ...right, ...padded });
		expect(connection.baseUrl).toBe(API);
		expect(connection.identity).toEqual([secret('apiKey')]);
		expect(connection.secrets.filter((one) => one !== '')).toEqual(secrets.map(secret));
	});

	test.each([
		...['', ' ', undefined].map((value) => ['apiKey', value] as const),
		...['', ' ', 5, undefined].map((value) => ['baseUrl', value] as const),
	])('A credential whose %s is %j is refused with the field’s label', (name, value) => {
		const label = properties.find((field) => field.name === name)?.displayName;
		expect(() => connect(provider, { ...right, [name]: value })).toThrow(
			`'${label}' of the ${provider.name} credential is missing or cannot be used`,
		);
	});

	test('A missing credential is refused', () => {
		expect(() => connect(provider, undefined)).toThrow(provider.name);
	});

	test.each([
		['https://api.test/x//', 'https://api.test/x'],
		[' http://localhost:8080/x/ ', 'http://localhost:8080/x'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://[::1]:8080', 'http://[::1]:8080'],
	])('A base URL may be %s', (baseUrl, expected) => {
		expect(connect(provider, { ...right, baseUrl }).baseUrl).toBe(expected);
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
	])('A base URL must not be %s, and the message has no secret', (baseUrl) => {
		const open = () => connect(provider, { ...right, baseUrl });
		expect(open).toThrow('not an https address');
		for (const name of secrets) expect(open).not.toThrow(secret(name));
	});
});
