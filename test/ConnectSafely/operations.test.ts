import { connectSafely } from '../../nodes/ConnectSafely/manifest';
import {
	respondToInvitation,
	withdrawInvitationViaConnectSafely as withdrawal,
} from '../../nodes/ConnectSafely/operations';
import withdraw from '../fixtures/ConnectSafely/withdraw.json';
import { failureIn, inputOf, reply, URN, valueOf } from '../outreach/fakes';
import { opened } from './opened';

const WITHDRAWN = reply(200, withdraw.withdrawn);

const page = (...invitations: object[]) => reply(200, { invitations });
/** A person hidden from the account, as in lists. */
const HIDDEN = {
	profile: { profileUrl: 'https://www.linkedin.com/in/UNKNOWN', publicIdentifier: 'UNKNOWN' },
};
const row = (invitationId: string, publicIdentifier: string) => ({
	invitationId,
	profile: { publicIdentifier },
});

const WITHDRAWAL = { outcome: 'withdrawn', message: 'Invitation withdrawn successfully' };
const NOT_PENDING = { outcome: 'not_pending', message: withdraw.notPending.error };
test.each([
	[WITHDRAWN, 'acc_12345', WITHDRAWAL],
	[reply(400, withdraw.notPending), null, NOT_PENDING],
])('A withdrawal from a person reports the response %j', async (answer, accountId, report) => {
	const invitationId = '7310081824666365952';
	const { call } = opened(answer);
	expect(valueOf(await call(withdrawal, inputOf({ profile: 'john-doe', invitationId })))).toEqual({
		accountId,
		report: { ...report, invitationId },
	});
});

describe('Withdrawals by ID', () => {
	const request = (startIndex: number) => ({
		method: 'GET',
		path: '/invitations/sent',
		query: { accountId: 'acc_1', startIndex },
	});
	const given = inputOf({ invitationId: '73', accountId: 'acc_1' });

	test('A withdrawal by ID finds the person in the list of pending invitations', async () => {
		const pages = [page(row('71', 'ada'), row('72', 'bo')), page(row('73', 'cy'))] as const;
		const { call, requests } = opened(...pages, WITHDRAWN);
		expect(valueOf(await call(withdrawal, given)).report).toMatchObject({
			outcome: 'withdrawn',
			invitationId: '73',
		});
		expect(requests).toEqual([
			request(0),
			request(2),
			{
				method: 'POST',
				path: '/invitations/withdraw',
				body: { accountId: 'acc_1', profileId: 'cy', invitationId: '73' },
			},
		]);
	});

	test('A withdrawal by ID finds an invitation that has the ID only in its URN', async () => {
		const listed = { invitationUrn: 'urn:li:invitation:73', profile: { publicIdentifier: 'cy' } };
		const { call } = opened(page(listed), WITHDRAWN);
		expect(valueOf(await call(withdrawal, given)).report).toMatchObject({ outcome: 'withdrawn' });
	});

	test.each([
		['an empty page', page()],
		['a page that repeats', page(row('71', 'ada'))],
	])('A withdrawal by ID finds nothing after %s, read once for all items', async (_name, last) => {
		const { call, requests } = opened(page(row('71', 'ada')), last);
		for (const input of [given, { ...given, invitationId: '74' }]) {
			expect(valueOf(await call(withdrawal, input))).toEqual({
				accountId: null,
				report: {
					outcome: 'not_pending',
					invitationId: input.invitationId,
					message: 'No pending invitation with this ID was found.',
				},
			});
		}
		expect(requests).toEqual([request(0), request(1)]);
	});

	test.each([
		['names nobody', { invitationId: '73' }, 'a recipient'],
		['is to a hidden person', { invitationId: '73', ...HIDDEN }, 'a recipient'],
		['has no ID', { profile: { publicIdentifier: 'ada' } }, 'an ID'],
	])('A withdrawal by ID fails if a listed invitation %s', async (_name, unclear, what) => {
		const { call } = opened(page(unclear), page());
		const { message } = failureIn(await call(withdrawal, given));
		expect(message).toContain(`ConnectSafely lists an invitation without ${what}`);
	});

	test('A withdrawal by ID fails if its list does', async () => {
		const { call, requests } = opened(reply(500, { error: 'No.' }));
		expect(failureIn(await call(withdrawal, given)).message).toBe('ConnectSafely answered: No.');
		expect(requests).toHaveLength(1);
	});
});

