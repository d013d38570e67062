import { linkupApi } from '../../nodes/LinkupApi/provider';
import invitation from '../fixtures/LinkupApi/invitation.json';
import v2Answers from '../fixtures/LinkupApi/v2-answers.json';
import { failureIn, inputOf, reply, URN, valueOf } from '../outreach/fakes';
import { opened, v1, v2 } from './session';

const COOKIE = { login_token: 'cookie-1234', country: 'US' };
const JOHN = 'https://www.linkedin.com/in/john-doe';

describe('v1', () => {
	test.each([
		['john-doe', JOHN],
		['josé', 'https://www.linkedin.com/in/jos%C3%A9'],
		[URN, 'https://www.linkedin.com/in/ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM'],
	])('the invitation of %s', async (profile, linkedin_url) => {
		const { session, requests } = opened('v1', reply(200, v1(invitation.none)));
		await session.getInvitationStatus?.(inputOf({ profile }));
		expect(requests).toEqual([
			{ method: 'POST', path: '/v1/network/invitation-status', body: { linkedin_url, ...COOKIE } },
		]);
	});

	test.each([
		[null, { linkedin_url: JOHN, ...COOKIE }],
		['Hi', { linkedin_url: JOHN, message: 'Hi', ...COOKIE }],
	])('an invitation with the note %j', async (note, body) => {
		const { session, requests } = opened('v1', reply(200, v1({})));
		await session.sendConnection?.(inputOf({ profile: 'john-doe', note }));
		expect(requests).toEqual([{ method: 'POST', path: '/v1/network/connect', body }]);
	});

	test('a withdrawal', async () => {
		const { session, requests } = opened('v1', reply(200, v1(null)));
		await session.withdrawInvitation(inputOf({ invitationId: '7310081824666365952' }));
		expect(requests).toEqual([
			{
				method: 'POST',
				path: '/v1/network/withdraw-invitation',
				body: { invitation_id: '7310081824666365952', ...COOKIE },
			},
		]);
	});
});

describe('v2', () => {
	const envelope = (action: string, params: object) => [
		{ method: 'POST', path: '/v2/network', body: { account_id: 'acc_v2', action, params } },
	];

	test('the invitation', async () => {
		const { session, requests } = opened('v2', reply(200, v2(invitation.none)));
		await session.getConnectionStatus?.(inputOf({ profile: 'josé', accountId: 'acc_v2' }));
		expect(requests).toEqual(
			envelope('check_invitation', { profile_url: 'https://www.linkedin.com/in/jos%C3%A9' }),
		);
	});

	test.each([
		[null, { profile_url: JOHN }],
		['Hi', { profile_url: JOHN, message: 'Hi' }],
	])('an invitation with the note %j', async (note, params) => {
		const { session, requests } = opened('v2', reply(200, v2Answers.invite));
		await session.sendConnection?.(inputOf({ profile: 'john-doe', accountId: 'acc_v2', note }));
		expect(requests).toEqual(envelope('invite', params));
	});

	test('a withdrawal', async () => {
		const { session, requests } = opened('v2', reply(200, v2Answers.withdraw));
		await session.withdrawInvitation(inputOf({ invitationId: '73', accountId: 'acc_v2' }));
		expect(requests).toEqual(envelope('withdraw', { invitation_id: '73' }));
	});
});

