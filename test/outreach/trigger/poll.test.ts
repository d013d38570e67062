import { processState } from '../../../nodes/outreach/base/process-state';
import { accountKey, limitKey } from '../../../nodes/outreach/limits/keys';
import { limitBook } from '../../../nodes/outreach/limits/limits';
import type { AccountReport } from '../../../nodes/outreach/operations/get-account-status';
import type { ListedPerson } from '../../../nodes/outreach/operations/pages';
import type { Failed, RateLimited } from '../../../nodes/outreach/operations/result';
import type { PolledEvent, Provider } from '../../../nodes/outreach/provider/provider';
import { outreachEventSchema } from '../../../nodes/outreach/trigger/events';
import { Budget } from '../../../nodes/outreach/trigger/poll-client';
import { newestEvent, pollOnce } from '../../../nodes/outreach/trigger/poll';
import { MOST_PAGES, type Poll } from '../../../nodes/outreach/trigger/polled';
import { reportOf } from '../../harness/reports';
import { answered, FAILED, limitedBy, openAcme, readTask } from '../acme';
import { pageAt, people, person } from './lists';

const NOW = Date.parse('2024-01-15T10:30:00.000Z');
const DAY = 24 * 60 * 60_000;
/** A 429 from the time the test runs. */
const limited = () => limitedBy({ scope: 'minute', retryAfterSeconds: 90 });

/** Acme with its lists, and a node that polls them. */
class Scene {
	rows: ListedPerson[] = [];
	accounts: Array<{ accountId: string; report: AccountReport }> = [];
	size = 3;
	/** The account that Acme reports for the list. */
	account: string | null = null;
	/** Replacement responses, by number of the request in a poll. */
	instead = new Map<number, RateLimited | Failed>();
	/** Called before each request. */
	onRequest: () => void = () => {};
	/** The positions read by the last poll. */
	asked: number[] = [];
	stored: unknown = null;
	log: string[] = [];
	keyId = 'key';
	/** The lists that Acme does not have. */
	lacks: Partial<Provider> = {};

	private readonly list = async (_api: unknown, _account: string | null, at: number) => {
		this.onRequest();
		this.asked.push(at);
		const body = { accountId: this.account };
		const page = pageAt(this.rows, at, this.size);
		return this.instead.get(this.asked.length) ?? answered(page, { body });
	};

	get open() {
		const lists = {
			connection_accepted: { limit: 'connections', page: this.list },
			invitation_received: { limit: 'received', page: this.list },
		};
		const accounts = {
			limit: 'accounts',
			list: async () => {
				this.asked.push(0);
				return this.instead.get(1) ?? answered(this.accounts);
			},
		};
		const polls = { whenEmpty: 'All', lists };
		const opened = openAcme({ polls, accounts, ...this.lacks });
		return { ...opened, keyId: this.keyId, defaultAccountId: this.keyId };
	}

	pollWith(given: Partial<Poll> = {}): Poll {
		return {
			kind: 'poll',
			open: this.open,
			event: 'connection_accepted',
			accountId: null,
			days: 14,
			stored: this.stored,
			budget: new Budget(60_000),
			log: (message) => this.log.push(message),
			now: Date.now(),
			...given,
		};
	}

	/** One poll. Its state is serialised as JSON, as at each start of n8n. */
	async poll(given: Partial<Poll> = {}) {
		this.asked = [];
		const polled = await pollOnce(this.pollWith(given));
		if (polled.kind === 'failed') return polled.failure.message;
		this.stored = JSON.parse(JSON.stringify(polled.state));
		for (const event of polled.events)
			expect(outreachEventSchema.strict().parse(event)).toEqual(event);
		return polled.events.map(({ providerEvent }) => providerEvent.name);
	}
}

let scene: Scene;
beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	processState.reset();
	scene = new Scene();
});
afterEach(() => jest.useRealTimers());

/** Simulates a restart of n8n, which has only its database. */
const restart = () => processState.reset();
const CONNECTIONS = limitKey(
	accountKey('acme', { siteId: 'site', defaultAccountId: 'key' }, null),
	'connections',
);
const later = (ms: number) => jest.setSystemTime(Date.now() + ms);

