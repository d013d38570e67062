import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { PROVIDERS } from '../../nodes/LinkedInOutreach/registry';
import { attempt, type Failure } from '../../nodes/outreach/base/errors';
import { show } from '../../nodes/outreach/base/text';
import type { OperationRecord } from '../../nodes/outreach/operations/operation';
import type {
	ApiVersion,
	FieldParameter,
	Implementation,
	NodeOperation,
	Provider,
} from '../../nodes/outreach/provider/provider';
import { failureOf } from '../../nodes/outreach/tasks/errors';
import { inputOf } from '../../test/outreach/fakes';

/** One operation of a provider's own node, with its names on the page. */
export interface Documented {
	/** `resource.operation` */
	readonly id: string;
	/** "Invitation: Send" */
	readonly title: string;
	readonly operation: NodeOperation<unknown>;
}

/** The operations of a provider's own node, resource by resource. */
export function operationsOf({ node }: Provider): Documented[] {
	return node.resources.flatMap(({ name, value }) =>
		node.operations
			.filter(({ resource }) => resource === value)
			.map((operation) => ({
				id: `${operation.resource}.${operation.operation}`,
				title: `${name}: ${operation.name}`,
				operation,
			})),
	);
}

/** How one generation of a provider's API implements an operation of the shared vocabulary. */
export interface Offered {
	readonly provider: Provider;
	readonly version: ApiVersion;
	readonly implementation: Implementation<unknown>;
}

/** Everything that offers an operation, by API version. */
export function offersOf({ id }: OperationRecord): Offered[] {
	return PROVIDERS.flatMap((provider) =>
		provider.operations
			.filter(({ record }) => record.id === id)
			.flatMap((implementation) =>
				provider.versions
					.filter((version) => implementation.versions?.includes(version.id) ?? true)
					.map((version) => ({ provider, version, implementation })),
			),
	);
}

/** "ConnectSafely, LinkupAPI v2": the providers with an operation, with API versions if not all have it. */
export function namesOf(record: OperationRecord): string {
	const names = offersOf(record).map(({ provider, version, implementation }) =>
		implementation.versions ? version.name : provider.name,
	);
	return [...new Set(names)].join(', ');
}

/** The parameters that the editor shows where these are set. */
export function shownParameters(all: INodeProperties[], set: INodeParameters): INodeProperties[] {
	const node = { typeVersion: 1 };
	const values = NodeHelpers.getNodeParameters(all, set, true, false, node, null);
	return all.filter((property) => NodeHelpers.displayParameter(values ?? {}, property, node, null));
}

/** An item without any input. */
export const NO_INPUT = inputOf({});

/** The message of an operation's check if one of its own parameters is unchanged and the others are filled in. */
export function refusalOf(
	{ check, fields = [] }: NodeOperation<unknown>,
	left: FieldParameter,
	providerName: string,
): Failure | null {
	const filled = fields.map(({ name, default: value, placeholder = '' }) => [
		name,
		name === left.name || placeholder === '' ? String(value) : placeholder.replace('e.g. ', ''),
	]);
	const input = { ...NO_INPUT, fields: Object.fromEntries(filled) };
	return failureIn(() => check?.(input, show), providerName);
}

/** What an input check says, or null where it accepts. */
export function failureIn(check: () => unknown, providerName: string): Failure | null {
	const checked = attempt(check);
	return 'thrown' in checked ? failureOf(checked.thrown, providerName) : null;
}
