import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InvalidInput } from '../../../nodes/outreach/operations/result';
import { ItemParameters } from '../../../nodes/outreach/parameters/item-parameters';
import { placeToGoOn, readLimit } from '../../../nodes/outreach/run/paging';

describe('how many rows are wanted', () => {
	/** The parameters as item 3 has them; other items have none. */
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

describe('where a list goes on', () => {
	const SUBJECT = {
		provider: 'connectSafely',
		operation: 'invitation.getMany',
		accountId: 'acc_1',
	} as const;
	const FIELDS = { direction: 'sent' };
	const PLACE = { start: 20, remaining: 30, fields: FIELDS };
	const LIMIT = { ...SUBJECT, retryAt: '2024-01-22T00:00:00.000Z', continueFrom: PLACE };

	test('is where it was broken off', () => {
		expect(placeToGoOn({ a: 1, rateLimit: LIMIT }, SUBJECT, FIELDS)).toEqual(PLACE);
	});

	test('with all rows wanted', () => {
		const place = { ...PLACE, remaining: null };
		expect(placeToGoOn({ rateLimit: { ...LIMIT, continueFrom: place } }, SUBJECT, FIELDS)).toEqual(
			place,
		);
	});

	test.each<[string, IDataObject | undefined]>([
		['there is no item', undefined],
		['no limit was met', { a: 1 }],
		['the limit broke no list off', { rateLimit: SUBJECT }],
		['another provider was asked', { rateLimit: { ...LIMIT, provider: 'linkupApi' } }],
		['another list was read', { rateLimit: { ...LIMIT, operation: 'connection.getMany' } }],
		['another account was asked', { rateLimit: { ...LIMIT, accountId: null } }],
		[
			'another part of it was read',
			{ rateLimit: { ...LIMIT, continueFrom: { ...PLACE, fields: { direction: 'received' } } } },
		],
		['the place is none', { rateLimit: { ...LIMIT, continueFrom: { ...PLACE, start: -1 } } }],
		['none are wanted', { rateLimit: { ...LIMIT, continueFrom: { ...PLACE, remaining: 0 } } }],
	])('is its beginning where %s', (_case, item) => {
		expect(placeToGoOn(item, SUBJECT, FIELDS)).toBeNull();
	});
});
