import { processState } from '../../../nodes/outreach/base/process-state';
import { accountKey, limitKey } from '../../../nodes/outreach/limits/keys';
import { limitBook } from '../../../nodes/outreach/limits/limits';
import type { AccountReport } from '../../../nodes/outreach/operations/get-account-status';
import type { ListedPerson } from '../../../nodes/outreach/operations/pages';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { PolledEvent } from '../../../nodes/outreach/provider/provider';
import { Budget } from '../../../nodes/outreach/trigger/poll-client';
import { newestEvent } from '../../../nodes/outreach/trigger/poll';
import { MOST_PAGES, type Poll } from '../../../nodes/outreach/trigger/polled';
import { reportOf } from '../../harness/reports';
import { FAILED, limitedBy, readTask } from '../acme';
import { AcmePolls, DAY, later, NOW, usePollTimes, type Instead } from './acme-polls';
import { pageAt, people, person } from './lists';

/** A 429 from the time the test runs. */
const limited = () => limitedBy({ scope: 'minute', retryAfterSeconds: 90 });

let rows: ListedPerson[];
let accounts: Array<{ accountId: string; report: AccountReport }>;
let scene: AcmePolls;
usePollTimes();
beforeEach(() => {
	rows = [];
	accounts = [];
	const page = async (_api: unknown, _account: string | null, at: number) =>
		scene.answer(`page ${at}`, pageAt(rows, at, 3));
	const lists = {
		connection_accepted: { limit: 'connections', page },
		invitation_received: { limit: 'received', page },
	};
	const list = async () => scene.answer('accounts', accounts);
	scene = new AcmePolls('connection_accepted', () => ({ lists }), {
		accounts: { limit: 'accounts', list },
	});
	scene.accountId = null;
	scene.usedAccount = null;
});

/** The names in the events of one poll, or the message of its failure. */
async function found(given: Partial<Poll> = {}, instead?: Instead) {
	const events = await scene.poll(given, instead);
	return typeof events === 'string' ? events : events.map(({ providerEvent: { name } }) => name);
}

/** Simulates a restart of n8n, which has only its database. */
const restart = () => processState.reset();
const CONNECTIONS = limitKey(
	accountKey('acme', { siteId: 'site', defaultAccountId: 'key' }, null),
	'connections',
);

test('The first poll returns nothing, and later ones return each new row once', async () => {
	rows = people(4);
	expect(await found()).toEqual([]);
	rows = [person('b'), person('a'), ...rows];
	expect(await found()).toEqual(['a', 'b']);
	restart();
	expect(await found()).toEqual([]);
});

test('An event has the documented fields', async () => {
	await found({ accountId: 'acc' });
	rows = [person('jane', NOW - 1000), person('john')];
	later(5000);
	expect(await scene.poll({ accountId: 'acc' })).toEqual([
		{
			event: 'connection_accepted',
			provider: 'acme',
			accountId: 'acc',
			profile: parseProfile('person-john'),
			occurredAt: '2024-01-15T10:30:05.000Z',
			providerEvent: { name: 'john' },
		},
		expect.objectContaining({ occurredAt: '2024-01-15T10:29:59.000Z' }),
	]);
});

test('The account of an event is the given one, otherwise the one the provider reports, otherwise null', async () => {
	for (const [accountId, reported, expected] of [
		['given', 'reported', 'given'],
		[null, 'reported', 'reported'],
		[null, null, null],
	]) {
		rows = [];
		scene.stored = scene.usedAccount = null;
		await scene.poll({ accountId });
		rows = [person('jane')];
		scene.usedAccount = reported ?? null;
		expect(await scene.poll({ accountId })).toMatchObject([{ accountId: expected }]);
	}
});

test(`A poll reads at most ${MOST_PAGES} pages, and the next one continues the baseline`, async () => {
	rows = people(200);
	expect(await found()).toEqual([]);
	expect(scene.asked).toHaveLength(MOST_PAGES);
	expect(await found()).toEqual([]);
	expect(scene.asked[0]).toBe(`page ${(MOST_PAGES - 1) * 3}`);
	expect(scene.asked.length).toBeLessThan(12);
	rows = [person('new'), ...rows];
	expect(await found()).toEqual(['new']);
	expect(scene.asked).toEqual(['page 0', 'page 3', 'page 6', 'page 9', 'page 12', 'page 15']);
});

test('A poll ends when its time is over, and the next one continues', async () => {
	rows = people(30);
	scene.slowly = 25_000;
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual(['page 0', 'page 3', 'page 6']);
	await found();
	expect(scene.asked).toEqual(['page 6', 'page 9', 'page 12']);
});

test('A wait for the pace that would take too long ends the poll without an error', async () => {
	rows = people(9);
	await found();
	rows = [person('new'), ...rows];
	const budget = new Budget(60_000);
	scene.meanwhile = () => {
		if (scene.asked.length === 2) void budget.wait(61_000);
	};
	expect(await found({ budget }, { 'page 3': FAILED })).toEqual(['new']);
	expect(await found()).toEqual([]);
});

