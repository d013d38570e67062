import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { newProcess, stopClock, useSimulator } from '../harness/simulated';

const simulated = useSimulator();
beforeEach(() => stopClock());

const MONDAY = '2024-01-22T00:00:00.000Z';
const DEFAULT_ACCOUNT = '696ce9e780e0483585e4e553';
const people = (count: number, from = 1) =>
	Array.from({ length: count }, (_, index) => ({ profile: `person-${index + from}` }));
const outcomes = (items: IDataObject[]) => items.map(({ outcome }) => outcome);

/** Executions of one workflow, with the static data that n8n saves after each. */
function workflow(parameters: IDataObject) {
	let staticData: IDataObject = {};
	return async (items: IDataObject[], options: IDataObject = {}, more: IDataObject = {}) => {
		const requests = simulated.sim.log.length;
		const result = await simulated.run({
			parameters: { ...parameters, ...more, options },
			items,
			staticData,
		});
		staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		expect(result.failure).toBeUndefined();
		return { ...result, requests: simulated.sim.log.length - requests };
	};
}
const send = { operation: 'sendConnection', profile: '={{ $json.profile }}' };
const THROUGH = {
	ConnectSafely: { provider: 'connectSafely', ...send },
	'LinkupAPI v2': { provider: 'linkupApi', ...send, accountId: byId('acc_abc123') },
	SendPilot: { provider: 'sendPilot', ...send, accountId: byId('sender_abc123') },
};
const connectSafely = () => workflow(THROUGH.ConnectSafely);

const reach = async (run: ReturnType<typeof connectSafely>) => {
	simulated.sim.world.connectSafely.accounts.get(DEFAULT_ACCOUNT)!.used = 90;
	const { rateLimited } = await run(people(1));
	expect(rateLimited).toHaveLength(1);
};

test.each([
	['in the process', false],
	['in the next process', true],
])('A met limit is forgotten if the author says so, %s', async (_case, restarted) => {
	const run = connectSafely();
	await reach(run);
	const account = simulated.sim.world.connectSafely.accounts.get(DEFAULT_ACCOUNT)!;
	account.used = 0;
	account.holdUntil = null;
	if (restarted) newProcess();
	expect((await run(people(1, 2))).requests).toBe(0);
	expect(outcomes((await run(people(1, 2), { forgetLimits: true })).success)).toEqual(['sent']);
	expect(outcomes((await run(people(1, 3))).success)).toEqual(['sent']);
	newProcess();
	expect(outcomes((await run(people(1, 4))).success)).toEqual(['sent']);
});

test.each([
	['dailyCap', 'day', '2024-01-16T00:00:00.000Z'],
	['weeklyCap', 'week', MONDAY],
])('Items beyond the %s are returned untried, until a new %s', async (option, label, retryAt) => {
	const run = connectSafely();
	await run(people(3), { [option]: 4 });
	newProcess();
	const restarted = await run(people(3, 4), { [option]: 4 });
	expect(outcomes(restarted.success)).toEqual(['sent']);
	const message = `Held back: your cap of 4 invitations a ${label} for this account is reached.`;
	const limited = { scope: 'cap', limit: 4, used: 4, retryAt, attempted: false, message };
	expect(restarted.rateLimited).toEqual(
		people(2, 5).map((item) => ({ ...item, rateLimit: expect.objectContaining(limited) })),
	);
	expect(restarted.requests).toBe(1);
	stopClock(Date.parse(retryAt) - 1);
	expect((await run(people(1, 5), { [option]: 4 })).requests).toBe(0);
	stopClock(Date.parse(retryAt));
	expect(outcomes((await run(people(1, 5), { [option]: 4 })).success)).toEqual(['sent']);
});

test.each([
	['ConnectSafely', 'already_pending', 0],
	['LinkupAPI v2', 'already_pending', 0],
	['SendPilot', 'sent', 1],
] as const)(
	'With skipAlreadyInvited off, %s is requested again, and the outcome is %s',
	async (name, outcome, posts) => {
		const run = workflow(THROUGH[name]);
		await run(people(1));
		newProcess();
		const before = simulated.sends();
		const { success } = await run(people(1), { skipAlreadyInvited: false });
		expect(outcomes(success)).toEqual([outcome]);
		expect(simulated.sends() - before).toBe(posts);
	},
);

test('The option keepInReserve applies to each execution separately', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 10;
	const run = connectSafely();
	expect((await run(people(4), { keepInReserve: 2 })).success).toHaveLength(4);
	const careful = await run(people(2, 5), { keepInReserve: 6 });
	expect(careful.rateLimited.map(({ rateLimit }) => rateLimit)).toEqual([
		expect.objectContaining({ scope: 'reserve', remaining: 6, attempted: false, retryAt: MONDAY }),
		expect.objectContaining({ scope: 'reserve', remaining: 6, attempted: false, retryAt: MONDAY }),
	]);
	expect(careful.requests).toBe(0);
	expect((await run(people(9, 5), { keepInReserve: 2 })).success).toHaveLength(4);
	expect((await run(people(9, 9), { keepInReserve: 0 })).success).toHaveLength(2);
	expect(simulated.sends()).toBe(10);
});
