import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';
import { ConnectSafelyApi } from '../../credentials/ConnectSafelyApi.credentials';
import { sendPilot } from '../../nodes/SendPilot/manifest';
import { webhookSecrets } from '../../nodes/outreach/trigger/pasted';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { readCredential } from '../../nodes/outreach/provider/credentials';
import type { ProviderManifest } from '../../nodes/outreach/provider/provider';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { testCredential } from '../harness/credential-test';
import { credentialOf } from '../harness/exchange';
import { harnesses } from '../harness/loaded.cjs';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const KEY = ['sk', 'live', '0123456789'].join('_');
/** Characters copied together with a key: before, inside and after it. */
const PASTED: ReadonlyArray<readonly [string, string]> = [
	['a zero-width space', '\u200b'],
	['a byte order mark', '\ufeff'],
	['a soft hyphen', '\u00ad'],
	['a no-break space', '\u00a0'],
	['a narrow no-break space', '\u202f'],
	['a line break', '\r\n'],
	['a line separator', '\u2028'],
	['a tab', '\t'],
	['NUL', '\0'],
	['a bidi mark', '\u202e'],
	['a word joiner', '\u2060'],
	['a variation selector', '\ufe0f'],
];
const dirty = (with_: string) => `${with_}${KEY.slice(0, 5)}${with_}${KEY.slice(5)}${with_} `;
const API = 'https://api.connectsafely.ai';

function secretsOf<Api, Credential>(
	{ name, credential }: ProviderManifest<Api, Credential>,
	given: IDataObject,
): readonly string[] {
	const { schema, labels } = credential;
	return credential.connection(readCredential(schema, given, name, labels)).secrets;
}

test.each(PASTED)('A key pasted with %s is sent without it, and hidden', async (_what, with_) => {
	const sent: string[] = [];
	nock(API)
		.get('/linkedin/relationship/ada')
		.reply(function () {
			sent.push(String(this.req.headers.authorization));
			return [400, { error: `Bad key ${KEY}` }];
		});
	const { run, failure } = await runNode({
		parameters: {
			provider: 'connectSafely',
			operation: 'getConnectionStatus',
			profile: 'ada',
			options: { requestsPerMinute: 0 },
		},
		credentials: {
			connectSafelyApi: { apiKey: dirty(with_), baseUrl: `${API}/linkedin` },
		},
	});
	expect(sent).toEqual([`Bearer ${KEY}`]);
	expect(failure?.message).toContain('Bad key [hidden]');
	expect(JSON.stringify(run)).not.toContain(KEY);
});

test.each(PASTED)('Every provider removes %s from every secret', (_what, with_) => {
	for (const harness of harnesses()) {
		const provider = PROVIDERS.find(({ id }) => id === harness.id);
		for (const { id, secrets } of harness.versions) {
			const given = Object.fromEntries(secrets.map((name) => [name, dirty(with_)]));
			const credential = { ...credentialOf(harness, id), ...given };
			const hidden = provider && secretsOf(provider, credential);
			expect([harness.id, hidden]).toEqual([harness.id, secrets.map(() => KEY)]);
		}
	}
});

test.each(['…', '•••', 'ключ', '“key”', '\ud800', '🔑'])(
	'A key with %j is refused before any call, with the name of its field',
	async (unfit) => {
		const { failure } = await runNode({
			parameters: { provider: 'connectSafely', operation: 'getAccountStatus' },
			credentials: {
				connectSafelyApi: { apiKey: `sk_${unfit}1`, baseUrl: `${API}/linkedin` },
			},
		});
		expect(failure?.message).toBe(
			"'API Key' of the ConnectSafely credential contains a character that an API key cannot contain",
		);
		const tested = await testCredential(ConnectSafelyApi, {
			apiKey: `sk_${unfit}1`,
			baseUrl: `${API}/linkedin`,
		});
		expect(tested).toEqual({ status: 'Error', message: expect.stringContaining("'API Key'") });
		expect(JSON.stringify([failure, tested])).not.toContain(`sk_${unfit}`);
	},
);

const GIVEN = { apiKey: KEY, baseUrl: 'https://api.test' };

const V1 = { apiVersion: 'v1', loginToken: 'AQED…' };
test.each<[string, () => unknown]>([
	['Login Token', () => secretsOf(linkupApi, { ...GIVEN, ...V1 })],
	['Webhook Secret', () => secretsOf(sendPilot, { ...GIVEN, webhookSecret: 'whsec_•••' })],
	['Webhook Secret', () => secretsOf(sendPilot, { ...GIVEN, webhookSecret: '\u200b' })],
	['API Key', () => secretsOf(sendPilot, { ...GIVEN, apiKey: '\u200b' })],
])('An unusable %s is refused', (label, read) => {
	expect(read).toThrow(label);
});

test.each(['whsec_•••', '\u200b'])(
	'An unusable webhook secret (%j) does not count as none, so that deliveries are refused',
	async (webhookSecret) => {
		const context = {
			getNode: () => ({ credentials: { sendPilotApi: { id: '1', name: '' } } }),
			getCredentials: async () => ({ apiKey: KEY, webhookSecret }),
		} as unknown as Parameters<typeof webhookSecrets>[0];
		expect(await webhookSecrets(context, 'sendPilotApi')).toBe('unreadable');
	},
);
