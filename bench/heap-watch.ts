/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { performance } from 'node:perf_hooks';
import type { Outcome } from './job';

/** The minimum time between two measurements, and a multiple of the duration of the last one. */
const PAUSE_MS = 1_000;
const PAUSE_OVER_LOOK = 4;

/** Measures live objects. Each measurement collects garbage first; that time is counted. */
export class HeapWatch {
	/** The time for measurements during the run. */
	readonly spent = { wallMs: 0, cpuMs: 0 };
	private readonly before: number;
	private readonly residentBefore = process.resourceUsage().maxRSS;
	private input = 0;
	private peak = 0;
	private timer: NodeJS.Timeout | undefined;

	/** Before the items exist. */
	constructor() {
		this.before = live();
	}

	/** The items exist; the run starts. */
	start(): void {
		this.input = live() - this.before;
		this.lookLater(PAUSE_MS);
	}

	private lookLater(pauseMs: number): void {
		this.timer = setTimeout(() => {
			const cpu = process.cpuUsage();
			const startedAt = performance.now();
			this.peak = Math.max(this.peak, live() - this.before);
			const tookMs = performance.now() - startedAt;
			this.spent.wallMs += tookMs;
			const { user, system } = process.cpuUsage(cpu);
			this.spent.cpuMs += (user + system) / 1000;
			this.lookLater(Math.max(PAUSE_MS, PAUSE_OVER_LOOK * tookMs));
		}, pauseMs);
	}

	/** The run is over, and its result still referenced. */
	end(): NonNullable<Outcome['heap']> {
		clearTimeout(this.timer);
		// Read before the last garbage collection.
		const resident = process.resourceUsage().maxRSS;
		const kept = live() - this.before;
		return {
			input: this.input,
			kept,
			peak: Math.max(this.peak, kept),
			resident: (resident - this.residentBefore) * 1024,
		};
	}
}

function live(): number {
	if (!globalThis.gc) throw new Error('The heap is watched under --expose-gc alone');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}
