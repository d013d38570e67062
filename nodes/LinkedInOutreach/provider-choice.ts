import type {
	ILoadOptionsFunctions,
	INodeCredentialDescription,
	INodeListSearchResult,
} from 'n8n-workflow';
import { InvalidInput } from '../outreach/base/errors';
import { show } from '../outreach/base/text';
import { searchAccounts } from '../outreach/node/account-search';
import type { Provider } from '../outreach/provider/provider';
import { PROVIDERS } from './registry';

/**
 * The providers' credentials, each shown for its provider. Uses `hide`, because n8n treats a parameter in a credential's
 * `show` as a choice of authentication, and would move 'Provider' from the panel into the credential's dialogue.
 */
export function credentialsOf(providers: readonly Provider[]): INodeCredentialDescription[] {
	return providers.map(({ id, credential }) => ({
		name: credential.type,
		required: true,
		displayOptions: {
			hide: { provider: providers.filter((other) => other.id !== id).map((other) => other.id) },
		},
	}));
}

/** "ConnectSafely, LinkupAPI or SendPilot" */
export function namesOf(providers: readonly Provider[]): string {
	const names = providers.map(({ name }) => name);
	return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ');
}

/** @throws InvalidInput listing the available providers */
export function readProvider(given: unknown): Provider {
	const provider = PROVIDERS.find(({ id }) => id === given);
	if (provider) return provider;
	throw new InvalidInput(
		`The parameter 'Provider' is ${show(given)}, which is not one of ${PROVIDERS.map(({ id }) => id).join(', ')}`,
		"Pick one under 'Provider', or make the expression return one of these values.",
	);
}

/** *From List* of 'Account': the accounts of the chosen provider. */
export async function searchChosenAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchAccounts(this, readProvider(this.getNodeParameter('provider', '')), filter);
}
