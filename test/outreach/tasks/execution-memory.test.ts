import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../../nodes/outreach/base/errors';
import { NO_RATE_LIMIT_INFO } from '../../../nodes/outreach/limits/limits';
import {
	LARGEST_KEPT,
	MOST_KEPT,
	MOST_LIMITED,
	MOST_REFUSED,
} from '../../../nodes/outreach/tasks/execution-memory';
import { answeredWith } from '../../../nodes/outreach/operations/result';
import { answered, memoryOf as memoryIn, saved } from '../acme';

const ADA = 'invitation acme|in:ada';

/** What the node remembers in a round of an execution, or in its next try with the same stored context. */
const memoryOf = (
	stored: IDataObject,
	{ execution = '1', run = 0 as unknown, triesAgain = true } = {},
) => memoryIn(stored, { executionId: execution, run }, triesAgain);

/** For any record: other fields of the report than outcome and message are kept unchanged. */
const REPORT = { outcome: 'sent', message: null, invitationId: '7310081824666370001' };
const SENT = answered(
	{ accountId: 'acc_1', report: REPORT as unknown },
	{
		body: { success: true },
		rateLimit: { ...NO_RATE_LIMIT_INFO, scope: 'week', limit: 90, used: 4, remaining: 86 },
	},
);
const REFUSED: Failure = {
	source: 'provider',
	message: 'ConnectSafely refused',
	description: 'Look at the profile.',
	httpStatus: 422,
};

describe('Sends', () => {
	test('The next try finds a send that was begun, with an unknown result', () => {
		const stored: IDataObject = {};
		memoryOf(stored).intend(ADA, 3, 0);
		expect(memoryOf(saved(stored)).findSend(ADA)).toEqual({
			run: 0,
			item: 3,
			attemptedAt: 0,
			answered: null,
		});
		expect(memoryOf(saved(stored)).findSend('connectSafely|ben')).toBeNull();
	});

	test('The result of a send is found unchanged, even by another execution that took over the memory', () => {
		const stored: IDataObject = {};
		memoryOf(stored, { run: 2 }).keepSend(ADA, 3, SENT);
		const later = memoryOf(saved(stored), { execution: '2' });
		expect(later.findSend(ADA)).toMatchObject({ run: 2, item: 3, answered: SENT });
	});

	test.each([
		['of another form', 'yes', { run: -1, item: -1, answered: null }],
		[
			'whose answer is of another form',
			{ run: 0, item: 3, sent: { outcome: 'sent' } },
			{ run: 0, item: 3, answered: null },
		],
	])('A stored send %s counts as a send with an unknown result', (_which, record, found) => {
		expect(memoryOf({ sends: { [ADA]: record } }).findSend(ADA)).toMatchObject(found);
	});

	test('A report of another form and without a response is found unchanged', () => {
		const stored: IDataObject = {};
		const odd = answeredWith({ accountId: null, report: 'odd' });
		memoryOf(stored).keepSend(ADA, 3, odd);
		memoryOf(stored).keepRead('status', odd);
		const later = memoryOf(saved(stored));
		expect([later.findSend(ADA)?.item, later.findRead('status')]).toEqual([3, odd]);
		expect(later.findRead('status', true)).toBeNull();
	});

	test('A cleared send is not found', () => {
		const stored: IDataObject = {};
		const memory = memoryOf(stored);
		memory.intend(ADA, 3, 0);
		memory.clear(ADA);
		expect(memory.findSend(ADA)).toBeNull();
		expect(memoryOf(saved(stored)).findSend(ADA)).toBeNull();
	});
});

const refused: IDataObject = {};
memoryOf(refused, { execution: '7', run: 1 }).refuse(3, REFUSED);

test.each([
	['the next try', '7', 1, 3, REFUSED],
	['another item', '7', 1, 4, null],
	['another round of a loop', '7', 2, 3, null],
	['an execution that was retried', '8', 1, 3, null],
])(
	'A refusal is found only for the same execution, round and item: %s',
	(_case, execution, run, item, found) => {
		expect(memoryOf(saved(refused), { execution, run }).findRefusal(item)).toEqual(found);
	},
);

