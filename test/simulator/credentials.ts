import type { CredentialData } from '../harness/harness';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { SIMULATED, type Simulator } from './simulator';
import type { ProviderName } from './world';

const names: readonly string[] = SIMULATED;
export const isSimulated = (id: string): id is ProviderName => names.includes(id);

export type ApiVersion = 'v1' | 'v2';

/** A right credential for each simulated provider, by credential type. `version` is that of LinkupAPI. */
export function credentialsFor(
	{ baseUrls, world }: Pick<Simulator, 'baseUrls' | 'world'>,
	version: ApiVersion,
): CredentialData {
	const { loginToken } = world.linkupApi;
	const login = version === 'v1' ? { loginToken, country: 'FR' } : {};
	const more = { linkupApi: { apiVersion: version, ...login } };
	return Object.fromEntries(
		PROVIDERS.flatMap(({ id, credential }) => {
			if (!isSimulated(id)) return [];
			const own = { apiKey: world[id].apiKey, baseUrl: baseUrls[id] };
			return [[credential.type, id === 'linkupApi' ? { ...own, ...more[id] } : own]];
		}),
	);
}
