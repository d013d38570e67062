import { failedWith, type Result } from '../../../nodes/outreach/operations/result';
import {
	anonymousKey,
	Collected,
	countOf,
	LookUp,
	lookUpByAccount,
	onlyPage,
	pageWith,
	personRowKey,
	wholeList,
	type ListedRow,
	type Page,
} from '../../../nodes/outreach/operations/pages';
import type { Position } from '../../../nodes/outreach/base/vocabulary';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import { answered } from '../acme';
import { valueOf } from '../fakes';

const row = (key: number): ListedRow => ({ key: String(key), fields: { key } });
const rows = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => row(from + index));
const BROKEN = failedWith({ source: 'provider', message: 'No.', description: '' });

/** A list of this many rows, three per page. */
function listOf(count: number) {
	const asked: number[] = [];
	const page = async (position: Position): Promise<Result<Page<ListedRow>>> => {
		const at = countOf(position);
		asked.push(at);
		const next = at + 3;
		return answered({
			rows: rows(at, Math.min(next, count)),
			next: next < count ? next : null,
		});
	};
	return { asked, page };
}

describe('Keys of rows', () => {
	test('A row with an ID has it as its key and keeps the provider’s fields', () => {
		const raw = { id: 7, name: 'Ada' };
		expect(onlyPage([{ read: { id: '7' }, raw }])).toEqual({
			rows: [{ key: '7', fields: raw }],
			next: null,
		});
	});

	test('A row of a person has the person as its key, or all its fields if it names nobody', () => {
		expect(personRowKey(parseProfile('Ada-1'), { name: 'Ada' })).toBe('in:ada-1');
		expect(personRowKey(null, { name: 'Ada' })).toBe(anonymousKey({ name: 'Ada' }));
		expect(anonymousKey({ name: 'Ada' })).not.toBe(anonymousKey({ name: 'Ben' }));
	});
});

test('A position that is not a count is the start of a list', () => {
	expect([countOf(7), countOf('next')]).toEqual([7, 0]);
});

describe('Collected rows', () => {
	test('Collected rows are kept once each, in the order in which they came', () => {
		const collected = new Collected();
		collected.add({ rows: rows(0, 3), next: 3 });
		collected.add({ rows: [{ key: '2', fields: { key: 'again' } }, ...rows(3, 5)], next: 6 });
		expect(collected.rows).toEqual(rows(0, 5));
		expect(collected.size).toBe(5);
		expect(collected.at).toBe(6);
	});

	test.each<[string, Page<ListedRow>]>([
		['says that it is the last', { rows: rows(3, 6), next: null }],
		['is empty', { rows: [], next: 6 }],
		['repeats', { rows: rows(0, 3), next: 6 }],
		['repeats a part', { rows: rows(0, 2), next: 6 }],
		['continues at its own beginning', { rows: rows(3, 6), next: 3 }],
	])('A list ends at a page that %s', (_name, page) => {
		const collected = new Collected();
		collected.add({ rows: rows(0, 3), next: 3 });
		collected.add(page);
		expect(collected.at).toBeNull();
	});

	test('A list is read for 10,000 pages at most', () => {
		const collected = new Collected();
		let pages = 0;
		for (let at: Position | null = 0; at !== null; at = collected.at) {
			collected.add({ rows: [row(countOf(at))], next: countOf(at) + 1 });
			pages += 1;
		}
		expect(pages).toBe(10_000);
	});
});

