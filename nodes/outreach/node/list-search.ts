import {
	NodeApiError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { Failure } from '../base/errors';

/** The entries of a *From List* whose names contain the typed text, sorted by name. */
export function matching(
	choices: readonly INodeListSearchItems[],
	filter: string,
): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const results = choices
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((one, other) => one.name.localeCompare(other.name));
	return { results };
}

/** The error that n8n's editor shows instead of a list that could not be loaded. */
export function editorError(
	context: ILoadOptionsFunctions,
	{ message, description }: Pick<Failure, 'message' | 'description'>,
): NodeApiError {
	return new NodeApiError(context.getNode(), { message, description }, { message, description });
}
