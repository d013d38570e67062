import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connectSafelyNode } from '../ConnectSafely/operations';
import { linkupApiNode } from '../LinkupApi/operations';
import { seleqtNode } from '../Seleqt/operations';
import { sendPilotNode } from '../SendPilot/operations';
import { optionsParameter } from '../outreach/node/options-parameter';
import {
	accountParameter,
	invitationIdParameter,
	noteParameter,
	profileParameter,
	prospectIdParameter,
	type AccountParameter,
} from '../outreach/node/parameters';
import {
	OPERATION_NAMES,
	OPERATIONS,
	PROVIDER_IDS,
	type Operation,
	type ProviderId,
} from '../outreach/vocabulary';
import { PROVIDERS } from './registry';

const OPERATION_OPTIONS: Readonly<
	Record<Operation, Pick<INodePropertyOptions, 'action' | 'description'>>
> = {
	getAccountStatus: {
		action: 'Get account status',
		description: 'Check whether a LinkedIn account is healthy and can send',
	},
	getConnectionStatus: {
		action: 'Get connection status',
		description: 'Check whether an account is already connected to a person',
	},
	getInvitationStatus: {
		action: 'Get invitation status',
		description: 'Check whether an invitation to or from a person is pending',
	},
	sendConnection: {
		action: 'Send connection request',
		description: 'Invite a person to connect, at most once',
	},
	withdrawInvitation: {
		action: 'Withdraw invitation',
		description: 'Take back an invitation that is pending',
	},
};

const ACCOUNTS: Readonly<Record<ProviderId, AccountParameter>> = {
	connectSafely: connectSafelyNode.account,
	linkupApi: linkupApiNode.account,
	seleqt: seleqtNode.account,
	sendPilot: sendPilotNode.account,
};

function operationsOf(provider: ProviderId): Operation[] {
	const { operations } = PROVIDERS[provider];
	return OPERATIONS.filter((operation) => operations[operation] !== undefined);
}

function defaultOperation(operations: readonly Operation[]): Operation {
	return operations.includes('getConnectionStatus') ? 'getConnectionStatus' : 'sendConnection';
}

function operationParameter(provider: ProviderId): INodeProperties {
	const operations = operationsOf(provider);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { provider: [provider] } },
		options: operations.map((value) => ({
			name: OPERATION_NAMES[value],
			value,
			...OPERATION_OPTIONS[value],
		})),
		default: defaultOperation(operations),
	};
}

const onProfiles = PROVIDER_IDS.filter((provider) =>
	Object.values(PROVIDERS[provider].operations).some(({ person }) => person.startsWith('profile')),
);

/** The unified node's parameters, in the order in which a person fills them in. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		options: PROVIDER_IDS.map((value) => ({ name: PROVIDERS[value].name, value })),
		default: 'connectSafely',
		description: 'The service through which LinkedIn is reached',
	},
	...PROVIDER_IDS.map(operationParameter),
	profileParameter({
		show: {
			provider: onProfiles,
			operation: [
				'getConnectionStatus',
				'getInvitationStatus',
				'sendConnection',
				'withdrawInvitation',
			],
		},
	}),
	prospectIdParameter({ show: { provider: ['seleqt'] } }),
	invitationIdParameter({ show: { operation: ['withdrawInvitation'] } }),
	...PROVIDER_IDS.map((provider) =>
		accountParameter({
			...ACCOUNTS[provider],
			takesTurns: true,
			displayOptions: { show: { provider: [provider] } },
		}),
	),
	noteParameter({ show: { operation: ['sendConnection'] } }),
	optionsParameter(
		{ show: { '/operation': ['sendConnection'] } },
		{ hide: { '/operation': ['sendConnection', 'withdrawInvitation'] } },
	),
];

/** The action alone: n8n cuts a subtitle off after some 29 characters. */
export const SUBTITLE = `={{ ({ ${OPERATIONS.map(
	(operation) => `${operation}: '${OPERATION_OPTIONS[operation].action}'`,
).join(', ')} })[$parameter.operation] }}`;
