import type { IDataObject } from 'n8n-workflow';
import type { Answer } from '../outreach/answer';
import { ask } from '../outreach/client';
import type { BeforeLeaving, Input } from '../outreach/provider';
import type { Transport } from '../outreach/transport';
import { linkupApiDialect } from './dialect';
import {
	accountsSchema,
	v1Schemas,
	v2Schemas,
	type Account,
	type Enveloped,
	type Invitation,
	type Invite,
	type Withdraw,
} from './responses';

/** What both generations of LinkupAPI offer, one function each. None throws; each costs a credit unless it says so. */
export interface LinkupApiClient {
	checkInvitation(input: Input): Promise<Answer<Enveloped<Invitation>>>;
	invite(input: Input, beforeLeaving: BeforeLeaving): Promise<Answer<Enveloped<Invite>>>;
	withdraw(input: Input, invitationId: string): Promise<Answer<Enveloped<Withdraw>>>;
	/** All accounts of the key; free. Only v2 lists them. */
	accounts?(): Promise<Answer<Account[]>>;
}

export interface V1Credential {
	readonly loginToken: string;
	readonly country: string;
}

/** v1 takes the LinkedIn cookie and a proxy country in each body (vendor page *Get invitation status*). */
export function linkupApiV1Client(
	transport: Transport,
	{ loginToken, country }: V1Credential,
): LinkupApiClient {
	const request = (path: string, body: IDataObject) => ({
		method: 'POST' as const,
		path: `/v1/network/${path}`,
		body: { ...body, login_token: loginToken, country },
	});
	return {
		checkInvitation: async ({ profile }) =>
			await ask(
				transport,
				linkupApiDialect,
				request('invitation-status', { linkedin_url: profile?.url }),
				v1Schemas.invitation,
			),
		invite: async ({ profile, note }, beforeLeaving) =>
			await ask(
				transport,
				linkupApiDialect,
				{
					...request('connect', {
						linkedin_url: profile?.url,
						...(note === null ? {} : { message: note }),
					}),
					beforeLeaving,
				},
				v1Schemas.invite,
			),
		withdraw: async (_input, invitationId) =>
			await ask(
				transport,
				linkupApiDialect,
				request('withdraw-invitation', { invitation_id: invitationId }),
				v1Schemas.withdraw,
			),
	};
}

/** Nobody has more accounts; a server that never ends its list is not followed. */
const MAX_PAGES = 100;

/** The most that one page of GET /v2/accounts holds. */
const ACCOUNTS_PAGE = 500;

export function linkupApiV2Client(transport: Transport): LinkupApiClient {
	const request = (action: string, { accountId }: Input, params: IDataObject) => ({
		method: 'POST' as const,
		path: '/v2/network',
		body: { account_id: accountId, action, params },
	});
	return {
		checkInvitation: async (input) =>
			await ask(
				transport,
				linkupApiDialect,
				request('check_invitation', input, { profile_url: input.profile?.url }),
				v2Schemas.invitation,
			),
		invite: async (input, beforeLeaving) =>
			await ask(
				transport,
				linkupApiDialect,
				{
					...request('invite', input, {
						profile_url: input.profile?.url,
						...(input.note === null ? {} : { message: input.note }),
					}),
					beforeLeaving,
				},
				v2Schemas.invite,
			),
		withdraw: async (input, invitationId) =>
			await ask(
				transport,
				linkupApiDialect,
				request('withdraw', input, { invitation_id: invitationId }),
				v2Schemas.withdraw,
			),
		accounts: async () => await allAccounts(transport),
	};
}

async function allAccounts(transport: Transport): Promise<Answer<Account[]>> {
	const accounts = new Map<string, Account>();
	for (let pages = 1; ; pages++) {
		const answer = await ask(
			transport,
			linkupApiDialect,
			{
				method: 'GET',
				path: '/v2/accounts',
				query: { limit: ACCOUNTS_PAGE, offset: accounts.size },
			},
			accountsSchema,
		);
		if (answer.kind !== 'answered') return answer;
		const before = accounts.size;
		for (const account of answer.value.items) accounts.set(account.account_id, account);
		const { items, total } = answer.value;
		// The server may cap pages below what was asked for; one that brings nothing new would repeat for ever.
		const isComplete = total === null ? items.length < ACCOUNTS_PAGE : accounts.size >= total;
		const isLast = isComplete || accounts.size === before || pages === MAX_PAGES;
		if (isLast) return { ...answer, value: [...accounts.values()] };
	}
}
