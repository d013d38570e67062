import type { INodeProperties, INodePropertyOptions, IPollFunctions } from 'n8n-workflow';
import { connectSafelyNode } from '../ConnectSafely/operations';
import { linkupApiNode } from '../LinkupApi/operations';
import { sendPilotNode } from '../SendPilot/operations';
import { InvalidInput } from '../outreach/answer';
import { readAccount } from '../outreach/node/input';
import { accountParameter, type AccountParameter } from '../outreach/node/parameters';
import { show } from '../outreach/text';
import { POLLED_EVENTS, type PolledEvent } from '../outreach/trigger/poll';
import type { Watching } from '../outreach/trigger/poll-node';
import { PROVIDERS } from './registry';

export const WATCHED_IDS = ['connectSafely', 'linkupApi', 'sendPilot'] as const;
type WatchedId = (typeof WATCHED_IDS)[number];

interface WatchedProvider {
	/** What can be watched, and the provider's name for what that uses up. */
	readonly limitNames: Readonly<Partial<Record<PolledEvent, string>>>;
	readonly account: AccountParameter;
	/** So many pages without news end a poll, where a page costs. */
	readonly quietPages?: number;
	/** What a poll of a list costs, where it does; to ask for the accounts is free. */
	readonly cost?: string;
	readonly onlyIn?: Watching['onlyIn'];
}

/** What can be watched through each provider. */
const WATCHED: Readonly<Record<WatchedId, WatchedProvider>> = {
	connectSafely: {
		limitNames: {
			account_needs_attention: PROVIDERS.connectSafely.limitName('getAccountStatus'),
			connection_accepted: 'connections',
			invitation_received: 'invitations',
		},
		account: {
			...connectSafelyNode.account,
			description: 'The LinkedIn account to watch',
			whenEmpty:
				"Left empty, 'Account Needs Attention' watches all accounts, and the other events watch ConnectSafely's default account, which is the one used last: with several accounts, pick one",
		},
	},
	linkupApi: {
		limitNames: {
			account_needs_attention: PROVIDERS.linkupApi.limitName('getAccountStatus'),
			connection_accepted: 'list_connections',
			invitation_received: 'list_invitations',
		},
		account: {
			...linkupApiNode.account,
			description: 'The LinkedIn account to watch',
			whenEmpty: "Only 'Account Needs Attention' goes without it, and then watches all accounts",
		},
		quietPages: 1,
		cost: 'LinkupAPI charges a credit for each 50 connections or invitations that a poll reads: one credit a poll where nothing is new, which is 1,440 a day if you poll every minute, and one for each 50 of the whole list the first time. Poll less often, or use the LinkupAPI Trigger.',
		onlyIn: {
			apiName: 'LinkupAPI v2',
			advice: "Set 'API Version' of the LinkupAPI credential to v2.",
		},
	},
	sendPilot: {
		limitNames: {
			account_needs_attention: PROVIDERS.sendPilot.limitName('getAccountStatus'),
		},
		account: {
			...sendPilotNode.account,
			description: 'The LinkedIn account to watch',
			whenEmpty: 'Leave empty to watch all accounts',
		},
	},
};

const EVENT_OPTIONS: Readonly<Record<PolledEvent, INodePropertyOptions>> = {
	account_needs_attention: {
		name: 'Account Needs Attention',
		value: 'account_needs_attention',
		description: 'When an account is disabled or has to be connected again',
	},
	connection_accepted: {
		name: 'Connection Accepted',
		value: 'connection_accepted',
		description: "When somebody new is among the account's connections",
	},
	invitation_received: {
		name: 'Invitation Received',
		value: 'invitation_received',
		description: 'When somebody invites the account to connect',
	},
};

function eventsOf(provider: WatchedId): PolledEvent[] {
	return POLLED_EVENTS.filter((event) => WATCHED[provider].limitNames[event] !== undefined);
}

function defaultEvent(events: readonly PolledEvent[]): PolledEvent {
	return events.includes('connection_accepted') ? 'connection_accepted' : 'account_needs_attention';
}

function eventParameter(provider: WatchedId): INodeProperties {
	const events = eventsOf(provider);
	return {
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { provider: [provider] } },
		options: events.map((event) => ({ ...EVENT_OPTIONS[event] })),
		default: defaultEvent(events),
		description:
			'What to wait for. The first poll records what is there and starts nothing. After that, each event starts the workflow once.',
	};
}

/** Seen before the first poll is paid for. */
function costNotice(provider: WatchedId): INodeProperties[] {
	const { cost } = WATCHED[provider];
	if (cost === undefined) return [];
	return [
		{
			displayName: cost,
			name: 'costNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: { provider: [provider], event: ['connection_accepted', 'invitation_received'] },
			},
		},
	];
}

/** The trigger's parameters, beside n8n's own on how often to poll. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: WATCHED_IDS.map((value) => ({ name: PROVIDERS[value].name, value })),
		default: 'connectSafely',
		description: 'The service through which LinkedIn is reached',
	},
	...WATCHED_IDS.map(eventParameter),
	...WATCHED_IDS.flatMap((provider) => costNotice(provider)),
	...WATCHED_IDS.map((provider) =>
		accountParameter({
			...WATCHED[provider].account,
			displayOptions: { show: { provider: [provider] } },
		}),
	),
];

/**
 * Reads what the trigger is to watch from its parameters.
 * @throws InvalidInput
 */
export function readWatching(context: Pick<IPollFunctions, 'getNodeParameter'>): Watching {
	const id = readOne('Provider', WATCHED_IDS, context.getNodeParameter('provider', ''));
	const { limitNames, quietPages, onlyIn } = WATCHED[id];
	const event = readOne('Event', eventsOf(id), context.getNodeParameter('event', ''));
	const accountId = readAccount(context.getNodeParameter('accountId', ''));
	const limitName = limitNames[event] ?? event;
	return { provider: PROVIDERS[id], event, accountId, limitName, quietPages, onlyIn };
}

function readOne<T extends string>(label: string, known: readonly T[], given: unknown): T {
	const found = known.find((one) => one === given);
	if (found !== undefined) return found;
	throw new InvalidInput(
		`The parameter '${label}' is ${show(given)}, which cannot be watched here`,
		`Pick one under '${label}': ${known.join(', ')}.`,
	);
}
