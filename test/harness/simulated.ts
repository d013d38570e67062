import nock from 'nock';
import { processState } from '../../nodes/outreach/base/process-state';
import { ProcessedData } from '../../nodes/outreach/sends/processed-data';
import { credentialsFor, type ApiVersion } from '../simulator/credentials';
import { CONNECTED } from '../simulator/people';
import { startSimulator, type Simulator } from '../simulator/simulator';
import { SIMULATED, type ProviderName } from '../simulator/providers';
import type { CredentialData } from './harness';
import { processedStore } from './processed-store';
import { runNode, type NodeResult, type NodeRun } from './run-node';

// The store in memory has no other worker to wait for, however long an operation takes on a busy machine.
ProcessedData.prototype.othersNeed = () => 0;

/** The current time of the vendors' documented limits: a Monday in January 2024, 10:30 UTC. */
export const NOW = Date.parse('2024-01-15T10:30:00.000Z');

const TIMERS = [
	'hrtime',
	'nextTick',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

/** Stops the time of day; timers continue. */
export const stopClock = (now = NOW) =>
	jest.useFakeTimers({ now, doNotFake: [...TIMERS, 'performance'] });

/** Also stops the monotonic clock. */
export const stopAllClocks = (now = NOW) => jest.useFakeTimers({ now, doNotFake: [...TIMERS] });

/** Simulates a restart of n8n: its process remembers nothing, its database everything. */
export const newProcess = () => processState.reset();

/** Only local servers are called; each test starts with a process that remembers nothing. */
export function withoutNetwork() {
	beforeAll(() => {
		nock.disableNetConnect();
		nock.enableNetConnect('127.0.0.1');
	});
	beforeEach(() => {
		newProcess();
		processedStore.forget();
	});
	afterEach(() => {
		nock.cleanAll();
		jest.useRealTimers();
	});
	// Not every test file has the environment that gives Node's modules back.
	afterAll(() => nock.restore());
}

/** Runs a node against the simulator, with the default credential for the provider if none is given. */
export type SimulatedRun = Omit<NodeRun, 'credentials'> & {
	readonly credentials?: CredentialData;
	/** For the LinkupAPI and the Unipile credential. */
	readonly version?: ApiVersion;
};

export interface Simulated {
	readonly sim: Simulator;
	/** Valid credentials for every simulated provider. */
	credentials(version?: ApiVersion): CredentialData;
	run(given: SimulatedRun): Promise<NodeResult>;
	/** The POST requests that asked a provider to invite someone. */
	sends(provider?: ProviderName): number;
	/** Adds a connection to every account, now. */
	connect(name: string): void;
}

const SEND_PATH =
	/^\/(connect|inbox\/connect|v1\/network\/connect|users\/invite|[^/]+\/users\/me\/relation-requests)$/;

/** A simulator for the tests of a file, fresh for each of them. */
export function useSimulator(): Simulated {
	let sim: Simulator | undefined;
	let tests = 0;
	withoutNetwork();
	beforeAll(async () => {
		sim = await startSimulator({ now: () => Date.now() });
	});
	beforeEach(() => {
		simulated.sim.reset();
		// A process remembers some data by key.
		tests += 1;
		for (const name of SIMULATED) simulated.sim.world[name].apiKey += `-${tests}`;
	});
	afterAll(async () => await sim?.close());

	const simulated: Simulated = {
		get sim() {
			if (!sim) throw new TypeError('The simulator starts before the first test');
			return sim;
		},
		credentials: (version = 'v2') => credentialsFor(simulated.sim, version),
		run: async ({ version, ...given }) =>
			await runNode({ credentials: simulated.credentials(version), ...given }),
		sends: (provider) =>
			simulated.sim.log.filter(
				(entry) =>
					(provider === undefined || entry.provider === provider) &&
					(SEND_PATH.test(entry.path) || isInvite(entry.body)),
			).length,
		connect(name) {
			const relations = { '*': { ...CONNECTED, since: Date.now() } };
			simulated.sim.world.people.add({ publicIdentifier: name, relations });
		},
	};
	return simulated;
}

function isInvite(body: unknown): boolean {
	return body !== null && typeof body === 'object' && 'action' in body && body.action === 'invite';
}
