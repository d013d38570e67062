import { parseJson } from '../../../nodes/outreach/http/json';

test.each<[string, unknown]>([
	['{"id":7310081824666365952}', { id: '7310081824666365952' }],
	['{"id":-7310081824666365952}', { id: '-7310081824666365952' }],
	['[7310081824666365952, 7310081824666365953]', ['7310081824666365952', '7310081824666365953']],
	['{"a":{"b":[{"id":7310081824666365952}]}}', { a: { b: [{ id: '7310081824666365952' }] } }],
	['7310081824666365952', '7310081824666365952'],
	['{"id":9007199254740991}', { id: 9007199254740991 }],
	['{"id":9007199254740993}', { id: '9007199254740993' }],
	['{"id":1705881600000,"n":5,"t":true}', { id: 1705881600000, n: 5, t: true }],
	['{"id":"7310081824666365952"}', { id: '7310081824666365952' }],
	[
		'{"urn":"urn:li:invitation:7310081824666365952, 7310081824666365952"}',
		{ urn: 'urn:li:invitation:7310081824666365952, 7310081824666365952' },
	],
	[
		String.raw`{"a":"say \"7310081824666365952\"","b":7310081824666365952}`,
		{ a: 'say "7310081824666365952"', b: '7310081824666365952' },
	],
	[String.raw`{"a":"back\\","b":7310081824666365952}`, { a: 'back\\', b: '7310081824666365952' }],
	['{"7310081824666365952":1}', { '7310081824666365952': 1 }],
	['[0.12345678901234567890]', [0.12345678901234568]],
	['[1234567890123456.5]', [1234567890123456.5]],
	['[10000000000000000000e2]', [1e21]],
	['[1e-1234567890123456789]', [0]],
	['[-0.12345678901234567890]', [-0.12345678901234568]],
	['[1E+0000000000000000002,1e0000000000000000002]', [100, 100]],
	['[9007199254740993e0]', [9007199254740992]],
	[
		String.raw`["\\\"",7310081824666365952,"\\","7310081824666365952"]`,
		['\\"', '7310081824666365952', '\\', '7310081824666365952'],
	],
	['null', null],
	['""', ''],
])('The JSON %s is read with all digits of a long number', (text, expected) => {
	expect(parseJson(text)).toEqual(expected);
});

test.each([
	[''],
	['<html>Ray ID 7310081824666365952</html>'],
	['{"id":7310081824666365952'],
	['{"id":7310081824666365952,}'],
	['"7310081824666365952'],
	['07310081824666365952'],
	['{7310081824666365952:1}'],
])('A text that is not JSON is read as undefined: %s', (text) => {
	expect(parseJson(text)).toBeUndefined();
});

// If a string can be matched in several ways, each character after an unpaired quote doubles the work: these would
// take more than a minute.
test.each([
	['cut off within a string', `{"id":7310081824666365952,"message":"${'a'.repeat(32)}`],
	['a page with an odd quote', '<p>7310081824666365952, the 5" disk of the machine</p>'],
])('A text that is not JSON is recognised without backtracking: %s', (_name, text) => {
	const before = performance.now();
	expect(parseJson(text)).toBeUndefined();
	expect(performance.now() - before).toBeLessThan(4_000);
});

test.each([
	['words', 'long '.repeat(200_000)],
	['escapes', '\n"'.repeat(1_000_000)],
])('A long body of %s is parsed', (_what, text) => {
	expect(parseJson(JSON.stringify({ text }).replace('}', ',"id":7310081824666365952}'))).toEqual({
		text,
		id: '7310081824666365952',
	});
});

test('A byte order mark at the beginning is ignored', () => {
	expect(parseJson('\ufeff{"a":"\ufeff"}')).toEqual({ a: '\ufeff' });
});

const MB = 200_000;
const ID = '7310081824666365952';

/** A fifth of the largest response: tens of ms each, if twice the length takes twice the time. */
test.each<[string, string]>([
	['digits in a string', `["${'1'.repeat(10 * MB)}"]`],
	['digits with something between', `["${'1.1e-'.repeat(2 * MB)}"]`],
	['one number', '1'.repeat(10 * MB)],
	['short numbers', `[${'1,'.repeat(MB)}1]`],
	['long numbers', `[${`${ID},`.repeat(MB / 4)}1]`],
	['long numbers before a string', `[${`${ID},`.repeat(MB / 4)}""]`],
	['strings', `[${'"",'.repeat(MB)}1]`],
	['backslashes', `["${'\\\\'.repeat(5 * MB)}"]`],
	['escaped quotes', `["${'\\"'.repeat(5 * MB)}"]`],
	['long numbers in strings', `[${`"${ID}",`.repeat(MB / 4)}1]`],
	['a string that does not end', `["${'\\"'.repeat(5 * MB)}`],
])('A text of many repetitions is read in linear time: %s', (_what, text) => {
	const before = performance.now();
	parseJson(`[${ID},${text},${ID}]`);
	expect(performance.now() - before).toBeLessThan(4_000);
});
