import { anonymousKey } from '../../../nodes/outreach/operations/pages';
import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { PendingInvitation } from '../../../nodes/outreach/provider/provider';
import {
	newPending,
	pendingStateSchema,
	PendingWatch,
	type PendingState,
} from '../../../nodes/outreach/trigger/pending';

const NOW = Date.parse('2024-01-15T10:30:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 14;

const sent = (key: string, daysAgo: number, name = key): PendingInvitation => ({
	key,
	profile: parseProfile(`person-${name}`),
	sentAtLatest: NOW - daysAgo * DAY,
	fields: { key },
});
const HIDDEN = { ...sent('one', 20), key: anonymousKey({}), profile: null };

/** One poll that reads these pages; the list continues after them if `isThrough` is false. */
function poll(before: PendingState, now: number, pages: PendingInvitation[][], isThrough = true) {
	const watch = new PendingWatch(before, now, DAYS);
	pages.forEach((rows, index) => {
		const isLast = index === pages.length - 1;
		watch.take({ rows, next: isLast && isThrough ? null : `after ${index + 1}` });
	});
	const state = pendingStateSchema.parse(watch.state());
	return { state, found: watch.found.map(({ row }) => row.key), isFull: watch.isFull };
}
const isResting = (before: PendingState, now: number) =>
	new PendingWatch(before, now, DAYS).isResting;
const fresh = newPending('list', 'acc');

describe('A list that was read to its end', () => {
	const { state } = poll(fresh, NOW, [[sent('overdue', 20), sent('ada', 13)]]);

	test.each([
		['rests while nothing is due, whatever was found before', 5 * HOUR, true],
		['is read again after six hours', 6 * HOUR, false],
		['is read again where the clock was ahead when it was read', -1, false],
	])('%s.', (_title, ms, rests) => {
		expect(isResting(state, NOW + ms)).toBe(rests);
	});

	test('is read on at once where another reading of it was broken off.', () => {
		const brokenOff = poll(state, NOW + HOUR, [[sent('ada', 13)]], false).state;
		expect(isResting({ ...brokenOff, readAt: NOW + HOUR }, NOW + HOUR)).toBe(false);
	});

	test('over two polls is read again when one is due that only the first of them listed.', () => {
		const first = poll(fresh, NOW, [[sent('ada', 13)]], false).state;
		const second = poll(first, NOW + DAY - 2 * HOUR, [[sent('ben', 1)]]).state;
		expect(second).toMatchObject({ place: null, beganAt: NOW });
		expect(isResting(second, NOW + DAY - HOUR)).toBe(true);
		expect(isResting(second, NOW + DAY)).toBe(false);
	});
});

describe('A reading', () => {
	test('ends where a provider gives its last page again.', () => {
		const page = [sent('ada', 13)];
		expect(poll(fresh, NOW, [page, page], false).state).toMatchObject({
			place: null,
			readAt: NOW,
		});
	});

	test('that did not come to its first page leaves no place, and was not through.', () => {
		expect(poll(fresh, NOW, []).state).toMatchObject({ place: null, readAt: null });
	});

	test('of what can be remembered is not full.', () => {
		expect(poll(fresh, NOW, [[sent('ada', 13)]]).isFull).toBe(false);
	});
});

test.each([
	[
		'two invitations of one person',
		[sent('one', 20, 'ada'), sent('two', 20, 'ada')],
		['one', 'two'],
	],
	['one that names nobody', [{ ...sent('one', 20), profile: null }], ['one']],
	['a row that nothing tells from another', [HIDDEN], []],
])('An invitation is told from another by its ID: %s.', (_title, rows, found) => {
	const first = poll(fresh, NOW, [rows]);
	expect(first.found).toEqual(found);
	expect(poll(first.state, NOW + DAY, [rows]).found).toEqual([]);
});
