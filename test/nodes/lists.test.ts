import type { IDataObject } from 'n8n-workflow';
import type * as Workflow from 'n8n-workflow';
import nock from 'nock';
import { CREDENTIALS } from '../harness/exchange';
import { runNode, type NodeRun } from '../harness/run-node';
import { NOW, stopClock, withoutNetwork } from '../harness/simulated';

/** Time passes only while a node waits. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof Workflow>('n8n-workflow'),
	sleep: async (ms: number) => {
		jest.setSystemTime(Date.now() + ms);
	},
}));

withoutNetwork();
beforeEach(() => stopClock());

const BASE = 'https://api.connectsafely.ai/linkedin';
const LINKEDIN = 'https://www.linkedin.com';
const PAGE = 10;

/** Invitations by their number: the first is the newest. */
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

/** ConnectSafely's list of sent invitations. Answers what the function makes of each `startIndex`; tells what was asked. */
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

describe('where a list ends', () => {
	test.each<[string, IDataObject, number, number[]]>([
		['at its limit, within a page', { limit: 3 }, 3, [0]],
		['at its limit, on a page’s edge', { limit: 20 }, 20, [0, 10]],
		['at the usual limit of 50', {}, 50, [0, 10, 20, 30, 40]],
		['at an empty page', { returnAll: true }, 57, [0, 10, 20, 30, 40, 50, 57]],
	])('%s', async (_name, parameters, count, pages) => {
		const asked = serveAll(57);
		const { success, rateLimited } = await list(parameters);
		expect(ids(success)).toEqual(numbers(0, count));
		expect(rateLimited).toEqual([]);
		expect(asked).toEqual(pages);
	});

	test('at a page that repeats', async () => {
		const asked = serve(() => ({ body: { invitations: rows(0, 10) } }));
		const { success } = await list({ returnAll: true });
		expect(ids(success)).toEqual(numbers(0, 10));
		expect(asked).toEqual([0, 10]);
	});

	test('a list of none has no rows, and no limited item', async () => {
		serveAll(0);
		const { outputs, failure } = await list({ returnAll: true });
		expect(failure).toBeUndefined();
		expect(outputs).toEqual([[], []]);
	});

	test('a row that moved to the next page while reading leaves once', async () => {
		serve((at) => ({ body: { invitations: at === 0 ? rows(0, 10) : rows(at - 1, 25) } }));
		const { success } = await list({ returnAll: true });
		expect(ids(success)).toEqual(numbers(0, 25));
	});
});

test('ids beyond 2^53 keep their digits, whether they stand as text or as a number', async () => {
	serve((at) => ({
		body:
			at === 0
				? '{"invitations":[{"invitationId":7329176687475109889},{"invitationId":"7329176687475109891"}]}'
				: { invitations: [] },
	}));
	const { success } = await list({ returnAll: true, simplify: false });
	expect(ids(success)).toEqual(['7329176687475109889', '7329176687475109891']);
});

