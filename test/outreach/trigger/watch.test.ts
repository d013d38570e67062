import { anonymousKey, countOf, type ListedPerson } from '../../../nodes/outreach/operations/pages';
import type { WithAccount } from '../../../nodes/outreach/operations/result';
import {
	accountsStateSchema,
	listStateSchema,
	ListWatch,
	MOST_KNOWN,
	newestOf,
	newList,
	oldestFirst,
	QUIET_PAGES,
	watchAccounts,
	type AccountsState,
	type ListState,
} from '../../../nodes/outreach/trigger/watch';
import type { AccountReport } from '../../../nodes/outreach/operations/get-account-status';
import { reportOf } from '../../harness/reports';
import { keys, pageAt, people, person, shuffled } from './lists';

const DAY = 24 * 60 * 60_000;
const NOW = Date.parse('2024-01-15T10:30:00.000Z');
const SIZE = 3;

interface Reading {
	/** How many pages the poll may read. */
	readonly pages?: number;
	/** Changes to the list before each page but the first. */
	readonly meanwhile?: (rows: ListedPerson[]) => ListedPerson[];
	readonly now?: number;
	readonly size?: number;
}

/** One poll of the list; the state is serialised as JSON, as at each start of n8n. */
function poll(before: ListState, listed: readonly ListedPerson[], reading: Reading = {}) {
	const { pages = Infinity, meanwhile = (rows) => rows, now = NOW, size = SIZE } = reading;
	const watch = new ListWatch(listStateSchema.parse(JSON.parse(JSON.stringify(before))), now);
	const read: number[] = [];
	let rows = [...listed];
	while (watch.at !== null && read.length < pages) {
		if (read.length > 0) rows = meanwhile(rows);
		const at = countOf(watch.at);
		read.push(at);
		watch.take(pageAt(rows, at, size));
	}
	return { found: keys(oldestFirst(watch.found)), state: watch.state(), read };
}

const fresh = () => newList('list', null, NOW);
const baseLine = (rows: readonly ListedPerson[]) => poll(fresh(), rows).state;
const NEW = person('new');

const fields = { name: 'LinkedIn Member' };
const HIDDEN: ListedPerson = { key: anonymousKey(fields), profile: null, since: null, fields };

test('Hidden members with identical rows make one event, and do not end a list', () => {
	const known = baseLine([person('1')]);
	const listed = [person('2'), ...Array<ListedPerson>(5).fill(HIDDEN), NEW, person('1'), HIDDEN];
	const { found, state } = poll(known, listed);
	expect(found.sort()).toEqual(['2', HIDDEN.key, 'new'].sort());
	expect(poll(state, listed).found).toEqual([]);
});

test('A baseline reads a list to its end without an event', () => {
	const rows = people(7);
	const first = poll(fresh(), rows);
	expect(first).toMatchObject({ found: [], read: [0, 3, 6], state: { isLearning: false } });
	expect(poll(first.state, rows).found).toEqual([]);
});

test('After the baseline of an empty list every row is new', () => {
	expect(poll(baseLine([]), people(2)).found).toEqual(['1', '2']);
});

test('The baseline of a long list continues in later polls, with one page of overlap', () => {
	const rows = people(20);
	const first = poll(fresh(), rows, { pages: 3 });
	const second = poll(first.state, rows, { pages: 3 });
	const third = poll(second.state, rows, { pages: 9 });
	expect([first.read, second.read, third.read]).toEqual([
		[0, 3, 6],
		[6, 9, 12],
		[12, 15, 18],
	]);
	expect([first, second, third].flatMap(({ found }) => found)).toEqual([]);
	expect([second.state.isLearning, third.state.isLearning]).toEqual([true, false]);
	expect(poll(third.state, rows).found).toEqual([]);
});

test('A baseline continues even if each poll reads a single page', () => {
	const rows = people(9);
	let state = fresh();
	for (let polls = 0; polls < 3; polls++) state = poll(state, rows, { pages: 1 }).state;
	expect(state.isLearning).toBe(false);
	expect(poll(state, rows).found).toEqual([]);
});

