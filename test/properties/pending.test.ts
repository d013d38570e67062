import fc from 'fast-check';
import { processState } from '../../nodes/outreach/base/process-state';
import type { PendingInvitation } from '../../nodes/outreach/provider/provider';
import { FAILED, limitedBy } from '../outreach/acme';
import { AcmePolls, DAY, later, NOW, usePollTimes } from '../outreach/trigger/acme-polls';
import { runs } from './seed';

const HOUR = 3_600_000;
type Wrong = 'fails' | 'limit' | 'accepted' | null;

/** What happens between two polls, and which requests of the poll it affects. */
const roundArbitrary = fc.record({
	sent: fc.nat(4),
	hours: fc.nat(96),
	accepted: fc.array(fc.nat(20), { maxLength: 2 }),
	wrong: fc.array(fc.constantFrom<Wrong>('fails', 'limit', 'accepted', null, null, null), {
		maxLength: 6,
	}),
});

/** An account's invitations, newest first, some of which are accepted even while they are read. */
class Inviting {
	pending: Array<{ name: string; at: number }> = [];
	private wrong: Wrong[] = [];
	private count = 0;
	readonly polls: AcmePolls;

	constructor(size: number) {
		this.polls = new AcmePolls('invitation_not_accepted', () => ({
			pending: {
				limit: 'invitations',
				page: async (_api, _account, at) => {
					const wrong = this.wrong.shift() ?? null;
					if (wrong === 'accepted') this.pending.shift();
					if (wrong === 'fails') return FAILED;
					if (wrong === 'limit') return limitedBy({ scope: 'minute', retryAfterSeconds: 60 });
					const start = Number(at);
					const rows = this.pending.slice(start, start + size).map(rowOf);
					const next = start + size < this.pending.length ? start + size : null;
					return this.polls.answer('', { rows, next });
				},
			},
		}));
	}

	send(): void {
		later(1000);
		this.pending.unshift({ name: String(++this.count), at: Date.now() });
	}

	accept(index: number): void {
		this.pending.splice(index, 1);
	}

	async poll(wrong: Wrong[]): Promise<string[]> {
		later(120_000);
		this.wrong = [...wrong];
		const events = await this.polls.poll();
		return typeof events === 'string'
			? []
			: events.map(({ providerEvent }) => String(providerEvent.name));
	}
}

const rowOf = ({ name, at }: { name: string; at: number }): PendingInvitation => ({
	key: name,
	profile: null,
	sentAtLatest: at,
	fields: { name, at },
});

usePollTimes();

test('Each invitation that stays pending is found once, and none before its days are over', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 4 }),
			fc.array(roundArbitrary, { maxLength: 12 }),
			async (size, rounds) => {
				jest.setSystemTime(NOW);
				processState.reset();
				const account = new Inviting(size);
				account.polls.days = 5;
				const found: string[] = [];
				const sentAt = new Map<string, number>();
				const poll = async (wrong: Wrong[]) => {
					for (const name of await account.poll(wrong)) {
						expect(Date.now() - (sentAt.get(name) ?? Infinity)).toBeGreaterThanOrEqual(5 * DAY);
						found.push(name);
					}
				};
				for (const { sent, hours, accepted, wrong } of rounds) {
					for (let index = 0; index < sent; index++) account.send();
					for (const { name, at } of account.pending) sentAt.set(name, at);
					for (const index of accepted) account.accept(index);
					later(hours * HOUR);
					await poll(wrong);
				}
				later(5 * DAY);
				for (let polls = 0; polls < 3; polls++) {
					later(7 * HOUR);
					await poll([]);
				}
				expect(new Set(found).size).toBe(found.length);
				for (const { name } of account.pending) expect(found).toContain(name);
			},
		),
		runs(100),
	);
});
