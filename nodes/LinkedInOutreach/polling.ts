import type { INodeProperties, INodePropertyOptions, IPollFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from '../outreach/base/errors';
import { show } from '../outreach/base/text';
import { HOUR_MS } from '../outreach/base/time';
import { logTableParameter } from '../outreach/node/log-parameters';
import { accountParameter } from '../outreach/node/shared-parameters';
import { readAccount } from '../outreach/parameters/input';
import { tableId, yesOrNo } from '../outreach/parameters/plain-values';
import {
	canPoll,
	POLLED_EVENTS,
	type PolledEvent,
	type Provider,
} from '../outreach/provider/provider';
import type { PollConfig } from '../outreach/trigger/poll-node';
import { PROVIDERS } from './registry';

/** The providers that can be watched. */
export const POLLED_PROVIDERS = PROVIDERS.filter(({ polls }) => polls !== undefined);

const EVENT_OPTIONS: Readonly<Record<PolledEvent, INodePropertyOptions>> = {
	account_needs_attention: {
		name: 'Account Needs Attention',
		value: 'account_needs_attention',
		description: 'When an account is disabled or must be reconnected',
	},
	connection_accepted: {
		name: 'Connection Accepted',
		value: 'connection_accepted',
		description: 'When the account has a new connection',
	},
	invitation_not_accepted: {
		name: 'Invitation Not Accepted',
		value: 'invitation_not_accepted',
		description: 'When an invitation from the account has been pending for a number of days',
	},
	invitation_received: {
		name: 'Invitation Received',
		value: 'invitation_received',
		description: 'When someone invites the account to connect',
	},
	reply_received: {
		name: 'Reply Received',
		value: 'reply_received',
		description: 'When someone writes to the account',
	},
};

function eventsOf(provider: Provider): PolledEvent[] {
	return POLLED_EVENTS.filter((event) => canPoll(provider, event));
}

/** Events that are found by reading one of LinkedIn's lists. */
function listEventsOf(provider: Provider): PolledEvent[] {
	return eventsOf(provider).filter((event) => event !== 'account_needs_attention');
}

function defaultEvent(events: readonly PolledEvent[]): PolledEvent {
	return events.includes('connection_accepted') ? 'connection_accepted' : 'account_needs_attention';
}

function eventParameter(provider: Provider): INodeProperties {
	const events = eventsOf(provider);
	const except = canPoll(provider, 'invitation_not_accepted')
		? ", except by 'Invitation Not Accepted'"
		: '';
	return {
		displayName: 'Event',
		name: 'event',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { provider: [provider.id] } },
		options: events.map((event) => ({ ...EVENT_OPTIONS[event] })),
		default: defaultEvent(events),
		description: `The event to wait for. The first poll records the current state and starts nothing${except}. After that, each event starts the workflow once.`,
	};
}

/** When to read the lists, for providers that ask for random times. */
function momentsParameter(provider: Provider): INodeProperties[] {
	const { id, name, polls } = provider;
	if (polls?.atRandom === undefined) return [];
	const { fromHours, toHours, why } = polls.atRandom;
	return [
		{
			displayName: 'When to Ask',
			name: 'whenToAsk',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'At Random Moments',
					value: 'random',
					description: `${fromHours} to ${toHours} hours after the last request, regardless of 'Poll Times'`,
				},
				{
					name: 'At Every Poll Time',
					value: 'always',
					description: "At each of the 'Poll Times'",
				},
			],
			default: 'random',
			description: `When to request the list from ${name}. ${why}.`,
			displayOptions: { show: { provider: [id], event: listEventsOf(provider) } },
		},
	];
}

/** Shown in the panel, so that people know the cost before the first poll. */
function costNotices(provider: Provider): INodeProperties[] {
	const { id, polls } = provider;
	if (polls?.cost === undefined) return [];
	const { cost, costs = {} } = polls;
	const events = listEventsOf(provider);
	const notices = new Map<string, PolledEvent[]>();
	for (const event of events) {
		const notice = costs[event] ?? cost;
		notices.set(notice, [...(notices.get(notice) ?? []), event]);
	}
	return [...notices].map(([displayName, shownFor], index) => ({
		displayName,
		name: index === 0 ? 'costNotice' : `costNotice${index + 1}`,
		type: 'notice',
		default: '',
		displayOptions: { show: { provider: [id], event: shownFor } },
	}));
}

/** Events caused by people who may be in the log. */
const EVENTS_OF_PEOPLE: readonly PolledEvent[] = ['connection_accepted', 'reply_received'];

const MOST_DAYS = 365;

