/** The keys of limits, caps and paces. All are made here, so that two places that mean the same limit share it. */

/** Identifies an account of a provider, whichever API key is used. */
export interface AccountScope {
	/** Identifies the provider's server, however its address is spelt: an account ID is valid only there. */
	readonly siteId: string;
	/** Identifies an account without an ID: the key's default account, or the credential's only one. */
	readonly defaultAccountId: string;
}

/** Provider and account, independent of the API key. Prefix of each key of the account's limits. */
export function accountKey(
	provider: string,
	{ siteId, defaultAccountId }: AccountScope,
	accountId: string | null,
): string {
	const account =
		accountId === null ? `default ${defaultAccountId}` : `account ${siteId} ${accountId}`;
	return `${provider}|${account}`;
}

/** A limit of an account, by the provider's name for the used quota. */
export function limitKey(account: string, limitName: string): string {
	return `${account}|${limitName}`;
}

/** A limit on sends to one person. */
export function limitKeyOfPerson(limit: string, person: string): string {
	return `${limit}|${person}`;
}

/** The prefix of every key of an account's limits. */
export function limitKeyPrefix(account: string): string {
	return `${account}|`;
}

/** A period of an author's own cap. `ends` (ms since 1970) comes last, because `capEnd` reads it. */
export function capKey(account: string, what: string, label: string, ends: number): string {
	return `${account} ${what} ${label} ${ends}`;
}

/** When the period of a cap's key ends (ms since 1970). */
export function capEnd(key: string): number {
	return Number(key.slice(key.lastIndexOf(' ')));
}
