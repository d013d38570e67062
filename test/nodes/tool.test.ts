import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const send = {
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
};

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
