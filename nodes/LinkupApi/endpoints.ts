import type { IDataObject } from 'n8n-workflow';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import { countOf, type ListedPerson, type Page } from '../outreach/operations/pages';
import type { Endpoint } from '../outreach/provider/ask';
import type { LinkupApiCredential } from './credential';
import {
	toConnectionPage,
	toInvitationPage,
	type InvitationList,
	type InvitationRow,
} from './lists';
import type { ReadPerson } from './profiles';
import {
	accountsSchema,
	v1Schemas,
	v2Schemas,
	type AccountPage,
	type Enveloped,
	type Invitation,
	type Invite,
	type SentMessage,
	type Withdraw,
} from './responses';

/**
 * The endpoints of both generations of LinkupAPI, one function each. Each call costs a credit unless stated otherwise.
 */
export interface LinkupApiEndpoints {
	checkInvitation(input: Input): Endpoint<Enveloped<Invitation>>;
	invite(input: Input): Endpoint<Enveloped<Invite>>;
	/** The first message and every reply. */
	sendMessage(input: Input): Endpoint<Enveloped<SentMessage>>;
	profile(input: Input): Endpoint<Enveloped<ReadPerson>>;
	withdraw(input: Input, invitationId: string): Endpoint<Enveloped<Withdraw>>;
	accept(input: Input, invitation: Acceptable): Endpoint<Enveloped<unknown>>;
	/** One page. v1 counts pages of ten rows, v2 counts rows. One credit pays for 10 rows, or for 50. */
	invitations(list: InvitationList, request: ListRequest): Endpoint<Page<InvitationRow>>;
	connections(request: ListRequest): Endpoint<Page<ListedPerson>>;
	/** A page of the key's accounts; positions count rows. Free. Only v2 lists accounts. */
	accountPage?(at: number, limit: number): Endpoint<AccountPage>;
}

/** What is needed to accept an invitation; both values are in the list of received invitations. */
export interface Acceptable {
	readonly entityUrn: string;
	readonly sharedSecret: string;
}

export interface ListRequest {
	readonly accountId: string | null;
	readonly at: Position;
	/** Total number of rows wanted; null for all. */
	readonly size: number | null;
	/** CONNECTION, ORGANIZATION or CONTENT_SERIES; for invitations only. */
	readonly invitationType?: string;
}

export const endpointsOf = (credential: LinkupApiCredential): LinkupApiEndpoints =>
	credential.apiVersion === 'v1' ? v1Endpoints(credential) : v2Endpoints;

type V1Credential = Pick<
	Extract<LinkupApiCredential, { apiVersion: 'v1' }>,
	'loginToken' | 'country'
>;

/** v1 takes the LinkedIn cookie and a proxy country in each body (vendor page *Get invitation status*). */
export function v1Endpoints({ loginToken, country }: V1Credential): LinkupApiEndpoints {
	const requestTo = (path: string, body: IDataObject) => ({
		method: 'POST' as const,
		path: `/v1/${path}`,
		body: { ...body, login_token: loginToken, country },
	});
	const request = (path: string, body: IDataObject) => requestTo(`network/${path}`, body);
	return {
		checkInvitation: ({ profile }) => ({
			...request('invitation-status', { linkedin_url: profile?.url }),
			response: v1Schemas.invitation,
		}),
		invite: ({ profile, note }) => ({
			...request('connect', {
				linkedin_url: profile?.url,
				...(note === null ? {} : { message: note }),
			}),
			response: v1Schemas.invite,
		}),
		sendMessage: ({ profile, message }) => ({
			...requestTo('messages/send-message', {
				linkedin_url: profile?.url,
				message_text: message,
			}),
			response: v1Schemas.message,
		}),
		profile: ({ profile }) => ({
			...requestTo('profile/info', { linkedin_url: profile?.url }),
			response: v1Schemas.profile,
		}),
		withdraw: (_input, invitationId) => ({
			...request('withdraw-invitation', { invitation_id: invitationId }),
			response: v1Schemas.withdraw,
		}),
		accept: (_input, { entityUrn, sharedSecret }) => ({
			...request('accept-invitation', { entity_urn: entityUrn, shared_secret: sharedSecret }),
			response: v1Schemas.accept,
		}),
		invitations: (list, { at, invitationType }) => ({
			...request(list === 'sent' ? 'sent-invitations' : 'invitations', {
				...pageOf(at),
				invitation_type: invitationType,
			}),
			response: v1Schemas.invitations.transform(({ data }) =>
				toInvitationPage(data, 'v1', countOf(at), Date.now()),
			),
		}),
		connections: ({ at }) => ({
			...request('connections', pageOf(at)),
			response: v1Schemas.connections.transform(({ data }) =>
				toConnectionPage(data, 'v1', countOf(at)),
			),
		}),
	};
}

/** v1 counts its pages from 1. */
const pageOf = (at: Position) => ({ start_page: countOf(at) + 1, end_page: countOf(at) + 1 });

/** The rows LinkedIn returns to LinkupAPI in one request. Asking for more would cause several requests. */
const MAX_ROWS = 100;

const v2Request = (
	action: string,
	{ accountId }: Pick<Input, 'accountId'>,
	params: IDataObject,
	resource = 'network',
) => ({
	method: 'POST' as const,
	path: `/v2/${resource}`,
	body: { account_id: accountId, action, params },
});

export const v2Endpoints: LinkupApiEndpoints = {
	checkInvitation: (input) => ({
		...v2Request('check_invitation', input, { profile_url: input.profile?.url }),
		response: v2Schemas.invitation,
	}),
	invite: (input) => ({
		...v2Request('invite', input, {
			profile_url: input.profile?.url,
			...(input.note === null ? {} : { message: input.note }),
		}),
		response: v2Schemas.invite,
	}),
	sendMessage: (input) => ({
		...v2Request(
			'send',
			input,
			{ profile_url: input.profile?.url, message_text: input.message },
			'messages',
		),
		response: v2Schemas.message,
	}),
	profile: (input) => ({
		...v2Request('get', input, { profile_url: input.profile?.url }, 'profiles'),
		response: v2Schemas.profile,
	}),
	withdraw: (input, invitationId) => ({
		...v2Request('withdraw', input, { invitation_id: invitationId }),
		response: v2Schemas.withdraw,
	}),
	accept: (input, { entityUrn, sharedSecret }) => ({
		...v2Request('accept', input, { entity_urn: entityUrn, shared_secret: sharedSecret }),
		response: v2Schemas.accept,
	}),
	invitations: (list, { at, size, invitationType, ...account }) => ({
		...v2Request(list === 'sent' ? 'list_sent' : 'list_invitations', account, {
			...rowsOf(at, size),
			invitation_type: invitationType,
		}),
		response: v2Schemas.invitations.transform(({ data }) =>
			toInvitationPage(data, 'v2', countOf(at), Date.now()),
		),
	}),
	connections: ({ at, size, ...account }) => ({
		...v2Request('list_connections', account, rowsOf(at, size)),
		response: v2Schemas.connections.transform(({ data }) =>
			toConnectionPage(data, 'v2', countOf(at)),
		),
	}),
	accountPage: (at, limit) => ({
		method: 'GET',
		path: '/v2/accounts',
		query: { limit, offset: at },
		response: accountsSchema,
	}),
};

const rowsOf = (at: Position, size: number | null) => ({
	count: Math.min(size ?? MAX_ROWS, MAX_ROWS),
	offset: countOf(at),
});
