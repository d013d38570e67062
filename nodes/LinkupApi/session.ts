import {
	askedOnce,
	failedWith,
	mapAnswer,
	type Answer,
	type Answered,
	type Failed,
} from '../outreach/answer';
import { lookUpByAccount, wholeList, type LookUp, type Page } from '../outreach/pages';
import { isSamePerson } from '../outreach/profile';
import type { Attributed, Input, OutreachSession } from '../outreach/provider';
import {
	cannotTell,
	noSuchAccount,
	readRefusedResponse,
	readRefusedSend,
	readRefusedWithdraw,
} from '../outreach/refusals';
import { nothingToAnswer, type RespondReport } from '../outreach/reports';
import { areComparable, onlyAbout, type Naming } from '../outreach/whose';
import type { Acceptable, LinkupApiClient } from './client';
import { idOfUrn, toAccountPage, type AccountRow, type InvitationRow } from './lists';
import {
	isNonePending,
	standingOf,
	toAcceptReport,
	toAccountReport,
	toConnectionReport,
	toInvitationReport,
	toNotPendingReport,
	toSendReport,
	toWithdrawReport,
} from './mapping';

export interface LinkupApiSession extends OutreachSession {
	readonly withdrawInvitation: NonNullable<OutreachSession['withdrawInvitation']>;
	readonly client: LinkupApiClient;
	/** A page of the key's accounts. */
	readonly accountPage: (at: number, size: number | null) => Promise<Answer<Page<AccountRow>>>;
	/** Accepts an invitation that the account received. Without its secret it is looked up, which costs credits. */
	readonly accept: (input: Input) => Promise<Answer<Attributed<RespondReport>>>;
	/** What asking v1 for accounts comes to. */
	readonly noAccounts: Failed;
}

const NO_ACCOUNTS_IN_V1: Failed = failedWith({
	source: 'workflow',
	message: 'LinkupAPI v1 does not have accounts',
	description: "Set 'API Version' of the LinkupAPI credential to v2.",
});

/** The most that one page of GET /v2/accounts holds. */
const ACCOUNTS = 500;

/** What one credit buys. */
const POLLED_ROWS = 50;
const CONNECTIONS = { size: POLLED_ROWS, invitationType: 'CONNECTION' };

const WITHOUT_SENDER = cannotTell(
	'LinkupAPI',
	'saying who sent it in a form that can be compared, and it may be the one from this person',
	"Give the invitation's ID, or accept the invitation in LinkedIn.",
);
const WITHOUT_ID = cannotTell(
	'LinkupAPI',
	'its ID, and it may be the one that is meant',
	"Give the person under 'Profile' instead of the invitation's ID.",
);
const WITHOUT_SECRET = cannotTell(
	'LinkupAPI',
	'the secret that accepting it needs',
	'Accept the invitation in LinkedIn.',
);

/** LinkupAPI in the one vocabulary, and what its own node offers beyond it. */
export function linkupApiSession(
	endpoints: LinkupApiClient,
	apiName: string,
	accountRequired: boolean,
): LinkupApiSession {
	const client = answeringForAsked(endpoints);
	const accountPage: LinkupApiSession['accountPage'] = async (at, size) => {
		if (!client.accountPage) return NO_ACCOUNTS_IN_V1;
		const limit = Math.min(size ?? ACCOUNTS, ACCOUNTS);
		return mapAnswer(await client.accountPage(at, limit), (page) => toAccountPage(page, at, limit));
	};
	const accounts = client.accountPage
		? askedOnce(async () => await wholeList(async (at) => await accountPage(at, null)))
		: null;
	const lookUpReceived = lookUpByAccount(
		async (accountId, at) =>
			await client.invitations('received', { ...CONNECTIONS, accountId, at }),
	);
	return {
		client,
		accountPage,
		accept: async (input) => await accept(client, lookUpReceived, input),
		noAccounts: NO_ACCOUNTS_IN_V1,
		accountRequired,
		accountIgnored: !accountRequired,
		apiName,

		getConnectionStatus: async (input) =>
			mapAnswer(await client.checkInvitation(input), toConnectionReport),
		getInvitationStatus: async (input) =>
			mapAnswer(await client.checkInvitation(input), toInvitationReport),
		findStanding: async (input) => mapAnswer(await client.checkInvitation(input), standingOf),

		sendConnection: async (input) => {
			const answer = await client.invite(input);
			return (
				readRefusedSend(answer) ??
				mapAnswer(answer, (invite) => toSendReport(invite, input.note !== null, Date.now()))
			);
		},

		withdrawInvitation: async (input) => await withdraw(client, input),

		...(accounts
			? {
					getAccountStatus: async ({ accountId }: Input) =>
						await accountStatus(accounts, accountId),
					accountReports: async () =>
						mapAnswer(await accounts(), (all) =>
							all.map(({ account }) => toAccountReport(account)),
						),
					connections: async (accountId: string | null, at: number) =>
						await client.connections({ accountId, at, size: POLLED_ROWS }),
					receivedInvitations: async (accountId: string | null, at: number) =>
						await client.invitations('received', { ...CONNECTIONS, accountId, at }),
				}
			: {}),
	};
}

