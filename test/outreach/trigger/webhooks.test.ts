import { processState } from '../../../nodes/outreach/base/process-state';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import {
	firstMoment,
	isFirst,
	isSignedBy,
	REMEMBERED,
	REMEMBERED_IN_PROCESS,
	SIGNATURE_WINDOW_MS,
} from '../../../nodes/outreach/trigger/webhooks';
import { sign } from '../../harness/run-webhook';
import { at } from '../fakes';

const NOW = at('2026-02-24T04:53:13.000Z');
const SECONDS = String(NOW / 1000);
const SECRET = 'whsec-1234';
const RAW = Buffer.from('{ "a" :\t1,\r\n "é": "日本 🙂"}\n');
const RIGHT = sign(SECRET, SECONDS, RAW);

describe('A signature', () => {
	const signed = (given: { timestamp?: string; signatures?: string[]; raw?: Buffer } = {}) => ({
		timestamp: SECONDS,
		signatures: [RIGHT],
		raw: RAW,
		...given,
	});

	test('is right over the bytes as they came, odd whitespace and all', () => {
		expect(isSignedBy(SECRET, signed(), NOW)).toBe(true);
		expect(isSignedBy(SECRET, signed({ signatures: [RIGHT.toUpperCase()] }), NOW)).toBe(true);
	});

	test('is right where one of several is.', () => {
		const signatures = ['0'.repeat(64), RIGHT];
		expect(isSignedBy(SECRET, signed({ signatures }), NOW)).toBe(true);
	});

	test.each([
		['another body', { raw: Buffer.from(JSON.stringify(JSON.parse(RAW.toString()))) }],
		['one byte less', { raw: RAW.subarray(0, -1) }],
		['another timestamp', { timestamp: String(NOW / 1000 + 1) }],
		['no signature', { signatures: [] }],
		['an empty one', { signatures: [''] }],
		['a shorter one', { signatures: [RIGHT.slice(0, 62)] }],
		['a longer one', { signatures: [`${RIGHT}00`] }],
		['no hex', { signatures: ['z'.repeat(64)] }],
		['no timestamp', { timestamp: '' }],
		['a timestamp that is none', { timestamp: `${SECONDS}e0` }],
		['a timestamp far too long', { timestamp: '9'.repeat(400) }],
	])('is wrong with %s.', (_what, given) => {
		expect(isSignedBy(SECRET, signed(given), NOW)).toBe(false);
	});

	test('is wrong over a timestamp that is no number, even where that was signed.', () => {
		const signatures = [sign(SECRET, 'NaN', RAW)];
		expect(isSignedBy(SECRET, signed({ timestamp: 'NaN', signatures }), NOW)).toBe(false);
	});

	test('is wrong with another secret, and never right with an empty one.', () => {
		expect(isSignedBy(`${SECRET}5`, signed(), NOW)).toBe(false);
		const signatures = [sign('', SECONDS, RAW)];
		expect(isSignedBy('', signed({ signatures }), NOW)).toBe(false);
	});

	test.each([
		[-SIGNATURE_WINDOW_MS - 1000, false],
		[-SIGNATURE_WINDOW_MS, true],
		[SIGNATURE_WINDOW_MS, true],
		[SIGNATURE_WINDOW_MS + 1000, false],
	])('is right or not %d ms from its making: %s.', (ms, isRight) => {
		expect(isSignedBy(SECRET, signed(), NOW + ms)).toBe(isRight);
	});
});

/** The part of a webhook's context that identifies repeats. */
function nodeOf(id: string, stored: IDataObject = {}, mode = 'webhook') {
	const context: Partial<IWebhookFunctions> = {
		getMode: () => (mode === 'manual' ? 'manual' : 'webhook'),
		getNode: () => ({ id, name: id, type: '', typeVersion: 1, position: [0, 0], parameters: {} }),
		getWorkflow: () => ({ id: 'w', active: true }),
		getWorkflowStaticData: () => stored,
	};
	return context as IWebhookFunctions;
}

describe('Of deliveries that repeat each other,', () => {
	beforeEach(() => processState.reset());

	test('the first is taken, and no second.', () => {
		const node = nodeOf('n');
		expect([isFirst(node, 'a'), isFirst(node, 'b'), isFirst(node, 'a')]).toEqual([
			true,
			true,
			false,
		]);
	});

	test('two at once read the same stored data, and one is the first', () => {
		expect([isFirst(nodeOf('n'), 'a'), isFirst(nodeOf('n'), 'a')]).toEqual([true, false]);
	});

	test('a restart leaves what was stored', () => {
		const stored: IDataObject = {};
		isFirst(nodeOf('n', stored), 'a');
		const reread = JSON.parse(JSON.stringify(stored));
		processState.reset();
		expect(isFirst(nodeOf('n', reread), 'a')).toBe(false);
		expect(isFirst(nodeOf('n', reread), 'b')).toBe(true);
	});

	test('what one of two at once stored is stored again by the next', () => {
		const [one, other, next]: IDataObject[] = [{}, {}, {}];
		isFirst(nodeOf('n', one), 'a');
		isFirst(nodeOf('n', other), 'b');
		// The second was written last, so n8n lost nothing from the first.
		processState.reset();
		expect(isFirst(nodeOf('n', other), 'a')).toBe(false);
		isFirst(nodeOf('n', next), 'c');
		expect(next?.seen).toHaveLength(1);
	});

	test('nodes do not know of each other', () => {
		expect([isFirst(nodeOf('n'), 'a'), isFirst(nodeOf('m'), 'a')]).toEqual([true, true]);
	});

	test('a test from the editor may be repeated, and leaves the event to production', () => {
		const stored: IDataObject = {};
		const test = nodeOf('n', stored, 'manual');
		expect([isFirst(test, 'a'), isFirst(test, 'a'), isFirst(nodeOf('n'), 'a')]).toEqual([
			true,
			true,
			true,
		]);
		expect(stored).toEqual({});
	});

	test('what is stored stays small, and the newest are kept', () => {
		const stored: IDataObject = {};
		const node = nodeOf('n', stored);
		for (let event = 0; event < REMEMBERED + 50; event++) isFirst(node, `event ${event}`);
		expect(stored.seen).toHaveLength(REMEMBERED);
		expect(JSON.stringify(stored).length).toBeLessThan(16_000);
		processState.reset();
		expect(isFirst(node, `event ${REMEMBERED + 49}`)).toBe(false);
		expect(isFirst(node, 'event 50')).toBe(false);
		expect(isFirst(node, 'event 0')).toBe(true);
	});

	test('the process remembers more than is stored, and the newest of that', () => {
		const first = (node: number) => isFirst(nodeOf(`node ${node}`), 'a');
		for (let node = 0; node <= REMEMBERED_IN_PROCESS; node++) first(node);
		expect(first(1)).toBe(false);
		expect(first(0)).toBe(true);
	});

	test('stored data of another kind does no harm', () => {
		const stored: IDataObject = { seen: 'a text' };
		expect(isFirst(nodeOf('n', stored), 'a')).toBe(true);
		expect(stored.seen).toHaveLength(1);
	});
});

test('The moment of an event is the first that is a point in time, else now.', () => {
	expect(firstMoment([undefined, 'soon', 1708770600, '2020-01-01T00:00:00Z'], NOW)).toBe(
		'2024-02-24T10:30:00.000Z',
	);
	expect(firstMoment(['2024-02-24T12:30:00+02:00'], NOW)).toBe('2024-02-24T10:30:00.000Z');
	expect(firstMoment([null, {}], NOW)).toBe('2026-02-24T04:53:13.000Z');
});
