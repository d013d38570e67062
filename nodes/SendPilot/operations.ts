import { getAccountStatus } from '../outreach/operations/get-account-status';
import { noSuchAccount } from '../outreach/operations/refusals';
import { sendConnection } from '../outreach/operations/send-connection';
import { implement, implementBy } from '../outreach/provider/implement';
import type { SendPilotApi } from './api';
import * as endpoints from './endpoints';
import { toAccountReport, toSenderLimit, toSendReport } from './mapping';

/** The limit that what concerns senders counts against. */
export const SENDERS_LIMIT = 'senders';

export const getAccountStatusViaSendPilot = implementBy(getAccountStatus, {
	limit: SENDERS_LIMIT,
	inputs: { account: 'required' },
	call: async ({ senders }: SendPilotApi, { accountId }) => {
		const answer = await senders();
		if (answer.kind !== 'answered') return answer;
		const sender = answer.value.senders.find(({ read }) => read.id === accountId);
		if (!sender) return noSuchAccount('SendPilot', accountId);
		const { read, raw } = sender;
		const { response } = answer;
		return {
			...answer,
			value: toAccountReport(read),
			response: response && { ...response, body: raw, sendLimit: toSenderLimit(read) },
		};
	},
});

export const sendConnectionViaSendPilot = implement(sendConnection, {
	limit: 'connect',
	inputs: { account: 'required' },
	endpoint: endpoints.connect,
	report: toSendReport,
	about: { person: ['recipientLinkedinUrl'] },
});