/** Only invite's `profile_urn` is documented. */
const ABOUT: Naming = {
	person: ['data.profile_urn', 'data.profile_url', 'data.linkedin_url', 'data.public_identifier'],
};

/** The endpoints that name whom they answer about: an answer about somebody else is none. */
function answeringForAsked(client: LinkupApiClient): LinkupApiClient {
	const ours = <T>(answer: Answer<T>, input: Input, about = ABOUT) =>
		onlyAbout(answer, 'LinkupAPI', input, about);
	return {
		...client,
		checkInvitation: async (input) => ours(await client.checkInvitation(input), input),
		invite: async (input) => ours(await client.invite(input), input),
		withdraw: async (input, invitationId) =>
			ours(
				await client.withdraw(input, invitationId),
				{ ...input, invitationId },
				{ ...ABOUT, invitation: 'data.invitation_id' },
			),
	};
}

async function accept(
	client: LinkupApiClient,
	lookUpReceived: (accountId: string | null) => LookUp<InvitationRow>,
	input: Input,
): Promise<Answer<Attributed<RespondReport>>> {
	const { accountId, profile } = input;
	const invitationId = idOfUrn(input.invitationId);
	const given = input.fields.sharedSecret ?? '';
	if (given !== '' && invitationId !== null) {
		const entityUrn = input.invitationId?.startsWith('urn:')
			? input.invitationId
			: `urn:li:invitation:${invitationId}`;
		return await acceptWith(client, input, { entityUrn, sharedSecret: given }, invitationId);
	}
	const found = await lookUpReceived(accountId).find((row) =>
		invitationId === null ? isSamePerson(row.profile, profile) : row.invitationId === invitationId,
	);
	if (found.kind !== 'answered') return found;
	if (!found.value) {
		const unnamed = await lookUpReceived(accountId).find((row) =>
			invitationId === null ? !areComparable(row.profile, profile) : row.invitationId === null,
		);
		if (unnamed.kind === 'answered' && unnamed.value) {
			return invitationId === null ? WITHOUT_SENDER : WITHOUT_ID;
		}
		return mapAnswer(found, () => ({ accountId: null, report: nothingToAnswer(invitationId) }));
	}
	const { entityUrn, sharedSecret } = found.value;
	if (entityUrn === null || sharedSecret === null) return WITHOUT_SECRET;
	return await acceptWith(client, input, { entityUrn, sharedSecret }, idOfUrn(entityUrn));
}

async function acceptWith(
	client: LinkupApiClient,
	input: Input,
	acceptable: Acceptable,
	invitationId: string | null,
): Promise<Answer<Attributed<RespondReport>>> {
	const answer = await client.accept(input, acceptable);
	return (
		readRefusedResponse(answer, invitationId) ??
		mapAnswer(answer, (done) => toAcceptReport(done, invitationId))
	);
}

/** LinkupAPI withdraws by the invitation's id, which for a person is looked up first. */
async function withdraw(client: LinkupApiClient, input: Input) {
	const given = idOfUrn(input.invitationId);
	if (given !== null) return await withdrawById(client, input, given, 0);
	const pending = await client.checkInvitation(input);
	if (pending.kind !== 'answered') return pending;
	const { data, credits } = pending.value;
	if (isNonePending(pending.value)) return mapAnswer(pending, toNotPendingReport);
	if (standingOf(pending.value) === 'unknown' || data.invitation_id === null)
		return noInvitationId(pending);
	return await withdrawById(client, input, data.invitation_id, credits ?? 0);
}

/** LinkupAPI does not say which invitation is pending, or whether one is. */
function noInvitationId({ body, status, reading }: Answered<unknown>): Failed {
	return {
		kind: 'failed',
		failure: {
			source: 'provider',
			message: 'LinkupAPI does not say which invitation to this person is pending',
			description: "Look the invitation up in LinkedIn, or give its ID under 'Invitation ID'.",
		},
		accepted: 'no',
		sentence: null,
		status,
		body,
		reading,
	};
}

async function withdrawById(
	client: LinkupApiClient,
	input: Input,
	id: string,
	creditsBefore: number,
) {
	const answer = await client.withdraw(input, id);
	return (
		readRefusedWithdraw(answer, input) ??
		mapAnswer(answer, (done) => toWithdrawReport(done, id, creditsBefore))
	);
}

async function accountStatus(
	accounts: () => Promise<Answer<AccountRow[]>>,
	accountId: string | null,
) {
	const answer = await accounts();
	if (answer.kind !== 'answered') return answer;
	const account = answer.value.find(({ account: { account_id: id } }) => id === accountId);
	if (account) return { ...answer, value: toAccountReport(account.account), body: account.fields };
	return noSuchAccount('LinkupAPI', accountId);
}
