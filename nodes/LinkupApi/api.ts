import { onlyAbout, type Naming } from '../outreach/operations/about';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import {
	countOf,
	lookUpByAccount,
	wholeList,
	type LookUp,
	type Page,
} from '../outreach/operations/pages';
import {
	askedOnce,
	failedWith,
	mapResult,
	type Failed,
	type Result,
} from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import { conversationEndpointsOf, type ConversationEndpoints } from './conversations';
import type { LinkupApiCredential } from './credential';
import { endpointsOf, type LinkupApiEndpoints } from './endpoints';
import { toAccountPage, type AccountRow, type InvitationRow } from './lists';
import { ABOUT_PROFILE, type ReadPerson } from './profiles';
import type { Enveloped, Invitation } from './responses';

/** What LinkupAPI's operations work with. One per execution, so that its items share the lists they search. */
export interface LinkupApi {
	readonly ask: Ask;
	readonly endpoints: LinkupApiEndpoints;
	readonly conversations: ConversationEndpoints;
	/** Fails if the answer is about someone else. */
	profile(input: Input): Promise<Result<Enveloped<ReadPerson>>>;
	checkInvitation(input: Input): Promise<Result<Enveloped<Invitation>>>;
	/** A page of the key's accounts. */
	accountPage(at: Position, size: number | null): Promise<Result<Page<AccountRow>>>;
	/** All of them. */
	accounts(): Promise<Result<AccountRow[]>>;
	lookUpReceived(accountId: string | null): LookUp<InvitationRow>;
}

const NO_ACCOUNTS_IN_V1: Failed = failedWith({
	source: 'workflow',
	message: 'LinkupAPI v1 does not have accounts',
	description: "Set 'API Version' of the LinkupAPI credential to v2.",
});

/** Maximum page size of GET /v2/accounts. */
const ACCOUNTS = 500;

/** Rows per credit. */
export const POLLED_ROWS = 50;
export const CONNECTIONS = { size: POLLED_ROWS, invitationType: 'CONNECTION' };

/** Where a response names the person it is about; only invite's `profile_urn` is documented. */
export const ABOUT: Naming = {
	person: ['data.profile_urn', 'data.profile_url', 'data.linkedin_url', 'data.public_identifier'],
};

export function linkupApiOf(ask: Ask, credential: LinkupApiCredential): LinkupApi {
	const endpoints = endpointsOf(credential);
	const accountPage: LinkupApi['accountPage'] = async (at, size) => {
		if (!endpoints.accountPage) return NO_ACCOUNTS_IN_V1;
		const limit = Math.min(size ?? ACCOUNTS, ACCOUNTS);
		return mapResult(await ask(endpoints.accountPage(countOf(at), limit)), (page) =>
			toAccountPage(page, countOf(at), limit),
		);
	};
	return {
		ask,
		endpoints,
		conversations: conversationEndpointsOf(credential),
		profile: async (input) =>
			onlyAbout(await ask(endpoints.profile(input)), 'LinkupAPI', input, ABOUT_PROFILE),
		checkInvitation: async (input) =>
			onlyAbout(await ask(endpoints.checkInvitation(input)), 'LinkupAPI', input, ABOUT),
		accountPage,
		accounts: askedOnce(async () => await wholeList(async (at) => await accountPage(at, null))),
		lookUpReceived: lookUpByAccount(
			async (accountId, at) =>
				await ask(endpoints.invitations('received', { ...CONNECTIONS, accountId, at })),
		),
	};
}
