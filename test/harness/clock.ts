import { isSleptBy } from './sleep';
import type * as Workflow from 'n8n-workflow';
import { pacer } from '../../nodes/outreach/limits/pacing';
import { NOW, stopAllClocks, type Simulated } from './simulated';

const { sleep: realSleep } = jest.requireActual<typeof Workflow>('n8n-workflow');

interface Sleeper {
	readonly wakesAt: number;
	wake(): void;
}

/**
 * A clock that stops while requests are in progress, and otherwise jumps to the end of the next wait. Its `sleep`
 * replaces n8n's in everything loaded after this file.
 */
export class JumpingClock {
	private readonly sleepers = new Set<Sleeper>();
	private simulated: Simulated | undefined;
	private placesTaken = 0;
	private isJumping = false;
	/** Called when a wait starts. */
	onSleep: (ms: number) => void = () => {};
	/** All started waits. */
	readonly slept: number[] = [];

	constructor() {
		isSleptBy(async (ms, signal) => await this.sleep(ms, signal));
	}

	/** For `beforeEach`. */
	start(simulated: Simulated) {
		stopAllClocks();
		this.simulated = simulated;
		this.sleepers.clear();
		this.slept.length = 0;
		this.placesTaken = 0;
		this.onSleep = () => {};
		const reserve = pacer().reserve.bind(pacer());
		jest.spyOn(pacer(), 'reserve').mockImplementation((...given) => {
			this.placesTaken += 1;
			return reserve(...given);
		});
	}

	/** Ms since the test began. */
	get elapsed() {
		return Date.now() - NOW;
	}

	private async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		this.slept.push(ms);
		const slept = new Promise<void>((resolve, reject) => {
			const sleeper: Sleeper = {
				wakesAt: performance.now() + ms,
				wake: () => {
					this.sleepers.delete(sleeper);
					resolve();
				},
			};
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers.delete(sleeper);
				reject(new Error('The execution was cancelled'));
			});
		});
		this.onSleep(ms);
		void this.jump();
		await slept;
	}

	private async jump() {
		if (this.isJumping) return;
		this.isJumping = true;
		while (this.sleepers.size > 0) {
			await realSleep(1);
			const [next] = [...this.sleepers].sort((one, other) => one.wakesAt - other.wakesAt);
			if (!next || this.isUnderWay()) continue;
			jest.advanceTimersByTime(Math.max(0, Math.ceil(next.wakesAt - performance.now())));
			for (const sleeper of this.sleepers) if (sleeper.wakesAt <= performance.now()) sleeper.wake();
		}
		this.isJumping = false;
	}

	/** Whether a request is still waiting for its response. */
	private isUnderWay() {
		const answered = this.simulated?.sim.log.filter(({ status }) => status !== null).length ?? 0;
		return answered < this.placesTaken - this.sleepers.size;
	}
}
