import { skipWaits } from '../harness/sleep';
import { NOW, stopAllClocks, useSimulator } from '../harness/simulated';

const slept = skipWaits();
const simulated = useSimulator();

test.each([0, 60])(
	'A clock that was set back delays no send (%i a minute)',
	async (requestsPerMinute) => {
		const send = async (profile: string) => {
			const parameters = { provider: 'connectSafely', operation: 'sendConnection', profile };
			return await simulated.run({
				parameters: { ...parameters, options: { requestsPerMinute } },
			});
		};
		stopAllClocks(NOW + 3_600_000);
		await send('ada-one');
		stopAllClocks(NOW);
		slept.length = 0;
		const { success } = await send('ben-two');
		expect(success).toEqual([expect.objectContaining({ outcome: 'sent' })]);
		expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1_000);
	},
);
