import type { z } from 'zod';
import type { Position } from '../outreach/base/vocabulary';
import type { AccountReport } from '../outreach/operations/get-account-status';
import type { Input } from '../outreach/operations/operation';
import type { ListedPerson, Page } from '../outreach/operations/pages';
import type { WithAccount } from '../outreach/operations/result';
import type { Endpoint } from '../outreach/provider/ask';
import { addressOfDsn, type UnipileCredential } from './credential';
import {
	toAccountPageV1,
	toAccountPageV2,
	toInvitationPageV1,
	toInvitationPageV2,
	toRelationPageV1,
	toRelationPageV2,
	type AccountRow,
	type Direction,
	type InvitationRow,
} from './lists';
import { toAccountV1, toAccountV2, toPersonV1, toPersonV2, type Person } from './mapping';
import { v1Page, v2Page, type Query } from './paging';
import { creditsSchema, doneSchema, linkSchema, v1Schemas, v2Schemas } from './responses';

type Done = z.output<typeof doneSchema>;

/** The endpoints of both generations of Unipile, one function each. */
export interface UnipileEndpoints {
	accountPage(at: Position): Endpoint<Page<AccountRow>>;
	account(accountId: string): Endpoint<ReadAccount>;
	reconnectLink(accountId: string, link: LinkRequest): Endpoint<z.output<typeof linkSchema>>;
	inmailCredits(accountId: string): Endpoint<z.output<typeof creditsSchema>>;
	/** Counts as a profile visit; LinkedIn allows an account about a hundred a day. */
	person(input: Input): Endpoint<Person>;
	/** The ID of the invitation. */
	invite(input: Input, memberId: string): Endpoint<string | null>;
	invitations(direction: Direction, request: ListRequest): Endpoint<Page<InvitationRow>>;
	cancel(accountId: string, invitationId: string): Endpoint<Done>;
	answer(accountId: string, answer: Answer, invitation: Answerable): Endpoint<Done>;
	relations(request: ListRequest): Endpoint<Page<ListedPerson>>;
}

export type Answer = 'accept' | 'decline';

/** Answers a received invitation; v1 needs the secret from its list. */
export interface Answerable {
	readonly invitationId: string;
	readonly sharedSecret: string | null;
}

/** An account of any provider, with its details. */
export interface ReadAccount {
	readonly provider: string | null;
	readonly account: WithAccount<AccountReport>;
}

export interface LinkRequest {
	/** ISO 8601 UTC with milliseconds */
	readonly expiresAt: string;
	/** Where to redirect the person afterwards; may be empty in v1, required in v2. */
	readonly redirectUrl: string;
}

export interface ListRequest {
	readonly accountId: string;
	readonly at: Position;
	/** Total number of rows wanted; null for all. */
	readonly size: number | null;
}

export const endpointsOf = (credential: UnipileCredential): UnipileEndpoints =>
	credential.apiVersion === 'v1' ? v1Endpoints(credential.dsn) : v2Endpoints;

/** Maximum page size for invitations in v1, and what existing v2 clients ask for. */
const MAX_ROWS = 100;

const segment = encodeURIComponent;

/** Uses the ID if it is known, because a public identifier can change. */
function identifierOf({ profile }: Input): string {
	return segment(profile?.urn?.split(':').pop() ?? profile?.publicIdentifier ?? '');
}

const rowsOf = (size: number | null) => Math.min(size ?? MAX_ROWS, MAX_ROWS);

const v1List = ({ accountId, at, size }: ListRequest): Query => ({
	account_id: accountId,
	...v1Page(at, rowsOf(size)),
});

