import {
	accountKey,
	capEnd,
	capKey,
	limitKey,
	limitKeyPrefix,
} from '../../../nodes/outreach/limits/keys';

const SCOPE = { siteId: 'site', defaultAccountId: 'key' };
const OTHER_KEY = { siteId: 'site', defaultAccountId: 'other key' };
const OTHER_SITE = { siteId: 'other site', defaultAccountId: 'key' };

test('An account has one key, whichever API key reaches it', () => {
	expect(accountKey('acme', OTHER_KEY, 'acc_1')).toBe(accountKey('acme', SCOPE, 'acc_1'));
});

test.each([
	['accounts', accountKey('acme', SCOPE, 'acc_2')],
	['providers', accountKey('other', SCOPE, 'acc_1')],
	['sites of one provider', accountKey('acme', OTHER_SITE, 'acc_1')],
	['accounts, the default one and a named one,', accountKey('acme', SCOPE, null)],
	[
		'accounts, a named one and a default one with its ID,',
		accountKey('acme', { ...SCOPE, defaultAccountId: 'acc_1' }, null),
	],
])('Different %s have different keys', (_what, key) => {
	expect(key).not.toBe(accountKey('acme', SCOPE, 'acc_1'));
});

test('The default account of another API key is another account', () => {
	expect(accountKey('acme', OTHER_KEY, null)).not.toBe(accountKey('acme', SCOPE, null));
});

test('Each limit of an account has its own key, and all of them begin with the account’s prefix', () => {
	const account = accountKey('acme', SCOPE, 'acc_1');
	const [views, invites] = [limitKey(account, 'views'), limitKey(account, 'invites')];
	expect(views).not.toBe(invites);
	for (const key of [views, invites]) expect(key.startsWith(limitKeyPrefix(account))).toBe(true);
});

test('The prefix of an account does not match an account whose ID only begins the same', () => {
	const longer = limitKey(accountKey('acme', SCOPE, 'acc_12'), 'views');
	expect(longer.startsWith(limitKeyPrefix(accountKey('acme', SCOPE, 'acc_1')))).toBe(false);
});

test('The key of a cap differs by account, noun and period, and holds the end of the period', () => {
	const keys = [
		capKey('acme|acc', 'invitation', 'day', 1000),
		capKey('acme|acc', 'gift', 'day', 1000),
		capKey('acme|acc', 'invitation', 'week', 1000),
		capKey('acme|acc', 'invitation', 'day', 2000),
		capKey('acme|acc 2', 'invitation', 'day', 1000),
	];
	expect(new Set(keys).size).toBe(keys.length);
	expect(keys.map(capEnd)).toEqual([1000, 1000, 1000, 2000, 1000]);
});
