import type { IDataObject } from 'n8n-workflow';
import type { FaultMatch } from '../simulator/faults';
import type { ProviderName } from '../simulator/world';
import { byId } from './exchange';
import type { ApiVersion } from './simulated';

/** A provider through which invitations go, and how a test meets them on the way. */
export interface Sender {
	readonly provider: ProviderName;
	readonly version?: ApiVersion;
	readonly parameters: IDataObject;
	/** Matches the requests that invite. */
	readonly match: FaultMatch;
	/** A field of the answer without which it is no answer. */
	readonly field: string;
	/** Whether it can be asked how account and person stand. */
	readonly canBeAsked: boolean;
}

const operation = { operation: 'sendConnection', profile: '={{ $json.profile }}' };

export const SENDERS: Readonly<Record<string, Sender>> = {
	ConnectSafely: {
		provider: 'connectSafely',
		parameters: { provider: 'connectSafely', ...operation },
		match: { provider: 'connectSafely', path: '/connect' },
		field: 'success',
		canBeAsked: true,
	},
	'LinkupAPI v1': {
		provider: 'linkupApi',
		version: 'v1',
		parameters: { provider: 'linkupApi', ...operation },
		match: { provider: 'linkupApi', path: '/v1/network/connect' },
		field: 'status',
		canBeAsked: true,
	},
	'LinkupAPI v2': {
		provider: 'linkupApi',
		parameters: { provider: 'linkupApi', ...operation, accountId: byId('acc_abc123') },
		match: { provider: 'linkupApi', action: 'invite' },
		field: 'success',
		canBeAsked: true,
	},
	SendPilot: {
		provider: 'sendPilot',
		parameters: { provider: 'sendPilot', ...operation, accountId: byId('sender_abc123') },
		match: { provider: 'sendPilot', path: '/inbox/connect' },
		field: 'status',
		canBeAsked: false,
	},
};

/** Each setting under which a node may meet a failure. */
export const MODES = {
	plain: {},
	'Retry On Fail': { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	Continue: { onError: 'continueRegularOutput' },
	'Continue using error output': { onError: 'continueErrorOutput' },
} as const;
