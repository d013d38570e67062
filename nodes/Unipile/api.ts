import { onlyAbout, type Naming } from '../outreach/operations/about';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import {
	lookUpByAccount,
	pageWith,
	wholeList,
	type LookUp,
	type Page,
} from '../outreach/operations/pages';
import { askedOnce, failedWith, mapResult, type Result } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import { conversationEndpointsOf, type ConversationEndpoints } from './conversations';
import type { UnipileCredential } from './credential';
import { endpointsOf, type ReadAccount, type UnipileEndpoints } from './endpoints';
import { isLinkedIn, type AccountRow, type Direction, type InvitationRow } from './lists';
import type { Person } from './mapping';

/** What Unipile's operations work with: one for an execution, so that its items share the lists they look through. */
export interface UnipileApi {
	readonly ask: Ask;
	readonly credential: UnipileCredential;
	readonly endpoints: UnipileEndpoints;
	readonly conversations: ConversationEndpoints;
	/** How the account sees the person; a failure where the answer is about somebody else, or not of LinkedIn. */
	person(input: Input): Promise<Result<Person>>;
	account(accountId: string): Promise<Result<ReadAccount>>;
	/** A page of the key's LinkedIn accounts. */
	accountPage(at: Position): Promise<Result<Page<AccountRow>>>;
	/** All of them. */
	accounts(): Promise<Result<AccountRow[]>>;
	lookUp(direction: Direction, accountId: string | null): LookUp<InvitationRow>;
}

/** Where a profile names its person: v1's ID, v2's, and both generations' public identifier. */
const ABOUT: Naming = { person: ['provider_id', 'id', 'public_identifier'] };

export function unipileOf(ask: Ask, credential: UnipileCredential): UnipileApi {
	const endpoints = endpointsOf(credential);
	const pageOf = (direction: Direction) =>
		lookUpByAccount<InvitationRow>(
			async (accountId, at) =>
				await ask(endpoints.invitations(direction, { accountId: accountId ?? '', at, size: null })),
		);
	const lists = { sent: pageOf('sent'), received: pageOf('received') };
	const accountPage: UnipileApi['accountPage'] = async (at) =>
		await pageWith(
			async (next) => await ask(endpoints.accountPage(next)),
			at,
			({ provider }) => isLinkedIn(provider),
		);
	return {
		ask,
		credential,
		endpoints,
		conversations: conversationEndpointsOf(credential),
		person: async (input) => {
			const answer = ofLinkedIn(await ask(endpoints.person(input)));
			return onlyAbout(answer, 'Unipile', input, ABOUT);
		},
		account: async (accountId) => ofLinkedIn(await ask(endpoints.account(accountId))),
		accountPage,
		accounts: askedOnce(async () => await wholeList(accountPage)),
		lookUp: (direction, accountId) => lists[direction](accountId),
	};
}

/** Fails what is said of an account, or through one, that is not LinkedIn's: Unipile has WhatsApp, mail and others too. */
function ofLinkedIn<T extends { readonly provider: string | null }>(answer: Result<T>): Result<T> {
	if (answer.kind !== 'answered' || isLinkedIn(answer.value.provider)) return answer;
	const failed = failedWith({
		source: 'provider',
		message: `The account is not of LinkedIn but of ${answer.value.provider ?? 'an unknown provider'}`,
		description: "Pick a LinkedIn account under 'Account'.",
	});
	return { ...failed, response: answer.response };
}

/** A list of the key's accounts has all of them, for *From List* and for polling. */
export const listAccounts = async ({ accounts }: UnipileApi) =>
	mapResult(await accounts(), (rows) => rows.map(({ account }) => account));
