import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

test('A text of several values may be a list from an expression', async () => {
	const { success } = await simulated.run({
		node: 'seleqt',
		parameters: {
			resource: 'leadList',
			operation: 'addLeads',
			leadListId: 1,
			leadIds: '={{ [103, 104] }}',
		},
	});
	expect(success).toMatchObject([{ outcome: 'added' }]);
	expect(simulated.sim.log.at(-1)?.body).toEqual({ prospect_ids: [103, 104] });
});

test.each([
	['Account', { resource: 'prospect', operation: 'getConnectionStatus', prospectId: '7' }],
	['Lead List ID', { resource: 'leadList', operation: 'addLeads', leadIds: '7' }],
	['Lead IDs', { resource: 'leadList', operation: 'addLeads', leadListId: '742' }],
])('A key that was pasted into %s is not in the message', async (label, parameters) => {
	const { seleqtApi } = simulated.credentials();
	const key = String(seleqtApi?.apiKey);
	const { failure } = await simulated.run({
		node: 'seleqt',
		parameters: {
			accountId: byId(key),
			leadListId: key,
			leadType: 'prospects',
			leadIds: key,
			...parameters,
		},
		items: [{}],
	});
	expect(failure?.message).toContain(`'${label}'`);
	expect(failure?.message).toContain('[hidden]');
	expect(failure?.message).not.toContain(key.slice(0, 12));
});
