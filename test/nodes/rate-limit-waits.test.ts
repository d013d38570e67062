import type * as Workflow from 'n8n-workflow';
import { NOW, stopAllClocks, useSimulator } from '../harness/simulated';

const slept: number[] = [];
/** Time passes only while a node waits. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		slept.push(ms);
		jest.advanceTimersByTime(ms);
	},
}));

const simulated = useSimulator();
beforeEach(() => {
	stopAllClocks();
	slept.length = 0;
});

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ profile: `person-${index + 1}` }));
const wait = (options = {}) => ({
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
	options: { onRateLimit: 'wait', requestsPerMinute: 0, ...options },
});
const limitMinute = (perMinute: number) => {
	simulated.sim.world.connectSafely.minute = { perMinute, startedAt: Date.now(), count: 0 };
};
const waited = () => slept.reduce((sum, ms) => sum + ms, 0);

test('waits for the end of a minute’s limit, and then goes on', async () => {
	limitMinute(2);
	const { success, rateLimited } = await simulated.run({
		parameters: wait({ maxWaitSeconds: 60 }),
		items: people(3),
	});
	expect(success.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
	expect(rateLimited).toEqual([]);
	expect(waited()).toBeGreaterThanOrEqual(60_000);
	expect(waited()).toBeLessThan(61_000);
	expect(simulated.sim.invitationsAccepted()).toHaveLength(3);
});

test('maxWaitSeconds is for the whole run: what goes beyond it leaves on Rate Limited', async () => {
	limitMinute(1);
	const { success, rateLimited } = await simulated.run({
		parameters: wait({ maxWaitSeconds: 125 }),
		items: people(5),
	});
	expect(success).toHaveLength(3);
	expect(rateLimited.map(({ profile }) => profile)).toEqual(['person-4', 'person-5']);
	expect(waited()).toBeLessThanOrEqual(125_000);
});

test('does not begin a wait that would be too long', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 1;
	const { success, rateLimited } = await simulated.run({ parameters: wait(), items: people(3) });
	expect(success).toHaveLength(1);
	expect(rateLimited).toHaveLength(2);
	expect(waited()).toBe(0);
});

test('reads that wait at the same time spend the budget once', async () => {
	limitMinute(2);
	const { success } = await simulated.run({
		parameters: { ...wait({ maxWaitSeconds: 60 }), operation: 'getConnectionStatus' },
		items: people(4),
	});
	expect(success).toHaveLength(4);
});

test('the output is the default', async () => {
	limitMinute(1);
	const { rateLimited } = await simulated.run({
		parameters: { ...wait(), options: { requestsPerMinute: 0 } },
		items: people(2),
	});
	expect(rateLimited).toHaveLength(1);
	expect(waited()).toBe(0);
});

test('delayMinSeconds and delayMaxSeconds space the sends of an account', async () => {
	await simulated.run({
		parameters: { ...wait({ delayMinSeconds: 3, delayMaxSeconds: 5, requestsPerMinute: 0 }) },
		items: people(4),
	});
	expect(slept).toHaveLength(3);
	for (const ms of slept) {
		expect(ms).toBeGreaterThanOrEqual(3_000);
		expect(ms).toBeLessThanOrEqual(5_000);
	}
});

test.each([0, 60])(
	'a clock that was set back holds no send up (%i a minute)',
	async (requestsPerMinute) => {
		const send = async (profile: string) =>
			await simulated.run({
				parameters: wait({ onRateLimit: 'output', requestsPerMinute }),
				items: [{ profile }],
			});
		stopAllClocks(NOW + 3_600_000);
		await send('ada-one');
		stopAllClocks(NOW);
		const { success } = await send('ben-two');
		expect(success).toEqual([expect.objectContaining({ outcome: 'sent' })]);
		expect(waited()).toBeLessThan(1_000);
	},
);
