import { onlyAbout, type Naming } from '../outreach/operations/about';
import type { Position } from '../outreach/base/vocabulary';
import type { Input } from '../outreach/operations/operation';
import { Collected, countOf, lookUpByAccount, type LookUp, type Page } from '../outreach/operations/pages';
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

/** Reads on until a page has a person's invitation, since an empty page reads as a list's end. */
export async function receivedFromPeople(
	{ receivedPage }: ConnectSafelyApi,
	accountId: string | null,
	at: Position,
): Promise<Result<Page<ReceivedRow>>> {
	const collected = new Collected<ReceivedRow>(at);
	for (let next: Position | null = at; ; next = collected.at) {
		const page = await receivedPage(accountId, next ?? at);
		if (page.kind !== 'answered') return page;
		collected.add(page.value);
		const rows = collected.rows.filter(isFromPerson);
		if (rows.length > 0 || collected.at === null) {
			return { ...page, value: { rows, next: collected.at } };
		}
	}
}
