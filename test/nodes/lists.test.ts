import type { IDataObject } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import nock from 'nock';
import { CREDENTIALS } from '../harness/exchange';
import { runNode, type NodeRun } from '../harness/run-node';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

/** Time only passes while a node waits. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		jest.setSystemTime(Date.now() + ms);
	},
}));

withoutNetwork();
beforeEach(() => stopClock());

const BASE = 'https://api.connectsafely.ai/linkedin';
const PAGE = 10;

/** Invitations by number; the first is the newest. */
const row = (index: number) => ({ invitationId: String(index), sentAt: '2 days ago' });
const rows = (from: number, to: number) =>
	Array.from({ length: Math.max(0, to - from) }, (_, index) => row(from + index));
const ids = (items: readonly IDataObject[]) => items.map(({ invitationId }) => invitationId);
const numbers = (from: number, to: number) => ids(rows(from, to));

interface Reply {
	readonly status?: number;
	readonly body: unknown;
	readonly headers?: Record<string, string>;
}
const limited = { status: 429, body: { error: 'Slow down' }, headers: { 'Retry-After': '30' } };

/**
 * ConnectSafely's list of sent invitations. Responds with the function's result for each `startIndex`; returns the
 * requests.
 */
function serve(answer: (startIndex: number, request: number) => Reply): number[] {
	const asked: number[] = [];
	nock(BASE)
		.persist()
		.get('/invitations/sent')
		.query(true)
		.reply((uri) => {
			const startIndex = Number(new URL(uri, BASE).searchParams.get('startIndex'));
			asked.push(startIndex);
			const { status = 200, body, headers = {} } = answer(startIndex, asked.length);
			return [status, body as nock.Body, headers];
		});
	return asked;
}
const serveAll = (count: number) =>
	serve((at) => ({ body: { invitations: rows(at, Math.min(at + PAGE, count)) } }));

const list = async (parameters: IDataObject, more: Partial<NodeRun> = {}) =>
	await runNode({
		node: 'connectSafely',
		parameters: { resource: 'invitation', operation: 'getMany', ...parameters },
		credentials: CREDENTIALS,
		...more,
	});

test.each<[string, IDataObject, number, number[]]>([
	['at its limit, within a page', { limit: 3 }, 3, [0]],
	['at its limit, on a page’s edge', { limit: 20 }, 20, [0, 10]],
	['at the usual limit of 50', {}, 50, [0, 10, 20, 30, 40]],
	['at an empty page', { returnAll: true }, 57, [0, 10, 20, 30, 40, 50, 57]],
])('A list ends correctly: %s', async (_name, parameters, count, pages) => {
	const asked = serveAll(57);
	const { success, rateLimited } = await list(parameters);
	expect(ids(success)).toEqual(numbers(0, count));
	expect(rateLimited).toEqual([]);
	expect(asked).toEqual(pages);
});

describe('Interrupted lists', () => {
	const servedTo = (end: number) =>
		serve((at) =>
			at >= end ? limited : { body: { invitations: rows(at, Math.min(at + PAGE, 57)) } },
		);

	test('A limit during a list returns the rows so far, and one limited item that says where to continue', async () => {
		const asked = servedTo(20);
		const { outputs, success, rateLimited } = await list(
			{ returnAll: true },
			{ items: [{ a: 1 }] },
		);
		expect(ids(success)).toEqual(numbers(0, 20));
		expect(asked).toEqual([0, 10, 20]);
		expect(rateLimited).toEqual([
			{
				a: 1,
				rateLimit: expect.objectContaining({
					operation: 'invitation.getMany',
					scope: 'minute',
					retryAfterSeconds: 30,
					retryAt: new Date(NOW + 30_000).toISOString(),
					attempted: true,
					httpStatus: 429,
					continueFrom: { start: 20, remaining: null, fields: { direction: 'sent' } },
				}),
			},
		]);
		expect(outputs.flat().map(({ pairedItem }) => pairedItem)).toEqual(Array(21).fill({ item: 0 }));
	});

	test('The limited item returns the rest of the list after the limit', async () => {
		servedTo(20);
		const first = await list({ limit: 33 });
		nock.cleanAll();
		jest.setSystemTime(NOW + 31_000);
		const asked = serveAll(57);
		const { success, rateLimited } = await list({ limit: 33 }, { items: first.rateLimited });
		expect(ids([...first.success, ...success])).toEqual(numbers(0, 33));
		expect(rateLimited).toEqual([]);
		expect(asked).toEqual([20, 30]);
	});
});

test('Rows override the input’s fields if these are included', async () => {
	serveAll(1);
	const options = { includeInputFields: true, includeProviderResponse: true };
	const { success } = await list(
		{ options },
		{ items: [{ mine: 1, invitationId: 'x', rateLimit: {}, error: 'of the input' }] },
	);
	expect(success).toEqual([
		expect.objectContaining({
			mine: 1,
			invitationId: '0',
			providerResponse: expect.objectContaining({ sentAt: '2 days ago' }),
		}),
	]);
	expect(success[0]).not.toHaveProperty('error');
	expect(success[0]).not.toHaveProperty('rateLimit');
});

const broken = () =>
	serve((at) =>
		at >= 10
			? { status: 502, body: { error: 'No answer', code: 'INVITATIONS_UNAVAILABLE' } }
			: { body: { invitations: rows(at, at + PAGE) } },
	);

test('A failure during a list fails the item, and returns no rows', async () => {
	broken();
	const { outputs } = await list(
		{ returnAll: true },
		{ items: [{ a: 1 }], settings: { onError: 'continueErrorOutput' } },
	);
	expect(outputs.map((output) => output.length)).toEqual([0, 0, 1]);
	expect(outputs[2]?.[0]?.json).toMatchObject({ a: 1 });
});
