import type { CredentialData } from '../harness/harness';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import type { Simulator } from './simulator';
import { SIMULATED, type ProviderName } from './providers';

const names: readonly string[] = SIMULATED;
export const isSimulated = (id: string): id is ProviderName => names.includes(id);

export type ApiVersion = 'v1' | 'v2';

/** A valid credential for each simulated provider, by credential type. `version` is for LinkupAPI and Unipile. */
export function credentialsFor(
	{ baseUrls, url, world }: Pick<Simulator, 'baseUrls' | 'url' | 'world'>,
	version: ApiVersion,
): CredentialData {
	const { loginToken } = world.linkupApi;
	const isV1 = version === 'v1';
	const more: Partial<Record<ProviderName, object>> = {
		linkupApi: { apiVersion: version, ...(isV1 ? { loginToken, country: 'FR' } : {}) },
		unipile: {
			apiVersion: version,
			...(isV1 ? { dsn: url } : { serviceKey: world.unipile.serviceKey }),
		},
	};
	return Object.fromEntries(
		PROVIDERS.flatMap(({ id, credential }) =>
			isSimulated(id)
				? [[credential.type, { apiKey: world[id].apiKey, baseUrl: baseUrls[id], ...more[id] }]]
				: [],
		),
	);
}
