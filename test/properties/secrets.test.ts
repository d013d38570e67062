import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import nock from 'nock';
import { byId } from '../harness/exchange';
import { processedStore } from '../harness/processed-store';
import { runNode } from '../harness/run-node';
import { newProcess, withoutNetwork } from '../harness/simulated';
import { runs } from './seed';

withoutNetwork();

/** Long enough not to stand in ordinary text by chance, and of everything that a key may hold. */
const secret = fc
	.string({ unit: fc.constantFrom(...'abcXYZ019-_.+/=:%&"\\ é'), minLength: 12, maxLength: 40 })
	.map((text) => `k${text.trim()}9`);

/** How a provider may show a key in what it answers. */
const SHOWN: ReadonlyArray<(key: string) => unknown> = [
	(key) => key,
	(key) => `Invalid key ${key}!`,
	(key) => ({ error: `Bearer ${key}` }),
	(key) => ({ error: { message: key, code: key } }),
	(key) => ({ message: [key, { issues: [{ message: key }] }] }),
	(key) => ({ success: false, [key]: true, error: 'No' }),
	(key) => ({ connected: true, echoed: { headers: { authorization: `Bearer ${key}` } } }),
	(key) => ({ connected: true, note: encodeURIComponent(key) }),
	(key) => ({ connected: true, note: Buffer.from(key).toString('base64') }),
	(key) => ({ connected: true, request: JSON.stringify({ key }) }),
	(key) => ({ invitations: [{ invitationId: '1', sentAt: key, profile: { firstName: key } }] }),
];

const CALLS: Array<{ node: 'linkedInOutreach' | 'connectSafely'; parameters: IDataObject }> = [
	...['getConnectionStatus', 'sendConnection', 'withdrawInvitation'].map((operation) => ({
		node: 'linkedInOutreach' as const,
		parameters: {
			provider: 'connectSafely',
			operation,
			profile: 'ada-lovelace',
			accountId: byId('acc_1'),
		},
	})),
	{
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'getMany', simplify: false },
	},
];

test('no key is in anything that leaves, however it is echoed', async () => {
	await fc.assert(
		fc.asyncProperty(
			secret,
			fc.constantFrom(...SHOWN),
			fc.constantFrom(200, 400, 401, 429, 500),
			fc.constantFrom(...CALLS),
			fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
			async (key, show, status, { node, parameters }, onError) => {
				newProcess();
				processedStore.forget();
				nock.cleanAll();
				for (const method of ['GET', 'POST']) {
					nock('https://api.connectsafely.ai')
						.persist()
						.intercept(/.*/, method)
						.reply(status, JSON.stringify(show(key)), {
							'X-RateLimit-Action': encodeURIComponent(key),
							'Retry-After': '30',
						});
				}
				const { run } = await runNode({
					node,
					parameters: {
						...parameters,
						options: { requestsPerMinute: 0, includeProviderResponse: true },
					},
					credentials: {
						connectSafelyApi: {
							apiKey: key,
							baseUrl: 'https://api.connectsafely.ai/linkedin',
						},
					},
					settings: { onError },
				});
				const { runData, error } = run.data.resultData;
				const told = JSON.stringify([
					runData,
					error && [error.message, error.description, error.stack, error.cause],
					run.data.executionData?.contextData,
				]);
				const forms = [
					key,
					JSON.stringify(key).slice(1, -1),
					JSON.stringify(JSON.stringify(key).slice(1, -1)).slice(1, -1),
					encodeURIComponent(key),
					Buffer.from(key).toString('base64'),
				];
				for (const form of forms) expect(told).not.toContain(form);
			},
		),
		runs(200),
	);
}, 120_000);
