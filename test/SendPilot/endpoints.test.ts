import * as endpoints from '../../nodes/SendPilot/endpoints';
import { sendPilot } from '../../nodes/SendPilot/manifest';
import { limitsOf, requestOf } from '../harness/fake-ask';
import { inputOf } from '../outreach/fakes';

const LINK = 'https://www.linkedin.com/in/';
const NO_FILTERS = { campaignId: '', status: '' };

test.each([
	['/inbox/senders', {}, endpoints.senders()],
	['/senders/quotas', {}, endpoints.senderQuotas()],
	['/me', {}, endpoints.me()],
	['/credits', {}, endpoints.credits()],
	['/leads', { query: { page: 1, limit: 100 } }, endpoints.leads(NO_FILTERS, 1, 100)],
	[
		'/leads',
		{ query: { campaignId: 'camp_xyz789', status: 'DONE', page: 2, limit: 5 } },
		endpoints.leads({ campaignId: 'camp_xyz789', status: 'DONE' }, 2, 5),
	],
])('GET %s %j', (path, more, endpoint) => {
	expect(requestOf(endpoint)).toEqual({ method: 'GET', path, ...more });
});

test.each([
	['john-doe', null, { recipientLinkedinUrl: `${LINK}john-doe` }],
	['jane-doe', 'Hi', { recipientLinkedinUrl: `${LINK}jane-doe`, message: 'Hi' }],
])('an invitation to %s with the note %j', (profile, note, body) => {
	const input = inputOf({ profile, accountId: 'sender_abc123', note });
	expect(requestOf(endpoints.connect(input))).toEqual({
		method: 'POST',
		path: '/inbox/connect',
		body: { senderId: 'sender_abc123', ...body },
	});
});

test('SendPilot has senders and invitations, and does not say how two people are related', () => {
	expect(limitsOf(sendPilot)).toEqual({ getAccountStatus: 'senders', sendConnection: 'connect' });
	expect(sendPilot.accounts?.limit).toBe('senders');
	expect([sendPilot.relationship, sendPilot.readQuota, sendPilot.ownId]).toEqual(
		Array.from({ length: 3 }),
	);
	expect(sendPilot.versions).toEqual([{ id: 'only', name: 'SendPilot', account: 'required' }]);
});
