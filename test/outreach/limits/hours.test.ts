import { closedUntil, outsideHours, type SendingHours } from '../../../nodes/outreach/limits/hours';
import { at } from '../fakes';

const BERLIN = 'Europe/Berlin';
const WORK: SendingHours = { sendFrom: '09:00', sendUntil: '17:30', sendOn: [1, 2, 3, 4, 5] };
const FROM: SendingHours = { sendFrom: '10:00', sendOn: [] };
const UNTIL: SendingHours = { sendUntil: '10:00', sendOn: [] };
const EVENING: SendingHours = { sendFrom: '20:00', sendUntil: '24:00', sendOn: [] };
const NIGHT: SendingHours = { sendFrom: '22:00', sendUntil: '02:00', sendOn: [] };

const FRIDAY_NIGHT: SendingHours = { ...NIGHT, sendOn: [5] };

/** The next opening as ISO 8601 with the zone's offset; null if sending is open. */
function opening(hours: SendingHours, now: string, zone = BERLIN): string | null {
	const moment = closedUntil(hours, zone, at(now));
	return moment === null ? null : new Date(moment).toISOString().replace('.000Z', 'Z');
}

// 2026-11-20 is a Friday; Berlin is UTC+1 then.
test.each<[string, SendingHours, string, string | null]>([
	['before the opening', WORK, '2026-11-20T08:59:59+01:00', '2026-11-20T08:00:00Z'],
	['at the opening', WORK, '2026-11-20T09:00:00+01:00', null],
	['right before the end', WORK, '2026-11-20T17:29:59+01:00', null],
	['at the end, on a Friday', WORK, '2026-11-20T17:30:00+01:00', '2026-11-23T08:00:00Z'],
	['on a Sunday', WORK, '2026-11-22T12:00:00+01:00', '2026-11-23T08:00:00Z'],
	['without sending hours', { sendOn: [] }, '2026-11-22T12:00:00+01:00', null],
	['only Send From, after it', FROM, '2026-11-20T23:59:00+01:00', null],
	['only Send From, before it', FROM, '2026-11-20T00:00:00+01:00', '2026-11-20T09:00:00Z'],
	['only Send Until, before it', UNTIL, '2026-11-20T00:00:00+01:00', null],
	['only Send Until, after it', UNTIL, '2026-11-20T10:00:00+01:00', '2026-11-20T23:00:00Z'],
	['only days, on one of them', { sendOn: [5] }, '2026-11-20T23:59:59+01:00', null],
	['only days, after them', { sendOn: [5] }, '2026-11-21T00:00:00+01:00', '2026-11-26T23:00:00Z'],
	['until midnight', EVENING, '2026-11-20T23:59:59+01:00', null],
	['over midnight, before it', NIGHT, '2026-11-20T23:00:00+01:00', null],
	['over midnight, after it', NIGHT, '2026-11-21T01:59:59+01:00', null],
	['over midnight, at its end', NIGHT, '2026-11-21T02:00:00+01:00', '2026-11-21T21:00:00Z'],
	['on the morning after its night', FRIDAY_NIGHT, '2026-11-21T01:00:00+01:00', null],
	[
		'on the morning before its night',
		FRIDAY_NIGHT,
		'2026-11-20T01:00:00+01:00',
		'2026-11-20T21:00:00Z',
	],
])('Sending is closed until the next opening: %s', (_when, hours, now, expected) => {
	expect(opening(hours, now)).toBe(expected);
});

describe('Time zones', () => {
	const between = (sendFrom: string, sendUntil: string, ...sendOn: number[]): SendingHours => ({
		sendFrom,
		sendUntil,
		sendOn,
	});
	test.each<[string, SendingHours, string, string | null, string?]>([
		// On 2026-03-29 Berlin skips 02:00 to 03:00, on 2026-10-25 it has that hour twice.
		[
			'An opening after the clock went forward is in summer time',
			WORK,
			'2026-03-28T12:00:00Z',
			'2026-03-30T07:00:00Z',
		],
		[
			'An opening after the clock went back is in winter time',
			WORK,
			'2026-10-24T12:00:00Z',
			'2026-10-26T08:00:00Z',
		],
		[
			'An opening in the skipped hour is later that day',
			between('02:30', '09:00'),
			'2026-03-29T00:00:00Z',
			'2026-03-29T01:30:00Z',
		],
		[
			'Sending hours inside the skipped hour open on the next chosen day',
			between('02:15', '02:45', 7),
			'2026-03-29T06:00:00Z',
			'2026-04-05T00:15:00Z',
		],
		[
			'An hour that comes twice is open both times',
			between('02:00', '03:00'),
			'2026-10-25T01:30:00Z',
			null,
		],
		[
			'A day whose midnight is skipped opens at 01:00',
			{ sendOn: [7] },
			'2018-11-04T02:59:00Z',
			'2018-11-04T03:00:00Z',
			'America/Sao_Paulo',
		],
		[
			'An opening far east of UTC is in its own day',
			WORK,
			'2026-11-22T18:59:00Z',
			'2026-11-22T19:00:00Z',
			'Pacific/Kiritimati',
		],
	])('%s', (_case, hours, now, expected, zone = BERLIN) => {
		expect(opening(hours, now, zone)).toBe(expected);
	});
});

test('An unknown time zone is refused if sending hours are set', () => {
	expect(() => closedUntil(WORK, 'Europe/Nowhere', 0)).toThrow("time zone 'Europe/Nowhere'");
	expect(closedUntil({ sendOn: [] }, 'Europe/Nowhere', 0)).toBeNull();
});

test('A send outside the sending hours is held back until the next opening, with the hours in its message', () => {
	expect(outsideHours(WORK, BERLIN, at('2026-11-20T12:00:00Z'))).toBeNull();
	expect(outsideHours(WORK, BERLIN, at('2026-11-21T12:00:00Z'))).toMatchObject({
		scope: 'hours',
		info: { scope: 'hours', remaining: null, resetAt: null },
		retryAt: at('2026-11-23T08:00:00Z'),
		message:
			'Held back: outside the sending hours (09:00 to 17:30 on Mon, Tue, Wed, Thu, Fri, Europe/Berlin). The next opening is 2026-11-23 09:00.',
	});
});
