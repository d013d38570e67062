import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { failedWith } from '../../nodes/outreach/operations/result';
import { activeLimitOf, NO_RATE_LIMIT_INFO, type RateLimitInfo } from '../../nodes/outreach/limits/limits';
import { Leavings } from '../../nodes/outreach/run/leavings';
import { ExecutionMemory } from '../../nodes/outreach/tasks/execution-memory';
import type { Presentable } from '../../nodes/outreach/tasks/task';
import { at } from './fakes';
import { listTask, readTask, sendTask } from './tasks';

const NOW = at('2024-01-15T10:30:00.000Z');
const RETRY_AT = '2024-01-22T00:00:00.000Z';
const WEEK: RateLimitInfo = { ...NO_RATE_LIMIT_INFO, scope: 'week', limit: 90, used: 90, remaining: 0 };
const HOLD = activeLimitOf({ ...WEEK, resetAt: at(RETRY_AT) }, NOW);
const LIMITED = { kind: 'limited', hold: HOLD, tried: null } as const;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** Shows what it was given, as one row. */
const present = (given: Presentable) => [given as unknown as IDataObject];

/** One round of a loop, on what n8n keeps for the execution. */
function round(
	stored: IDataObject,
	run: number,
	{ items = [{}], asTool = false }: { items?: IDataObject[]; asTool?: boolean } = {},
) {
	const memory = new ExecutionMemory({
		getExecutionId: () => '1',
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
	} as unknown as IExecuteFunctions);
	return new Leavings(
		memory,
		items.map((json) => ({ json })),
		asTool,
	);
}

describe('an answer', () => {
	const answer = { kind: 'answered', body: { raw: 1 }, status: 200 } as const;
	const report = { outcome: 'connected' };

	test('leaves on Success, with its body and what it said of limits', () => {
		const settled = { ...answer, value: { accountId: 'acc_2', report }, reading: WEEK };
		expect(round({}, 0).of(readTask({ present }), settled)).toEqual({
			kind: 'success',
			rows: [
				{
					report,
					accountId: 'acc_2',
					body: { raw: 1 },
					rateLimit: expect.objectContaining({ accountId: 'acc_2', used: 90, httpStatus: 200 }),
				},
			],
		});
	});

	test('that names no account is that of the account asked, and says nothing of limits unasked', () => {
		const subject = { ...readTask().subject, accountId: 'acc_1' };
		const settled = { ...answer, value: { accountId: null, report }, reading: null };
		expect(round({}, 0).of(readTask({ present, subject }), settled)).toMatchObject({
			rows: [{ accountId: 'acc_1', rateLimit: null }],
		});
	});
});

test.each([
	[true, { binary: {} }],
	[false, {}],
])('an item’s files go along with its fields (%s)', (includeInputFields, files) => {
	const memory = new ExecutionMemory({
		getExecutionId: () => '1',
		getContext: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
	} as unknown as IExecuteFunctions);
	const leavings = new Leavings(memory, [{ json: {}, binary: {} }], false);
	const settled = {
		kind: 'answered',
		body: null,
		status: 200,
		value: { accountId: null, report: {} },
		reading: null,
	} as const;
	const leaving = leavings.of(readTask({}, { includeInputFields }), settled);
	expect(leaving).toEqual({ kind: 'success', rows: [], ...files });
});

test('a failure leaves as it is', () => {
	const failure = { source: 'provider', message: 'No', description: 'Ask again.' } as const;
	expect(round({}, 0).of(readTask(), { kind: 'failed', failure })).toEqual({
		kind: 'failed',
		failure,
	});
	expect(round({}, 0).ofList(listTask(), failedWith(failure))).toMatchObject({ failure });
});

