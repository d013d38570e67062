import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { isOnce, type OnceRules } from '../operations/operation';
import { effectOf, fieldsOf, type NodeOperation, type Provider } from '../provider/provider';
import { optionsParameter } from './options-parameter';
import {
	accountParameter,
	invitationIdParameter,
	limitParameter,
	messageParameter,
	noteParameter,
	ownIdParameter,
	pagingParameters,
	profileParameter,
	simplifyParameter,
} from './shared-parameters';

type Operation = NodeOperation<unknown>;

/** The parameters of a provider's own node: Resource, Operation, then the operation's parameters. */
export function providerProperties({ node, account, ownId }: Provider): INodeProperties[] {
	const { resources, operations } = node;
	const showing = (wanted: (operation: Operation) => boolean): IDisplayOptions[] =>
		resources.flatMap(({ value: resource }) => {
			const matching = operations.filter((one) => one.resource === resource && wanted(one));
			if (matching.length === 0) return [];
			return [{ show: { resource: [resource], operation: matching.map(nameOf) } }];
		});
	const named = (effect: ReturnType<typeof effectOf>) =>
		operations.filter((one) => effectOf(one) === effect).map(nameOf);
	const onces = [...new Set(named('once'))];
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
		...showing(({ inputs }) => inputs.person === 'profile').map((show) => profileParameter(show)),
		...showing(({ inputs }) => inputs.person === 'profileOrInvitation').flatMap((show) => [
			profileParameter(show),
			invitationIdParameter(show),
		]),
		...showing(({ inputs }) => inputs.person === 'ownId').flatMap((show) =>
			ownId ? [ownIdParameter(ownId, show)] : [],
		),
		...showing(({ inputs }) => inputs.account === 'required').map((displayOptions) =>
			accountParameter({ ...account, whenEmpty: undefined }, { displayOptions }),
		),
		...showing(({ inputs }) => inputs.account === 'optional').map((displayOptions) =>
			accountParameter(account, { displayOptions }),
		),
		...showing(({ inputs }) => inputs.account === 'filter').map((displayOptions) =>
			accountParameter({ ...account, whenEmpty: 'Leave empty for all' }, { displayOptions }),
		),
		...operations.flatMap((one) =>
			fieldsOf(one).map((field) => ({
				...field,
				displayOptions: { show: { resource: [one.resource], operation: [one.operation] } },
			})),
		),
		...showing(({ inputs }) => inputs.message === true).map(messageParameter),
		...showing(({ inputs }) => inputs.note === true).map(noteParameter),
		...showing(({ inputs }) => inputs.limit === true).map(limitParameter),
		...showing(({ run }) => run.kind === 'list' && run.isPaged !== false).flatMap(pagingParameters),
		...showing(({ run }) => run.kind === 'list' && run.simplify !== undefined).map(
			simplifyParameter,
		),
		optionsParameter({
			sends: { show: { '/operation': onces } },
			reads: { hide: { '/operation': [...onces, ...named('write')] } },
			of: (option) => {
				const having = operations.filter((one) => onceOf(one)?.options.includes(option));
				const values = (name: 'resource' | 'operation') => [
					...new Set(having.map((one) => one[name])),
				];
				return { show: { '/resource': values('resource'), '/operation': values('operation') } };
			},
		}),
	];
}

/** How the runner ensures at most once, if the operation needs it. */
function onceOf({ run }: Operation): OnceRules | null {
	if (run.kind !== 'request' && run.kind !== 'function') return null;
	return isOnce(run.record) ? run.record.once : null;
}

const nameOf = ({ operation }: Operation) => operation;

/** "Invitation: Send", made of the displayed names. */
export function providerSubtitle({ node: { operations } }: Provider): string {
	const actions = operations.map(
		({ resource, operation, action }) => `'${resource} ${operation}': '${action}'`,
	);
	return `={{ ({ ${actions.join(', ')} })[$parameter.resource + ' ' + $parameter.operation] }}`;
}
