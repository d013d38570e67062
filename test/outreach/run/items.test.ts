import { NodeOperationError, type IDataObject, type INodeExecutionData } from 'n8n-workflow';
import { toDataObject } from '../../../nodes/outreach/base/objects';
import { rateLimitSchema } from '../../../nodes/outreach/base/vocabulary';
import {
	activeLimitOf,
	describeActiveLimit,
	NO_RATE_LIMIT_INFO,
} from '../../../nodes/outreach/limits/limits';
import { answeredWith, failedWith } from '../../../nodes/outreach/operations/result';
import {
	inputFields,
	ItemResults,
	remainingOf,
	toOutputs,
	type ItemResult,
} from '../../../nodes/outreach/run/items';
import { answered, FAILED, giftTask, listTask, memoryOf, readTask, type Given } from '../acme';
import { at } from '../fakes';

const NOW = at('2024-01-15T10:30:00.000Z');
const RETRY_AT = '2024-01-22T00:00:00.000Z';
const WEEK = { ...NO_RATE_LIMIT_INFO, scope: 'week', limit: 90, used: 90, remaining: 0 } as const;
const LIMIT = activeLimitOf({ ...WEEK, resetAt: at(RETRY_AT), message: 'Used up.' }, NOW);
const LIMITED = { kind: 'rateLimited', limit: LIMIT, httpStatus: null } as const;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

