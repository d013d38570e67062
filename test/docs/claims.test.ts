import type { IDataObject } from 'n8n-workflow';
import { byId } from '../harness/exchange';
import { stopClock, useSimulator } from '../harness/simulated';

/** Claims of the pages that no other test covers. */
const simulated = useSimulator();
beforeEach(() => stopClock());

const run = async (parameters: IDataObject) => await simulated.run({ parameters });
const inviting = (provider: string, account: string, more: IDataObject = {}) => ({
	provider,
	operation: 'sendConnection',
	profile: 'ada-one',
	accountId: byId(account),
	...more,
});

describe('SendPilot senders with the status rate limited', () => {
	const status = {
		provider: 'sendPilot',
		operation: 'getAccountStatus',
		accountId: byId('sender_limited'),
	};

	test('A SendPilot sender whose status is rate limited is held back until 00:00 UTC without a request (sendpilot.md)', async () => {
		expect((await run(status)).success[0]?.outcome).toBe('rate_limited');
		const { rateLimited } = await run(inviting('sendPilot', 'sender_limited'));
		expect(rateLimited[0]?.rateLimit).toMatchObject({
			scope: 'day',
			retryAt: '2024-01-16T00:00:00.000Z',
			attempted: false,
		});
		expect(simulated.sends()).toBe(0);
	});

	test('A SendPilot sender whose status is active again sends (sendpilot.md)', async () => {
		await run(status);
		simulated.sim.setAccountStatus('sendPilot', 'sender_limited', 'active');
		await run(status);
		const { success } = await run(inviting('sendPilot', 'sender_limited'));
		expect(success[0]?.outcome).toBe('sent');
	});
});

test('A person is known whichever account invites (never-twice.md)', async () => {
	await run(inviting('connectSafely', 'acc_12345'));
	const { success } = await run(inviting('connectSafely', '696ce9e780e0483585e4e553'));
	expect(success[0]?.outcome).toBe('skipped');
	expect(simulated.sends()).toBe(1);
});

test('Forget Known Limits does not forget the author’s caps (how-limits-work.md)', async () => {
	await run(inviting('connectSafely', 'acc_12345', { options: { dailyCap: 1 } }));
	const { rateLimited } = await run(
		inviting('connectSafely', 'acc_12345', {
			profile: 'ben-two',
			options: { dailyCap: 1, forgetLimits: true },
		}),
	);
	expect(rateLimited[0]?.rateLimit).toMatchObject({ scope: 'cap' });
	expect(simulated.sends()).toBe(1);
});
