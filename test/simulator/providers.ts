import { connectSafely } from './connect-safely/api';
import { connectSafelyCases } from './connect-safely/operation-cases';
import { defaultConnectSafely } from './connect-safely/world';
import type { Provider } from './http';
import { linkupApi } from './linkup-api/api';
import { linkupApiCases } from './linkup-api/operation-cases';
import { defaultLinkup } from './linkup-api/world';
import type { OperationCases } from './operation-case';
import { seleqt } from './seleqt/api';
import { seleqtCases } from './seleqt/operation-cases';
import { defaultSeleqt } from './seleqt/world';
import { sendPilot } from './send-pilot/api';
import { sendPilotCases } from './send-pilot/operation-cases';
import { defaultSendPilot } from './send-pilot/world';
import { unipileCases } from './unipile/operation-cases';
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
	/** the operations of its node in addition to those of LinkedIn Outreach */
	cases: OperationCases;
}

const simulated = <W>(one: Simulated<W>) => one;

const PROVIDERS = {
	connectSafely: simulated({
		apis: { '/connectsafely/linkedin': connectSafely },
		start: defaultConnectSafely,
		account: ({ accounts }, id) => accounts.get(id),
		keys: ({ apiKey }) => [apiKey],
		cases: connectSafelyCases,
	}),
	linkupApi: simulated({
		apis: { '/linkupapi': linkupApi },
		start: defaultLinkup,
		account: ({ accounts }, id) => accounts.get(id),
		keys: ({ apiKey }) => [apiKey],
		cases: linkupApiCases,
	}),
	sendPilot: simulated({
		apis: { '/sendpilot/v1': sendPilot },
		start: defaultSendPilot,
		account: ({ senders }, id) => senders.get(id),
		keys: ({ apiKey, limitedApiKey }) => [apiKey, limitedApiKey],
		cases: sendPilotCases,
	}),
	seleqt: simulated({
		apis: { '/seleqt/api/v1': seleqt },
		start: defaultSeleqt,
		account: ({ accounts }, id) => accounts.get(Number(id)),
		keys: ({ apiKey }) => [apiKey],
		cases: seleqtCases,
	}),
	unipile: simulated({
		// In v1, each customer has a host and a port, without a path.
		apis: { '/api/v1': unipileV1, '/unipile/v2': unipileV2 },
		start: defaultUnipile,
		account: ({ accounts }, id) => accounts.v1.get(id) ?? accounts.v2.get(id),
		keys: ({ apiKey, scopedApiKey, serviceKey }) => [apiKey, scopedApiKey, serviceKey],
		cases: unipileCases,
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

/** The operations of the providers' nodes in addition to those of LinkedIn Outreach. */
export const OPERATION_CASES = SIMULATED.flatMap((name) => Object.entries(registry[name].cases));

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
