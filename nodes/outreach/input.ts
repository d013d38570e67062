import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { InvalidInput } from './answer';
import { fitNote, type Options } from './options';
import { parseProfile, type Profile } from './profile';
import type { Input, Needs, OutreachSession } from './provider';

const accountSchema = z.union([
	z.string(),
	z.number(),
	z.object({ value: z.union([z.string(), z.number()]).nullish() }),
]);

/**
 * Reads the parameters that an operation needs for one item, and checks them before anything is called.
 * @throws InvalidInput and NotAPerson
 */
export function readInput(
	context: IExecuteFunctions,
	itemIndex: number,
	needs: Needs,
	session: Pick<OutreachSession, 'accountRequired' | 'apiName'>,
	options: Options,
): Input {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '');
	const invitationId =
		needs.person === 'profileOrInvitation' ? readText(parameter('invitationId')) : '';
	return {
		accountId:
			needs.account === 'none' ? null : readAccountId(parameter('accountId'), needs, session),
		profile: readProfile(() => readText(parameter('profile')), needs, invitationId),
		prospectId: needs.person === 'prospect' ? readProspectId(parameter('prospectId')) : null,
		invitationId: invitationId === '' ? null : invitationId,
		note: needs.note ? fitNote(readText(parameter('note')), options.longNote) : null,
	};
}

function readAccountId(
	given: unknown,
	needs: Needs,
	{ accountRequired, apiName }: Pick<OutreachSession, 'accountRequired' | 'apiName'>,
): string | null {
	const parsed = accountSchema.safeParse(given ?? '');
	if (!parsed.success) {
		throw new InvalidInput(
			"The parameter 'Account' is neither picked from the list nor an ID",
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	const value = typeof parsed.data === 'object' ? parsed.data.value : parsed.data;
	const accountId = String(value ?? '').trim();
	// Dots alone would climb in a path.
	if (accountId !== '' && !/^\.+$/.test(accountId)) return accountId;
	if (accountRequired || needs.account === 'required') {
		throw new InvalidInput(
			`${apiName} needs to know which LinkedIn account to use, and the parameter 'Account' is empty`,
			"Pick an account under 'Account', or enter its ID.",
		);
	}
	return null;
}

function readProfile(given: () => string, needs: Needs, invitationId: string): Profile | null {
	if (needs.person === 'none' || needs.person === 'prospect') return null;
	const pasted = given();
	if (needs.person === 'profileOrInvitation' && pasted.trim() === '') {
		if (invitationId !== '') return null;
		throw new InvalidInput(
			"Both 'Profile' and 'Invitation ID' are empty",
			"Fill in 'Profile' with the person who was invited, or 'Invitation ID' with the invitation to withdraw.",
		);
	}
	return parseProfile(pasted);
}

function readProspectId(given: unknown): string {
	const text = readText(given);
	if (/^0*[1-9]\d*$/.test(text)) return text.replace(/^0+/, '');
	throw new InvalidInput(
		`The parameter 'Prospect ID' is ${text === '' ? 'empty' : `'${text.slice(0, 40)}'`}, and Seleqt's IDs are positive integers`,
		'Enter the number that Seleqt shows for the prospect, e.g. 1234. A LinkedIn address does not serve here.',
	);
}

function readText(given: unknown): string {
	return typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
}