test('A row added on top during the baseline is new afterwards', () => {
	const rows = people(9);
	const first = poll(fresh(), rows, { pages: 2 });
	const grown = [NEW, ...rows];
	const second = poll(first.state, grown);
	expect([second.found, second.state.isLearning]).toEqual([[], false]);
	expect(poll(second.state, grown).found).toEqual(['new']);
});

test('A baseline misses no row if up to a page of rows is removed meanwhile', () => {
	const rows = people(12);
	const first = poll(fresh(), rows, { pages: 2 });
	const shrunk = rows.slice(3);
	const second = poll(first.state, shrunk);
	expect(poll(second.state, shrunk).found).toEqual([]);
});

test('A poll that reads nothing does not change the state', () => {
	expect(poll(fresh(), people(9), { pages: 0 }).state).toEqual(fresh());
});

test('A baseline leaves out what happened since it began, in whatever order it is listed', () => {
	const rows = [...people(4), person('late', NOW + 1000), person('now', NOW + 5000)];
	const first = poll(fresh(), people(4), { pages: 1 });
	const second = poll(first.state, rows, { now: NOW + 5000 });
	expect(second.state.isLearning).toBe(false);
	expect(poll(second.state, rows, { now: NOW + 9000 }).found).toEqual(['late', 'now']);
});

test.each([0, 1, DAY])('A baseline includes what happened %i ms before it began', (ago) => {
	const rows = [person('recent', NOW - ago), ...people(3)];
	expect(poll(baseLine(rows), rows, { now: NOW + DAY }).found).toEqual([]);
});

test('A baseline ignores a time in the future', () => {
	const odd = person('odd', NOW + DAY);
	expect(poll(baseLine([odd]), [odd], { now: NOW + 2 * DAY }).found).toEqual([]);
});

test('A new row is found once, and known rows are not found', () => {
	const rows = people(7);
	const grown = [NEW, ...rows];
	const second = poll(baseLine(rows), grown);
	expect(second.found).toEqual(['new']);
	expect(poll(second.state, grown).found).toEqual([]);
});

test('New rows are ordered by time if all of them have one', () => {
	const rows = [person('b', NOW + 2), person('c', NOW + 3), person('a', NOW + 1)];
	expect(poll(baseLine([]), rows).found).toEqual(['a', 'b', 'c']);
	expect(keys(oldestFirst([...rows, person('d')]))).toEqual(['d', 'a', 'c', 'b']);
});

test('Rows that move to the next page during a poll are found once', () => {
	const rows = people(12);
	const added = [person('x'), person('y')];
	const second = poll(baseLine(rows), [NEW, ...rows], {
		meanwhile: (listed) => [...added.splice(0, 1), ...listed],
	});
	expect(second.found).toEqual(['new']);
	const listed = [person('y'), person('x'), NEW, ...rows];
	expect(poll(second.state, listed).found).toEqual(['x', 'y']);
});

test('A different order makes no row new, and hides no new row', () => {
	const rows = people(30);
	let state = baseLine(rows);
	for (let seed = 1; seed < 20; seed++) {
		const { found, state: next } = poll(state, shuffled(rows, seed), { size: 10 });
		expect([seed, found]).toEqual([seed, []]);
		state = next;
	}
	const mixed = shuffled([...rows, NEW], 77);
	expect(poll(state, mixed, { size: 10 }).found).toEqual(['new']);
});

test('Rows that were removed are not new when they return', () => {
	const rows = people(6);
	const gone = poll(baseLine(rows), rows.slice(2));
	expect(gone.found).toEqual([]);
	expect(poll(gone.state, rows).found).toEqual([]);
});

test('Another key of the same person is a new row', () => {
	const invited = { ...person('jane'), key: 'invitation 1' };
	const again = { ...person('jane'), key: 'invitation 2' };
	expect(poll(baseLine([invited]), [again]).found).toEqual(['invitation 2']);
});

