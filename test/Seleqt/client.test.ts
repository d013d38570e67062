import { seleqt } from '../../nodes/Seleqt/provider';
import { InvalidInput } from '../../nodes/outreach/operations/result';
import connectionStatus from '../fixtures/Seleqt/connection-status.json';
import { inputOf, reply } from '../outreach/fakes';
import { opened } from './session';
import { show } from '../../nodes/outreach/base/text';

test.each([
	[null, {}],
	['17', { account_id: '17' }],
])('the connection status, with the account %j', async (accountId, query) => {
	const { session, requests } = opened(reply(200, connectionStatus.first));
	await session.getConnectionStatus?.(inputOf({ prospectId: '1234', accountId }));
	expect(requests).toEqual([
		{ method: 'GET', path: '/public/prospects/1234/connection-status/', query },
	]);
});

test('Seleqt has no other operation', () => {
	const { session } = opened(reply(200));
	expect(Object.keys(seleqt.operations)).toEqual(['getConnectionStatus']);
	expect([
		session.getAccountStatus,
		session.getInvitationStatus,
		session.sendConnection,
		session.withdrawInvitation,
		session.accountReports,
	]).toEqual([undefined, undefined, undefined, undefined, undefined]);
	expect(session.accountRequired).toBe(false);
});

test.each([['1'], ['17'], ['9007199254740993']])('the account %s is a number', (accountId) => {
	expect(() => seleqt.checkAccountId?.(accountId, show)).not.toThrow();
});

test.each([['0'], ['-1'], ['1.5'], ['acc_1'], ['1e3'], [' 17'], ['17/../18']])(
	'the account %j is none',
	(accountId) => {
		const check = () => seleqt.checkAccountId?.(accountId, show);
		expect(check).toThrow(InvalidInput);
		expect(check).toThrow("and Seleqt's account IDs are positive integers");
	},
);

test.each([['getConnectionStatus', 'connection-status']] as const)(
	'%s counts against the limit of %s',
	(operation, name) => {
		expect(seleqt.limitName(operation)).toBe(name);
	},
);

describe('the credential', () => {
	const open = (credential: unknown) => {
		const connected: unknown[] = [];
		seleqt.open(credential, (options) => {
			connected.push(options);
			return async () => reply(200);
		});
		return connected;
	};

	test('key and base URL', () => {
		expect(open({ apiKey: 'prefix.secret', baseUrl: 'https://api.seleqt.ai/api/v1/' })).toEqual([
			{
				baseUrl: 'https://api.seleqt.ai/api/v1',
				secrets: ['prefix.secret'],
				identity: ['prefix.secret'],
			},
		]);
	});

	test.each([
		[{ apiKey: '', baseUrl: 'https://a.test' }, "'API Key' of the Seleqt credential"],
		[{ apiKey: 'prefix.secret', baseUrl: '' }, "'Base URL' of the Seleqt credential"],
		[{ apiKey: 'prefix.secret', baseUrl: 'http://a.test' }, 'not an https address'],
	])('%j is refused before any call', (credential, message) => {
		expect(() => open(credential)).toThrow(message);
	});
});
