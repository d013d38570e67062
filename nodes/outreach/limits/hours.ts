import { DateTime } from 'luxon';
import { InvalidInput } from '../base/errors';
import { show } from '../base/text';
import { NO_RATE_LIMIT_INFO, type ActiveLimit } from './limits';

/** When sends are allowed. Times are "HH:mm" in the workflow's time zone. */
export interface SendingHours {
	/** Absent: from 00:00. */
	readonly sendFrom?: string;
	/** Exclusive, up to "24:00". Earlier than `sendFrom` means the next day. Absent: 24:00. */
	readonly sendUntil?: string;
	/** Days of the week on which the hours begin (1 is Monday); empty: every day. */
	readonly sendOn: readonly number[];
}

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Two weeks: hours within the hour skipped by a clock change do not open in their week. */
const DAYS_AHEAD = 15;

/**
 * The next opening (ms since 1970) if sending is closed now; null if it is open.
 * @throws InvalidInput if the time zone is unknown
 */
export function closedUntil(hours: SendingHours, timeZone: string, now: number): number | null {
	const { sendFrom = '00:00', sendUntil = '24:00', sendOn } = hours;
	if (hours.sendFrom === undefined && hours.sendUntil === undefined && sendOn.length === 0) {
		return null;
	}
	const today = DateTime.fromMillis(now, { zone: timeZone });
	if (!today.isValid) {
		throw new InvalidInput(
			`The workflow's time zone ${show(timeZone)} is not known, so its sending hours cannot be read`,
			"Choose a time zone in the workflow's settings.",
		);
	}
	// Yesterday's hours may extend past midnight.
	for (let offset = -1; offset <= DAYS_AHEAD; offset++) {
		const day = today.startOf('day').plus({ days: offset }).startOf('day');
		if (sendOn.length > 0 && !sendOn.includes(day.weekday)) continue;
		const opens = momentOn(day, sendFrom);
		const closes = momentOn(sendUntil > sendFrom ? day : nextDay(day), sendUntil);
		if (now >= closes || opens >= closes) continue;
		return now >= opens ? null : opens;
	}
	return today.plus({ days: 1 }).toMillis();
}

/** Why sends are held back now, or null if they are allowed. */
export function outsideHours(
	hours: SendingHours,
	timeZone: string,
	now: number,
): ActiveLimit | null {
	const opens = closedUntil(hours, timeZone, now);
	if (opens === null) return null;
	const opening = DateTime.fromMillis(opens, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
	return {
		info: { ...NO_RATE_LIMIT_INFO, scope: 'hours' },
		scope: 'hours',
		retryAt: opens,
		message: `Held back: outside the sending hours (${describe(hours)}, ${timeZone}). The next opening is ${opening}.`,
	};
}

/** "09:00 to 17:30 on Mon, Tue" */
function describe({ sendFrom = '00:00', sendUntil = '24:00', sendOn }: SendingHours): string {
	const days = sendOn.map((day) => DAY_NAMES[day - 1]).join(', ');
	return `${sendFrom} to ${sendUntil}${days === '' ? '' : ` on ${days}`}`;
}

function momentOn(day: DateTime, time: string): number {
	if (time === '24:00') return nextDay(day).toMillis();
	const [hour, minute] = time.split(':').map(Number);
	return day.set({ hour, minute }).toMillis();
}

/** A day starts at 01:00 if the clock skips midnight. */
const nextDay = (day: DateTime) => day.plus({ days: 1 }).startOf('day');
