import * as endpoints from '../../nodes/ConnectSafely/endpoints';
import { receivedInvitationsSchema } from '../../nodes/ConnectSafely/responses';
import lists from '../fixtures/ConnectSafely/lists.json';
import { requestOf } from '../harness/fake-ask';
import { inputOf, URN } from '../outreach/fakes';

// test/conformance covers the documented requests; these tests cover paths and omitted values.

const ID = 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM';
const JOSE = 'https://www.linkedin.com/in/jos%C3%A9';
const relationship = (profile: string, accountId: string | null = null) =>
	endpoints.relationship(inputOf({ profile, accountId }));

test.each([
	['/account/status', { accountId: 'acc/1' }, endpoints.accountStatus('acc/1')],
	['/accounts', { q: 'Jane' }, endpoints.accounts('Jane')],
	['/account/acc%2F1/quota', undefined, endpoints.quota('acc/1')],
	['/relationship/a%2Fb%20c/jos%C3%A9', undefined, relationship(JOSE, 'a/b c')],
	[`/relationship/${ID}`, undefined, relationship(URN)],
])('Values are percent-encoded in GET %s, which has the query %j', (path, query, endpoint) => {
	expect(requestOf(endpoint)).toEqual({ method: 'GET', path, ...(query && { query }) });
});

test('A response to an invitation has what its row says', () => {
	const [yash] = lists.received.invitations;
	const given = { invitations: [{ ...yash, memberId: 'ACoAA1' }] };
	const [row] = receivedInvitationsSchema.parse(given).invitations;
	expect(row && requestOf(endpoints.respond('acc_1', 'IGNORE', row.read))).toEqual({
		method: 'POST',
		path: '/invitations/received/respond',
		body: {
			accountId: 'acc_1',
			action: 'IGNORE',
			profileId: 'ACoAA1',
			invitationId: yash?.invitationId,
			validationToken: yash?.validationToken,
			linkedInInvitationType: yash?.linkedInInvitationType,
			firstName: 'Yash',
			lastName: 'Jadhav',
		},
	});
});