describe('Outputs', () => {
	const task = readTask();
	const rateLimit = describeActiveLimit(task.subject, LIMIT, null, NOW);
	const rows = (...names: string[]) => ({ rows: names.map((name) => ({ name })) });
	const success = (...names: string[]): ItemResult => answeredWith(rows(...names));
	const partly: ItemResult = answeredWith({ ...rows('a', 'b'), rest: rateLimit });
	const refused = failedWith({
		source: 'provider',
		message: 'Acme answered: Forbidden',
		description: 'Add the scope.',
		httpStatus: 403,
		code: 'FORBIDDEN',
	});
	const items: INodeExecutionData[] = [0, 1, 2, 3].map((id) => ({
		json: { id },
		pairedItem: { item: 9 - id },
	}));
	const outputsOf = (
		results: readonly ItemResult[],
		asTool = false,
		hasErrorOutput = false,
		given = items,
	) =>
		toOutputs(
			given.slice(0, results.length),
			results.map(() => task),
			results,
			asTool,
			hasErrorOutput,
		);

	test('The outputs have each item once, in order, paired with its input', () => {
		expect(outputsOf([LIMITED, success('b'), refused, LIMITED])).toEqual([
			[
				{ json: { name: 'b' }, pairedItem: { item: 1 } },
				{
					json: {
						error: 'Acme answered: Forbidden',
						message: 'Add the scope.',
						details: { itemIndex: 2, httpStatus: 403, code: 'FORBIDDEN' },
					},
					pairedItem: { item: 2 },
				},
			],
			[
				{ json: { id: 0, rateLimit }, pairedItem: { item: 0 } },
				{ json: { id: 3, rateLimit }, pairedItem: { item: 3 } },
			],
		]);
	});

	test('The outputs have each item once for any combination of results, as a tool or not', () => {
		const kinds = [success('x'), LIMITED, refused];
		const all = kinds.flatMap((a) => kinds.flatMap((b) => kinds.map((c) => [a, b, c])));
		for (const results of all) {
			for (const asTool of [false, true]) {
				const pairs = outputsOf(results, asTool).map((output) =>
					output.map(({ pairedItem }) => JSON.stringify(pairedItem)),
				);
				expect(pairs.flat().sort()).toEqual([0, 1, 2].map((item) => JSON.stringify({ item })));
				for (const order of pairs) expect(order).toEqual([...order].sort());
			}
		}
	});

	test('The rows of a list interrupted by a limit are on Success, and its item on Rate Limited', () => {
		const paired = rows('a', 'b').rows.map((json) => ({ json, pairedItem: { item: 0 } }));
		expect(outputsOf([partly])).toEqual([
			paired,
			[{ json: { id: 0, rateLimit }, pairedItem: { item: 0 } }],
		]);
		expect(outputsOf([partly], true)).toMatchObject([
			[...paired, { json: { outcome: 'rate_limited' } }],
		]);
		expect(outputsOf([success('a', 'b'), success()])).toEqual([paired, []]);
	});

	test('A limited item has its fields and files, and the new limit instead of an earlier round’s', () => {
		const binary = { data: { data: 'AA==', mimeType: 'text/plain' } };
		const json = { id: 1, note: 'Hi', rateLimit: { retryAt: 'long ago' } };
		expect(outputsOf([LIMITED], false, false, [{ json, binary }])).toEqual([
			[],
			[{ json: { id: 1, note: 'Hi', rateLimit }, binary, pairedItem: { item: 0 } }],
		]);
		expect(json.rateLimit).toEqual({ retryAt: 'long ago' });
	});

	test('A tool has one output, on which a limited item reports its outcome', () => {
		expect(outputsOf([LIMITED, success('b')], true)).toEqual([
			[
				{
					json: {
						provider: 'acme',
						operation: 'getConnectionStatus',
						outcome: 'rate_limited',
						accountId: 'acc_1',
						message: `Used up. Do not try again before ${RETRY_AT}.`,
						rateLimit,
					},
					pairedItem: { item: 0 },
				},
				{ json: { name: 'b' }, pairedItem: { item: 1 } },
			],
		]);
	});

	test.each<[string, ItemResult, boolean, object]>([
		[
			'no fields beside those that n8n knows it by',
			FAILED,
			false,
			{ error: 'No', message: 'Ask again.', details: { itemIndex: 0 } },
		],
		// n8n before 2.34 recognises it only with exactly two fields.
		[
			'two fields on its way to the error output',
			refused,
			true,
			{
				error: 'Acme answered: Forbidden',
				message: 'Add the scope. [item 0, HTTP status 403, FORBIDDEN]',
			},
		],
	])('A failed item has %s', (_what, result, hasErrorOutput, json) => {
		expect(outputsOf([result], false, hasErrorOutput)[0]?.[0]?.json).toEqual(json);
	});

	test('A success or a limited item has no top-level error, which n8n would treat as a failure', () => {
		const both = answeredWith({
			rows: [{ a: 1, error: 'x', b: null }, { nested: { error: 'x' } }],
		});
		expect(outputsOf([both])[0]?.map(({ json }) => json)).toEqual([
			{ a: 1, b: null },
			{ nested: { error: 'x' } },
		]);
		const node = { id: 'n', name: 'N', type: 't', typeVersion: 1, parameters: {} };
		const error = new NodeOperationError({ ...node, position: [0, 0] }, 'upstream');
		expect(outputsOf([LIMITED], false, false, [{ json: { a: 1 }, error }])[1]).toEqual([
			{ json: { a: 1, rateLimit }, pairedItem: { item: 0 } },
		]);
	});

	test.each([LIMITED, partly])(
		'The outputs have no retry time that passed during the run',
		(result) => {
			jest.setSystemTime(at(RETRY_AT) + 1_000);
			const [, [item] = []] = outputsOf([result]);
			expect(rateLimitSchema.parse(item?.json.rateLimit).retryAt).toBe('2024-01-22T00:00:01.000Z');
		},
	);

	test('Each row has its item’s files if they are included', () => {
		const binary = { file: { data: 'AA==', mimeType: 'text/plain' } };
		const paired = rows('a', 'b').rows.map((json) => ({ json, pairedItem: { item: 0 } }));
		const outputs = (files: object) =>
			outputsOf([answeredWith({ ...rows('a', 'b'), ...files })], false, false, [
				{ json: {}, binary },
			]);
		expect(outputs({ binary })[0]).toEqual(paired.map((row) => ({ ...row, binary })));
		expect(outputs({})[0]).toEqual(paired);
	});
});

