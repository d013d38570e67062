import { skipWaits } from '../../harness/sleep';
import type { Relationship } from '../../../nodes/outreach/base/vocabulary';
import type { Checks } from '../../../nodes/outreach/operations/operation';
import type { Result } from '../../../nodes/outreach/operations/result';
import type { Recipient } from '../../../nodes/outreach/provider/provider';
import { answered, FAILED, limitedBy, sendGift } from '../acme';
import { reply } from '../fakes';
import {
	BEN,
	Executions,
	GIVEN,
	limited,
	outcome,
	provider,
	RELATED_REPORTS,
	viaAddress,
} from './executions';

skipWaits();
const n8n = Executions.inEachTest();

/** Acme, whose gifts need an address, with these responses to reading it. */
function needing(
	found: Result<Recipient> | Relationship,
	...[replies = [GIVEN], related]: Partial<Parameters<typeof provider>>
) {
	const read = jest.fn(async () =>
		typeof found === 'string' ? answered({ id: 'street-7', relationship: found }) : found,
	);
	const acme = provider(replies, related);
	const via = viaAddress(read);
	return {
		...acme,
		addresses: read,
		task: (given: Parameters<typeof acme.task>[0] = {}) => acme.task({ via, ...given }),
	};
}

test('A send that reads its person first makes its request for the person found', async () => {
	const acme = needing('none');
	expect(await n8n.run(acme.task())).toMatchObject(outcome('given'));
	expect(acme.requests).toMatchObject([{ path: '/gifts/street-7' }]);
	expect(acme.addresses).toHaveBeenCalledTimes(1);
	expect(await n8n.known()).toBe('sent');
});

test.each(RELATED_REPORTS)(
	'A send that reads its person first makes no request for someone related: %s',
	async (related, word) => {
		const acme = needing(related);
		expect(await n8n.run(acme.task())).toMatchObject(outcome(word));
		expect([acme.requests.length, await n8n.known()]).toEqual([0, 'none']);
		expect(n8n.store.entries).toEqual([]);
	},
);

test('A send that reads its person first does not read the relationship again', async () => {
	const acme = needing('none', [GIVEN], 'connected');
	const options = { skipIfRelated: true };
	expect(await n8n.run(acme.task({ options }))).toMatchObject(outcome('given'));
	expect(acme.read).not.toHaveBeenCalled();
});

test('A send makes no request if the read of its person fails, and remembers nothing', async () => {
	const acme = needing(FAILED);
	expect(await n8n.run(acme.task())).toEqual(FAILED);
	expect([acme.requests.length, n8n.store.entries]).toEqual([0, []]);
});

test('A send is held back by the limit of its read, which is not a limit of sends', async () => {
	const acme = needing(limitedBy({ retryAfterSeconds: 60 }));
	const one = n8n.execution();
	expect(await one(acme.task())).toMatchObject(limited(429));
	expect(await one(acme.task(BEN))).toMatchObject(limited(null));
	expect([acme.addresses.mock.calls.length, acme.requests.length]).toEqual([1, 0]);
	const other = provider([GIVEN]);
	expect(await one(other.task({ person: 'cat-3', itemIndex: 2 }))).toMatchObject(outcome('given'));
});

test('A dry run also reads the person, and reports what would happen', async () => {
	const [fresh, known] = [needing('none'), needing('connected')];
	const one = n8n.execution();
	const options = { dryRun: true };
	expect(await one(fresh.task({ options }))).toMatchObject(outcome('rehearsed'));
	expect(await one(known.task({ ...BEN, options }))).toMatchObject(outcome('needless'));
	expect(fresh.requests.concat(known.requests)).toEqual([]);
});

test.each([
	['is in memory', {}, 'known'],
	['appeared earlier in the execution', {}, 'repeated'],
])('A send does not read a person who %s', async (_case, options, word) => {
	const acme = needing('none');
	const one = n8n.execution();
	await one(acme.task({ options }));
	const next = word === 'repeated' ? one : n8n.execution();
	expect(await next(acme.task({ itemIndex: 1, options }))).toMatchObject(outcome(word));
	expect(acme.addresses).toHaveBeenCalledTimes(1);
});

