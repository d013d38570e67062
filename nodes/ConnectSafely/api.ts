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
import { mapResult, type Result } from '../outreach/operations/result';
import type { Ask } from '../outreach/provider/ask';
import * as endpoints from './endpoints';
import { isFromPerson, toReceivedPage, toSentPage, type ReceivedRow, type SentRow } from './lists';
import type { RelationshipResponse } from './responses';

/** What ConnectSafely's operations work with: one for an execution, so that its items share the lists they look through. */
export interface ConnectSafelyApi {
	readonly ask: Ask;
	relationship(input: Input): Promise<Result<RelationshipResponse>>;
	sentPage(accountId: string | null, at: Position): Promise<Result<Page<SentRow>>>;
	/** Of all kinds: those of companies, newsletters and events too. */
	receivedPage(accountId: string | null, at: Position): Promise<Result<Page<ReceivedRow>>>;
	lookUpSent(accountId: string | null): LookUp<SentRow>;
	lookUpReceived(accountId: string | null): LookUp<ReceivedRow>;
}

/** Where a response names whom it is about. */
export const ABOUT: Naming = { person: ['profileUrn'] };

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
		sentPage,
		receivedPage,
		lookUpSent: lookUpByAccount(sentPage),
		lookUpReceived: lookUpByAccount(receivedPage),
	};
}

export async function receivedFromPeople(
	{ receivedPage }: ConnectSafelyApi,
	accountId: string | null,
	at: Position,
): Promise<Result<Page<ReceivedRow>>> {
	return await pageWith(async (next) => await receivedPage(accountId, next), at, isFromPerson);
}
