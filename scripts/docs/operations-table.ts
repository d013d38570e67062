import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { OPERATION_NAMES, OPERATIONS, PROVIDER_IDS } from '../../nodes/outreach/base/vocabulary';
import { table, type Parts } from './markdown';
import { PROVIDER_NODES } from './nodes';

/** The generated part of the README: which provider has which operation, and what its own node offers. */
export function readmeParts(): Parts {
	return { operations: [unifiedTable(), ownTable()].join('\n\n') };
}

function unifiedTable(): string {
	const providers = PROVIDER_IDS.map((id) => PROVIDERS[id]);
	return table(
		['*LinkedIn Outreach*', ...providers.map(({ name }) => name)],
		OPERATIONS.map((operation) => [
			OPERATION_NAMES[operation],
			...providers.map(({ operations }) => {
				const needs = operations[operation];
				if (!needs) return '–';
				return needs.onlyIn === undefined ? 'yes' : `${needs.onlyIn.split(' ').pop()} only`;
			}),
		]),
	);
}

function ownTable(): string {
	const rows = PROVIDER_IDS.map((id) => {
		const { provider, resources, operations } = PROVIDER_NODES[id].definition;
		const offered = resources.map(({ name, value }) => {
			const own = operations.filter(({ resource }) => resource === value);
			return `${name}: ${own.map((operation) => operation.name).join(', ')}`;
		});
		return [`*${provider.name}*`, offered.join(' · ')];
	});
	return table(['Node', 'Its own operations'], rows);
}