describe('a limit half-way', () => {
	const servedTo = (end: number) =>
		serve((at) =>
			at >= end ? limited : { body: { invitations: rows(at, Math.min(at + PAGE, 57)) } },
		);

	test('gives the rows so far, and one limited item that says where to go on', async () => {
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

	test('with a Limit says how many are still wanted', async () => {
		servedTo(20);
		const { success, rateLimited } = await list({ limit: 33 });
		expect(success).toHaveLength(20);
		expect(rateLimited[0]?.rateLimit).toMatchObject({
			continueFrom: { start: 20, remaining: 13 },
		});
	});

	test('the item that comes back when the limit is over brings the rest', async () => {
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

	test.each<[string, IDataObject]>([
		['of another operation', { operation: 'invitation.send' }],
		['of another account', { accountId: 'acc_2' }],
		['of another direction', { continueFrom: { start: 20, remaining: null, fields: {} } }],
		['that says nothing of a place', { continueFrom: undefined }],
		['whose place is none', { continueFrom: { start: -1, remaining: 0, fields: {} } }],
	])('an item %s begins at the beginning', async (_name, other) => {
		servedTo(20);
		const { rateLimited } = await list({ returnAll: true });
		nock.cleanAll();
		jest.setSystemTime(NOW + 31_000);
		const asked = serveAll(5);
		const [{ rateLimit, ...item } = {}] = rateLimited;
		await list(
			{ returnAll: true },
			{ items: [{ ...item, rateLimit: { ...(rateLimit as IDataObject), ...other } }] },
		);
		expect(asked[0]).toBe(0);
	});

	test('is waited for where the options say so', async () => {
		const asked = serve((at, request) =>
			request === 2 ? limited : { body: { invitations: rows(at, Math.min(at + PAGE, 15)) } },
		);
		const { success, rateLimited } = await list({
			returnAll: true,
			options: { onRateLimit: 'wait', maxWaitSeconds: 30 },
		});
		expect(ids(success)).toEqual(numbers(0, 15));
		expect(rateLimited).toEqual([]);
		expect(asked).toEqual([0, 10, 10, 15]);
	});

	test('before the first row leaves one limited item alone, tried once for all', async () => {
		const asked = servedTo(0);
		const { success, rateLimited } = await list({}, { items: [{ a: 1 }, { a: 2 }] });
		expect(success).toEqual([]);
		expect(rateLimited.map(({ a }) => a)).toEqual([1, 2]);
		expect(asked).toEqual([0]);
	});

	test('as a tool leaves rows and limit on the one output', async () => {
		servedTo(10);
		const { outputs } = await list({ returnAll: true }, { asTool: true });
		expect(outputs).toHaveLength(1);
		expect(ids((outputs[0] ?? []).map(({ json }) => json)).slice(0, 10)).toEqual(numbers(0, 10));
		expect(outputs[0]?.[10]?.json).toMatchObject({
			outcome: 'rate_limited',
			rateLimit: { continueFrom: { start: 10 } },
		});
	});

	test('a loop without a Wait ends with a message that names it', async () => {
		servedTo(10);
		const { rounds, failure } = await list({ returnAll: true }, { loop: true });
		expect(rounds[0]?.map((output) => output.length)).toEqual([10, 1]);
		expect(failure?.description).toContain('Wait node');
	});
});

describe('several items', () => {
	test('that ask for the same list share its pages, and each has its rows', async () => {
		const asked = serveAll(15);
		const { outputs } = await list({ returnAll: true }, { items: [{}, {}] });
		expect(asked).toEqual([0, 10, 15]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			...Array(15).fill({ item: 0 }),
			...Array(15).fill({ item: 1 }),
		]);
	});

	test('rows stand above the input’s fields where that is asked for', async () => {
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
});

describe('a failure half-way', () => {
	const broken = () =>
		serve((at) =>
			at >= 10
				? { status: 502, body: { error: 'No answer', code: 'INVITATIONS_UNAVAILABLE' } }
				: { body: { invitations: rows(at, at + PAGE) } },
		);

	test('stops the workflow', async () => {
		broken();
		const { failure } = await list({ returnAll: true });
		expect(failure?.message).toContain('No answer');
	});

	test('is the item’s, and no rows of half a list leave', async () => {
		broken();
		const { outputs } = await list(
			{ returnAll: true },
			{ items: [{ a: 1 }], settings: { onError: 'continueErrorOutput' } },
		);
		expect(outputs.map((output) => output.length)).toEqual([0, 0, 1]);
		expect(outputs[2]?.[0]?.json).toMatchObject({ a: 1 });
	});

	test('tried again pays for no page twice', async () => {
		const asked = serve((at, request) =>
			request === 2
				? { status: 502, body: { error: 'No answer' } }
				: { body: { invitations: rows(at, Math.min(at + PAGE, 15)) } },
		);
		const { success } = await list(
			{ returnAll: true },
			{ settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 } },
		);
		expect(ids(success)).toEqual(numbers(0, 15));
		expect(asked).toEqual([0, 10, 10, 15]);
	});
});

test('rows that are none say which', async () => {
	serve(() => ({ body: { invitations: [{ invitationId: '1' }, 'x'] } }));
	const { failure } = await list({});
	expect(failure?.message).toBe(
		"ConnectSafely sent something unexpected in the field 'invitations.1' of its answer",
	);
});

test('hidden members of a network are listed one by one, and a list that repeats for ever ends', async () => {
	const hidden = {
		firstName: 'LinkedIn',
		lastName: 'Member',
		profileUrl: `${LINKEDIN}/in/UNKNOWN`,
	};
	const network = [{ vanityName: 'ann' }, hidden, { ...hidden, headline: 'CFO' }, hidden];
	const asked: number[] = [];
	nock(BASE)
		.persist()
		.get('/connections')
		.query(true)
		.reply((uri) => {
			asked.push(Number(new URL(uri, BASE).searchParams.get('startIndex')));
			return [200, { success: true, connections: network }];
		});
	const { success } = await list({ resource: 'connection', returnAll: true });
	expect(success).toMatchObject(network);
	expect(success).toHaveLength(network.length);
	expect(asked).toEqual([0, 4]);
});