test.each(['workflow', 'database'] as const)(
	'A refusal with the source %s is found unchanged',
	(source) => {
		const stored: IDataObject = {};
		const failure: Failure = { source, message: 'No', description: 'Look.' };
		memoryOf(stored).refuse(3, failure);
		expect(memoryOf(saved(stored)).findRefusal(3)).toEqual(failure);
	},
);

test('An execution that was saved by an earlier version of the node is read', () => {
	const stored: IDataObject = {
		sends: { [ADA]: { run: 0, item: 3, sent: null } },
		refused: { '1 0 4': { ...REFUSED } },
		reads: {
			'1 0 status': {
				value: { accountId: 'acc_1', report: { outcome: 'connected' } },
				response: { status: 200, rateLimit: null },
			},
		},
		limited: { ben: { run: -1 } },
	};
	const memory = memoryOf(stored);
	expect(memory.findSend(ADA)?.item).toBe(3);
	expect(memory.findRefusal(4)).toEqual(REFUSED);
	expect(memory.findRead('status')?.value.accountId).toBe('acc_1');
	expect(memory.wasLimitedBefore('ben')).toBe(true);
});

const limited: IDataObject = {};
memoryOf(limited, { run: 1 }).rememberLimited(ADA);
// A repeat of the person in a later round does not remove the first one.
memoryOf(limited, { run: 4 }).rememberLimited(ADA);

test.each([
	['the next round', 2, ADA, true],
	['a later round', 5, ADA, true],
	['the next try of the same round', 1, ADA, false],
	['an earlier round', 0, ADA, false],
	['another item', 2, 'connectSafely|ben', false],
])('A limited item is recognised in a later round only: %s', (_case, run, subject, was) => {
	expect(memoryOf(saved(limited), { run }).wasLimitedBefore(subject)).toBe(was);
});

test.each<[string, unknown]>([
	['a word', 'sends'],
	['a list', [SENT]],
	['null', null],
	['a number', 7],
	['records of another kind', { [ADA]: { run: '1', item: 3, sent: null }, '1 0 3': 'no' }],
])('A context that holds %s is read as empty and can be written', (_case, odd) => {
	const stored = { sends: odd, refused: odd, limited: odd } as IDataObject;
	const memory = memoryOf(stored);
	expect(memory.findSend(ADA)).toBeNull();
	expect(memory.findRefusal(3)).toBeNull();
	expect(memory.wasLimitedBefore(ADA)).toBe(false);
	memory.keepSend(ADA, 3, SENT);
	memory.refuse(3, REFUSED);
	expect(memoryOf(saved(stored)).findSend(ADA)?.answered).toEqual(SENT);
	expect(memoryOf(saved(stored)).findRefusal(3)).toEqual(REFUSED);
});

test.each([
	[4, 4],
	[undefined, 0],
	['4', 0],
])('The run index %p is read as round %i', (given, run) => {
	expect(memoryOf({}, { run: given }).run).toBe(run);
});