test.each<[string, Partial<Poll>, string]>([
	['event', { event: 'invitation_received' }, 'key'],
	['account', { accountId: 'other' }, 'key'],
	['key, where the account is its default,', {}, 'other key'],
])('Another %s starts with a baseline', async (_, given, keyId) => {
	rows = people(3);
	await found();
	rows = people(5);
	scene.keyId = keyId;
	expect(await found(given)).toEqual([]);
	rows = people(6);
	expect(await found(given)).toEqual(['6']);
});

test('Another key for a given account does not start with a baseline', async () => {
	await found({ accountId: 'acc' });
	rows = people(1);
	scene.keyId = 'new key';
	expect(await found({ accountId: 'acc' })).toEqual(['1']);
});

test('A change of the default account starts a new baseline', async () => {
	scene.usedAccount = 'first';
	rows = people(3);
	await found();
	scene.usedAccount = 'second';
	rows = people(9).map((row) => ({ ...row, key: `second ${row.key}` }));
	expect(await found()).toEqual([]);
	expect(scene.log).toEqual([expect.stringContaining('second')]);
	rows = [person('new'), ...rows];
	expect(await found()).toEqual(['new']);
});

test('A change of the default account during a poll starts a new baseline, and what was found before is returned', async () => {
	scene.usedAccount = 'first';
	rows = people(9);
	await found();
	rows = [person('new'), ...rows];
	scene.meanwhile = () => {
		if (scene.asked.length === 2) scene.usedAccount = 'second';
	};
	expect(await found()).toEqual(['new']);
	scene.meanwhile = () => undefined;
	expect(await found()).toEqual([]);
});

test.each(['text', { watch: { known: 3 }, limit: 'x' }, { watch: { subject: 'x' } }, undefined])(
	'An unreadable state (%j) counts as none',
	async (stored) => {
		scene.stored = stored;
		rows = people(3);
		expect(await found()).toEqual([]);
		rows = people(4);
		expect(await found()).toEqual(['4']);
	},
);

test('A limit during a poll returns what was found, and no request is made until it ends', async () => {
	rows = people(30);
	await found();
	rows = [person('new'), ...rows];
	expect(await found({}, { 'page 6': limited() })).toEqual(['new']);
	expect(scene.log).toEqual([expect.stringContaining('2024-01-15T10:31:30.000Z')]);
	rows.splice(16, 0, person('deep'));
	later(89_000);
	restart();
	expect(await found()).toEqual([]);
	expect(scene.asked).toEqual([]);
	later(2000);
	expect(await found()).toEqual(['deep']);
	expect(scene.stored).toMatchObject({ limit: null, watch: { place: null } });
});

test('A limit applies by key, account and list, for all nodes of the process', async () => {
	await found({}, { 'page 0': limited() });
	expect(limitBook().find(CONNECTIONS, null, NOW)?.retryAt).toBe(NOW + 90_000);
	for (const given of [{ accountId: 'acc' }, { event: 'invitation_received' as const }]) {
		await found({ ...given, stored: null });
		expect(scene.asked).toEqual(['page 0']);
	}
	await found({ stored: null });
	expect(scene.asked).toEqual([]);
});

test('The limit of a poll is that of the account’s own reads, shared by polls and items', async () => {
	await found({ accountId: 'acc_1' }, { 'page 0': limited() });
	const read = readTask(undefined, {
		open: scene.with().open,
		limit: 'connections',
		account: 'acc_1',
	});
	expect(limitBook().find(read.limitKey, null, NOW)?.retryAt).toBe(NOW + 90_000);
	await found({ event: 'invitation_received', accountId: 'acc_1', stored: null });
	expect(scene.asked).toEqual(['page 0']);
	processState.reset();
	// An item met the limit, so the poll makes no request.
	limitBook().enterLimit(read.limitKey, limited().limit);
	await found({ accountId: 'acc_1', stored: null });
	expect(scene.asked).toEqual([]);
});

test('A limit of another key does not apply', async () => {
	await found({}, { 'page 0': limited() });
	restart();
	scene.keyId = 'other';
	await found();
	expect(scene.asked).toEqual(['page 0']);
});

test('A limit before the first page leaves the baseline to a later poll', async () => {
	rows = people(3);
	expect(await found({}, { 'page 0': limited() })).toEqual([]);
	later(DAY);
	expect(await found()).toEqual([]);
	rows = people(4);
	expect(await found()).toEqual(['4']);
});

test('A baseline interrupted by a limit is continued', async () => {
	rows = people(20);
	await found({}, { 'page 6': limited() });
	later(DAY);
	expect(await found()).toEqual([]);
	expect(scene.asked[0]).toBe('page 3');
	expect(await found()).toEqual([]);
});

