import type { IDataObject } from 'n8n-workflow';
import { forgetCounts } from '../../nodes/outreach/limits/caps';
import { processLimits } from '../../nodes/outreach/limits/limits';
import { processPacer } from '../../nodes/outreach/limits/pacing';
import { forgetAftercare } from '../../nodes/outreach/sends/aftercare';
import { forgetSentDates } from '../../nodes/outreach/sends/sent-dates';
import { processedStore } from '../../test/harness/processed-store';
import { runNode, type NodeName, type NodeResult } from '../../test/harness/run-node';
import { startSimulator, type Simulator } from '../../test/simulator/simulator';

/** When the samples were taken: a Wednesday. */
export const SAMPLED_AT = Date.parse('2026-03-04T10:30:00.000Z');

/** One run of a node against the simulated providers. */
export interface SampleRun {
	readonly node: NodeName;
	/** Of the LinkupAPI credential; v2 where none is given. */
	readonly version?: 'v1' | 'v2';
	readonly parameters: IDataObject;
	readonly items?: readonly IDataObject[];
	/** The Rate Limited output leads straight back into the node. */
	readonly loop?: boolean;
	/** How many executions there are, one after the other; the last is the sample. */
	readonly executions?: number;
	/** A key that the provider does not know. */
	readonly wrongKey?: boolean;
	readonly asTool?: boolean;
	prepare?(simulator: Simulator): void;
}

/** Runs nodes as an n8n that was just started, at the time of the samples. */
export type Sampler = (run: SampleRun) => Promise<NodeResult>;

/** Opens the simulated providers for `use`, with the time of day stopped meanwhile. */
export async function withSampler<T>(use: (sample: Sampler) => Promise<T>): Promise<T> {
	const now = Date.now;
	Date.now = () => SAMPLED_AT;
	const simulator = await startSimulator({ now: () => SAMPLED_AT });
	try {
		return await use(async (run) => await sampled(simulator, run));
	} finally {
		Date.now = now;
		await simulator.close();
	}
}

async function sampled(simulator: Simulator, run: SampleRun): Promise<NodeResult> {
	simulator.reset();
	startAnew();
	run.prepare?.(simulator);
	for (let execution = 1; ; execution++) {
		const result = await runNode({ ...run, credentials: credentialsOf(simulator, run) });
		if (execution >= (run.executions ?? 1)) return result;
	}
}

/** What a process and its database remember is gone. */
function startAnew() {
	processLimits.forget();
	processPacer.forget();
	forgetCounts();
	forgetSentDates();
	forgetAftercare();
	processedStore.forget();
}

function credentialsOf({ world, baseUrls }: Simulator, { version = 'v2', wrongKey }: SampleRun) {
	const of = (provider: keyof typeof baseUrls) => ({
		apiKey: wrongKey === true ? 'a-wrong-key' : world[provider].apiKey,
		baseUrl: baseUrls[provider],
	});
	const { loginToken } = world.linkupApi;
	return {
		connectSafelyApi: of('connectSafely'),
		linkupApi: { ...of('linkupApi'), apiVersion: version, loginToken, country: 'FR' },
		seleqtApi: of('seleqt'),
		sendPilotApi: { ...of('sendPilot'), webhookSecret: '' },
	};
}