describe('the pages of accounts', () => {
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
		['none', [page(0, 0)], 0, [0]],
		['one that is not full', [page(0, 499)], 499, [0]],
		['a full one and a rest', [page(0, 500), page(500, 3)], 503, [0, 500]],
		['two full ones and none', [page(0, 500), page(500, 500), page(1000, 0)], 1000, [0, 500, 1000]],
		[
			'shorter ones than asked for',
			[page(0, 100, 250), page(100, 100, 250), page(200, 50, 250)],
			250,
			[0, 100, 200],
		],
		['a total that is never reached', [page(0, 3, 5), page(0, 0, 5)], 3, [0, 3]],
		['one that repeats for ever', [page(0, 500)], 500, [0, 500]],
		[
			'one that repeats in part',
			[page(0, 500), page(300, 500), page(1000, 1)],
			801,
			[0, 500, 1000],
		],
	])('%s', async (_name, [first, ...rest], count, offsets) => {
		const { session, requests } = opened('v2', first ?? page(0, 0), ...rest);
		const accounts = valueOf(await session.accountReports?.());
		expect(accounts).toHaveLength(count);
		expect(new Set(accounts.map(({ accountId }) => accountId)).size).toBe(count);
		expect(requests).toEqual(offsets.map(request));
	});

	test('are asked for once, whoever asks and how often', async () => {
		const { session, requests } = opened('v2', page(0, 2));
		await session.getAccountStatus?.(inputOf({ accountId: 'acc_0' }));
		await session.getAccountStatus?.(inputOf({ accountId: 'acc_1' }));
		await session.accountReports?.();
		expect(requests).toEqual([request(0)]);
	});

	test('a page that fails is the answer', async () => {
		const { session } = opened('v2', page(0, 500), reply(500, { error: 'No.' }));
		expect(failureIn(await session.accountReports?.()).message).toBe('LinkupAPI answered: No.');
	});

	test('a list of another form says so', async () => {
		const { session } = opened('v2', reply(200, { items: [{ name: 'x' }] }));
		expect(failureIn(await session.accountReports?.()).message).toMatch(/^LinkupAPI /);
	});
});

test.each([
	['getAccountStatus', 'accounts'],
	['getConnectionStatus', 'check_invitation'],
	['getInvitationStatus', 'check_invitation'],
	['sendConnection', 'invite'],
	['withdrawInvitation', 'withdraw'],
] as const)('%s counts against the limit of %s', (operation, name) => {
	expect(linkupApi.limitName(operation)).toBe(name);
});

describe('the credential', () => {
	const base = { apiKey: 'key-1234', baseUrl: 'https://api.linkupapi.com' };
	const open = (credential: unknown) => {
		const connected: unknown[] = [];
		const session = linkupApi.open(credential, (options) => {
			connected.push(options);
			return async () => reply(200);
		});
		return { connected, apiName: session.apiName, accountRequired: session.accountRequired };
	};

	test.each([
		['https://api.linkupapi.com'],
		['https://api.linkupapi.com/'],
		['https://api.linkupapi.com/v1'],
		['https://api.linkupapi.com/v2/'],
	])('the version is appended: %s', (baseUrl) => {
		expect(open({ ...base, baseUrl, apiVersion: 'v2' })).toEqual({
			connected: [
				{
					baseUrl: 'https://api.linkupapi.com',
					secrets: ['key-1234'],
					identity: ['key-1234'],
					isOneAccount: false,
				},
			],
			apiName: 'LinkupAPI v2',
			accountRequired: true,
		});
	});

	test('v1 keeps the login token secret too', () => {
		expect(open({ ...base, apiVersion: 'v1', loginToken: ' cookie-1234 ' })).toEqual({
			connected: [
				{
					baseUrl: 'https://api.linkupapi.com',
					secrets: ['key-1234', 'cookie-1234'],
					identity: ['key-1234'],
					isOneAccount: true,
				},
			],
			apiName: 'LinkupAPI v1',
			accountRequired: false,
		});
	});

	test.each([
		[{ ...base, apiVersion: 'v1', loginToken: '' }, 'Login Token'],
		[{ ...base, apiVersion: 'v1' }, 'Login Token'],
		[{ ...base, apiVersion: 'v1', loginToken: 'cookie-1234', country: 'XX' }, 'Country'],
		[{ ...base, apiVersion: 'v3' }, 'API Version'],
		[base, 'API Version'],
		[{ ...base, apiVersion: 'v2', apiKey: ' ' }, 'API Key'],
		[{ apiKey: 'key-1234', apiVersion: 'v2' }, 'Base URL'],
	])('%j is refused by its field', (credential, label) => {
		expect(() => open(credential)).toThrow(
			`'${label}' of the LinkupAPI credential is missing or cannot be used`,
		);
	});
});
