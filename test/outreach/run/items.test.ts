import { NodeOperationError, type INodeExecutionData } from 'n8n-workflow';
import {
	NO_RATE_LIMIT_INFO,
	activeLimitOf,
	describeActiveLimit,
} from '../../../nodes/outreach/limits/limits';
import { inputFields, leave, remainingOf, type Leaving } from '../../../nodes/outreach/run/items';
import { rateLimitSchema } from '../../../nodes/outreach/base/vocabulary';
import { at } from '../fakes';

const rateLimit = describeActiveLimit(
	{ provider: 'sendPilot', operation: 'sendConnection', accountId: 'sender_1' },
	activeLimitOf(
		{ ...NO_RATE_LIMIT_INFO, scope: 'day', message: 'Daily limit reached.' },
		at('2094-01-15T10:30:00Z'),
	),
	{ httpStatus: 429 },
	at('2094-01-15T10:30:00Z'),
);
const success = (...names: string[]): Leaving => ({
	kind: 'success',
	rows: names.map((name) => ({ name })),
});
const limited: Leaving = { kind: 'limited', rateLimit };
const failed: Leaving = {
	kind: 'failed',
	failure: {
		source: 'provider',
		message: 'SendPilot answered: Forbidden',
		description: 'Add the scope.',
		httpStatus: 403,
		code: 'FORBIDDEN',
	},
};
const items: INodeExecutionData[] = [0, 1, 2, 3].map((id) => ({
	json: { id },
	pairedItem: { item: 9 - id },
}));

