import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { NOTE_MAX_LENGTH, OPTION_LABELS } from '../parameters/options';
import { logTableParameter } from './log-parameters';

/** Display conditions of options that not every operation has. */
export interface OptionPlaces {
	readonly sends: IDisplayOptions;
	readonly reads: IDisplayOptions;
	/** Display condition of an option that only some sends have. */
	of(option: OptionName): IDisplayOptions;
}

/** The `options` collection. */
export function optionsParameter({ sends, reads, of }: OptionPlaces): INodeProperties {
	const forSends = { displayOptions: sends };
	const own = (option: OptionName) => ({ displayOptions: of(option) });
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				...number('dailyCap', 0),
				description:
					'Maximum sends per account and UTC day, counted across executions of this node. Invitations and messages count separately. 0 means no cap.',
				...forSends,
			},
			{
				...number('delayMaxSeconds', 0),
				description: 'Longest pause between two sends from the same account',
				...forSends,
			},
			{
				...number('delayMinSeconds', 0),
				description: 'Shortest pause between two sends from the same account',
				...forSends,
			},
			{
				...named('dryRun'),
				type: 'boolean',
				default: false,
				description: 'Whether to check everything but send nothing',
				...forSends,
			},
			{
				...named('forgetLimits'),
				type: 'boolean',
				default: false,
				description:
					'Whether to call the provider even if a limit it reported earlier should still apply. Turn this off again after one run.',
			},
			{
				...named('ifNoteRefused'),
				type: 'options',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'Send nothing and report why the note was refused',
					},
					{
						name: 'Send Without Note',
						value: 'sendWithoutNote',
						description: 'Send the invitation again, without the note',
					},
				],
				default: 'fail',
				description:
					'What to do when the provider refuses the note, because it is too long for the account or no notes are left this month',
				...own('ifNoteRefused'),
			},
			{
				...named('includeInputFields'),
				type: 'boolean',
				default: true,
				description:
					"Whether to add the input item's fields and files to each result. On by default, except for lists and AI tools.",
			},
			{
				...named('includeProviderResponse'),
				type: 'boolean',
				default: false,
				description: "Whether to add the provider's own answer as 'providerResponse'",
			},
			{
				...named('includeRateLimit'),
				type: 'boolean',
				default: false,
				description: "Whether to add what the provider reports about its limits as 'rateLimit'",
			},
			{
				...number('keepInReserve', 0),
				description:
					'Stop sending once the provider reports this many or fewer remaining. Items held back go to the Rate Limited output.',
				...forSends,
			},
			{ ...logTableParameter('memory', 'dataTable') },
			{
				...named('longNote'),
				type: 'options',
				options: [
					{
						name: 'Fail',
						value: 'fail',
						description: 'Send nothing and report that the note is too long',
					},
					{ name: 'Omit', value: 'omit', description: 'Send the invitation without the note' },
					{
						name: 'Truncate',
						value: 'truncate',
						description: 'Cut the note, at a word if possible',
					},
				],
				default: 'fail',
				description: "What to do with a note longer than 'Max Note Length'",
				...own('longNote'),
			},
			{
				...number('maxConcurrentRequests', 5, 1),
				description:
					'Maximum number of requests in progress at once. Sends always run one at a time.',
				displayOptions: reads,
			},
			{
				...number('maxNoteLength', NOTE_MAX_LENGTH, 1),
				typeOptions: { minValue: 1, maxValue: NOTE_MAX_LENGTH },
				description:
					'Maximum characters in a note. LinkedIn allows 200 for accounts without Premium.',
				...own('maxNoteLength'),
			},
			{
				...number('maxWaitSeconds', 60),
				description: "Maximum total wait per run when 'On Rate Limit' is set to wait",
			},
			{
				...named('memory'),
				type: 'options',
				options: [
					{
						name: 'Data Table',
						value: 'dataTable',
						description:
							'A log that people can see and edit, shared by all nodes with the same table',
					},
					{
						name: 'This Node',
						value: 'node',
						description: "In n8n's database, for this node only",
					},
				],
				default: 'node',
				description: 'Where to remember sent invitations and messages',
				...forSends,
			},
			{
				...named('onRateLimit'),
				type: 'options',
				options: [
					{
						name: 'Use the Rate Limited Output',
						value: 'output',
						description: 'Send the item to that output at once, with the time to try again',
					},
					{
						name: 'Wait',
						value: 'wait',
						description: 'Wait in this node, and use the output only if the wait would be too long',
					},
				],
				default: 'output',
				description: 'What to do with an item that a limit holds back',
			},
			{
				...number('requestsPerMinute', 50),
				description:
					"Maximum requests per minute for this API key. 0 turns pacing off. Without this option, the provider's documented limit applies.",
			},
			{
				...named('requireConnection'),
				type: 'boolean',
				default: true,
				description:
					'Whether to check first and message only people the account is connected to. Costs one request per person. Has no effect if the provider cannot check this.',
				...own('requireConnection'),
			},
			{
				...text('sendFrom', 'e.g. 09:00'),
				description:
					"Time of day from which to send, in the workflow's time zone. Outside the sending hours, items go to the Rate Limited output.",
				...forSends,
			},
			{
				...named('sendOn'),
				type: 'multiOptions',
				// In weekday order, not alphabetical.
				options: WEEKDAYS.map((name, index) => ({ name, value: index + 1 })),
				default: [],
				description:
					"Days of the week on which to send, in the workflow's time zone. Choose none for every day.",
				...forSends,
			},
			{
				...text('sendUntil', 'e.g. 17:30'),
				description:
					"Time of day at which to stop sending, in the workflow's time zone. A time before 'Send From' means the next day.",
				...forSends,
			},
			{
				...named('skipAlreadyInvited'),
				type: 'boolean',
				default: true,
				description:
					"Whether to skip people already invited by this node or, with 'Memory' set to a Data Table, by any node with that table",
				...own('skipAlreadyInvited'),
			},
			{
				...named('skipAlreadySent'),
				type: 'boolean',
				default: true,
				description:
					"Whether to skip people already sent the same text by this node or, with 'Memory' set to a Data Table, by any node with that table",
				...own('skipAlreadySent'),
			},
			{
				...named('skipIfRelated'),
				type: 'boolean',
				default: false,
				description:
					'Whether to check first and skip people who are already connected or have a pending invitation. Costs one request per person. Has no effect if the provider cannot check this.',
				...own('skipIfRelated'),
			},
			{
				...number('weeklyCap', 0),
				description:
					'Maximum sends per account and week, from Monday 00:00 UTC, counted across executions of this node. Invitations and messages count separately. 0 means no cap.',
				...forSends,
			},
		],
	};
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

type OptionName = keyof typeof OPTION_LABELS;

const named = (name: OptionName) => ({ displayName: OPTION_LABELS[name], name });

function number(name: OptionName, otherwise: number, minValue = 0): INodeProperties {
	return { ...named(name), type: 'number', typeOptions: { minValue }, default: otherwise };
}

function text(name: OptionName, placeholder: string): INodeProperties {
	return { ...named(name), type: 'string', default: '', placeholder };
}
