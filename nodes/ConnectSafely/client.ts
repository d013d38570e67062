import type { IDataObject } from 'n8n-workflow';
import { ask } from '../outreach/http/client';
import type { Transport } from '../outreach/http/transport';
import type { Input } from '../outreach/provider';
import { CONNECT_PATH, connectSafelyDialect } from './dialect';
import {
	accountsSchema,
	accountStatusSchema,
	connectionsSchema,
	connectSchema,
	quotaSchema,
	receivedInvitationsSchema,
	relationshipSchema,
	respondSchema,
	sentInvitationsSchema,
	withdrawSchema,
	type ReceivedInvitation,
} from './responses';

/** The most that a page of connections holds (vendor page *Get connections list*). */
const CONNECTIONS_PAGE = 12;

export type Response = 'ACCEPT' | 'IGNORE';

/** ConnectSafely's endpoints, one function each. None throws. */
export type ConnectSafelyClient = ReturnType<typeof connectSafelyClient>;

export function connectSafelyClient(transport: Transport) {
	const dialect = connectSafelyDialect;
	return {
		/** Of the account, or of the one used last. */
		accountStatus: async (accountId: string | null) =>
			await ask(
				transport,
				dialect,
				{ method: 'GET', path: '/account/status', query: named(accountId) },
				accountStatusSchema,
			),

		accounts: async (search = '') =>
			await ask(
				transport,
				dialect,
				{ method: 'GET', path: '/accounts', ...(search === '' ? {} : { query: { q: search } }) },
				accountsSchema,
			),

		quota: async (accountId: string) =>
			await ask(
				transport,
				dialect,
				{ method: 'GET', path: `/account/${encodeURIComponent(accountId)}/quota` },
				quotaSchema,
			),

		/** Between the account (or the default one) and the person. */
		relationship: async (input: Input) => {
			const path = [input.accountId, personInPath(input)].filter((part) => part !== null);
			return await ask(
				transport,
				dialect,
				{ method: 'GET', path: `/relationship/${path.map(encodeURIComponent).join('/')}` },
				relationshipSchema,
			);
		},

		connect: async (input: Input) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: CONNECT_PATH,
					body: {
						...named(input.accountId),
						...person(input),
						...(input.note === null ? {} : { customMessage: input.note }),
					},
				},
				connectSchema,
			),

		sentInvitations: async (accountId: string | null, startIndex: number) =>
			await ask(
				transport,
				dialect,
				{ method: 'GET', path: '/invitations/sent', query: { ...named(accountId), startIndex } },
				sentInvitationsSchema,
			),

		receivedInvitations: async (accountId: string | null, startIndex: number) =>
			await ask(
				transport,
				dialect,
				{
					method: 'GET',
					path: '/invitations/received',
					query: { ...named(accountId), startIndex },
				},
				receivedInvitationsSchema,
			),

		connections: async (accountId: string | null, startIndex: number, sortBy: string) =>
			await ask(
				transport,
				dialect,
				{
					method: 'GET',
					path: '/connections',
					query: { ...named(accountId), startIndex, limit: CONNECTIONS_PAGE, sortBy },
				},
				connectionsSchema,
			),

		/** Everything but the action comes from the received invitation (vendor page *Accept or ignore*). */
		respond: async (accountId: string | null, action: Response, invitation: ReceivedInvitation) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/invitations/received/respond',
					body: {
						...named(accountId),
						action,
						invitationId: invitation.invitationId ?? invitation.id,
						validationToken: invitation.validationToken,
						linkedInInvitationType: invitation.linkedInInvitationType,
						firstName: invitation.profile?.firstName ?? '',
						lastName: invitation.profile?.lastName ?? '',
						...(invitation.memberId === null ? {} : { profileId: invitation.memberId }),
					},
				},
				respondSchema,
			),

		withdraw: async (input: Input) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/invitations/withdraw',
					body: {
						...named(input.accountId),
						...person(input),
						...(input.invitationId === null ? {} : { invitationId: input.invitationId }),
					},
				},
				withdrawSchema,
			),
	};
}

function named(accountId: string | null): { accountId?: string } {
	return accountId === null ? {} : { accountId };
}

/** The URN is preferred over the public identifier (vendor page *Send a connection request*). */
function person({ profile }: Input): IDataObject {
	if (!profile) return {};
	return profile.urn === null
		? { profileId: profile.publicIdentifier }
		: { profileUrn: profile.urn };
}

/** The path takes a public identifier; LinkedIn resolves an id in its place. */
function personInPath({ profile }: Input): string {
	return profile?.publicIdentifier ?? profile?.urn?.split(':').pop() ?? '';
}
