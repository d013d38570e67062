import type { IDataObject } from 'n8n-workflow';
import { SENDERS } from '../harness/senders';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const HAVING = Object.entries(SENDERS).filter(([name]) => name !== 'SendPilot');

describe.each(HAVING)('%s', (_name, { provider, version, parameters }) => {
	const run = async (fields: IDataObject) => {
		const { success, failure } = await simulated.run({
			version,
			parameters: { ...parameters, operation: 'withdrawInvitation', profile: '', ...fields },
		});
		return { outcome: success[0]?.outcome, message: failure?.message };
	};
	const invite = async () => {
		await simulated.run({ version, parameters: { ...parameters, profile: 'ada-one' } });
		const [sent] = simulated.sim.invitationsAccepted(provider);
		return sent?.invitationId ?? '';
	};
	const withdrawn = () =>
		simulated.sim.invitationsAccepted(provider).map(({ withdrawnAt }) => withdrawnAt !== null);

	test('takes back the invitation of a person, and then finds none', async () => {
		await invite();
		expect(await run({ profile: 'ada-one' })).toEqual({ outcome: 'withdrawn' });
		expect(withdrawn()).toEqual([true]);
		expect(await run({ profile: 'ada-one' })).toEqual({ outcome: 'not_pending' });
	});

	test('takes back an invitation by its ID beside the person', async () => {
		const invitationId = await invite();
		expect(await run({ profile: 'ada-one', invitationId })).toEqual({ outcome: 'withdrawn' });
		expect(withdrawn()).toEqual([true]);
	});

	test('takes back an invitation by its ID alone', async () => {
		const invitationId = await invite();
		expect(await run({ invitationId })).toEqual({ outcome: 'withdrawn' });
		expect(withdrawn()).toEqual([true]);
	});

	test('an invitation that is gone is not pending', async () => {
		const invitationId = await invite();
		await run({ profile: 'ada-one', invitationId });
		expect(await run({ profile: 'ada-one', invitationId })).toEqual({ outcome: 'not_pending' });
	});

	test('who never was invited is not pending', async () => {
		expect(await run({ profile: 'connie-connected' })).toEqual({ outcome: 'not_pending' });
		expect(await run({ profile: 'nora-none' })).toEqual({ outcome: 'not_pending' });
	});
});
