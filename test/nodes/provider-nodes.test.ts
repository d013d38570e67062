import { answers, byId, CREDENTIALS, type Exchange } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { stopClock, withoutNetwork } from '../harness/simulated';

withoutNetwork();
beforeEach(() => stopClock());

const MONDAY = '2024-01-22T00:00:00.000Z';
const HEADERS = {
	'X-RateLimit-Action': 'connect',
	'X-RateLimit-Limit': '90',
	'X-RateLimit-Used': '41',
	'X-RateLimit-Remaining': '49',
	'X-RateLimit-Reset': MONDAY,
};
const SENDS = {
	linkedInOutreach: { provider: 'connectSafely', operation: 'sendConnection' },
	connectSafely: { resource: 'invitation', operation: 'send' },
};

describe.each(Object.entries(SENDS))('%s', (node, parameters) => {
	const send = async (headers?: Exchange['headers']) => {
		const answer = { success: true, message: 'Connection request sent successfully' };
		answers('connectSafely', [{ call: 'POST /connect', answer, headers }]);
		const { success } = await runNode({
			node,
			parameters: {
				...parameters,
				profile: 'john-doe',
				accountId: byId('acc_12345'),
				options: { includeRateLimit: true },
			},
			credentials: CREDENTIALS,
		});
		return { remaining: success[0]?.remaining, rateLimit: success[0]?.rateLimit };
	};

	test('Include Rate Limit adds what the five headers of ConnectSafely say', async () => {
		expect(await send(HEADERS)).toEqual({
			remaining: 49,
			rateLimit: {
				provider: 'connectSafely',
				operation: node === 'connectSafely' ? 'invitation.send' : 'sendConnection',
				accountId: 'acc_12345',
				action: 'connect',
				scope: 'week',
				limit: 90,
				used: 41,
				remaining: 49,
				resetAt: MONDAY,
				holdUntil: null,
				retryAfterSeconds: null,
				retryAt: '2024-01-15T10:30:00.000Z',
				attempted: true,
				httpStatus: 200,
				message: '49 of 90 remain.',
			},
		});
	});

	test('Include Rate Limit adds null where nothing was said', async () => {
		expect(await send()).toEqual({ remaining: null, rateLimit: null });
	});
});

test('an operation that the node does not have is refused', async () => {
	const { failure } = await runNode({
		node: 'seleqt',
		parameters: { resource: 'prospect', operation: 'send', prospectId: '12' },
		credentials: CREDENTIALS,
	});
	expect(failure?.message).toBe(
		"Seleqt does not have the operation 'send' for the resource 'prospect'",
	);
});
