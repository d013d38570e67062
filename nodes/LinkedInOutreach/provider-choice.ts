import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { InvalidInput } from '../outreach/answer';
import { searchAccounts } from '../outreach/node/account-search';
import { show } from '../outreach/text';
import { PROVIDER_IDS, type ProviderId } from '../outreach/vocabulary';
import { PROVIDERS } from './registry';

/** For whom a credential is hidden. */
export function othersThan(
	shown: ProviderId,
	among: readonly ProviderId[] = PROVIDER_IDS,
): ProviderId[] {
	return among.filter((id) => id !== shown);
}

/** @throws InvalidInput naming the providers there are */
export function readProvider(given: unknown): ProviderId {
	const id = PROVIDER_IDS.find((known) => known === given);
	if (id) return id;
	throw new InvalidInput(
		`The parameter 'Provider' is ${show(given)}, which is none of ${PROVIDER_IDS.join(', ')}`,
		"Pick one under 'Provider', or let the expression give one of these words.",
	);
}

/** *From List* of 'Account': the accounts of whichever provider is picked. */
export async function searchChosenAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const provider = readProvider(this.getNodeParameter('provider', ''));
	return await searchAccounts(this, PROVIDERS[provider], filter);
}