test('The input’s fields are kept, except the rateLimit of an earlier round', () => {
	expect(inputFields({ a: 1, rateLimit: {} })).toEqual({ a: 1 });
	expect(inputFields(undefined)).toEqual({});
});

test.each([
	['the limit that the call counts against', { action: 'Connect', remaining: 4 }, 4],
	['a limit without a name', { action: null, remaining: 4 }, 4],
	['another limit', { action: 'message', remaining: 4 }, null],
	['nothing', { action: 'connect', remaining: null }, null],
])('What remains is reported for %s', (_of, said, expected) => {
	const rateLimit = describeActiveLimit(readTask().subject, LIMIT, 429, NOW);
	expect(remainingOf({ rateLimit: { ...rateLimit, ...said } }, 'connect')).toBe(expected);
	expect(remainingOf({ rateLimit: null }, 'connect')).toBeNull();
});

/** Shows what it was given, as one row. */
const toRows: Given['toRows'] = (success) => [toDataObject(success)];

/** One round of a loop, on n8n's data of the execution. */
function round(
	stored: IDataObject,
	run: number,
	{ items = [{}], asTool = false }: { items?: IDataObject[]; asTool?: boolean } = {},
) {
	return new ItemResults(
		memoryOf(stored, { run }),
		items.map((json) => ({ json, binary: {} })),
		asTool,
	);
}
const plain = { options: { includeInputFields: false } };

describe('Results', () => {
	test('The result of an answer has its body and its limits, for the account that was used', () => {
		const result = answered(
			{ accountId: 'acc_2', report: { a: 1 } },
			{ body: { raw: 1 }, rateLimit: WEEK },
		);
		const row = {
			report: { a: 1 },
			accountId: 'acc_2',
			body: { raw: 1 },
			rateLimit: expect.objectContaining({
				accountId: 'acc_2',
				used: 90,
				httpStatus: 200,
			}) as unknown,
		};
		expect(round({}, 0).of(readTask(undefined, { toRows, ...plain }), result)).toEqual(
			answeredWith({ rows: [row] }),
		);
	});

	test('A result without an account is for the requested account, and has limits only on request', () => {
		const result = answeredWith({ accountId: null, report: {} });
		expect(round({}, 0).of(readTask(undefined, { toRows, ...plain }), result)).toEqual(
			answeredWith({ rows: [{ report: {}, accountId: 'acc_1', body: null, rateLimit: null }] }),
		);
	});

	test('A result has the item’s files if its fields are included', () => {
		const result = answeredWith({ accountId: null, report: {} });
		expect(round({}, 0).of(readTask(), result)).toMatchObject({ value: { binary: {} } });
		expect(round({}, 0).of(readTask(undefined, plain), result)).not.toHaveProperty('value.binary');
	});

	test('A failure or a limit is returned unchanged', () => {
		expect(round({}, 0).of(readTask(), FAILED)).toBe(FAILED);
		expect(round({}, 0).of(readTask(), LIMITED)).toBe(LIMITED);
		expect(round({}, 0).ofList(listTask(), FAILED)).toBe(FAILED);
	});

	test('The result of a list has its rows and, if a limit interrupted it, where and when to continue', () => {
		const rows = [{ key: '1', fields: { name: 'Ada' } }];
		const list = listTask(undefined, { toRows, ...plain });
		const row = { report: rows, accountId: 'acc_1', body: null, rateLimit: null };
		expect(round({}, 0).ofList(list, answeredWith({ rows, rest: null }))).toEqual(
			answeredWith({ rows: [row] }),
		);
		const cursor = { start: 10, remaining: 5, fields: {} };
		expect(
			round({}, 0).ofList(list, answeredWith({ rows, rest: { ...LIMITED, cursor } })),
		).toMatchObject({
			value: { rows: [row], rest: { retryAt: RETRY_AT, continueFrom: cursor } },
		});
	});
});

