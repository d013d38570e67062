import { areComparable, onlyAbout } from '../outreach/operations/about';
import { getAccountStatus } from '../outreach/operations/get-account-status';
import { getConnectionStatus } from '../outreach/operations/get-connection-status';
import type { ConversationMessage, MessagesRequest } from '../outreach/operations/conversations';
import {
	getConversation,
	NO_CONVERSATION,
	toConversationReport,
	USUAL_MESSAGES,
} from '../outreach/operations/get-conversation';
import { getInvitationStatus } from '../outreach/operations/get-invitation-status';
import { getProfile } from '../outreach/operations/get-profile';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import type { ListedRow, Page } from '../outreach/operations/pages';
import { cannotTell, readRefusedResponse } from '../outreach/operations/refusals';
import { nothingToAnswer, type RespondReport } from '../outreach/operations/reports';
import {
	mapResult,
	type Failed,
	type Result,
	type WithAccount,
} from '../outreach/operations/result';
import { sendConnection } from '../outreach/operations/send-connection';
import { sendMessage } from '../outreach/operations/send-message';
import {
	withdrawInvitation,
	type WithdrawReport,
} from '../outreach/operations/withdraw-invitation';
import { isSamePerson, type Profile } from '../outreach/people/profile';
import { implement, implementBy, orRefusal } from '../outreach/provider/implement';
import { ABOUT, ABOUT_RECIPIENT, type ConnectSafelyApi } from './api';
import { messages } from './conversations';
import * as endpoints from './endpoints';
import { hasId, idsOf, isFromPerson, namesOf, personOf, type ReceivedRow } from './lists';
import {
	notAmongSent,
	toAccountReport,
	toConnectionReport,
	toInvitationReport,
	toMessageReport,
	toProfileReport,
	toRespondReport,
	toSendReport,
	toWithdrawReport,
} from './mapping';

/** The limit for operations on accounts. */
export const ACCOUNT_LIMIT = 'account';
export const RELATIONSHIP_LIMIT = 'relationship';
export const CONVERSATIONS_LIMIT = 'conversations';

export const getAccountStatusViaConnectSafely = implement(getAccountStatus, {
	limit: ACCOUNT_LIMIT,
	endpoint: ({ accountId }) => endpoints.accountStatus(accountId),
	report: toAccountReport,
});

export const getConnectionStatusViaConnectSafely = implement(getConnectionStatus, {
	limit: RELATIONSHIP_LIMIT,
	endpoint: endpoints.relationship,
	report: toConnectionReport,
	about: ABOUT,
});

export const getInvitationStatusViaConnectSafely = implement(getInvitationStatus, {
	limit: RELATIONSHIP_LIMIT,
	endpoint: endpoints.relationship,
	report: toInvitationReport,
	about: ABOUT,
});

export const sendConnectionViaConnectSafely = implement(sendConnection, {
	limit: 'connect',
	endpoint: endpoints.connect,
	report: toSendReport,
	about: ABOUT,
});

export const sendMessageViaConnectSafely = implement(sendMessage, {
	limit: 'message',
	endpoint: endpoints.sendMessage,
	report: toMessageReport,
	about: ABOUT_RECIPIENT,
});

export const getProfileViaConnectSafely = implementBy(getProfile, {
	limit: 'profile',
	call: async ({ profile }: ConnectSafelyApi, input) =>
		mapResult(await profile(input), (read) => toProfileReport(read, input)),
});

/** Finds the conversation with the person, and reads its newest messages. */
export const getConversationViaConnectSafely = implementBy(getConversation, {
	limit: CONVERSATIONS_LIMIT,
	call: async (api: ConnectSafelyApi, input) => {
		const found = await api.conversationWith(input);
		if (found.kind !== 'answered') return found;
		const { accountId, hasConversation, conversationUrn } = found.value;
		if (!hasConversation || conversationUrn === null) {
			return mapResult(found, () => ({ accountId, report: NO_CONVERSATION }));
		}
		const limit = input.limit ?? USUAL_MESSAGES;
		const wanted = Math.max(limit, USUAL_MESSAGES);
		const page = await readMessages(api, { ...input, conversationId: conversationUrn }, wanted);
		return mapResult(page, (read) => ({
			accountId,
			report: toConversationReport(conversationUrn, read, limit),
		}));
	},
});

/** Reads the requested number of newest messages of a conversation, in one or two pages. */
async function readMessages(
	{ ask }: ConnectSafelyApi,
	conversation: Omit<MessagesRequest, 'at' | 'size'>,
	wanted: number,
): Promise<Result<Page<ConversationMessage>>> {
	const size = Math.min(wanted, MESSAGES_PAGE);
	const rows: ConversationMessage[] = [];
	for (let at: Position = 0; ; ) {
		const page: Result<Page<ConversationMessage>> = await ask(
			messages({ ...conversation, at, size }),
		);
		if (page.kind !== 'answered') return page;
		rows.push(...page.value.rows);
		const { next }: Page<ConversationMessage> = page.value;
		if (typeof next !== 'string' || next === at || rows.length >= wanted) {
			// A full page may be followed by others even if it does not say so.
			const isFull = page.value.rows.length >= size;
			return { ...page, value: { rows, next: next ?? (isFull ? rows.length : null) } };
		}
		at = next;
	}
}