describe('A list', () => {
	test('The first poll returns nothing, and later ones return each new row once', async () => {
		scene.rows = people(4);
		expect(await scene.poll()).toEqual([]);
		scene.rows = [person('b'), person('a'), ...scene.rows];
		expect(await scene.poll()).toEqual(['a', 'b']);
		restart();
		expect(await scene.poll()).toEqual([]);
	});

	test('An event has the documented fields', async () => {
		await scene.poll({ accountId: 'acc' });
		scene.rows = [person('jane', NOW - 1000), person('john')];
		later(5000);
		const polled = await pollOnce(scene.pollWith({ accountId: 'acc' }));
		expect(polled.kind === 'polled' && polled.events).toEqual([
			{
				event: 'connection_accepted',
				provider: 'acme',
				accountId: 'acc',
				profile: {
					publicIdentifier: 'person-john',
					url: 'https://www.linkedin.com/in/person-john',
					urn: null,
				},
				occurredAt: '2024-01-15T10:30:05.000Z',
				providerEvent: { name: 'john' },
			},
			expect.objectContaining({ occurredAt: '2024-01-15T10:29:59.000Z' }),
		]);
	});

	test('The account of an event is the given one, otherwise the one the provider reports, otherwise null', async () => {
		const accountOf = async (accountId: string | null, said: string | null) => {
			const other = new Scene();
			await other.poll({ accountId });
			other.rows = [person('jane')];
			other.account = said;
			const polled = await pollOnce(other.pollWith({ accountId }));
			return polled.kind === 'polled' ? polled.events[0]?.accountId : polled;
		};
		expect(await accountOf('given', 'said')).toBe('given');
		expect(await accountOf(null, 'said')).toBe('said');
		expect(await accountOf(null, null)).toBeNull();
	});

	test(`A poll reads at most ${MOST_PAGES} pages, and the next one continues the baseline`, async () => {
		scene.rows = people(200);
		expect(await scene.poll()).toEqual([]);
		expect(scene.asked).toHaveLength(MOST_PAGES);
		expect(await scene.poll()).toEqual([]);
		expect(scene.asked[0]).toBe((MOST_PAGES - 1) * 3);
		expect(scene.asked.length).toBeLessThan(12);
		scene.rows = [person('new'), ...scene.rows];
		expect(await scene.poll()).toEqual(['new']);
		expect(scene.asked).toEqual([0, 3, 6, 9, 12, 15]);
	});

	test('A poll ends when its time is over, and the next one continues', async () => {
		scene.rows = people(30);
		scene.onRequest = () => jest.advanceTimersByTime(25_000);
		expect(await scene.poll()).toEqual([]);
		expect(scene.asked).toEqual([0, 3, 6]);
		await scene.poll();
		expect(scene.asked).toEqual([6, 9, 12]);
	});

	test('A wait for the pace that would take too long ends the poll without an error', async () => {
		scene.rows = people(9);
		await scene.poll();
		scene.rows = [person('new'), ...scene.rows];
		const budget = new Budget(60_000);
		scene.instead.set(2, FAILED);
		scene.onRequest = () => {
			if (scene.asked.length === 1) void budget.wait(61_000);
		};
		expect(await scene.poll({ budget })).toEqual(['new']);
		scene.instead.clear();
		expect(await scene.poll()).toEqual([]);
	});
});

describe('Another list', () => {
	test.each<[string, Partial<Poll>, string]>([
		['event', { event: 'invitation_received' }, 'key'],
		['account', { accountId: 'other' }, 'key'],
		['key, where the account is its default,', {}, 'other key'],
	])('Another %s starts with a baseline', async (_, given, keyId) => {
		scene.rows = people(3);
		await scene.poll();
		scene.rows = people(5);
		scene.keyId = keyId;
		expect(await scene.poll(given)).toEqual([]);
		scene.rows = people(6);
		expect(await scene.poll(given)).toEqual(['6']);
	});

	test('Another key for a given account does not start with a baseline', async () => {
		await scene.poll({ accountId: 'acc' });
		scene.rows = people(1);
		scene.keyId = 'new key';
		expect(await scene.poll({ accountId: 'acc' })).toEqual(['1']);
	});

	test('A change of the default account starts a new baseline', async () => {
		scene.account = 'first';
		scene.rows = people(3);
		await scene.poll();
		scene.account = 'second';
		scene.rows = people(9).map((row) => ({ ...row, key: `second ${row.key}` }));
		expect(await scene.poll()).toEqual([]);
		expect(scene.log).toEqual([expect.stringContaining('second')]);
		scene.rows = [person('new'), ...scene.rows];
		expect(await scene.poll()).toEqual(['new']);
	});

	test('A change of the default account during a poll starts a new baseline, and what was found before is returned', async () => {
		scene.account = 'first';
		scene.rows = people(9);
		await scene.poll();
		scene.rows = [person('new'), ...scene.rows];
		scene.onRequest = () => {
			if (scene.asked.length === 1) scene.account = 'second';
		};
		expect(await scene.poll()).toEqual(['new']);
		scene.onRequest = () => {};
		expect(await scene.poll()).toEqual([]);
	});

	test.each(['text', { watch: { known: 3 }, limit: 'x' }, { watch: { subject: 'x' } }, undefined])(
		'An unreadable state (%j) counts as none',
		async (stored) => {
			scene.stored = stored;
			scene.rows = people(3);
			expect(await scene.poll()).toEqual([]);
			scene.rows = people(4);
			expect(await scene.poll()).toEqual(['4']);
		},
	);
});

