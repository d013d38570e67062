import { JumpingClock } from '../harness/clock';
import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const clock = new JumpingClock();

const simulated = useSimulator();
beforeEach(() => clock.start(simulated));
afterEach(() => jest.restoreAllMocks());

const people = ['ada-one', 'ben-two', 'cat-three', 'dan-four'].map((profile) => ({ profile }));

/** It is 05:30 in New York, the workflow's time zone. With these pauses, the third send would be after closing. */
const HOURS = {
	sendFrom: '05:00',
	sendUntil: '05:31',
	delayMinSeconds: 40,
	delayMaxSeconds: 40,
};

const run = async (options: IDataObject) =>
	await simulated.run({
		parameters: {
			provider: 'sendPilot',
			operation: 'sendConnection',
			profile: '={{ $json.profile }}',
			accountId: byId('sender_abc123'),
			options: { ...HOURS, ...options },
		},
		items: people,
	});

test('Pauses that extend past closing hold back the remaining people', async () => {
	const { success, rateLimited, failure } = await run({});
	expect(failure).toBeUndefined();
	expect(success.map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
	expect(rateLimited).toEqual(
		people.slice(2).map((item) => ({
			...item,
			rateLimit: expect.objectContaining({
				scope: 'hours',
				retryAt: '2024-01-16T10:00:00.000Z',
				attempted: false,
			}) as unknown,
		})),
	);
	expect(simulated.sends()).toBe(2);
});

test('Pauses that extend past closing are waited out until the next opening if the node may wait', async () => {
	const { success, rateLimited } = await run({ onRateLimit: 'wait', maxWaitSeconds: 100_000 });
	expect([success.map(({ outcome }) => outcome), rateLimited]).toEqual([
		['sent', 'sent', 'sent', 'sent'],
		[],
	]);
	expect(simulated.sends()).toBe(4);
});
