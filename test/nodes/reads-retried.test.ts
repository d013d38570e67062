import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };

test.each([undefined, 'continueRegularOutput' as const])(
	'Retry On Fail asks again only for what was not answered (onError: %s)',
	async (onError) => {
		simulated.sim.fault({
			provider: 'linkupApi',
			after: 1,
			times: Infinity,
			kind: 'status',
			status: 500,
		});
		const { success, failure } = await simulated.run({
			parameters: {
				provider: 'linkupApi',
				operation: 'getConnectionStatus',
				profile: '={{ $json.profile }}',
				accountId: { __rl: true, mode: 'id', value: 'acc_abc123' },
				options: { maxConcurrentRequests: 1 },
			},
			items: [{ profile: 'connie-connected' }, { profile: 'somebody-else' }],
			settings: { ...settings, ...(onError ? { onError } : {}) },
		});
		expect(failure === undefined).toBe(onError !== undefined);
		if (onError) expect(success[0]).toMatchObject({ outcome: 'connected', credits: 1 });
		const asked = simulated.sim.requests('linkupApi').map(({ body }) => JSON.stringify(body));
		expect(asked.filter((body) => body.includes('connie-connected'))).toHaveLength(1);
	},
);
