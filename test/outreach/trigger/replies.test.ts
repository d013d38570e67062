import type { Position } from '../../../nodes/outreach/base/vocabulary';
import type { Conversation } from '../../../nodes/outreach/operations/conversations';
import {
	hasUnread,
	MOST_CONVERSATIONS,
	MOST_TRIES,
	MOST_WAITING,
	repliesStateSchema,
	RepliesWatch,
	type RepliesState,
} from '../../../nodes/outreach/trigger/replies';
import { shortHash } from '../../../nodes/outreach/trigger/watch';

const NOW = Date.parse('2024-01-15T10:30:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A conversation whose last activity was this many seconds after the last poll; null for an unknown time. */
const row = (
	id: string,
	seconds: number | null,
	more: Partial<Conversation> = {},
): Conversation => ({
	key: id,
	conversationId: id,
	owner: null,
	profile: null,
	isGroup: false,
	lastActivityAt: seconds === null ? null : NOW + seconds * 1000,
	lastMessage: null,
	fields: {},
	...more,
});
const waiting = (id: string, more: Partial<RepliesState['waiting'][number]> = {}) => ({
	conversationId: id,
	profile: null,
	activityAt: NOW,
	after: NOW,
	tries: 0,
	dueAt: 0,
	...more,
});
const known = (more: Partial<RepliesState> = {}): RepliesState => ({
	subject: 'list',
	place: null,
	through: [['', NOW]],
	conversations: [],
	waiting: [],
	...more,
});
const watchAfter = (before: RepliesState | null, now = NOW + MINUTE) =>
	new RepliesWatch(before, 'list', now, 1);
const ids = (rows: ReadonlyArray<{ conversationId: string }>) =>
	rows.map(({ conversationId }) => conversationId);
const stateOf = (watch: RepliesWatch) => repliesStateSchema.parse(watch.state());

const NOTHING = { rows: [], next: null };
const NEWS = 'news';
const FAILURE = 'failure';
/** A page with or without news, or an unreadable one. */
type Read = typeof NEWS | 'quiet' | typeof FAILURE;

/** Reads this much of an endless list, one row per page. Returns the next position. */
function readAll(watch: RepliesWatch, reads: readonly Read[]): Position | null {
	for (const [index, read] of reads.entries()) {
		const at = Number(watch.at);
		if (read === FAILURE) watch.fail();
		else watch.take({ rows: [row(`r-${index}`, read === NEWS ? 30 - index : -30)], next: at + 1 });
	}
	return watch.at;
}

describe('The place at which the next poll reads on', () => {
	const until = NOW - 5000;
	const old = (at: number, tries: number) => ({ at, until, tries });
	const fresh = (at: number, tries = 0) => ({ at, until: NOW, tries });
	const place = old(7, 2);

	test.each<[string, RepliesState['place'], Read[], RepliesState['place']]>([
		['is the old one where nothing was read', place, [], place],
		['is the top where nothing was read of a list without one', null, [], fresh(0)],
		['is the next page after one page', null, [NEWS], fresh(1)],
		['is the last page read again after several', null, [NEWS, NEWS, NEWS], fresh(2)],
		['is none after a page without news', null, [NEWS, 'quiet'], null],
		['counts a page that fails below the top', null, [NEWS, NEWS, FAILURE], fresh(1, 1)],
		['forgets earlier failures once pages are read', place, [NEWS, NEWS], old(8, 0)],
		[
			'is where a page failed, however far the top was read',
			place,
			[NEWS, FAILURE, 'quiet'],
			old(8, 3),
		],
		['is where a page failed if the top was not read', place, [NEWS, FAILURE], old(8, 3)],
		[
			'is in the top if that was broken off too, for all that is not known',
			place,
			[NEWS, FAILURE, NEWS, NEWS],
			old(1, 3),
		],
		['counts an old place that cannot be read', place, [FAILURE, NEWS], old(1, 3)],
		['is none once all was read from the top instead', place, [FAILURE, NEWS, 'quiet'], null],
	])('%s.', (_title, before, reads, after) => {
		const watch = watchAfter(known({ place: before }));
		readAll(watch, reads);
		expect(stateOf(watch).place).toEqual(after);
		expect(watch.hasGivenUp).toBe(false);
	});

	test('is given up after as many polls as may try.', () => {
		const watch = watchAfter(known({ place: { ...place, tries: MOST_TRIES - 1 } }));
		readAll(watch, [FAILURE, NEWS]);
		expect(stateOf(watch).place).toBeNull();
		expect(watch.hasGivenUp).toBe(true);
	});

	test('is none of a baseline, which knows no end; without a page read, there is no baseline.', () => {
		const watch = watchAfter(null);
		expect(watch.state()).toBeNull();
		readAll(watch, [NEWS, FAILURE]);
		expect(watch.at).toBe(1);
		expect(stateOf(watch).place).toBeNull();
	});
});

describe('A reading of the list', () => {
	const place = { at: 7, until: NOW - 5000, tries: 0 };
	const [above, at, below] = [row('above', -4), row('at', -5), row('below', -6)];

	test.each<[string, Conversation[], Position]>([
		[
			'goes on where a row is of after the place was left, though nothing in it is news',
			[below, above],
			8,
		],
		['ends with rows of before the place was left', [at, below], 0],
		['ends with rows that have no time', [row('undated', null)], 0],
	])('from an old place %s.', (_title, rows, next) => {
		const watch = watchAfter(known({ place }));
		watch.take({ rows, next: 8 });
		expect(watch.at).toBe(next);
	});

	test('from an old place goes to the top where the list ends.', () => {
		const watch = watchAfter(known({ place }));
		watch.take({ rows: [row('ada', 30)], next: null });
		expect(watch.at).toBe(0);
	});

	test('is over when the top was read in place of an old place that fails.', () => {
		expect(readAll(watchAfter(known({ place })), [FAILURE, 'quiet'])).toBeNull();
	});

	test.each([
		['from the top', null],
		['of the top after an old place', place],
	])(
		'%s ends with a page whose rows all were listed in it before or are old.',
		(_title, before) => {
			const watch = watchAfter(known({ place: before }));
			if (before) watch.take({ rows: [below], next: 8 });
			watch.take({ rows: [row('ada', 30)], next: 1 });
			expect(watch.at).toBe(1);
			watch.take({ rows: [row('ada', 30), row('old', -30)], next: 2 });
			expect(watch.at).toBeNull();
		},
	);

	test('ends with rows without a time, which are counted.', () => {
		const watch = watchAfter(known());
		watch.take({ rows: [row('ada', null), row('ben', null)], next: 1 });
		expect(watch.at).toBeNull();
		expect(watch.undated).toBe(2);
	});

	test('ends where a provider gives its last page again.', () => {
		const watch = new RepliesWatch(known(), 'list', NOW, 2);
		const rows = [row('ada', 30)];
		watch.take({ rows, next: 1 });
		watch.take({ rows, next: 2 });
		expect(watch.at).toBeNull();
	});

	test('stops with as many conversations waiting as may be.', () => {
		const rows = Array.from({ length: MOST_WAITING }, (_, index) => row(`r-${index}`, 1));
		const watch = watchAfter(known());
		watch.take({ rows: rows.slice(1), next: 1 });
		expect(watch.at).toBe(1);
		watch.take({ rows: rows.slice(0, 1), next: 2 });
		expect(watch.at).toBeNull();
	});

	test('begins with a baseline for an account of which only conversations without an owner are known.', () => {
		const watch = watchAfter(known());
		watch.take({ rows: [row('ada', 30, { owner: 'ACoAAone' })], next: null });
		expect(watch.due.fresh).toEqual([]);
		expect(stateOf(watch).through).toContainEqual(['ACoAAone', NOW + 30_000]);
	});
});

describe('What can be read', () => {
	const now = NOW + MINUTE;

	test('comes oldest first, and of one moment from the bottom of the list.', () => {
		const watch = watchAfter(known({ waiting: [waiting('middle', { activityAt: NOW + 20_000 })] }));
		watch.take({ rows: [row('last', 30), row('second', 10), row('first', 10)], next: null });
		expect(ids(watch.due.fresh)).toEqual(['first', 'second', 'middle', 'last']);
	});

	test('has what failed apart, with its row where it is listed again.', () => {
		const before = known({
			conversations: [[shortHash('ada'), NOW, NOW]],
			waiting: [waiting('ada', { tries: 1 }), waiting('ben', { tries: 4 })],
		});
		const watch = watchAfter(before);
		const listed = row('ada', 0);
		watch.take({ rows: [listed], next: null });
		expect(watch.due).toMatchObject({
			fresh: [],
			again: [
				{ conversationId: 'ben', row: null },
				{ conversationId: 'ada', row: listed },
			],
		});
	});

	test.each([
		['has a conversation whose time has come', now, ['ada']],
		['has none whose time is yet to come', now + 1, []],
		['has none that waits for a day', now + DAY, []],
		['has one that waits for longer, since the clock was ahead then', now + DAY + 1, ['ada']],
	])('%s.', (_title, dueAt, read) => {
		const watch = watchAfter(known({ waiting: [waiting('ada', { tries: 1, dueAt })] }), now);
		expect(ids(watch.due.again)).toEqual(read);
	});

	test.each([
		[0, 10 * MINUTE],
		[1, HOUR],
		[2, 6 * HOUR],
		[3, DAY],
	])(
		'has a conversation that failed, and had %d times before, again after %d ms.',
		(tries, wait) => {
			const watch = watchAfter(known({ waiting: [waiting('ada', { tries })] }), now);
			const [ada] = [...watch.due.fresh, ...watch.due.again];
			expect(watch.enterFailed(ada!)).toBe(true);
			expect(watch.due).toEqual({ fresh: [], again: [] });
			expect(stateOf(watch).waiting).toEqual([
				waiting('ada', { tries: tries + 1, dueAt: now + wait }),
			]);
		},
	);

	test('has no conversation that was tried for the last time, until something happens in it.', () => {
		const before = known({ waiting: [waiting('ada', { tries: MOST_TRIES - 1 })] });
		const watch = watchAfter(before);
		expect(watch.enterFailed(watch.due.again[0]!)).toBe(false);
		expect(stateOf(watch)).toMatchObject({
			waiting: [],
			conversations: [[shortHash('ada'), NOW, NOW]],
		});
	});
});

test.each<[string, Partial<RepliesState>, boolean]>([
	['With nothing left', {}, false],
	['Where the list is to be read on', { place: { at: 1, until: NOW, tries: 0 } }, true],
	['With a conversation not tried yet', { waiting: [waiting('ada')] }, true],
	['With one that failed once', { waiting: [waiting('ada', { tries: 1 })] }, true],
	['With one that failed twice', { waiting: [waiting('ada', { tries: 2 })] }, false],
	['With any that is soon', { waiting: [waiting('ada', { tries: 2 }), waiting('ben')] }, true],
])('%s, it is %j that the next poll has something to do soon.', (_title, state, isSoon) => {
	expect(hasUnread(known(state))).toBe(isSoon);
});

describe('The memory of conversations', () => {
	/** This many known conversations, newest first. */
	const conversations = (count: number) =>
		Array.from({ length: count }, (_, index): [string, number, number] => [
			`hash-${index}`,
			NOW - index,
			NOW - index,
		]);

	test.each([1500, MOST_CONVERSATIONS])('forgets none of %d.', (count) => {
		const before = known({ conversations: conversations(count) });
		const watch = watchAfter(before);
		watch.take(NOTHING);
		expect(stateOf(watch)).toEqual(before);
	});

	test('forgets the oldest of too many, wherever they stand, and knows all of every account up to them.', () => {
		const all = conversations(MOST_CONVERSATIONS + 2);
		const through: RepliesState['through'] = [
			['', NOW - DAY],
			['ACoAAone', NOW + 1],
		];
		const watch = watchAfter(known({ through, conversations: all }));
		watch.take(NOTHING);
		expect(stateOf(watch)).toMatchObject({
			through: [
				['', NOW - MOST_CONVERSATIONS],
				['ACoAAone', NOW + 1],
			],
			conversations: all.slice(0, MOST_CONVERSATIONS),
		});
	});
});
