import { parseProfile } from '../../../nodes/outreach/people/profile';
import type { PendingInvitation } from '../../../nodes/outreach/provider/provider';
import {
	MOST_PENDING,
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

const { state } = poll(fresh, NOW, [[sent('overdue', 20), sent('ada', 13)]]);

test.each([
	['A list is not read within six hours while nothing is due', 5 * HOUR, true],
	['A list is read again after six hours', 6 * HOUR, false],
	['A list is read again if the clock was ahead at the last reading', -1, false],
])('%s', (_title, ms, rests) => {
	expect(isResting(state, NOW + ms)).toBe(rests);
});

test('A list whose last reading was interrupted is read again at once', () => {
	const brokenOff = poll(state, NOW + HOUR, [[sent('ada', 13)]], false).state;
	expect(isResting({ ...brokenOff, readAt: NOW + HOUR }, NOW + HOUR)).toBe(false);
});

test('A list that took two polls is read again when an invitation of the first poll is due', () => {
	const first = poll(fresh, NOW, [[sent('ada', 13)]], false).state;
	const second = poll(first, NOW + DAY - 2 * HOUR, [[sent('ben', 1)]]).state;
	expect(second).toMatchObject({ place: null, beganAt: NOW });
	expect(isResting(second, NOW + DAY - HOUR)).toBe(true);
	expect(isResting(second, NOW + DAY)).toBe(false);
});

test('A reading ends if the provider repeats its last page', () => {
	const page = [sent('ada', 13)];
	expect(poll(fresh, NOW, [page, page], false).state).toMatchObject({
		place: null,
		readAt: NOW,
	});
});

test('A reading without a first page leaves no place, and is not complete', () => {
	expect(poll(fresh, NOW, []).state).toMatchObject({ place: null, readAt: null });
});

test('Invitations beyond the most that are remembered start nothing, and fill the memory', () => {
	const many = Array.from({ length: MOST_PENDING }, (_, index) => sent(String(index), 20));
	expect(poll(fresh, NOW, [many]).isFull).toBe(false);
	const { found, isFull } = poll(fresh, NOW, [[...many, sent('last', 20)]]);
	expect(found).toHaveLength(MOST_PENDING);
	expect(isFull).toBe(true);
});

test.each([
	['two of one person', [sent('one', 20, 'ada'), sent('two', 20, 'ada')], ['one', 'two']],
	['one of nobody', [{ ...sent('one', 20), profile: null }], ['one']],
])('Invitations are distinguished by their IDs: %s', (_title, rows, found) => {
	const first = poll(fresh, NOW, [rows]);
	expect(first.found).toEqual(found);
	expect(poll(first.state, NOW + DAY, [rows]).found).toEqual([]);
});