describe('A limit', () => {
	test('A limit during a poll returns what was found, and no request is made until it ends', async () => {
		scene.rows = people(30);
		await scene.poll();
		scene.rows = [person('new'), ...scene.rows];
		scene.instead.set(3, limited());
		expect(await scene.poll()).toEqual(['new']);
		expect(scene.log).toEqual([expect.stringContaining('2024-01-15T10:31:30.000Z')]);
		scene.instead.clear();
		scene.rows.splice(16, 0, person('deep'));
		later(89_000);
		restart();
		expect(await scene.poll()).toEqual([]);
		expect(scene.asked).toEqual([]);
		later(2000);
		expect(await scene.poll()).toEqual(['deep']);
		expect(scene.stored).toMatchObject({ limit: null, watch: { place: null } });
	});

	test('A limit applies by key, account and list, for all nodes of the process', async () => {
		scene.instead.set(1, limited());
		await scene.poll();
		expect(limitBook().find(CONNECTIONS, null, NOW)?.retryAt).toBe(NOW + 90_000);
		scene.instead.clear();
		for (const given of [{ accountId: 'acc' }, { event: 'invitation_received' as const }]) {
			await scene.poll({ ...given, stored: null });
			expect(scene.asked).toEqual([0]);
		}
		await scene.poll({ stored: null });
		expect(scene.asked).toEqual([]);
	});

	test('The limit of a poll is that of the account’s own reads, shared by polls and items', async () => {
		scene.instead.set(1, limited());
		await scene.poll({ accountId: 'acc_1' });
		const read = readTask(undefined, { open: scene.open, limit: 'connections', account: 'acc_1' });
		expect(limitBook().find(read.limitKey, null, NOW)?.retryAt).toBe(NOW + 90_000);
		scene.instead.clear();
		await scene.poll({ event: 'invitation_received', accountId: 'acc_1', stored: null });
		expect(scene.asked).toEqual([0]);
		processState.reset();
		// An item met the limit, so the poll makes no request.
		limitBook().enterLimit(read.limitKey, limited().limit);
		await scene.poll({ accountId: 'acc_1', stored: null });
		expect(scene.asked).toEqual([]);
	});

	test('A limit of another key does not apply', async () => {
		scene.instead.set(1, limited());
		await scene.poll();
		scene.instead.clear();
		restart();
		scene.keyId = 'other';
		await scene.poll();
		expect(scene.asked).toEqual([0]);
	});

	test('A limit before the first page leaves the baseline to a later poll', async () => {
		scene.instead.set(1, limited());
		scene.rows = people(3);
		expect(await scene.poll()).toEqual([]);
		scene.instead.clear();
		later(DAY);
		expect(await scene.poll()).toEqual([]);
		scene.rows = people(4);
		expect(await scene.poll()).toEqual(['4']);
	});

	test('A baseline interrupted by a limit is continued', async () => {
		scene.rows = people(20);
		scene.instead.set(3, limited());
		await scene.poll();
		scene.instead.clear();
		later(DAY);
		expect(await scene.poll()).toEqual([]);
		expect(scene.asked[0]).toBe(3);
		expect(await scene.poll()).toEqual([]);
	});
});

