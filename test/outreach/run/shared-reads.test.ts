import type { IDataObject } from 'n8n-workflow';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import { SharedReads } from '../../../nodes/outreach/run/shared-reads';
import type { TaskResult } from '../../../nodes/outreach/tasks/task';
import { answered, FAILED, limitedBy, memoryOf, REPORT, saved } from '../acme';

const RESPONSE = { status: 200, body: { connected: true }, rateLimit: NO_RATE_LIMIT_INFO };
const ANSWERED: TaskResult = answered({ accountId: null, report: REPORT }, RESPONSE);

/** Two items are about Ada and one about Ben. */
const ADA = { readKey: 'ada', needsBody: true };
const BEN = { readKey: 'ben' };

/** One try of the items, on n8n's data of the execution. */
function reads(
	stored: IDataObject,
	keepsReads: boolean,
	where: Parameters<typeof memoryOf>[1] = {},
) {
	const shared = new SharedReads(memoryOf(stored, where), keepsReads);
	shared.expect([ADA, BEN, ADA]);
	return shared;
}

/** Returns these answers in order, and counts the calls. */
function provider(...answers: TaskResult[]) {
	let asked = 0;
	const call = async () => answers[asked++] ?? ANSWERED;
	return { call, asked: () => asked };
}

test('Identical reads share one request, even after its response', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	const both = [shared.ask(ADA, call), shared.ask(ADA, call)];
	expect(await Promise.all(both)).toEqual([ANSWERED, ANSWERED]);
	expect(await shared.ask(ADA, call)).toEqual(ANSWERED);
	expect(asked()).toBe(1);
	await shared.ask(BEN, call);
	expect(asked()).toBe(2);
});

test('The answer for a single item is not kept for another', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	for (let times = 0; times < 2; times++) await shared.ask(BEN, call);
	expect(asked()).toBe(2);
});

test('The pages of a list are separate reads', async () => {
	const shared = reads({}, false);
	const { call, asked } = provider();
	for (const page of ['0', '12', '0']) await shared.ask(ADA, call, page);
	expect(asked()).toBe(2);
});

test('A limited read is requested again', async () => {
	const shared = reads({}, true);
	const { call, asked } = provider(limitedBy(), ANSWERED);
	expect(await shared.ask(ADA, call)).toMatchObject({ kind: 'rateLimited' });
	expect(await shared.ask(ADA, call)).toEqual(ANSWERED);
	expect(asked()).toBe(2);
});

test('A failed read stays failed during the run, and is requested again in the next try', async () => {
	const stored: IDataObject = {};
	const { call, asked } = provider(FAILED, ANSWERED);
	const first = reads(stored, true);
	expect(await first.ask(ADA, call)).toEqual(FAILED);
	expect(await first.ask(ADA, call)).toEqual(FAILED);
	expect(asked()).toBe(1);
	expect(await reads(stored, true).ask(ADA, call)).toEqual(ANSWERED);
	expect(asked()).toBe(2);
});

describe('Kept answers', () => {
	const stored: IDataObject = {};
	beforeAll(async () => await reads(stored, true).ask(ADA, provider().call));

	test('An answer is available in the next try without a request, unchanged', async () => {
		const { call, asked } = provider();
		const later = reads(saved(stored), true);
		expect(await later.ask(ADA, call)).toEqual(ANSWERED);
		expect(asked()).toBe(0);
	});

	test.each([
		['for another person', BEN, true, {}],
		['in another round of a loop', ADA, true, { run: 1 }],
		['in an execution that was retried', ADA, true, { executionId: '2' }],
		['if n8n does not try again', ADA, false, {}],
	])('An answer is requested again %s', async (_case, task, keepsReads, where) => {
		const { call, asked } = provider();
		await reads(structuredClone(stored), keepsReads, where).ask(task, call);
		expect(asked()).toBe(1);
	});
});

test('No answer is kept if n8n does not try again', async () => {
	const stored: IDataObject = {};
	await reads(stored, false).ask(ADA, provider().call);
	expect(JSON.stringify(stored)).not.toContain('ada');
});

test('An answer is kept without its body if no item needs it, and with it if one does', async () => {
	const stored: IDataObject = {};
	const shared = reads(stored, true);
	await shared.ask(BEN, provider().call);
	expect(JSON.stringify(stored)).not.toContain('connected":true');
	const { call, asked } = provider();
	expect(await reads(stored, true).ask(BEN, call)).toEqual({
		...ANSWERED,
		response: { ...RESPONSE, body: null },
	});
	expect(asked()).toBe(0);
	const both = reads(stored, true);
	both.expect([BEN, { ...BEN, needsBody: true }]);
	expect(await both.ask(BEN, call)).toEqual(ANSWERED);
	expect(asked()).toBe(1);
	expect(JSON.stringify(stored)).toContain('connected":true');
});
