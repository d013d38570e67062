import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const send = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
};

test('an answer leaves on the only output', async () => {
	const { outputs } = await simulated.run({
		asTool: true,
		parameters: send,
		items: [{ profile: 'ada-one', toolCallId: 'call_1' }],
	});
	expect(outputs).toEqual([
		[{ json: expect.objectContaining({ outcome: 'sent' }), pairedItem: { item: 0 } }],
	]);
});

test('a limited item leaves there too, with its outcome and its rateLimit', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 0;
	const { outputs } = await simulated.run({
		asTool: true,
		parameters: send,
		items: [{ profile: 'ada-one' }],
	});
	const [[item, ...others] = [], ...further] = outputs;
	expect([others, further]).toEqual([[], []]);
	const { outcome, rateLimit, message } = item?.json ?? {};
	expect(outcome).toBe('rate_limited');
	expect(rateLimit).toMatchObject({ provider: 'connectSafely', attempted: true, httpStatus: 429 });
	const { retryAt } = rateLimit as { retryAt: string };
	expect(Date.parse(retryAt)).toBeGreaterThan(Date.now());
	expect(message).toContain(retryAt);
});

test('an agent that asks again before the time is told the same again, and no node is blamed', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 0;
	const parameters = { ...send, profile: 'ada-one' };
	const { outputs } = await simulated.run({
		asTool: true,
		parameters,
		items: [{}, {}],
	});
	// Each call of a tool is a run of its own, as each round of a loop is.
	const { rounds, failure } = await simulated.run({ asTool: true, parameters, times: 2 });
	expect(failure).toBeUndefined();
	for (const output of [outputs[0], ...rounds.map(([only]) => only)]) {
		for (const { json } of output ?? []) {
			expect(json.outcome).toBe('rate_limited');
			expect(json.message).toContain('Do not try again before');
		}
	}
	expect(rounds).toHaveLength(2);
	expect(simulated.sends('connectSafely')).toBe(1);
});

test.each([
	['connectSafely', { resource: 'invitation', operation: 'send', profile: 'ada-one' }],
	[
		'sendPilot',
		{
			resource: 'invitation',
			operation: 'send',
			profile: 'ada-one',
			accountId: { __rl: true, mode: 'id', value: 'sender_limited' },
		},
	],
	['linkupApi', { resource: 'invitation', operation: 'getStatus', profile: 'ada-one' }],
	['seleqt', { resource: 'prospect', operation: 'getConnectionStatus', prospectId: '101' }],
] as const)('the %s node does the same', async (node, parameters) => {
	simulated.sim.world.connectSafely.weeklyLimit = 0;
	simulated.sim.world[node].minute.perMinute = node === 'sendPilot' ? null : 0;
	const { outputs } = await simulated.run({ node, version: 'v1', asTool: true, parameters });
	expect(outputs).toEqual([
		[
			{
				json: expect.objectContaining({
					outcome: 'rate_limited',
					rateLimit: expect.objectContaining({ provider: node }),
				}),
				pairedItem: { item: 0 },
			},
		],
	]);
});

test('what a model is told of an error says what to do', async () => {
	const { failure } = await simulated.run({
		asTool: true,
		parameters: send,
		items: [{ profile: 'https://www.linkedin.com/company/n8n' }],
	});
	expect(failure?.message).toBe(
		"ConnectSafely: Profile is a company page, not a person: 'https://www.linkedin.com/company/n8n'. Paste the address of the person's own profile page, such as https://www.linkedin.com/in/jane-doe",
	);
});

test('what a model is told of a refusal says what to do', async () => {
	const credentials = simulated.credentials();
	const { failure } = await simulated.run({
		asTool: true,
		parameters: { provider: 'connectSafely', operation: 'getAccountStatus' },
		credentials: { connectSafelyApi: { ...credentials.connectSafelyApi, apiKey: 'wrong-key' } },
	});
	expect(failure?.message).toMatch(/^ConnectSafely does not accept the API key: .*enter the key/);
	expect(failure?.message).not.toContain('wrong-key');
});