describe('Responses to received invitations', () => {
	const DONE = reply(200, { success: true, message: 'Done', accountId: 'acc_1' });
	const newsletter = { ...row('70', 'ada'), invitationCategory: 'CONTENT_SERIES' };

	test.each([
		[{ invitationId: '72' }, 'accept', 'accepted'],
		[{ profile: 'ada' }, 'ignore', 'ignored'],
		[{ profile: URN }, 'accept', 'accepted'],
	])('A response for %j finds the invitation: %s, %s', async (given, response, outcome) => {
		const listed = { ...row('72', 'ada'), memberUrn: URN };
		const { api, requests } = opened(page(newsletter, listed), DONE);
		const input = inputOf({ ...given, fields: { response } });
		expect(valueOf(await respondToInvitation(api, input))).toEqual({
			accountId: 'acc_1',
			report: { outcome, invitationId: '72', message: 'Done' },
		});
		expect(requests).toMatchObject([
			{ method: 'GET', path: '/invitations/received' },
			{ path: '/invitations/received/respond', body: { invitationId: '72' } },
		]);
	});

	test.each<[string, object, string | null, object]>([
		['by ID', { invitationId: '79' }, '79', {}],
		['by person', { profile: 'eve' }, null, {}],
		['by ID among hidden senders', { invitationId: '79' }, '79', HIDDEN],
	])('A response finds no pending invitation %s', async (_how, given, invitationId, more) => {
		const { api, requests } = opened(page(newsletter, { ...row('72', 'ada'), ...more }), page());
		expect(valueOf(await respondToInvitation(api, inputOf(given))).report).toEqual({
			outcome: 'not_pending',
			invitationId,
			message: 'No matching received invitation is pending.',
		});
		expect(requests).toHaveLength(2);
	});

	test.each([
		[{ invitationId: '79' }, { profile: { publicIdentifier: 'ada' } }, 'an ID'],
		[{ profile: 'eve' }, { invitationId: '72' }, 'an identifiable sender'],
		[{ profile: 'eve' }, { invitationId: '72', ...HIDDEN }, 'an identifiable sender'],
		[{ profile: 'eve' }, { invitationId: '72', memberUrn: URN }, 'an identifiable sender'],
	])('A response for %j fails if the list has %j', async (given, unclear, what) => {
		const { api } = opened(page(unclear), page());
		const { message } = failureIn(await respondToInvitation(api, inputOf(given)));
		expect(message).toContain(`ConnectSafely lists an invitation without ${what}`);
	});

	test('A response fails if its list does, and so does a poll', async () => {
		const input = inputOf({ profile: 'ada' });
		const { api, requests } = opened(reply(500, { error: 'No.' }));
		const failures = [
			await respondToInvitation(api, input),
			await connectSafely.polls?.lists?.invitation_received?.page(api, null, 0),
		].map((result) => failureIn(result).message);
		expect(failures).toEqual(Array(2).fill('ConnectSafely answered: No.'));
		expect(requests).toHaveLength(2);
	});

	test('A response that is refused because nothing is pending any more is an outcome', async () => {
		const refusal = reply(400, { error: 'Invitation already accepted' });
		const { api } = opened(page(row('72', 'ada')), refusal);
		expect(valueOf(await respondToInvitation(api, inputOf({ profile: 'ada' })))).toEqual({
			accountId: null,
			report: {
				outcome: 'not_pending',
				invitationId: '72',
				message: 'Invitation already accepted',
			},
		});
	});
});
