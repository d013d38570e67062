import { z } from 'zod';
import { askedOnce, mapAnswer } from '../outreach/answer';
import { checkedBaseUrl } from '../outreach/http/transport';
import { neededSecretSchema, readCredential, secretSchema } from '../outreach/node/credentials';
import type { OutreachSession, Provider } from '../outreach/provider';
import { noSuchAccount, readRefusedSend } from '../outreach/refusals';
import { onlyAbout } from '../outreach/whose';
import { sendPilotClient, type SendPilotClient } from './client';
import { toAccountReport, toSenderReading, toSendReport } from './mapping';

const credentialSchema = z.object({
	apiKey: neededSecretSchema,
	baseUrl: z.string().trim().min(1),
	webhookSecret: secretSchema.default(''),
});

export interface SendPilotSession extends OutreachSession {
	readonly getAccountStatus: NonNullable<OutreachSession['getAccountStatus']>;
	readonly client: SendPilotClient;
}

export const sendPilot: Provider<SendPilotSession> = {
	id: 'sendPilot',
	name: 'SendPilot',
	credentialType: 'sendPilotApi',
	operations: {
		getAccountStatus: { person: 'none', account: 'required' },
		sendConnection: { person: 'profile', account: 'required', note: true },
	},

	limitName(operation) {
		return operation === 'sendConnection' ? 'connect' : 'senders';
	},

	open(credential, connect) {
		const { apiKey, baseUrl, webhookSecret } = readCredential(
			credentialSchema,
			credential,
			'SendPilot',
			{
				apiKey: 'API Key',
				baseUrl: 'Base URL',
				webhookSecret: 'Webhook Secret',
			},
		);
		const transport = connect({
			baseUrl: checkedBaseUrl(baseUrl, 'SendPilot'),
			secrets: [apiKey, webhookSecret],
			identity: [apiKey],
		});
		return sendPilotSession(sendPilotClient(transport));
	},
};

function sendPilotSession(client: SendPilotClient): SendPilotSession {
	const senders = askedOnce(client.senders);
	return {
		client,
		accountRequired: true,
		apiName: 'SendPilot',

		getAccountStatus: async ({ accountId }) => {
			const answer = await senders();
			if (answer.kind !== 'answered') return answer;
			const sender = answer.value.senders.find(({ read }) => read.id === accountId);
			if (!sender) return noSuchAccount('SendPilot', accountId);
			const { read, raw } = sender;
			return {
				...answer,
				value: toAccountReport(read),
				body: raw,
				sendLimit: toSenderReading(read),
			};
		},

		sendConnection: async (input) => {
			const answer = onlyAbout(await client.connect(input), 'SendPilot', input, {
				person: ['recipientLinkedinUrl'],
			});
			return readRefusedSend(answer) ?? mapAnswer(answer, (sent) => toSendReport(sent, input));
		},

		accountReports: async () =>
			mapAnswer(await senders(), ({ senders: all }) =>
				all.map(({ read }) => toAccountReport(read)),
			),
	};
}
