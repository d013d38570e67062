import { InvalidInput } from '../outreach/base/errors';
import type { Ask } from '../outreach/provider/ask';
import { keyCredential, type KeyCredential } from '../outreach/provider/credentials';
import type { ProviderManifest } from '../outreach/provider/provider';
import { seleqtNode } from './node';
import { getConnectionStatusViaSeleqt, prospectId } from './operations';
import { ERRORS, LIMITS } from './rules';

export const seleqt: ProviderManifest<Ask, KeyCredential> = {
	id: 'seleqt',
	name: 'Seleqt',
	credential: keyCredential('seleqtApi'),
	limits: LIMITS,
	errors: ERRORS,
	versions: [{ id: 'only', name: 'Seleqt', account: 'optional' }],
	open: (ask) => ask,
	operations: [getConnectionStatusViaSeleqt],
	ownId: prospectId,
	account: {
		fromList: false,
		description: 'The ID of the LinkedIn account to check with; Seleqt does not list its accounts',
		whenEmpty: 'Leave empty for the first active one',
		placeholder: 'e.g. 7',
	},
	checkAccountId: (accountId, show) => {
		if (/^[1-9]\d*$/.test(accountId)) return;
		throw new InvalidInput(
			`The parameter 'Account' is ${show(accountId)}, but Seleqt's account IDs are positive integers`,
			"Enter Seleqt's number for the LinkedIn account, or leave 'Account' empty to use the first active one.",
		);
	},
	node: seleqtNode,
};