test('A row from long before the baseline is remembered, but not found', () => {
	const begun = baseLine(people(3));
	const rows = [
		person('old', NOW - DAY - 1),
		person('recent', NOW - DAY),
		person('roughly'),
		...people(3),
	];
	const second = poll(begun, rows, { now: NOW + 30 * DAY });
	expect(second.found).toEqual(['roughly', 'recent']);
	expect(poll(second.state, rows).found).toEqual([]);
});

describe('How far a poll reads', () => {
	const rows = people(60);
	const known = baseLine(rows);

	test(`${QUIET_PAGES} pages without an unknown row end it`, () => {
		expect(poll(known, rows).read).toEqual([0, 3, 6, 9, 12]);
	});

	test('An unknown row restarts the count of pages', () => {
		const listed = [...rows.slice(0, 9), NEW, ...rows.slice(9)];
		const { read, found } = poll(known, listed);
		expect(found).toEqual(['new']);
		expect(read).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
	});

	test('A poll ends at the end of a list, at an empty page and at a repeated page', () => {
		const take = (...pages: Array<{ rows: ListedPerson[]; next: number | null }>) => {
			const watch = new ListWatch(baseLine([]), NOW);
			for (const page of pages) watch.take(page);
			return { at: watch.at, found: keys(watch.found) };
		};
		const one = { rows: people(3), next: 3 };
		expect(take(one)).toEqual({ at: 3, found: ['3', '2', '1'] });
		expect(take({ ...one, next: null }).at).toBeNull();
		expect(take(one, { rows: [], next: 6 }).at).toBeNull();
		expect(take(one, { ...one, next: 6 })).toEqual({ at: null, found: ['3', '2', '1'] });
		expect(take(one, { rows: [person('1'), NEW], next: 6 }).at).toBe(6);
		expect(take(one, { rows: [], next: 6 }, { rows: [NEW], next: 9 }).found).not.toContain('new');
	});

	test('A poll that had to stop is completed by the next one', () => {
		const listed = [NEW, ...rows];
		const first = poll(known, listed, { pages: 4 });
		expect([first.found, first.state.place]).toEqual([['new'], { at: 9, pages: 3 }]);
		const second = poll(first.state, listed);
		expect(second.found).toEqual([]);
		// Up to where the first one had read, and then until there is nothing new.
		expect(second.read).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
		expect(second.state).toMatchObject({ place: null, fromPlace: false });
	});

	test('New rows far down are found even if every poll is cut short', () => {
		const many = people(100);
		let state = known;
		const told: string[] = [];
		const reads: number[][] = [];
		for (let polls = 0; polls < 12; polls++) {
			const { found, state: next, read } = poll(state, many, { pages: 7 });
			told.push(...found);
			reads.push(read);
			state = next;
		}
		expect(new Set(told).size).toBe(told.length);
		expect(told).toHaveLength(40);
		expect(reads.some(([from]) => from !== 0)).toBe(true);
		expect(state).toMatchObject({ place: null, fromPlace: false });
	});

	test('A place beyond the end of a shorter list is dropped', () => {
		const cut = poll(known, [NEW, ...rows], { pages: 6 }).state;
		const short = rows.slice(0, 4);
		const next = poll({ ...cut, fromPlace: true }, short);
		expect(next.state).toMatchObject({ place: null, fromPlace: false });
		expect(poll(next.state, [person('newer'), ...short]).found).toEqual(['newer']);
	});
});

test.each(['abc', 'abcdefghi', '!abcdefgh', 'abcdefgh!', 'abcdefg ', 7])(
	'A state whose known rows are %j is rejected',
	(known) => {
		expect(listStateSchema.safeParse({ ...fresh(), known }).success).toBe(false);
		expect(accountsStateSchema.safeParse({ subject: 'a', broken: known }).success).toBe(false);
	},
);

test(`A watch keeps at most ${MOST_KNOWN} rows, and stays small`, () => {
	const rows = people(MOST_KNOWN + 500);
	const first = poll(fresh(), rows, { size: 1000 });
	expect(first.state.isLearning).toBe(false);
	expect(first.read).toHaveLength(MOST_KNOWN / 1000);
	expect(JSON.stringify(first.state).length).toBeLessThan(MOST_KNOWN * 8 + 300);
	// The newest are kept, so the top rows stay known.
	expect(poll(first.state, rows.slice(0, 5000), { size: 1000 }).found).toEqual([]);
});

