import { z } from 'zod';
import { InvalidInput } from '../outreach/base/errors';
import { positionSchema, type Position, type Relationship } from '../outreach/base/vocabulary';
import { parseJson } from '../outreach/http/json';
import { areComparable } from '../outreach/operations/about';
import { getAccountStatus } from '../outreach/operations/get-account-status';
import { getConnectionStatus } from '../outreach/operations/get-connection-status';
import {
	getConversation,
	toConversationReport,
	USUAL_MESSAGES,
} from '../outreach/operations/get-conversation';
import { getInvitationStatus } from '../outreach/operations/get-invitation-status';
import { getProfile } from '../outreach/operations/get-profile';
import type { Input } from '../outreach/operations/operation';
import type { ListedRow, Page } from '../outreach/operations/pages';
import { cannotTell, readRefusedResponse } from '../outreach/operations/refusals';
import { nothingToAnswer, type RespondReport } from '../outreach/operations/reports';
import {
	failedWith,
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
import { isSamePerson, profileOrNull, type Profile } from '../outreach/people/profile';
import { implement, implementBy, orRefusal } from '../outreach/provider/implement';
import type { FieldParameter, Recipient } from '../outreach/provider/provider';
import type { UnipileApi } from './api';
import { withoutMemberId } from './chats';
import type { Answer, Answerable } from './endpoints';
import type { InvitationRow } from './lists';
import {
	relationshipOf,
	toConnectionReport,
	toInvitationReport,
	toRespondReport,
	toSendReport,
	toWithdrawReport,
	type Person,
} from './mapping';
import { startChat, toMessageReport } from './messages';
import { toProfileReport } from './profiles';

/** The limit for operations on accounts. */
export const ACCOUNTS_LIMIT = 'accounts';
/** Each of these reads a profile, which counts as a visit. */
export const PROFILE_LIMIT = 'profile';
/** Each of these reads chats, or the messages of a chat. */
export const CHATS_LIMIT = 'chats';

const inputs = { account: 'required' } as const;

export const getAccountStatusViaUnipile = implementBy(getAccountStatus, {
	limit: ACCOUNTS_LIMIT,
	inputs,
	call: async (api: UnipileApi, { accountId }) =>
		mapResult(await api.account(accountId ?? ''), ({ account }) => account),
});

export const getConnectionStatusViaUnipile = implementBy(getConnectionStatus, {
	limit: PROFILE_LIMIT,
	inputs,
	call: async (api: UnipileApi, input) =>
		mapResult(await seePerson(api, input), (person) => toConnectionReport(person, input)),
});

export const getInvitationStatusViaUnipile = implementBy(getInvitationStatus, {
	limit: PROFILE_LIMIT,
	inputs,
	call: async (api: UnipileApi, input) =>
		mapResult(await seePerson(api, input), (person) => toInvitationReport(person, input)),
});

/** An incomplete profile without an invitation proves nothing, so the list of pending invitations is searched. */
async function seePerson(api: UnipileApi, input: Input): Promise<Result<Person>> {
	const seen = await api.person(input);
	if (seen.kind !== 'answered' || seen.value.invitation !== 'unknown') return seen;
	if (seen.value.isConnected === true) return seen;
	const listed = await findSent(api, input, seen.value.memberId);
	if (listed.kind !== 'answered') return seen;
	const row = listed.value;
	return row
		? {
				...seen,
				value: { ...seen.value, invitation: 'pending_sent', invitationId: row.invitationId },
			}
		: seen;
}

/** The person's row in the list of sent invitations, matched by any identifier that both have. */
async function findSent(
	{ lookUp }: UnipileApi,
	{ accountId, profile }: Input,
	memberId: string | null,
): Promise<Result<InvitationRow | null>> {
	const names = [profile, profileOrNull(memberId)];
	return await lookUp('sent', accountId).find((row) => names.some((name) => hasName(row, name)));
}

export async function readRelationship(
	api: UnipileApi,
	input: Input,
): Promise<Result<Relationship>> {
	return mapResult(await seePerson(api, input), relationshipOf);
}

/** What is read before an invitation: the ACoAA… ID, and whether the two are already related. */
async function readRecipient(api: UnipileApi, input: Input): Promise<Result<Recipient>> {
	const seen = await seePerson(api, input);
	if (seen.kind !== 'answered') return seen;
	const { memberId } = seen.value;
	const relationship = relationshipOf(seen.value);
	// The ID of someone who is already related is not needed.
	if (memberId === null && relationship === 'none') {
		return { ...withoutMemberId('invite people'), response: seen.response };
	}
	return { ...seen, value: { id: memberId ?? '', relationship } };
}

const inviteeEmail: FieldParameter = {
	displayName: 'Invitee Email',
	name: 'inviteeEmail',
	type: 'string',
	default: '',
	placeholder: 'e.g. jane@example.com',
	description:
		'For people who can be invited only by someone who knows their e-mail address (API version v1 only)',
};

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const sendConnectionViaUnipile = implement(sendConnection, {
	limit: 'invite',
	inputs,
	fields: [inviteeEmail],
	check: ({ fields: { inviteeEmail: email = '' } }, version, show) => {
		if (email === '') return;
		if (version.id !== 'v1') {
			throw new InvalidInput(
				`${version.name} does not accept an e-mail address, but the parameter 'Invitee Email' is ${show(email)}`,
				"Leave 'Invitee Email' empty, or use a credential for API version v1.",
			);
		}
		if (EMAIL.test(email) && email.length <= 320) return;
		throw new InvalidInput(
			`The parameter 'Invitee Email' is ${show(email)}, which is not an e-mail address`,
			"Correct 'Invitee Email', or leave it empty.",
		);
	},
	recipient: { limit: PROFILE_LIMIT, read: readRecipient },
	endpoint: (input, { endpoints }: UnipileApi, memberId) => endpoints.invite(input, memberId),
	report: toSendReport,
	about: { person: ['user.id'] },
});

export const getProfileViaUnipile = implementBy(getProfile, {
	limit: PROFILE_LIMIT,
	inputs,
	call: async (api: UnipileApi, input) =>
		mapResult(await api.profile(input), (person) => toProfileReport(person, input)),
});

const NO_MESSAGES = { rows: [], next: null };

export const getConversationViaUnipile = implementBy(getConversation, {
	limit: CHATS_LIMIT,
	inputs,
	call: async (api: UnipileApi, input) => {
		const { accountId, profile } = input;
		const limit = input.limit ?? USUAL_MESSAGES;
		const chat = await api.chatWith(input);
		if (chat.kind !== 'answered') return chat;
		const { value: conversationId } = chat;
		const size = Math.max(limit, USUAL_MESSAGES);
		const page =
			conversationId === null
				? { ...chat, value: NO_MESSAGES }
				: await api.ask(
						api.conversations.messages({ accountId, conversationId, profile, at: 0, size }),
					);
		return mapResult(page, (messages) => ({
			accountId,
			report: toConversationReport(conversationId, messages, limit),
		}));
	},
});

/** Maximum messages per request. */
const MESSAGES_PAGE = 100;

/** The position of a later page: the conversation, and Unipile's position in it. */
const laterSchema = z.tuple([z.string().min(1), positionSchema]);

/**
 * A page of the messages with a person. Only the first page looks up the conversation, because in a later run
 * another one may be newer.
 */
export async function messagesWith(
	api: UnipileApi,
	input: Input,
	at: Position,
	most: number | null,
): Promise<Result<Page<ListedRow>>> {
	const read = async (conversationId: string, from: Position) => {
		const { accountId, profile } = input;
		const size = Math.min(most ?? MESSAGES_PAGE, MESSAGES_PAGE);
		const request = { accountId, conversationId, profile, at: from, size };
		return mapResult(await api.ask(api.conversations.messages(request)), ({ rows, next }) => ({
			rows,
			next: next === null ? null : JSON.stringify([conversationId, next]),
		}));
	};
	if (at !== 0) {
		const later = laterSchema.safeParse(parseJson(String(at)));
		return later.success ? await read(...later.data) : UNKNOWN_POSITION;
	}
	const chat = await api.chatWith(input);
	if (chat.kind !== 'answered') return chat;
	if (chat.value === null) return mapResult(chat, () => NO_MESSAGES);
	return await read(chat.value, 0);
}

const UNKNOWN_POSITION = failedWith({
	source: 'workflow',
	message: 'The position to continue from does not belong to this list',
	description: "Remove 'rateLimit' from the item to read the list from the start.",
});

/** What is read before a message: the person's ACoAA… ID, and whether the two are connected. */
async function readConnection(api: UnipileApi, input: Input): Promise<Result<Recipient>> {
	const seen = await api.person(input);
	if (seen.kind !== 'answered') return seen;
	const { memberId, isConnected } = seen.value;
	if (memberId === null) {
		return { ...withoutMemberId('message people'), response: seen.response };
	}
	// Pending invitations do not matter for a message.
	const relationship = isConnected === null ? 'unknown' : isConnected ? 'connected' : 'none';
	return { ...seen, value: { id: memberId, relationship } };
}

export const sendMessageViaUnipile = implement(sendMessage, {
	limit: 'message',
	inputs,
	recipient: {
		limit: PROFILE_LIMIT,
		read: readConnection,
		knownId: ({ knownMember }, input) => knownMember(input),
	},
	endpoint: (input, { credential }: UnipileApi, memberId) => startChat(credential, input, memberId),
	report: toMessageReport,
});

/** Unipile cancels by invitation ID. For a person, the ID is looked up first. */
export const withdrawInvitationViaUnipile = implementBy(withdrawInvitation, {
	limit: 'withdraw',
	inputs,
	call: async (api: UnipileApi, input) => {
		const given = input.invitationId;
		if (given !== null) return await cancel(api, input, given);
		const seen = await api.person(input);
		if (seen.kind !== 'answered') return seen;
		const { isConnected, invitation, invitationId, memberId } = seen.value;
		const isNonePending = ['none', 'pending_received'].includes(invitation);
		if (isConnected === true || isNonePending) {
			return mapResult(seen, () => toWithdrawReport(input, 'not_pending', null));
		}
		if (invitation === 'pending_sent' && invitationId !== null) {
			return await cancel(api, input, invitationId);
		}
		const listed = await findSent(api, input, memberId);
		if (listed.kind !== 'answered') return listed;
		const id = listed.value?.invitationId ?? null;
		return id === null ? WITHOUT_ID : await cancel(api, input, id);
	},
});

async function cancel(
	{ ask, endpoints }: UnipileApi,
	input: Input,
	invitationId: string,
): Promise<Result<WithAccount<WithdrawReport>>> {
	const answer = await ask(endpoints.cancel(input.accountId ?? '', invitationId));
	const report = mapResult(answer, () => toWithdrawReport(input, 'withdrawn', invitationId));
	return orRefusal(withdrawInvitation, { ...input, invitationId }, report);
}

const WITHOUT_ID = failedWith({
	source: 'provider',
	message: 'Unipile does not say which invitation to this person is pending',
	description: "Look the invitation up in LinkedIn, or give its ID under 'Invitation ID'.",
});

/** Accepts or declines a received invitation. It is looked up if the values needed to answer it are not given. */
export const answerInvitation =
	(action: Answer) =>
	async (api: UnipileApi, input: Input): Promise<Result<WithAccount<RespondReport>>> => {
		const found = await answerableOf(api, input);
		if (found.kind !== 'answered') return found;
		if (found.value === null) {
			const report = nothingToAnswer(input.invitationId);
			return mapResult(found, () => ({ accountId: input.accountId, report }));
		}
		const { invitationId } = found.value;
		const { ask, endpoints } = api;
		const answer = await ask(endpoints.answer(input.accountId ?? '', action, found.value));
		const outcome = action === 'accept' ? 'accepted' : 'declined';
		const report = mapResult(answer, () => toRespondReport(input, outcome, invitationId));
		const readRefusal = (failed: Failed) => readRefusedResponse(failed, invitationId);
		return orRefusal({ readRefusal }, input, report);
	};

/** The values needed to answer the invitation; null if none is pending. */
async function answerableOf(api: UnipileApi, input: Input): Promise<Result<Answerable | null>> {
	const { accountId, invitationId, profile, fields } = input;
	const needsSecret = api.credential.apiVersion === 'v1';
	const sharedSecret = fields.sharedSecret ?? '';
	if (invitationId !== null && (!needsSecret || sharedSecret !== '')) {
		const response = null;
		return { kind: 'answered', value: { invitationId, sharedSecret }, response };
	}
	const received = api.lookUp('received', accountId);
	const isMeant = (row: InvitationRow) =>
		invitationId === null ? hasName(row, profile) : row.invitationId === invitationId;
	const found = await received.find(isMeant);
	if (found.kind !== 'answered') return found;
	if (found.value === null) {
		const unnamed = await received.find((row) =>
			invitationId === null
				? !row.names.some((name) => areComparable(profile, name))
				: row.invitationId === null,
		);
		if (unnamed.kind !== 'answered') return unnamed;
		if (unnamed.value) return invitationId === null ? WITHOUT_SENDER : WITHOUT_INVITATION_ID;
		return { ...found, value: null };
	}
	const row = found.value;
	if (row.invitationId === null) return WITHOUT_INVITATION_ID;
	if (needsSecret && row.sharedSecret === null) return WITHOUT_SECRET;
	return { ...found, value: { invitationId: row.invitationId, sharedSecret: row.sharedSecret } };
}

function hasName({ names }: InvitationRow, profile: Profile | null): boolean {
	return names.some((name) => isSamePerson(profile, name));
}

const WITHOUT_SENDER = cannotTell(
	'Unipile',
	'an identifiable sender, so it may be the one from this person',
	"Give the invitation's ID, or answer the invitation in LinkedIn.",
);
const WITHOUT_INVITATION_ID = cannotTell(
	'Unipile',
	'an ID, so it may be the one you mean',
	"Give the person under 'Profile' instead, or answer the invitation in LinkedIn.",
);
const WITHOUT_SECRET = cannotTell(
	'Unipile',
	'the secret needed to answer it',
	'Answer the invitation in LinkedIn.',
);
