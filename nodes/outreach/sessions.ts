import { createHash } from 'node:crypto';
import { hideSecrets } from './http/secrets';
import { createTransport, isCancelled, type CallContext } from './http/transport';
import { processPacer } from './limits/pacing';
import type { OutreachSession, Provider } from './provider';

export interface OpenSession<S extends OutreachSession> {
	readonly session: S;
	/** Tells keys apart without showing them: limits and paces are kept by key. */
	readonly keyId: string;
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
	const hash = createHash('sha256');
	let keyId = '';
	let hidden: readonly string[] = [];
	const perMinute = pace ? (pace.requestsPerMinute ?? provider.requestsPerMinute ?? 0) : 0;
	const session = provider.open(credential, ({ baseUrl, secrets, identity }) => {
		hash.update(JSON.stringify([baseUrl, identity]));
		hidden = secrets;
		return createTransport(context, {
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
	});
	keyId = hash.digest('hex').slice(0, 16);
	return { session, keyId, hide: (text) => hideSecrets(text, hidden) };
}

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
