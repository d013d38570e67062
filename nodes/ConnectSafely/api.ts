import { onlyAbout, type Naming } from '../outreach/operations/about';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import {
	countOf,
	lookUpByAccount,
	pageWith,
	type LookUp,
	type Page,
} from '../outreach/operations/pages';
import { failedWith, mapResult, type Result } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import * as endpoints from './endpoints';
import { isFromPerson, toReceivedPage, toSentPage, type ReceivedRow, type SentRow } from './lists';
import { isNobody } from './mapping';
import type { ConversationExists, ReadProfile, RelationshipResponse } from './responses';

/** What ConnectSafely's operations work with. One per execution, so that its items share the lists they search. */
export interface ConnectSafelyApi {
	readonly ask: Ask;
	relationship(input: Input): Promise<Result<RelationshipResponse>>;
	/** The conversation with the person, if there is one. */
	conversationWith(input: Input): Promise<Result<ConversationExists>>;
	/** Fails if the answer names no person. */
	profile(input: Input): Promise<Result<ReadProfile>>;
	sentPage(accountId: string | null, at: Position): Promise<Result<Page<SentRow>>>;
	/** Of all kinds, including invitations from companies, newsletters and events. */
	receivedPage(accountId: string | null, at: Position): Promise<Result<Page<ReceivedRow>>>;
	lookUpSent(accountId: string | null): LookUp<SentRow>;
	lookUpReceived(accountId: string | null): LookUp<ReceivedRow>;
}

/** Where a response names the person it is about. */
export const ABOUT: Naming = { person: ['profileUrn'] };
export const ABOUT_RECIPIENT: Naming = {
	person: ['recipientProfileUrn', 'data.recipientProfileUrn'],
};
const ABOUT_OTHER: Naming = { person: ['profileUrn', 'data.profileUrn'] };
const ABOUT_PROFILE: Naming = {
	person: ['', 'data.'].flatMap((where) => [
		`${where}profile.entityUrn`,
		`${where}profile.publicIdentifier`,
	]),
};

export function connectSafelyApi(ask: Ask): ConnectSafelyApi {
	const sentPage: ConnectSafelyApi['sentPage'] = async (accountId, at) =>
		mapResult(await ask(endpoints.sentInvitations(accountId, at)), (page) =>
			toSentPage(page, countOf(at), Date.now()),
		);
	const receivedPage: ConnectSafelyApi['receivedPage'] = async (accountId, at) =>
		mapResult(await ask(endpoints.receivedInvitations(accountId, at)), (page) =>
			toReceivedPage(page, countOf(at), Date.now()),
		);
	return {
		ask,
		relationship: async (input) =>
			onlyAbout(await ask(endpoints.relationship(input)), 'ConnectSafely', input, ABOUT),
		conversationWith: async (input) =>
			onlyAbout(await ask(endpoints.conversationWith(input)), 'ConnectSafely', input, ABOUT_OTHER),
		profile: async (input) =>
			ofSomebody(
				onlyAbout(await ask(endpoints.profile(input)), 'ConnectSafely', input, ABOUT_PROFILE),
			),
		sentPage,
		receivedPage,
		lookUpSent: lookUpByAccount(sentPage),
		lookUpReceived: lookUpByAccount(receivedPage),
	};
}

/** For a person it does not find, the provider returns an empty profile under HTTP 200. */
function ofSomebody(answer: Result<ReadProfile>): Result<ReadProfile> {
	if (answer.kind !== 'answered' || !isNobody(answer.value)) return answer;
	const failed = failedWith({
		source: 'provider',
		message: 'ConnectSafely did not find this person on LinkedIn: it returned an empty profile',
		description: "Check 'Profile': the address may have changed, or the profile no longer exists.",
	});
	return { ...failed, response: answer.response };
}

export async function receivedFromPeople(
	{ receivedPage }: ConnectSafelyApi,
	accountId: string | null,
	at: Position,
): Promise<Result<Page<ReceivedRow>>> {
	return await pageWith(async (next) => await receivedPage(accountId, next), at, isFromPerson);
}
