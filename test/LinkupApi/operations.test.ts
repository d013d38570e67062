import { linkupApi } from '../../nodes/LinkupApi/manifest';
import {
	acceptInvitation,
	getAccountStatusViaLinkupApi,
	withdrawInvitationViaLinkupApi,
} from '../../nodes/LinkupApi/operations';
import invitation from '../fixtures/LinkupApi/invitation.json';
import v2Answers from '../fixtures/LinkupApi/v2-answers.json';
import { failureIn, inputOf, reply, valueOf } from '../outreach/fakes';
import { opened, v2 } from './opened';

const JOHN = inputOf({ profile: 'john-doe', accountId: 'acc_v2' });
const ID = '7310081824666365952';

describe('Withdrawals', () => {
	const byId = inputOf({ accountId: 'acc_v2', invitationId: ID });

	test('A withdrawal from a person looks up the invitation first, and adds up the credits', async () => {
		const { call, requests } = opened(
			'v2',
			reply(200, v2(invitation.sent)),
			reply(200, v2Answers.withdraw),
		);
		expect(valueOf(await call(withdrawInvitationViaLinkupApi, JOHN))).toEqual({
			accountId: 'acc_v2',
			report: { outcome: 'withdrawn', invitationId: ID, message: null, credits: 2 },
		});
		expect(requests.map(({ body }) => body)).toEqual([
			{
				account_id: 'acc_v2',
				action: 'check_invitation',
				params: { profile_url: 'https://www.linkedin.com/in/john-doe' },
			},
			{ account_id: 'acc_v2', action: 'withdraw', params: { invitation_id: ID } },
		]);
	});

	test.each([
		['none', 'No invitation found'],
		['connected', 'You are connected with this person'],
		['received', 'Invitation pending'],
	] as const)('A withdrawal from a person shown as %s is not pending', async (name, message) => {
		const { call, requests } = opened('v2', reply(200, v2(invitation[name])));
		expect(valueOf(await call(withdrawInvitationViaLinkupApi, JOHN))).toEqual({
			accountId: 'acc_v2',
			report: { outcome: 'not_pending', invitationId: null, message, credits: 1 },
		});
		expect(requests).toHaveLength(1);
	});

	// The response does not say that none is pending.
	test.each([['sentWithoutId'], ['newState'], ['newDirection']] as const)(
		'A withdrawal from a person who is shown as %s is an error',
		async (name) => {
			const { call, requests } = opened('v2', reply(200, v2(invitation[name])));
			const { message, description } = failureIn(await call(withdrawInvitationViaLinkupApi, JOHN));
			expect(message).toContain('LinkupAPI');
			expect(description).toContain("'Invitation ID'");
			expect(requests).toHaveLength(1);
		},
	);

	test('A withdrawal is not pending if the response says that nothing was withdrawn', async () => {
		const { call } = opened('v2', reply(200, v2Answers.notWithdrawn));
		expect(valueOf(await call(withdrawInvitationViaLinkupApi, byId)).report).toMatchObject({
			outcome: 'not_pending',
		});
	});

	test('A withdrawal is not pending if a refusal says so', async () => {
		const body = { status: 'error', message: 'No pending invitation with this id' };
		const { call } = opened('v1', reply(200, body));
		expect(valueOf(await call(withdrawInvitationViaLinkupApi, byId)).report).toEqual({
			outcome: 'not_pending',
			invitationId: ID,
			message: 'No pending invitation with this id',
		});
	});

	test('A withdrawal fails if its lookup does', async () => {
		const { call, requests } = opened('v1', reply(500, { status: 'error', message: 'No.' }));
		expect(failureIn(await call(withdrawInvitationViaLinkupApi, JOHN)).message).toBe(
			'LinkupAPI answered: No.',
		);
		expect(requests).toHaveLength(1);
	});
});