describe('Hidden members, whose rows are the same', () => {
	const hidden: ListedRow = { key: anonymousKey({ name: 'LinkedIn Member' }), fields: {} };
	const other: ListedRow = { key: anonymousKey({ name: 'Mitglied' }), fields: {} };
	const SIGNS = new Map([
		['-', hidden],
		['=', other],
	]);
	/** Pages of rows: numbers are people, "-" and "=" hidden members. The last page repeats forever. */
	const read = (...pages: string[]) => {
		const collected = new Collected();
		let asked = 0;
		for (let next: Position | null = 0; next !== null && asked < 100; next = collected.at) {
			const at = countOf(next);
			const page = pages[Math.min(at, pages.length - 1)] ?? '';
			const rowsOfPage = [...page].map((sign) => SIGNS.get(sign) ?? row(Number(sign)));
			collected.add({ rows: rowsOfPage, next: at + 1 });
			asked += 1;
		}
		return {
			listed: collected.rows
				.map(({ key }) => [...SIGNS].find(([, one]) => one.key === key)?.[0] ?? key)
				.join(''),
			asked,
		};
	};

	test.each([
		['of one page', ['1--2'], '1--2', 2],
		['of several pages', ['1-', '2--', '3-'], '1-2--3-', 4],
		['that fill a page', ['1--', '---', '2'], '1-----2', 4],
		['beside people who moved down a page', ['12-', '23-'], '12-3-', 3],
		['alone', ['---'], '---', 2],
		['alone, on a shorter last page', ['---', '-'], '----', 3],
		['alone, in another order', ['-=', '=-'], '-=', 2],
		['beside somebody known, on a shorter page', ['1--', '1-'], '1--', 2],
	])(
		'Hidden members are listed one by one, and a repeated page ends the list: %s',
		(_case, pages, listed, asked) => {
			expect(read(...pages)).toEqual({ listed, asked });
		},
	);

	test('Hidden members on the last page are listed even if it equals the page before', () => {
		const collected = new Collected();
		collected.add({ rows: [hidden, hidden], next: 2 });
		collected.add({ rows: [hidden, hidden], next: null });
		expect(collected.size).toBe(4);
	});

	test('A hidden member has the same key if the signature of a picture’s address changes', () => {
		const shown = (t: string, before = 'https') =>
			anonymousKey({ name: 'A', picture: `${before}://media.licdn.com/x?t=${t}` });
		expect(shown('1')).toBe(shown('2'));
		expect(shown('1', 'http')).toBe(shown('2', 'http'));
		expect(shown('1', 'see https')).not.toBe(shown('2', 'see https'));
		expect(anonymousKey({ page: 'https://x.example/1' })).not.toBe(
			anonymousKey({ page: 'https://x.example/2' }),
		);
	});
});

describe('Pages with wanted rows', () => {
	const from = (key: number) => (one: ListedRow) => Number(one.key) >= key;

	test.each([
		['has some on the page itself', 1, [1, 2], 3, [0]],
		['has them on a later page', 4, [4, 5], 6, [0, 3]],
		['has them on the last page', 9, [9], null, [0, 3, 6, 9]],
		['has none at all', 99, [], null, [0, 3, 6, 9]],
	])(
		'A page is read until it has wanted rows, in a list that %s',
		async (_case, first, found, next, pages) => {
			const { asked, page } = listOf(10);
			const read = valueOf(await pageWith(page, 0, from(first)));
			expect(read).toEqual({ rows: found.map(row), next });
			expect(asked).toEqual(pages);
		},
	);

	test('A page with wanted rows is searched from the given position, and a failed page is returned', async () => {
		const { asked, page } = listOf(10);
		expect(valueOf(await pageWith(page, 6, from(0))).next).toBe(9);
		expect(await pageWith(async (at) => (at === 9 ? BROKEN : await page(at)), 6, from(9))).toBe(
			BROKEN,
		);
		expect(asked).toEqual([6, 6]);
	});
});

describe('Whole lists', () => {
	test.each([0, 1, 3, 4, 10])('A whole list of %i rows is read', async (count) => {
		const { page } = listOf(count);
		expect(valueOf(await wholeList(page))).toEqual(rows(0, count));
	});

	test('A failed page is the result of the whole list', async () => {
		const { page } = listOf(10);
		expect(await wholeList(async (at) => (countOf(at) > 3 ? BROKEN : await page(at)))).toBe(BROKEN);
	});
});

describe('Look-ups', () => {
	const is = (key: number) => (one: ListedRow) => one.key === String(key);

	test('A look-up reads no further than the row it finds, and no page twice', async () => {
		const { asked, page } = listOf(10);
		const lookUp = new LookUp(page);
		expect(valueOf(await lookUp.find(is(4)))).toEqual(row(4));
		expect(valueOf(await lookUp.find(is(1)))).toEqual(row(1));
		expect(asked).toEqual([0, 3]);
		expect(valueOf(await lookUp.find(is(99)))).toBeNull();
		expect(valueOf(await lookUp.find(is(98)))).toBeNull();
		expect(asked).toEqual([0, 3, 6, 9]);
	});

	test('A look-up continues with a page that could not be read before', async () => {
		const { asked, page } = listOf(10);
		let isBroken = true;
		const lookUp = new LookUp(async (at) => (at === 3 && isBroken ? BROKEN : await page(at)));
		expect(await lookUp.find(is(4))).toBe(BROKEN);
		isBroken = false;
		expect(valueOf(await lookUp.find(is(4)))).toEqual(row(4));
		expect(asked).toEqual([0, 3]);
	});

	test('Each account has its own look-up', async () => {
		const asked: Array<string | null> = [];
		const lookUp = lookUpByAccount(async (accountId) => {
			asked.push(accountId);
			return answered({ rows: [], next: null });
		});
		for (const account of ['a', null, 'a', 'b', null]) await lookUp(account).find(() => true);
		expect(asked).toEqual(['a', null, 'b']);
	});
});
