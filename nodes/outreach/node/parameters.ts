import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { NOTE_MAX_LENGTH, OPTION_LABELS } from './options';

/**
 * The parameters that the unified node and the provider nodes share, each under its one name. None is `required` to n8n:
 * n8n would then refuse the whole workflow where the provider is given by an expression and the parameter belongs to
 * another one, or where one item of many lacks it. The node says itself, for each item, what is missing.
 */

/** A parameter that an operation has for itself; where it is shown follows from the operation. */
export type FieldParameter = Omit<INodeProperties, 'displayOptions'>;

export function profileParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Profile',
		name: 'profile',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://www.linkedin.com/in/jane-doe',
		description:
			'The LinkedIn profile of one person: the address of the profile page, such as https://www.linkedin.com/in/jane-doe, its last part (jane-doe), a Sales Navigator lead address, or a URN. Not a name, and not a company page.',
		displayOptions,
	};
}

export function prospectIdParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Prospect ID',
		name: 'prospectId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1234',
		description: "Seleqt's number for the prospect, as shown in its address in Seleqt",
		displayOptions,
	};
}

export interface AccountParameter {
	readonly displayOptions?: IDisplayOptions;
	/** Whether the provider lists its accounts. */
	readonly fromList: boolean;
	/**
	 * Whether to offer *From List* in any case. Parameters that take turns need the same modes: when the provider is
	 * switched, n8n's editor keeps the mode, and a mode that is not offered cannot be left again.
	 */
	readonly takesTurns?: boolean;
	/** Without a full stop. */
	readonly description: string;
	/** What happens without an account, for operations that can do without; without a full stop. */
	readonly whenEmpty?: string;
	readonly placeholder: string;
}

export function accountParameter(account: AccountParameter): INodeProperties {
	const { displayOptions, fromList, takesTurns, description, whenEmpty, placeholder } = account;
	return {
		displayName: 'Account',
		name: 'accountId',
		type: 'resourceLocator',
		default: { mode: fromList ? 'list' : 'id', value: '' },
		description: whenEmpty === undefined ? description : `${description}. ${whenEmpty}.`,
		...(displayOptions ? { displayOptions } : {}),
		modes: [
			...(fromList || takesTurns === true
				? [
						{
							displayName: 'From List',
							name: 'list',
							type: 'list' as const,
							placeholder: 'Select an account...',
							typeOptions: { searchListMethod: 'searchAccounts', searchable: true },
						},
					]
				: []),
			{ displayName: 'By ID', name: 'id', type: 'string' as const, placeholder },
		],
	};
}

export function invitationIdParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Invitation ID',
		name: 'invitationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 7310081824666365952',
		description: "The invitation, where its ID is known. Instead of 'Profile', or beside it.",
		displayOptions,
	};
}

/** Of a list of invitations. */
export const directionParameter: FieldParameter = {
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Received', value: 'received', description: 'Invitations that await an answer' },
		{ name: 'Sent', value: 'sent', description: 'Invitations that nobody has answered yet' },
	],
	default: 'sent',
	description: 'Whose invitations to return',
};

/** *Return All* and *Limit* of a list. */
export function pagingParameters({ show }: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: { show },
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { ...show, returnAll: [false] } },
		},
	];
}

export function simplifyParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions,
	};
}

export function noteParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Note',
		name: 'note',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Hi Jane, your talk on observability helped me a lot.',
		description: `What goes with the invitation, at most ${NOTE_MAX_LENGTH} characters. Leave empty to invite without a note.`,
		displayOptions,
	};
}

/** The `options` collection. `sends` says where the options for sends alone are shown. */
export function optionsParameter(sends: IDisplayOptions, reads: IDisplayOptions): INodeProperties {
	const forSends = { displayOptions: sends };
	const forReads = { displayOptions: reads };
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: OPTION_LABELS.dailyCap,
				name: 'dailyCap',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'The most invitations that an account sends in a UTC day, counted over executions of this node; 0 for no cap',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.delayMaxSeconds,
				name: 'delayMaxSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'The longest pause between two invitations of one account',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.delayMinSeconds,
				name: 'delayMinSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'The shortest pause between two invitations of one account',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.dryRun,
				name: 'dryRun',
				type: 'boolean',
				default: false,
				description: 'Whether to do everything but send',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.forgetLimits,
				name: 'forgetLimits',
				type: 'boolean',
				default: false,
				description:
					'Whether to call the provider again although a limit it reported earlier should still hold. Turn it off again after one run.',
			},
			{
				displayName: OPTION_LABELS.includeInputFields,
				name: 'includeInputFields',
				type: 'boolean',
				default: false,
				description: "Whether to put the input item's fields beneath the answer's",
			},
			{
				displayName: OPTION_LABELS.includeProviderResponse,
				name: 'includeProviderResponse',
				type: 'boolean',
				default: false,
				description: "Whether to add the provider's own answer as 'providerResponse'",
			},
			{
				displayName: OPTION_LABELS.keepInReserve,
				name: 'keepInReserve',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Hold invitations back once the provider says that this many or fewer remain. Those held back leave on Rate Limited.',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.longNote,
				name: 'longNote',
				type: 'options',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'Do not send, and say that the note is too long',
					},
					{ name: 'Omit', value: 'omit', description: 'Send without the note' },
					{ name: 'Truncate', value: 'truncate', description: 'Cut the note at a word' },
				],
				default: 'fail',
				description: `What to do with a note over ${NOTE_MAX_LENGTH} characters`,
				...forSends,
			},
			{
				displayName: OPTION_LABELS.maxConcurrentRequests,
				name: 'maxConcurrentRequests',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 5,
				description:
					'How many requests may be under way at once. Invitations always go one at a time.',
				...forReads,
			},
			{
				displayName: OPTION_LABELS.maxWaitSeconds,
				name: 'maxWaitSeconds',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 60,
				description: "How long a run waits in all, where 'On Rate Limit' is set to wait",
			},
			{
				displayName: OPTION_LABELS.onRateLimit,
				name: 'onRateLimit',
				type: 'options',
				options: [
					{
						name: 'Use the Rate Limited Output',
						value: 'output',
						description: 'Let the item leave at once, with the moment to try again',
					},
					{
						name: 'Wait',
						value: 'wait',
						description:
							'Wait in this node, and use the output only where the wait would be too long',
					},
				],
				default: 'output',
				description: 'What to do with an item that a limit holds back',
			},
			{
				displayName: OPTION_LABELS.requestsPerMinute,
				name: 'requestsPerMinute',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 50,
				description:
					"How many requests may leave in a minute with this key; 0 for as many as go. Without this option: the provider's documented limit.",
			},
			{
				displayName: OPTION_LABELS.skipAlreadyInvited,
				name: 'skipAlreadyInvited',
				type: 'boolean',
				default: true,
				description: 'Whether to skip who was invited by this node before, in any execution',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.skipIfRelated,
				name: 'skipIfRelated',
				type: 'boolean',
				default: false,
				description:
					'Whether to ask the provider first, and not to invite who is connected or has an invitation pending. Costs a request for each person; SendPilot cannot be asked.',
				...forSends,
			},
			{
				displayName: OPTION_LABELS.weeklyCap,
				name: 'weeklyCap',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'The most invitations that an account sends in a week from Monday 00:00 UTC, counted over executions of this node; 0 for no cap',
				...forSends,
			},
		],
	};
}