describe('Accepting invitations', () => {
	const row = (id: string, name: string, secret: string | null = 'x1') => ({
		entity_urn: `urn:li:invitation:${id}`,
		shared_secret: secret,
		sender: { linkedin_url: `https://www.linkedin.com/in/${name}` },
	});
	const page = (...invitations: object[]) =>
		reply(200, v2({ invitations, pagination: { has_more: false } }));
	const DONE = reply(200, { success: true, data: {} });
	const accept = async (
		given: object,
		...replies: [ReturnType<typeof reply>, ...Array<ReturnType<typeof reply>>]
	) => {
		const { api, requests } = opened('v2', ...replies);
		const answer = await acceptInvitation(api, inputOf({ accountId: 'acc_v2', ...given }));
		return { answer, actions: requests.map(({ body }) => [body?.action, body?.params]) };
	};
	const params = { entity_urn: `urn:li:invitation:${ID}`, shared_secret: 'x1' };

	test.each([ID, `urn:li:invitation:${ID}`])(
		'An invitation is accepted by %s and its secret in one request',
		async (invitationId) => {
			const given = { invitationId, fields: { sharedSecret: 'x1' } };
			const { answer, actions } = await accept(given, DONE);
			expect(valueOf(answer).report).toEqual({
				outcome: 'accepted',
				invitationId: ID,
				message: null,
			});
			expect(actions).toEqual([['accept', params]]);
		},
	);

	test.each([{ invitationId: ID }, { profile: 'ada' }])(
		'An invitation is looked up before it is accepted: %j',
		async (given) => {
			const { answer, actions } = await accept(given, page(row('7', 'eve'), row(ID, 'ada')), DONE);
			expect(valueOf(answer).report).toMatchObject({ outcome: 'accepted', invitationId: ID });
			expect(actions).toEqual([
				['list_invitations', { count: 50, offset: 0, invitation_type: 'CONNECTION' }],
				['accept', params],
			]);
		},
	);

	test.each([
		[{ invitationId: ID }, ID],
		[{ profile: 'ada' }, null],
	])('An invitation that is not in the list is not pending: %j', async (given, invitationId) => {
		const { answer } = await accept(given, page(row('7', 'eve')));
		expect(valueOf(answer).report).toMatchObject({ outcome: 'not_pending', invitationId });
	});

	test.each([
		[{ profile: 'ada' }, row(ID, 'ada', null), 'the secret needed to accept it'],
		[{ profile: 'ada' }, { name: 'Ada' }, 'an identifiable sender'],
		[{ profile: 'ada' }, row(ID, 'UNKNOWN'), 'an identifiable sender'],
		[{ invitationId: ID }, { name: 'Ada' }, 'an ID'],
	])('An invitation for %j is not accepted if the list has %j', async (given, listed, what) => {
		const { answer } = await accept(given, page(listed));
		expect(failureIn(answer).message).toContain(`LinkupAPI lists an invitation without ${what}`);
	});
});

describe('Pages of accounts', () => {
	const page = (from: number, count: number, total?: number) =>
		reply(200, {
			items: Array.from({ length: count }, (_, index) => ({ account_id: `acc_${from + index}` })),
			total,
		});
	const request = (offset: number) => ({
		method: 'GET',
		path: '/v2/accounts',
		query: { limit: 500, offset },
	});

	test.each<[string, Parameters<typeof opened>[1][], number, number[]]>([
		['one that is not full', [page(0, 499)], 499, [0]],
		['a full one and a rest', [page(0, 500), page(500, 3)], 503, [0, 500]],
		[
			'shorter ones than asked for',
			[page(0, 100, 250), page(100, 100, 250), page(200, 50, 250)],
			250,
			[0, 100, 200],
		],
		['ones that overlap', [page(0, 500), page(300, 500), page(1000, 1)], 801, [0, 500, 1000]],
	])('All pages of accounts are read: %s', async (_name, [first, ...rest], count, offsets) => {
		const { api, requests } = opened('v2', first ?? page(0, 0), ...rest);
		const accounts = valueOf(await linkupApi.accounts?.list(api));
		expect(accounts).toHaveLength(count);
		expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(count);
		expect(requests).toEqual(offsets.map(request));
	});

	test('Accounts are requested once in an execution', async () => {
		const { api, call, requests } = opened('v2', page(0, 2));
		await call(getAccountStatusViaLinkupApi, inputOf({ accountId: 'acc_0' }));
		await call(getAccountStatusViaLinkupApi, inputOf({ accountId: 'acc_1' }));
		await linkupApi.accounts?.list(api);
		expect(requests).toEqual([request(0)]);
	});

	test('A list of accounts fails if one of its pages does', async () => {
		const { api } = opened('v2', page(0, 500), reply(500, { error: 'No.' }));
		expect(failureIn(await linkupApi.accounts?.list(api)).message).toBe('LinkupAPI answered: No.');
	});

	test('A list of accounts fails if a row has another form', async () => {
		const { api } = opened('v2', reply(200, { items: [{ name: 'x' }] }));
		expect(failureIn(await linkupApi.accounts?.list(api)).message).toMatch(/^LinkupAPI /);
	});
});
