import { SENDERS } from '../harness/senders';
import { NOW, stopClock, useSimulator } from '../harness/simulated';

const simulated = useSimulator();
const HOUR = 3_600_000;
const SKEWS = {
	'in step': 0,
	'an hour ahead': HOUR,
	'a day behind': -24 * HOUR,
};

const httpDate = (moment: number) => new Date(moment).toUTCString();
const iso = (moment: number) => new Date(moment).toISOString();

beforeEach(() => {
	stopClock();
});

describe.each(Object.entries(SENDERS))('%s', (_name, { version, parameters, match }) => {
	/** When to try again, in ms from now. */
	async function retryIn(headers: Record<string, string>, body = {}) {
		const refusal = { error: 'Limit', message: 'Rate limit exceeded', success: false, ...body };
		simulated.sim.fault({ ...match, kind: 'status', status: 429, headers, body: refusal });
		const { rateLimited } = await simulated.run({
			version,
			parameters,
			items: [{ profile: 'ada-one' }],
		});
		const { retryAt } = rateLimited[0]?.rateLimit as { retryAt: string };
		return Date.parse(retryAt) - NOW;
	}

	test.each(Object.entries(SKEWS))(
		'a Retry-After that is a date counts by the clock of who wrote it: %s',
		async (_skew, ms) => {
			const headers = { Date: httpDate(NOW + ms), 'Retry-After': httpDate(NOW + ms + 90_000) };
			expect(await retryIn(headers)).toBe(90_000);
		},
	);

	test.each(['yesterday', 'Thu, 01 Jan 1970 00:00:00 GMT', '', httpDate(NOW + 25 * HOUR)])(
		'where the clock cannot be read or believed (%j), it counts by this machine’s',
		async (date) => {
			const headers = { Date: date, 'Retry-After': httpDate(NOW + 90_000) };
			expect(await retryIn(headers)).toBe(90_000);
		},
	);

	test.each([-1, -60_000, -HOUR, -24 * HOUR * 365])(
		'moments that passed %d ms ago are never when to try again',
		async (ms) => {
			const past = iso(NOW + ms);
			const headers = { 'X-RateLimit-Reset': past, 'Retry-After': httpDate(NOW + ms) };
			const body = { holdUntil: past, weeklyReset: past, retryAfter: past };
			expect(await retryIn(headers, body)).toBeGreaterThanOrEqual(1000);
		},
	);
});
