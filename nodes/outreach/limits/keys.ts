/**
 * The keys under which limits, caps and paces are kept: made here and nowhere else, so that two places that mean the same
 * limit share it.
 */

/** Tells accounts of one provider apart, whichever API key reaches them. */
export interface AccountScope {
	/** Where the provider is reached, in whichever spelling: an account's ID means something there only. */
	readonly siteId: string;
	/** Tells accounts apart that no ID is given for: the key's default one, or the one that the credential is. */
	readonly defaultAccountId: string;
}

/** Provider and account, the same whichever key reaches it. Begins each key of the account's limits. */
export function accountKey(
	provider: string,
	{ siteId, defaultAccountId }: AccountScope,
	accountId: string | null,
): string {
	const account =
		accountId === null ? `default ${defaultAccountId}` : `account ${siteId} ${accountId}`;
	return `${provider}|${account}`;
}

/** A limit of an account, by the provider's name for what is used up. */
export function limitKey(account: string, limitName: string): string {
	return `${account}|${limitName}`;
}

/** A limit that holds for what is sent to one person. */
export function limitKeyOfPerson(limit: string, person: string): string {
	return `${limit}|${person}`;
}

/** What every key of an account's limits begins with. */
export function limitKeyPrefix(account: string): string {
	return `${account}|`;
}

/** A period under an author's own cap. `ends` (ms since 1970) comes last: `capEnd` reads it. */
export function capKey(account: string, what: string, label: string, ends: number): string {
	return `${account} ${what} ${label} ${ends}`;
}

/** When the period of a cap's key ends (ms since 1970). */
export function capEnd(key: string): number {
	return Number(key.slice(key.lastIndexOf(' ')));
}