describe('Limited items that are looped back', () => {
	const gift = giftTask();
	const given = (more: IDataObject = {}) => ({
		rateLimit: { ...gift.subject, retryAt: RETRY_AT, ...more },
	});
	/** The stored data of a round that held the gift back. */
	const kept = () => {
		const stored: IDataObject = {};
		round(stored, 0).of(gift, LIMITED);
		return stored;
	};
	const failureOf = (run: number, more: Parameters<typeof round>[2], task = gift) =>
		round(kept(), run, more).failureOfLoop(task);

	test('A limited item looped back too soon fails, and the error says when to try again', () => {
		const failure = failureOf(1, { items: [given()] });
		expect(failure?.source).toBe('workflow');
		expect(failure?.message).toContain(RETRY_AT);
		// Also among repeats of the person.
		const stored = kept();
		round(stored, 1).of(gift, LIMITED);
		expect(round(stored, 2, { items: [given()] }).failureOfLoop(gift)).not.toBeNull();
	});

	test.each([
		['in another try of the same round', 0, {}],
		['as an agent asks for it', 1, { asTool: true }],
	])('A limited item %s does not fail', (_case, run, more) => {
		expect(failureOf(run, { items: [given()], ...more })).toBeNull();
	});

	test.each([
		['that is back 50 ms too early does not fail', 50, null],
		['that is back more than 50 ms too early fails', 51, expect.anything()],
	])('A limited item %s', (_case, early, failure) => {
		const stored = kept();
		jest.setSystemTime(at(RETRY_AT) - early);
		expect(round(stored, 1, { items: [given()] }).failureOfLoop(gift)).toEqual(failure);
	});

	test.each([
		['another person', giftTask({ person: 'ben-2' })],
		['another account', giftTask({ account: 'acc_2' })],
		['another operation', giftTask({ operation: 'withdrawInvitation' })],
	])('A limited item is not recognised as %s', (_case, task) => {
		const items = [{ rateLimit: { ...task.subject, retryAt: RETRY_AT } }];
		expect(failureOf(1, { items }, task)).toBeNull();
	});

	test.each<[string, IDataObject[]]>([
		['another item for the same person', [{ a: 1 }]],
		['an item that another node held back', [given({ provider: 'other' })]],
		['an item of another operation', [given({ operation: 'getAccountStatus' })]],
		['an item of another account', [given({ accountId: 'acc_9' })]],
		['an item whose rateLimit is something else', [{ rateLimit: 'gone' }]],
		['an item whose retryAt is unreadable', [given({ retryAt: 'soon' })]],
		['a missing item', []],
	])('A limited item is not recognised in %s', (_case, items) => {
		expect(failureOf(1, { items })).toBeNull();
	});

	test.each([FAILED, answeredWith({ accountId: null, report: {} })])(
		'An item that was not limited before does not fail (%j)',
		(result) => {
			const stored: IDataObject = {};
			round(stored, 0).of(gift, result);
			expect(round(stored, 1, { items: [given()] }).failureOfLoop(gift)).toBeNull();
		},
	);

	test('A limited item of a list is recognised by its list', () => {
		const stored: IDataObject = {};
		const cursor = { start: 0, remaining: null, fields: {} };
		round(stored, 0).ofList(listTask(), answeredWith({ rows: [], rest: { ...LIMITED, cursor } }));
		const items = [{ rateLimit: { ...listTask().subject, retryAt: RETRY_AT } }];
		expect(round(stored, 1, { items }).failureOfLoop(listTask())).not.toBeNull();
		const other = listTask(undefined, { size: 7 });
		expect(round(stored, 1, { items }).failureOfLoop(other)).toBeNull();
	});
});
