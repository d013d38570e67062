import { Hosts } from '../conformance/hosts';
import { hurryOnceWritten } from '../harness/hurry';
import type { CredentialData } from '../harness/harness';
import { runNode, searchAccounts } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';
import nock from 'nock';
import { writeBroken } from '../simulator/broken';

withoutNetwork();
const hosts = new Hosts();
beforeAll(async () => {
	// nock would replace the network.
	nock.restore();
	await hosts.start();
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await hosts.close());

const parameters = { provider: 'connectSafely', operation: 'getAccountStatus' };
const AS: Record<string, (credentials: CredentialData) => Promise<unknown>> = {
	'in an execution': async (credentials) => await runNode({ parameters, credentials }),
	'in the editor': async (credentials) =>
		await searchAccounts({ parameters, credentials }).catch(() => null),
};

test.each(
	Object.entries(AS).flatMap(([name, run]) =>
		(['endless', 'endless gzip', 'endless list', 'stalled'] as const).map((how) => ({
			name,
			run,
			how,
		})),
	),
)(
	'The connection is closed if the response is not read to its end: $how, $name',
	async ({ run, how }) => {
		const closed = new Promise<void>((resolve) => {
			hosts.answer = (response) => {
				response.once('close', resolve);
				writeBroken(how, response, Buffer.from('{"a":1}'), 200);
			};
		});
		if (how === 'stalled') hurryOnceWritten();
		const baseUrl = hosts.url;
		await run({ connectSafelyApi: { apiKey: `key ${how}`, baseUrl } });
		await closed;
	},
);
