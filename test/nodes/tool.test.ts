import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const send = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
};

test('A tool’s answer is on its only output', async () => {
	const { outputs } = await simulated.run({
		asTool: true,
		parameters: send,
		items: [{ profile: 'ada-one', toolCallId: 'call_1' }],
	});
	expect(outputs).toEqual([
		[{ json: expect.objectContaining({ outcome: 'sent' }), pairedItem: { item: 0 } }],
	]);
});

test('A tool’s limited item is on the same output, with its outcome and its rateLimit', async () => {
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

test('An agent that asks again too early gets the same answer, without an error about a loop', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 0;
	const parameters = { ...send, profile: 'ada-one' };
	const { outputs } = await simulated.run({
		asTool: true,
		parameters,
		items: [{}, {}],
	});
	// Each call of a tool is a separate run, like each round of a loop.
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

test('The error text for a model says what to do', async () => {
	const { failure } = await simulated.run({
		asTool: true,
		parameters: send,
		items: [{ profile: 'https://www.linkedin.com/company/n8n' }],
	});
	expect(failure?.message).toBe(
		"ConnectSafely: Profile is a company page, not a person: 'https://www.linkedin.com/company/n8n'. Paste the address of the person's own profile page, such as https://www.linkedin.com/in/jane-doe",
	);
});
