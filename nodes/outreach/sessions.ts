import { createHash } from 'node:crypto';
import { hideSecrets } from './http/secrets';
import {
	createTransport,
	isCancelled,
	type CallContext,
	type NoReply,
	type Transport,
} from './http/transport';
import { processPacer } from './limits/pacing';
import type { OutreachSession, Provider } from './provider';

export interface OpenSession<S extends OutreachSession> {
	readonly session: S;
	/**
	 * A session that makes one request and no more. `beforeRequest` is awaited last before it; false keeps it from being
	 * made. So no provider can forget that a send has to be claimed, or request it twice.
	 */
	forOneRequest(beforeRequest: () => Promise<boolean>): S;
	/** Tells keys apart without showing them: requests are paced by key. */
	readonly keyId: string;
	/** Where the provider is reached, in whichever spelling: an account's ID means something there only. */
	readonly siteId: string;
	/** Tells accounts apart that no ID is given for: the key's default one, or the one that the credential is. */
	readonly defaultAccountId: string;
	/** Takes the credential's secrets out of what a message is to show. */
	readonly hide?: (text: string) => string;
}

/** Waits so many ms; resolves to false when the execution was cancelled meanwhile. */
export type Wait = (ms: number) => Promise<boolean>;

export interface Pace {
	/** Requests a minute; absent: the provider's documented limit; 0: not paced. */
	readonly requestsPerMinute: number | undefined;
	readonly wait: Wait;
}

/**
 * Opens a provider with the node's credential for it.
 * @throws InvalidInput where the credential's fields cannot be used, and n8n's error where there is no credential
 */
export async function openSession<S extends OutreachSession>(
	context: CallContext,
	provider: Provider<S>,
	pace: Pace | null,
): Promise<OpenSession<S>> {
	const credential = await context.getCredentials(provider.credentialType);
	let hidden: readonly string[] = [];
	let [keyId, siteId, defaultAccountId] = ['', '', ''];
	const perMinute = pace ? (pace.requestsPerMinute ?? provider.requestsPerMinute ?? 0) : 0;
	const transports: Transport[] = [];
	const session = provider.open(credential, ({ baseUrl, secrets, identity, isOneAccount }) => {
		hidden = secrets;
		const site = canonical(baseUrl);
		siteId = idOf(site);
		keyId = idOf(site, ...identity);
		// A login that is renewed is the same account's; n8n's credential stays.
		const credentialId = context.getNode().credentials?.[provider.credentialType]?.id ?? keyId;
		defaultAccountId = isOneAccount ? idOf(site, ...identity, credentialId) : keyId;
		const transport = createTransport(context, {
			credentialType: provider.credentialType,
			baseUrl,
			secrets,
			pace: async () => {
				if (!pace || perMinute === 0) return true;
				// Not the time of day: that can be set back, and requests would wait for it.
				const now = performance.now();
				const rest = processPacer.reserve(keyId, perMinute, now) - now;
				return rest > 0 ? await pace.wait(rest) : !isCancelled(context);
			},
		});
		transports.push(transport);
		return transport;
	});
	const forOneRequest = (beforeRequest: () => Promise<boolean>) => {
		let connected = 0;
		let requests = 0;
		return provider.open(credential, () => {
			const transport = transports[connected++];
			return async (request) => {
				if (!transport || requests++ > 0) return SECOND_REQUEST;
				return await transport({ ...request, beforeRequest });
			};
		});
	};
	const hide = (text: string) => hideSecrets(text, hidden);
	return { session, forOneRequest, keyId, siteId, defaultAccountId, hide };
}

/** One spelling of an address: host in lower case, no default port, no trailing slash. */
const canonical = (baseUrl: string) => new URL(baseUrl).href.replace(/\/+$/, '');

const idOf = (...parts: readonly string[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

const SECOND_REQUEST: NoReply = {
	kind: 'no-reply',
	// The first one may have been accepted, whatever the provider's code makes of this.
	delivered: 'unknown',
	cancelled: false,
	reason: 'a send is a single request, and a second one was about to follow',
};

/** The sessions of one execution: one for each provider, opened when first needed. */
export class Sessions {
	private readonly opened = new Map<string, Promise<OpenSession<OutreachSession>>>();

	constructor(
		private readonly context: CallContext,
		private readonly pace: Pace,
	) {}

	async open<S extends OutreachSession>(
		provider: Provider<S>,
	): Promise<OpenSession<OutreachSession>> {
		const known = this.opened.get(provider.id);
		if (known) return await known;
		const opening = openSession(this.context, provider, this.pace);
		this.opened.set(provider.id, opening);
		return await opening;
	}
}