const DAYS: INodeProperties = {
	displayName: 'Days',
	name: 'days',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_DAYS, numberPrecision: 0 },
	default: 14,
	description:
		'Start the workflow once for each invitation that is still pending this many days after it was sent, including invitations that are already older when you activate the workflow. If the provider gives only rough dates such as "2 weeks ago", the shortest possible time counts.',
	displayOptions: {
		show: {
			provider: POLLED_PROVIDERS.filter((one) => canPoll(one, 'invitation_not_accepted')).map(
				({ id }) => id,
			),
			event: ['invitation_not_accepted'],
		},
	},
};

/** The trigger's parameters, without n8n's own 'Poll Times'. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: POLLED_PROVIDERS.map(({ id, name }) => ({ name, value: id })),
		// n8n does not save default values, so a different default would change saved workflows.
		default: 'connectSafely',
		description: 'The service to access LinkedIn through',
	},
	...POLLED_PROVIDERS.map(eventParameter),
	DAYS,
	...POLLED_PROVIDERS.flatMap(costNotices),
	...POLLED_PROVIDERS.flatMap(momentsParameter),
	...POLLED_PROVIDERS.map(({ id, account, polls }) =>
		accountParameter(
			{
				...account,
				description: 'The LinkedIn account to watch',
				whenEmpty: polls?.whenEmpty,
			},
			{ displayOptions: { show: { provider: [id] } } },
		),
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: { event: [...EVENTS_OF_PEOPLE] } },
		options: [
			logTableParameter('onlyFromLog', true),
			{
				displayName: 'Only From Log',
				name: 'onlyFromLog',
				type: 'boolean',
				default: false,
				description:
					"Whether to start the workflow only for people in a log: those that nodes with the same 'Log Table' have invited or messaged. When they accept an invitation, the log records it.",
			},
		],
	},
];

const triggerOptionsSchema = z.object({
	onlyFromLog: yesOrNo.default(false),
	logTable: tableId.optional(),
});

/**
 * Reads from the parameters what the trigger watches.
 * @throws InvalidInput
 */
export function readPollConfig(context: Pick<IPollFunctions, 'getNodeParameter'>): PollConfig {
	const ids = POLLED_PROVIDERS.map(({ id }) => id);
	const id = readOne('Provider', ids, context.getNodeParameter('provider', ''));
	const provider = POLLED_PROVIDERS.find((one) => one.id === id);
	if (!provider) throw new TypeError(`${id} cannot be watched`);
	const event = readOne('Event', eventsOf(provider), context.getNodeParameter('event', ''));
	const accountId = readAccount(context.getNodeParameter('accountId', ''));
	const days = event === 'invitation_not_accepted' ? readDays(context) : 0;
	const logTable = readLogTable(context, event);
	return { provider, event, accountId, days, logTable, gap: readGap(context, provider, event) };
}

/** The ID of the log that people must be in, for events caused by people; otherwise null. */
function readLogTable(
	context: Pick<IPollFunctions, 'getNodeParameter'>,
	event: PolledEvent,
): string | null {
	if (!EVENTS_OF_PEOPLE.includes(event)) return null;
	const read = triggerOptionsSchema.safeParse(context.getNodeParameter('options', {}));
	if (read.success && !read.data.onlyFromLog) return null;
	if (read.data?.logTable !== undefined) return read.data.logTable;
	throw new InvalidInput(
		"The option 'Only From Log' is on, but no table is chosen in the option 'Log Table'",
		"Add the option 'Log Table' and pick a Data Table, or remove the option 'Only From Log'.",
	);
}

function readDays(context: Pick<IPollFunctions, 'getNodeParameter'>): number {
	const given = context.getNodeParameter('days', DAYS.default);
	const days = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof days === 'number' && days >= 1 && days <= MOST_DAYS) return days;
	throw new InvalidInput(
		`The parameter 'Days' is ${show(given)}, which is not a valid number of days`,
		`Enter a number from 1 to ${MOST_DAYS}.`,
	);
}

function readGap(
	context: Pick<IPollFunctions, 'getNodeParameter'>,
	provider: Provider,
	event: PolledEvent,
): PollConfig['gap'] {
	const { polls } = provider;
	if (!polls?.atRandom || !listEventsOf(provider).includes(event)) return null;
	const given = context.getNodeParameter('whenToAsk', 'random');
	const when = readOne('When to Ask', ['random', 'always'], given);
	const { fromHours, toHours } = polls.atRandom;
	return when === 'always' ? null : { from: fromHours * HOUR_MS, to: toHours * HOUR_MS };
}

function readOne<T extends string>(label: string, known: readonly T[], given: unknown): T {
	const found = known.find((one) => one === given);
	if (found !== undefined) return found;
	throw new InvalidInput(
		`The parameter '${label}' is ${show(given)}, which cannot be watched here`,
		`Pick one under '${label}': ${known.join(', ')}.`,
	);
}
