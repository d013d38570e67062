import { z } from 'zod';
import { InvalidInput } from '../answer';
import { NotAPerson, parseProfile, type Profile } from '../profile';
import type { Input, Needs, OutreachSession } from '../provider';
import { findGap, findUnresolved, type Show } from '../text';
import { attempt, type ItemParameters } from './item-parameters';
import { fitNote, type Options } from './options';
import type { FieldParameter } from './parameters';

/** The parameters by the names that a person sees. */
const LABELS = {
	accountId: 'Account',
	invitationId: 'Invitation ID',
	note: 'Note',
	profile: 'Profile',
	prospectId: 'Prospect ID',
} as const;

const accountSchema = z.union([
	z.string(),
	z.number(),
	z.object({ value: z.union([z.string(), z.number()]).nullish() }),
]);

const NO_FIELDS = {};

/** What an operation reads of an item. */
interface Wanted {
	readonly needs: Needs;
	readonly session: Pick<OutreachSession, 'accountRequired' | 'accountIgnored' | 'apiName'>;
	readonly options: Options;
	readonly fields?: readonly FieldParameter[];
}

/**
 * Reads the parameters that an operation needs for one item, and checks them before anything is called.
 * @throws InvalidInput and NotAPerson
 */
export function readInput(
	parameters: ItemParameters,
	itemIndex: number,
	{ needs, session, options, fields = [] }: Wanted,
): Input {
	const { show } = parameters;
	const text = (name: keyof typeof LABELS) =>
		readText(LABELS[name], parameters.read(name, LABELS[name], itemIndex, ''));
	const given = (name: string, label: string, otherwise: unknown) =>
		parameters.readGiven(name, label, itemIndex, otherwise);
	const account = () =>
		isAccountRequired(needs, session)
			? parameters.read('accountId', LABELS.accountId, itemIndex, '')
			: given('accountId', LABELS.accountId, '');
	const hasAccount = needs.account !== 'none' && session.accountIgnored !== true;
	const invitationId = needs.person === 'profileOrInvitation' ? text('invitationId') : '';
	return {
		accountId: hasAccount ? checkAccount(readAccount(account()), needs, session) : null,
		profile: readProfile(() => text('profile'), needs, invitationId, show),
		prospectId: needs.person === 'prospect' ? readProspectId(text('prospectId'), show) : null,
		invitationId: invitationId === '' ? null : invitationId,
		note: needs.note ? fitNote(readMessage(parameters, 'note', itemIndex), options) : null,
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
 * The parameter 'Account': picked from the list, or an ID as an expression gives it; null where it is empty.
 * @throws InvalidInput
 */
export function readAccount(given: unknown): string | null {
	const parsed = accountSchema.safeParse(given ?? '');
	if (!parsed.success) {
		throw new InvalidInput(
			"The parameter 'Account' is neither picked from the list nor an ID",
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

function isAccountRequired({ account }: Needs, { accountRequired }: Wanted['session']): boolean {
	return (accountRequired && account !== 'filter') || account === 'required';
}

function checkAccount(
	accountId: string | null,
	needs: Needs,
	session: Wanted['session'],
): string | null {
	if (accountId !== null) return accountId;
	if (isAccountRequired(needs, session)) {
		throw new InvalidInput(
			`${session.apiName} needs to know which LinkedIn account to use, and the parameter 'Account' is empty`,
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	return null;
}

function readProfile(
	given: () => string,
	needs: Needs,
	invitationId: string,
	show: Show,
): Profile | null {
	if (needs.person === 'none' || needs.person === 'prospect') return null;
	const pasted = given();
	if (needs.person === 'profileOrInvitation' && pasted.trim() === '') {
		if (invitationId !== '') return null;
		throw new InvalidInput(
			"Both 'Profile' and 'Invitation ID' are empty",
			"Fill in 'Profile' with the person who was invited, or 'Invitation ID' with the invitation to withdraw.",
		);
	}
	const read = attempt(() => parseProfile(pasted));
	if ('value' in read) return read.value;
	const { thrown } = read;
	if (!(thrown instanceof NotAPerson) || pasted.trim() === '') throw thrown;
	throw new InvalidInput(`${thrown.message}: ${show(pasted)}`, thrown.description);
}

/**
 * A text that a person will read. Traces of an expression without a value are refused: nobody is to be written
 * "Hi undefined" or "Hi ,".
 * @throws InvalidInput
 */
function readMessage(parameters: ItemParameters, name: 'note', itemIndex: number): string {
	const label = LABELS[name];
	const text = readText(label, parameters.readText(name, label, itemIndex));
	const found = findUnresolved(text) ?? findGap(text);
	if (found === null) return text;
	throw new InvalidInput(
		`The parameter '${label}' holds ${parameters.show(found)}, where an expression seems to have no value`,
		`Check the expressions in '${label}', and give each a fallback, such as {{ $json.firstName || 'there' }}.`,
	);
}

function readProspectId(text: string, show: Show): string {
	if (/^0*[1-9]\d*$/.test(text)) return text.replace(/^0+/, '');
	throw new InvalidInput(
		`The parameter 'Prospect ID' is ${text === '' ? 'empty' : show(text)}, and Seleqt's IDs are positive integers`,
		'Enter the number that Seleqt shows for the prospect, e.g. 1234. A LinkedIn address does not work here.',
	);
}

/** An operation's own parameter: of a choice, only what can be chosen; of several values, all, with commas between. */
function readField(field: FieldParameter, given: unknown, show: Show): string {
	const value = readText(field.displayName, Array.isArray(given) ? given.join(',') : given);
	if (field.type !== 'options') return value;
	const choices = (field.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
	if (choices.includes(value)) return value;
	throw new InvalidInput(
		`The parameter '${field.displayName}' is ${show(value)}, which is none of its choices`,
		`Pick one under '${field.displayName}', or let the expression give one of ${choices.join(', ')}.`,
	);
}

/** Text or a number, as an expression may give it; nothing is empty. Anything else would be left out unnoticed. */
function readText(label: string, given: unknown): string {
	if (given === null || given === undefined) return '';
	if (typeof given === 'number' && Number.isSafeInteger(given)) return String(given);
	if (typeof given === 'string' && !/\p{Surrogate}/u.test(given)) return given.trim();
	const found = typeof given === 'number' ? 'a number that was rounded' : whatIs(given);
	throw new InvalidInput(
		`The parameter '${label}' is ${found}, and text is needed`,
		`Let the expression give text. An ID of many digits has to be text from the start: as a number it loses digits.`,
	);
}

function whatIs(given: unknown): string {
	if (Array.isArray(given)) return 'a list';
	if (typeof given === 'string') return 'text with broken characters';
	return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
}