describe('Bounded memory', () => {
	const lengthOf = (stored: IDataObject) => JSON.stringify(stored).length;
	const answerOf = (size: number) =>
		answered(
			{ accountId: null, report: { outcome: 'connected' } as unknown },
			{ body: { text: 'x'.repeat(size) } },
		);
	const bodyOf = (kept: ReturnType<typeof memoryOf>, read: string) =>
		kept.findRead(read, true)?.response?.body;

	test('Of reads whose response nobody asked for, only the reports are kept', () => {
		const stored: IDataObject = {};
		const memory = memoryOf(stored);
		for (let read = 0; read < 300; read++) memory.keepRead(`${read}`, answerOf(1_000_000), false);
		expect(lengthOf(stored)).toBeLessThan(100_000);
		expect(memoryOf(saved(stored)).findRead('299')?.value.report).toEqual({ outcome: 'connected' });
	});

	test('Needed responses that are too large, or more than there is room for, are requested again', () => {
		const stored: IDataObject = {};
		const memory = memoryOf(stored);
		memory.keepRead('large', answerOf(LARGEST_KEPT), true);
		expect(memory.findRead('large', true)).toBeNull();
		for (let read = 0; read < 300; read++) memory.keepRead(`${read}`, answerOf(60_000), true);
		expect(lengthOf(stored)).toBeLessThan(MOST_KEPT + 10_000);
		const later = memoryOf(saved(stored));
		expect(bodyOf(later, '0')).toEqual({ text: 'x'.repeat(60_000) });
		expect(later.findRead('299', true)).toBeNull();
	});

	test('The answer of a shared request is kept once', () => {
		const stored: IDataObject = {};
		for (let read = 0; read < 300; read++) memoryOf(stored).keepRead('one', answerOf(60_000), true);
		memoryOf(stored).keepRead('other', answerOf(60_000), true);
		expect(memoryOf(stored).findRead('other', true)).not.toBeNull();
	});

	test('Answers of earlier rounds make room for new ones', () => {
		const stored: IDataObject = {};
		for (let run = 0; run < 100; run++) memoryOf(stored, { run }).keepRead('one', answerOf(60_000));
		expect(lengthOf(stored)).toBeLessThan(70_000);
		expect(memoryOf(stored, { run: 99 }).findRead('one', true)).not.toBeNull();
	});

	test('Every send is remembered, even if its response is too large to be kept', () => {
		const stored: IDataObject = {};
		const memory = memoryOf(stored);
		const message = 'm'.repeat(100_000);
		const { response } = answerOf(60_000);
		const value = { accountId: 'acc_1', report: { ...REPORT, message } };
		for (let send = 0; send < 300; send++)
			memory.keepSend(`p|${send}`, send, { ...SENT, value, response });
		expect(lengthOf(stored)).toBeLessThan(MOST_KEPT + 300 * 1_500);
		const later = memoryOf(saved(stored));
		expect(later.findSend('p|0')?.answered?.response?.body).toEqual(response?.body);
		for (let send = 0; send < 300; send++) {
			expect(later.findSend(`p|${send}`)?.answered?.value.report).toMatchObject({
				invitationId: '7310081824666370001',
			});
		}
	});

	test.each([
		['nobody asks for it', true, false],
		['n8n does not try again', false, true],
	])('The response to a send is not kept if %s', (_where, triesAgain, needsBody) => {
		const stored: IDataObject = {};
		memoryOf(stored, { triesAgain }).keepSend(ADA, 3, SENT, needsBody);
		const { response } = SENT;
		expect(memoryOf(saved(stored)).findSend(ADA)?.answered).toEqual({
			...SENT,
			response: { ...response, body: null },
		});
	});

	test('Refusals are kept shortened, up to a maximum number, and only if n8n tries again', () => {
		const stored: IDataObject = {};
		memoryOf(stored, { triesAgain: false }).refuse(0, REFUSED);
		expect(stored.refused).toEqual({});
		const memory = memoryOf(stored);
		const failure = { ...REFUSED, message: 'm'.repeat(100_000), code: 'c'.repeat(100_000) };
		memory.refuse(0, failure);
		expect(lengthOf(stored)).toBeLessThan(1_500);
		for (let item = 1; item < MOST_REFUSED + 50; item++) memory.refuse(item, REFUSED);
		expect(Object.keys(stored.refused ?? {})).toHaveLength(MOST_REFUSED);
		expect(memory.findRefusal(5)).toEqual(REFUSED);
	});

	test('Limited items are kept up to a maximum number, the first ones', () => {
		const stored: IDataObject = {};
		const first = memoryOf(stored);
		for (let item = 0; item < MOST_LIMITED + 50; item++) first.rememberLimited(`item ${item}`);
		expect(Object.keys(stored.limited ?? {})).toHaveLength(MOST_LIMITED);
		const next = memoryOf(stored, { run: 1 });
		next.rememberLimited('new');
		expect(Object.keys(stored.limited ?? {})).toHaveLength(MOST_LIMITED);
		expect(memoryOf(stored, { run: 2 }).wasLimitedBefore('item 0')).toBe(true);
		expect(memoryOf(stored, { run: 2 }).wasLimitedBefore('new')).toBe(false);
	});
});
