import { successSchema } from '../../nodes/outreach/operations/operation';
import { sendConnection } from '../../nodes/outreach/operations/send-connection';
import { byId } from '../harness/exchange';
import { previewOf } from '../harness/previews';
import { SENDERS } from '../harness/senders';
import { useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const ITEMS = ['nora-none', 'Nora-None', 'connie-connected', 'peter-pending'].map((profile) => ({
	profile,
}));
const OPTIONS = [{}, { dryRun: true }, { skipIfRelated: true }, { includeInputFields: true }];

describe('what the editor shows before a run is what leaves, however an invitation ends', () => {
	const cases = Object.entries(SENDERS).flatMap(([name, one]) =>
		OPTIONS.filter((options) => one.canBeAsked || !('skipIfRelated' in options)).map(
			(options) => [`${name} ${JSON.stringify(options)}`, one, options] as const,
		),
	);

	test.each(cases)(
		'%s, in its own node',
		async (_name, { provider, version, parameters }, options) => {
			const { accountId = '' } = parameters;
			const { success } = await simulated.run({
				node: provider,
				version,
				parameters: {
					resource: 'invitation',
					operation: 'send',
					profile: '={{ $json.profile }}',
					accountId,
					options,
				},
				items: ITEMS,
			});
			expect(success).toHaveLength(ITEMS.length);
			const schema = previewOf(provider, 'invitation', 'send');
			for (const item of success)
				expect([item, schema.safeParse(item).error]).toEqual([item, undefined]);
		},
	);

	test.each(cases)('%s, in LinkedIn Outreach', async (_name, { version, parameters }, options) => {
		const { success } = await simulated.run({
			version,
			parameters: { ...parameters, options },
			items: ITEMS,
		});
		expect(success).toHaveLength(ITEMS.length);
		const schema = successSchema(sendConnection);
		for (const item of success)
			expect([item, schema.safeParse(item).error]).toEqual([item, undefined]);
		for (const { outcome } of success) sendConnection.report.shape.outcome.parse(outcome);
	});
});

const CHANGES = [
	['ConnectSafely', 'withdraw', 'connectSafely', 'v2', {}],
	['ConnectSafely', 'respond', 'connectSafely', 'v2', { action: 'accept' }],
	['LinkupAPI v1', 'withdraw', 'linkupApi', 'v1', {}],
	['LinkupAPI v1', 'accept', 'linkupApi', 'v1', {}],
	['LinkupAPI v2', 'withdraw', 'linkupApi', 'v2', {}],
	['LinkupAPI v2', 'accept', 'linkupApi', 'v2', {}],
] as const;

test.each(CHANGES)(
	'%s %s: what the editor shows before a run is what leaves',
	async (_name, operation, node, version, more) => {
		const { success, failure } = await simulated.run({
			node,
			version,
			parameters: {
				resource: 'invitation',
				operation,
				profile: '={{ $json.profile }}',
				...(version === 'v2' && node === 'linkupApi' ? { accountId: byId('acc_abc123') } : {}),
				...more,
			},
			items: ['nora-none', 'peter-pending', 'rita-received'].map((profile) => ({ profile })),
		});
		expect(failure).toBeUndefined();
		expect(success).toHaveLength(3);
		expect(new Set(success.map(({ outcome }) => outcome)).size).toBe(2);
		const schema = previewOf(node, 'invitation', operation);
		for (const item of success)
			expect([item, schema.safeParse(item).error]).toEqual([item, undefined]);
	},
);
