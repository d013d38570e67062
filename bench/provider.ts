import { z } from 'zod';
import { startSimulator, type Simulator } from '../test/simulator/simulator';
import { serve } from './child';
import { ACCOUNT, providerRequestSchema, type ProviderState } from './provider-state';

let simulator: Promise<Simulator> | undefined;

/** The simulated provider, in a process of its own, so that its work is not counted as a node's. */
serve(async (request): Promise<ProviderState> => {
	simulator ??= startSimulator({ now: () => Date.now() });
	const sim = await simulator;
	const { reset } = providerRequestSchema.parse(request);
	if (reset) {
		sim.reset();
		const { connectSafely } = sim.world;
		connectSafely.minute.perMinute = reset.perMinute ?? null;
		connectSafely.weeklyLimit = reset.weeklyLimit ?? 1_000_000;
		if (reset.latencyMs) sim.fault({ kind: 'delay', ms: reset.latencyMs, times: Infinity });
		for (let n = 0; n < (reset.connections ?? 0); n++) {
			sim.world.people.add({
				publicIdentifier: `person-${n}`,
				relations: {
					[ACCOUNT]: { relation: 'connected', degree: 1, invitationId: null, since: n },
				},
			});
		}
	}
	const statuses = sim.log.map(({ status }) => status ?? 0);
	const times = sim.log.map(({ at }) => Date.parse(at));
	return {
		baseUrl: sim.baseUrls.connectSafely,
		apiKey: sim.world.connectSafely.apiKey,
		requests: sim.log.length,
		sends: sim.requests('connectSafely', /\/(connect|conversations\/send)$/).length,
		limited: statuses.filter((status) => status === 429).length,
		acted: sim.invitationsAccepted('connectSafely').length + sim.world.messages.length,
		firstToLastMs: z.number().parse((times.at(-1) ?? 0) - (times[0] ?? 0)),
	};
});
