import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { OutreachSession } from '../provider';
import { optionsParameter } from './options-parameter';
import {
	accountParameter,
	invitationIdParameter,
	noteParameter,
	pagingParameters,
	profileParameter,
	prospectIdParameter,
	simplifyParameter,
} from './parameters';
import type { NodeOperation, ProviderNode } from './provider-node';

/** The parameters of a provider's own node: Resource, Operation, then what the operation needs. */
export function providerProperties<S extends OutreachSession>(
	node: ProviderNode<S>,
): INodeProperties[] {
	const { resources, operations, account } = node;
	const showing = (wanted: (operation: NodeOperation<S>) => boolean): IDisplayOptions[] =>
		resources.flatMap(({ value: resource }) => {
			const matching = operations.filter((one) => one.resource === resource && wanted(one));
			if (matching.length === 0) return [];
			return [{ show: { resource: [resource], operation: matching.map((one) => one.operation) } }];
		});
	const changes = operations.filter(({ run }) => run.effect === 'change').map(nameOf);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => ({ ...resource })),
			default: String(operations[0]?.resource),
		},
		...resources.map(({ value: resource }): INodeProperties => {
			const own = operations.filter((one) => one.resource === resource);
			return {
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: [resource] } },
				options: own.map(({ operation: value, name, action, description }) => ({
					name,
					value,
					action,
					description,
				})),
				default: String(own[0]?.operation),
			};
		}),
		...showing(({ needs }) => needs.person === 'profile').map((show) => profileParameter(show)),
		...showing(({ needs }) => needs.person === 'profileOrInvitation').flatMap((show) => [
			profileParameter(show),
			invitationIdParameter(show),
		]),
		...showing(({ needs }) => needs.person === 'prospect').map(prospectIdParameter),
		...showing(({ needs }) => needs.account === 'required').map((displayOptions) =>
			accountParameter({ ...account, whenEmpty: undefined, displayOptions }),
		),
		...showing(({ needs }) => needs.account === 'optional').map((displayOptions) =>
			accountParameter({ ...account, displayOptions }),
		),
		...showing(({ needs }) => needs.account === 'filter').map((displayOptions) =>
			accountParameter({ ...account, whenEmpty: 'Leave empty for all', displayOptions }),
		),
		...operations.flatMap(({ fields = [], resource, operation }) =>
			fields.map((field) => ({
				...field,
				displayOptions: { show: { resource: [resource], operation: [operation] } },
			})),
		),
		...showing(({ needs }) => needs.note === true).map(noteParameter),
		...showing(({ run }) => run.effect === 'list' && run.isPaged !== false).flatMap(
			pagingParameters,
		),
		...showing(({ run }) => run.effect === 'list' && run.simplify !== undefined).map(
			simplifyParameter,
		),
		optionsParameter(
			{ show: { '/operation': ['send'] } },
			{ hide: { '/operation': ['send', ...changes] } },
		),
	];
}

const nameOf = ({ operation }: { operation: string }) => operation;

/** "Invitation: Send", from the names a person sees. */
export function providerSubtitle<S extends OutreachSession>({
	operations,
}: ProviderNode<S>): string {
	const actions = operations.map(
		({ resource, operation, action }) => `'${resource} ${operation}': '${action}'`,
	);
	return `={{ ({ ${actions.join(', ')} })[$parameter.resource + ' ' + $parameter.operation] }}`;
}
