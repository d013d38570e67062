import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { failedWith, type Answer } from '../../../nodes/outreach/operations/result';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import type { WithAccount } from '../../../nodes/outreach/provider/provider';
import { ExecutionMemory } from '../../../nodes/outreach/run/execution-memory';
import { SharedReads } from '../../../nodes/outreach/run/shared-reads';
import { answered, REPORT } from '../tasks';

type Read = Answer<WithAccount<unknown>>;

const ANSWERED: Read = { ...answered(REPORT, NO_RATE_LIMIT_INFO), body: { connected: true } };
const LIMITED: Read = { kind: 'limited', status: 429, reading: NO_RATE_LIMIT_INFO };
const FAILED: Read = failedWith({ source: 'provider', message: 'No', description: 'Ask again.' });

/** Of the items, two ask about Ada and one about Ben. */
const ADA = { readKey: 'ada', needsBody: true };
const BEN = { readKey: 'ben' };

/** One try of the items, on what n8n keeps for the execution. */
function reads(stored: IDataObject, keepsReads: boolean, { execution = '1', run = 0 } = {}) {
	const memory = new ExecutionMemory({
		getExecutionId: () => execution,
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
	} as unknown as IExecuteFunctions);
	const shared = new SharedReads(memory, keepsReads);
	shared.expect([ADA, BEN, ADA]);
	return shared;
}

/** Gives these answers one after the other, and counts how often it is asked. */
function provider(...answers: Read[]) {
	let asked = 0;
	const run = async () => answers[asked++] ?? ANSWERED;
	return { call: { bucket: 'bucket', run }, asked: () => asked };
}

test('reads that ask the same share one request, also after it was answered', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	const both = [shared.share(ADA, call), shared.share(ADA, call)];
	expect(both.map(({ bucket }) => bucket)).toEqual(['bucket', 'bucket']);
	expect(await Promise.all(both.map(async ({ run }) => await run()))).toEqual([ANSWERED, ANSWERED]);
	expect(await shared.share(ADA, call).run()).toEqual(ANSWERED);
	expect(asked()).toBe(1);
	await shared.share(BEN, call).run();
	expect(asked()).toBe(2);
});

test('what one item alone asks is not kept for another', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	for (let times = 0; times < 2; times++) await shared.share(BEN, call).run();
	expect(asked()).toBe(2);
});

test('the pages of a list are told apart', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	for (const page of ['0', '12', '0']) await shared.share(ADA, call, page).run();
	expect(asked()).toBe(2);
});

test('what was limited is asked again', async () => {
	const shared = reads({}, true);
	const { call, asked } = provider(LIMITED, ANSWERED);
	expect(await shared.share(ADA, call).run()).toEqual(LIMITED);
	expect(await shared.share(ADA, call).run()).toEqual(ANSWERED);
	expect(asked()).toBe(2);
});

test('what failed stays so for the run, and is asked again in the next try', async () => {
	const stored: IDataObject = {};
	const { call, asked } = provider(FAILED, ANSWERED);
	const first = reads(stored, true);
	expect(await first.share(ADA, call).run()).toEqual(FAILED);
	expect(await first.share(ADA, call).run()).toEqual(FAILED);
	expect(asked()).toBe(1);
	expect(await reads(stored, true).share(ADA, call).run()).toEqual(ANSWERED);
	expect(asked()).toBe(2);
});

describe('what was answered', () => {
	const stored: IDataObject = {};
	beforeAll(async () => await reads(stored, true).share(ADA, provider().call).run());

	test('is had in the next try without a request, as it was', async () => {
		const { call, asked } = provider();
		const later = reads(JSON.parse(JSON.stringify(stored)) as IDataObject, true);
		expect(await later.share(ADA, call).run()).toEqual(ANSWERED);
		expect(asked()).toBe(0);
	});

	test.each([
		['for another person', BEN, true, {}],
		['in another round of a loop', ADA, true, { run: 1 }],
		['in an execution that was retried', ADA, true, { execution: '2' }],
		['where n8n does not try again', ADA, false, {}],
	])('is asked for again %s', async (_case, task, keepsReads, where) => {
		const { call, asked } = provider();
		await reads(structuredClone(stored), keepsReads, where).share(task, call).run();
		expect(asked()).toBe(1);
	});
});

test('nothing is kept where n8n does not try again', async () => {
	const stored: IDataObject = {};
	await reads(stored, false).share(ADA, provider().call).run();
	expect(JSON.stringify(stored)).not.toContain('ada');
});

test('an answer is kept without its body where no item needs that, and with it where one does', async () => {
	const stored: IDataObject = {};
	const shared = reads(stored, true);
	await shared.share(BEN, provider().call).run();
	expect(JSON.stringify(stored)).not.toContain('connected":true');
	const { call, asked } = provider();
	expect(await reads(stored, true).share(BEN, call).run()).toEqual({ ...ANSWERED, body: null });
	expect(asked()).toBe(0);
	const both = reads(stored, true);
	both.expect([BEN, { ...BEN, needsBody: true }]);
	expect(await both.share(BEN, call).run()).toEqual(ANSWERED);
	expect(asked()).toBe(1);
	expect(JSON.stringify(stored)).toContain('connected":true');
});
