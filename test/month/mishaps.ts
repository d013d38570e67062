import type { N8nSession } from '../n8n/session';
import type { FaultOrder } from '../simulator/faults';
import { SIMULATED } from '../simulator/providers';
import type { Simulator } from '../simulator/simulator';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long after a fault was met a provider has the next one, on average (ms, simulated). */
const FAULT_AFTER = HOUR;
const CRASHES_A_DAY = 0.6;
const SIGKILL = 0.6;
/** Most crashes are while the daily run sends: at other times there is little to break. */
const WHILE_SENDING = 0.7;
const SENDING = { from: 10 * HOUR, lasts: 0.4 * HOUR };

type FaultOf = (random: () => number) => FaultOrder;

/** What goes wrong on the way to a provider, in kinds; every kind as often as the others. */
const KINDS: readonly FaultOf[] = [
	...[500, 502, 503, 504].flatMap((status): FaultOf[] => [
		() => ({ kind: 'status', status }),
		() => ({ kind: 'status', status, processed: true }),
	]),
	() => ({ kind: 'status', status: 429, headers: { 'Retry-After': '300' } }),
	() => ({ kind: 'reset-before' }),
	() => ({ kind: 'reset-after' }),
	() => ({ kind: 'truncate' }),
	() => ({ kind: 'not-json', processed: true }),
	() => ({ kind: 'echo-secret', status: 500 }),
	() => ({ kind: 'echo-secret', status: 400 }),
	() => ({ kind: 'redirect', location: 'https://elsewhere.example' }),
	(random) => ({ kind: 'delay', ms: 50 + 200 * random() }),
	() => ({ kind: 'broken', how: 'cut chunk' }),
	() => ({ kind: 'broken', how: 'too short' }),
	() => ({ kind: 'huge', bytes: 11 * 2 ** 20 }),
];

const pick = <T>(list: readonly T[], random: () => number): T => {
	const one = list[Math.floor(random() * list.length)];
	if (one === undefined) throw new RangeError('Nothing to pick from');
	return one;
};

/** What goes wrong in the month, by chance: at the providers, and in n8n. */
export class Mishaps {
	/** when n8n was killed or restarted (ms) */
	readonly interruptedAt: number[] = [];
	kills = 0;
	restarts = 0;
	/** By provider, for reads and for writes apart: when it has its next fault. */
	private readonly nextFault = new Map<string, number>();
	private logged = 0;
	private readonly ends: Array<{ at: number; isKill: boolean }> = [];
	private starting: Promise<void> | undefined;
	private failure: unknown;

	constructor(
		private readonly simulator: Simulator,
		private readonly n8n: N8nSession,
		private readonly random: () => number,
	) {}

	/** When n8n is killed or restarted, from a midnight (ms) to another. */
	plan(from: number, until: number): void {
		for (let day = from; day < until; day += DAY) {
			if (this.random() >= CRASHES_A_DAY) continue;
			const isSending = this.random() < WHILE_SENDING;
			const time = isSending ? SENDING.from + this.random() * SENDING.lasts : this.random() * DAY;
			this.ends.push({ at: day + time, isKill: this.random() < SIGKILL });
		}
	}

	/** What goes wrong at this moment (ms). Throws where n8n did not start again. */
	tick(now: number): void {
		if (this.failure !== undefined) throw this.failure;
		this.noticeFaults(now);
		for (const provider of SIMULATED) {
			for (const method of ['GET', 'POST']) {
				const place = `${method} ${provider}`;
				if (now < (this.nextFault.get(place) ?? 0)) continue;
				this.nextFault.set(place, Infinity);
				this.simulator.fault({ ...pick(KINDS, this.random)(this.random), provider, method });
			}
		}
		const [next] = this.ends;
		if (!next || next.at > now || this.starting) return;
		this.ends.shift();
		this.interruptedAt.push(now);
		if (next.isKill) this.kills++;
		else this.restarts++;
		this.starting = (next.isKill ? this.n8n.crash() : this.n8n.restart())
			.catch((error: unknown) => (this.failure = error ?? new Error('n8n did not start')))
			.then(() => (this.starting = undefined));
	}

	/** Where a fault was met, the next one is due some time later. */
	private noticeFaults(now: number): void {
		const { log } = this.simulator;
		for (const { fault, method, provider } of log.slice(this.logged)) {
			if (fault === null) continue;
			this.nextFault.set(`${method} ${provider}`, now - FAULT_AFTER * Math.log(1 - this.random()));
		}
		this.logged = log.length;
	}

	/** Resolves once n8n is there. */
	async settled(): Promise<void> {
		await this.starting;
		if (this.failure !== undefined) throw this.failure;
	}
}
