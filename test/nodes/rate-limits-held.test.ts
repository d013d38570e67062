import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { NOW, stopClock, useSimulator } from '../harness/simulated';

const simulated = useSimulator();
beforeEach(() => stopClock());

const MONDAY = '2024-01-22T00:00:00.000Z';
const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ profile: `person-${index + 1}` }));
const send = (fields: IDataObject = {}) => ({
	provider: 'connectSafely',
	operation: 'sendConnection',
	profile: '={{ $json.profile }}',
	...fields,
});
const ofAccount = byId('={{ $json.account }}');
const limits = (items: IDataObject[]) => items.map(({ rateLimit }) => rateLimit);
const LIMIT_HELD = { attempted: false, httpStatus: null, scope: 'week', retryAt: MONDAY };

describe('once an account is at its limit', () => {
	test('its remaining items leave untried: one request over the limit, not one each', async () => {
		const { world } = simulated.sim;
		world.connectSafely.weeklyLimit = 5;
		world.connectSafely.accounts.get('696ce9e780e0483585e4e553')!.used = 5;
		const { success, rateLimited } = await simulated.run({
			parameters: send(),
			items: people(10),
		});
		expect(success).toEqual([]);
		expect(rateLimited).toHaveLength(10);
		const [tried, ...held] = limits(rateLimited);
		expect(tried).toMatchObject({ attempted: true, httpStatus: 429, used: 5, retryAt: MONDAY });
		for (const one of held) expect(one).toMatchObject(LIMIT_HELD);
		expect(simulated.sends()).toBe(1);
	});

	test('X-RateLimit-Remaining 0 stops before the cliff: no request is over the limit', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 3;
		const { success, rateLimited } = await simulated.run({
			parameters: send(),
			items: people(10),
		});
		expect(success.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
		expect(limits(rateLimited)).toEqual(
			Array.from({ length: 7 }, () => expect.objectContaining(LIMIT_HELD)),
		);
		expect(simulated.sim.log.map(({ status }) => status)).toEqual([200, 200, 200]);
	});

	test('another account goes on', async () => {
		const { accounts } = simulated.sim.world.connectSafely;
		accounts.get('acc_12345')!.used = 90;
		const items = people(6).map((one, index) => ({
			...one,
			account: index % 2 === 0 ? 'acc_12345' : 'acc_warmup',
		}));
		const { success, rateLimited } = await simulated.run({
			parameters: send({ accountId: ofAccount }),
			items,
		});
		expect(success.map(({ accountId }) => accountId)).toEqual(Array(3).fill('acc_warmup'));
		expect(rateLimited.map(({ account }) => account)).toEqual(Array(3).fill('acc_12345'));
		expect(simulated.sim.invitationsAccepted().map(({ accountId }) => accountId)).toEqual(
			Array(3).fill('acc_warmup'),
		);
	});

	test('other actions of the account go on', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 0;
		const limited = await simulated.run({ parameters: send(), items: people(2) });
		expect(limited.rateLimited).toHaveLength(2);
		const read = await simulated.run({
			parameters: send({ operation: 'getConnectionStatus' }),
			items: people(2),
		});
		expect(read.success.map(({ outcome }) => outcome)).toEqual(['not_connected', 'not_connected']);
	});

	test('the next execution of the process is held back too, until the moment to try again', async () => {
		const { world } = simulated.sim;
		world.connectSafely.weeklyLimit = 1;
		await simulated.run({ parameters: send(), items: people(2) });
		const next = await simulated.run({ parameters: send(), items: [{ profile: 'person-9' }] });
		expect(limits(next.rateLimited)).toEqual([expect.objectContaining(LIMIT_HELD)]);
		expect(simulated.sends()).toBe(1);

		stopClock(Date.parse(MONDAY));
		const monday = await simulated.run({ parameters: send(), items: [{ profile: 'person-9' }] });
		expect(monday.success).toEqual([expect.objectContaining({ outcome: 'sent' })]);
	});

	test('a limit of the default account does not hold back one that is named', async () => {
		const { world } = simulated.sim;
		world.connectSafely.accounts.get('696ce9e780e0483585e4e553')!.used = 90;
		const items = [{ account: '' }, { account: '' }, { account: 'acc_12345' }];
		const { success, rateLimited } = await simulated.run({
			parameters: send({ accountId: ofAccount }),
			items: items.map((one, index) => ({ ...one, profile: `person-${index}` })),
		});
		expect(limits(rateLimited)).toEqual([
			expect.objectContaining({ accountId: null, attempted: true }),
			expect.objectContaining({ accountId: null, attempted: false }),
		]);
		expect(success).toEqual([expect.objectContaining({ accountId: 'acc_12345' })]);
	});
});

