import {
	NodeApiError,
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { OutreachSession, Provider } from './provider';
import { openSession } from './sessions';

/** *From List* of the parameter 'Account': the accounts that the provider lists, sorted by name. */
export async function searchAccounts(
	context: ILoadOptionsFunctions,
	provider: Provider<OutreachSession>,
	filter = '',
): Promise<INodeListSearchResult> {
	const { session } = await openSession(context, provider, null);
	if (!session.listAccounts) {
		throw new NodeOperationError(context.getNode(), `${session.apiName} does not list accounts`, {
			description: "Choose 'By ID' and enter the ID.",
		});
	}
	const answer = await session.listAccounts();
	if (answer.kind !== 'answered') {
		const { message, description } =
			answer.kind === 'failed'
				? answer.failure
				: {
						message: `${provider.name}'s rate limit is reached`,
						description: 'Try again in a minute.',
					};
		throw new NodeApiError(context.getNode(), { message, description }, { message, description });
	}
	const wanted = filter.trim().toLowerCase();
	const results = answer.value
		.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name))
		.map(({ id, name }) => ({ name: name === id ? id : `${name} (${id})`, value: id }));
	return { results };
}
