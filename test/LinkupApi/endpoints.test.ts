import { endpointsOf } from '../../nodes/LinkupApi/endpoints';
import { linkupApi } from '../../nodes/LinkupApi/manifest';
import { limitsOf, requestOf } from '../harness/fake-ask';
import { inputOf } from '../outreach/fakes';
import { CREDENTIALS } from './opened';

const v1 = endpointsOf(CREDENTIALS.v1);
const v2 = endpointsOf(CREDENTIALS.v2);
const URL = 'https://www.linkedin.com/in/john-doe';
const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2' });
const NOTE = { ...JOHN, note: 'Hi' };
const ID = '7310081824666365952';
const SECRET = { entityUrn: `urn:li:invitation:${ID}`, sharedSecret: 'x1' };
const ANSWER = { entity_urn: SECRET.entityUrn, shared_secret: 'x1' };
const CONNECTION = { accountId: 'acc_v2', at: 20, size: null, invitationType: 'CONNECTION' };
const ROWS = { count: 100, offset: 20 };
const PAGE = { start_page: 21, end_page: 21 };
const OF_TYPE = { invitation_type: 'CONNECTION' };

test.each([
	['invitation-status', { linkedin_url: URL }, v1.checkInvitation(JOHN)],
	['connect', { linkedin_url: URL }, v1.invite(JOHN)],
	['connect', { linkedin_url: URL, message: 'Hi' }, v1.invite(NOTE)],
	['withdraw-invitation', { invitation_id: ID }, v1.withdraw(JOHN, ID)],
	['accept-invitation', ANSWER, v1.accept(JOHN, SECRET)],
	['sent-invitations', { ...PAGE, ...OF_TYPE }, v1.invitations('sent', CONNECTION)],
	['invitations', { ...PAGE, ...OF_TYPE }, v1.invitations('received', CONNECTION)],
	['connections', PAGE, v1.connections(CONNECTION)],
])('v1: %s %j, with the login token', (path, body, endpoint) => {
	expect(requestOf(endpoint)).toEqual({
		method: 'POST',
		path: `/v1/network/${path}`,
		body: { ...body, login_token: 'cookie-1234', country: 'US' },
	});
});

test.each([
	['check_invitation', { profile_url: URL }, v2.checkInvitation(JOHN)],
	['invite', { profile_url: URL }, v2.invite(JOHN)],
	['invite', { profile_url: URL, message: 'Hi' }, v2.invite(NOTE)],
	['withdraw', { invitation_id: ID }, v2.withdraw(JOHN, ID)],
	['accept', ANSWER, v2.accept(JOHN, SECRET)],
	['list_sent', { ...ROWS, ...OF_TYPE }, v2.invitations('sent', CONNECTION)],
	['list_invitations', { ...ROWS, ...OF_TYPE }, v2.invitations('received', CONNECTION)],
	['list_connections', ROWS, v2.connections(CONNECTION)],
	['list_connections', { ...ROWS, count: 7 }, v2.connections({ ...CONNECTION, size: 7 })],
	['list_connections', ROWS, v2.connections({ ...CONNECTION, size: 101 })],
])('v2: %s %j', (action, params, endpoint) => {
	expect(requestOf(endpoint)).toEqual({
		method: 'POST',
		path: '/v2/network',
		body: { account_id: 'acc_v2', action, params },
	});
});

test('accounts are listed by v2 alone', () => {
	const endpoint = v2.accountPage?.(500, 500);
	expect(endpoint && requestOf(endpoint)).toEqual({
		method: 'GET',
		path: '/v2/accounts',
		query: { limit: 500, offset: 500 },
	});
	expect(v1.accountPage).toBeUndefined();
});

test('what LinkupAPI has, and the limit that each of it counts against', () => {
	expect(limitsOf(linkupApi)).toEqual({
		getAccountStatus: 'accounts',
		getConnectionStatus: 'check_invitation',
		getInvitationStatus: 'check_invitation',
		sendConnection: 'invite',
		withdrawInvitation: 'withdraw',
	});
	expect([linkupApi.accounts?.limit, linkupApi.relationship?.limit]).toEqual([
		'accounts',
		'check_invitation',
	]);
});

test('v1 has no accounts, and its credential is one', () => {
	const onlyV2 = linkupApi.operations.filter(({ versions }) => versions !== undefined);
	expect(onlyV2.map(({ record, versions }) => [record.id, versions])).toEqual([
		['getAccountStatus', ['v2']],
	]);
	expect(linkupApi.accounts?.versions).toEqual(['v2']);
	expect(linkupApi.versions).toEqual([
		{ id: 'v1', name: 'LinkupAPI v1', account: 'ignored' },
		{ id: 'v2', name: 'LinkupAPI v2', account: 'required' },
	]);
});
