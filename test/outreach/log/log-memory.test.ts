/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { MINUTE_MS } from '../../../nodes/outreach/base/time';
import { processState } from '../../../nodes/outreach/base/process-state';
import { NEW_COLUMNS } from '../../../nodes/outreach/log/columns';
import type { LogMemory } from '../../../nodes/outreach/log/log-memory';
import type { SendState } from '../../../nodes/outreach/operations/operation';
import type { SendSubject } from '../../../nodes/outreach/sends/send-memory';
import { DataTables, type DataTablesFault } from '../../simulator/data-tables';
import { at } from '../fakes';
import { invitation, logOf, message, newLog } from './workers';

const NOW = at('2026-03-02T09:00:00.000Z');
const SENT_AT = '2026-03-02T09:00:00.000Z';
const ADA = invitation('ada');
const BEN = invitation('ben');

let tables: DataTables;
let table: string;
beforeEach(() => {
	processState.reset();
	tables = new DataTables();
	table = newLog(tables);
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => jest.restoreAllMocks());

/** The memory of a worker that has just started. */
function started(worker = '1', isAlive?: () => boolean): LogMemory {
	processState.reset();
	return logOf(tables, table, worker, isAlive);
}

const wait = async () => await Promise.resolve(true);
const cancelled = async () => await Promise.resolve(false);
const never = async () => await Promise.reject(new Error('It waits'));

/** A wait that is counted (ms). */
function counting() {
	const waits: number[] = [];
	const until = async (ms: number) => {
		waits.push(ms);
		return await Promise.resolve(true);
	};
	return { waits, until };
}
const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

async function claimed(
	memory: LogMemory,
	send: SendSubject,
	before: SendState = 'none',
	waiting = wait as (ms: number) => Promise<boolean>,
) {
	const claim = await memory.claim(send, before, waiting);
	if (claim === null || typeof claim === 'string') throw new TypeError(`Not claimed: ${claim}`);
	return claim;
}

async function lookedUp(): Promise<LogMemory> {
	const memory = started();
	await memory.lookUp(ADA, wait);
	return memory;
}

/** The memory of a worker that has looked up the first of these people. */
async function expecting(people: readonly SendSubject[]): Promise<LogMemory> {
	const memory = started();
	memory.expect(people);
	await memory.lookUp(people[0] ?? ADA, wait);
	return memory;
}

async function claimedByOther(before?: SendState) {
	const other = logOf(tables, table, '2');
	await other.lookUp(ADA, wait);
	return await claimed(other, ADA, before);
}

async function makeSend(send: SendSubject, worker = '1'): Promise<void> {
	const memory = started(worker);
	await memory.lookUp(send, wait);
	await (await claimed(memory, send)).markSent(NOW, 'acc_9');
	await memory.close();
}

const shown = () => tables.rows(table).map(({ person, status }) => `${person} ${status}`);

test('A send is a row with everything about it, and is known to another worker', async () => {
	await makeSend(message('ada', 'f'.repeat(32)));
	expect(tables.rows(table)).toMatchObject([
		{
			person: 'in:ada',
			profileUrl: 'https://www.linkedin.com/in/ada',
			action: 'message',
			status: 'sent',
			account: 'acc_9',
			provider: 'acme',
			workflow: 'Workflow 1',
			execution: 'execution-1',
			fingerprint: 'f'.repeat(32),
			sentAt: SENT_AT,
			acceptedAt: null,
			mine: null,
		},
	]);
	const other = started('2');
	expect(await other.lookUp(message('ada', 'f'.repeat(32)), wait)).toBe('sent');
	expect(other.earlier(message('ada', 'f'.repeat(32)))).toEqual({
		sentAt: SENT_AT,
		by: { account: 'acc_9', workflow: 'Workflow 1' },
	});
	expect(await other.lookUp(message('ada', 'e'.repeat(32)), wait)).toBe('none');
	expect(await other.lookUp(ADA, wait)).toBe('none');
});

test('A send is forgotten once its row is deleted', async () => {
	await makeSend(ADA);
	tables.deleteByHand(table, tables.rows(table)[0]?.id ?? 0);
	expect(await started().lookUp(ADA, wait)).toBe('none');
});

test('A send is entered again if its row was deleted during the request', async () => {
	const nobodys = invitation('ada', { accountId: null });
	const memory = started();
	await memory.lookUp(nobodys, wait);
	const claim = await claimed(memory, nobodys);
	tables.deleteByHand(table, tables.rows(table)[0]?.id ?? 0);
	tables.insertByHand(table, { person: 'in:ben', execution: '7' });
	await claim.markSent(NOW);
	expect(shown()).toEqual(['in:ben null', 'in:ada sent']);
	expect(tables.rows(table)[1]).toMatchObject({ account: '' });
});

test('A send that is made twice has two rows', async () => {
	await makeSend(ADA);
	const memory = started('2');
	expect(await memory.lookUp(ADA, wait)).toBe('sent');
	await (await claimed(memory, ADA, 'sent')).markSent(NOW);
	expect(shown()).toEqual(['in:ada sent', 'in:ada sent']);
});

test.each([
	['the person as the log writes it', { person: 'in:ada' }],
	['an address alone', { profileUrl: ' http://LinkedIn.com/in/Ada/?utm=1' }],
	['an action in other words', { person: 'in:ada', action: 'Connect' }],
	['no action', { person: 'in:ada', action: null }],
])('A row added by hand with %s counts as sent', async (_, row) => {
	tables.insertByHand(table, { action: 'invitation', ...row });
	expect(await started().lookUp(ADA, wait)).toBe('sent');
	expect(await started().lookUp(BEN, wait)).toBe('none');
});

test('Rows added by hand are given their person, so that they are read only once', async () => {
	for (let row = 0; row < 300; row++) {
		tables.insertByHand(table, { profileUrl: `linkedin.com/in/p-${row}`, action: 'invitation' });
	}
	tables.insertByHand(table, { profileUrl: 'N/A', action: 'invitation', mine: 'kept' });
	expect(await started().lookUp(invitation('p-299'), wait)).toBe('sent');
	expect(tables.rows(table).filter(({ execution }) => execution === null)).toEqual([]);
	expect(tables.rows(table).at(-1)).toMatchObject({
		person: 'unreadable',
		execution: 'by hand',
		mine: 'kept',
	});
	tables.requests.length = 0;
	expect(await started().lookUp(ADA, wait)).toBe('none');
	expect(tables.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test('A send in doubt is resolved in its row', async () => {
	const memory = await lookedUp();
	await (await claimed(memory, ADA)).leaveInDoubt();
	expect(memory.attemptedAt(ADA)).toBeGreaterThan(0);
	await memory.close();
	expect(tables.rows(table)).toMatchObject([{ status: 'open', account: 'acc_1' }]);
	const later = started('2');
	expect(await later.lookUp(ADA, wait)).toBe('inDoubt');
	expect(later.attemptedAt(ADA)).toBeGreaterThan(0);
	await later.resolveAsSent(ADA, NOW);
	expect(tables.rows(table)).toMatchObject([{ status: 'sent', sentAt: SENT_AT }]);
	expect(await started('3').lookUp(ADA, wait)).toBe('sent');
});

test('A send in doubt stays in doubt when it is refused, and has one row when it is made', async () => {
	tables.options.now = () => NOW;
	tables.insertByHand(table, { person: 'in:ada', action: 'invitation', status: 'open' });
	tables.options.now = () => NOW + 4 * MINUTE_MS;
	const memory = started();
	expect(await memory.lookUp(ADA, wait)).toBe('inDoubt');
	await (await claimed(memory, ADA, 'inDoubt')).rollBack();
	expect(shown()).toEqual(['in:ada open']);
	await (await claimed(memory, ADA, 'inDoubt')).markSent(NOW);
	expect(shown()).toEqual(['in:ada sent']);
});

describe('Lists of people', () => {
	const people = Array.from({ length: 60 }, (_, index) => invitation(`p-${index}`));

	test('The people of a list are looked up and claimed together, which takes few requests', async () => {
		const memory = started();
		memory.expect(people);
		for (const send of people) {
			expect(await memory.lookUp(send, wait)).toBe('none');
			await (await claimed(memory, send)).markSent(NOW);
		}
		await memory.close();
		const counts = { GET: 0, POST: 0, PATCH: 0, DELETE: 0 };
		for (const { method } of tables.requests) counts[method as keyof typeof counts] += 1;
		expect(counts).toEqual({ GET: 1 + 3 + 3, POST: 3, PATCH: 2 * 60, DELETE: 0 });
		expect(tables.rows(table)).toHaveLength(60);
	});

	test('A list that is not processed in order claims no more people at once', async () => {
		const memory = await expecting(people);
		await memory.lookUp(people[59] ?? BEN, wait);
		await claimed(memory, people[59] ?? BEN);
		expect(tables.rows(table)).toHaveLength(25);
	});

	test('A list that ends early leaves no claims behind', async () => {
		const memory = await expecting(people);
		await (await claimed(memory, people[0] ?? ADA)).rollBack();
		expect(tables.rows(table)).toHaveLength(24);
		await memory.close();
		expect(tables.rows(table)).toEqual([]);
	});

	test('A list with pauses between its sends claims nobody ahead', async () => {
		const spaced = people.map((send) => ({ ...send, isSpaced: true }));
		const memory = await expecting(spaced);
		await claimed(memory, spaced[0] ?? ADA);
		expect(shown()).toEqual(['in:p-0 open']);
	});

	test('A list of names that are too long for one address is looked up in parts', async () => {
		const long = people.map((send, index) => ({ ...send, person: `in:${'ж'.repeat(90)}${index}` }));
		const memory = started();
		memory.expect(long);
		const [first = ADA, ...others] = long;
		const last = others.at(-1) ?? BEN;
		tables.insertByHand(table, { person: last.person, action: 'invitation', execution: 'other' });
		expect(await memory.lookUp(first, wait)).toBe('none');
		await claimed(memory, first);
		for (const send of others) {
			expect(await memory.lookUp(send, wait)).toBe(send === last ? 'sent' : 'none');
		}
		const alone = invitation('ж'.repeat(1_200));
		const lengths = () =>
			tables.requests.map(({ filter }) => encodeURIComponent(JSON.stringify(filter)).length);
		expect(Math.max(...lengths())).toBeLessThan(6_000);
		// What cannot be halved is asked for as it is.
		expect(await memory.lookUp(alone, wait)).toBe('none');
	});
});

describe('A send in doubt', () => {
	const open = { person: 'in:ada', action: 'invitation', status: 'open' };

	test('A send that was not looked up cannot be checked with the provider', () => {
		expect(started().isOwnDoubt(ADA)).toBe(false);
	});

	test('A send in doubt whose row cannot be read when it is resolved stays in doubt', async () => {
		tables.insertByHand(table, { ...open, execution: 'earlier' });
		const memory = started();
		tables.fail('refuse');
		await memory.resolveAsSent(ADA, NOW);
		expect(shown()).toEqual(['in:ada open']);
	});

	test('A send in doubt that may be under way is waited for, and not claimed', async () => {
		tables.options.now = () => Date.now() - 4 * MINUTE_MS;
		tables.insertByHand(table, { ...open, execution: 'earlier' });
		tables.options.now = undefined;
		await claimedByOther('inDoubt');
		const memory = started();
		const { waits, until } = counting();
		expect(await memory.lookUp(ADA, until)).toBe('inDoubt');
		expect(sum(waits)).toBe(30_000);
		expect(await memory.claim(ADA, 'inDoubt', until)).toBe('inDoubt');
		await memory.close();
		expect(shown()).toEqual(['in:ada open', 'in:ada open']);
	});

	test('A send in doubt that another row shows as sent is not waited for', async () => {
		tables.insertByHand(table, { ...open, execution: 'other' });
		tables.insertByHand(table, { ...open, execution: 'other', status: 'sent' });
		expect(await started().lookUp(ADA, never)).toBe('sent');
	});

	test('A send in doubt that was looked up with others is looked up again', async () => {
		const row = tables.insertByHand(table, { ...open, person: 'in:ben', execution: 'execution-1' });
		const memory = started('1');
		tables.insertByHand(table, { person: 'in:ada' });
		const cat = invitation('cat');
		memory.expect([ADA, BEN, cat]);
		expect(await memory.lookUp(ADA, wait)).toBe('sent');
		expect(await memory.lookUp(cat, wait)).toBe('none');
		tables.deleteByHand(table, row);
		expect(await memory.lookUp(BEN, wait)).toBe('none');
	});

	test.each([
		[NOW, SENT_AT],
		[null, '2026-01-01T00:00:00.000Z'],
	])(
		'A send in doubt of an earlier try is resolved in its row alone, and keeps its date unless a better one is known (%j)',
		async (at, sentAt) => {
			const earlier = { execution: 'earlier', sentAt: '2026-01-01T00:00:00.000Z' };
			for (const more of [{}, { action: 'message' }, { status: 'accepted' }]) {
				tables.insertByHand(table, { ...open, ...earlier, ...more });
			}
			await started().resolveAsSent(ADA, at);
			expect(tables.rows(table)).toMatchObject([
				{ status: 'sent', sentAt },
				{ action: 'message', status: 'open' },
				{ status: 'accepted' },
			]);
		},
	);

	test('A send in doubt that another worker has made meanwhile is not claimed', async () => {
		tables.insertByHand(table, open);
		const memory = started();
		expect(await memory.lookUp(ADA, wait)).toBe('inDoubt');
		tables.insertByHand(table, { ...open, status: 'sent' });
		expect(await memory.claim(ADA, 'inDoubt', wait)).toBe('sent');
	});

	test('A send in doubt is under way by n8n’s clock, not by that of this machine', async () => {
		tables.options.now = () => NOW;
		tables.insertByHand(table, { ...open, execution: 'other' });
		const memory = started();
		expect(await memory.lookUp(ADA, wait)).toBe('inDoubt');
		expect(await memory.claim(ADA, 'inDoubt', wait)).toBe('inDoubt');
		tables.options.now = () => NOW + 3 * MINUTE_MS;
		expect(await memory.claim(ADA, 'inDoubt', wait)).toHaveProperty('markSent');
	});

	test('A send that ends while it is waited for has the state in which it ended', async () => {
		const claim = await claimedByOther();
		let waits = 0;
		const ending = async () => {
			waits += 1;
			if (waits === 3) await claim.markSent(NOW);
			return true;
		};
		expect(await started().lookUp(ADA, ending)).toBe('sent');
		expect(waits).toBe(3);
	});

	test('A send in doubt of this execution is not under way', async () => {
		const memory = await lookedUp();
		await (await claimed(memory, ADA)).leaveInDoubt();
		const again = started();
		expect(await again.lookUp(ADA, never)).toBe('inDoubt');
		await (await claimed(again, ADA, 'inDoubt')).markSent(NOW);
		expect(shown()).toEqual(['in:ada sent']);
	});
});

test('A send that another worker has made meanwhile is not claimed, and the worker is known', async () => {
	const memory = await lookedUp();
	await makeSend(ADA, '2');
	expect(await memory.claim(ADA, 'none', wait)).toBe('sent');
	expect(memory.earlier(ADA).by).toEqual({ account: 'acc_9', workflow: 'Workflow 2' });
	await memory.close();
	expect(shown()).toEqual(['in:ada sent']);
});

test('A request of another worker is waited for, and the send is then in doubt', async () => {
	const memory = await lookedUp();
	await claimedByOther();
	const { waits, until } = counting();
	jest.spyOn(Math, 'random').mockReturnValue(0.25);
	expect(await memory.claim(ADA, 'none', until)).toBe('inDoubt');
	expect(sum(waits)).toBe(30_000);
	await memory.close();
	expect(shown()).toEqual(['in:ada open']);
});

test('A request of another worker is not waited for once the execution is cancelled', async () => {
	const memory = await lookedUp();
	await claimedByOther();
	expect(await memory.claim(ADA, 'none', cancelled)).toBeNull();
	await memory.close();
	expect(shown()).toEqual(['in:ada open']);
});

describe('A claim of another worker', () => {
	const RIVAL = { action: 'invitation', status: 'claimed 0123456789abcdef', execution: 'other' };
	const rival = (person = 'in:ada') => tables.insertByHand(table, { person, ...RIVAL });
	/** Right after this worker's own claim, before it is read back. */
	const rivalFollows = () => {
		tables.options.after = ({ method }) => {
			if (method === 'POST') rival();
			tables.options.after = undefined;
		};
	};
	/** What the table shows, and for how long, each time that is waited; whether the rival is gone after so many waits. */
	function waiting(waits: number) {
		const seen: string[] = [];
		const until = async (ms: number) => {
			seen.push(`${ms}: ${shown().join()}`);
			const id = tables.rows(table).find(({ execution }) => execution === 'other')?.id ?? 0;
			if (seen.length === waits) tables.deleteByHand(table, id);
			return await Promise.resolve(true);
		};
		return { seen, until };
	}
	const inserted = () =>
		tables.requests.flatMap(({ method, body }) =>
			method === 'POST' ? [(body as { data: unknown[] }).data.length] : [],
		);

	test('A claim of another worker that came first stays, and the own one gives way until it is gone', async () => {
		const memory = await lookedUp();
		rival();
		const { seen, until } = waiting(2);
		await (await claimed(memory, ADA, 'none', until)).markSent(NOW);
		expect(seen).toEqual(Array(2).fill(`375: in:ada ${RIVAL.status}`));
		expect(inserted()).toEqual([1, 1]);
		expect(shown()).toEqual(['in:ada sent']);
	});

	test('A claim of another worker that came second does not remove the own one', async () => {
		const memory = await lookedUp();
		rivalFollows();
		const { seen, until } = waiting(2);
		await (await claimed(memory, ADA, 'none', until)).markSent(NOW);
		expect(seen).toHaveLength(2);
		expect(seen[1]).toMatch(/in:ada claimed \w+,in:ada claimed 0123456789abcdef$/);
		expect(inserted()).toEqual([1]);
	});

	test('A claim between two of other workers gives way to the first of them', async () => {
		const memory = await lookedUp();
		rival();
		rivalFollows();
		const seen: number[] = [];
		await memory.claim(ADA, 'none', async () => {
			seen.push(tables.rows(table).length);
			return await Promise.resolve(seen.length < 2);
		});
		expect(seen).toEqual([2, 2]);
	});

	test.each([
		['comes first', rival],
		['comes second', rivalFollows],
	])(
		'A claim of another worker that %s and stays is removed after five seconds',
		async (_, comes) => {
			jest.spyOn(Math, 'random').mockReturnValue(0.25);
			const memory = await lookedUp();
			comes();
			const { seen, until } = waiting(Infinity);
			await (await claimed(memory, ADA, 'none', until)).markSent(NOW);
			expect(seen).toHaveLength(5_000 / 312.5);
			expect(shown()).toEqual(['in:ada sent']);
		},
	);

	test.each([
		['A claim that is a minute old is waited for', [60_000], 1],
		['A claim that is older is not waited for', [60_001], 0],
		['A claim that is older is waited for together with a newer one', [60_001, 1], 1],
	])('%s, by n8n’s clock', async (_, ages, waits) => {
		const memory = await lookedUp();
		for (const age of ages) {
			tables.options.now = () => NOW - age;
			rival();
		}
		tables.options.now = () => NOW;
		const { seen, until } = waiting(Infinity);
		await memory.claim(ADA, 'none', async (ms) => {
			await until(ms);
			return false;
		});
		expect(seen).toHaveLength(waits);
	});

	test('A claim of another worker on a later person stays, and nobody is claimed ahead from then on', async () => {
		const people = ['ada', 'ben', 'cat', 'dan'].map((name) => invitation(name));
		tables.insertByHand(table, { person: 'in:dan', status: 'sent', execution: 'other' });
		const memory = await expecting(people);
		rival('in:ben');
		await claimed(memory, ADA);
		expect(shown()).toEqual([
			'in:dan sent',
			`in:ben ${RIVAL.status}`,
			'in:ada open',
			expect.stringMatching(/^in:cat claimed/),
		]);
		await memory.lookUp(BEN, wait);
		expect(await memory.claim(BEN, 'none', cancelled)).toBeNull();
		expect(inserted()).toEqual([3, 1]);
	});

	test('A claim of another worker is waited for even if the own one could not be read back', async () => {
		const memory = await lookedUp();
		rivalFollows();
		const failing = async () => {
			tables.fail(503);
			return await Promise.resolve(true);
		};
		await expect(memory.claim(ADA, 'none', failing)).rejects.toThrow('HTTP status 503');
		expect(await memory.claim(ADA, 'none', cancelled)).toBeNull();
	});

	test('The wait for ever new claims of other workers ends', async () => {
		const memory = await lookedUp();
		tables.options.before = ({ method }) => void (method === 'POST' && rival());
		const { waits, until } = counting();
		await expect(memory.claim(ADA, 'none', until)).rejects.toThrow('too many n8n workers');
		// The other looks were those at which a claim was taken away.
		expect(waits.length + inserted().length).toBe(500 + 1);
		expect(shown()).toEqual([`in:ada ${RIVAL.status}`]);
	});

	test('A claim that other workers remove each time fails in the end', async () => {
		const memory = await lookedUp();
		tables.options.before = ({ method }) => {
			if (method === 'PATCH') tables.deleteByHand(table, tables.rows(table)[0]?.id ?? 0);
		};
		await expect(memory.claim(ADA, 'none', wait)).rejects.toThrow('too many n8n workers');
		expect(inserted()).toHaveLength(20);
	});
});

test('Claims that could not be read back are removed, and delay nobody', async () => {
	const memory = await expecting([ADA, BEN]);
	tables.fail(503, ({ method }) => method === 'GET');
	await expect(memory.claim(ADA, 'none', wait)).rejects.toThrow('HTTP status 503');
	expect(shown()).toHaveLength(2);
	await memory.lookUp(BEN, wait);
	await (await claimed(memory, BEN, 'none', never)).markSent(NOW);
	await memory.close();
	expect(shown()).toEqual(['in:ben sent']);
});

test('A claim that was removed is made again, even if another row has its ID now', async () => {
	const memory = await lookedUp();
	let isTaken = false;
	tables.options.before = ({ method }) => {
		if (method !== 'PATCH' || isTaken) return;
		isTaken = true;
		const id = tables.rows(table)[0]?.id ?? 0;
		tables.deleteByHand(table, id);
		const status = 'claimed 0123456789abcdef';
		const other = { person: 'in:ben', action: 'invitation', status };
		expect(tables.insertByHand(table, other)).toBe(id);
	};
	await (await claimed(memory, ADA)).markSent(NOW);
	expect(shown()).toEqual(['in:ben claimed 0123456789abcdef', 'in:ada sent']);
});

/** Makes a send as the runner does. Returns its result. */
async function attempt(memory: LogMemory, send = ADA): Promise<'requested' | SendState | 'failed'> {
	try {
		const before = await memory.lookUp(send, wait);
		if (before !== 'none') return before;
		const claim = await memory.claim(send, before, wait);
		if (claim === null || typeof claim === 'string') return claim ?? 'failed';
		await claim.markSent(NOW);
		await memory.close();
		return 'requested';
	} catch {
		await memory.close();
		return 'failed';
	}
}

const REQUESTS_OF_A_SEND = 6;

test('A single send takes six requests: the columns, the look-up, and four for the claim and its end', async () => {
	await attempt(started());
	expect(tables.requests.map(({ method }) => method)).toEqual([
		...['GET', 'GET', 'POST', 'GET', 'PATCH', 'PATCH'],
	]);
	expect(tables.requests).toHaveLength(REQUESTS_OF_A_SEND);
});

const steps = Array.from({ length: REQUESTS_OF_A_SEND }, (_, index) => index + 1);

test.each(steps.flatMap((step) => [['before', step] as const, ['after', step] as const]))(
	'A crash %s the effect of request %i neither repeats nor loses the send',
	async (moment, step) => {
		let requests = 0;
		let isAlive = true;
		tables.options.before = async () => {
			requests += 1;
			if (requests !== step || moment === 'after') return;
			isAlive = false;
			await new Promise(() => undefined);
		};
		tables.options.after = () => {
			if (requests === step) isAlive = false;
		};
		const memory = started('1', () => isAlive);
		let isRequested = false;
		void (async () => {
			const before = await memory.lookUp(ADA, wait);
			const claim = await memory.claim(ADA, before, wait);
			isRequested = true;
			if (claim !== null && typeof claim !== 'string') await claim.markSent(NOW);
		})();
		for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
		expect(isAlive).toBe(false);
		Object.assign(tables.options, { before: undefined, after: undefined });

		const found = await attempt(started('2'));
		// The fifth operation turns the claim into a request: whether that was made afterwards is unknown.
		const isOpen = step === 6 || (step === 5 && moment === 'after');
		const isKnown = step === 6 && moment === 'after';
		expect(isRequested).toBe(step === 6);
		expect(found).toBe(isKnown ? 'sent' : isOpen ? 'inDoubt' : 'requested');
		if (found === 'requested') expect(shown()).toEqual(['in:ada sent']);
	},
);

const FAULTS: readonly DataTablesFault[] = ['refuse', 500, 503, 'noAnswerButDone'];

test.each(steps.flatMap((step) => FAULTS.map((fault) => [fault, step] as const)))(
	'The fault %j at request %i never repeats the send',
	async (fault, step) => {
		let requests = 0;
		tables.fail(fault, () => (requests += 1) === step);
		const first = await attempt(started('1'));
		expect(first).toBe(step === REQUESTS_OF_A_SEND ? 'requested' : 'failed');
		const second = await attempt(logOf(tables, table, '2'));
		expect(second).toBe(first === 'requested' ? 'sent' : 'requested');
		expect(shown()).toEqual(['in:ada sent']);
	},
);

test('A write that failed is made before the same send is looked up, or nothing is sent', async () => {
	const memory = await lookedUp();
	const claim = await claimed(memory, ADA);
	tables.fail(['refuse', 'refuse', 'refuse'], ({ method }) => method === 'DELETE');
	await claim.rollBack();
	await memory.close();
	const next = logOf(tables, table, '1');
	expect(await next.lookUp(BEN, wait)).toBe('none');
	expect(shown()).toEqual(['in:ada open']);
	await expect(next.lookUp(ADA, wait).catch((error: Error) => error.name)).resolves.toBe(
		'LogUnavailable',
	);
	expect(await next.lookUp(ADA, wait)).toBe('none');
	expect(shown()).toEqual([]);
});

test('A table that lacks columns gets them, and keeps its own', async () => {
	table = tables.createTable('Mine', [{ name: 'mine', type: 'string' }]);
	expect(await attempt(started())).toBe('requested');
	expect(tables.columns(table)).toEqual([{ name: 'mine', type: 'string' }, ...NEW_COLUMNS]);
});
