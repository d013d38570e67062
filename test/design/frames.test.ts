import type * as Transport from '../../nodes/outreach/http/transport';
import { useSimulator } from '../harness/simulated';

const stacks: string[] = [];
jest.mock('../../nodes/outreach/http/transport', () => {
	const actual = jest.requireActual<typeof Transport>('../../nodes/outreach/http/transport');
	return {
		...actual,
		createTransport: (...given: Parameters<typeof Transport.createTransport>) => {
			const transport = actual.createTransport(...given);
			return async (request: Transport.ProviderRequest) => {
				stacks.push(new Error().stack ?? '');
				return await transport(request);
			};
		},
	};
});

const simulated = useSimulator();

test('A send takes at most twelve calls from execute to the HTTP client', async () => {
	const { stackTraceLimit } = Error;
	Error.stackTraceLimit = 100;
	const { success } = await simulated.run({
		parameters: { provider: 'connectSafely', operation: 'sendConnection', profile: 'jane-doe' },
	});
	Error.stackTraceLimit = stackTraceLimit;
	expect(success).toMatchObject([{ outcome: 'sent' }]);
	const frames = (stacks.at(-1) ?? '').split('\n').filter((line) => /[/\\]nodes[/\\]/.test(line));
	// Plus the transport itself, which the mock replaces.
	expect(frames.length + 1).toBeLessThanOrEqual(12);
});
