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
	'A base URL that ends in "%s" has no version, which is part of each path',
	(end) => {
		const given = { ...KEY, baseUrl: `https://api.test/x${end}`, apiVersion: 'v2' };
		expect(connect(given)).toMatchObject({ baseUrl: 'https://api.test/x', version: 'v2' });
	},
);

test('A login token of v1 is for one account, and a key of v2 is not', () => {
	expect(connect(V1)).toMatchObject({ version: 'v1', isOneAccount: true });
	expect(connect({ ...KEY, apiVersion: 'v2' })).toMatchObject({ isOneAccount: false });
});

const simulated = useSimulator();

test('The credential test passes if the base URL ends in the version', async () => {
	const right = simulated.credentials('v2').linkupApi;
	const baseUrl = `${String(right?.baseUrl)}/v2/`;
	expect((await testCredential(LinkupApi, { ...right, baseUrl })).status).toBe('OK');
});

test('The credential offers the documented countries', () => {
	const country = new LinkupApi().properties.find((field) => field.name === 'country');
	const values = (country?.options ?? []).map((option) => 'value' in option && option.value);
	expect(values.sort()).toEqual(['BR', 'CA', 'DE', 'ES', 'FR', 'IL', 'IN', 'IT', 'NL', 'UK', 'US']);
});
