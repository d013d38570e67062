import { setActive, setNewest } from '../../../nodes/outreach/base/bounded-map';

test('A map of active entries stays bounded: entries that are no longer active go first, then the oldest', () => {
	const map = new Map<string, number>();
	const put = (key: string, value: number) =>
		setActive(map, 10, [key, value], (until) => until > 0);
	for (let entry = 0; entry < 11; entry++) put(`${entry}`, entry === 5 ? 0 : 1);
	expect(map.size).toBe(11);
	put('0', 1);
	put('new', 1);
	expect([...map.keys()]).toEqual(['2', '3', '4', '6', '7', '8', '9', '10', '0', 'new']);
	for (let entry = 0; entry < 1_000; entry++) put(`more ${entry}`, 1);
	expect(map.size).toBeLessThanOrEqual(11);
	expect(map.has('more 999')).toBe(true);
});

test('A map of the newest drops its oldest entry, and an entry that is set again is the newest', () => {
	const map = new Map<string, number>();
	for (const key of ['a', 'b', 'a', 'c']) setNewest(map, 2, key, map.size);
	expect([...map.keys()]).toEqual(['a', 'c']);
});
