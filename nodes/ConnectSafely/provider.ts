import { z } from 'zod';
import { failedWith, mapAnswer, type Answer } from '../outreach/answer';
import type { Profile } from '../outreach/profile';
import { readCredential } from '../outreach/credentials';
import type { Input, OutreachSession, Provider } from '../outreach/provider';
import { fullName } from '../outreach/reading';
import { readRefusedSend, readRefusedWithdraw } from '../outreach/refusals';
import { checkedBaseUrl } from '../outreach/transport';
import { connectSafelyClient, type ConnectSafelyClient } from './client';
import {
	notAmongSent,
	standingOf,
	toAccountReport,
	toConnectionReport,
	toInvited,
	toInvitationReport,
	toQuotaReading,
	toSendReport,
	toWithdrawReport,
} from './mapping';

const credentialSchema = z.object({
	apiKey: z.string().trim().min(1),
	baseUrl: z.string().trim().min(1),
});

export interface ConnectSafelySession extends OutreachSession {
	readonly withdrawInvitation: NonNullable<OutreachSession['withdrawInvitation']>;
	readonly client: ConnectSafelyClient;
}

export const connectSafely: Provider<ConnectSafelySession> = {
	id: 'connectSafely',
	name: 'ConnectSafely',
	credentialType: 'connectSafelyApi',
	requestsPerMinute: 60,
	operations: {
		getAccountStatus: { person: 'none', account: 'optional' },
		getConnectionStatus: { person: 'profile', account: 'optional' },
		getInvitationStatus: { person: 'profile', account: 'optional' },
		sendConnection: { person: 'profile', account: 'optional', note: true },
		withdrawInvitation: { person: 'profileOrInvitation', account: 'optional' },
	},

	limitName(operation) {
		if (operation === 'sendConnection') return 'connect';
		if (operation === 'getAccountStatus') return 'account';
		return operation === 'withdrawInvitation' ? 'withdraw' : 'relationship';
	},

	open(credential, connect) {
		const { apiKey, baseUrl } = readCredential(credentialSchema, credential, 'ConnectSafely', {
			apiKey: 'API Key',
			baseUrl: 'Base URL',
		});
		const transport = connect({
			baseUrl: checkedBaseUrl(baseUrl, 'ConnectSafely'),
			secrets: [apiKey],
			identity: [apiKey],
		});
		return connectSafelySession(connectSafelyClient(transport));
	},
};

function connectSafelySession(client: ConnectSafelyClient): ConnectSafelySession {
	return {
		client,
		accountRequired: false,
		apiName: 'ConnectSafely',

		getAccountStatus: async ({ accountId }) =>
			mapAnswer(await client.accountStatus(accountId), toAccountReport),
		getConnectionStatus: async (input) =>
			mapAnswer(await client.relationship(input), toConnectionReport),
		getInvitationStatus: async (input) =>
			mapAnswer(await client.relationship(input), toInvitationReport),
		findStanding: async (input) => mapAnswer(await client.relationship(input), standingOf),

		sendConnection: async (input, beforeLeaving) => {
			const answer = await client.connect(input, beforeLeaving);
			return (
				readRefusedSend(answer) ??
				mapAnswer(answer, (connected) => toSendReport(connected, input, Date.now()))
			);
		},

		withdrawInvitation: async (input) => {
			if (input.profile) return await withdrawFrom(client, input);
			const invited = await findInvited(client, input);
			if (invited.kind !== 'answered') return invited;
			if (invited.value) return await withdrawFrom(client, { ...input, profile: invited.value });
			return mapAnswer(invited, () => ({ accountId: null, report: notAmongSent(input) }));
		},

		readQuota: async (accountId) => {
			const answer = await client.quota(accountId);
			return answer.kind === 'answered' ? toQuotaReading(answer.value) : null;
		},

		listAccounts: async () =>
			mapAnswer(await client.accounts(), (accounts) =>
				accounts.map(({ id, firstName, lastName, publicId }) => ({
					id,
					name: fullName(firstName, lastName) ?? publicId ?? id,
				})),
			),
	};
}

async function withdrawFrom(client: ConnectSafelyClient, input: Input) {
	const answer = await client.withdraw(input);
	return (
		readRefusedWithdraw(answer, input) ??
		mapAnswer(answer, (withdrawn) => toWithdrawReport(withdrawn, input))
	);
}

/**
 * Who was invited with this invitation: ConnectSafely withdraws from a person. Null where it is not among the pending
 * ones. Pages are asked for until one brings nothing new, since none is marked as the last.
 */
async function findInvited(
	client: ConnectSafelyClient,
	input: Input,
): Promise<Answer<Profile | null>> {
	const seen = new Set<string>();
	for (let pages = 0; pages < MAX_PAGES; pages++) {
		const page = await client.sentInvitations(input, seen.size);
		if (page.kind !== 'answered') return page;
		const before = seen.size;
		for (const invitation of page.value.invitations) {
			const ids = [invitation.invitationId, invitation.id].filter((id) => id !== null);
			if (input.invitationId !== null && ids.includes(input.invitationId)) {
				return { ...page, value: toInvited(invitation) };
			}
			for (const id of ids.slice(0, 1)) seen.add(id);
		}
		if (seen.size === before) return { ...page, value: null };
	}
	return failedWith({
		source: 'provider',
		message: `ConnectSafely lists more than ${seen.size} sent invitations, and the one with this 'Invitation ID' is not among them`,
		description: "Fill in 'Profile' with the person who was invited: that needs no list.",
	});
}

/** Far beyond the invitations that LinkedIn lets an account have pending. */
const MAX_PAGES = 500;
