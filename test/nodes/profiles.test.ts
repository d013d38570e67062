import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const URN = 'urn:li:fsd_profile:ACoAABJefVoBrz2LR3f';

test.each([
	['jane-doe', '/relationship/jane-doe'],
	['josé-garcía', '/relationship/jos%C3%A9-garc%C3%ADa'],
	[URN, '/relationship/ACoAABJefVoBrz2LR3f'],
])('ConnectSafely is asked for the relationship with %s by path', async (pasted, path) => {
	await simulated.run({
		parameters: { provider: 'connectSafely', operation: 'getConnectionStatus', profile: pasted },
	});
	expect(simulated.sim.log.map((entry) => entry.path)).toEqual([path]);
});
