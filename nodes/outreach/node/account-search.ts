import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import type { AccountReport } from '../operations/get-account-status';
import { limitReached } from '../operations/refusals';
import type { WithAccount } from '../operations/result';
import { openProvider } from '../provider/open';
import { isIn, type ApiVersion, type Provider } from '../provider/provider';
import { editorError, matching } from './list-search';

/** *From List* of 'Account': the provider's accounts, sorted by name. */
export async function searchAccounts(
	context: ILoadOptionsFunctions,
	provider: Provider,
	filter = '',
): Promise<INodeListSearchResult> {
	const { api, version } = await openProvider(context, provider, null);
	const { accounts } = provider;
	if (!accounts || !isIn(accounts, version)) return { results: [withoutList(version)] };
	const answer = await accounts.list(api);
	if (answer.kind !== 'answered') {
		throw editorError(
			context,
			answer.kind === 'failed'
				? answer.failure
				: limitReached(provider.name, 'Try again in a minute.'),
		);
	}
	return matching(
		answer.value.map(toChoice).filter(({ value }) => value !== ''),
		filter,
	);
}

/** *From List* of the parameter 'Account' in a node of one provider. */
export function accountsOf(provider: Provider) {
	return async function (this: ILoadOptionsFunctions, filter?: string) {
		return await searchAccounts(this, provider, filter);
	};
}

/**
 * The only entry if the provider has no list; it selects an empty *Account*. An error would be shown as "Could not
 * load list", as if something were broken. The editor cuts names off after about 50 characters.
 */
function withoutList({ account }: ApiVersion): INodeListSearchItems {
	const name =
		account === 'ignored'
			? "The credential's only account"
			: 'Default account (use By ID for others)';
	return { name, value: '' };
}

/** "Jane Doe (acc_1)", and the reason if the account cannot send. */
function toChoice({ accountId, report }: WithAccount<AccountReport>): {
	name: string;
	value: string;
} {
	const value = accountId ?? '';
	const called = report.name ?? report.publicIdentifier;
	const name = called === null || called === value ? value : `${called} (${value})`;
	const state = report.canSend === false ? `, ${report.outcome.replaceAll('_', ' ')}` : '';
	return { name: `${name}${state}`, value };
}