test('A failure during a poll changes no state, so that nothing is lost', async () => {
	rows = people(9);
	await found();
	const before = structuredClone(scene.stored);
	rows = [person('new'), ...rows];
	expect(await found({}, { 'page 3': FAILED })).toBe('No');
	expect(scene.stored).toEqual(before);
	expect(await found()).toEqual(['new']);
});

test.each<[PolledEvent, string]>([
	['connection_accepted', 'connections'],
	['invitation_received', 'received invitations'],
])('A poll fails for %s of a provider that does not list them', async (event, rows) => {
	scene.more = { polls: undefined };
	expect(await found({ event })).toBe(`Acme does not list ${rows}`);
});

describe('Accounts', () => {
	const account = (accountId: string, outcome: AccountReport['outcome']) => ({
		accountId,
		report: reportOf('getAccountStatus', {
			outcome,
			canSend: false,
			name: accountId,
			publicIdentifier: accountId === 'jane' ? 'jane-doe' : 'not a person',
			providerStatus: 'WORD',
		}) as AccountReport,
	});
	const event = 'account_needs_attention' as const;

	test('An account that breaks is returned, but not while it stays broken', async () => {
		accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await found({ event })).toEqual([]);
		accounts = [account('jane', 'needs_attention'), account('john', 'disabled')];
		expect(await scene.poll({ event })).toEqual([
			{
				event,
				provider: 'acme',
				accountId: 'jane',
				profile: parseProfile('jane-doe'),
				occurredAt: '2024-01-15T10:30:00.000Z',
				providerEvent: account('jane', 'needs_attention').report,
			},
		]);
		restart();
		expect(await found({ event })).toEqual([]);
	});

	test('An account without a person’s name has no profile', async () => {
		await found({ event });
		accounts = [account('john', 'disabled')];
		expect(await scene.poll({ event })).toMatchObject([{ profile: null }]);
	});

	test('A given account is watched alone, and must exist', async () => {
		accounts = [account('jane', 'available'), account('john', 'available')];
		await found({ event, accountId: 'jane' });
		accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await found({ event, accountId: 'jane' })).toEqual([]);
		accounts = [account('john', 'disabled')];
		expect(await found({ event, accountId: 'jane' })).toMatch(/'jane'/);
	});

	test('Another account starts with a baseline', async () => {
		accounts = [account('jane', 'available'), account('john', 'disabled')];
		await found({ event, accountId: 'jane' });
		expect(await found({ event })).toEqual([]);
		expect(await found({ event, accountId: 'john' })).toEqual([]);
	});

	test('A limit leaves the baseline of accounts to a later poll, and does not change the state', async () => {
		accounts = [account('jane', 'disabled')];
		expect(await found({ event }, { accounts: limited() })).toEqual([]);
		expect(
			limitBook().find(CONNECTIONS.replace('connections', 'accounts'), null, NOW),
		).not.toBeNull();
		later(DAY);
		expect(await found({ event })).toEqual([]);
		await found({ event }, { accounts: limited() });
		later(DAY);
		accounts = [account('jane', 'disabled'), account('john', 'disabled')];
		expect(await found({ event })).toEqual(['john']);
	});

	test('A failure to list accounts changes no state', async () => {
		await found({ event });
		accounts = [account('jane', 'disabled')];
		expect(await found({ event }, { accounts: FAILED })).toBe('No');
		expect(await found({ event })).toEqual(['jane']);
	});

	test('The example account is one that needs attention, otherwise any', async () => {
		expect(await scene.newest({ event })).toBeNull();
		accounts = [account('jane', 'available')];
		expect(await scene.newest({ event })).toMatchObject({ accountId: 'jane' });
		accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await scene.newest({ event })).toMatchObject({ accountId: 'john' });
	});
});

test('The example is the newest row of one page, or null', async () => {
	expect(await scene.newest()).toBeNull();
	rows = [person('a', NOW - 2), person('b', NOW - 1), ...people(9, NOW - DAY)];
	scene.usedAccount = 'said';
	expect(await scene.newest()).toMatchObject({
		accountId: 'said',
		providerEvent: { name: 'b' },
	});
	expect(scene.asked).toEqual(['page 0']);
});

test.each(['account_needs_attention', 'connection_accepted'] as const)(
	'An example of the event %s is not shown after a failure or a limit',
	async (event) => {
		const given = () => newestEvent(scene.with({ event }));
		const request = event === 'connection_accepted' ? 'page 0' : 'accounts';
		scene.instead.set(request, FAILED);
		expect(await given()).toBe(FAILED);
		scene.instead.set(request, limited());
		for (let tries = 0; tries < 2; tries++) {
			expect(await given()).toMatchObject({
				failure: { description: 'Try again after 2024-01-15T10:31:30.000Z.' },
			});
		}
		expect(scene.asked).toEqual([request, request]);
		scene.more = { polls: undefined, accounts: undefined };
		expect(await given()).toMatchObject({ kind: 'failed' });
	},
);
