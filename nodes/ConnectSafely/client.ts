import type { IDataObject } from 'n8n-workflow';
import { ask } from '../outreach/client';
import type { BeforeLeaving, Input } from '../outreach/provider';
import type { Transport } from '../outreach/transport';
import { CONNECT_PATH, connectSafelyDialect } from './dialect';
import {
	accountsSchema,
	accountStatusSchema,
	connectSchema,
	quotaSchema,
	relationshipSchema,
	sentInvitationsSchema,
	withdrawSchema,
} from './responses';

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
				{ method: 'GET', path: '/account/status', query: accountId === null ? {} : { accountId } },
				accountStatusSchema,
			),

		accounts: async () =>
			await ask(transport, dialect, { method: 'GET', path: '/accounts' }, accountsSchema),

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

		connect: async (input: Input, beforeLeaving: BeforeLeaving) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: CONNECT_PATH,
					beforeLeaving,
					body: {
						...account(input),
						...person(input),
						...(input.note === null ? {} : { customMessage: input.note }),
					},
				},
				connectSchema,
			),

		sentInvitations: async ({ accountId }: Input, startIndex: number) =>
			await ask(
				transport,
				dialect,
				{
					method: 'GET',
					path: '/invitations/sent',
					query: { ...(accountId === null ? {} : { accountId }), startIndex },
				},
				sentInvitationsSchema,
			),

		withdraw: async (input: Input) =>
			await ask(
				transport,
				dialect,
				{
					method: 'POST',
					path: '/invitations/withdraw',
					body: {
						...account(input),
						...person(input),
						...(input.invitationId === null ? {} : { invitationId: input.invitationId }),
					},
				},
				withdrawSchema,
			),
	};
}

function account({ accountId }: Input): IDataObject {
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