test('each item leaves once, in order, paired with where it came from', () => {
	expect(leave(items, [limited, success('b'), failed, limited], false)).toEqual([
		[
			{ json: { name: 'b' }, pairedItem: { item: 1 } },
			{
				json: {
					error: 'SendPilot answered: Forbidden',
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

const KINDS = [success('x'), limited, failed];
const combinations = KINDS.flatMap((a) => KINDS.flatMap((b) => KINDS.map((c) => [a, b, c])));

test.each(combinations.map((leavings) => [leavings.map(({ kind }) => kind).join(', '), leavings]))(
	'nothing is lost or doubled: %s',
	(_kinds, leavings) => {
		for (const asTool of [false, true]) {
			const outputs = leave(items.slice(0, 3), leavings as Leaving[], asTool);
			const pairs = outputs.map((output) => output.map(({ pairedItem }) => pairedItem));
			expect(pairs.flat()).toHaveLength(3);
			expect(pairs.flat()).toEqual(expect.arrayContaining([{ item: 0 }, { item: 1 }, { item: 2 }]));
			for (const output of outputs) {
				const order = output.map(({ pairedItem }) => (pairedItem as { item: number }).item);
				expect(order).toEqual([...order].sort());
			}
		}
	},
);

describe('a list that a limit broke off', () => {
	const partly: Leaving = { kind: 'partly', rows: [{ name: 'a' }, { name: 'b' }], rateLimit };

	test('leaves its rows on Success, and its item on Rate Limited', () => {
		expect(leave(items.slice(0, 1), [partly], false)).toEqual([
			[
				{ json: { name: 'a' }, pairedItem: { item: 0 } },
				{ json: { name: 'b' }, pairedItem: { item: 0 } },
			],
			[{ json: { id: 0, rateLimit }, pairedItem: { item: 0 } }],
		]);
	});

	test('leaves as a tool’s rows, and then its outcome', () => {
		expect(leave(items.slice(0, 1), [partly], true)).toMatchObject([
			[{ json: { name: 'a' } }, { json: { name: 'b' } }, { json: { outcome: 'rate_limited' } }],
		]);
	});
});

test('several rows of one item are each paired with it', () => {
	expect(leave(items.slice(0, 2), [success('a', 'b'), success()], false)).toEqual([
		[
			{ json: { name: 'a' }, pairedItem: { item: 0 } },
			{ json: { name: 'b' }, pairedItem: { item: 0 } },
		],
		[],
	]);
});

test('a limited item keeps its fields and files, and what an earlier round said is replaced', () => {
	const binary = { data: { data: 'AA==', mimeType: 'text/plain' } };
	const json = { id: 1, note: 'Hi', rateLimit: { retryAt: 'long ago' } };
	expect(leave([{ json, binary }], [limited], false)).toEqual([
		[],
		[{ json: { id: 1, note: 'Hi', rateLimit }, binary, pairedItem: { item: 0 } }],
	]);
	expect(json.rateLimit).toEqual({ retryAt: 'long ago' });
});

test('a tool has one output, where a limited item tells its outcome', () => {
	expect(leave(items.slice(0, 2), [limited, success('b')], true)).toEqual([
		[
			{
				json: {
					provider: 'sendPilot',
					operation: 'sendConnection',
					outcome: 'rate_limited',
					accountId: 'sender_1',
					message: 'Daily limit reached. Do not try again before 2094-01-16T00:00:00.000Z.',
					rateLimit,
				},
				pairedItem: { item: 0 },
			},
			{ json: { name: 'b' }, pairedItem: { item: 1 } },
		],
	]);
});

test('a failed item carries no fields beside those n8n knows it by', () => {
	const plain: Leaving = {
		kind: 'failed',
		failure: { source: 'workflow', message: 'Profile is empty', description: 'Paste one.' },
	};
	const [[item]] = leave(items.slice(0, 1), [plain], false) as [INodeExecutionData[]];
	expect(item?.json).toEqual({
		error: 'Profile is empty',
		message: 'Paste one.',
		details: { itemIndex: 0 },
	});
});

test('on its way to the error output it carries two only, which n8n before 2.34 knows it by', () => {
	const refused: Leaving = {
		kind: 'failed',
		failure: {
			source: 'provider',
			message: 'No such person',
			description: 'Look.',
			httpStatus: 404,
		},
	};
	const [[item]] = leave(items.slice(0, 1), [refused], false, true) as [INodeExecutionData[]];
	expect(item?.json).toEqual({
		error: 'No such person',
		message: 'Look. [item 0, HTTP status 404]',
	});
});

test('a success has no top-level error, which n8n would take for a failure', () => {
	const rows = [{ a: 1, error: 'x', b: null }, { nested: { error: 'x' } }];
	const [leaving] = leave([{ json: {} }], [{ kind: 'success', rows }], false);
	expect(leaving?.map(({ json }) => json)).toEqual([{ a: 1, b: null }, { nested: { error: 'x' } }]);
});

test('a limited item leaves without the error of an earlier node', () => {
	const node = { id: 'n', name: 'N', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };
	const error = new NodeOperationError({ ...node, position: [0, 0] }, 'upstream');
	const [, leaving] = leave([{ json: { a: 1 }, error }], [limited], false);
	expect(leaving).toEqual([{ json: { a: 1, rateLimit }, pairedItem: { item: 0 } }]);
});

test('a moment that passed while the run went on is now', () => {
	const past = { ...rateLimit, retryAt: '2024-01-16T00:00:00.000Z' };
	const before = Date.now();
	const [, leaving] = leave([{ json: {} }], [{ kind: 'limited', rateLimit: past }], false);
	const { retryAt } = rateLimitSchema.parse(leaving?.[0]?.json.rateLimit);
	expect(Date.parse(retryAt)).toBeGreaterThanOrEqual(before);
});

test('the input’s fields are kept, but for what an earlier round said of a limit', () => {
	expect(inputFields({ a: 1, rateLimit: {} })).toEqual({ a: 1 });
	expect(inputFields(undefined)).toEqual({});
});

test('the rows of an item have its files where these are to go along', () => {
	const binary = { file: { data: 'AA==', mimeType: 'text/plain' } };
	const rows = [{ a: 1 }, { a: 2 }];
	const [withFiles, without] = [{ binary }, {}].map(
		(files) => leave([{ json: {}, binary }], [{ kind: 'success', rows, ...files }], false)[0],
	);
	expect(withFiles).toEqual(rows.map((json) => ({ json, binary, pairedItem: { item: 0 } })));
	expect(without).toEqual(rows.map((json) => ({ json, pairedItem: { item: 0 } })));
});

test.each([
	['of the limit that the call counts against', { action: 'Connect', remaining: 4 }, 4],
	['of a limit without a name', { action: null, remaining: 4 }, 4],
	['of another limit', { action: 'message', remaining: 4 }, null],
	['of nothing', { action: 'connect', remaining: null }, null],
])('what remains is told where the provider speaks %s', (_of, said, expected) => {
	expect(remainingOf({ rateLimit: { ...rateLimit, ...said } }, 'connect')).toBe(expected);
	expect(remainingOf({ rateLimit: null }, 'connect')).toBeNull();
});
