import * as endpoints from '../../nodes/Seleqt/endpoints';
import { seleqt } from '../../nodes/Seleqt/manifest';
import { InvalidInput } from '../../nodes/outreach/base/errors';
import { show } from '../../nodes/outreach/base/text';
import { limitsOf, requestOf } from '../harness/fake-ask';
import { inputOf } from '../outreach/fakes';

const STATUS = '/public/prospects/1234/connection-status/';

test.each([
	['GET', STATUS, { query: {} }, endpoints.connectionStatus(inputOf({ ownId: '1234' }))],
	[
		'GET',
		STATUS,
		{ query: { account_id: '17' } },
		endpoints.connectionStatus(inputOf({ ownId: '1234', accountId: '17' })),
	],
	['GET', '/public/campaigns/', {}, endpoints.campaigns()],
	['GET', '/public/lead-lists/', {}, endpoints.leadLists()],
	[
		'POST',
		'/public/lead-lists/742/add-leads/',
		{ body: { prospect_ids: [1, 2] } },
		endpoints.addLeads('742', { prospect_ids: [1, 2] }),
	],
])('%s %s %j', (method, path, more, endpoint) => {
	expect(requestOf(endpoint)).toEqual({ method, path, ...more });
});

test('Seleqt has one operation, and no account list, quota or relationship', () => {
	expect(limitsOf(seleqt)).toEqual({ getConnectionStatus: 'connection-status' });
	expect([seleqt.accounts, seleqt.readQuota, seleqt.relationship, seleqt.polls]).toEqual(
		Array.from({ length: 4 }),
	);
	expect(seleqt.versions).toEqual([{ id: 'only', name: 'Seleqt', account: 'optional' }]);
});

test.each(['1', '17', '9007199254740993'])('%s is an account', (accountId) => {
	expect(() => seleqt.checkAccountId?.(accountId, show)).not.toThrow();
});

test.each(['0', '-1', '1.5', 'acc_1', '1e3', ' 17', '17/../18'])('%j is no account', (id) => {
	const check = () => seleqt.checkAccountId?.(id, show);
	expect(check).toThrow(InvalidInput);
	expect(check).toThrow("and Seleqt's account IDs are positive integers");
});

test.each([
	['1234', '1234'],
	['007', '7'],
	['9007199254740993', '9007199254740993'],
])('%s is the prospect %s', (text, id) => {
	expect(seleqt.ownId?.read(text, show)).toBe(id);
});

test.each(['', '0', '000', '-1', '1.5', 'https://www.linkedin.com/in/ada', '12/../13'])(
	'%j is no prospect',
	(text) => {
		const read = () => seleqt.ownId?.read(text, show);
		expect(read).toThrow(InvalidInput);
		expect(read).toThrow("and Seleqt's IDs are positive integers");
	},
);
