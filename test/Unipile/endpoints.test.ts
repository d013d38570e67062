import nock from 'nock';
import { endpointsOf } from '../../nodes/Unipile/endpoints';
import { byId, credentialOf, harnessOf } from '../harness/exchange';
import { requestOf } from '../harness/fake-ask';
import { runNode } from '../harness/run-node';
import { withoutNetwork } from '../harness/simulated';
import { inputOf } from '../outreach/fakes';
import { CREDENTIALS } from './opened';

const [v1, v2] = [endpointsOf(CREDENTIALS.v1), endpointsOf(CREDENTIALS.v2)];
const ACCOUNT = 'acc/1 ü';
const SEGMENT = 'acc%2F1%20%C3%BC';

const REQUESTS = `/${SEGMENT}/users/me/relation-requests`;
const answerable = { invitationId: 'i/1', sharedSecret: 's' };
test.each([
	[v1.account(ACCOUNT), { method: 'GET', path: `/accounts/${SEGMENT}` }],
	[v2.account(ACCOUNT), { method: 'GET', path: `/accounts/${SEGMENT}` }],
	[v2.inmailCredits(ACCOUNT), { method: 'GET', path: `/${SEGMENT}/linkedin/inmail-credits` }],
	[
		v1.cancel(ACCOUNT, 'i/1'),
		{ method: 'DELETE', path: '/users/invite/sent/i%2F1', query: { account_id: ACCOUNT } },
	],
	[v2.cancel(ACCOUNT, 'i/1'), { method: 'POST', path: `${REQUESTS}/i%2F1/cancel` }],
	[
		v1.answer(ACCOUNT, 'decline', answerable),
		{
			method: 'POST',
			path: '/users/invite/received/i%2F1',
			body: { account_id: ACCOUNT, provider: 'LINKEDIN', shared_secret: 's', action: 'decline' },
		},
	],
	[v2.answer(ACCOUNT, 'accept', answerable), { method: 'POST', path: `${REQUESTS}/i%2F1/accept` }],
	[v2.answer(ACCOUNT, 'decline', answerable), { method: 'POST', path: `${REQUESTS}/i%2F1/cancel` }],
])('IDs are percent-encoded in paths, and nowhere else (%#)', (endpoint, request) => {
	expect(requestOf(endpoint)).toEqual(request);
});

test.each([
	[null, 0, { limit: 100 }, { limit: 100, offset: 0 }],
	[7, 0, { limit: 7 }, { limit: 7, offset: 0 }],
	[1000, 0, { limit: 100 }, { limit: 100, offset: 0 }],
	[1000, 40, { limit: 100 }, { limit: 100, offset: 40 }],
	[7, 'c2', { cursor: 'c2' }, { limit: 7, cursor: 'c2' }],
])('A page of %j rows is requested from %j on', (size, at, first, second) => {
	const request = { accountId: ACCOUNT, at, size };
	for (const endpoint of [v1.relations(request), v1.invitations('received', request)]) {
		expect(endpoint.query).toEqual({ account_id: ACCOUNT, ...first });
	}
	expect(v2.relations(request).query).toEqual(second);
	expect(v2.invitations('sent', request).query).toEqual({ type: 'sent', ...second });
});

test.each([
	['', {}],
	['https://example.com/done', { success_redirect_url: 'https://example.com/done' }],
])('A link to reconnect leads back to %j', (redirectUrl, more) => {
	const link = { expiresAt: '2024-01-16T10:30:00.000Z', redirectUrl };
	expect(v1.reconnectLink('k7', link).body).toEqual({
		type: 'reconnect',
		reconnect_account: 'k7',
		expiresOn: '2024-01-16T10:30:00.000Z',
		api_url: 'https://api8.unipile.com:13424',
		...more,
	});
});

test('Reads that decide about an invitation bypass the cache of v2, and say nothing of one to v1', () => {
	const request = { accountId: ACCOUNT, at: 0, size: null };
	const input = inputOf({ profile: 'rosa-quill-17', accountId: ACCOUNT });
	const reads = (endpoints: typeof v2) => [
		endpoints.person(input),
		endpoints.invitations('sent', request),
		endpoints.relations(request),
	];
	const headers = { 'Cache-Control': 'no-cache' };
	expect(reads(v2).map((one) => one.headers)).toEqual([headers, headers, headers]);
	expect(reads(v1).map((one) => one.headers)).toEqual([undefined, undefined, undefined]);
});

withoutNetwork();
test('The header that bypasses the cache of v2 is sent', async () => {
	nock('https://api.unipile.com', { reqheaders: { 'cache-control': 'no-cache' } })
		.get('/v2/acc_1/users/rosa-quill-17')
		.reply(200, { provider: 'linkedin', specifics: { network_distance: 'FIRST_DEGREE' } });
	const { success } = await runNode({
		parameters: {
			provider: 'unipile',
			operation: 'sendConnection',
			profile: 'rosa-quill-17',
			accountId: byId('acc_1'),
		},
		credentials: { unipileApi: credentialOf(harnessOf('unipile'), 'v2') },
	});
	expect(success).toMatchObject([{ outcome: 'already_connected', invited: false }]);
});
