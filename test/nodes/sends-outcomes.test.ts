import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();

const run = async (operation: string, parameters: IDataObject = {}, items: IDataObject[] = [{}]) =>
	await simulated.run({
		parameters: { provider: 'connectSafely', operation, profile: 'ada-one', ...parameters },
		items,
	});
const SENT = [expect.objectContaining({ outcome: 'sent', invited: true })];

test('The same person is tried with another account if the first was held back', async () => {
	simulated.sim.world.connectSafely.accounts.get('acc_12345')!.used = 90;
	const accountId = byId('={{ $json.account }}');
	const items = [{ account: 'acc_12345' }, { account: 'acc_warmup' }];
	const { success, rateLimited } = await run('sendConnection', { accountId }, items);
	expect(rateLimited).toHaveLength(1);
	expect(success).toEqual(SENT);
});

test('The same person is invited in a later execution if skipAlreadyInvited is off and the invitation was withdrawn', async () => {
	await run('sendConnection');
	await run('withdrawInvitation');
	const { success } = await run('sendConnection', { options: { skipAlreadyInvited: false } });
	expect(success).toEqual(SENT);
});