export function v1Endpoints(dsn: string): UnipileEndpoints {
	return {
		accountPage: (at) => ({
			method: 'GET',
			path: '/accounts',
			query: v1Page(at, MAX_ROWS),
			response: v1Schemas.accounts.transform(toAccountPageV1),
		}),
		account: (accountId) => ({
			method: 'GET',
			path: `/accounts/${segment(accountId)}`,
			response: v1Schemas.account.transform((account) => ({
				provider: account.type,
				account: toAccountV1(account),
			})),
		}),
		reconnectLink: (accountId, { expiresAt, redirectUrl }) => ({
			method: 'POST',
			path: '/hosted/accounts/link',
			body: {
				type: 'reconnect',
				reconnect_account: accountId,
				expiresOn: expiresAt,
				api_url: addressOfDsn(dsn).replace(/\/api\/v1$/, ''),
				...(redirectUrl === '' ? {} : { success_redirect_url: redirectUrl }),
			},
			response: linkSchema,
		}),
		inmailCredits: (accountId) => ({
			method: 'GET',
			path: '/linkedin/inmail_balance',
			query: { account_id: accountId },
			response: creditsSchema,
		}),
		person: (input) => ({
			method: 'GET',
			path: `/users/${identifierOf(input)}`,
			query: { account_id: input.accountId ?? '' },
			response: v1Schemas.person.transform(toPersonV1),
		}),
		invite: ({ accountId, note, fields }, memberId) => ({
			method: 'POST',
			path: '/users/invite',
			body: {
				account_id: accountId,
				provider_id: memberId,
				...(note === null ? {} : { message: note }),
				...(fields.inviteeEmail ? { user_email: fields.inviteeEmail } : {}),
			},
			response: v1Schemas.invite.transform(({ invitation_id: id }) => id),
		}),
		invitations: (direction, request) => ({
			method: 'GET',
			path: `/users/invite/${direction}`,
			query: v1List(request),
			response: v1Schemas.invitations.transform((page) => toInvitationPageV1(page, direction)),
		}),
		cancel: (accountId, invitationId) => ({
			method: 'DELETE',
			path: `/users/invite/sent/${segment(invitationId)}`,
			query: { account_id: accountId },
			response: doneSchema,
		}),
		answer: (accountId, action, { invitationId, sharedSecret }) => ({
			method: 'POST',
			path: `/users/invite/received/${segment(invitationId)}`,
			body: { account_id: accountId, provider: 'LINKEDIN', shared_secret: sharedSecret, action },
			response: doneSchema,
		}),
		relations: (request) => ({
			method: 'GET',
			path: '/users/relations',
			query: v1List(request),
			response: v1Schemas.relations.transform(toRelationPageV1),
		}),
	};
}

/** Unipile caches profiles, but the relationship must be current (vendor page *Rate limits*). */
const UNCACHED = { 'Cache-Control': 'no-cache' };

const v2List = ({ at, size }: ListRequest): Query => v2Page(at, rowsOf(size));

const requests = (accountId: string) => `/${segment(accountId)}/users/me/relation-requests`;

export const v2Endpoints: UnipileEndpoints = {
	accountPage: (at) => ({
		method: 'GET',
		path: '/accounts/',
		query: { provider: 'linkedin', limit: MAX_ROWS, offset: at },
		response: v2Schemas.accounts.transform((page) => toAccountPageV2(page, at)),
	}),
	account: (accountId) => ({
		method: 'GET',
		path: `/accounts/${segment(accountId)}`,
		response: v2Schemas.account.transform((account) => ({
			provider: account.provider,
			account: toAccountV2(account),
		})),
	}),
	reconnectLink: (accountId, { expiresAt, redirectUrl }) => ({
		method: 'POST',
		path: '/auth/link',
		body: { account_id: accountId, expires_on: expiresAt, redirect_uri: redirectUrl },
		response: linkSchema,
	}),
	inmailCredits: (accountId) => ({
		method: 'GET',
		path: `/${segment(accountId)}/linkedin/inmail-credits`,
		response: creditsSchema,
	}),
	person: (input) => ({
		method: 'GET',
		path: `/${segment(input.accountId ?? '')}/users/${identifierOf(input)}`,
		headers: UNCACHED,
		response: v2Schemas.person.transform(toPersonV2),
	}),
	invite: ({ accountId, note }, memberId) => ({
		method: 'POST',
		path: requests(accountId ?? ''),
		body: { user_id: memberId, ...(note === null ? {} : { message: note }) },
		response: v2Schemas.invite.transform(({ id, request_id: requestId }) => id ?? requestId),
	}),
	invitations: (direction, request) => ({
		method: 'GET',
		path: requests(request.accountId),
		query: { type: direction, ...v2List(request) },
		headers: UNCACHED,
		response: v2Schemas.invitations.transform((page) => toInvitationPageV2(page, request.at)),
	}),
	cancel: (accountId, invitationId) => ({
		method: 'POST',
		path: `${requests(accountId)}/${segment(invitationId)}/cancel`,
		response: doneSchema,
	}),
	answer: (accountId, action, { invitationId }) => ({
		method: 'POST',
		path: `${requests(accountId)}/${segment(invitationId)}/${action === 'accept' ? 'accept' : 'cancel'}`,
		response: doneSchema,
	}),
	relations: (request) => ({
		method: 'GET',
		path: `/${segment(request.accountId)}/users/me/relations`,
		query: v2List(request),
		headers: UNCACHED,
		response: v2Schemas.relations.transform((page) => toRelationPageV2(page, request.at)),
	}),
};
