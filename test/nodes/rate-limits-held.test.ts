import type { IDataObject } from 'n8n-workflow';
import { stopClock, useSimulator } from '../harness/simulated';

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

const kept = (keepInReserve: number) => send({ options: { keepInReserve } });

test('The option keepInReserve does not hold back reads', async () => {
	simulated.sim.world.connectSafely.weeklyLimit = 1;
	await simulated.run({ parameters: kept(5), items: people(1) });
	const { success } = await simulated.run({
		parameters: { ...kept(5), operation: 'getInvitationStatus' },
		items: people(1),
	});
	expect(success).toHaveLength(1);
});

describe('Limited items that come back', () => {
	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'A limited item looped back at once is reported as a loop without a Wait (%s)',
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

	test('A limited item looped back at its time is tried, with its input’s fields', async () => {
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
