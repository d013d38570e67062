import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { MOST_MESSAGES, USUAL_MESSAGES } from '../operations/get-conversation';
import { NOTE_MAX_LENGTH } from '../parameters/options';
import type { AccountParameter, FieldParameter, OwnIdParameter } from '../provider/provider';

/**
 * The parameters shared by the unified node and the provider nodes, each with one name. None is `required` in n8n's
 * sense, because n8n would then refuse the whole workflow if the provider is an expression and the parameter belongs to
 * another one, or if one of many items lacks it. The node itself reports what is missing, for each item.
 */

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

/** The provider's own ID of a person. */
export function ownIdParameter(
	{ name, label, placeholder, description }: OwnIdParameter,
	displayOptions: IDisplayOptions,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'string',
		default: '',
		placeholder,
		description,
		displayOptions,
	};
}

interface AccountPlace {
	readonly displayOptions?: IDisplayOptions;
	/**
	 * Whether to always offer *From List*. Parameters that replace each other need the same modes: when the
	 * provider changes, n8n's editor keeps the mode, and a mode that is not offered cannot be changed.
	 */
	readonly takesTurns?: boolean;
}

export function accountParameter(
	{ fromList, description, whenEmpty, placeholder }: AccountParameter,
	{ displayOptions, takesTurns }: AccountPlace = {},
): INodeProperties {
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
		description: "The invitation's ID, if you know it. Enter it instead of 'Profile', or as well.",
		displayOptions,
	};
}

/** For lists of invitations. */
export const directionParameter: FieldParameter = {
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Received', value: 'received', description: 'Invitations waiting for an answer' },
		{ name: 'Sent', value: 'sent', description: 'Invitations not answered yet' },
	],
	default: 'sent',
	description: 'Whose invitations to return',
};

const limit: FieldParameter = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
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
		{ ...limit, displayOptions: { show: { ...show, returnAll: [false] } } },
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

/** *Limit* of an operation that returns up to that many entries in one item. */
export function limitParameter(displayOptions: IDisplayOptions): INodeProperties {
	const typeOptions = { minValue: 1, maxValue: MOST_MESSAGES };
	return { ...limit, typeOptions, default: USUAL_MESSAGES, displayOptions };
}

export function messageParameter(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 5 },
		default: '',
		placeholder: 'e.g. Hi Jane, thanks for connecting!',
		description: 'The text to send',
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
		description: `Text to send with the invitation, at most ${NOTE_MAX_LENGTH} characters. Leave empty to invite without a note.`,
		displayOptions,
	};
}
