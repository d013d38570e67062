import {
	addLeadsSchema,
	campaignSchema,
	campaignsSchema,
	leadListSchema,
	leadListsSchema,
} from '../../nodes/Seleqt/responses';
import lists from '../fixtures/Seleqt/lists.json';

const CASES = [
	['campaigns', campaignsSchema, lists.campaigns.campaigns],
	['lead_lists', leadListsSchema, lists.leadLists.lead_lists],
] as const;

describe.each(CASES)('Lists of %s', (name, schema, rows) => {
	const [first] = rows;
	const read = { id: String(first?.id), name: first?.name };

	test.each([
		['under its name', { [name]: rows }],
		['under the name that the framework gives to pages', { count: 1, results: rows }],
		['under its own where it is there twice', { [name]: rows, results: [] }],
		['bare', rows],
	])('A list is read %s', (_case, body) => {
		expect(schema.parse(body)).toEqual([
			{ raw: first, read: expect.objectContaining(read) as unknown },
		]);
	});

	test.each([
		[{}],
		[{ [name]: null }],
		[{ others: rows }],
		['none'],
		[undefined],
		[[{ name: 'x' }]],
	])('A list is not read from %j', (body) => {
		expect(schema.safeParse(body).success).toBe(false);
	});
});

test.each([
	['a campaign', campaignSchema, lists.campaigns.campaigns[0]],
	['a lead list', leadListSchema, lists.leadLists.lead_lists[0]],
	['added leads', addLeadsSchema, { success: true, message: 'Added' }],
])('The preview of %s has all its fields', (_what, schema, row) => {
	expect(Object.keys(schema.shape)).toEqual(Object.keys(row ?? {}));
});
