import { mapAnswer, type Answer } from '../outreach/answer';
import { Collected, lookUpByAccount, type Page } from '../outreach/pages';
import { isSamePerson } from '../outreach/profile';
import type { Attributed, Input, OutreachSession } from '../outreach/provider';
import { readRefusedResponse, readRefusedSend, readRefusedWithdraw } from '../outreach/refusals';
import { nothingToAnswer, type RespondReport } from '../outreach/reports';
import { onlyAbout, type Naming } from '../outreach/whose';
import type { ConnectSafelyClient } from './client';
import {
	hasId,
	isFromPerson,
	personOf,
	toConnectionsPage,
	toReceivedPage,
	toSentPage,
	type ReceivedRow,
	type SentRow,
} from './lists';
import {
	notAmongSent,
	standingOf,
	toAccountReport,
	toConnectionReport,
	toInvitationReport,
	toListedReport,
	toQuotaReading,
	toRespondReport,
	toSendReport,
	toWithdrawReport,
} from './mapping';

export interface ConnectSafelySession extends OutreachSession {
	readonly withdrawInvitation: NonNullable<OutreachSession['withdrawInvitation']>;
	readonly client: ConnectSafelyClient;
	readonly sentPage: (accountId: string | null, at: number) => Promise<Answer<Page<SentRow>>>;
	/** Of all kinds: those of companies, newsletters and events too. */
	readonly receivedPage: (
		accountId: string | null,
		at: number,
	) => Promise<Answer<Page<ReceivedRow>>>;
	/** Answers a received invitation, which is looked up by its id or its sender. */
	readonly respond: (input: Input) => Promise<Answer<Attributed<RespondReport>>>;
}

/** ConnectSafely in the one vocabulary, and what its own node offers beyond it. */
export function connectSafelySession(endpoints: ConnectSafelyClient): ConnectSafelySession {
	const client = answeringForAsked(endpoints);
	const sentPage: ConnectSafelySession['sentPage'] = async (accountId, at) =>
		mapAnswer(await client.sentInvitations(accountId, at), (page) =>
			toSentPage(page, at, Date.now()),
		);
	const receivedPage: ConnectSafelySession['receivedPage'] = async (accountId, at) =>
		mapAnswer(await client.receivedInvitations(accountId, at), (page) =>
			toReceivedPage(page, at, Date.now()),
		);
	const lookUpSent = lookUpByAccount(sentPage);
	const lookUpReceived = lookUpByAccount(receivedPage);
	return {
		client,
		sentPage,
		receivedPage,
		accountRequired: false,
		apiName: 'ConnectSafely',

		getAccountStatus: async ({ accountId }) =>
			mapAnswer(await client.accountStatus(accountId), toAccountReport),
		getConnectionStatus: async (input) =>
			mapAnswer(await client.relationship(input), toConnectionReport),
		getInvitationStatus: async (input) =>
			mapAnswer(await client.relationship(input), toInvitationReport),
		findStanding: async (input) => mapAnswer(await client.relationship(input), standingOf),

		sendConnection: async (input) => {
			const answer = await client.connect(input);
			return (
				readRefusedSend(answer) ??
				mapAnswer(answer, (connected) => toSendReport(connected, input, Date.now()))
			);
		},

		withdrawInvitation: async (input) => {
			if (input.profile) return await withdrawFrom(client, input);
			// ConnectSafely withdraws from a person, so whose the invitation is has to be looked up.
			const found = await lookUpSent(input.accountId).find(
				({ invitation }) => input.invitationId !== null && hasId(invitation, input.invitationId),
			);
			if (found.kind !== 'answered') return found;
			const profile = found.value && personOf(found.value.invitation);
			if (profile) return await withdrawFrom(client, { ...input, profile });
			return mapAnswer(found, () => ({ accountId: null, report: notAmongSent(input) }));
		},

		respond: async ({ accountId, invitationId, profile, fields }) => {
			const found = await lookUpReceived(accountId).find((row) =>
				invitationId === null
					? isFromPerson(row) && isSamePerson(row.profile, profile)
					: hasId(row.invitation, invitationId),
			);
			if (found.kind !== 'answered') return found;
			if (!found.value) {
				const report = nothingToAnswer(invitationId);
				return mapAnswer(found, () => ({ accountId: null, report }));
			}
			const { invitation } = found.value;
			const isAccepting = fields.response !== 'ignore';
			const outcome = isAccepting ? 'accepted' : 'ignored';
			const action = isAccepting ? 'ACCEPT' : 'IGNORE';
			const id = invitation.invitationId ?? invitation.id;
			const answer = await client.respond(accountId, action, invitation);
			return (
				readRefusedResponse(answer, id) ??
				mapAnswer(answer, (done) => toRespondReport(done, outcome, id))
			);
		},

		readQuota: async (accountId) => {
			const answer = await client.quota(accountId);
			return answer.kind === 'answered' ? toQuotaReading(answer.value) : null;
		},

		accountReports: async () =>
			mapAnswer(await client.accounts(), (accounts) =>
				accounts.map(({ read }) => toListedReport(read)),
			),
		connections: async (accountId, at) =>
			mapAnswer(await client.connections(accountId, at, 'recentlyAdded'), (page) =>
				toConnectionsPage(page, at),
			),
		receivedInvitations: async (accountId, at) => await fromPeople(receivedPage, accountId, at),
	};
}

const ABOUT: Naming = { person: ['profileUrn'] };

/** The endpoints that name whom they answer about: an answer about somebody else is none. */
function answeringForAsked(client: ConnectSafelyClient): ConnectSafelyClient {
	const ours = <T>(answer: Answer<T>, input: Input) =>
		onlyAbout(answer, 'ConnectSafely', input, ABOUT);
	return {
		...client,
		relationship: async (input) => ours(await client.relationship(input), input),
		connect: async (input) => ours(await client.connect(input), input),
		withdraw: async (input) => ours(await client.withdraw(input), input),
	};
}

/** Goes on until a page holds a person's invitation, since an empty page is a list's end to who reads it. */
async function fromPeople(
	page: ConnectSafelySession['receivedPage'],
	accountId: string | null,
	at: number,
): Promise<Answer<Page<ReceivedRow>>> {
	const collected = new Collected<ReceivedRow>(at);
	for (let next: number | null = at; ; next = collected.at) {
		const answer = await page(accountId, next ?? at);
		if (answer.kind !== 'answered') return answer;
		collected.add(answer.value);
		const rows = collected.rows.filter(isFromPerson);
		if (rows.length > 0 || collected.at === null) {
			return { ...answer, value: { rows, next: collected.at } };
		}
	}
}

async function withdrawFrom(client: ConnectSafelyClient, input: Input) {
	const answer = await client.withdraw(input);
	return (
		readRefusedWithdraw(answer, input) ??
		mapAnswer(answer, (withdrawn) => toWithdrawReport(withdrawn, input))
	);
}
