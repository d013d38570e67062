import { stopClock, useSimulator } from '../harness/simulated';

const simulated = useSimulator();

beforeEach(() => stopClock());

test('A tool’s limited item is on its only output, with its outcome and its rateLimit', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 0;
	const { outputs } = await simulated.run({
		asTool: true,
		parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'ada-one' },
	});
	const retryAt = '2024-01-22T00:00:00.000Z';
	const json = {
		outcome: 'rate_limited',
		message: expect.stringContaining(`Do not try again before ${retryAt}`),
		rateLimit: expect.objectContaining({ retryAt, attempted: true, httpStatus: 429 }),
	};
	expect(outputs).toEqual([[{ json: expect.objectContaining(json), pairedItem: { item: 0 } }]]);
});