describe('a list', () => {
	const rows = [{ key: '1', fields: { name: 'Ada' } }];
	const rest = { hold: HOLD, tried: null, place: { start: 10, remaining: 5, fields: {} } };

	test('read to its end leaves on Success, also where it is empty', () => {
		const listed = { kind: 'listed', rows, rest: null } as const;
		expect(round({}, 0).ofList(listTask({ present }), listed)).toEqual({
			kind: 'success',
			rows: [{ report: rows, accountId: null, body: null, rateLimit: null }],
		});
		expect(round({}, 0).ofList(listTask(), { ...listed, rows: [] })).toEqual({
			kind: 'success',
			rows: [],
		});
	});

	test('broken off leaves the rows so far, and where to go on', () => {
		const broken = round({}, 0).ofList(listTask({ present }), { kind: 'listed', rows, rest });
		expect(broken).toMatchObject({
			kind: 'partly',
			rows: [{ report: rows }],
			rateLimit: { retryAt: RETRY_AT, continueFrom: rest.place },
		});
	});

	test('of which nothing could be read is limited, and no more', () => {
		const none = round({}, 0).ofList(listTask({ present }), { kind: 'listed', rows: [], rest });
		expect(none).toEqual({
			kind: 'limited',
			rateLimit: expect.objectContaining({ retryAt: RETRY_AT, continueFrom: rest.place }),
		});
	});
});

describe('a limited item that is back', () => {
	const send = sendTask({}, {});
	const left = (task = send) => {
		const stored: IDataObject = {};
		expect(round(stored, 0).of(task, LIMITED)).toMatchObject({
			kind: 'limited',
			rateLimit: { retryAt: RETRY_AT, attempted: false },
		});
		return stored;
	};

	const given = (more: IDataObject = {}) => ({
		rateLimit: { ...send.subject, retryAt: RETRY_AT, ...more },
	});

	test('too soon fails, and says when it may come back', () => {
		const failure = round(left(), 1, { items: [given()] }).failureOfLoop(send);
		expect(failure?.source).toBe('workflow');
		expect(failure?.message).toContain(RETRY_AT);
	});

	test.each([
		['in another try of the same round', 0, {}],
		['as an agent asks for it', 1, { asTool: true }],
	])('%s does not', (_case, run, more) => {
		expect(round(left(), run, { items: [given()], ...more }).failureOfLoop(send)).toBeNull();
	});

	test.each([
		['a timer’s slack before its time', 50, null],
		['earlier than that', 51, expect.anything()],
	])('%s', (_case, early, failure) => {
		const stored = left();
		jest.setSystemTime(at(RETRY_AT) - early);
		expect(round(stored, 1, { items: [given()] }).failureOfLoop(send)).toEqual(failure);
	});

	test.each([
		['another person', sendTask({ personKey: 'connectSafely|ben' })],
		['another account', sendTask({ accountKey: 'connectSafely|key|acc_2' })],
		[
			'another operation',
			sendTask({ subject: { ...send.subject, operation: 'withdrawInvitation' } }),
		],
	])('is not %s', (_case, task) => {
		expect(round(left(), 1, { items: [given()] }).failureOfLoop(task)).toBeNull();
	});

	test.each<[string, IDataObject[]]>([
		['another item for the same person', [{ a: 1 }]],
		['one that another node held back', [given({ provider: 'seleqt' })]],
		['one of another operation', [given({ operation: 'getAccountStatus' })]],
		['one of another account', [given({ accountId: 'acc_9' })]],
		['one whose limit is something else', [{ rateLimit: 'gone' }]],
		['one that is not there', []],
	])('is not %s', (_case, items) => {
		expect(round(left(), 1, { items }).failureOfLoop(send)).toBeNull();
	});

	test('is known among repeats of the person', () => {
		const stored = left();
		expect(round(stored, 1).of(send, LIMITED)).toMatchObject({ kind: 'limited' });
		expect(round(stored, 2, { items: [given()] }).failureOfLoop(send)).not.toBeNull();
	});

	test('of a list is known by the list', () => {
		const stored: IDataObject = {};
		const rest = { hold: HOLD, tried: null, place: { start: 0, remaining: null, fields: {} } };
		round(stored, 0).ofList(listTask(), { kind: 'listed', rows: [], rest });
		const items = [{ rateLimit: { ...listTask().subject, retryAt: RETRY_AT } }];
		expect(round(stored, 1, { items }).failureOfLoop(listTask())).not.toBeNull();
		expect(round(stored, 1, { items }).failureOfLoop(listTask({ readKey: 'another' }))).toBeNull();
	});
});
