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

describe('The place at which the next poll continues', () => {
	const until = NOW - 5000;
	const old = (at: number, tries: number) => ({ at, until, tries });
	const fresh = (at: number, tries = 0) => ({ at, until: NOW, tries });
	const place = old(7, 2);

	test.each<[string, RepliesState['place'], Read[], RepliesState['place']]>([
		['is the old one if nothing was read', place, [], place],
		['is the top if nothing was read and there was no place', null, [], fresh(0)],
		['is the next page after one page', null, [NEWS], fresh(1)],
		['is the last page after several pages', null, [NEWS, NEWS, NEWS], fresh(2)],
		['is none after a page without news', null, [NEWS, 'quiet'], null],
		['counts a page that fails below the top', null, [NEWS, NEWS, FAILURE], fresh(1, 1)],
		['forgets earlier failures once pages are read', place, [NEWS, NEWS], old(8, 0)],
		[
			'is the page that failed although the top was read',
			place,
			[NEWS, FAILURE, 'quiet'],
			old(8, 3),
		],
		['is the page that failed if the top was not read', place, [NEWS, FAILURE], old(8, 3)],
		['is in the top if that was interrupted too', place, [NEWS, FAILURE, NEWS, NEWS], old(1, 3)],
		['counts an old place that cannot be read', place, [FAILURE, NEWS], old(1, 3)],
		['is none once everything was read from the top', place, [FAILURE, NEWS, 'quiet'], null],
	])('The place of the next poll %s', (_title, before, reads, after) => {
		const watch = watchAfter(known({ place: before }));
		readAll(watch, reads);
		expect(stateOf(watch).place).toEqual(after);
		expect(watch.hasGivenUp).toBe(false);
	});

	test('A place is given up after the last try', () => {
		const watch = watchAfter(known({ place: { ...place, tries: MOST_TRIES - 1 } }));
		readAll(watch, [FAILURE, NEWS]);
		expect(stateOf(watch).place).toBeNull();
		expect(watch.hasGivenUp).toBe(true);
	});

	test('A baseline has no place, and without a page there is no baseline', () => {
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

	test.each<[string, Conversation[], Position | null, Position]>([
		['continues while a row is newer than the place, even if it is known', [below, above], 8, 8],
		['goes to the top at rows older than the place', [at, below], 8, 0],
		['goes to the top at rows without a time', [row('undated', null)], 8, 0],
		['goes to the top at the end of the list', [row('ada', 30)], null, 0],
	])('A reading from an old place %s', (_title, rows, next, after) => {
		const watch = watchAfter(known({ place }));
		watch.take({ rows, next });
		expect(watch.at).toBe(after);
	});

	test('A reading ends once the top was read instead of an old place that fails', () => {
		expect(readAll(watchAfter(known({ place })), [FAILURE, 'quiet'])).toBeNull();
	});

	test.each([
		['from the top', null],
		['of the top after an old place', place],
	])('A reading %s ends at a page of rows that are old or were listed before', (_title, before) => {
		const watch = watchAfter(known({ place: before }));
		if (before) watch.take({ rows: [below], next: 8 });
		watch.take({ rows: [row('ada', 30)], next: 1 });
		expect(watch.at).toBe(1);
		watch.take({ rows: [row('ada', 30), row('old', -30)], next: 2 });
		expect(watch.at).toBeNull();
	});

	test('A reading ends at rows without a time, and counts them', () => {
		const watch = watchAfter(known());
		watch.take({ rows: [row('ada', null), row('ben', null)], next: 1 });
		expect(watch.at).toBeNull();
		expect(watch.undated).toBe(2);
	});

	test('A reading ends if the provider repeats its last page', () => {
		const watch = new RepliesWatch(known(), 'list', NOW, 2);
		const rows = [row('ada', 30)];
		watch.take({ rows, next: 1 });
		watch.take({ rows, next: 2 });
		expect(watch.at).toBeNull();
	});

	test('A reading stops when the most conversations are waiting', () => {
		const rows = Array.from({ length: MOST_WAITING }, (_, index) => row(`r-${index}`, 1));
		const watch = watchAfter(known());
		watch.take({ rows: rows.slice(1), next: 1 });
		expect(watch.at).toBe(1);
		watch.take({ rows: rows.slice(0, 1), next: 2 });
		expect(watch.at).toBeNull();
	});

	test('A reading begins with a baseline for an account that was not listed before', () => {
		const watch = watchAfter(known());
		watch.take({ rows: [row('ada', 30, { owner: 'ACoAAone' })], next: null });
		expect(watch.due.fresh).toEqual([]);
		expect(stateOf(watch).through).toContainEqual(['ACoAAone', NOW + 30_000]);
	});
});

describe('Conversations to read', () => {
	const now = NOW + MINUTE;

	test('Conversations are read oldest first, and those of one moment from the bottom of the list', () => {
		const watch = watchAfter(known({ waiting: [waiting('middle', { activityAt: NOW + 20_000 })] }));
		watch.take({ rows: [row('last', 30), row('second', 10), row('first', 10)], next: null });
		expect(ids(watch.due.fresh)).toEqual(['first', 'second', 'middle', 'last']);
	});

	test('Conversations that failed are read after the others, with their rows if they are listed again', () => {
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
		['is read when its wait is over', now, ['ada']],
		['is not read during its wait', now + 1, []],
		['is not read during a wait of a day', now + DAY, []],
		['is read if its wait is longer, since the clock was ahead', now + DAY + 1, ['ada']],
	])('A conversation that failed %s', (_title, dueAt, read) => {
		const watch = watchAfter(known({ waiting: [waiting('ada', { tries: 1, dueAt })] }), now);
		expect(ids(watch.due.again)).toEqual(read);
	});

	test.each([
		[0, 10 * MINUTE],
		[1, HOUR],
		[2, 6 * HOUR],
		[3, DAY],
	])(
		'A conversation that failed %d times before and fails again is read after %d ms',
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

	test('A conversation is not read again after the last try', () => {
		const before = known({ waiting: [waiting('ada', { tries: MOST_TRIES - 1 })] });
		const watch = watchAfter(before);
		expect(watch.enterFailed(watch.due.again[0]!)).toBe(false);
		expect(stateOf(watch)).toMatchObject({
			waiting: [],
			conversations: [[shortHash('ada'), NOW, NOW]],
		});
	});
});

test.each<[string, boolean, Partial<RepliesState>]>([
	['with nothing left', false, {}],
	['with a list to be continued', true, { place: { at: 1, until: NOW, tries: 0 } }],
	['with a conversation that was not tried yet', true, { waiting: [waiting('ada')] }],
	['with a conversation that failed once', true, { waiting: [waiting('ada', { tries: 1 })] }],
	['with a conversation that failed twice', false, { waiting: [waiting('ada', { tries: 2 })] }],
	[
		'with one of two conversations that was not tried yet',
		true,
		{ waiting: [waiting('ada', { tries: 2 }), waiting('ben')] },
	],
])('The next poll should run soon %s: %s', (_title, isSoon, state) => {
	expect(hasUnread(known(state))).toBe(isSoon);
});

describe('Known conversations', () => {
	/** This many known conversations, newest first. */
	const conversations = (count: number) =>
		Array.from({ length: count }, (_, index): [string, number, number] => [
			`hash-${index}`,
			NOW - index,
			NOW - index,
		]);

	test.each([1500, MOST_CONVERSATIONS])('None of %d conversations is forgotten', (count) => {
		const before = known({ conversations: conversations(count) });
		const watch = watchAfter(before);
		watch.take(NOTHING);
		expect(stateOf(watch)).toEqual(before);
	});

	test('The oldest of too many conversations are forgotten, and everything up to their time counts as known', () => {
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

	test('None of the oldest conversations that made room is read again', () => {
		const rows = Array.from({ length: MOST_CONVERSATIONS + 10 }, (_, index) =>
			row(String(index), index),
		);
		const watch = watchAfter(known());
		watch.take({ rows, next: null });
		for (const changed of watch.due.fresh) watch.enter(changed, null);
		const next = watchAfter(stateOf(watch));
		next.take({ rows, next: null });
		expect(next.due.fresh).toEqual([]);
	});

	test('Known conversations are bounded even if the list was not read completely', () => {
		const rows = Array.from({ length: 2 * MOST_CONVERSATIONS + 10 }, (_, index) =>
			row(String(index), index, { isGroup: true }),
		);
		const watch = watchAfter(known());
		watch.take({ rows, next: 1 });
		const { place, conversations: kept } = stateOf(watch);
		expect(place).toEqual({ at: 1, until: NOW, tries: 0 });
		expect(kept).toHaveLength(2 * MOST_CONVERSATIONS);
	});
});
