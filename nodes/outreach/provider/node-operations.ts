import {
	isImplementation,
	type Implementation,
	type NodeList,
	type NodeOperation,
	type NodeRead,
	type NodeWrite,
	type ProviderNode,
} from './provider';

/** What n8n calls an operation; where it is not given, it follows from `resource` and `operation`. */
type Named<Api> = Pick<
	NodeOperation<Api>,
	'resource' | 'operation' | 'output' | 'fields' | 'check'
> &
	Partial<Pick<NodeOperation<Api>, 'name' | 'action'>>;

type Described<Api> = Pick<NodeOperation<Api>, 'description' | 'inputs' | 'limit'>;

/** An operation that only the provider's own node has. */
type OwnOperation<Api> = Named<Api> &
	Described<Api> & { readonly run: NodeRead<Api> | NodeWrite<Api> | NodeList<Api> };

/** One that LinkedIn Outreach has too, whose description, inputs and limit are that one's unless given. */
type SharedOperation<Api> = Named<Api> &
	Partial<Described<Api>> & { readonly run: Implementation<Api> };

const wordsOf = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
const capitalised = (text: string) => text.replace(/^./, (letter) => letter.toUpperCase());

/** `leadList` as "Lead List". */
const titleOf = (name: string) => wordsOf(name).split(' ').map(capitalised).join(' ');

/** `getMany` of `account` as "Get many accounts". */
const actionOf = (operation: string, resource: string) =>
	`${capitalised(wordsOf(operation))} ${wordsOf(resource)}${operation === 'getMany' ? 's' : ''}`;

const isShared = <Api>(
	given: OwnOperation<Api> | SharedOperation<Api>,
): given is SharedOperation<Api> => isImplementation(given.run);

function complete<Api>(given: OwnOperation<Api> | SharedOperation<Api>): NodeOperation<Api> {
	const { resource, operation } = given;
	const names = { name: titleOf(operation), action: actionOf(operation, resource) };
	if (!isShared(given)) return { ...names, ...given };
	const { record, inputs, limit } = given.run;
	return { ...names, description: record.description, inputs, limit, ...given };
}

/** A provider's own node: its operations in the order of the panel, its resources by the alphabet. */
export function providerNode<Api>({
	operations,
	fieldsOf,
}: {
	readonly operations: ReadonlyArray<OwnOperation<Api> | SharedOperation<Api>>;
	readonly fieldsOf: ProviderNode<Api>['fieldsOf'];
}): ProviderNode<Api> {
	const resources = [...new Set(operations.map(({ resource }) => resource))].sort();
	return {
		resources: resources.map((value) => ({ name: titleOf(value), value })),
		operations: operations.map(complete),
		fieldsOf,
	};
}