test('The oldest rows make room for new ones, also after a baseline of several polls', () => {
	const part = poll(fresh(), people(MOST_KNOWN), { size: 1000, pages: 12 }).state;
	const full = poll(part, people(MOST_KNOWN), { size: 1000 }).state;
	const added = [person('a'), person('b')];
	const next = poll(full, [...added, ...people(MOST_KNOWN)], { size: 1000 });
	expect(next.found).toEqual(['b', 'a']);
	expect(next.state.known).toHaveLength(MOST_KNOWN * 8);
	expect(poll(next.state, [...added, ...people(1)]).found).toEqual(['1']);
	const top = people(MOST_KNOWN).slice(0, 3);
	expect(poll(next.state, [...added, ...top]).found).toEqual([]);
});

test('The newest row is the latest one, or the first one if none has a time', () => {
	expect(newestOf([])).toBeNull();
	expect(newestOf(people(3))?.key).toBe('3');
	expect(newestOf([person('a'), person('b', 2), person('c', 3), person('d', 1)])?.key).toBe('c');
});

describe('Accounts', () => {
	const account = (
		id: string | null,
		outcome: AccountReport['outcome'],
		name = 'Jane',
	): WithAccount<AccountReport> => ({
		accountId: id,
		report: reportOf('getAccountStatus', {
			outcome,
			canSend: null,
			name,
			providerStatus: outcome,
		}) as AccountReport,
	});
	const next = (before: AccountsState | null, ...accounts: Array<WithAccount<AccountReport>>) => {
		const { found, state } = watchAccounts(before, 'accounts', accounts);
		const kept: AccountsState = JSON.parse(JSON.stringify(state));
		return { found: found.map(({ accountId }) => accountId), state: kept };
	};

	test.each(['needs_attention', 'disabled'] as const)(
		'An account that turns to %s after the baseline is found once',
		(bad) => {
			const first = next(null, account('a', 'available'), account('b', 'disabled'));
			expect(first.found).toEqual([]);
			const second = next(first.state, account('a', bad), account('b', 'disabled'));
			expect(second.found).toEqual(['a']);
			expect(next(second.state, account('a', bad)).found).toEqual([]);
			expect(next(second.state, account('a', 'disabled')).found).toEqual([]);
		},
	);

	test.each(['available', 'busy', 'warming_up', 'rate_limited', 'unknown'] as const)(
		'An account that is %s is not found, and has recovered',
		(outcome) => {
			const broken = next(null, account('a', 'needs_attention')).state;
			const recovered = next(broken, account('a', outcome));
			expect(recovered.found).toEqual([]);
			expect(next(recovered.state, account('a', 'needs_attention')).found).toEqual(['a']);
		},
	);

	test('A new account that needs attention is found', () => {
		const { state } = next(null);
		expect(next(state, account('a', 'disabled')).found).toEqual(['a']);
	});

	test('The oldest of too many accounts are forgotten', () => {
		const all = Array.from({ length: MOST_KNOWN + 1 }, (_, index) =>
			account(String(index), 'disabled'),
		);
		const { state } = next(null, ...all);
		expect(state.broken).toHaveLength(MOST_KNOWN * 8);
		expect(next(state, ...all).found).toEqual(['0']);
	});

	test('An account missing from one response is neither broken nor recovered', () => {
		const { state } = next(null, account('a', 'disabled'), account('b', 'available'));
		const without = next(state);
		expect(next(without.state, account('a', 'disabled')).found).toEqual([]);
		expect(next(without.state, account('b', 'disabled')).found).toEqual(['b']);
	});

	test('Accounts without an ID are distinguished by their people', () => {
		const { state } = next(null, account(null, 'disabled', 'Ada'));
		expect(next(state, account(null, 'disabled', 'Ada')).found).toEqual([]);
		expect(next(state, account(null, 'disabled', 'Bob')).found).toEqual([null]);
	});
});
