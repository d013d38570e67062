import { Pacer } from '../../../nodes/outreach/limits/pacing';

/** The maximum number of times within any window of this length. */
function mostWithin(moments: readonly number[], ms: number) {
	let [first, most] = [0, 0];
	for (const [last, moment] of moments.entries()) {
		while (moment - (moments[first] ?? 0) >= ms) first += 1;
		most = Math.max(most, last - first + 1);
	}
	return most;
}

/** Reserves turns in sequence, each `gap` ms after the previous request was made. */
function askInTurn(pacer: Pacer, count: number, perMinute: number, gap = 0, key = 'key') {
	const moments: number[] = [];
	let now = 0;
	for (let asked = 0; asked < count; asked++) {
		now = pacer.reserve(key, perMinute, now);
		moments.push(now);
		now += gap;
	}
	return moments;
}

const ascending = (moments: readonly number[]) => [...moments].sort((one, other) => one - other);

test.each([
	[1, 1, 0],
	[3, 1, 2 * 60_000],
	[50, 50, 0],
	[51, 50, 60_000],
	[150, 50, 2 * 60_000],
	[500, 60, 8 * 60_000],
	[1000, 7, 142 * 60_000],
])(
	'The last of %i requests at %i a minute is no earlier than allowed, and little later',
	(count, perMinute, least) => {
		const moments = askInTurn(new Pacer(), count, perMinute);
		expect(moments).toEqual(ascending(moments));
		expect(mostWithin(moments, 60_000)).toBe(Math.min(count, perMinute));
		expect(moments[count - 1]).toBeGreaterThanOrEqual(least);
		expect(moments[count - 1]).toBeLessThanOrEqual(least * 1.05);
	},
);

test('200 simultaneous requests are spread over the minutes that they need', () => {
	const pacer = new Pacer();
	const moments = Array.from({ length: 200 }, () => pacer.reserve('key', 60, 1_000));
	expect(moments.slice(0, 60)).toEqual(Array(60).fill(1_000));
	expect(mostWithin(moments, 60_000)).toBe(60);
	expect(moments).toEqual(ascending(moments));
	expect((moments[199] ?? 0) - 1_000).toBeLessThanOrEqual(3 * 60_000 * 1.05);
});

test.each([1_010, 5_000])('Requests %i ms apart never wait at 60 a minute', (gap) => {
	const pacer = new Pacer();
	const asked = Array.from({ length: 300 }, (_, index) => index * gap);
	expect(asked.map((now) => pacer.reserve('key', 60, now))).toEqual(asked);
});

test('After a pause, a full minute’s requests are made at once', () => {
	const pacer = new Pacer();
	for (let asked = 0; asked < 60; asked++) pacer.reserve('key', 60, 0);
	expect(pacer.reserve('key', 60, 59_999)).toBeGreaterThanOrEqual(60_000);
	const again = Array.from({ length: 59 }, () => pacer.reserve('key', 60, 200_000));
	expect(again).toEqual(Array(59).fill(200_000));
});

test('Each key has its own pace', () => {
	const pacer = new Pacer();
	const [ours, theirs]: [number[], number[]] = [[], []];
	for (let asked = 0; asked < 120; asked++) {
		ours.push(pacer.reserve('ours', 60, 0));
		theirs.push(pacer.reserve('theirs', 10, 0));
	}
	const alone = new Pacer();
	expect(ours).toEqual(ours.map(() => alone.reserve('ours', 60, 0)));
	expect(ours[119]).toBeLessThanOrEqual(60_000 * 1.05);
	expect(mostWithin(theirs, 60_000)).toBe(10);
	expect(pacer.reserve('third', 60, 5)).toBe(5);
});

test('Two executions with one key share its requests per minute', () => {
	const pacer = new Pacer();
	const moments: number[] = [];
	let [one, other] = [0, 0];
	for (let asked = 0; asked < 100; asked++) {
		moments.push((one = pacer.reserve('key', 60, one)));
		moments.push((other = pacer.reserve('key', 60, other)));
	}
	expect(mostWithin(ascending(moments), 60_000)).toBe(60);
	expect(moments).toEqual(ascending(moments));
});

test('Executions that allow different numbers make at most the larger number in any minute', () => {
	const pacer = new Pacer();
	const moments: number[] = [];
	let now = 0;
	for (let asked = 0; asked < 400; asked++) {
		now = pacer.reserve('key', asked % 3 === 0 ? 10 : 60, now);
		moments.push(now);
	}
	expect(mostWithin(moments, 60_000)).toBeLessThanOrEqual(60);
});

test('A request that allows more per minute does not overtake an earlier one', () => {
	const pacer = new Pacer();
	for (let asked = 0; asked < 2; asked++) pacer.reserve('key', 1, 0);
	expect(pacer.reserve('key', 60, 0)).toBeGreaterThanOrEqual(60_000);
});

test('A key with pending requests stays paced, however many other keys were used', () => {
	const pacer = new Pacer();
	for (let asked = 0; asked < 3; asked++) pacer.reserve('busy', 1, 0);
	for (let other = 0; other < 10_999; other++) pacer.reserve(`other ${other}`, 1, 0);
	pacer.reserve('one more', 1, 100_000);
	expect(pacer.reserve('busy', 1, 100_000)).toBeGreaterThanOrEqual(3 * 60_000);
});
