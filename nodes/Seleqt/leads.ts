import { InvalidInput } from '../outreach/base/errors';
import type { Show } from '../outreach/base/text';
import type { Input } from '../outreach/operations/operation';

type Fields = Input['fields'];

const NUMBER = /^[1-9]\d{0,15}$/;

/** @throws InvalidInput where the list or one of the leads is given by something that is no number of Seleqt's */
export function checkLeads({ fields }: Pick<Input, 'fields'>, show: Show): void {
	const { leadListId = '' } = fields;
	if (!NUMBER.test(leadListId)) {
		throw new InvalidInput(
			`The parameter 'Lead List ID' is ${leadListId === '' ? 'empty' : show(leadListId)}, and Seleqt's IDs are positive integers`,
			"Enter the number that Seleqt gives the lead list, e.g. 742. 'Get Many' of lead lists returns it.",
		);
	}
	const given = idsIn(fields);
	const wrong = given.find((id) => !NUMBER.test(id) || !Number.isSafeInteger(Number(id)));
	if (given.length > 0 && wrong === undefined) return;
	throw new InvalidInput(
		wrong === undefined
			? "The parameter 'Lead IDs' is empty"
			: `The parameter 'Lead IDs' holds ${show(wrong)}, and Seleqt's IDs are positive integers`,
		'Enter the numbers that Seleqt gives the prospects or companies, separated by commas, e.g. 12345, 12346.',
	);
}

/** What is sent to Seleqt; each lead once. */
export function leadsOf(fields: Fields): { prospect_ids: number[] } | { company_ids: number[] } {
	const ids = [...new Set(idsIn(fields))].map(Number);
	return fields.leadType === 'companies' ? { company_ids: ids } : { prospect_ids: ids };
}

function idsIn({ leadIds = '' }: Fields): string[] {
	return leadIds.split(/[\s,;]/).filter((id) => id !== '');
}
