import { JumpingClock } from '../harness/clock';
import { ExecuteContext } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { NOW, useSimulator, type SimulatedRun } from '../harness/simulated';

const clock = new JumpingClock();
const simulated = useSimulator();
// More than a hundred requests each, over real HTTP, with a clock that waits for every one.
jest.setTimeout(30_000);
const logged: string[] = [];
beforeEach(() => {
	clock.start(simulated);
	logged.length = 0;
	jest.spyOn(ExecuteContext.prototype, 'logger', 'get').mockReturnValue({
		info: (message: string) => logged.push(message),
		debug: () => undefined,
	} as unknown as ExecuteContext['logger']);
	simulated.sim.world.seleqt.strangersFrom = 1;
	simulated.sim.world.connectSafely.weeklyLimit = 1_000;
	simulated.sim.world.sendPilot.senders.get('sender_abc123')!.dailyLimit = 1_000;
});
afterEach(() => jest.restoreAllMocks());

type ListRun = Pick<SimulatedRun, 'parameters' | 'items' | 'cancelWhen'>;

const items = (count: number, from = 1001) =>
	Array.from({ length: count }, (_, index) => ({ n: index + from }));
const seleqt = (count: number, options: IDataObject = {}, from = 1001): ListRun => ({
	parameters: {
		provider: 'seleqt',
		operation: 'getConnectionStatus',
		prospectId: '={{ $json.n }}',
		options,
	},
	items: items(count, from),
});
const sends = (
	provider: string,
	count: number,
	options: IDataObject = {},
	from = 1001,
): ListRun => ({
	parameters: {
		provider,
		operation: 'sendConnection',
		profile: '=person-{{ $json.n }}',
		accountId: byId(provider === 'sendPilot' ? 'sender_abc123' : ''),
		options,
	},
	items: items(count, from),
});
const limitMinute = (provider: 'connectSafely' | 'seleqt', perMinute: number) => {
	simulated.sim.world[provider].minute = { perMinute, startedAt: 0, count: 0 };
};

/** When each request reached the provider, in ms from the start. */
const arrivals = () => simulated.sim.log.map(({ at }) => Date.parse(at) - NOW);
const statuses = () => [...new Set(simulated.sim.log.map(({ status }) => status))];

function mostWithinAMinute() {
	const moments = arrivals();
	return Math.max(
		...moments.map((start) => moments.filter((at) => at >= start && at < start + 60_000).length),
	);
}

describe('Documented requests per minute', () => {
	test('Seleqt’s 150 reads get no 429, run in order without a needless wait, and are logged', async () => {
		limitMinute('seleqt', 50);
		const { success, rateLimited } = await simulated.run(seleqt(150));
		expect(rateLimited).toEqual([]);
		expect(success.map(({ prospectId }) => prospectId)).toEqual(items(150).map(({ n }) => n));
		expect(statuses()).toEqual([200]);
		expect(simulated.sim.log).toHaveLength(150);
		expect(mostWithinAMinute()).toBe(50);
		expect(clock.elapsed).toBeGreaterThanOrEqual(120_000);
		expect(clock.elapsed).toBeLessThanOrEqual(126_000);

		const said = logged.map((line) => /^N: (\d+) of 150 items done; (.+)$/.exec(line)?.slice(1));
		expect(said.map((words) => words?.[1])).toEqual(
			Array(2).fill('waiting 61 s to stay within the requests per minute'),
		);
		// As many as were answered by then: at most four others are in progress besides the one that waits.
		const done = said.map((words) => Number(words?.[0]));
		expect(done[0]).toBeGreaterThanOrEqual(46);
		expect(done[0]).toBeLessThanOrEqual(50);
		expect(done[1]).toBeGreaterThanOrEqual(96);
		expect(done[1]).toBeLessThanOrEqual(100);
	});

	test('The documented pace is shared by two executions with one key', async () => {
		limitMinute('seleqt', 50);
		const results = await Promise.all([
			simulated.run(seleqt(60)),
			simulated.run(seleqt(60, {}, 2001)),
		]);
		expect(results.map(({ success }) => success.length)).toEqual([60, 60]);
		expect(statuses()).toEqual([200]);
		expect(mostWithinAMinute()).toBe(50);
		expect(clock.elapsed).toBeLessThanOrEqual(126_000);
	});
});

const firstWait = async () =>
	await new Promise<void>((resolve) => (clock.onSleep = () => resolve()));

test.each<[string, ListRun, number]>([
	['a read waits for the pace', seleqt(150, { maxConcurrentRequests: 1 }), 50],
	['an invitation waits for the pace', sends('connectSafely', 70), 60],
	[
		'an invitation waits for its delay',
		sends('sendPilot', 9, { delayMinSeconds: 30, delayMaxSeconds: 30 }),
		1,
	],
])(
	'A cancelled execution ends at once while %s, and makes no further request',
	async (_case, given, left) => {
		await simulated.run({ ...given, cancelWhen: firstWait() });
		expect(clock.elapsed).toBe(0);
		expect(simulated.sim.log).toHaveLength(left);
		// One more round trip, in which any further request would arrive.
		await simulated.run(seleqt(1, { requestsPerMinute: 0 }, 2001));
		expect(simulated.sim.log).toHaveLength(left + 1);
	},
);

describe('Delays between sends', () => {
	const gaps = () =>
		arrivals()
			.slice(1)
			.map((at, index) => at - (arrivals()[index] ?? 0));
	const delayed = { delayMinSeconds: 20, delayMaxSeconds: 30 };

	test('Delays are between two sends of an account, and not before the first', async () => {
		await simulated.run(sends('sendPilot', 5, delayed));
		expect(arrivals()[0]).toBe(0);
		expect(gaps()).toHaveLength(4);
		for (const gap of gaps()) {
			expect(gap).toBeGreaterThanOrEqual(20_000);
			expect(gap).toBeLessThanOrEqual(30_001);
		}
	});

	test.each(['one after the other', 'at once'])(
		'Delays apply across two executions: %s',
		async (how) => {
			const first = simulated.run(sends('sendPilot', 2, delayed));
			if (how === 'one after the other') await first;
			await Promise.all([first, simulated.run(sends('sendPilot', 2, delayed, 2001))]);
			expect(simulated.sends()).toBe(4);
			expect(Math.min(...gaps())).toBeGreaterThanOrEqual(20_000);
		},
	);

	test('There is no delay between people who are sent nothing', async () => {
		await simulated.run(sends('sendPilot', 3));
		const { success } = await simulated.run(sends('sendPilot', 3, delayed));
		expect(success.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped']);
		expect(clock.slept).toEqual([]);
	});

	test('Delays do not hold up another account', async () => {
		const accounts = ['acc_12345', 'acc_warmup'];
		const { parameters } = sends('connectSafely', 2, delayed);
		await simulated.run({
			parameters: { ...parameters, accountId: byId('={{ $json.account }}') },
			items: accounts.map((account, index) => ({ n: index, account })),
		});
		expect(simulated.sends()).toBe(2);
		expect(clock.slept).toEqual([]);
	});
});
