import { z } from 'zod';
import { attempt, InvalidInput } from '../base/errors';
import { withoutAnyInvisible } from '../base/invisible';
import { findGap, findUnresolved, type Show } from '../base/text';
import { MOST_MESSAGES, USUAL_MESSAGES } from '../operations/get-conversation';
import type { Input, OperationInputs } from '../operations/operation';
import { NotAPerson, parseProfile, type Profile } from '../people/profile';
import type { ApiVersion, FieldParameter, OwnIdParameter } from '../provider/provider';
import type { ItemParameters } from './item-parameters';
import { fitNote, type Options } from './options';
import { readCount } from './paging';

/** The displayed names of the parameters. */
const LABELS = {
	accountId: 'Account',
	invitationId: 'Invitation ID',
	message: 'Message',
	note: 'Note',
	profile: 'Profile',
} as const;

const accountSchema = z.union([
	z.object({ value: z.union([z.string(), z.number()]).nullish() }),
	z.string(),
	z.number(),
]);

const NO_FIELDS = {};

/** What an operation reads from an item. */
interface Wanted {
	readonly inputs: OperationInputs;
	readonly version: ApiVersion;
	/** For providers that identify people by their own IDs. */
	readonly ownId?: OwnIdParameter;
	readonly options: Options;
	readonly fields?: readonly FieldParameter[];
}

/**
 * Reads and checks the parameters that an operation needs for one item, before anything is called.
 * @throws InvalidInput and NotAPerson
 */
export function readInput(
	parameters: ItemParameters,
	itemIndex: number,
	{ inputs, version, ownId, options, fields = [] }: Wanted,
): Input {
	const { show } = parameters;
	const textOf = (name: string, label: string) =>
		readText(label, parameters.read(name, label, itemIndex, ''));
	const text = (name: keyof typeof LABELS) => textOf(name, LABELS[name]);
	const given = (name: string, label: string, otherwise: unknown) =>
		parameters.readGiven(name, label, itemIndex, otherwise);
	const account = () =>
		isAccountRequired(inputs, version)
			? parameters.read('accountId', LABELS.accountId, itemIndex, '')
			: given('accountId', LABELS.accountId, '');
	const hasAccount = inputs.account !== 'none' && version.account !== 'ignored';
	const invitationId = inputs.person === 'profileOrInvitation' ? text('invitationId') : '';
	return {
		accountId: hasAccount ? checkAccount(readAccount(account()), inputs, version) : null,
		profile: readProfile(() => text('profile'), inputs, invitationId, show),
		ownId:
			inputs.person === 'ownId' && ownId ? ownId.read(textOf(ownId.name, ownId.label), show) : null,
		invitationId: invitationId === '' ? null : invitationId,
		note: inputs.note ? fitNote(readProse(parameters, 'note', itemIndex), options) : null,
		message: inputs.message ? readMessage(parameters, itemIndex) : null,
		limit: inputs.limit ? readCount(parameters, itemIndex, USUAL_MESSAGES, MOST_MESSAGES) : null,
		fields:
			fields.length === 0
				? NO_FIELDS
				: Object.fromEntries(
						fields.map((field) => [
							field.name,
							readField(field, given(field.name, field.displayName, field.default), show),
						]),
					),
	};
}

/**
 * The parameter 'Account': chosen from the list, or an ID from an expression; null if it is empty.
 * @throws InvalidInput
 */