describe('the first limited answer ends the account’s requests', () => {
	const minute = { perMinute: 2, startedAt: 0, count: 0 };
	test.each([
		['seleqt', 'getConnectionStatus', 'minute', '2024-01-15T10:31:00.000Z', 429],
		['linkupApi', 'getInvitationStatus', 'unknown', '2024-01-15T11:30:00.000Z', 200],
		['sendPilot', 'sendConnection', 'day', '2024-01-16T00:00:00.000Z', 429],
	] as const)('%s', async (provider, operation, scope, retryAt, httpStatus) => {
		simulated.sim.world[provider].minute = { ...minute };
		simulated.sim.world.seleqt.strangersFrom = 1;
		const { success, rateLimited } = await simulated.run({
			version: 'v1',
			parameters: {
				provider,
				operation,
				profile: '={{ $json.profile }}',
				prospectId: '={{ $itemIndex + 1 }}',
				accountId: byId(provider === 'seleqt' ? '7' : 'sender_abc123'),
				options: { maxConcurrentRequests: 1 },
			},
			items: people(6),
		});
		expect(success).toHaveLength(2);
		expect(limits(rateLimited)).toEqual(
			[true, false, false, false].map((attempted) =>
				expect.objectContaining({
					scope,
					retryAt,
					attempted,
					httpStatus: attempted ? httpStatus : null,
				}),
			),
		);
		expect(simulated.sim.requests(provider)).toHaveLength(3);
	});
});

describe('keepInReserve', () => {
	const kept = (keepInReserve: number) => send({ options: { keepInReserve } });

	test('holds back while some remain, as reserve', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 10;
		const { success, rateLimited } = await simulated.run({
			parameters: kept(7),
			items: people(6),
		});
		expect(success).toHaveLength(3);
		expect(limits(rateLimited)).toEqual(
			Array.from({ length: 3 }, () =>
				expect.objectContaining({
					...LIMIT_HELD,
					scope: 'reserve',
					limit: 10,
					used: 3,
					remaining: 7,
					resetAt: MONDAY,
				}),
			),
		);
		expect(simulated.sim.invitationsAccepted()).toHaveLength(3);
	});

	test('at 0 it is the limit’s own scope', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 1;
		const { rateLimited } = await simulated.run({ parameters: kept(0), items: people(2) });
		expect(limits(rateLimited)).toEqual([
			expect.objectContaining({ scope: 'week', remaining: 0, attempted: false }),
		]);
	});

	test('does not hold back reads', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 1;
		await simulated.run({ parameters: kept(5), items: people(1) });
		const { success } = await simulated.run({
			parameters: { ...kept(5), operation: 'getInvitationStatus' },
			items: people(1),
		});
		expect(success).toHaveLength(1);
	});
});

describe('a limited item that comes back', () => {
	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'at once is a loop without a Wait, and says so (%s)',
		async (onError) => {
			simulated.sim.world.connectSafely.weeklyLimit = 1;
			const { rounds, failure } = await simulated.run({
				parameters: send(),
				items: people(3),
				loop: true,
				settings: { onError },
			});
			const failed = rounds[1]?.[2]?.map(({ json }) => json.error) ?? [];
			const messages = onError === 'stopWorkflow' ? [failure?.message] : failed;
			expect(messages).toHaveLength(onError === 'stopWorkflow' ? 1 : 2);
			for (const message of messages) expect(message).toMatch(/\bWait node\b/);
			expect(simulated.sends()).toBe(1);
		},
	);

	test('in an execution of its own before its time is held back, not failed', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 1;
		const first = await simulated.run({ parameters: send(), items: people(2) });
		stopClock(NOW + 60_000);
		const again = await simulated.run({ parameters: send(), items: first.rateLimited });
		expect(again.failure).toBeUndefined();
		expect(limits(again.rateLimited)).toEqual(limits(first.rateLimited));
	});

	test('at its time is tried, and its input’s fields go along', async () => {
		simulated.sim.world.connectSafely.weeklyLimit = 1;
		const first = await simulated.run({
			parameters: send(),
			items: people(2).map((one) => ({ ...one, row: 7 })),
		});
		const [limited] = first.rateLimited;
		stopClock(Date.parse(MONDAY));
		const again = await simulated.run({
			parameters: send({ options: { includeInputFields: true } }),
			items: [limited ?? {}],
		});
		expect(again.success).toEqual([expect.objectContaining({ outcome: 'sent', row: 7 })]);
	});
});
