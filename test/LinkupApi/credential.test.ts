import { LinkupApi } from '../../credentials/LinkupApi.credentials';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { readCredential } from '../../nodes/outreach/provider/credentials';
import { testCredential } from '../harness/credential-test';
import { useSimulator } from '../harness/simulated';

const { name, credential } = linkupApi;
const connect = (given: unknown) =>
	credential.connection(readCredential(credential.schema, given, name, credential.labels));

const KEY = { apiKey: 'key-1234', baseUrl: 'https://api.test/x' };
const V1 = { ...KEY, apiVersion: 'v1', loginToken: 'cookie-1234' };

test.each(['', '/', '//', '/v1', '/v2/', '/v2//'])(
	'the version is part of each path, and not of the address that ends in "%s"',
	(end) => {
		const given = { ...KEY, baseUrl: `https://api.test/x${end}`, apiVersion: 'v2' };
		expect(connect(given)).toMatchObject({ baseUrl: 'https://api.test/x', version: 'v2' });
	},
);

test('the login token of v1 is one account, and a key of v2 is none', () => {
	expect(connect(V1)).toMatchObject({ version: 'v1', isOneAccount: true });
	expect(connect({ ...KEY, apiVersion: 'v2' })).toMatchObject({ isOneAccount: false });
});

test.each([
	[{ ...V1, loginToken: '' }, 'Login Token'],
	[{ ...V1, loginToken: undefined }, 'Login Token'],
	[{ ...V1, country: 'XX' }, 'Country'],
	[{ ...V1, apiVersion: 'v3' }, 'API Version'],
	[{ ...V1, apiVersion: undefined }, 'API Version'],
])('%j is refused by its field', (given, label) => {
	expect(() => connect(given)).toThrow(
		`'${label}' of the LinkupAPI credential is missing or cannot be used`,
	);
});

const simulated = useSimulator();

test('n8n’s test of the credential takes the version typed behind its address for what it is', async () => {
	const right = simulated.credentials('v2').linkupApi;
	const baseUrl = `${String(right?.baseUrl)}/v2/`;
	expect((await testCredential(LinkupApi, { ...right, baseUrl })).status).toBe('OK');
});

test('v1 offers the documented countries', () => {
	const country = new LinkupApi().properties.find((field) => field.name === 'country');
	const values = (country?.options ?? []).map((option) => 'value' in option && option.value);
	expect(values.sort()).toEqual(['BR', 'CA', 'DE', 'ES', 'FR', 'IL', 'IN', 'IT', 'NL', 'UK', 'US']);
});
