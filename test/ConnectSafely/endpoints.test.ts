import * as endpoints from '../../nodes/ConnectSafely/endpoints';
import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import { receivedInvitationsSchema } from '../../nodes/ConnectSafely/responses';
import lists from '../fixtures/ConnectSafely/lists.json';
import { limitsOf, requestOf } from '../harness/fake-ask';
import { inputOf } from '../outreach/fakes';

const relationship = (profile: string, accountId: string | null = null) =>
	endpoints.relationship(inputOf({ profile, accountId }));

test.each([
	['/account/status', {}, endpoints.accountStatus(null)],
	['/account/status', { accountId: 'acc/1' }, endpoints.accountStatus('acc/1')],
	['/accounts', undefined, endpoints.accounts()],
	['/accounts', { q: 'Jane' }, endpoints.accounts('Jane')],
	['/account/acc%2F1/quota', undefined, endpoints.quota('acc/1')],
	['/relationship/john-doe', undefined, relationship('john-doe')],
	['/relationship/acc_1/john-doe', undefined, relationship('john-doe', 'acc_1')],
	['/relationship/a%2Fb%20c/john-doe', undefined, relationship('john-doe', 'a/b c')],
	['/invitations/sent', { startIndex: 0 }, endpoints.sentInvitations(null, 0)],
	[
		'/invitations/received',
		{ accountId: 'a', startIndex: 9 },
		endpoints.receivedInvitations('a', 9),
	],
	[
		'/connections',
		{ startIndex: 12, limit: 12, sortBy: 'firstName' },
		endpoints.connections(null, 12, 'firstName'),
	],
])('GET %s %j', (path, query, endpoint) => {
	expect(requestOf(endpoint)).toEqual({ method: 'GET', path, ...(query && { query }) });
});

test.each([
	[{ profile: 'john-doe' }, { profileId: 'john-doe' }],
	[
		{ profile: 'john-doe', accountId: 'acc_1', note: 'Hi "John"' },
		{ accountId: 'acc_1', profileId: 'john-doe', customMessage: 'Hi "John"' },
	],
])('an invitation: %j', (given, body) => {
	const request = requestOf(endpoints.connect(inputOf(given)));
	expect(request).toEqual({ method: 'POST', path: '/connect', body });
});

test.each([
	[{ profile: 'john-doe' }, { profileId: 'john-doe' }],
	[
		{ profile: 'john-doe', accountId: 'acc_1' },
		{ accountId: 'acc_1', profileId: 'john-doe' },
	],
	[
		{ profile: 'john-doe', invitationId: '73' },
		{ profileId: 'john-doe', invitationId: '73' },
	],
])('a withdrawal: %j', (given, body) => {
	const request = requestOf(endpoints.withdraw(inputOf(given)));
	expect(request).toEqual({ method: 'POST', path: '/invitations/withdraw', body });
});

test.each([
	[null, 'ACCEPT', '', {}],
	['acc_1', 'IGNORE', 'ACoAA1', { accountId: 'acc_1', profileId: 'ACoAA1' }],
] as const)(
	'an answer to a received invitation: %j, %s, of the member %j',
	(accountId, action, memberId, more) => {
		const [yash] = lists.received.invitations;
		const given = { invitations: [{ ...yash, memberId }] };
		const [row] = receivedInvitationsSchema.parse(given).invitations;
		expect(row && requestOf(endpoints.respond(accountId, action, row.read))).toEqual({
			method: 'POST',
			path: '/invitations/received/respond',
			body: {
				action,
				invitationId: yash?.invitationId,
				validationToken: yash?.validationToken,
				linkedInInvitationType: yash?.linkedInInvitationType,
				firstName: 'Yash',
				lastName: 'Jadhav',
				...more,
			},
		});
	},
);

test('what ConnectSafely has, and the limit that each of it counts against', () => {
	expect(limitsOf(connectSafely)).toEqual({
		getAccountStatus: 'account',
		getConnectionStatus: 'relationship',
		getInvitationStatus: 'relationship',
		sendConnection: 'connect',
		withdrawInvitation: 'withdraw',
	});
	expect(connectSafely.accounts?.limit).toBe('account');
	expect(connectSafely.relationship?.limit).toBe('relationship');
	expect(connectSafely.versions).toEqual([
		{ id: 'only', name: 'ConnectSafely', account: 'optional' },
	]);
});
