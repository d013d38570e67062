import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { attempt, InvalidInput } from '../../../nodes/outreach/base/errors';
import { ItemParameters } from '../../../nodes/outreach/parameters/item-parameters';
import { readCount, readLimit, readSwitch } from '../../../nodes/outreach/parameters/paging';

/** The parameters as item 3 has them; other items have none. */
const parametersOf = (parameters: IDataObject, written: IDataObject = parameters) =>
	new ItemParameters({
		getNode: () => ({ parameters: written }),
		getNodeParameter: (name: string, itemIndex: number, otherwise: unknown) =>
			itemIndex === 3 && name in written ? parameters[name] : otherwise,
	} as unknown as IExecuteFunctions);

describe('Limits of lists', () => {
	const limitOf = (parameters: IDataObject, written: IDataObject = parameters) =>
		readLimit(parametersOf(parameters, written), 3);

	test.each<[IDataObject, number | null]>([
		[{}, 50],
		[{ limit: 7 }, 7],
		[{ limit: 1 }, 1],
		[{ returnAll: true, limit: 7 }, null],
		[{ returnAll: false, limit: 7 }, 7],
		[{ returnAll: 'false', limit: '7' }, 7],
		[{ returnAll: 'TRUE', limit: 7 }, null],
	])('The parameters %j ask for %j rows', (parameters, limit) => {
		expect(limitOf(parameters)).toBe(limit);
	});

	test.each([0, -1, 1.5, '7 rows', '', NaN])('The limit %p is refused', (limit) => {
		expect(() => limitOf({ limit })).toThrow(InvalidInput);
	});

	test.each([
		['returnAll', 'yes', "'Return All' is 'yes'"],
		['returnAll', undefined, "'Return All' has no value"],
		['limit', undefined, "'Limit' has no value"],
		['limit', null, "'Limit' has no value"],
	])('An expression for %s that returns %j is refused', (name, value, says) => {
		expect(() => limitOf({ [name]: value }, { [name]: '={{ $json.x }}' })).toThrow(says);
	});
});

test('The error of a switch that is neither on nor off says to turn it on or off', () => {
	const read = attempt(() => readSwitch(parametersOf({ quiet: 'no' }), 'quiet', 'Quiet', 3, true));
	expect(read).toMatchObject({
		thrown: { description: expect.stringContaining("Turn 'Quiet' on or off") as string },
	});
});

describe('Bounded counts', () => {
	const countOf = (parameters: IDataObject, written: IDataObject = parameters) =>
		readCount(parametersOf(parameters, written), 3, 20, 100);

	test.each<[IDataObject, number]>([
		[{}, 20],
		[{ limit: 1 }, 1],
		[{ limit: '100' }, 100],
	])('The parameters %j ask for %j of a bounded list', (parameters, count) => {
		expect(countOf(parameters)).toBe(count);
	});

	test.each([0, 101, 1.5, 'many'])('The count %p is refused, with the bound', (limit) => {
		expect(() => countOf({ limit })).toThrow("'Limit' is not a whole number from 1 to 100");
	});

	test('An expression for a bounded count that returns nothing is refused', () => {
		expect(() => countOf({ limit: null }, { limit: '={{ $json.x }}' })).toThrow(
			"'Limit' has no value",
		);
	});
});