/** Maximum page size for messages (vendor page *Get messages*). */
const MESSAGES_PAGE = 50;

/**
 * A page of the messages with a person. The position of a later page is the conversation's URN, a space and the
 * provider's cursor, so that only the first page looks up the conversation.
 */
export async function messagesWith(
	{ conversationWith, ask }: ConnectSafelyApi,
	input: Input,
	at: Position,
	most: number | null,
): Promise<Result<Page<ListedRow>>> {
	const size = Math.min(most ?? MESSAGES_PAGE, MESSAGES_PAGE);
	const read = async (conversationId: string, cursor: Position) =>
		mapResult(
			await ask(messages({ ...input, conversationId, at: cursor, size })),
			({ rows, next }) => ({
				rows,
				next: typeof next === 'string' ? `${conversationId} ${next}` : null,
			}),
		);
	const [urn = '', cursor] = /^(\S+) (.+)$/s.exec(String(at))?.slice(1) ?? [];
	if (cursor !== undefined) return await read(urn, cursor);
	const found = await conversationWith(input);
	if (found.kind !== 'answered') return found;
	const { hasConversation, conversationUrn } = found.value;
	if (!hasConversation || conversationUrn === null) {
		return mapResult(found, () => ({ rows: [], next: null }));
	}
	return await read(conversationUrn, 0);
}

export const withdrawInvitationViaConnectSafely = implementBy(withdrawInvitation, {
	limit: 'withdraw',
	call: async (api: ConnectSafelyApi, input) => {
		if (input.profile) return await withdrawFrom(api, input);
		// ConnectSafely withdraws by person, so the recipient of the invitation has to be looked up.
		const { accountId, invitationId } = input;
		const found = await api
			.lookUpSent(accountId)
			.find(({ invitation }) => invitationId !== null && hasId(invitation, invitationId));
		if (found.kind !== 'answered') return found;
		const profile = found.value && personOf(found.value.invitation);
		if (profile) return await withdrawFrom(api, { ...input, profile });
		if (found.value) return WITHOUT_PERSON;
		const unnamed = await api
			.lookUpSent(accountId)
			.find(({ invitation }) => idsOf(invitation).length === 0);
		if (unnamed.kind === 'answered' && unnamed.value) return WITHOUT_ID;
		return mapResult(found, () => ({ accountId: null, report: notAmongSent(input) }));
	},
});

async function withdrawFrom(
	{ ask }: ConnectSafelyApi,
	input: Input,
): Promise<Result<WithAccount<WithdrawReport>>> {
	const answer = onlyAbout(await ask(endpoints.withdraw(input)), 'ConnectSafely', input, ABOUT);
	const report = mapResult(answer, (withdrawn) => toWithdrawReport(withdrawn, input));
	return orRefusal(withdrawInvitation, input, report);
}

/** Answers a received invitation, after looking it up by its ID or its sender. */
export async function respondToInvitation(
	{ ask, lookUpReceived }: ConnectSafelyApi,
	input: Input,
): Promise<Result<WithAccount<RespondReport>>> {
	const { accountId, invitationId, profile, fields } = input;
	const isOf = (row: ReceivedRow, matches: (one: Profile | null, other: Profile) => boolean) =>
		namesOf(row.invitation).some((name) => matches(profile, name));
	const found = await lookUpReceived(accountId).find((row) =>
		invitationId === null
			? isFromPerson(row) && isOf(row, isSamePerson)
			: hasId(row.invitation, invitationId),
	);
	if (found.kind !== 'answered') return found;
	if (!found.value) {
		const unnamed = await lookUpReceived(accountId).find((row) =>
			invitationId === null
				? isFromPerson(row) && !isOf(row, areComparable)
				: idsOf(row.invitation).length === 0,
		);
		if (unnamed.kind === 'answered' && unnamed.value) {
			return invitationId === null ? WITHOUT_SENDER : WITHOUT_ID;
		}
		return mapResult(found, () => ({
			accountId: null,
			report: nothingToAnswer(invitationId),
		}));
	}
	const { invitation } = found.value;
	const isAccepting = fields.response !== 'ignore';
	const id = invitation.invitationId ?? invitation.id;
	const action = isAccepting ? 'ACCEPT' : 'IGNORE';
	const answer = await ask(endpoints.respond(accountId, action, invitation));
	const report = mapResult(answer, (done) =>
		toRespondReport(done, isAccepting ? 'accepted' : 'ignored', id),
	);
	const readRefusal = (failed: Failed) => readRefusedResponse(failed, id);
	return orRefusal({ readRefusal }, input, report);
}

const WITHOUT_PERSON = cannotTell(
	'ConnectSafely',
	'a recipient, and can withdraw only by person',
	"Give the person under 'Profile', or withdraw the invitation in LinkedIn.",
);
const WITHOUT_SENDER = cannotTell(
	'ConnectSafely',
	'an identifiable sender, so it may be the one from this person',
	"Give the person's other address under 'Profile', or the invitation's ID.",
);
const WITHOUT_ID = cannotTell(
	'ConnectSafely',
	'an ID, so it may be the one you mean',
	"Give the person under 'Profile' instead of the invitation's ID.",
);
