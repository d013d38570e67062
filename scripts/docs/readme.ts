import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { OPERATIONS } from '../../nodes/outreach/operations';
import type { OperationRecord } from '../../nodes/outreach/operations/operation';
import type { Provider } from '../../nodes/outreach/provider/provider';
import { table, type Parts } from './markdown';

/** Which provider has which operation of the common vocabulary. */
export function readmeParts(): Parts {
	return { operations: unifiedTable() };
}

function unifiedTable(): string {
	return table(
		['*LinkedIn Outreach*', ...PROVIDERS.map(({ name }) => name)],
		OPERATIONS.map((record) => [
			record.name,
			...PROVIDERS.map((provider) => whetherHas(provider, record)),
		]),
	);
}

function whetherHas({ operations }: Provider, { id }: OperationRecord): string {
	const implementation = operations.find(({ record }) => record.id === id);
	if (!implementation) return '–';
	const { versions } = implementation;
	return versions ? `${versions.join(', ')} only` : 'yes';
}
