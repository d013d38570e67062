import { seleqt } from '../../nodes/Seleqt/manifest';
import { checkLeads, checkProspects, leadsOf, prospectsOf } from '../../nodes/Seleqt/leads';
import { InvalidInput } from '../../nodes/outreach/base/errors';
import { show } from '../../nodes/outreach/base/text';

test.each(['1', '17', '9007199254740993'])('The text %s is an account ID', (accountId) => {
	expect(() => seleqt.checkAccountId?.(accountId, show)).not.toThrow();
});

test.each(['0', '-1', '1.5', 'acc_1', '1e3', ' 17', '17/../18'])(
	'The text %j is no account ID',
	(id) => {
		const check = () => seleqt.checkAccountId?.(id, show);
		expect(check).toThrow(InvalidInput);
		expect(check).toThrow("but Seleqt's account IDs are positive integers");
	},
);

test.each([
	['1234', '1234'],
	['007', '7'],
	['9007199254740993', '9007199254740993'],
])('The text %s is the prospect ID %s', (text, id) => {
	expect(seleqt.ownId?.read(text, show)).toBe(id);
});

test.each(['', '0', '000', '-1', '1.5', 'https://www.linkedin.com/in/ada', '12/../13'])(
	'The text %j is no prospect ID',
	(text) => {
		const read = () => seleqt.ownId?.read(text, show);
		expect(read).toThrow(InvalidInput);
		expect(read).toThrow("but Seleqt's IDs are positive integers");
	},
);

const fields = (leadIds: string, leadListId = '742') => ({ leadListId, leadIds });

test.each(['1', '742', '9007199254740991'])('The text %s is an ID of lists and of leads', (id) => {
	expect(() => checkLeads({ fields: fields(id, id) }, show)).not.toThrow();
});

test.each([
	[{ leadIds: '1' }, "'Lead List ID' is empty"],
	[fields('1', ''), "'Lead List ID' is empty"],
	[fields('1', '0'), "'Lead List ID' is '0'"],
	[fields('1', '07'), "'Lead List ID' is '07'"],
	[fields('1', '1e3'), "'Lead List ID' is '1e3'"],
	[fields('1', '7/../8'), "'Lead List ID' is '7/../8'"],
	[fields('1', '12345678901234567'), "'Lead List ID' is '12345678901234567'"],
	[fields('1', 'x'.repeat(80)), `'Lead List ID' is '${'x'.repeat(59)}…'`],
	[{ leadListId: '7' }, "'Lead IDs' is empty"],
	[fields(' , ; '), "'Lead IDs' is empty"],
	[fields('1, two, 3'), "'Lead IDs' holds 'two'"],
	[fields('1, -2'), "'Lead IDs' holds '-2'"],
	[fields('9007199254740993'), "'Lead IDs' holds '9007199254740993'"],
	[fields('x'.repeat(80)), `'Lead IDs' holds '${'x'.repeat(59)}…'`],
])('The leads of %j are refused: %s', (given, message) => {
	const check = () => checkLeads({ fields: given }, show);
	expect(check).toThrow(InvalidInput);
	expect(check).toThrow(message);
});

test('Each lead is sent once, in the given order, with any separator', () => {
	expect(leadsOf(fields(' 3,1;2\n1  3,'))).toEqual({ prospect_ids: [3, 1, 2] });
	expect(leadsOf({ ...fields('3'), leadType: 'companies' })).toEqual({ company_ids: [3] });
	expect(leadsOf({ ...fields('3'), leadType: 'prospects' })).toEqual({ prospect_ids: [3] });
	expect(leadsOf({})).toEqual({ prospect_ids: [] });
});

test.each([
	[{ leadListId: '' }, "'Lead List ID' is empty"],
	[{ campaignId: 'x' }, "'Campaign ID' is 'x'"],
	[{ prospectIds: '' }, "'Prospect IDs' is empty"],
	[{ prospectIds: '1, two' }, "'Prospect IDs' holds 'two'"],
])('Prospects for a campaign with %j are refused: %s', (given, message) => {
	const right = { leadListId: '742', campaignId: '5', prospectIds: '1' };
	expect(() => checkProspects({ fields: right }, show)).not.toThrow();
	expect(() => checkProspects({ fields: { ...right, ...given } }, show)).toThrow(message);
});

test('A campaign gets each named prospect once and no other, and starts only if it should', () => {
	const fields = { campaignId: '5', prospectIds: '3, 1, 3' };
	expect(prospectsOf(fields)).toEqual({
		campaign: 5,
		prospect_ids: [3, 1],
		amount: 2,
		prospects_per_company: 2,
		allow_duplicates: false,
		activate: false,
	});
	expect(prospectsOf({ ...fields, start: 'yes' }).activate).toBe(true);
	expect(prospectsOf({ ...fields, start: 'no' }).activate).toBe(false);
});