describe('A failure', () => {
	test('A failure during a poll changes no state, so that nothing is lost', async () => {
		scene.rows = people(9);
		await scene.poll();
		const before = structuredClone(scene.stored);
		scene.rows = [person('new'), ...scene.rows];
		scene.instead.set(2, FAILED);
		expect(await scene.poll()).toBe('No');
		expect(scene.stored).toEqual(before);
		scene.instead.clear();
		expect(await scene.poll()).toEqual(['new']);
	});

	test.each<[PolledEvent, string]>([
		['connection_accepted', 'connections'],
		['invitation_received', 'received invitations'],
	])('A poll fails for %s of a provider that does not list them', async (event, rows) => {
		scene.lacks = { polls: undefined };
		expect(await scene.poll({ event })).toBe(`Acme does not list ${rows}`);
	});
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
		scene.accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await scene.poll({ event })).toEqual([]);
		scene.accounts = [account('jane', 'needs_attention'), account('john', 'disabled')];
		const polled = await pollOnce(scene.pollWith({ event }));
		expect(polled.kind === 'polled' && polled.events).toEqual([
			{
				event,
				provider: 'acme',
				accountId: 'jane',
				profile: {
					publicIdentifier: 'jane-doe',
					url: 'https://www.linkedin.com/in/jane-doe',
					urn: null,
				},
				occurredAt: '2024-01-15T10:30:00.000Z',
				providerEvent: account('jane', 'needs_attention').report,
			},
		]);
		expect(await scene.poll({ event })).toEqual(['jane']);
		restart();
		expect(await scene.poll({ event })).toEqual([]);
	});

	test('An account without a person’s name has no profile', async () => {
		await scene.poll({ event });
		scene.accounts = [account('john', 'disabled')];
		const polled = await pollOnce(scene.pollWith({ event }));
		expect(polled.kind === 'polled' && polled.events[0]?.profile).toBeNull();
	});

	test('A given account is watched alone, and must exist', async () => {
		scene.accounts = [account('jane', 'available'), account('john', 'available')];
		await scene.poll({ event, accountId: 'jane' });
		scene.accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await scene.poll({ event, accountId: 'jane' })).toEqual([]);
		scene.accounts = [account('john', 'disabled')];
		expect(await scene.poll({ event, accountId: 'jane' })).toMatch(/'jane'/);
	});

	test('Another account starts with a baseline', async () => {
		scene.accounts = [account('jane', 'available'), account('john', 'disabled')];
		await scene.poll({ event, accountId: 'jane' });
		expect(await scene.poll({ event })).toEqual([]);
		expect(await scene.poll({ event, accountId: 'john' })).toEqual([]);
	});

	test('A limit leaves the baseline of accounts to a later poll, and does not change the state', async () => {
		scene.instead.set(1, limited());
		scene.accounts = [account('jane', 'disabled')];
		expect(await scene.poll({ event })).toEqual([]);
		expect(
			limitBook().find(CONNECTIONS.replace('connections', 'accounts'), null, NOW),
		).not.toBeNull();
		scene.instead.clear();
		later(DAY);
		expect(await scene.poll({ event })).toEqual([]);
		scene.instead.set(1, limited());
		await scene.poll({ event });
		scene.instead.clear();
		later(DAY);
		scene.accounts = [account('jane', 'disabled'), account('john', 'disabled')];
		expect(await scene.poll({ event })).toEqual(['john']);
	});

	test('A failure to list accounts changes no state', async () => {
		await scene.poll({ event });
		scene.instead.set(1, FAILED);
		scene.accounts = [account('jane', 'disabled')];
		expect(await scene.poll({ event })).toBe('No');
		scene.instead.clear();
		expect(await scene.poll({ event })).toEqual(['jane']);
	});

	test('An example account is not shown after a failure or a limit', async () => {
		scene.instead.set(1, FAILED);
		expect(await newestEvent(scene.pollWith({ event }))).toBe(FAILED);
		scene.asked = [];
		scene.instead.set(1, limited());
		expect(await newestEvent(scene.pollWith({ event }))).toMatchObject({
			failure: { description: 'Try again after 2024-01-15T10:31:30.000Z.' },
		});
	});

	test('The example account is one that needs attention, otherwise any', async () => {
		const shown = async () => {
			const newest = await newestEvent(scene.pollWith({ event }));
			return newest.kind === 'newest' ? (newest.event?.accountId ?? null) : newest;
		};
		expect(await shown()).toBeNull();
		scene.accounts = [account('jane', 'available')];
		expect(await shown()).toBe('jane');
		scene.accounts = [account('jane', 'available'), account('john', 'disabled')];
		expect(await shown()).toBe('john');
	});
});

describe('The example', () => {
	test('The newest row as an example is read from one page', async () => {
		scene.rows = [person('a', NOW - 2), person('b', NOW - 1), ...people(9, NOW - DAY)];
		scene.account = 'said';
		const newest = await newestEvent(scene.pollWith());
		expect(newest).toMatchObject({ event: { accountId: 'said', providerEvent: { name: 'b' } } });
		expect(scene.asked).toEqual([0]);
	});

	test('The newest row as an example is null if there is none', async () => {
		expect(await newestEvent(scene.pollWith())).toEqual({ kind: 'newest', event: null });
	});

	test('The error of an example says when to try again if there is a limit', async () => {
		scene.instead.set(1, limited());
		for (let tries = 0; tries < 2; tries++) {
			expect(await newestEvent(scene.pollWith())).toMatchObject({
				failure: { description: 'Try again after 2024-01-15T10:31:30.000Z.' },
			});
		}
		expect(scene.asked).toEqual([0]);
	});

	test('A failure of the example is returned unchanged', async () => {
		scene.instead.set(1, FAILED);
		expect(await newestEvent(scene.pollWith())).toBe(FAILED);
		scene.lacks = { polls: undefined };
		expect(await newestEvent(scene.pollWith())).toMatchObject({ kind: 'failed' });
	});
});
