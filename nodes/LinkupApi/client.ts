import type { IDataObject } from 'n8n-workflow';
import { mapAnswer, type Answer } from '../outreach/answer';
import { ask } from '../outreach/http/client';
import type { Transport } from '../outreach/http/transport';
import type { ListedPerson, Page } from '../outreach/pages';
import type { Input } from '../outreach/provider';
import { linkupApiDialect } from './dialect';
import {
	toConnectionPage,
	toInvitationPage,
	type InvitationList,
	type InvitationRow,
} from './lists';
import {
	accountsSchema,
	v1Schemas,
	v2Schemas,
	type AccountPage,
	type Enveloped,
	type Invitation,
	type Invite,
	type Withdraw,
} from './responses';

/** What both generations of LinkupAPI offer, one function each. None throws; each costs a credit unless it says so. */
export interface LinkupApiClient {
	checkInvitation(input: Input): Promise<Answer<Enveloped<Invitation>>>;
	invite(input: Input): Promise<Answer<Enveloped<Invite>>>;
	withdraw(input: Input, invitationId: string): Promise<Answer<Enveloped<Withdraw>>>;
	accept(input: Input, invitation: Acceptable): Promise<Answer<Enveloped<unknown>>>;
	/** One page; v1 counts pages and holds ten rows in each, v2 counts rows. A credit for 10 rows, or for 50. */
	invitations(list: InvitationList, request: ListRequest): Promise<Answer<Page<InvitationRow>>>;
	connections(request: ListRequest): Promise<Answer<Page<ListedPerson>>>;
	/** A page of the key's accounts, counted in rows; free. Only v2 lists them. */
	accountPage?(at: number, limit: number): Promise<Answer<AccountPage>>;
}

/** What accepts an invitation: both stand in the list of the received ones. */
export interface Acceptable {
	readonly entityUrn: string;
	readonly sharedSecret: string;
}

export interface ListRequest {
	readonly accountId: string | null;
	readonly at: number;
	/** How many rows are wanted in all; null: every one. */
	readonly size: number | null;
	/** CONNECTION, ORGANIZATION or CONTENT_SERIES; of invitations only. */
	readonly invitationType?: string;
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
		invite: async ({ profile, note }) =>
			await ask(
				transport,
				linkupApiDialect,
				{
					...request('connect', {
						linkedin_url: profile?.url,
						...(note === null ? {} : { message: note }),
					}),
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
		accept: async (_input, { entityUrn, sharedSecret }) =>
			await ask(
				transport,
				linkupApiDialect,
				request('accept-invitation', { entity_urn: entityUrn, shared_secret: sharedSecret }),
				v1Schemas.accept,
			),
		invitations: async (list, { at, invitationType }) =>
			mapAnswer(
				await ask(
					transport,
					linkupApiDialect,
					request(list === 'sent' ? 'sent-invitations' : 'invitations', {
						...pageOf(at),
						invitation_type: invitationType,
					}),
					v1Schemas.invitations,
				),
				({ data }) => toInvitationPage(data, 'v1', at, Date.now()),
			),
		connections: async ({ at }) =>
			mapAnswer(
				await ask(
					transport,
					linkupApiDialect,
					request('connections', pageOf(at)),
					v1Schemas.connections,
				),
				({ data }) => toConnectionPage(data, 'v1', at),
			),
	};
}

/** v1 counts its pages from 1. */
const pageOf = (at: number) => ({ start_page: at + 1, end_page: at + 1 });

/** LinkedIn gives LinkupAPI so many rows at once; more would be several requests behind one. */
const MAX_ROWS = 100;

export function linkupApiV2Client(transport: Transport): LinkupApiClient {
	const request = (
		action: string,
		{ accountId }: Pick<Input, 'accountId'>,
		params: IDataObject,
	) => ({
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
		invite: async (input) =>
			await ask(
				transport,
				linkupApiDialect,
				{
					...request('invite', input, {
						profile_url: input.profile?.url,
						...(input.note === null ? {} : { message: input.note }),
					}),
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
		accept: async (input, { entityUrn, sharedSecret }) =>
			await ask(
				transport,
				linkupApiDialect,
				request('accept', input, { entity_urn: entityUrn, shared_secret: sharedSecret }),
				v2Schemas.accept,
			),
		invitations: async (list, { at, size, invitationType, ...account }) =>
			mapAnswer(
				await ask(
					transport,
					linkupApiDialect,
					request(list === 'sent' ? 'list_sent' : 'list_invitations', account, {
						...rowsOf(at, size),
						invitation_type: invitationType,
					}),
					v2Schemas.invitations,
				),
				({ data }) => toInvitationPage(data, 'v2', at, Date.now()),
			),
		connections: async ({ at, size, ...account }) =>
			mapAnswer(
				await ask(
					transport,
					linkupApiDialect,
					request('list_connections', account, rowsOf(at, size)),
					v2Schemas.connections,
				),
				({ data }) => toConnectionPage(data, 'v2', at),
			),
		accountPage: async (at, limit) =>
			await ask(
				transport,
				linkupApiDialect,
				{ method: 'GET', path: '/v2/accounts', query: { limit, offset: at } },
				accountsSchema,
			),
	};
}

const rowsOf = (at: number, size: number | null) => ({
	count: Math.min(size ?? MAX_ROWS, MAX_ROWS),
	offset: at,
});
