import { z } from 'zod';
import { CONNECTED } from '../test/simulator/people';
import { startSimulator, type Simulator } from '../test/simulator/simulator';
import { serve } from './child';
import { ACCOUNT, providerRequestSchema, type ProviderState } from './provider-state';

const personSchema = z.object({ profileId: z.string() });

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
		for (let n = 0; n < (reset.failing ?? 0); n++) {
			// Only those that nothing before has hit are counted.
			const place = { path: '/connect', after: 9 * (n + 1) };
			sim.fault({ ...place, kind: 'status', status: 500, processed: n % 2 === 1 });
		}
		for (let n = 0; n < (reset.connections ?? 0); n++) {
			sim.world.people.add({
				publicIdentifier: `person-${n}`,
				relations: { [ACCOUNT]: { ...CONNECTED, since: n } },
			});
		}
	}
	const statuses = sim.log.map(({ status }) => status ?? 0);
	const invitations = sim.invitationsAccepted('connectSafely');
	const invitedAt = new Map(invitations.map(({ person, at }) => [person, at]));
	const askedAgain = sim.requests('connectSafely', '/connect').filter(({ body, at }) => {
		const { profileId } = personSchema.parse(body);
		return at > (invitedAt.get(profileId) ?? at);
	});
	const times = sim.log.map(({ at }) => Date.parse(at));
	return {
		baseUrl: sim.baseUrls.connectSafely,
		apiKey: sim.world.connectSafely.apiKey,
		requests: sim.log.length,
		sends: sim.requests('connectSafely', /\/(connect|conversations\/send)$/).length,
		limited: statuses.filter((status) => status === 429).length,
		acted: invitations.length + sim.world.messages.length,
		invited: invitedAt.size,
		askedAgain: askedAgain.length,
		firstToLastMs: z.number().parse((times.at(-1) ?? 0) - (times[0] ?? 0)),
	};
});
