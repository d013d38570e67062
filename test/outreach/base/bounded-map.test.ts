import { keepActive } from '../../../nodes/outreach/base/objects';

test('a map stays bounded: what holds no longer goes first, and then the oldest', () => {
	const map = new Map<string, number>();
	const put = (key: string, value: number) =>
		keepActive(map, 10, [key, value], (until) => until > 0);
	for (let entry = 0; entry < 11; entry++) put(`${entry}`, entry === 5 ? 0 : 1);
	expect(map.size).toBe(11);
	put('0', 1);
	put('new', 1);
	expect([...map.keys()]).toEqual(['2', '3', '4', '6', '7', '8', '9', '10', '0', 'new']);
	for (let entry = 0; entry < 1_000; entry++) put(`more ${entry}`, 1);
	expect(map.size).toBeLessThanOrEqual(11);
	expect(map.has('more 999')).toBe(true);
});
