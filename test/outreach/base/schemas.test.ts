import { z } from 'zod';
import {
	fullName,
	idSchema,
	isoOrNull,
	looseBoolean,
	looseDegree,
	looseDistance,
	looseFlag,
	looseId,
	looseNumber,
	looseText,
	rowsOf,
	sentenceOf,
} from '../../../nodes/outreach/base/schemas';

const ODD = [undefined, null, {}, [], [1]];

describe.each<[string, z.ZodTypeAny, Array<[unknown, unknown]>]>([
	[
		'an id',
		looseId,
		[
			['a', 'a'],
			[7, '7'],
			[0, '0'],
			['', null],
			[true, null],
		],
	],
	[
		'a text',
		looseText,
		[
			['a', 'a'],
			['', null],
			[7, null],
		],
	],
	[
		'yes or no',
		looseBoolean,
		[
			[true, true],
			[false, false],
			['true', null],
			[1, null],
		],
	],
	[
		'yes or no as providers write it',
		looseFlag,
		[
			[true, true],
			[1, true],
			[' TRUE ', true],
			['1', true],
			[false, false],
			[0, false],
			['False', false],
			['0', false],
			['yes', null],
			['', null],
			[2, null],
			['1          ', null],
		],
	],
	[
		'a number',
		looseNumber,
		[
			[7, 7],
			[0, 0],
			[1.5, 1.5],
			['12', 12],
			['1.5', null],
			['x12', null],
			['12x', null],
			['', null],
		],
	],
	[
		'a degree',
		looseDegree,
		[
			[1, 1],
			[2, 2],
			[3, 3],
			[4, null],
			[0, null],
			['1', 1],
			['DISTANCE_1', 1],
			['1 distance', null],
			['1st connection', 1],
			['1 degree st', null],
			['distance_2', 2],
			['1st', 1],
			['2nd degree', 2],
			['3rd+', 3],
			['1st-degree connection', 1],
			['FIRST_DEGREE', 1],
			['Second', 2],
			['DISTANCE_11', null],
			['-1', null],
			['1.0', null],
			[-1, null],
			[1.5, null],
			['OUT_OF_NETWORK', null],
			['constructor', null],
			['', null],
			[true, null],
		],
	],
])('The lenient schema of %s', (_what, schema, cases) => {
	test.each(cases)('The lenient schema reads %j as %j', (given, read) => {
		expect(schema.parse(given)).toBe(read);
	});

	test.each(ODD)('The lenient schema reads %j as null', (given) => {
		expect(schema.parse(given)).toBeNull();
	});
});

test.each([[''], [null], [undefined], [{}]])('The required ID refuses %j', (given) => {
	expect(idSchema.safeParse(given).success).toBe(false);
});

describe('Rows', () => {
	const rows = rowsOf(z.object({ id: idSchema }));

	test('Rows are read, with the provider’s own fields', () => {
		expect(rows.parse([{ id: 7, more: true }])).toEqual([
			{ read: { id: '7' }, raw: { id: 7, more: true } },
		]);
	});

	test('An unreadable row is an error with its index and field', () => {
		const { error } = rows.safeParse([{ id: 1 }, {}]);
		expect(error?.issues.map(({ path }) => path)).toEqual([[1, 'id']]);
	});
});

test.each<[unknown, string | null]>([
	[{ message: 'No', error: 'Bad' }, 'No'],
	[{ error: 'Bad' }, 'Bad'],
	[{ message: ' No \n' }, 'No'],
	[{ message: ' ', error: 'Bad' }, 'Bad'],
	[{ message: 7, error: 'Bad' }, 'Bad'],
	[{ message: ['a', 7, 'b'] }, 'a; b'],
	[{ message: [], error: 'Bad' }, 'Bad'],
	[{ message: [7], error: 'Bad' }, 'Bad'],
	[{ message: { issues: [{ message: 'a' }, { message: 'b' }] } }, 'a; b'],
	[{ message: { issues: [] }, error: 'Bad' }, 'Bad'],
	[{ message: { issues: ['a'] }, error: 'Bad' }, 'Bad'],
	[{ message: { code: 'X', message: 'No' } }, 'No'],
	[{ message: [{ msg: 'a' }, { message: 'b' }] }, 'a; b'],
	[{ message: 'x'.repeat(2001) }, `${'x'.repeat(1999)}…`],
	[{ message: `${'x'.repeat(1998)}😀😀` }, `${'x'.repeat(1998)}…`],
	[{ other: 'No' }, null],
	[{}, null],
	['No', null],
	[['No'], null],
	[undefined, null],
])('The sentence of the body %j is %j', (body, sentence) => {
	expect(sentenceOf(body, ['message', 'error'])).toBe(sentence);
});

test.each([
	[{ message: 'Forbidden', error: 'Daily limit reached' }, 'Daily limit reached'],
	[{ message: 'Unprocessable Entity', error: ['a is wrong'] }, 'a is wrong'],
	[{ message: 'Daily limit reached', error: 'Bad Request' }, 'Daily limit reached'],
	[{ message: 'Bad Request', error: 'error' }, 'Bad Request'],
	[{ message: 'Error 7', error: 'Bad' }, 'Error 7'],
	[{ message: 'Made no error', error: 'Bad' }, 'Made no error'],
	[{ message: 'Bad Request', error: '' }, 'Bad Request'],
])('The sentence of the body %j is %j, not the name of a status', (body, sentence) => {
	expect(sentenceOf(body, ['message', 'error'])).toBe(sentence);
});

test.each([
	['OUT_OF_NETWORK', 'OUT_OF_NETWORK'],
	['out of network', 'OUT_OF_NETWORK'],
	['FIRST_DEGREE', 'FIRST_DEGREE'],
	['DISTANCE_3', 'THIRD_DEGREE'],
	[2, 'SECOND_DEGREE'],
	['GALAXY', null],
	[undefined, null],
])('The distance %j is read as %j', (given, distance) => {
	expect(looseDistance.parse(given)).toBe(distance);
});

test.each([
	['Ada', 'Lovelace', 'Ada Lovelace'],
	['Ada', null, 'Ada'],
	[null, 'Lovelace', 'Lovelace'],
	[' Ada', 'Lovelace ', 'Ada Lovelace'],
	[' ', '', null],
	[null, null, null],
])('The first name %j and last name %j are the full name %j', (first, last, name) => {
	expect(fullName(first, last)).toBe(name);
});

test.each([
	['2024-01-22 00:00:00', '2024-01-22T00:00:00.000Z'],
	['soon', null],
	[null, null],
])('The text %j is read as the time %j', (text, iso) => {
	expect(isoOrNull(text)).toBe(iso);
});