export function readAccount(given: unknown): string | null {
	const parsed = accountSchema.safeParse(given ?? '');
	if (!parsed.success) {
		throw new InvalidInput(
			"The parameter 'Account' is neither an account from the list nor an ID",
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	const value = typeof parsed.data === 'object' ? parsed.data.value : parsed.data;
	const accountId = readText(LABELS.accountId, value);
	if (/^\.+$/.test(accountId)) {
		throw new InvalidInput(
			`The parameter 'Account' is '${accountId}', which is not an ID`,
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	return accountId === '' ? null : accountId;
}

function isAccountRequired({ account }: OperationInputs, version: ApiVersion): boolean {
	return (version.account === 'required' && account !== 'filter') || account === 'required';
}

function checkAccount(
	accountId: string | null,
	inputs: OperationInputs,
	version: ApiVersion,
): string | null {
	if (accountId !== null) return accountId;
	if (isAccountRequired(inputs, version)) {
		throw new InvalidInput(
			`${version.name} needs to know which LinkedIn account to use, but the parameter 'Account' is empty`,
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	return null;
}

function readProfile(
	given: () => string,
	inputs: OperationInputs,
	invitationId: string,
	show: Show,
): Profile | null {
	if (inputs.person === 'none' || inputs.person === 'ownId') return null;
	const pasted = given();
	if (inputs.person === 'profileOrInvitation' && pasted.trim() === '') {
		if (invitationId !== '') return null;
		throw new InvalidInput(
			"Both 'Profile' and 'Invitation ID' are empty",
			"Enter the invited person under 'Profile', or the invitation to withdraw under 'Invitation ID'.",
		);
	}
	const read = attempt(() => parseProfile(pasted));
	if (read.kind === 'returned') return read.value;
	const { thrown } = read;
	if (!(thrown instanceof NotAPerson) || pasted.trim() === '') throw thrown;
	throw new InvalidInput(`${thrown.message}: ${show(pasted)}`, thrown.description);
}

/**
 * A text for a person to read. Refuses traces of an expression without a value, so that nobody receives "Hi
 * undefined" or "Hi ,".
 * @throws InvalidInput
 */
function readProse(
	parameters: ItemParameters,
	name: 'note' | 'message',
	itemIndex: number,
): string {
	const label = LABELS[name];
	const text = readText(label, parameters.readText(name, label, itemIndex));
	const found = findUnresolved(text) ?? findGap(text);
	if (found === null) return text;
	throw new InvalidInput(
		`The parameter '${label}' holds ${parameters.show(found)}: an expression in it seems to have no value`,
		`Check the expressions in '${label}', and give each a fallback, such as {{ $json.firstName || 'there' }}.`,
	);
}

/** @throws InvalidInput */
function readMessage(parameters: ItemParameters, itemIndex: number): string {
	const text = readProse(parameters, 'message', itemIndex);
	if (withoutAnyInvisible(text).trim() !== '') return text;
	throw new InvalidInput(
		"The parameter 'Message' is empty",
		"Enter the text to send under 'Message'. If it is an expression, check that its field has a value.",
	);
}

/** An operation's own parameter: one of its choices or, if it takes several values, all of them separated by commas. */
function readField(field: FieldParameter, given: unknown, show: Show): string {
	const value = readText(field.displayName, Array.isArray(given) ? given.join(',') : given);
	if (field.type !== 'options') return value;
	const choices = (field.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
	if (choices.includes(value)) return value;
	throw new InvalidInput(
		`The parameter '${field.displayName}' is ${show(value)}, which is not one of its options`,
		`Pick one under '${field.displayName}', or make the expression return one of ${choices.join(', ')}.`,
	);
}

/**
 * Text or a number, as an expression may return it; no value is empty. Anything else is an error, otherwise it
 * would be dropped unnoticed.
 */
function readText(label: string, given: unknown): string {
	if (given === null || given === undefined) return '';
	if (typeof given === 'number' && Number.isSafeInteger(given)) return String(given);
	if (typeof given === 'string' && !/\p{Surrogate}/u.test(given)) return given.trim();
	const found = typeof given === 'number' ? 'a number that was rounded' : whatIs(given);
	throw new InvalidInput(
		`The parameter '${label}' is ${found}, but must be text`,
		`Make the expression return text. A long ID must be text from the start: as a number, it loses digits.`,
	);
}

function whatIs(given: unknown): string {
	if (Array.isArray(given)) return 'a list';
	if (typeof given === 'string') return 'text with broken characters';
	return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
}
