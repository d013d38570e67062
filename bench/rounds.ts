import type { Contender, Job, Outcome, Settings } from './job';
import type { ProviderSettings } from './provider-state';
import { figure } from './report';
import type { Stage, WorkerOptions } from './stage';

/** A contender with some settings, and its own name. */
export interface Setting {
	readonly who: string;
	readonly contender: Contender;
	readonly settings: Settings;
}

const by =
	(contender: Contender) =>
	(who: string, settings: Settings = {}): Setting => ({ who, contender, settings });
export const byPackage = by('package');
export const byHttpRequest = by('httpRequest');
export const byBareLoop = by('bareLoop');

export interface Rounds {
	readonly rounds: number;
	readonly provider: ProviderSettings;
	readonly job: Pick<Job, 'task' | 'count' | 'people'>;
	readonly worker?: WorkerOptions;
}

/**
 * Runs one job with each setting, round by round, so that other activity on the machine affects all alike. Each
 * setting has its own process, and two uncounted warm-up runs.
 */
export async function interleaved(
	stage: Stage,
	settings: readonly Setting[],
	{ rounds, provider, job, worker }: Rounds,
): Promise<ReadonlyMap<string, Outcome[]>> {
	const simulated = stage.provider();
	const runners = settings.map(({ who, contender, settings: own }) => ({
		who,
		own,
		worker: stage.worker(contender, worker),
		outcomes: new Array<Outcome>(),
	}));
	const warmUps = 2;
	for (let round = -warmUps; round < rounds; round++) {
		// Otherwise each setting would always follow the same other one.
		for (const runner of shuffled(runners)) {
			const at = await simulated.reset(provider);
			const outcome = await runner.worker.run({ ...job, ...at, settings: runner.own });
			if (outcome.answered !== job.count) {
				throw new Error(`${runner.who}: ${outcome.answered} of ${job.count} items were answered`);
			}
			if (round >= 0) runner.outcomes.push(outcome);
		}
	}
	await stage.clear();
	return new Map(runners.map(({ who, outcomes }) => [who, outcomes]));
}

function shuffled<T>(list: readonly T[]): T[] {
	return list
		.map((entry) => ({ entry, place: Math.random() }))
		.sort((one, other) => one.place - other.place)
		.map(({ entry }) => entry);
}

/** The median of the ratios, round by round, to the contender whose own median is the lowest. */
export function ratio(own: readonly number[], others: ReadonlyArray<readonly number[]>): number {
	const [best = []] = [...others].sort((one, other) => figure(one).median - figure(other).median);
	return figure(own.map((value, round) => value / (best[round] ?? NaN))).median;
}
