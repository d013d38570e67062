import { connectSafely } from './connect-safely/api';
import { defaultConnectSafely } from './connect-safely/world';
import type { Provider } from './http';
import { linkupApi } from './linkup-api/api';
import { defaultLinkup } from './linkup-api/world';
import { seleqt } from './seleqt/api';
import { defaultSeleqt } from './seleqt/world';
import { sendPilot } from './send-pilot/api';
import { defaultSendPilot } from './send-pilot/world';
import { unipileV1 } from './unipile/v1';
import { unipileV2 } from './unipile/v2';
import { defaultUnipile } from './unipile/world';

/** A provider as it is simulated; `W` is what it stores. */
interface Simulated<W> {
	/** its APIs by the start of their paths, the newest one last */
	apis: Record<string, Provider>;
	start: () => W;
	account: (stored: W, id: string) => { status: string } | undefined;
	/** the valid keys */
	keys: (stored: W) => string[];
}

const simulated = <W>(one: Simulated<W>) => one;

const PROVIDERS = {
	connectSafely: simulated({
		apis: { '/connectsafely/linkedin': connectSafely },
		start: defaultConnectSafely,
		account: ({ accounts }, id) => accounts.get(id),
		keys: ({ apiKey }) => [apiKey],
	}),
	linkupApi: simulated({
		apis: { '/linkupapi': linkupApi },
		start: defaultLinkup,
		account: ({ accounts }, id) => accounts.get(id),
		keys: ({ apiKey }) => [apiKey],
	}),
	sendPilot: simulated({
		apis: { '/sendpilot/v1': sendPilot },
		start: defaultSendPilot,
		account: ({ senders }, id) => senders.get(id),
		keys: ({ apiKey, limitedApiKey }) => [apiKey, limitedApiKey],
	}),
	seleqt: simulated({
		apis: { '/seleqt/api/v1': seleqt },
		start: defaultSeleqt,
		account: ({ accounts }, id) => accounts.get(Number(id)),
		keys: ({ apiKey }) => [apiKey],
	}),
	unipile: simulated({
		// In v1, each customer has a host and a port, without a path.
		apis: { '/api/v1': unipileV1, '/unipile/v2': unipileV2 },
		start: defaultUnipile,
		account: ({ accounts }, id) => accounts.v1.get(id) ?? accounts.v2.get(id),
		keys: ({ apiKey, scopedApiKey, serviceKey }) => [apiKey, scopedApiKey, serviceKey],
	}),
};

/** What each provider stores. */
export type ProviderWorlds = {
	[P in keyof typeof PROVIDERS]: ReturnType<(typeof PROVIDERS)[P]['start']>;
};

export type ProviderName = keyof ProviderWorlds;

const registry: { [P in ProviderName]: Simulated<ProviderWorlds[P]> } = PROVIDERS;

/** The simulated providers. */
export const SIMULATED = Object.keys(registry) as ProviderName[];

/** The APIs of all providers, with the start of their paths. */
export const APIS = SIMULATED.flatMap((name) =>
	Object.entries(registry[name].apis).map(([prefix, handle]) => ({ name, prefix, handle })),
);

/** Each provider's newest API. */
export const baseUrlsAt = (url: string) =>
	Object.fromEntries(APIS.map(({ name, prefix }) => [name, `${url}${prefix}`])) as Record<
		ProviderName,
		string
	>;

export const defaultProviders = (): ProviderWorlds => ({
	connectSafely: PROVIDERS.connectSafely.start(),
	linkupApi: PROVIDERS.linkupApi.start(),
	sendPilot: PROVIDERS.sendPilot.start(),
	seleqt: PROVIDERS.seleqt.start(),
	unipile: PROVIDERS.unipile.start(),
});

export const knowsKey = <P extends ProviderName>(
	world: ProviderWorlds,
	name: P,
	key: string | null,
) => key !== null && registry[name].keys(world[name]).includes(key);

/** The provider's account with that ID. */
export const accountOf = <P extends ProviderName>(world: ProviderWorlds, name: P, id: string) =>
	registry[name].account(world[name], id);
