import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../nodes/outreach/answer';
import { NOTHING_SAID } from '../../nodes/outreach/limits/limits';
import { ExecutionMemory, type Sent } from '../../nodes/outreach/run/memory';
import type {} from '../../nodes/outreach/vocabulary';

const ADA = 'connectSafely|ada';

/** What the node remembers in a round of an execution, or in its next try: on the same stored context. */
function memoryOf(stored: IDataObject, { execution = '1', run = 0 as unknown } = {}) {
	return new ExecutionMemory({
		getExecutionId: () => execution,
		getContext: () => stored,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
	} as unknown as IExecuteFunctions);
}

/** As n8n saves an execution's data. */
const saved = (stored: IDataObject) => JSON.parse(JSON.stringify(stored)) as IDataObject;

const SENT: Sent = {
	report: {
		outcome: 'sent',
		invited: true,
		noteSent: false,
		requestId: null,
		invitationId: '7310081824666370001',
		sentAt: '2024-01-15T10:30:00.000Z',
		message: null,
	},
	accountId: 'acc_1',
	body: { success: true },
	status: 200,
	reading: { ...NOTHING_SAID, scope: 'week', limit: 90, used: 4, remaining: 86 },
};
const REFUSED: Failure = {
	source: 'provider',
	message: 'ConnectSafely refused',
	description: 'Look at the profile.',
	httpStatus: 422,
};

describe('sends', () => {
	test('an intent is found by the next try, with its end unknown', () => {
		const stored: IDataObject = {};
		memoryOf(stored).intend(ADA, 3);
		expect(memoryOf(saved(stored)).findSend(ADA)).toEqual({ run: 0, item: 3, sent: null });
		expect(memoryOf(saved(stored)).findSend('connectSafely|ben')).toBeNull();
	});

	test('what came of it is found as it was, also in another execution that took the memory over', () => {
		const stored: IDataObject = {};
		memoryOf(stored, { run: 2 }).settle(ADA, 3, SENT);
		const later = memoryOf(saved(stored), { execution: '2' });
		expect(later.findSend(ADA)).toEqual({ run: 2, item: 3, sent: SENT });
	});

	test('what was cleared is gone', () => {
		const stored: IDataObject = {};
		const memory = memoryOf(stored);
		memory.intend(ADA, 3);
		memory.clear(ADA);
		expect(memory.findSend(ADA)).toBeNull();
		expect(memoryOf(saved(stored)).findSend(ADA)).toBeNull();
	});
});

describe('refusals', () => {
	const stored: IDataObject = {};
	memoryOf(stored, { execution: '7', run: 1 }).refuse(3, REFUSED);

	test.each([
		['the next try', '7', 1, 3, REFUSED],
		['another item', '7', 1, 4, null],
		['another round of a loop', '7', 2, 3, null],
		['an execution that was retried', '8', 1, 3, null],
	])('%s', (_case, execution, run, item, found) => {
		expect(memoryOf(saved(stored), { execution, run }).findRefusal(item)).toEqual(found);
	});
});

test('what went wrong with an item’s own input is found as it was too', () => {
	const stored: IDataObject = {};
	const failure: Failure = { source: 'workflow', message: 'No', description: 'Look.' };
	memoryOf(stored).refuse(3, failure);
	expect(memoryOf(saved(stored)).findRefusal(3)).toEqual(failure);
});

test('an execution that was saved while it waited is read after an update of the node', () => {
	const stored: IDataObject = {
		sends: { [ADA]: { run: 0, item: 3, sent: null } },
		refused: { '1 0 4': { ...REFUSED } },
		reads: {
			'1 0 status': {
				value: { accountId: 'acc_1', report: { outcome: 'connected' } },
				body: null,
				status: 200,
				reading: null,
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

describe('limited items', () => {
	const stored: IDataObject = {};
	memoryOf(stored, { run: 1 }).rememberLimited(ADA);
	// A repeat of the person in a later round does not make the first one forgotten.
	memoryOf(stored, { run: 4 }).rememberLimited(ADA);

	test.each([
		['the next round', 2, ADA, true],
		['a later round', 5, ADA, true],
		['the same round, tried again', 1, ADA, false],
		['a round before', 0, ADA, false],
		['another item', 2, 'connectSafely|ben', false],
	])('%s', (_case, run, subject, was) => {
		expect(memoryOf(saved(stored), { run }).wasLimitedBefore(subject)).toBe(was);
	});
});

test.each<[string, unknown]>([
	['a word', 'sends'],
	['a list', [SENT]],
	['null', null],
	['a number', 7],
	['records of another kind', { [ADA]: { run: '1', item: 3, sent: null }, '1 0 3': 'no' }],
])('a context that holds %s is read as empty, and can be written', (_case, odd) => {
	const stored = { sends: odd, refused: odd, limited: odd } as IDataObject;
	const memory = memoryOf(stored);
	expect(memory.findSend(ADA)).toBeNull();
	expect(memory.findRefusal(3)).toBeNull();
	expect(memory.wasLimitedBefore(ADA)).toBe(false);
	memory.settle(ADA, 3, SENT);
	memory.refuse(3, REFUSED);
	expect(memoryOf(saved(stored)).findSend(ADA)?.sent).toEqual(SENT);
	expect(memoryOf(saved(stored)).findRefusal(3)).toEqual(REFUSED);
});

test.each([
	[4, 4],
	[undefined, 0],
	['4', 0],
])('the round %p is %i', (given, run) => {
	expect(memoryOf({}, { run: given }).run).toBe(run);
});
