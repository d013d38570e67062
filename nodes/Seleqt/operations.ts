import { InvalidInput } from '../outreach/base/errors';
import { getConnectionStatus } from '../outreach/operations/get-connection-status';
import { implement } from '../outreach/provider/implement';
import type { OwnIdParameter } from '../outreach/provider/provider';
import * as endpoints from './endpoints';
import { toConnectionReport } from './mapping';

/** Seleqt identifies people by its own numbers. */
export const prospectId: OwnIdParameter = {
	name: 'prospectId',
	label: 'Prospect ID',
	placeholder: 'e.g. 1234',
	description: "Seleqt's number for the prospect, as shown in the prospect's URL in Seleqt",
	read: (text, show) => {
		if (/^0*[1-9]\d*$/.test(text)) return text.replace(/^0+/, '');
		throw new InvalidInput(
			`The parameter 'Prospect ID' is ${text === '' ? 'empty' : show(text)}, but Seleqt's IDs are positive integers`,
			'Enter the number that Seleqt shows for the prospect, e.g. 1234. A LinkedIn address does not work here.',
		);
	},
};

export const getConnectionStatusViaSeleqt = implement(getConnectionStatus, {
	limit: 'connection-status',
	inputs: { person: 'ownId' },
	endpoint: endpoints.connectionStatus,
	report: (status, { ownId }) => toConnectionReport(status, ownId),
});
