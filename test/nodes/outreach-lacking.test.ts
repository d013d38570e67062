import { CREDENTIALS } from '../harness/exchange';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';

withoutNetwork();

test.each([
	['a provider that is none', 'mailPigeon', 'sendConnection', "'Provider' is 'mailPigeon'"],
	['an operation that is none', 'seleqt', 'fly', "'Operation' is 'fly', which Seleqt does not"],
])('%s', async (_name, provider, operation, message) => {
	const { failure } = await runNode({
		parameters: { provider: '={{ $json.provider }}', operation },
		credentials: CREDENTIALS,
		items: [{ provider }],
	});
	expect(failure?.message).toContain(message);
});
