import { LinkedInOutreach } from '../../nodes/LinkedInOutreach/LinkedInOutreach.node';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { searchAccounts } from '../harness/run-node';
import { useSimulator } from '../harness/simulated';
import type { ApiVersion } from '../simulator/credentials';

const simulated = useSimulator();

const LISTED = {
	connectSafely: [
		'Ada Doe (acc_12345)',
		'Ben Doe (acc_busy)',
		'Dan Doe (acc_disabled), disabled',
		'Eve Doe (acc_error), needs attention',
		'John Doe (696ce9e780e0483585e4e553)',
		'Will Doe (acc_warmup)',
	],
	linkupApi: [
		'Ada Doe (acc_def456)',
		'John Doe (acc_abc123)',
		'John Doe (acc_inactive), needs attention',
	],
	sendPilot: [
		'Ada Doe (sender_free)',
		'Dan Doe (sender_disconnected), needs attention',
		'John Doe (sender_abc123)',
		'Rae Doe (sender_limited), rate limited',
	],
	unipile: [
		'Ada Doe (acc_01h455vb4pex5vsknk084sn03r)',
		'Dan Doe (acc_01h455vb4pex5vsknk084sn04s), needs attention',
		'John Doe (acc_01h455vb4pex5vsknk084sn02q)',
	],
} as const;

const search = async (
	node: 'linkedInOutreach' | keyof typeof LISTED,
	provider: string,
	filter?: string,
	version?: ApiVersion,
) => {
	const { results } = await searchAccounts(
		{ node, parameters: { provider }, credentials: simulated.credentials(version) },
		filter,
	);
	return results.map(({ name }) => name);
};

describe.each(['connectSafely', 'linkupApi', 'sendPilot', 'unipile'] as const)('%s', (provider) => {
	test('Accounts are listed by name in both nodes, with the reason if they cannot send', async () => {
		expect(await search('linkedInOutreach', provider)).toEqual(LISTED[provider]);
		expect(await search(provider, provider)).toEqual(LISTED[provider]);
	});

	test('Accounts can be searched by name or ID, in upper or lower case', async () => {
		const ada = LISTED[provider].filter((name) => name.startsWith('Ada'));
		expect(await search('linkedInOutreach', provider, 'ADA')).toEqual(ada);
		const [id = ''] = /[^(]+(?=\)$)/.exec(ada[0] ?? '') ?? [];
		expect(await search(provider, provider, id)).toEqual(ada);
		expect(await search(provider, provider, 'nobody')).toEqual([]);
	});

	test('A wrong key is reported without showing it', async () => {
		simulated.sim.fault({ provider, kind: 'echo-secret', status: 401, times: Infinity });
		const refused = search('linkedInOutreach', provider);
		await expect(refused).rejects.toThrow(/does not accept the API key/);
		await expect(refused).rejects.not.toThrow(simulated.sim.world[provider].apiKey);
	});
});

test('Unipile v1 lists its accounts of LinkedIn, and none of WhatsApp', async () => {
	for (const node of ['linkedInOutreach', 'unipile'] as const) {
		expect(await search(node, 'unipile', undefined, 'v1')).toEqual([
			'Ada Doe (Tz5bQm1vRkCwd2_Xa)',
			'Dan Doe (Lw7hGe3nPyJfo6_Zu), needs attention',
			'John Doe (Yk08cDzzdsqs9_8ds)',
		]);
	}
});

test('The value of an entry is the ID', async () => {
	const { results } = await searchAccounts({
		parameters: { provider: 'sendPilot' },
		credentials: simulated.credentials(),
	});
	expect(results[0]).toEqual({ name: 'Ada Doe (sender_free)', value: 'sender_free' });
});

const UNLISTED = PROVIDERS.filter(({ accounts }) => accounts === undefined).map(({ id }) => id);

test.each<[string, ApiVersion, string]>([
	...UNLISTED.map((id): [string, ApiVersion, string] => [
		id,
		'v2',
		'Default account (use By ID for others)',
	]),
	['linkupApi', 'v1', "The credential's only account"],
])(
	'The node of %s %s has no list, and offers an entry for an empty Account',
	async (provider, version, name) => {
		const query = { parameters: { provider }, credentials: simulated.credentials(version) };
		for (const filter of ['', 'ada']) {
			const { results } = await searchAccounts(query, filter);
			expect(results).toEqual([{ name, value: '' }]);
		}
	},
);

test('The Account parameters of all providers have the same modes, so that a switch of provider works', () => {
	const accounts = new LinkedInOutreach().description.properties.filter(
		({ name }) => name === 'accountId',
	);
	expect(accounts).toHaveLength(PROVIDERS.length);
	for (const { modes = [] } of accounts) {
		expect(modes.map(({ name }) => name)).toEqual(['list', 'id']);
	}
});
