import { isPlainObject } from '../../nodes/outreach/base/objects';
import { lackedBy, type Stage } from './stage';
import { isCall } from './scripted-provider';

/** Runs each operation's documented requests and responses through the node. */
export function describeDocumented(stage: Stage) {
	const { operations, version, provider, api } = stage.subject;
	const cases = operations.flatMap((operation) =>
		Object.entries(operation.samples).map(([name, sample]) => ({
			title: `${operation.title}, ${name}`,
			operation,
			sample,
		})),
	);

	test.each(cases)('$title has the documented requests and output', async (one) => {
		const { operation, sample } = one;
		stage.plays(sample);
		const { outputs, failure } = await stage.run(operation, { parameters: sample.parameters });
		expect(stage.server.unexpected).toEqual([]);
		expect(failure?.message).toBeUndefined();
		const items = sample.output.map((json) => ({ json, pairedItem: { item: 0 } }));
		expect(outputs).toEqual([items, []]);
		const besides = operation.effect === 'once' ? (version.besides ?? []) : [];
		const asked = stage.server.log.filter(
			(request) => !besides.some((passing) => isCall(passing, request)),
		);
		expect(asked).toHaveLength(sample.exchanges.length);
		const exchanges = stage.about(sample.exchanges, version.subject);
		for (const [index, exchange] of exchanges.entries()) {
			expect(asked[index] && isCall(exchange, asked[index])).toBe(true);
		}
		for (const { json } of items) expect(operation.preview.safeParse(json).error).toBeUndefined();
	});

	const single = cases.filter(({ operation }) => operation.effect !== 'list');
	// One layer adds them, whatever the operation.
	test.each(stage.turns(single, 2))(
		'$title adds the item’s fields, the whole response and the limit if the options ask for them',
		async ({ operation, sample }) => {
			stage.plays(sample);
			const { success, failure } = await stage.run(operation, {
				parameters: sample.parameters,
				options: { includeProviderResponse: true, includeRateLimit: true },
				items: [{ row: 7, error: 'of the input', outcome: 'of the input' }],
			});
			expect(failure?.message).toBeUndefined();
			const [output] = sample.output;
			const [json = {}] = success;
			const { providerResponse, rateLimit, ...own } = json;
			expect(own).toEqual({
				row: 7,
				...(output && 'outcome' in output ? {} : beneath()),
				...output,
			});
			expect(providerResponse === null || typeof providerResponse === 'object').toBe(true);
			expect(rateLimit === null || isPlainObject(rateLimit)).toBe(true);
			if (operation.isUnified) expect(operation.preview.safeParse(own).error).toBeUndefined();
		},
	);

	const beneath = () => ({ outcome: 'of the input' });

	test('A send is one request, after at most one read', () => {
		for (const { effect, sample, readsFirst } of operations) {
			if (effect === 'once') expect(sample.exchanges).toHaveLength(readsFirst ? 2 : 1);
		}
	});

	test('Every operation of the harness is in the manifest', () => {
		const named = [...Object.keys(version.operations), ...Object.keys(version.node)];
		expect(named.sort()).toEqual(operations.map(({ key }) => key).sort());
	});

	const lacking = lackedBy(stage.subject).map((one) => ({ title: one.record.name, ...one }));
	if (lacking.length === 0) return;
	describe('Missing operations', () => {
		const run = async (operation: string, settings = {}) => {
			const [some] = operations;
			if (!some) throw new TypeError('A provider has an operation');
			return await stage.run(
				{ ...some, isUnified: true, key: operation, sample: { ...some.sample, parameters: {} } },
				{
					parameters: { provider: '={{ $json.provider }}' },
					items: [{ provider: provider.id }],
					settings,
				},
			);
		};

		test.each(lacking)('$title stops before any call, and names its providers', async (one) => {
			const { failure, outputs } = await run(one.record.id);
			expect(failure?.name).toBe('NodeOperationError');
			const name = provider.operations.some(({ record }) => record === one.record)
				? api.name
				: provider.name;
			expect(failure?.message).toBe(
				`${name} does not have the operation '${one.record.name}'. These do: ${one.having}`,
			);
			expect(failure?.context).toEqual({ itemIndex: 0 });
			expect(outputs).toEqual([]);
			expect(stage.server.log).toEqual([]);
		});

		test.each(lacking)('$title is one failed item if the workflow continues', async (one) => {
			const { failure, errors } = await run(one.record.id, { onError: 'continueErrorOutput' });
			expect(failure?.message).toBeUndefined();
			expect(errors).toEqual([
				{
					provider: provider.id,
					error: expect.stringMatching(/ does not have the operation /),
					message: "Choose another 'Operation', or another 'Provider'. [item 0]",
				},
			]);
			expect(stage.server.log).toEqual([]);
		});
	});
}
