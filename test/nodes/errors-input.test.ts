import { byId } from '../harness/exchange';
import type { CredentialData } from '../harness/harness';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const PERSON = { profile: 'ada-one' };

describe('Unusable credentials', () => {
	const linkup = { apiKey: 'k', apiVersion: 'v1', loginToken: 't', country: 'FR' };
	test.each<[string, string, CredentialData, RegExp]>([
		[
			'no https',
			'connectSafely',
			of('connectSafelyApi', 'http://api.example.com'),
			/Base URL.*Conn/,
		],
		['no address', 'sendPilot', of('sendPilotApi', 'api.sendpilot.ai'), /Base URL.*SendPilot/],
		['another scheme', 'sendPilot', of('sendPilotApi', 'ftp://127.0.0.1/x'), /Base URL.*SendPilot/],
		[
			'a host like loopback',
			'sendPilot',
			of('sendPilotApi', 'http://127.0.0.1.nip.io'),
			/Base URL.*SendPilot/,
		],
		[
			'a user name',
			'sendPilot',
			of('sendPilotApi', 'https://a:b@api.sendpilot.ai'),
			/Base URL.*SendPilot/,
		],
		[
			'no key',
			'connectSafely',
			{ connectSafelyApi: { apiKey: '', baseUrl: 'https://x.y' } },
			/'API Key'.*Conn/,
		],
		[
			'no token',
			'linkupApi',
			{ linkupApi: { ...linkup, baseUrl: 'https://x.y', loginToken: '' } },
			/'Login Token'.*LinkupAPI/,
		],
		[
			'an unknown country',
			'linkupApi',
			{ linkupApi: { ...linkup, baseUrl: 'https://x.y', country: 'XX' } },
			/'Country'.*LinkupAPI/,
		],
	])(
		'An unusable credential fails before any call: %s (%s)',
		async (_name, provider, credentials, says) => {
			const { failure } = await simulated.run({
				parameters: {
					provider,
					operation: provider === 'sendPilot' ? 'sendConnection' : 'getConnectionStatus',
					...PERSON,
					accountId: byId('7'),
				},
				credentials,
			});
			expect(failure?.name).toBe('NodeOperationError');
			expect(failure?.message).toMatch(says);
			expect(failure?.context).toEqual({ itemIndex: 0 });
		},
	);

	function of(type: string, baseUrl: string): CredentialData {
		return { [type]: { apiKey: 'k', baseUrl } };
	}

	test.each(['/', '///'])('A trailing "%s" of the Base URL changes nothing', async (tail) => {
		const { connectSafelyApi } = simulated.credentials();
		const { success } = await simulated.run({
			parameters: { provider: 'connectSafely', operation: 'getConnectionStatus', ...PERSON },
			credentials: {
				connectSafelyApi: {
					...connectSafelyApi,
					baseUrl: `${String(connectSafelyApi?.baseUrl)}${tail}`,
				},
			},
		});
		expect(success).toHaveLength(1);
		expect(simulated.sim.log.map(({ path }) => path)).toEqual(['/relationship/ada-one']);
	});
});

test('An item’s own value is kept short in errors', async () => {
	const { failure, run } = await simulated.run({
		parameters: {
			provider: 'connectSafely',
			operation: 'getConnectionStatus',
			profile: 'ada',
			accountId: { __rl: true, mode: 'id', value: '={{ ".".repeat(50000) }}' },
			options: {},
		},
	});
	expect(failure?.message).toMatch(/^ConnectSafely: The parameter 'Account' is '\.+…/);
	expect(JSON.stringify(run).length).toBeLessThan(20_000);
});

test('An operation that the node does not have is refused', async () => {
	const { failure } = await simulated.run({
		node: 'sendPilot',
		parameters: { resource: 'sender', operation: 'send' },
	});
	expect(failure?.message).toBe(
		"SendPilot does not have the operation 'send' for the resource 'sender'",
	);
});

test.each([
	['mailPigeon', 'sendConnection', "'Provider' is 'mailPigeon'"],
	['sendPilot', 'fly', "'Operation' is 'fly', which SendPilot does not"],
])('The provider %s with the operation %s is refused', async (provider, operation, message) => {
	const { failure } = await simulated.run({
		parameters: { provider: '={{ $json.provider }}', operation },
		items: [{ provider }],
	});
	expect(failure?.message).toContain(message);
});

test('A value other than a parameter’s options is refused, and shown', async () => {
	const { failure } = await simulated.run({
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'getMany', direction: '={{ "up" }}' },
	});
	const message = "The parameter 'Direction' is 'up', which is not one of its options";
	expect(failure?.message).toContain(message);
});
