import { SECRET } from '../n8n/checks-triggers';
import { CONNECTED, relationOf } from '../simulator/people';
import { deliver } from '../simulator/deliver';
import { sendPilotAccepted } from '../simulator/payloads';
import type { Simulator } from '../simulator/simulator';
import { iso, type AcceptedInvitation } from '../simulator/world';
import { pairOf } from './judge';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ACCEPTS = 0.45;
const ACCEPTS_AFTER = 2.5 * DAY;
const REPLIES = 0.3;
const REPLIES_AFTER = 1.5 * DAY;
const DELIVERS_AGAIN_AFTER = 10 * MINUTE;

/** What people do in the month, by chance: they accept, they reply, and prospects become connections. */
export class Life {
	readonly acceptedAt = new Map<string, number>();
	readonly withdrawnAt = new Map<string, number>();
	readonly connectedAt = new Map<number, number>();
	private readonly plans: Array<{ at: number; run: (now: number) => void }> = [];
	private invitations = 0;
	private messages = 0;
	private logged = 0;

	constructor(
		private readonly simulator: Simulator,
		private readonly random: () => number,
		/** where SendPilot posts its events */
		private readonly webhook: string,
	) {}

	/** Prospects become connections at any time of the month, about half of them. */
	connectProspects(prospects: readonly number[], from: number, until: number): void {
		for (const prospect of prospects) {
			if (this.random() < 0.5) continue;
			this.plans.push({
				at: from + this.random() * (until - from),
				run: (now) => {
					const { people } = this.simulator.world;
					const one = people.ofProspect(prospect);
					if (!one) throw new Error(`There is no prospect ${prospect}`);
					people.relate(one, '*', { ...CONNECTED, since: now });
					this.connectedAt.set(prospect, now);
				},
			});
		}
	}

	/** What is due at this moment (ms), after what was sent since the last time was noticed. */
	tick(now: number): void {
		const { invitations, messages } = this.simulator.world;
		for (const invitation of invitations.slice(this.invitations)) this.think(invitation, now);
		this.invitations = invitations.length;
		for (const { accountId, person, isOwn } of messages.slice(this.messages)) {
			if (isOwn && this.random() < REPLIES) {
				this.later(now, REPLIES_AFTER, () =>
					this.simulator.write(accountId, person, 'Gladly, when?'),
				);
			}
		}
		this.messages = messages.length;
		this.noticeWithdrawals(now);
		this.plans.sort((one, other) => one.at - other.at);
		while (this.plans[0] && this.plans[0].at <= now) this.plans.shift()?.run(now);
	}

	private later(now: number, mean: number, run: (now: number) => void): void {
		const at = now + 10 * MINUTE - mean * Math.log(1 - this.random());
		this.plans.push({ at, run });
	}

	private think({ provider, accountId, person }: AcceptedInvitation, now: number): void {
		if (this.random() >= ACCEPTS) return;
		this.later(now, ACCEPTS_AFTER, (at) => {
			const one = this.simulator.world.people.get(person);
			if (!one || relationOf(one, accountId).relation !== 'pending_sent') return;
			this.simulator.accept(provider, accountId, person);
			this.acceptedAt.set(pairOf(accountId, person), at);
			if (provider === 'sendPilot') this.deliver(accountId, person, at);
		});
	}

	/** SendPilot posts an event again until it is taken. */
	private deliver(senderId: string, person: string, acceptedAt: number): void {
		const linkedinUrl = `https://www.linkedin.com/in/${person}`;
		const event = sendPilotAccepted({
			eventId: `evt_${person}`,
			timestamp: iso(acceptedAt),
			data: { senderId, linkedinUrl },
		});
		const attempt = (now: number) => {
			const again = () => this.plans.push({ at: now + DELIVERS_AGAIN_AFTER, run: attempt });
			deliver('sendPilot', this.webhook, event, { secret: SECRET, now }).then(({ status }) => {
				if (status !== 200) again();
			}, again);
		};
		attempt(acceptedAt);
	}

	private noticeWithdrawals(now: number): void {
		const { log, world } = this.simulator;
		const isWrite = log.slice(this.logged).some(({ method }) => method !== 'GET');
		this.logged = log.length;
		if (!isWrite) return;
		for (const { accountId, person } of world.invitations) {
			const pair = pairOf(accountId, person);
			const one = world.people.get(person);
			if (one && relationOf(one, accountId).relation === 'none' && !this.withdrawnAt.has(pair)) {
				this.withdrawnAt.set(pair, now);
			}
		}
	}
}
