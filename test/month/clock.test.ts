import { Clock } from '../../bench/clock.cjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.parse('2027-02-01T00:00:00Z');

describe('Faster clocks', () => {
	it('A faster clock runs at one speed by day and at another by night', () => {
		const hours = { from: 8 * HOUR, until: 10 * HOUR, speed: 100 };
		const clock = new Clock({ origin: 1_000, start: MIDNIGHT, speed: 1_000, hours });
		expect(clock.at(1_000)).toBe(MIDNIGHT);
		expect(clock.at(1_000 + 8 * 3_600)).toBe(MIDNIGHT + 8 * HOUR);
		expect(clock.at(1_000 + 8 * 3_600 + 36_000)).toBe(MIDNIGHT + 9 * HOUR);
		const realDay = 22 * 3_600 + 2 * 36_000;
		expect(clock.at(1_000 + 3 * realDay + 3_600)).toBe(MIDNIGHT + 3 * DAY + HOUR);
	});

	it('A faster clock can tell the real time of any of its times', () => {
		const hours = { from: 9.5 * HOUR, until: 11.5 * HOUR, speed: 150 };
		const clock = new Clock({ origin: 0, start: MIDNIGHT, speed: 2_062.5, hours });
		for (let at = MIDNIGHT; at < MIDNIGHT + 3 * DAY; at += 17 * 60_000) {
			expect(clock.at(clock.realAt(at))).toBeCloseTo(at, -1);
		}
	});

	it('A faster clock without hours runs at one speed', () => {
		const clock = new Clock({ origin: 5, start: MIDNIGHT + 7, speed: 20 });
		expect(clock.at(105)).toBe(MIDNIGHT + 7 + 2_000);
		expect(clock.realAt(MIDNIGHT + 7 + 40 * DAY)).toBe(5 + 2 * DAY);
	});
});
