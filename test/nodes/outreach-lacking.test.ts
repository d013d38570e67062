import nock from 'nock';
import { CREDENTIALS, LINKUP_V1 } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

const LACKING = [
	['linkupApi', 'getAccountStatus', 'LinkupAPI v1', 'ConnectSafely, LinkupAPI v2, SendPilot'],
	['seleqt', 'getAccountStatus', 'Seleqt', 'ConnectSafely, LinkupAPI v2, SendPilot'],
	['sendPilot', 'getConnectionStatus', 'SendPilot', 'ConnectSafely, LinkupAPI, Seleqt'],
	['sendPilot', 'getInvitationStatus', 'SendPilot', 'ConnectSafely, LinkupAPI'],
	['seleqt', 'getInvitationStatus', 'Seleqt', 'ConnectSafely, LinkupAPI'],
	['seleqt', 'sendConnection', 'Seleqt', 'ConnectSafely, LinkupAPI, SendPilot'],
	['sendPilot', 'withdrawInvitation', 'SendPilot', 'ConnectSafely, LinkupAPI'],
	['seleqt', 'withdrawInvitation', 'Seleqt', 'ConnectSafely, LinkupAPI'],
] as const;

describe.each(LACKING)('%s without %s', (provider, operation, name, having) => {
	const run = async (settings = {}) =>
		await runNode({
			parameters: {
				provider: '={{ $json.provider }}',
				operation,
				profile: 'john-doe-123',
				prospectId: '12',
				accountId: { __rl: true, mode: 'id', value: '7' },
			},
			credentials: { ...CREDENTIALS, linkupApi: LINKUP_V1 },
			items: [{ provider }],
			settings,
		});

	test('stops the workflow before any call, and names those that have it', async () => {
		const called = jest.fn();
		nock.emitter.on('no match', called);
		const { failure, outputs } = await run();
		nock.emitter.off('no match', called);
		expect(failure?.name).toBe('NodeOperationError');
		expect(failure?.message).toMatch(new RegExp(`^${name} does not have the operation '`));
		expect(failure?.message).toMatch(new RegExp(`: ${having}$`));
		expect(failure?.context).toEqual({ itemIndex: 0 });
		expect(outputs).toEqual([]);
		expect(called).not.toHaveBeenCalled();
	});

	test('is one failed item where the workflow goes on', async () => {
		const { failure, errors } = await run({ onError: 'continueErrorOutput' });
		expect(failure).toBeUndefined();
		expect(errors).toEqual([
			{
				provider,
				error: expect.stringMatching(new RegExp(`^${name} .*: ${having}$`)),
				message: "Choose another 'Operation', or another 'Provider'. [item 0]",
			},
		]);
	});
});

test.each([
	['a provider that is none', 'mailPigeon', 'sendConnection', "'Provider' is 'mailPigeon'"],
	['an operation that is none', 'seleqt', 'fly', "'Operation' is 'fly', which Seleqt does not"],
])('%s', async (_name, provider, operation, message) => {
	const { failure } = await runNode({
		parameters: { provider: '={{ $json.provider }}', operation },
		credentials: CREDENTIALS,
		items: [{ provider }],
	});
	expect(failure?.message).toContain(message);
});
