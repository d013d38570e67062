import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { EVERY_OPERATION } from '../harness/every-operation';
import { processedStore } from '../harness/processed-store';
import { runNode, type NodeResult } from '../harness/run-node';
import { newProcess, withoutNetwork } from '../harness/simulated';
import { answerWith, credentialsWith, reply } from './made-up';
import { PROPERTY_TIMEOUT_MS, runs } from './seed';

withoutNetwork();

const who = fc.constantFrom(
	'ada-lovelace',
	'ADA-LOVELACE',
	'https://www.linkedin.com/in/ben-doe/',
	'cleo',
	'ACoAABJefVoBrz2LR3f',
	'https://www.linkedin.com/company/acme',
	'',
	'12',
);
const items = fc.array(fc.record({ person: who, prospect: fc.nat(9) }), {
	minLength: 1,
	maxLength: 8,
});
const onError = fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput');

const indexOf = (pairedItem: unknown) =>
	typeof pairedItem === 'object' && pairedItem !== null && 'item' in pairedItem
		? Number(pairedItem.item)
		: NaN;

/** Each item is on an output once; a list has an item for each row, and one more if a limit interrupted it. */
function expectConserved({ outputs }: NodeResult, count: number, isList: boolean) {
	const left = outputs.map((output) => output.map(({ pairedItem }) => indexOf(pairedItem)));
	const all = Array.from({ length: count }, (_, index) => index);
	for (const indices of left) {
		expect(indices).toEqual([...indices].sort((a, b) => a - b));
		expect(all).toEqual(expect.arrayContaining(indices));
	}
	if (!isList) {
		expect(left.flat().sort((a, b) => a - b)).toEqual(all);
		return;
	}
	const [, limited = [], failed = []] = left;
	const isError = ({ json }: { json: IDataObject }) => 'error' in json;
	const failures = [
		...failed,
		...(outputs[0] ?? []).filter(isError).map((one) => indexOf(one.pairedItem)),
	];
	for (const once of [limited, failures]) expect(new Set(once).size).toBe(once.length);
	const rows = new Set(
		(outputs[0] ?? []).filter((one) => !isError(one)).map((one) => indexOf(one.pairedItem)),
	);
	for (const index of failures) expect(limited.includes(index) || rows.has(index)).toBe(false);
}

test(
	'Each item is on an output once, paired and in order, whatever the response',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...Object.values(EVERY_OPERATION)),
				items,
				fc.array(reply, { minLength: 1, maxLength: 8 }),
				onError,
				fc.boolean(),
				async ({ node, version, parameters, effect }, list, replies, mode, retryOnFail) => {
					newProcess();
					processedStore.forget();
					answerWith(replies);
					const result = await runNode({
						node,
						parameters: { ...parameters, options: { requestsPerMinute: 0 } } as IDataObject,
						credentials: credentialsWith('key-1', version),
						items: list,
						settings: { onError: mode, retryOnFail, maxTries: 2, waitBetweenTries: 1 },
					});
					if (result.failure) {
						expect(mode).toBe('stopWorkflow');
						const { itemIndex } = result.failure.context ?? {};
						expect(list[Number(itemIndex)]).toBeDefined();
						expect(result.failure.message).not.toBe('');
						expect(result.failure.description).not.toBe('');
					} else expectConserved(result, list.length, effect === 'list');
				},
			),
			runs(250),
		);
	},
	PROPERTY_TIMEOUT_MS,
);
