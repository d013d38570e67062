import { ago, agoShort, connectedOn, daysSince, sentAgo } from './moments';
import { DAY, MINUTE, START } from './session';

const HOUR = 60 * MINUTE;

test.each([
	[0, '1 minute ago', '1m', 'Sent today', 0],
	[5 * MINUTE, '5 minutes ago', '5m', 'Sent today', 0],
	[HOUR - 1, '59 minutes ago', '59m', 'Sent today', 0],
	[3 * HOUR, '3 hours ago', '3h', 'Sent today', 0],
	[DAY - 1, '23 hours ago', '23h', 'Sent today', 0],
	[DAY, '1 day ago', '1d', 'Sent yesterday', 1],
	[2 * DAY, '2 days ago', '2d', 'Sent 2 days ago', 2],
	[7 * DAY, '1 week ago', '1w', 'Sent 1 week ago', 7],
	[21 * DAY, '3 weeks ago', '3w', 'Sent 3 weeks ago', 21],
	[61 * DAY, '2 months ago', '2mo', 'Sent 2 months ago', 61],
	[400 * DAY, '1 year ago', '1yr', 'Sent 1 year ago', 400],
])('%d ms gone by', (gone, words, short, sent, days) => {
	const since = START - gone;
	expect(ago(since, START)).toBe(words);
	expect(agoShort(since, START)).toBe(short);
	expect(sentAgo(since, START)).toBe(sent);
	expect(daysSince(since, START)).toBe(days);
});

test('a connection’s day is that of UTC', () => {
	expect(connectedOn(Date.parse('2024-02-15T23:59:59.000Z'))).toBe('Connected on Feb 15, 2024');
	expect(connectedOn(Date.parse('2024-03-01T00:00:00.000Z'))).toBe('Connected on Mar 1, 2024');
});
