import { processState } from '../../../nodes/outreach/base/process-state';
import type { IDataObject } from 'n8n-workflow';
import {
	firstMoment,
	isFirst,
	isSignedBy,
	REMEMBERED,
	REMEMBERED_IN_PROCESS,
	SIGNATURE_WINDOW_MS,
} from '../../../nodes/outreach/trigger/webhooks';
import { sign } from '../../harness/run-webhook';
import { at, webhookNode } from '../fakes';

const NOW = at('2026-02-24T04:53:13.000Z');
const SECONDS = String(NOW / 1000);
const SECRET = 'whsec-1234';
const RAW = Buffer.from('{ "a" :\t1,\r\n "é": "日本 🙂"}\n');
const RIGHT = sign(SECRET, SECONDS, RAW);

describe('Signatures', () => {
	const signed = (given: { timestamp?: string; signatures?: string[]; raw?: Buffer } = {}) => ({
		timestamp: SECONDS,
		signatures: [RIGHT],
		raw: RAW,
		...given,
	});

	test('A signature is right over the exact bytes of the body', () => {
		expect(isSignedBy(SECRET, signed(), NOW)).toBe(true);
		expect(isSignedBy(SECRET, signed({ signatures: [RIGHT.toUpperCase()] }), NOW)).toBe(true);
	});

	test('A delivery with several signatures is right if one of them is', () => {
		const signatures = ['0'.repeat(64), RIGHT];
		expect(isSignedBy(SECRET, signed({ signatures }), NOW)).toBe(true);
	});

	test.each([
		['another body', { raw: Buffer.from(JSON.stringify(JSON.parse(RAW.toString()))) }],
		['one byte less', { raw: RAW.subarray(0, -1) }],
		['another timestamp', { timestamp: String(NOW / 1000 + 1) }],
		['no signature', { signatures: [] }],
		['an empty signature', { signatures: [''] }],
		['a signature that is too short', { signatures: [RIGHT.slice(0, 62)] }],
		['a signature that is too long', { signatures: [`${RIGHT}00`] }],
		['a signature that is not hexadecimal', { signatures: ['z'.repeat(64)] }],
		['no timestamp', { timestamp: '' }],
		['a timestamp that is not a number', { timestamp: `${SECONDS}e0` }],
		['a timestamp far too long', { timestamp: '9'.repeat(400) }],
		['a signed timestamp of NaN', { timestamp: 'NaN', signatures: [sign(SECRET, 'NaN', RAW)] }],
	])('A delivery is rejected with %s', (_what, given) => {
		expect(isSignedBy(SECRET, signed(given), NOW)).toBe(false);
	});

	test('A delivery is rejected with another secret, and with an empty one', () => {
		expect(isSignedBy(`${SECRET}5`, signed(), NOW)).toBe(false);
		const signatures = [sign('', SECONDS, RAW)];
		expect(isSignedBy('', signed({ signatures }), NOW)).toBe(false);
	});

	test.each([
		[-SIGNATURE_WINDOW_MS - 1000, false],
		[-SIGNATURE_WINDOW_MS, true],
		[SIGNATURE_WINDOW_MS, true],
		[SIGNATURE_WINDOW_MS + 1000, false],
	])('A signature is right %d ms after it was made: %s', (ms, isRight) => {
		expect(isSignedBy(SECRET, signed(), NOW + ms)).toBe(isRight);
	});
});

describe('Repeated deliveries', () => {
	beforeEach(() => processState.reset());

	test('A repeated delivery is dropped', () => {
		const node = webhookNode();
		expect(['a', 'b', 'a'].map((id) => isFirst(node, id))).toEqual([true, true, false]);
	});

	test('One of two simultaneous deliveries is dropped, although both read the same static data', () => {
		expect([isFirst(webhookNode(), 'a'), isFirst(webhookNode(), 'a')]).toEqual([true, false]);
	});

	test('A repeated delivery is dropped after a restart', () => {
		const stored: IDataObject = {};
		isFirst(webhookNode(stored), 'a');
		const reread = JSON.parse(JSON.stringify(stored));
		processState.reset();
		expect(isFirst(webhookNode(reread), 'a')).toBe(false);
		expect(isFirst(webhookNode(reread), 'b')).toBe(true);
	});

	test('A delivery that a simultaneous one removed from static data is stored again with the next', () => {
		const [one, other, next]: IDataObject[] = [{}, {}, {}];
		isFirst(webhookNode(one), 'a');
		isFirst(webhookNode(other), 'b');
		// The second was written last, so n8n lost nothing from the first.
		processState.reset();
		expect(isFirst(webhookNode(other), 'a')).toBe(false);
		isFirst(webhookNode(next), 'c');
		expect(next?.seen).toHaveLength(1);
	});

	test('Two nodes each accept the same delivery', () => {
		expect([isFirst(webhookNode(), 'a'), isFirst(webhookNode({}, 'm'), 'a')]).toEqual([true, true]);
	});

	test('A test from the editor accepts repeated deliveries, and leaves them to production', () => {
		const stored: IDataObject = {};
		const test = webhookNode(stored, 'n', 'manual');
		const nodes = [test, test, webhookNode()];
		expect(nodes.map((node) => isFirst(node, 'a'))).toEqual([true, true, true]);
		expect(stored).toEqual({});
	});

	test('Static data keeps only the newest deliveries', () => {
		const stored: IDataObject = {};
		const node = webhookNode(stored);
		for (let event = 0; event < REMEMBERED + 50; event++) isFirst(node, `event ${event}`);
		expect(stored.seen).toHaveLength(REMEMBERED);
		expect(JSON.stringify(stored).length).toBeLessThan(16_000);
		processState.reset();
		expect(isFirst(node, `event ${REMEMBERED + 49}`)).toBe(false);
		expect(isFirst(node, 'event 50')).toBe(false);
		expect(isFirst(node, 'event 0')).toBe(true);
	});

	test('The process remembers the newest deliveries, and more of them than static data', () => {
		const first = (node: number) => isFirst(webhookNode({}, `node ${node}`), 'a');
		for (let node = 0; node <= REMEMBERED_IN_PROCESS; node++) first(node);
		expect(first(1)).toBe(false);
		expect(first(0)).toBe(true);
	});

	test('Unreadable static data is replaced', () => {
		const stored: IDataObject = { seen: 'a text' };
		expect(isFirst(webhookNode(stored), 'a')).toBe(true);
		expect(stored.seen).toHaveLength(1);
	});
});

test('The time of an event is the first one that can be read, otherwise now', () => {
	expect(firstMoment([undefined, 'soon', 1708770600, '2020-01-01T00:00:00Z'], NOW)).toBe(
		'2024-02-24T10:30:00.000Z',
	);
	expect(firstMoment(['2024-02-24T12:30:00+02:00'], NOW)).toBe('2024-02-24T10:30:00.000Z');
	expect(firstMoment([null, {}], NOW)).toBe('2026-02-24T04:53:13.000Z');
});
