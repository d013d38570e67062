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
 * The credentials of the providers, each shown for its own. By `hide`: a parameter that credentials are shown by counts as a
 * choice of authentication, and the editor would move 'Provider' out of the panel, into the credential's dialogue.
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

/** @throws InvalidInput naming the providers there are */
export function readProvider(given: unknown): Provider {
	const provider = PROVIDERS.find(({ id }) => id === given);
	if (provider) return provider;
	throw new InvalidInput(
		`The parameter 'Provider' is ${show(given)}, which is not one of ${PROVIDERS.map(({ id }) => id).join(', ')}`,
		"Pick one under 'Provider', or make the expression return one of these values.",
	);
}

/** *From List* of 'Account': the accounts of whichever provider is picked. */
export async function searchChosenAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await searchAccounts(this, readProvider(this.getNodeParameter('provider', '')), filter);
}
