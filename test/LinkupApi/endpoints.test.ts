import { endpointsOf } from '../../nodes/LinkupApi/endpoints';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { requestOf } from '../harness/fake-ask';
import { CREDENTIALS } from './opened';

const v1 = endpointsOf(CREDENTIALS.v1);
const v2 = endpointsOf(CREDENTIALS.v2);
const FROM_20 = { accountId: 'acc_v2', at: 20, size: null, invitationType: 'CONNECTION' };

// test/conformance covers the documented requests; these tests cover pages after the first.

test.each([
	['list_sent', 100, v2.invitations('sent', FROM_20), { invitation_type: 'CONNECTION' }],
	['list_connections', 100, v2.connections(FROM_20), {}],
	['list_connections', 7, v2.connections({ ...FROM_20, size: 7 }), {}],
	['list_connections', 100, v2.connections({ ...FROM_20, size: 101 }), {}],
])('A page of v2’s %s begins at an offset, and has %i rows', (action, count, endpoint, more) => {
	const params = { count, offset: 20, ...more };
	expect(requestOf(endpoint).body).toEqual({ account_id: 'acc_v2', action, params });
});

test('A later page of v1 is requested by its number, from one', () => {
	const page = { start_page: 21, end_page: 21, login_token: 'cookie-1234', country: 'US' };
	expect(requestOf(v1.connections(FROM_20)).body).toEqual(page);
});

test('Accounts are listed in pages, by v2 alone', () => {
	const endpoint = v2.accountPage?.(500, 500);
	expect(endpoint && requestOf(endpoint).query).toEqual({ limit: 500, offset: 500 });
	expect([v1.accountPage, linkupApi.accounts?.versions]).toEqual([undefined, ['v2']]);
});
