import type { INodeProperties } from 'n8n-workflow';
import { optionsParameter } from '../outreach/node/options-parameter';
import {
	accountParameter,
	invitationIdParameter,
	limitParameter,
	messageParameter,
	noteParameter,
	ownIdParameter,
	profileParameter,
} from '../outreach/node/shared-parameters';
import { OPERATIONS } from '../outreach/operations';
import { getConnectionStatus } from '../outreach/operations/get-connection-status';
import { isOnce, type OperationRecord } from '../outreach/operations/operation';
import type { Provider } from '../outreach/provider/provider';
import { PROVIDERS } from './registry';

/** The provider's operations, in the order of the shared vocabulary. */
function operationsOf({ operations }: Provider): OperationRecord[] {
	return OPERATIONS.filter(({ id }) => operations.some(({ record }) => record.id === id));
}

/** Harmless operations first. */
function defaultOperation(operations: readonly OperationRecord[]): string {
	const harmless = operations.find(({ id }) => id === getConnectionStatus.id);
	return String((harmless ?? operations.find(({ effect }) => effect === 'once'))?.id);
}

function operationParameter(provider: Provider): INodeProperties {
	const operations = operationsOf(provider);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { provider: [provider.id] } },
		options: operations.map(({ id, name, action, description }) => ({
			name,
			value: id,
			action,
			description,
		})),
		default: defaultOperation(operations),
	};
}

const idsWhere = (wanted: (record: OperationRecord) => boolean) =>
	OPERATIONS.filter(wanted).map(({ id }) => id);

const onProfiles = PROVIDERS.filter(({ operations }) =>
	operations.some(({ inputs }) => inputs.person.startsWith('profile')),
).map(({ id }) => id);

const onces = idsWhere(({ effect }) => effect === 'once');

/** The unified node's parameters, in the order people fill them in. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: PROVIDERS.map(({ id, name }) => ({ name, value: id })),
		default: 'connectSafely',
		description: 'The service to access LinkedIn through',
	},
	...PROVIDERS.map(operationParameter),
	profileParameter({
		show: {
			provider: onProfiles,
			operation: idsWhere(({ inputs }) => inputs.person.startsWith('profile')),
		},
	}),
	...PROVIDERS.flatMap(({ id, ownId }) =>
		ownId ? [ownIdParameter(ownId, { show: { provider: [id] } })] : [],
	),
	invitationIdParameter({
		show: { operation: idsWhere(({ inputs }) => inputs.person === 'profileOrInvitation') },
	}),
	...PROVIDERS.map(({ id, account }) =>
		accountParameter(account, { takesTurns: true, displayOptions: { show: { provider: [id] } } }),
	),
	...PROVIDERS.flatMap(({ id, operations }) =>
		operations.flatMap(({ record, fields = [] }) =>
			fields.map((field) => ({
				...field,
				displayOptions: { show: { provider: [id], operation: [record.id] } },
			})),
		),
	),
	messageParameter({
		show: { operation: idsWhere(({ inputs }) => inputs.message === true) },
	}),
	limitParameter({
		show: { operation: idsWhere(({ inputs }) => inputs.limit === true) },
	}),
	noteParameter({ show: { operation: idsWhere(({ inputs }) => inputs.note === true) } }),
	optionsParameter({
		sends: { show: { '/operation': onces } },
		reads: { hide: { '/operation': [...onces, ...idsWhere(({ effect }) => effect === 'write')] } },
		of: (option) => ({
			show: {
				'/operation': idsWhere((record) => isOnce(record) && record.once.options.includes(option)),
			},
		}),
	}),
];

/** Only the action, because n8n cuts subtitles off after about 29 characters. */
export const SUBTITLE = `={{ ({ ${OPERATIONS.map(({ id, action }) => `${id}: '${action}'`).join(', ')} })[$parameter.operation] }}`;
