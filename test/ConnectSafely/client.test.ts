import { connectSafely } from '../../nodes/ConnectSafely/provider';
import accountStatus from '../fixtures/ConnectSafely/account-status.json';
import accounts from '../fixtures/ConnectSafely/accounts.json';
import connect from '../fixtures/ConnectSafely/connect.json';
import relationship from '../fixtures/ConnectSafely/relationship.json';
import withdraw from '../fixtures/ConnectSafely/withdraw.json';
import { inputOf, leaving, reply, URN, valueOf } from '../outreach/fakes';
import { opened } from './session';

const ID = 'ACoAAA24A-MBVEvT49xpVF2gnWrhvmUIPDJshSM';

test.each([
	[null, {}],
	['acc/1', { accountId: 'acc/1' }],
])('the account %j', async (accountId, query) => {
	const { session, requests } = opened(reply(200, accountStatus.available));
	await session.getAccountStatus?.(inputOf({ accountId }));
	expect(requests).toEqual([{ method: 'GET', path: '/account/status', query }]);
});

test('accounts and a quota', async () => {
	const { session, requests } = opened(reply(200, accounts));
	await session.accountReports?.();
	await session.readQuota?.('acc/1');
	expect(requests).toEqual([
		{ method: 'GET', path: '/accounts' },
		{ method: 'GET', path: '/account/acc%2F1/quota' },
	]);
});

test.each([
	['john-doe', null, '/relationship/john-doe'],
	['john-doe', 'acc_1', '/relationship/acc_1/john-doe'],
	['https://www.linkedin.com/in/jos%C3%A9', 'a/b c', '/relationship/a%2Fb%20c/jos%C3%A9'],
	[URN, null, `/relationship/${ID}`],
])('the relationship of %s to the account %j', async (profile, accountId, path) => {
	const { session, requests } = opened(reply(200, relationship.connected));
	const input = inputOf({ profile, accountId });
	await session.getConnectionStatus?.(input);
	await session.getInvitationStatus?.(input);
	await session.findStanding?.(input);
	expect(requests).toEqual([
		{ method: 'GET', path },
		{ method: 'GET', path },
		{ method: 'GET', path },
	]);
});

test.each([
	[{ profile: 'john-doe' }, { profileId: 'john-doe' }],
	[{ profile: 'jos%c3%a9' }, { profileId: 'josé' }],
	[{ profile: URN }, { profileUrn: URN }],
	[
		{ profile: 'john-doe', accountId: 'acc_1', note: 'Hi "John"' },
		{ accountId: 'acc_1', profileId: 'john-doe', customMessage: 'Hi "John"' },
	],
])('an invitation: %j', async (given, body) => {
	const { session, requests } = opened(reply(200, connect.sent));
	await session.sendConnection?.(inputOf(given), leaving);
	expect(requests).toEqual([{ method: 'POST', path: '/connect', body }]);
});

test.each([
	[{ profile: 'john-doe' }, { profileId: 'john-doe' }],
	[
		{ profile: URN, accountId: 'acc_1' },
		{ accountId: 'acc_1', profileUrn: URN },
	],
	[
		{ profile: 'john-doe', invitationId: '73' },
		{ profileId: 'john-doe', invitationId: '73' },
	],
])('a withdrawal: %j', async (given, body) => {
	const { session, requests } = opened(reply(200, withdraw.withdrawn));
	await session.withdrawInvitation(inputOf(given));
	expect(requests).toEqual([{ method: 'POST', path: '/invitations/withdraw', body }]);
});

test.each([
	['getAccountStatus', 'account'],
	['getConnectionStatus', 'relationship'],
	['getInvitationStatus', 'relationship'],
	['sendConnection', 'connect'],
	['withdrawInvitation', 'withdraw'],
] as const)('%s counts against the limit of %s', (operation, name) => {
	expect(connectSafely.limitName(operation)).toBe(name);
});

describe('the credential', () => {
	const open = (credential: unknown) => {
		const connected: unknown[] = [];
		connectSafely.open(credential, (options) => {
			connected.push(options);
			return async () => reply(200);
		});
		return connected;
	};

	test.each([
		['https://api.connectsafely.ai/linkedin', 'https://api.connectsafely.ai/linkedin'],
		['https://api.connectsafely.ai/linkedin//', 'https://api.connectsafely.ai/linkedin'],
		[' http://localhost:8080/x/ ', 'http://localhost:8080/x'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://[::1]:8080', 'http://[::1]:8080'],
	])('%s', (baseUrl, expected) => {
		expect(open({ apiKey: ' key-1234 ', baseUrl })).toEqual([
			{ baseUrl: expected, secrets: ['key-1234'], identity: ['key-1234'] },
		]);
	});

	test.each([
		[{ apiKey: '', baseUrl: 'https://a.test' }, "'API Key' of the ConnectSafely credential"],
		[{ baseUrl: 'https://a.test' }, "'API Key' of the ConnectSafely credential"],
		[{ apiKey: 'key-1234', baseUrl: ' ' }, "'Base URL' of the ConnectSafely credential"],
		[{ apiKey: 'key-1234', baseUrl: 'http://a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'http://localhost.a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'http://127.0.0.1.a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'https://user:pass@a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'https://:pass@a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'https://a.test/?q=1' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'ftp://a.test' }, 'not an https address'],
		[{ apiKey: 'key-1234', baseUrl: 'a.test' }, 'not an https address'],
	])('%j is refused before any call', (credential, message) => {
		expect(() => open(credential)).toThrow(message);
		expect(() => open(credential)).not.toThrow('key-1234');
	});
});

describe('a withdrawal by the invitation alone', () => {
	const sent = (...rows: Array<[id: string, publicIdentifier: string]>) =>
		reply(200, {
			invitations: rows.map(([invitationId, publicIdentifier]) => ({
				invitationId,
				profile: { publicIdentifier },
			})),
		});
	const page = (startIndex: number) => ({
		method: 'GET',
		path: '/invitations/sent',
		query: { accountId: 'acc_1', startIndex },
	});
	const given = inputOf({ invitationId: '73', accountId: 'acc_1' });

	test('finds the person among the pending ones', async () => {
		const { session, requests } = opened(
			sent(['71', 'ada'], ['72', 'bo']),
			sent(['73', 'cy']),
			reply(200, withdraw.withdrawn),
		);
		expect(valueOf(await session.withdrawInvitation(given)).report).toMatchObject({
			outcome: 'withdrawn',
			invitationId: '73',
		});
		expect(requests).toEqual([
			page(0),
			page(2),
			{
				method: 'POST',
				path: '/invitations/withdraw',
				body: { accountId: 'acc_1', profileId: 'cy', invitationId: '73' },
			},
		]);
	});

	test.each([
		['an empty page', [sent(['71', 'ada']), sent()], 2],
		['a page that repeats', [sent(['71', 'ada']), sent(['71', 'ada'])], 2],
	] as const)('is not pending after %s', async (_name, [first, second], count) => {
		const { session, requests } = opened(first, second);
		expect(valueOf(await session.withdrawInvitation(given)).report.outcome).toBe('not_pending');
		expect(requests).toHaveLength(count);
	});
});
