import type { IDataObject } from 'n8n-workflow';
import { LONGEST_TOLD } from '../../nodes/outreach/tasks/errors';
import { EVERY_OPERATION } from '../harness/every-operation';
import { processedStore } from '../harness/processed-store';
import { runNode } from '../harness/run-node';
import { newProcess, withoutNetwork } from '../harness/simulated';
import { answerWith, credentialsWith } from '../properties/made-up';

withoutNetwork();
beforeEach(() => {
	newProcess();
	processedStore.forget();
});

const MARK = 'what-the-provider-says';
const long = (text: string) => `${text} ${'and on '.repeat(20_000)}`;
const text = long(MARK);
const BODY = JSON.stringify({
	success: false,
	status: 'error',
	error: text,
	message: text,
	error_type: long('a-code'),
	error_code: long('a-code'),
	code: long('a-code'),
});
const KEY = ['a-key-to-keep', '0123'].join('-');

const times = (mark: string, value: unknown) => JSON.stringify(value).split(mark).length - 1;

async function refused(
	name: string,
	onError: 'stopWorkflow' | 'continueErrorOutput',
	status: number,
	asTool = false,
) {
	const { node, version, parameters } = EVERY_OPERATION[name] ?? {};
	answerWith([{ status, body: BODY, headers: {} }]);
	return await runNode({
		node,
		parameters: { ...parameters, options: { requestsPerMinute: 0 } } as IDataObject,
		credentials: credentialsWith(KEY, version),
		items: [{ person: 'ada-lovelace', prospect: 7 }],
		settings: { onError },
		asTool,
	});
}

describe.each(Object.keys(EVERY_OPERATION))('%s', (name) => {
	test('a refusal of 140 kB is kept short, and once in an error', async () => {
		const { run, failure } = await refused(name, 'stopWorkflow', 418);
		const { description, ...error } = failure ?? {};
		expect(times(MARK, error)).toBe(1);
		expect(String(failure?.message).length + String(description).length).toBeLessThanOrEqual(
			LONGEST_TOLD,
		);
		// n8n keeps the error both for the node and for the execution.
		expect(times(MARK, run)).toBe(2);
		expect(JSON.stringify(run).length).toBeLessThan(20_000);
		expect(JSON.stringify(run)).not.toContain(KEY);
	});

	test('nor is more of it kept of a failed item', async () => {
		const { run, outputs } = await refused(name, 'continueErrorOutput', 418);
		expect(times(MARK, run)).toBe(1);
		expect(times('a-code', outputs)).toBeLessThanOrEqual(1);
		expect(JSON.stringify(outputs).length).toBeLessThan(LONGEST_TOLD + 500);
	});

	test('nor of a limit', async () => {
		const { run, rateLimited, failure } = await refused(name, 'stopWorkflow', 429);
		expect(rateLimited.length + (failure ? 1 : 0)).toBe(1);
		expect(JSON.stringify(run).length).toBeLessThan(20_000);
	});
});

test('a model is told what to do, however long the refusal', async () => {
	const [name = ''] = Object.keys(EVERY_OPERATION);
	const { failure } = await refused(name, 'stopWorkflow', 418, true);
	expect(failure?.message).toMatch(/what-the-provider-says.*…\. Check the item's parameters/);
});

test('an item’s own value is kept short too', async () => {
	const { failure, run } = await runNode({
		parameters: {
			provider: 'connectSafely',
			operation: 'getConnectionStatus',
			profile: 'ada',
			accountId: { __rl: true, mode: 'id', value: '={{ ".".repeat(50000) }}' },
			options: {},
		},
		credentials: credentialsWith(KEY),
	});
	expect(failure?.message).toMatch(/^ConnectSafely: The parameter 'Account' is '\.+…/);
	expect(JSON.stringify(run).length).toBeLessThan(20_000);
});
