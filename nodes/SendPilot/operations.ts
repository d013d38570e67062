import { InvalidInput } from '../outreach/base/errors';
import { getAccountStatus } from '../outreach/operations/get-account-status';
import { noSuchAccount } from '../outreach/operations/refusals';
import { sendConnection } from '../outreach/operations/send-connection';
import { sendMessage } from '../outreach/operations/send-message';
import { implement, implementBy } from '../outreach/provider/implement';
import type { SendPilotApi } from './api';
import * as endpoints from './endpoints';
import { toAccountReport, toMessageReport, toSenderLimit, toSendReport } from './mapping';

/** The limit for operations on senders. */
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

/** The longest message (vendor page *Send a message*). */
const LONGEST_MESSAGE = 8_000;

export const sendMessageViaSendPilot = implement(sendMessage, {
	limit: 'message',
	inputs: { account: 'required' },
	check: ({ message, profile }) => {
		const { length } = message ?? '';
		if (length > LONGEST_MESSAGE) {
			throw new InvalidInput(
				`The message is ${length} characters long, but SendPilot accepts at most ${LONGEST_MESSAGE}`,
				"Shorten 'Message'.",
			);
		}
		if (profile?.publicIdentifier !== null) return;
		throw new InvalidInput(
			'SendPilot cannot message a person who is given by an ID',
			"Give the address of the person's profile page under 'Profile', such as https://www.linkedin.com/in/jane-doe.",
		);
	},
	endpoint: endpoints.sendMessage,
	report: toMessageReport,
	about: { person: ['recipientLinkedinUrl'] },
});
