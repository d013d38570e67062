import { areComparable, onlyAbout } from '../outreach/operations/about';
import { getAccountStatus } from '../outreach/operations/get-account-status';
import { getConnectionStatus } from '../outreach/operations/get-connection-status';
import { getConversation, USUAL_MESSAGES } from '../outreach/operations/get-conversation';
import { getInvitationStatus } from '../outreach/operations/get-invitation-status';
import { getProfile } from '../outreach/operations/get-profile';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import type { ListedRow, Page } from '../outreach/operations/pages';
import { cannotTell, noSuchAccount, readRefusedResponse } from '../outreach/operations/refusals';
import { nothingToAnswer, type RespondReport } from '../outreach/operations/reports';
import {
	failedWith,
	mapResult,
	type Answered,
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
import { isSamePerson } from '../outreach/people/profile';
import { implement, implementBy, orRefusal } from '../outreach/provider/implement';
import { ABOUT, type LinkupApi } from './api';
import { readNoConversation } from './conversations';
import type { Acceptable } from './endpoints';
import { idOfUrn } from './lists';
import { toProfileReport } from './profiles';
import {
	credits,
	isNonePending,
	relationshipOf,
	toAcceptReport,
	toAccountReport,
	toConnectionReport,
	toInvitationReport,
	toMessageReport,
	toNotPendingReport,
	toReadConversation,
	toSendReport,
	toWithdrawReport,
} from './mapping';

/** The limit for operations on accounts. */
export const ACCOUNTS_LIMIT = 'accounts';
export const CHECK_LIMIT = 'check_invitation';

export const getAccountStatusViaLinkupApi = implementBy(getAccountStatus, {
	limit: ACCOUNTS_LIMIT,
	versions: ['v2'],
	call: async ({ accounts }: LinkupApi, { accountId }) => {
		const answer = await accounts();
		if (answer.kind !== 'answered') return answer;
		const found = answer.value.find(({ account }) => account.account_id === accountId);
		if (!found) return noSuchAccount('LinkupAPI', accountId);
		const { response } = answer;
		return {
			...answer,
			value: toAccountReport(found.account),
			response: response && { ...response, body: found.fields },
		};
	},
});

export const getConnectionStatusViaLinkupApi = implement(getConnectionStatus, {
	limit: CHECK_LIMIT,
	endpoint: (input, { endpoints }: LinkupApi) => endpoints.checkInvitation(input),
	report: toConnectionReport,
	about: ABOUT,
});

export const getInvitationStatusViaLinkupApi = implement(getInvitationStatus, {
	limit: CHECK_LIMIT,
	endpoint: (input, { endpoints }: LinkupApi) => endpoints.checkInvitation(input),
	report: toInvitationReport,
	about: ABOUT,
});

export const sendConnectionViaLinkupApi = implement(sendConnection, {
	limit: 'invite',
	endpoint: (input, { endpoints }: LinkupApi) => endpoints.invite(input),
	report: (invite, { note }, now) => toSendReport(invite, note !== null, now),
	about: ABOUT,
});

export const sendMessageViaLinkupApi = implement(sendMessage, {
	limit: 'send',
	endpoint: (input, { endpoints }: LinkupApi) => endpoints.sendMessage(input),
	report: toMessageReport,
	about: ABOUT,
});

export const getProfileViaLinkupApi = implementBy(getProfile, {
	limit: 'get_profile',
	call: async ({ profile }: LinkupApi, input) =>
		mapResult(await profile(input), (answer) => ({
			accountId: answer.accountId,
			report: { ...toProfileReport(answer.data, input.profile), ...credits(answer) },
		})),
});

export const CONVERSATION_LIMIT = 'get_conversation';

export const getConversationViaLinkupApi = implementBy(getConversation, {
	limit: CONVERSATION_LIMIT,
	call: async ({ ask, conversations }: LinkupApi, input) => {
		const limit = input.limit ?? USUAL_MESSAGES;
		const size = Math.max(limit, USUAL_MESSAGES);
		const request = conversations.messages({ ...input, conversationId: null, at: 0, size });
		const answer = onlyAbout(await ask(request), 'LinkupAPI', input, ABOUT);
		const report = mapResult(answer, (thread) => toReadConversation(thread, size, limit));
		return orRefusal({ readRefusal: readNoConversation }, input, report);
	},
});

/** Maximum messages per page of the LinkupAPI node: in v1, one credit pays for ten. */
const MESSAGES_PAGE = 50;

/** A page of the messages with a person. */
export async function messagesWith(
	{ ask, conversations }: LinkupApi,
	input: Input,
	at: Position,
	most: number | null,
): Promise<Result<Page<ListedRow>>> {
	const size = Math.min(most ?? MESSAGES_PAGE, MESSAGES_PAGE);
	const request = conversations.messages({ ...input, conversationId: null, at, size });
	return onlyAbout(await ask(request), 'LinkupAPI', input, ABOUT);
}

/** LinkupAPI withdraws by invitation ID. For a person, the ID is looked up first. */
export const withdrawInvitationViaLinkupApi = implementBy(withdrawInvitation, {
	limit: 'withdraw',
	call: async (api: LinkupApi, input) => {
		const given = idOfUrn(input.invitationId);
		if (given !== null) return await withdrawById(api, input, given, 0);
		const pending = await api.checkInvitation(input);
		if (pending.kind !== 'answered') return pending;
		const { data, credits } = pending.value;
		if (isNonePending(pending.value)) return mapResult(pending, toNotPendingReport);
		if (relationshipOf(pending.value) !== 'pending_sent' || data.invitation_id === null) {
			return noInvitationId(pending);
		}
		return await withdrawById(api, input, data.invitation_id, credits ?? 0);
	},
});

/** LinkupAPI does not identify the pending invitation, or does not say whether there is one. */
function noInvitationId({ response }: Answered<unknown>): Failed {
	const failed = failedWith({
		source: 'provider',
		message: 'LinkupAPI does not say which invitation to this person is pending',
		description: "Look the invitation up in LinkedIn, or give its ID under 'Invitation ID'.",
	});
	return { ...failed, response };
}

async function withdrawById(
	{ ask, endpoints }: LinkupApi,
	input: Input,
	id: string,
	creditsBefore: number,
): Promise<Result<WithAccount<WithdrawReport>>> {
	const answer = onlyAbout(
		await ask(endpoints.withdraw(input, id)),
		'LinkupAPI',
		{ ...input, invitationId: id },
		{ ...ABOUT, invitation: 'data.invitation_id' },
	);
	const report = mapResult(answer, (done) => toWithdrawReport(done, id, creditsBefore));
	return orRefusal(withdrawInvitation, input, report);
}

/** Accepts a received invitation. Without its secret, the invitation is looked up, which costs credits. */
export async function acceptInvitation(
	api: LinkupApi,
	input: Input,
): Promise<Result<WithAccount<RespondReport>>> {
	const { accountId, profile } = input;
	const invitationId = idOfUrn(input.invitationId);
	const given = input.fields.sharedSecret ?? '';
	if (given !== '' && invitationId !== null) {
		const entityUrn = input.invitationId?.startsWith('urn:')
			? input.invitationId
			: `urn:li:invitation:${invitationId}`;
		return await acceptWith(api, input, { entityUrn, sharedSecret: given }, invitationId);
	}
	const found = await api
		.lookUpReceived(accountId)
		.find((row) =>
			invitationId === null
				? isSamePerson(row.profile, profile)
				: row.invitationId === invitationId,
		);
	if (found.kind !== 'answered') return found;
	if (!found.value) {
		const unnamed = await api
			.lookUpReceived(accountId)
			.find((row) =>
				invitationId === null ? !areComparable(row.profile, profile) : row.invitationId === null,
			);
		if (unnamed.kind === 'answered' && unnamed.value) {
			return invitationId === null ? WITHOUT_SENDER : WITHOUT_ID;
		}
		return mapResult(found, () => ({ accountId: null, report: nothingToAnswer(invitationId) }));
	}
	const { entityUrn, sharedSecret } = found.value;
	if (entityUrn === null || sharedSecret === null) return WITHOUT_SECRET;
	return await acceptWith(api, input, { entityUrn, sharedSecret }, idOfUrn(entityUrn));
}

async function acceptWith(
	{ ask, endpoints }: LinkupApi,
	input: Input,
	acceptable: Acceptable,
	invitationId: string | null,
): Promise<Result<WithAccount<RespondReport>>> {
	const answer = await ask(endpoints.accept(input, acceptable));
	const report = mapResult(answer, (done) => toAcceptReport(done, invitationId));
	const readRefusal = (failed: Failed) => readRefusedResponse(failed, invitationId);
	return orRefusal({ readRefusal }, input, report);
}

const WITHOUT_SENDER = cannotTell(
	'LinkupAPI',
	'an identifiable sender, so it may be the one from this person',
	"Give the invitation's ID, or accept the invitation in LinkedIn.",
);
const WITHOUT_ID = cannotTell(
	'LinkupAPI',
	'an ID, so it may be the one you mean',
	"Give the person under 'Profile' instead of the invitation's ID.",
);
const WITHOUT_SECRET = cannotTell(
	'LinkupAPI',
	'the secret needed to accept it',
	'Accept the invitation in LinkedIn.',
);
