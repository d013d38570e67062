import {
	NodeApiError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { Failure } from '../base/errors';

/** Of what a *From List* may offer: those whose names hold what was typed, sorted by name. */
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

/** What n8n's editor shows in the place of a list that could not be loaded. */
export function editorError(
	context: ILoadOptionsFunctions,
	{ message, description }: Pick<Failure, 'message' | 'description'>,
): NodeApiError {
	return new NodeApiError(context.getNode(), { message, description }, { message, description });
}
