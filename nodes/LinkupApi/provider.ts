import { z } from 'zod';
import { askedOnce, failedWith, mapAnswer, type Failed, type Answered } from '../outreach/answer';
import { readCredential } from '../outreach/credentials';
import type { Input, OutreachSession, Provider } from '../outreach/provider';
import { noSuchAccount, readRefusedSend, readRefusedWithdraw } from '../outreach/refusals';
import { checkedBaseUrl } from '../outreach/transport';
import { linkupApiV1Client, linkupApiV2Client, type LinkupApiClient } from './client';
import {
	standingOf,
	toAccountReport,
	toConnectionReport,
	toInvitationReport,
	toNotPendingReport,
	toSendReport,
	toWithdrawReport,
} from './mapping';

/** The countries of LinkupAPI v1's proxies (vendor page *Get invitation status*). */
export const COUNTRIES = [
	'US',
	'UK',
	'FR',
	'DE',
	'NL',
	'IT',
	'IL',
	'CA',
	'BR',
	'ES',
	'IN',
] as const;

const common = { apiKey: z.string().trim().min(1), baseUrl: z.string().trim().min(1) };
const credentialSchema = z.discriminatedUnion('apiVersion', [
	z.object({
		...common,
		apiVersion: z.literal('v1'),
		loginToken: z.string().trim().min(1),
		country: z.enum(COUNTRIES).default('FR'),
	}),
	z.object({ ...common, apiVersion: z.literal('v2') }),
]);

const LABELS = {
	apiKey: 'API Key',
	apiVersion: 'API Version',
	baseUrl: 'Base URL',
	loginToken: 'Login Token',
	country: 'Country',
};

export interface LinkupApiSession extends OutreachSession {
	readonly withdrawInvitation: NonNullable<OutreachSession['withdrawInvitation']>;
	readonly client: LinkupApiClient;
	/** What asking v1 for accounts comes to. */
	readonly noAccounts: Failed;
}

export const linkupApi: Provider<LinkupApiSession> = {
	id: 'linkupApi',
	name: 'LinkupAPI',
	credentialType: 'linkupApi',
	operations: {
		getAccountStatus: { person: 'none', account: 'optional', onlyIn: 'LinkupAPI v2' },
		getConnectionStatus: { person: 'profile', account: 'optional' },
		getInvitationStatus: { person: 'profile', account: 'optional' },
		sendConnection: { person: 'profile', account: 'optional', note: true },
		withdrawInvitation: { person: 'profileOrInvitation', account: 'optional' },
	},

	limitName(operation) {
		if (operation === 'sendConnection') return 'invite';
		if (operation === 'getAccountStatus') return 'accounts';
		return operation === 'withdrawInvitation' ? 'withdraw' : 'check_invitation';
	},

	open(credential, connect) {
		const parsed = readCredential(credentialSchema, credential, 'LinkupAPI', LABELS);
		// The version is part of each path, so one that was typed behind the address is taken off.
		const baseUrl = checkedBaseUrl(parsed.baseUrl, 'LinkupAPI').replace(/\/v[12]$/, '');
		const secrets =
			parsed.apiVersion === 'v1' ? [parsed.apiKey, parsed.loginToken] : [parsed.apiKey];
		const transport = connect({ baseUrl, secrets, identity: secrets });
		return parsed.apiVersion === 'v1'
			? linkupApiSession(linkupApiV1Client(transport, parsed), 'LinkupAPI v1', false)
			: linkupApiSession(linkupApiV2Client(transport), 'LinkupAPI v2', true);
	},
};

const NO_ACCOUNTS_IN_V1: Failed = failedWith({
	source: 'workflow',
	message: 'LinkupAPI v1 does not have accounts',
	description: "Set 'API Version' of the LinkupAPI credential to v2.",
});

function linkupApiSession(
	client: LinkupApiClient,
	apiName: string,
	accountRequired: boolean,
): LinkupApiSession {
	const accounts = client.accounts && askedOnce(client.accounts);
	return {
		client,
		noAccounts: NO_ACCOUNTS_IN_V1,
		accountRequired,
		accountIgnored: !accountRequired,
		apiName,

		getConnectionStatus: async (input) =>
			mapAnswer(await client.checkInvitation(input), toConnectionReport),
		getInvitationStatus: async (input) =>
			mapAnswer(await client.checkInvitation(input), toInvitationReport),
		findStanding: async (input) => mapAnswer(await client.checkInvitation(input), standingOf),

		sendConnection: async (input, beforeLeaving) => {
			const answer = await client.invite(input, beforeLeaving);
			return (
				readRefusedSend(answer) ??
				mapAnswer(answer, (invite) => toSendReport(invite, input.note !== null, Date.now()))
			);
		},

		withdrawInvitation: async (input) => await withdraw(client, input),

		...(accounts
			? {
					getAccountStatus: async ({ accountId }: Input) =>
						await accountStatus(accounts, accountId),
					listAccounts: async () =>
						mapAnswer(await accounts(), (all) =>
							all.map(({ account_id: id, account_name: name }) => ({ id, name: name ?? id })),
						),
				}
			: {}),
	};
}

/** LinkupAPI withdraws by the invitation's id, which for a person is looked up first. */
async function withdraw(client: LinkupApiClient, input: Input) {
	if (input.invitationId !== null) return await withdrawById(client, input, input.invitationId, 0);
	const pending = await client.checkInvitation(input);
	if (pending.kind !== 'answered') return pending;
	const { data, credits } = pending.value;
	const standing = standingOf(pending.value);
	if (standing !== 'pending_sent' && standing !== 'unknown') {
		return mapAnswer(pending, toNotPendingReport);
	}
	if (standing === 'unknown' || data.invitation_id === null) return noInvitationId(pending);
	return await withdrawById(client, input, data.invitation_id, credits ?? 0);
}

/** LinkupAPI does not say which invitation is pending, or whether one is. */
function noInvitationId({ body, status, reading }: Answered<unknown>): Failed {
	return {
		kind: 'failed',
		failure: {
			source: 'provider',
			message: 'LinkupAPI does not say which invitation to this person is pending',
			description: "Look the invitation up in LinkedIn, or give its ID under 'Invitation ID'.",
		},
		accepted: 'no',
		sentence: null,
		status,
		body,
		reading,
	};
}

async function withdrawById(
	client: LinkupApiClient,
	input: Input,
	id: string,
	creditsBefore: number,
) {
	const answer = await client.withdraw(input, id);
	return (
		readRefusedWithdraw(answer, input) ??
		mapAnswer(answer, (done) => toWithdrawReport(done, id, creditsBefore))
	);
}

async function accountStatus(
	accounts: NonNullable<LinkupApiClient['accounts']>,
	accountId: string | null,
) {
	const answer = await accounts();
	if (answer.kind !== 'answered') return answer;
	const account = answer.value.find(({ account_id: id }) => id === accountId);
	if (account) return { ...answer, value: toAccountReport(account), body: account };
	return noSuchAccount('LinkupAPI', accountId);
}