test.each([
	['cap', { dailyCap: 1 }],
	['cap', { weeklyCap: 1 }],
	['hours', { sendFrom: '12:00', sendUntil: '13:00' }],
])(
	'A send does not read its person if the author’s %s holds it back: %j',
	async (scope, options) => {
		const acme = needing('none');
		const one = n8n.execution();
		await one(acme.task({ options: scope === 'cap' ? options : {} }));
		expect(await one(acme.task({ ...BEN, options }))).toMatchObject(limited(null, { scope }));
		expect(acme.addresses).toHaveBeenCalledTimes(1);
	},
);

test('A send waits for a cap that ends soon enough, and then reads its person', async () => {
	jest.setSystemTime(Date.parse('2024-01-15T23:59:50.000Z'));
	const acme = needing('none');
	const options = { dailyCap: 1, onRateLimit: 'wait' };
	const one = n8n.execution();
	await one(acme.task({ options }));
	expect(await one(acme.task({ ...BEN, options }))).toMatchObject(outcome('given'));
});

test('A send does not read its person while a limit on sends is active', async () => {
	const acme = needing('none', [reply(429, { error: 'Slow down' }, { 'retry-after': '60' })]);
	const one = n8n.execution();
	expect(await one(acme.task())).toMatchObject(limited(429));
	expect(await one(acme.task(BEN))).toMatchObject(limited(null));
	expect([acme.addresses.mock.calls.length, acme.requests.length]).toEqual([1, 1]);
});

test.each([
	['pending_sent', 'underway', 0],
	['none', 'given', 1],
] as const)(
	'A send in doubt is checked before it reads its person: %s',
	async (related, word, reads) => {
		const lost = needing('none', [reply(500)], 'unknown');
		expect(await n8n.run(lost.task())).toMatchObject(outcome('lost'));
		const next = needing('none', [GIVEN], related);
		expect(await n8n.run(next.task())).toMatchObject(outcome(word));
		expect([next.read.mock.calls.length, next.addresses.mock.calls.length]).toEqual([1, reads]);
	},
);

describe('A person whose address is known', () => {
	const KNOWN = 'street-9';
	/** Gifts for anyone, unless the option restricts them to connections. */
	const forAnybody = {
		...sendGift,
		once: {
			...sendGift.once,
			reports: {
				...sendGift.once.reports,
				related: (_relationship: Relationship, { requireConnection }: Checks) =>
					requireConnection ? { outcome: 'skipped', message: null } : null,
			},
		},
	};
	type Gifts = Parameters<typeof viaAddress>[2];
	async function send(record: Gifts, requireConnection: boolean, known?: string | null) {
		const acme = needing('none');
		const knownId = known === undefined ? undefined : () => known;
		const via = viaAddress(acme.addresses, knownId, record);
		const result = await n8n.run(acme.task({ via, options: { requireConnection } }));
		return { result, acme };
	}

	test('A person with a known address is not read if the relationship does not matter', async () => {
		const { result, acme } = await send(forAnybody, false, KNOWN);
		expect(result).toMatchObject(outcome('given'));
		expect(acme.requests).toMatchObject([{ path: `/gifts/${KNOWN}` }]);
		expect(acme.addresses).not.toHaveBeenCalled();
	});

	test.each<[string, Gifts, boolean, string | null | undefined, string]>([
		['the relationship matters', forAnybody, true, KNOWN, 'skipped'],
		['the relationship always matters', sendGift, false, KNOWN, 'given'],
		['the address is not known', forAnybody, false, null, 'given'],
		['the provider knows no address', forAnybody, false, undefined, 'given'],
	])(
		'A person with a known address is read if %s',
		async (_case, record, requireConnection, known, word) => {
			const { result, acme } = await send(record, requireConnection, known);
			expect(result).toMatchObject(outcome(word));
			expect(acme.addresses).toHaveBeenCalledTimes(1);
		},
	);
});
