import { InvalidInput } from '../outreach/base/errors';
import type { Show } from '../outreach/base/text';
import type { Input } from '../outreach/operations/operation';

type Fields = Input['fields'];

const NUMBER = /^[1-9]\d{0,15}$/;

/** @throws InvalidInput if the ID of the list or of a lead is not a valid Seleqt number */
export function checkLeads({ fields }: Pick<Input, 'fields'>, show: Show): void {
	checkNumber('Lead List ID', fields.leadListId, 'lead list', show);
	checkNumbers('Lead IDs', fields.leadIds, show);
}

/** @throws InvalidInput for invalid IDs, or for no prospects: Seleqt would then add everyone in the list */
export function checkProspects({ fields }: Pick<Input, 'fields'>, show: Show): void {
	checkNumber('Lead List ID', fields.leadListId, 'lead list', show);
	checkNumber('Campaign ID', fields.campaignId, 'campaign', show);
	checkNumbers('Prospect IDs', fields.prospectIds, show);
}

function checkNumber(label: string, id = '', what: string, show: Show): void {
	if (isId(id)) return;
	throw new InvalidInput(
		`The parameter '${label}' is ${id === '' ? 'empty' : show(id)}, but Seleqt's IDs are positive integers`,
		`Enter Seleqt's number for the ${what}, e.g. 742. 'Get Many' of ${what}s returns it.`,
	);
}

function checkNumbers(label: string, text = '', show: Show): void {
	const given = idsIn(text);
	const wrong = given.find((id) => !isId(id));
	if (given.length > 0 && wrong === undefined) return;
	throw new InvalidInput(
		wrong === undefined
			? `The parameter '${label}' is empty`
			: `The parameter '${label}' holds ${show(wrong)}, but Seleqt's IDs are positive integers`,
		`Enter Seleqt's numbers under '${label}', separated by commas, e.g. 12345, 12346.`,
	);
}

const isId = (id: string) => NUMBER.test(id) && Number.isSafeInteger(Number(id));

/** The request body; each lead once. */
export function leadsOf(fields: Fields): { prospect_ids: number[] } | { company_ids: number[] } {
	const ids = numbersIn(fields.leadIds);
	return fields.leadType === 'companies' ? { company_ids: ids } : { prospect_ids: ids };
}

/**
 * The request body that adds only these prospects to a campaign (vendor page *Add prospects to campaign*).
 * `amount: 0` means no maximum; by default Seleqt takes one prospect per company.
 */
export function prospectsOf({ campaignId, prospectIds, start }: Fields) {
	const ids = numbersIn(prospectIds);
	return {
		campaign: Number(campaignId),
		prospect_ids: ids,
		amount: ids.length,
		prospects_per_company: ids.length,
		allow_duplicates: false,
		activate: start === 'yes',
	};
}

const numbersIn = (text = '') => [...new Set(idsIn(text))].map(Number);

const idsIn = (text: string) => text.split(/[\s,;]/).filter((id) => id !== '');
