import { jsonText } from './http';

test.each([
	[
		{ id: 7310081824666365952n, rows: [1n, { deep: -5n }] },
		'{"id":7310081824666365952,"rows":[1,{"deep":-5}]}',
	],
	[
		{ left: undefined, kept: null, list: [undefined, 'é"\\n'] },
		'{"kept":null,"list":[null,"é\\"\\\\n"]}',
	],
	['text', '"text"'],
	[undefined, undefined],
	[[], '[]'],
	[{}, '{}'],
])('%j', (value, text) => {
	expect(jsonText(value)).toBe(text);
});

test('is what JSON.stringify writes where there is no bigint', () => {
	const value = { a: [1, 2.5, true, null, 'x', new Date(0)], b: { c: {}, d: [] }, 'e"f': '\u2028' };
	expect(jsonText(value)).toBe(JSON.stringify(value));
});
