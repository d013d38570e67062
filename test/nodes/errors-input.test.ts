import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import type { CredentialData } from '../harness/harness';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const PERSON = { profile: 'ada-one' };

describe('Unusable credentials', () => {
	const connectSafely = (baseUrl: string, apiKey = 'k') => ({
		connectSafelyApi: { apiKey, baseUrl },
	});
	const sendPilot = (baseUrl: string) => ({ sendPilotApi: { apiKey: 'k', baseUrl } });
	const RIGHT = { apiKey: 'k', apiVersion: 'v1', loginToken: 't', country: 'FR' };
	const linkup = (more: IDataObject) => ({
		linkupApi: { ...RIGHT, baseUrl: 'https://x.y', ...more },
	});
	const ADDRESS = /Base URL.*SendPilot/;
	test.each<[string, string, CredentialData, RegExp]>([
		['no https', 'connectSafely', connectSafely('http://api.example.com'), /Base URL.*Conn/],
		['no address', 'sendPilot', sendPilot('api.sendpilot.ai'), ADDRESS],
		['another scheme', 'sendPilot', sendPilot('ftp://127.0.0.1/x'), ADDRESS],
		['a host like loopback', 'sendPilot', sendPilot('http://127.0.0.1.nip.io'), ADDRESS],
		['a user name', 'sendPilot', sendPilot('https://a:b@api.sendpilot.ai'), ADDRESS],
		['no key', 'connectSafely', connectSafely('https://x.y', ''), /'API Key'.*Conn/],
		['no token', 'linkupApi', linkup({ loginToken: '' }), /'Login Token'.*LinkupAPI/],
		['an unknown country', 'linkupApi', linkup({ country: 'XX' }), /'Country'.*LinkupAPI/],
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
