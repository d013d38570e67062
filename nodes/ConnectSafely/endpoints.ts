import type { IDataObject } from 'n8n-workflow';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import type { Endpoint } from '../outreach/provider/ask';
import {
	accountsSchema,
	accountStatusSchema,
	connectionsSchema,
	connectSchema,
	namedConversationSchema,
	profileSchema,
	quotaSchema,
	receivedInvitationsSchema,
	relationshipSchema,
	respondSchema,
	sentInvitationsSchema,
	sentMessageSchema,
	unwrapped,
	withdrawSchema,
	type AccountStatus,
	type Connect,
	type ConversationExists,
	type Quota,
	type ReadProfile,
	type ReceivedInvitation,
	type RelationshipResponse,
	type Respond,
	type SentMessage,
	type Withdraw,
} from './responses';
import { CONNECT_PATH, SEND_PATH } from './rules';

/** ConnectSafely's endpoints, one function each. */

/** Maximum page size for connections (vendor page *Get connections list*). */
const CONNECTIONS_PAGE = 12;

/** For the account, or for the one used last if none is given. */
export const accountStatus = (accountId: string | null): Endpoint<AccountStatus> => ({
	method: 'GET',
	path: '/account/status',
	query: named(accountId),
	response: accountStatusSchema,
});

export const accounts = (search = '') => ({
	method: 'GET' as const,
	path: '/accounts',
	...(search === '' ? {} : { query: { q: search } }),
	response: accountsSchema,
});

export const quota = (accountId: string): Endpoint<Quota> => ({
	method: 'GET',
	path: `/account/${encodeURIComponent(accountId)}/quota`,
	response: quotaSchema,
});

/** The relationship between the account (or the default one) and the person. */
export function relationship(input: Input): Endpoint<RelationshipResponse> {
	const path = [input.accountId, personInPath(input)].filter((part) => part !== null);
	return {
		method: 'GET',
		path: `/relationship/${path.map(encodeURIComponent).join('/')}`,
		response: relationshipSchema,
	};
}

export const connect = (input: Input): Endpoint<Connect> => ({
	method: 'POST',
	path: CONNECT_PATH,
	body: {
		...named(input.accountId),
		...person(input),
		...(input.note === null ? {} : { customMessage: input.note }),
	},
	response: connectSchema,
});

export const sentInvitations = (accountId: string | null, startIndex: Position) => ({
	method: 'GET' as const,
	path: '/invitations/sent',
	query: { ...named(accountId), startIndex },
	response: sentInvitationsSchema,
});

export const receivedInvitations = (accountId: string | null, startIndex: Position) => ({
	method: 'GET' as const,
	path: '/invitations/received',
	query: { ...named(accountId), startIndex },
	response: receivedInvitationsSchema,
});

export const connections = (accountId: string | null, startIndex: Position, sortBy: string) => ({
	method: 'GET' as const,
	path: '/connections',
	query: { ...named(accountId), startIndex, limit: CONNECTIONS_PAGE, sortBy },
	response: connectionsSchema,
});

/** Everything but the action comes from the received invitation (vendor page *Accept or ignore*). */
export const respond = (
	accountId: string | null,
	action: 'ACCEPT' | 'IGNORE',
	invitation: ReceivedInvitation,
): Endpoint<Respond> => ({
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
	response: respondSchema,
});

/**
 * Sends the first message and every reply (vendor page *Send message*). Channels other than LinkedIn's inbox need
 * Sales Navigator.
 */
export const sendMessage = ({ accountId, profile, message }: Input): Endpoint<SentMessage> => ({
	method: 'POST',
	path: SEND_PATH,
	body: {
		...named(accountId),
		...(profile?.urn
			? { recipientProfileUrn: profile.urn }
			: { recipientProfileId: profile?.publicIdentifier }),
		message,
		messagingChannel: 'linkedin_inbox',
	},
	response: unwrapped(sentMessageSchema),
});

/** The conversation with the person, if there is one. */
export const conversationWith = (input: Input): Endpoint<ConversationExists> => ({
	method: 'GET',
	path: `/conversations/exists/${encodeURIComponent(personInPath(input))}`,
	query: named(input.accountId),
	response: unwrapped(namedConversationSchema),
});

export const profile = (input: Input): Endpoint<ReadProfile> => ({
	method: 'POST',
	path: '/profile',
	body: { ...named(input.accountId), profileId: personInPath(input), includeExperience: true },
	response: unwrapped(profileSchema),
});

export const withdraw = (input: Input): Endpoint<Withdraw> => ({
	method: 'POST',
	path: '/invitations/withdraw',
	body: {
		...named(input.accountId),
		...person(input),
		...(input.invitationId === null ? {} : { invitationId: input.invitationId }),
	},
	response: withdrawSchema,
});

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
