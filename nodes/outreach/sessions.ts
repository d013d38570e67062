import { createHash } from 'node:crypto';
import type { OutreachSession, Provider } from './provider';
import { createTransport, type CallContext } from './transport';

export interface OpenSession<S extends OutreachSession> {
	readonly session: S;
	/** Tells keys apart without showing them: limits are kept by key. */
	readonly keyId: string;
}

/**
 * Opens a provider with the node's credential for it.
 * @throws InvalidInput where the credential's fields cannot be used, and n8n's error where there is no credential
 */
export async function openSession<S extends OutreachSession>(
	context: CallContext,
	provider: Provider<S>,
): Promise<OpenSession<S>> {
	const credential = await context.getCredentials(provider.credentialType);
	const hash = createHash('sha256');
	const session = provider.open(credential, ({ baseUrl, secrets }) => {
		hash.update(JSON.stringify([baseUrl, secrets]));
		return createTransport(context, {
			credentialType: provider.credentialType,
			baseUrl,
			secrets,
		});
	});
	return { session, keyId: hash.digest('hex').slice(0, 16) };
}

/** The sessions of one execution: one for each provider, opened when first needed. */
export class Sessions {
	private readonly opened = new Map<string, Promise<OpenSession<OutreachSession>>>();

	constructor(private readonly context: CallContext) {}

	async open(provider: Provider): Promise<OpenSession<OutreachSession>> {
		const known = this.opened.get(provider.id);
		if (known) return await known;
		const opening = openSession(this.context, provider);
		this.opened.set(provider.id, opening);
		return await opening;
	}
}
