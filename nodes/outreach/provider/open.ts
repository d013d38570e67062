import { createHash } from 'node:crypto';
import { isCancelled, type CallContext, type Wait } from '../base/cancellation';
import { hideSecrets } from '../http/secrets';
import { checkedBaseUrl, createTransport } from '../http/transport';
import type { AccountScope } from '../limits/keys';
import { pacer } from '../limits/pacing';
import { createAsk, notReached, type Ask } from './ask';
import { readCredential } from './credentials';
import type { ApiVersion, Provider, ProviderManifest } from './provider';

/** A provider, opened with one credential. */
export interface OpenProvider<Api = unknown> extends AccountScope {
	readonly provider: Provider;
	readonly version: ApiVersion;
	/** What the provider's own functions work with. */
	readonly api: Api;
	/** Makes a request within the key's requests per minute. */
	readonly ask: Ask;
	/** Makes a request at once, for callers that have waited for `turn`. */
	readonly askNow: Ask;
	/**
	 * Waits for the next request within the key's requests per minute; false if the execution was cancelled meanwhile.
	 */
	turn(): Promise<boolean>;
	/** Identifies the key without revealing it. */
	readonly keyId: string;
	/** Removes the credential's secrets from a text. */
	hide(text: string): string;
}

export interface Pace {
	/** Requests per minute; absent: the provider's documented limit; 0: not paced. */
	readonly requestsPerMinute: number | undefined;
	readonly wait: Wait;
}

/**
 * Opens a provider with the node's credential for it. Without a pace, requests are not spread.
 * @throws InvalidInput if the credential's fields cannot be used, and n8n's error if there is no credential
 */
export async function openProvider<Api>(
	context: CallContext,
	provider: ProviderManifest<Api, unknown>,
	pace: Pace | null,
): Promise<OpenProvider<Api>> {
	const { credential: rules, name, limits } = provider;
	const given = await context.getCredentials(rules.type);
	const credential = readCredential(rules.schema, given, name, rules.labels);
	const connection = rules.connection(credential);
	const { secrets, identity, isOneAccount } = connection;
	const baseUrl = checkedBaseUrl(connection.baseUrl, name);
	const site = canonical(baseUrl);
	const keyId = idOf(site, ...identity);
	// A renewed login is still the same account's; n8n's credential ID does not change.
	const credentialId = context.getNode().credentials?.[rules.type]?.id ?? keyId;
	const transport = createTransport(context, {
		credentialType: rules.type,
		credential: given,
		baseUrl,
		secrets,
	});
	const askNow = createAsk(transport, provider);
	const perMinute = pace ? (pace.requestsPerMinute ?? limits.requestsPerMinute ?? 0) : 0;
	const turn = async () => {
		if (!pace || perMinute === 0) return !isCancelled(context);
		// Not the time of day, which can be set back, so that requests would wait for it.
		const now = performance.now();
		const rest = pacer().reserve(keyId, perMinute, now) - now;
		return rest > 0 ? await pace.wait(rest) : !isCancelled(context);
	};
	const ask: Ask = async (endpoint) => {
		if (await turn()) return await askNow(endpoint);
		const reason = 'the execution was cancelled';
		return notReached(name, { reason, cancelled: true, delivered: 'no' });
	};
	return {
		provider,
		version: versionOf(provider, connection.version),
		api: provider.open(ask, credential),
		ask,
		askNow,
		turn,
		keyId,
		siteId: siteIdOf(baseUrl),
		defaultAccountId: isOneAccount ? idOf(site, ...identity, credentialId) : keyId,
		hide: (text) => hideSecrets(text, secrets),
	};
}

/** @throws TypeError if the manifest does not have the version */
function versionOf({ name, versions }: Provider, wanted: string | undefined): ApiVersion {
	if (wanted === undefined) return versions[0];
	const version = versions.find(({ id }) => id === wanted);
	if (version) return version;
	throw new TypeError(`${name} has no API version ${wanted}`);
}

/** An address in its canonical spelling: host in lower case, no default port, no trailing slash. */
const canonical = (baseUrl: string) => new URL(baseUrl).href.replace(/\/+$/, '');

/** Identifies a server, however its address is spelt. */
export const siteIdOf = (baseUrl: string) => idOf(canonical(baseUrl));

const idOf = (...parts: readonly string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** The providers opened by one execution: each once, when it is first needed. */
export class OpenProviders {
	private readonly opened = new Map<string, Promise<OpenProvider>>();

	constructor(
		private readonly context: CallContext,
		private readonly pace: Pace,
	) {}

	async open(provider: Provider): Promise<OpenProvider> {
		const known = this.opened.get(provider.id);
		if (known) return await known;
		const opening = openProvider(this.context, provider, this.pace);
		this.opened.set(provider.id, opening);
		return await opening;
	}
}
