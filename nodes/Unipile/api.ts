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
import type { Ask, Endpoint } from '../outreach/provider/ask';
import { Chats } from './chats';
import { conversationEndpointsOf, type ConversationEndpoints } from './conversations';
import type { UnipileCredential } from './credential';
import { endpointsOf, type ReadAccount, type UnipileEndpoints } from './endpoints';
import { isLinkedIn, type AccountRow, type Direction, type InvitationRow } from './lists';
import type { Person } from './mapping';
import { fullProfile, type FullPerson } from './profiles';

/** What Unipile's operations work with. One per execution, so that its items share the lists they search. */
export interface UnipileApi {
	readonly ask: Ask;
	readonly credential: UnipileCredential;
	readonly endpoints: UnipileEndpoints;
	readonly conversations: ConversationEndpoints;
	/** The person as the account sees them. Fails if the answer is about someone else or not from LinkedIn. */
	person(input: Input): Promise<Result<Person>>;
	/** The same, with the profile's contents. */
	profile(input: Input): Promise<Result<FullPerson>>;
	/** The person's ACoAA… ID if it is known without a profile visit; otherwise null. */
	knownMember(input: Input): string | null;
	/**
	 * The ID of the account's conversation with the person; null if there is none. If the person's ID is not
	 * known, the profile is read first.
	 */
	chatWith(input: Input): Promise<Result<string | null>>;
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
	const conversations = conversationEndpointsOf(credential);
	const chats = new Chats(ask, conversations);
	const pageOf = (direction: Direction) =>
		lookUpByAccount<InvitationRow>(
			async (accountId, at) =>
				await ask(endpoints.invitations(direction, { accountId: accountId ?? '', at, size: null })),
		);
	const lists = { sent: pageOf('sent'), received: pageOf('received') };
	const look = async <P extends Person>(
		endpoint: Endpoint<P>,
		input: Input,
	): Promise<Result<P>> => {
		const answer = onlyAbout(ofLinkedIn(await ask(endpoint)), 'Unipile', input, ABOUT);
		if (answer.kind === 'answered') chats.noteMember(input, answer.value.memberId);
		return answer;
	};
	const person: UnipileApi['person'] = async (input) => await look(endpoints.person(input), input);
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
		conversations,
		person,
		profile: async (input) => await look(fullProfile(credential, input), input),
		knownMember: (input) => chats.knownMember(input),
		chatWith: async (input) => await chats.find(input, person),
		account: async (accountId) => ofLinkedIn(await ask(endpoints.account(accountId))),
		accountPage,
		accounts: askedOnce(async () => await wholeList(accountPage)),
		lookUp: (direction, accountId) => lists[direction](accountId),
	};
}

/**
 * Fails a result about or through an account that is not LinkedIn's: Unipile also has WhatsApp, mail and other accounts.
 */
function ofLinkedIn<T extends { readonly provider: string | null }>(answer: Result<T>): Result<T> {
	if (answer.kind !== 'answered' || isLinkedIn(answer.value.provider)) return answer;
	const failed = failedWith({
		source: 'provider',
		message: `The account does not belong to LinkedIn but to ${answer.value.provider ?? 'an unknown provider'}`,
		description: "Pick a LinkedIn account under 'Account'.",
	});
	return { ...failed, response: answer.response };
}

/** Lists all accounts of the key, for *From List* and for polling. */
export const listAccounts = async ({ accounts }: UnipileApi) =>
	mapResult(await accounts(), (rows) => rows.map(({ account }) => account));
