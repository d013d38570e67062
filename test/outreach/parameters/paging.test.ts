import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../nodes/outreach/base/errors';
import { ItemParameters } from '../../../nodes/outreach/parameters/item-parameters';
import { readLimit } from '../../../nodes/outreach/parameters/paging';

describe('how many rows are wanted', () => {
	/** The parameters of item 3; other items have none. */
	const limitOf = (parameters: IDataObject, written: IDataObject = parameters) =>
		readLimit(
			new ItemParameters({
				getNode: () => ({ parameters: written }),
				getNodeParameter: (name: string, itemIndex: number, otherwise: unknown) =>
					itemIndex === 3 && name in written ? parameters[name] : otherwise,
			} as unknown as IExecuteFunctions),
			3,
		);

	test.each<[IDataObject, number | null]>([
		[{}, 50],
		[{ limit: 7 }, 7],
		[{ limit: 1 }, 1],
		[{ returnAll: true, limit: 7 }, null],
		[{ returnAll: false, limit: 7 }, 7],
		[{ returnAll: 'false', limit: '7' }, 7],
		[{ returnAll: 'TRUE', limit: 7 }, null],
	])('%j: %j', (parameters, limit) => {
		expect(limitOf(parameters)).toBe(limit);
	});

	test.each([0, -1, 1.5, '7 rows', '', NaN])('a limit of %p is none', (limit) => {
		expect(() => limitOf({ limit })).toThrow(InvalidInput);
	});

	test.each([
		['returnAll', 'yes', "'Return All' is 'yes'"],
		['returnAll', undefined, "'Return All' has no value"],
		['limit', undefined, "'Limit' has no value"],
		['limit', null, "'Limit' has no value"],
	])('an expression for %s that gives %j is refused', (name, value, says) => {
		expect(() => limitOf({ [name]: value }, { [name]: '={{ $json.x }}' })).toThrow(says);
	});
});
